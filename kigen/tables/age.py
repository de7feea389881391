"""Tables by the age when the card was made: law-card-order 第26条, law-jpki-rules 第13条, 第49条.

People here are half a year from a birthday; what is open near one (A1) moves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kigen import days
from kigen.model import RuleBook
from kigen.rules.answer import answer
from kigen.table import Row, Table
from kigen.tables.cells import years_old
from kigen.tables.noted import Noted, said
from kigen.tables.people import MADE, MONTHS_OF_MAKING, birth_at_age, first_card
from kigen.tables.today import rules_of

AGES = range(101)  # from a newborn to somebody who is a hundred

AUTHENTICATION, CARD, SIGNATURE = "電子証明書", "カード", "署名用"
NONE_ISSUED, SAME, SAME_DAY = "なし", "同じ", "同じ日"


class _Ages(NamedTuple):
    """The birthday until which each runs; signature None: not issued at that age."""

    authentication: int
    card: int
    signature: int | None


def by_issuance_age(book: RuleBook, today: date) -> Table:
    """Until which birthday a first card and its certificates run, by the age when it was made.

    Law:    today's rules; beside them those for applications accepted before the adult age
            changed (law-card-order-r4 附則第2条).
    Doubts: A8 (no signature certificate for children is practice, not law).
    """
    noted = Noted("by-issuance-age", book)
    now, before = rules_of(today, book), _adult_age_changed(book) - days.DAY
    return noted.table(
        _row(age, _ages(age, MADE, now, noted), _ages(age, before, book, noted)) for age in AGES
    )


def boundary_2022(book: RuleBook, today: date) -> Table:
    """Cards around the change of the adult age, by the day the application was accepted.

    Law: law-card-order 第26条第1項; law-card-order-r4 附則第2条: the acceptance day decides, even
         for a card made after the change.
    """
    noted = Noted("boundary-2022", book)
    changed = _adult_age_changed(book)
    thresholds = [value.value for value in book.parameters["card.adult_age"].values]
    ages = range(min(thresholds) - 1, max(thresholds) + 1)
    return noted.table(_boundary_row(age, changed, noted) for age in ages)


def _adult_age_changed(book: RuleBook) -> date:
    """The day of the first change of the age that decides a card's term."""
    return book.parameters["card.adult_age"].values[1].since


def _ages(age: int, made: date, book: RuleBook, noted: Noted) -> _Ages:
    birth = birth_at_age(age, made)
    case = first_card(birth, made)
    if age < noted.value(book.parameters["certificate.signature_min_age"], made).value:
        case = replace(case, signature=None)
    report = answer(case, book)
    ends = report.authentication, report.card, report.signature
    return _Ages(*(end and days.age_on(birth, noted.day(end)) for end in ends))


def _row(age: int, now: _Ages, before: _Ages) -> Row:
    same_day = now.authentication == now.card
    first = CARD if same_day else AUTHENTICATION
    cells = {
        "age": years_old(age),
        "authentication": years_old(now.authentication),
        "card": years_old(now.card),
        "signature": _signature(now),
        "first_end": SAME_DAY if same_day else AUTHENTICATION,
        "first_visit": f"{years_old(now.authentication)}・{first}",
        "before_2022": _difference(now, before),
    }
    return Row(f"age-{age}", cells)


def _signature(ages: _Ages) -> str:
    return NONE_ISSUED if ages.signature is None else years_old(ages.signature)


def _difference(now: _Ages, before: _Ages) -> str:
    """What was otherwise before the change: 「カードは23歳」."""
    names = (AUTHENTICATION, CARD, SIGNATURE)
    pairs = zip(names, now, before, strict=True)
    changed = [f"{name}は{years_old(then)}" for name, is_, then in pairs if is_ != then]
    return "、".join(changed) or SAME


def _boundary_row(age: int, changed: date, noted: Noted) -> Row:
    cards, certificates = [], {}
    for accepted in (changed - days.DAY, changed):
        made = days.add_months(accepted, MONTHS_OF_MAKING)
        birth = birth_at_age(age, made)
        report = answer(first_card(birth, made, accepted=accepted), noted.book)
        until = days.age_on(birth, noted.day(report.card))
        count = said(report.card, "card.nth_birthday", "n")
        cards.append(f"{years_old(until)}（{count}回目）")
        certificates[years_old(days.age_on(birth, noted.day(report.authentication)))] = None
    before, after = cards
    cells = {
        "age": years_old(age),
        "before": before,
        "after": after,
        "authentication": "、".join(certificates),
    }
    return Row(f"boundary-{age}", cells)
