"""When renewal is possible: the last three months, or the last year abroad."""

from __future__ import annotations

from datetime import date

from kigen import days
from kigen.model import Doubt, RuleBook, Step, Value, Window


def in_window(kind: str, day: date, expiry: date, book: RuleBook) -> bool:
    """True if `day` lies in the home renewal window of `expiry` (the extra birthday counts).

    Law: law-card-order 第29条第1項; law-jpki-rules 第13条第1号, 第49条第1号. Doubt A3.
    """
    months = _months(f"{kind}.window_months", expiry, book).value
    first = days.first_day_under_months_left(expiry, months, book.readings["A3"])
    return first <= day <= expiry


def turning_days(kind: str, expiry: date, book: RuleBook) -> set[date]:
    """Every day on which `in_window` may change its answer, under any reading."""
    months = _months(f"{kind}.window_months", expiry, book).value
    return {expiry + days.DAY} | {
        days.first_day_under_months_left(expiry, months, reading.id)
        for reading in book.ambiguities["A3"].readings
    }


def renewal_window(kind: str, expiry: date, *, overseas: bool, book: RuleBook) -> Window:
    """First and last day of renewal for a `card` or `certificate` that ends on `expiry`.

    Shown from the later, safe day where the readings of A3 differ; both ends are included.
    """
    no_loss_from, step, doubts = _first_day(kind, "window_months", expiry, book)
    first, steps = no_loss_from, (step,)
    if overseas:
        first, abroad, more = _first_day(kind, "window_months_overseas", expiry, book)
        steps, doubts = (abroad, step), more + doubts
    return Window(first, no_loss_from, expiry, steps, doubts)


def _first_day(
    kind: str, parameter: str, expiry: date, book: RuleBook
) -> tuple[date, Step, tuple[Doubt, ...]]:
    months = _months(f"{kind}.{parameter}", expiry, book)
    statute = days.first_day_under_months_left(expiry, months.value, "statute")
    shown = days.first_day_under_months_left(
        expiry, months.value, book.ambiguities["A3"].show_first
    )
    step = Step(
        f"{kind}.{parameter}", {"expiry": expiry, "months": months.value}, shown, months.cites
    )
    doubts = () if shown == statute else (Doubt("A3", "statute", statute),)
    return shown, step, doubts


def _months(parameter_id: str, expiry: date, book: RuleBook) -> Value:
    """The value for an expiry; for one before the rule began, the first there was."""
    history = book.parameters[parameter_id]
    return history.on(max(expiry, history.values[0].since))
