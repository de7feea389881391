"""Days that follow another one: the phone's certificates, the health-insurance grace, moving."""

from __future__ import annotations

from datetime import date

from kigen import days
from kigen.model import Doubt, Ending, Move, NotInForce, RuleBook, Step


def phone_expiry(kind: str, certificate_last: date, book: RuleBook) -> Ending:
    """The certificate on the phone ends with the card's.

    Law: law-jpki-rules 第24条の9 (signature), 第59条の9 (authentication).
    """
    rule = f"phone.{kind}"
    step = Step(rule, {}, certificate_last, book.cites(rule))
    return Ending(certificate_last, (step,), bound_by=rule)


def insurance_until(certificate_last: date, book: RuleBook) -> Ending:
    """Last day the card still works as an insurance card after its certificate ended.

    The end of the month, three months on. Doubt A13: some notices say three months to the day.
    """
    rule = "insurance.grace_months"
    try:
        months = book.on(rule, certificate_last)
    except NotInForce:
        return Ending(None, why="not_in_force")
    last = days.month_end_after(certificate_last, months.value)
    to_the_day = days.add_months(certificate_last, months.value)
    doubts = () if to_the_day == last else (Doubt("A13", "three_months", to_the_day),)
    says = {"expiry": certificate_last, "months": months.value}
    return Ending(last, (Step(rule, says, last, months.cites),), bound_by=rule, doubts=doubts)


def not_registered(move: Move, book: RuleBook) -> Ending:
    """Last day the card works if no move-in notice is filed: the earlier of the two limits known.

    Law: law-number-cabinet-order 第14条第2号; counted from the next day (law-civil-code 第140条).
    """
    limits = [
        _days_after(f"loss.{name}", day, book)
        for name, day in (
            ("moved_out_days", move.planned_out),
            ("never_registered_days", move.moved),
        )
        if day
    ]
    if not limits:
        return Ending(None, why="move_day_unknown")
    return min(limits, key=lambda ending: ending.day)


def card_not_shown(notified: date, book: RuleBook) -> Ending:
    """Last day the card works if it is not shown after the notice. Law: 同令 第14条第3号."""
    return _days_after("loss.submit_days", notified, book)


def _days_after(parameter: str, day: date, book: RuleBook) -> Ending:
    count = book.on(parameter, day)
    last = day + count.value * days.DAY
    step = Step(parameter, {"after": day, "days": count.value}, last, count.cites)
    return Ending(last, (step,), bound_by=parameter, doubts=(Doubt("A9", "next_open_day"),))
