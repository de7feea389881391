"""What may have happened, where a Case leaves something open.

A Case with every day known has one story; a month, or a day nobody noted, has one for each
stretch of days between which no rule changes its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kigen import days
from kigen.model import CardFacts, CardReason, Case, CertFacts, Ending, Issue, RuleBook, Span, Story
from kigen.rules.window import in_window, turning_days


@dataclass(frozen=True, slots=True)
class Told:
    """One story with its card's ending as the card was made, and as it is now.

    `story` is None where no way for the card to have come about is known.
    """

    story: Story | None
    made: Ending
    now: Ending

    @classmethod
    def without_story(cls, ending: Ending) -> Told:
        """A card whose ending alone is known."""
        return cls(None, ending, ending)


def searched(case: Case) -> bool:
    """True where the creation day is looked for among all days that could give the printed one."""
    stated = case.card.created is not None or case.residency.limited
    return case.card.printed_expiry is not None and case.birth is not None and not stated


def card_stories(case: Case, book: RuleBook) -> list[Story]:
    """Each possible way the card came about; empty where its creation day cannot be told."""
    span = _creation_span(case, book)
    if span is None:
        return []
    asking = _asking_days(case, book)
    turning = () if span.exact else _turning_days(case, book, span)
    return [
        story
        for created in days.turns(span, turning)
        for story in _stories_of(case, created, asking, book)
    ]


def issues(
    case: Case,
    cert: CertFacts,
    story: Story | None,
    unextended_last: date | None,
    book: RuleBook,
) -> Iterator[Issue]:
    """Each possible issue of a certificate within one story of its card.

    None where it came with a card of which no story is known.
    """
    change = case.stay_change
    if cert.issued is None:
        if story is None:
            return
        renewed = case.card.reason is CardReason.RENEWED
        for replaced_in_window in _asked_in_window("certificate", renewed, cert, story, book):
            yield Issue(story.created, replaced_in_window, renewed, after_change=False)
        return
    turning = set() if cert.issued.exact else _turning_days(case, book, cert.issued)
    if story:
        turning.add(story.created)  # from that day on, a certificate may be on this card
    starts = days.turns(cert.issued, turning)
    ends = [start - days.DAY for start in starts[1:]] + [cert.issued.last]
    for issued in sorted({*starts, *ends}):
        if story and issued < story.created:
            continue
        replaced = cert.old_expiry is not None and in_window(
            "certificate", issued, cert.old_expiry, book
        )
        if change is None:
            changed = (False,)
        elif change.on is not None:
            changed = (issued >= change.on,)
        elif unextended_last is not None and issued >= unextended_last:
            changed = (True,)
        else:
            changed = (False, True)
        for after_change in changed:
            yield Issue(issued, replaced, with_renewed_card=False, after_change=after_change)


def _creation_span(case: Case, book: RuleBook) -> Span | None:
    card = case.card
    begin = book.parameters["card.adult_age"].values[0].since
    if card.created:
        first, last = card.created.first, card.created.last
    elif case.residency.limited:
        limit = card.printed_expiry or case.stay_end
        if limit is None:
            return None
        years = book.parameters["stay.longest_years"].values[-1].value
        first, last = days.add_months(limit, -12 * years), limit
    elif searched(case):
        first = days.add_months(card.printed_expiry, -12 * (_most_birthdays(book) + 1))
        last = card.printed_expiry
    else:
        return None
    accepted = card.accepted and card.accepted.first
    first = max(filter(None, (first, begin, case.birth, accepted, card.applied)))
    shown = case.stay_change and case.stay_change.on
    issued = [c.issued.last for c in (case.authentication, case.signature) if c and c.issued]
    last = min(filter(None, (last, shown, *issued)))
    return Span(first, last) if first <= last else None


def _most_birthdays(book: RuleBook) -> int:
    """The longest a card can run, in birthdays."""

    def most(parameter_id: str) -> int:
        return max(value.value for value in book.parameters[parameter_id].values)

    longest = max(most("card.birthdays_adult"), most("card.birthdays_minor"))
    return longest + most("card.extra_in_window")


def _stories_of(case: Case, created: date, asking: set[date], book: RuleBook) -> Iterator[Story]:
    card = case.card
    if card.accepted:
        first, last = card.accepted.first, min(card.accepted.last, created)
    else:
        months = book.on("card.making_months", created).value
        first, last = days.add_months(created, -months), created
    begin = book.parameters["card.adult_age"].values[0].since
    first = max(filter(None, (first, begin, case.birth)))
    if first > last:
        return
    renewed = card.reason is CardReason.RENEWED
    for accepted in days.turns(Span(first, last), asking):
        asked = Story(created, accepted, card.applied or accepted, in_window=False)
        for replaced_in_window in _asked_in_window("card", renewed, card, asked, book):
            yield Story(created, accepted, asked.applied, replaced_in_window)


def _asked_in_window(
    kind: str, renewed: bool, replaced: CardFacts | CertFacts, story: Story, book: RuleBook
) -> tuple[bool, ...]:
    """Whether what a renewed card (or a certificate on it) replaced was then in its window."""
    if not renewed:
        return (False,)
    if replaced.old_expiry is None:
        return (False, True)
    return (in_window(kind, story.applied, replaced.old_expiry, book),)


def _turning_days(case: Case, book: RuleBook, span: Span) -> set[date]:
    """Every day on which a card made, or a certificate issued, may get another answer.

    More days than needed do no harm.
    """
    card, certs = case.card, [c for c in (case.authentication, case.signature) if c]
    asking = _asking_days(case, book)
    turning = asking | {value.since for p in book.parameters.values() for value in p.values}
    stated = [card.printed_expiry, card.applied, card.old_expiry, case.stay_end]
    for cert in certs:
        stated += [cert.printed_expiry, cert.old_expiry]
        stated += [cert.issued.first, cert.issued.last] if cert.issued else []
    if case.stay_change:
        stated += [case.stay_change.on, case.stay_change.stay_end]
    for day in filter(None, stated):
        turning |= {day, day + days.DAY}
    if case.birth:
        leaps = (days.FEB28, days.MAR1) if days.born_on_leap_day(case.birth) else (days.FEB28,)
        turning |= {
            days.birthday_in(case.birth, year, leap)
            for year in range(span.first.year, span.last.year + 1)
            for leap in leaps
        }
        turning |= {day - days.DAY for day in _comings_of_age(case.birth, book)}
    if not span.exact and not card.accepted:
        # a day of making answers for the days before it on which the application may have come
        months = book.parameters["card.making_months"].values[-1].value
        turning |= {days.first_day_months_after(day, months) for day in asking}
    return turning


def _asking_days(case: Case, book: RuleBook) -> set[date]:
    """Every day on which an application accepted, or asked for, may get another answer."""
    asking = {value.since for value in book.parameters["card.adult_age"].values}
    if case.birth:
        asking |= _comings_of_age(case.birth, book)
    replaced = [("card", case.card)]
    replaced += [("certificate", c) for c in (case.authentication, case.signature) if c]
    for kind, facts in replaced:
        if facts.old_expiry:
            asking |= turning_days(kind, facts.old_expiry, book)
    return asking


def _comings_of_age(birth: date, book: RuleBook) -> set[date]:
    """The birthdays on which a minor's card becomes an adult's, under every age there was."""
    ages = {value.value for value in book.parameters["card.adult_age"].values}
    return {days.birthday_in(birth, birth.year + age) for age in ages}
