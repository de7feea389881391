"""Cards of residents with a limited stay, by example: law-card-order 第27条."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kigen import days
from kigen.model import (
    CardFacts,
    Case,
    CertFacts,
    ChangeKind,
    Residency,
    RuleBook,
    Span,
    StayChange,
)
from kigen.rules.answer import answer
from kigen.table import Row, Table
from kigen.tables.cells import NOTHING
from kigen.tables.noted import Noted

# An adult whose stay ends long before the tenth birthday, and a later end of that stay.
ADULT, ADULT_MADE, ADULT_STAY = date(1995, 3, 3), date(2024, 6, 10), date(2026, 8, 15)
ADULT_NEW_STAY = date(2029, 8, 15)
SHOWN_TOO_LATE = date(2026, 8, 20)  # some days after that card's end

# A child whose stay, nearly as long as one can be, outlasts the fifth birthday.
CHILD, CHILD_LONG_STAY = date(2015, 9, 9), date(2031, 3, 20)
# The same child with a short stay that is then extended past that birthday.
CHILD_MADE, CHILD_STAY, CHILD_NEW_STAY = date(2026, 6, 10), date(2028, 8, 15), date(2031, 8, 15)


def short_stay(book: RuleBook, today: date) -> Table:
    """Last days of card and certificates in the cases that 第27条 tells apart, by example.

    An extension moves the card and never the certificates already on it.
    Doubts: A10 (minors' cards made before the birthday cap was written).
    """
    noted = Noted("short-stay", book)
    return noted.table(_row(*example, noted) for example in _examples(book))


def _examples(book: RuleBook) -> Iterator[tuple[str, str, Case]]:
    """Anchor, name and Case of each example."""
    capped_since = book.parameters["stay.minor_birthday_cap"].values[1].since
    adult = _mid_term(ADULT, ADULT_MADE, ADULT_STAY)
    child = _mid_term(CHILD, CHILD_MADE, CHILD_STAY)
    old_child = _mid_term(CHILD, capped_since - days.DAY, CHILD_LONG_STAY)
    new_child = _mid_term(CHILD, capped_since, CHILD_LONG_STAY)
    extended = StayChange(ChangeKind.EXTENDED, stay_end=ADULT_NEW_STAY)
    too_late = replace(extended, on=SHOWN_TOO_LATE)
    past_birthday = replace(extended, stay_end=CHILD_NEW_STAY)
    pending, permanent = StayChange(ChangeKind.PENDING), StayChange(ChangeKind.PERMANENT)
    yield "stay-adult", "大人", adult
    yield "stay-child-before-2026", "子ども（前の決まり）", old_child
    yield "stay-child", "子ども（今の決まり）", new_child
    yield "stay-pending", "在留の申請中", replace(adult, stay_change=pending)
    yield "stay-extended", "在留期間が延びた", replace(adult, stay_change=extended)
    yield "stay-past-birthday", "誕生日で止まる", replace(child, stay_change=past_birthday)
    yield "stay-permanent", "永住者になった", replace(adult, stay_change=permanent)
    yield "stay-too-late", "期限の後に見せた", replace(adult, stay_change=too_late)


def _mid_term(birth: date, made: date, stay_end: date) -> Case:
    card = CardFacts(created=Span(made, made), accepted=Span(made, made))
    return Case(
        card=card,
        birth=birth,
        residency=Residency.MID_TERM,
        stay_end=stay_end,
        authentication=CertFacts(),
    )


def _row(anchor: str, name: str, case: Case, noted: Noted) -> Row:
    report, change = answer(case, noted.book), case.stay_change
    cells = {
        "example": name,
        "stay_end": case.stay_end,
        "card": noted.day(report.card),
        "authentication": noted.day(report.authentication),
        "new_stay_end": change and change.stay_end or NOTHING,
        "shown": change and change.on or NOTHING,
        "made": case.card.created.first,
        "birth": case.birth,
    }
    return Row(anchor, cells)
