"""Which other readings of the law could move a date of this Case.

A cheap look that may name too many, never too few: kigen.rules.answer then counts again under
each reading named, and keeps as doubts those that move a date.
"""

from __future__ import annotations

from collections.abc import Iterator

from kigen import days
from kigen.model import CardReason, Case, CertFacts, ChangeKind, Residency, RuleBook, Story
from kigen.rules.card import is_coming_of_age


def readings_in_play(case: Case, stories: list[Story], book: RuleBook) -> Iterator[tuple[str, str]]:
    """(code, reading) for each reading other than the one in use."""
    for code in _codes(case, stories, book):
        ambiguity = book.ambiguities[code]
        for reading in ambiguity.readings:
            if reading.id != ambiguity.we_use:
                yield code, reading.id


def _codes(case: Case, stories: list[Story], book: RuleBook) -> Iterator[str]:
    card = case.card
    certs = [cert for cert in (case.authentication, case.signature) if cert]
    renewed = card.reason is CardReason.RENEWED
    adult = book.parameters["card.adult_age"]
    thresholds = [value.value for value in adult.values]
    ages = {days.age_on(case.birth, story.created) for story in stories} if case.birth else set()
    if ages & set(range(min(thresholds) - 1, max(thresholds) + 1)):
        yield "A1"
    if case.birth and days.born_on_leap_day(case.birth) and certs:
        yield "A2"
    if any(f.old_expiry and days.is_month_end(f.old_expiry) for f in (card, *certs)):
        yield "A3"
    if case.stay_change and case.stay_change.kind is ChangeKind.PENDING:
        yield "A4"
    replaced = [s for s in stories if s.in_window and card.old_expiry]
    if any(story.created >= card.old_expiry for story in replaced):
        yield "A5"
    if renewed and any(cert.issued is None for cert in certs):
        yield "A6"
    if case.residency is Residency.MID_TERM and any(age < max(thresholds) for age in ages):
        yield "A10"
    if any(cert.revoked_before for cert in certs):
        yield "A12"
    if any(_on_last_day(cert, stories) for cert in certs):
        yield "A14"
    if renewed and any(adult.on(s.accepted) != adult.on(s.created) for s in stories):
        yield "A15"
    if renewed and case.stay_change:
        yield "A16"
    if replaced and case.birth and is_coming_of_age(case.birth, card.old_expiry, book):
        yield "A19"


def _on_last_day(cert: CertFacts, stories: list[Story]) -> bool:
    """True if a certificate may have been renewed on its very last day."""
    if cert.old_expiry is None:
        return False
    if cert.issued:
        return cert.issued.first <= cert.old_expiry <= cert.issued.last
    return any(story.created == cert.old_expiry for story in stories)
