"""Cards of residents with a limited stay: law-card-order 第27条."""

from __future__ import annotations

from dataclasses import replace

from kigen import days
from kigen.model import Case, ChangeKind, Ending, Residency, RuleBook, Step, Story
from kigen.rules.card import age_group, card_expiry


def stay_capped(case: Case, story: Story, book: RuleBook) -> Ending:
    """Last valid day as the card was made: the end of the stay, for minors the 5th birthday too.

    Law:    law-card-order 第27条第1項の表; the same when re-issued or renewed (第3項, 第4項).
    Doubts: A10 (minors' cards made before the birthday cap was written).
    """
    if case.stay_end is None:
        return Ending(None, why="stay_end_unknown")
    stay = Step("stay.end", {}, case.stay_end, book.cites("stay.end"))
    ending = Ending(case.stay_end, (stay,), bound_by="stay.end")
    cap = book.on("stay.minor_birthday_cap", story.created)
    capped = cap.value or book.reads("A10", "cap")
    if case.residency is not Residency.MID_TERM or not capped:
        return ending
    if case.birth is None:
        return Ending(None, why="birth_unknown")
    group, aged = age_group(case.birth, case.card, story, book, story.created)
    if group == "adult":
        return ending
    count = book.on("card.birthdays_minor", story.created)
    last = days.nth_birthday_after(case.birth, story.created, count.value)
    says = {"after": story.created, "n": count.value}
    birthday = Step("stay.minor_birthday_cap", says, last, cap.cites)
    return _earlier(ending, Ending(last, (aged, birthday), bound_by="stay.minor_birthday_cap"))


def stay_changed(case: Case, story: Story, made: Ending, book: RuleBook) -> Ending:
    """Last valid day after the card was shown for a change of the stay; `made` is the day before.

    Law:    law-card-order 第27条第2項; law-immigration 第20条第6項; never past the day that
            第26条 would give (仮定有効期間満了日).
    Doubts: A4 (two months at a month's end), A16 (that day for a renewed card).
    """
    change = case.stay_change
    if change is None:
        return made
    if change.on is not None:
        if made.day is None:
            return made
        if change.on > made.day:
            rule = "stay.too_late"
            step = Step(rule, {"on": change.on}, made.day, book.cites(rule))
            return replace(made, steps=(*made.steps, step), why="extended_too_late")
    if case.birth is None:
        return Ending(None, why="birth_unknown")
    assumed = _assumed_expiry(case, story, book)
    if change.kind is ChangeKind.PERMANENT:
        rule = "stay.permanent"
        step = Step(rule, {}, assumed.day, book.cites(rule))
        return Ending(assumed.day, (*assumed.steps, step), bound_by=rule)
    if change.kind is ChangeKind.EXTENDED:
        rule, last = "stay.extended", change.stay_end
        step = Step(rule, {}, last, book.cites(rule))
    else:
        if case.stay_end is None:
            return Ending(None, why="stay_end_unknown")
        rule, months = "stay.special_months", book.on("stay.special_months", case.stay_end)
        ends = days.civil_period_end if book.reads("A4", "civil_code") else days.add_months
        last = ends(case.stay_end, months.value)
        says = {"stay_end": case.stay_end, "months": months.value}
        step = Step(rule, says, last, months.cites)
    return _earlier(Ending(last, (step,), bound_by=rule), assumed)


def _assumed_expiry(case: Case, story: Story, book: RuleBook) -> Ending:
    """仮定有効期間満了日: the day 第26条 would have given this card."""
    if book.reads("A16", "tenth"):
        story = replace(story, in_window=False)
    ending = card_expiry(case.birth, case.card, story, book)
    rule = "stay.assumed_expiry"
    step = Step(rule, {}, ending.day, book.cites(rule))
    return Ending(ending.day, (*ending.steps, step), bound_by=rule)


def _earlier(one: Ending, other: Ending) -> Ending:
    """The earlier of two endings, explained by the steps of both."""
    winner = one if one.day <= other.day else other
    return replace(winner, steps=one.steps + other.steps)
