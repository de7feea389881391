"""The card's own expiry: law-card-order 第26条, 第28条第7項, 第29条."""

from __future__ import annotations

from datetime import date

from kigen import days
from kigen.model import CardFacts, CardReason, Ending, RuleBook, Step, Story


def age_group(
    birth: date, card: CardFacts, story: Story, book: RuleBook, created: date
) -> tuple[str, Step]:
    """`adult` or `minor` on the day the card was made, with the step that says so.

    Law:    law-card-order 第26条第1項; the threshold by the acceptance day, law-card-order-r4
            附則第2条.
    Doubts: A1 (age on the acceptance day, or completed the day before the birthday), A15.
    """
    by_creation = card.reason is CardReason.RENEWED and book.reads("A15", "threshold_by_creation")
    threshold = book.on("card.adult_age", created if by_creation else story.accepted)
    measured = {
        "creation_day": created,
        "acceptance_day": story.accepted,
        "day_before": created + days.DAY,
    }[book.readings["A1"]]
    age = days.age_on(birth, measured)
    group = "adult" if age >= threshold.value else "minor"
    says = {"age": age, "threshold": threshold.value, "created": created}
    return group, Step("card.age_group", says, group, threshold.cites)


def card_expiry(birth: date, card: CardFacts, story: Story, book: RuleBook) -> Ending:
    """Last valid day of a card bound by birthdays: the 10th or 5th after it was made.

    One more (11th, 6th) where the person asked for it in the old card's renewal window.
    Law:    law-card-order 第26条; renewed 第29条第3項; re-issued 第28条第7項.
    Units:  Japan-time calendar days, the last day included.
    Doubts: A1, A5 (made on or after the old card's last day), A15, A19.
    """
    created = story.created
    extra = story.in_window
    if extra and card.old_expiry:
        if book.reads("A19", "other_side") and is_coming_of_age(birth, card.old_expiry, book):
            made_before = created < card.old_expiry
            created = card.old_expiry if made_before else card.old_expiry - days.DAY
        if book.reads("A5", "purpose") and created >= card.old_expiry:
            extra = False

    group, aged = age_group(birth, card, story, book, created)
    steps = [aged]
    count = book.on(f"card.birthdays_{group}", created)
    n, cites = count.value, count.cites
    if card.reason is CardReason.RENEWED:
        says = {"applied": story.applied}
        if card.old_expiry:
            says["old_expiry"] = card.old_expiry
        result = "yes" if extra else "no"
        rule = "card.renewed_in_window"
        steps.insert(0, Step(rule, says, result, book.cites(rule)))
    if extra:
        more = book.on("card.extra_in_window", created)
        n, cites = n + more.value, cites + more.cites
    if card.reason is CardReason.REISSUED:
        cites += book.cites("card.reissued")
    leap = book.on("card.leap_birthday", created)
    if days.born_on_leap_day(birth):
        cites += leap.cites
    last = days.nth_birthday_after(birth, created, n, leap.value)
    steps.append(Step("card.nth_birthday", {"after": created, "n": n}, last, cites))
    return Ending(last, tuple(steps), bound_by="card.nth_birthday")


def printed_card(printed: date, book: RuleBook) -> Ending:
    """The date printed on the card, which always wins. Law: law-number-cabinet-order 第1条第1号."""
    step = Step("card.printed", {}, printed, book.cites("card.printed"))
    return Ending(printed, (step,), bound_by="card.printed")


def is_coming_of_age(birth: date, day: date, book: RuleBook) -> bool:
    """True if `day` is the birthday on which the holder's cards turn from minor to adult."""
    threshold = book.on("card.adult_age", day).value
    return day == days.birthday_in(birth, birth.year + threshold)
