"""Renewing certificates too early, in time and too late: law-jpki-rules 第13条, 第49条."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from kigen import days
from kigen.model import CertFacts, Outcome, RuleBook, Span
from kigen.rules.answer import answer
from kigen.table import Row, Table
from kigen.tables.noted import Noted, said
from kigen.tables.people import first_card

# An adult whose card was made after that year's birthday; its certificates ended first.
BIRTH, MADE = date(1985, 4, 10), date(2020, 10, 20)
# Well inside the window of the certificates on it, and years after they ended.
INSIDE, LONG_AFTER = date(2025, 2, 1), date(2027, 6, 1)

BOUND_BY = {"certificate.nth_birthday": "誕生日の回数", "certificate.card_cap": "カードの期限"}
NOTHING_LOST = "なし"


class _Visit(NamedTuple):
    """One day on which the certificate may be renewed, and its place in the table."""

    anchor: str
    when: str
    day: date


def renewal_timing(book: RuleBook, today: date) -> Table:
    """The new last day, by the day on which one adult's certificate is renewed.

    The years lost are counted against a renewal on the first day of the window.
    """
    noted = Noted("renewal-timing", book)
    report = answer(first_card(BIRTH, MADE), book)
    ended = noted.day(report.authentication)
    first = noted.window(report.authentication_window).no_loss_from
    best = noted.day(_renewed(first, ended, book))
    birthday_before = days.birthday_in(BIRTH, ended.year - 1)
    visits = (
        _Visit("renew-two-early", "誕生日2回分早い", birthday_before - days.DAY),
        _Visit("renew-too-early", "期間の前の日", first - days.DAY),
        _Visit("renew-first-day", "期間の最初の日", first),
        _Visit("renew-inside", "期間のなかほど", INSIDE),
        _Visit("renew-last-day", "期間の最後の日", ended),
        _Visit("renew-day-after", "期限の次の日", ended + days.DAY),
        _Visit("renew-long-after", "期限のずっと後", LONG_AFTER),
    )
    return noted.table(_row(visit, ended, best, noted) for visit in visits)


def _renewed(day: date, ended: date, book: RuleBook) -> Outcome:
    """The certificate issued on `day` in exchange for the one that ends, or ended, on `ended`."""
    cert = CertFacts(issued=Span(day, day), old_expiry=ended)
    case = replace(first_card(BIRTH, MADE), authentication=cert, signature=None)
    return answer(case, book).authentication


def _row(visit: _Visit, ended: date, best: date, noted: Noted) -> Row:
    renewed = _renewed(visit.day, ended, noted.book)
    last = noted.day(renewed)
    lost = best.year - last.year
    cells = {
        "when": visit.when,
        "day": visit.day,
        "last": last,
        "lost": f"{lost}年" if lost else NOTHING_LOST,
        "count": f"{said(renewed, 'certificate.nth_birthday', 'n')}回目",
        "bound_by": BOUND_BY[renewed.bound_by],
    }
    return Row(visit.anchor, cells)
