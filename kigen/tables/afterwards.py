"""What follows an expiry or a move: the health-insurance grace, the limits after moving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kigen import days
from kigen.model import CardFacts, Case, Move, RuleBook
from kigen.rules.answer import answer
from kigen.rules.follow import insurance_until
from kigen.table import Row, Table
from kigen.tables.cells import NOTHING, month_day
from kigen.tables.noted import Noted, other_day, said
from kigen.tables.people import COMMON_YEAR, LEAP_YEAR, MONTHS_OF_A_YEAR, SAMPLE_DAY
from kigen.tables.today import rules_of

# The season of moving: an example for each of the three limits.
PLANNED_OUT, MOVED, NOTIFIED = (date(COMMON_YEAR, *day) for day in ((3, 25), (3, 28), (4, 5)))


def insurance_grace(book: RuleBook, today: date) -> Table:
    """The last day as an insurance card, by the month in which the certificate ended.

    Law:    no law; the notices named in the parameter. Not in force for earlier expiries.
    Doubts: A13 (some notices say three months to the day).
    """
    noted = Noted("insurance-grace", rules_of(today, book))
    months = range(1, MONTHS_OF_A_YEAR + 1)
    return noted.table([*(_grace_row(month, noted) for month in months), _before_grace(book)])


def after_moving(book: RuleBook, today: date) -> Table:
    """The three limits after a move, each with an example.

    Law:    law-number-cabinet-order 第14条第2号, 第3号.
    Doubts: A9 (closed days).
    """
    noted = Noted("after-moving", rules_of(today, book))
    return noted.table(_moving_rows(noted))


def _grace_row(month: int, noted: Noted) -> Row:
    """The last day in most years, and the other one where it falls at the end of February."""
    ended = [date(year, month, SAMPLE_DAY) for year in (COMMON_YEAR, LEAP_YEAR)]
    endings = [insurance_until(day, noted.book) for day in ended]
    usual, longer = sorted(endings, key=lambda ending: noted.day(ending).day)
    since = said(usual, "insurance.grace_months", "expiry")
    other = other_day(usual.doubts, "A13")
    only_leap = f"（うるう年は{longer.day.day}日）" if longer.day.day > usual.day.day else ""
    cells = {
        "month": f"{month}月",
        "last": month_day(usual.day, since) + only_leap,
        "other": month_day(other, since) if other else NOTHING,
    }
    return Row(f"grace-{month:02}", cells)


def _before_grace(book: RuleBook) -> Row:
    """The row that says that earlier expiries had no such grace."""
    since = book.parameters["insurance.grace_months"].values[0].since
    why = insurance_until(since - days.DAY, book).why
    cells = {
        "month": f"{since.year}年{since.month}月{since.day}日より前",
        "last": book.words["why"][why],
        "other": NOTHING,
    }
    return Row("grace-before", cells)


def _moving_rows(noted: Noted) -> Iterator[Row]:
    register, show = "転入届を出す", "カードを窓口に出す"
    limits = (
        ("move-planned-out", "転出予定日", register, PLANNED_OUT, Move(planned_out=PLANNED_OUT)),
        ("move-moved", "引っ越した日", register, MOVED, Move(moved=MOVED)),
        ("move-card-shown", "転入届の日", show, NOTIFIED, Move(notified=NOTIFIED)),
    )
    for anchor, counted_from, to_do, day, move in limits:
        loss = answer(Case(card=CardFacts(), move=move), noted.book).loss
        outcome = loss.card_not_shown or loss.not_registered
        last = noted.day(outcome)
        cells = {
            "from": f"{counted_from}から",
            "days": f"{said(outcome, outcome.bound_by, 'days')}日",
            "to_do": to_do,
            "last": last,
            "day": day,
            "otherwise": "次の日から、カードも電子証明書も使えません",
        }
        yield Row(anchor, cells)
