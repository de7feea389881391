"""Visits to the counter up to the age of 100: law-card-order 第29条, law-jpki-rules 第49条.

The article's 「電子」証明書なのに5年ごと, counted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kigen import days
from kigen.model import CardFacts, CardReason, Case, CertFacts, Report, RuleBook, Span
from kigen.rules.answer import answer
from kigen.table import Row, Table
from kigen.tables.cells import years_old
from kigen.tables.noted import Noted
from kigen.tables.people import MADE, MONTHS_OF_MAKING, birth_at_age, first_card
from kigen.tables.today import rules_of

START_AGES = (0, 5, 10, 15, 18, *range(20, 100, 10))
LAST_AGE = 100


class _Visit(NamedTuple):
    """One visit: the birthday by which it is due, and whether it is for a new card."""

    age: int
    card: bool


def lifetime_visits(book: RuleBook, today: date) -> Table:
    """How often somebody goes to the counter up to the 100th birthday, by the age at the start.

    Everything is renewed on the first day of its window. The first card itself is not counted.
    Law:    today's rules for a whole life.
    Doubts: A6 (certificates that come with a renewed card).
    """
    noted = Noted("lifetime-visits", rules_of(today, book))
    return noted.table(_row(age, _visits(age, noted)) for age in START_AGES)


def _visits(start: int, noted: Noted) -> list[_Visit]:
    birth = birth_at_age(start, MADE)
    until = days.birthday_in(birth, birth.year + LAST_AGE)
    case = replace(first_card(birth, MADE), signature=None)
    visits = []
    while True:
        report = answer(case, noted.book)
        due = noted.day(report.authentication)
        if due > until:
            return visits
        both = due == noted.day(report.card)
        visits.append(_Visit(days.age_on(birth, due), both))
        renew = _with_new_card if both else _with_new_certificate
        case = renew(case, report, noted)


def _with_new_certificate(case: Case, report: Report, noted: Noted) -> Case:
    visit = noted.window(report.authentication_window).no_loss_from
    certificate = CertFacts(issued=Span(visit, visit), old_expiry=report.authentication.day)
    return replace(case, authentication=certificate)


def _with_new_card(case: Case, report: Report, noted: Noted) -> Case:
    """A card asked for on the first day of its window, with new certificates on it."""
    applied = noted.window(report.card_window).no_loss_from
    made = days.add_months(applied, MONTHS_OF_MAKING)
    card = CardFacts(
        reason=CardReason.RENEWED,
        created=Span(made, made),
        accepted=Span(applied, applied),
        applied=applied,
        old_expiry=report.card.day,
    )
    certificate = CertFacts(old_expiry=report.authentication.day)
    return replace(case, card=card, authentication=certificate)


def _row(start: int, visits: list[_Visit]) -> Row:
    cards = sum(visit.card for visit in visits)
    cells = {
        "start": years_old(start),
        "certificate": f"{len(visits) - cards}回",
        "card": f"{cards}回",
        "total": f"{len(visits)}回",
        "ages": _ages([visit.age for visit in visits]),
    }
    return Row(f"from-{start}", cells)


def _ages(ages: list[int]) -> str:
    """The birthdays by which visits are due; evenly spaced ones in a few words."""
    gaps = {later - earlier for earlier, later in zip(ages, ages[1:], strict=False)}
    if len(ages) > 2 and len(gaps) == 1:
        return f"{years_old(ages[0])}から{gaps.pop()}年ごとに{years_old(ages[-1])}まで"
    return "、".join(years_old(age) for age in ages)
