"""Tables by the year in which the card was made: law-card-order 第26条, law-jpki-rules 第49条."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kigen import days
from kigen.model import RuleBook
from kigen.rules.answer import answer
from kigen.table import Row, Table
from kigen.tables.cells import NOTHING, in_year
from kigen.tables.noted import Noted, other_day
from kigen.tables.people import first_card

FIRST_YEAR = 2016  # the first cards were handed over in January 2016

ADULT = date(1980, 7, 15)  # an adult, under every adult age, in each of the years
BORN_ON_LEAP_DAY = date(1992, 2, 29)  # likewise
LEAP_MADE = 6, 1  # made on 1 June: after that year's birthday, whichever day it falls on


def by_issue_year(book: RuleBook, today: date) -> Table:
    """The years in which an adult's first card and its certificates end, by the year of making.

    Made before that year's birthday, the birthday is the first one counted; made on it or
    later, the next year's is.
    """
    noted = Noted("by-issue-year", book)
    return noted.table(row for year in _years(today) for row in _year_rows(year, noted))


def leap_day(book: RuleBook, today: date) -> Table:
    """The last days of somebody born on 29 February, by the year of making.

    Law:    law-card-order 第26条第2項: 28 February in a common year.
    Doubts: A2 (the certificate rules are silent), A3 (the window of a day at a month's end).
    """
    noted = Noted("leap-day", book)
    return noted.table(_leap_row(year, noted) for year in _years(today))


def _years(today: date) -> range:
    """From the first cards to next year's."""
    return range(FIRST_YEAR, today.year + 2)


def _year_rows(year: int, noted: Noted) -> Iterator[Row]:
    birthday = days.birthday_in(ADULT, year)
    sides = (
        (f"made-{year}", "誕生日の前", birthday - days.DAY),
        (f"made-{year}-birthday", "誕生日から", birthday),
    )
    for anchor, side, made in sides:
        report = answer(first_card(ADULT, made), noted.book)
        cells = {
            "made": f"{in_year(made)}・{side}",
            "authentication": in_year(noted.day(report.authentication)),
            "card": in_year(noted.day(report.card)),
        }
        yield Row(anchor, cells)


def _leap_row(year: int, noted: Noted) -> Row:
    report = answer(first_card(BORN_ON_LEAP_DAY, date(year, *LEAP_MADE)), noted.book)
    last, card = noted.day(report.authentication), noted.day(report.card)
    window = noted.window(report.authentication_window)
    cells = {
        "made": f"{year}年",
        "authentication": last,
        "card": card,
        "other": other_day(report.authentication.doubts, "A2") or NOTHING,
        "window": window.first,
        "window_other": other_day(window.doubts, "A3") or NOTHING,
    }
    return Row(f"leap-{year}", cells)
