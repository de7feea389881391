"""Tables of the renewal window: law-jpki-rules 第13条, 第49条; law-card-order 第29条第1項."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date

from kigen import days
from kigen.model import RuleBook, Window
from kigen.rules.window import renewal_window
from kigen.table import Row, Table
from kigen.tables.cells import NOTHING, in_month, month_day
from kigen.tables.noted import Noted, other_day, said
from kigen.tables.people import COMMON_YEAR, LEAP_YEAR, MONTHS_OF_A_YEAR, SAMPLE_DAY
from kigen.tables.today import rules_of


def window_by_birth_month(book: RuleBook, today: date) -> Table:
    """The window in words for each month of birth, with the days of one birthday in it."""
    noted = Noted("window-by-birth-month", rules_of(today, book))
    months = range(1, MONTHS_OF_A_YEAR + 1)
    return noted.table(_month_row(date(COMMON_YEAR, month, SAMPLE_DAY), noted) for month in months)


def window_start(book: RuleBook, today: date) -> Table:
    """The first day of the window for every day of the year on which something can end.

    Shown from the later, safe day; the statute's day stands beside it where they differ (A3).
    """
    noted = Noted("window-start", rules_of(today, book))
    return noted.table(_start_rows(noted))


def _month_row(birthday: date, noted: Noted) -> Row:
    window = noted.window(_window("certificate", birthday, noted))
    same_day = window.first - days.DAY
    first, last = month_day(window.first, birthday), month_day(window.last, birthday)
    cells = {
        "month": f"{birthday.month}月生まれ",
        "first": f"{in_month(same_day, birthday)}の、誕生日と同じ日の次の日",
        "last": f"{birthday.month}月の誕生日",
        "example": f"{first}から{last}まで",
    }
    return Row(f"born-{birthday.month:02}", cells)


def _start_rows(noted: Noted) -> Iterator[Row]:
    """One row a day of a leap year; the day that ends February in other years has two."""
    end = date(LEAP_YEAR, 1, 1)
    while end.year == LEAP_YEAR:
        if (end.month, end.day) == (2, 29):
            yield _start_row(end, None, noted)
        elif _ends_february(end):
            yield _start_row(end.replace(year=COMMON_YEAR), None, noted)
            yield _start_row(end, None, noted)
        else:
            yield _start_row(end.replace(year=COMMON_YEAR), end, noted)
        end += days.DAY


def _start_row(end: date, in_leap_year: date | None, noted: Noted) -> Row:
    """The row of one day; `in_leap_year` is the same day in a leap year, if that may differ."""
    window = noted.window(_window("certificate", end, noted))
    first = month_day(window.first, end)
    if (card := month_day(noted.window(_window("card", end, noted)).first, end)) != first:
        first = f"{first}（カードは{card}）"
    statute = other_day(window.doubts, "A3")
    anchor, name = f"end-{end:%m-%d}", month_day(end, end)
    if _ends_february(end) and not isleap(end.year):
        anchor = f"{anchor}-common"
    elif isleap(end.year):
        name = f"{name}（うるう年）"
    cells = {
        "end": name,
        "first": first,
        "other": month_day(statute, end) if statute else NOTHING,
        "kind": "、".join(_kinds(window, in_leap_year, noted)),
    }
    return Row(anchor, cells)


def _kinds(window: Window, in_leap_year: date | None, noted: Noted) -> Iterator[str]:
    """Why this day is not an ordinary one."""
    end = window.last
    months = said(window, "certificate.window_months", "months")
    if window.doubts:
        yield "月末"
    if days.add_months(end, -months).day != end.day:
        yield f"{months}か月前に同じ日がない"
    if _ends_february(end):
        yield "うるう年" if isleap(end.year) else "うるう年でない年"
    if in_leap_year:
        first = _window("certificate", in_leap_year, noted).first
        if (first.month, first.day) != (window.first.month, window.first.day):
            yield f"うるう年は{month_day(first, in_leap_year)}"


def _ends_february(day: date) -> bool:
    """True for the days whose window depends on the year: the last one or two of February."""
    return (day.month, day.day) in ((2, 28), (2, 29))


def _window(kind: str, end: date, noted: Noted) -> Window:
    return renewal_window(kind, end, overseas=False, book=noted.book)
