"""Months as numbers: how many months a month lies after the first card's."""

from __future__ import annotations

from datetime import date

BEGIN = date(2016, 1, 1)
"""The month in which the first card was made."""
END = date(2029, 3, 1)
"""The last month foretold: what comes later depends on renewals that nobody publishes."""


def number(day: date) -> int:
    """0 for the month of the first card."""
    return (day.year - BEGIN.year) * 12 + day.month - BEGIN.month


def first_day(month: int) -> date:
    """The first day of a month, by its number."""
    years, months = divmod(month, 12)
    return date(BEGIN.year + years, months + 1, 1)


def fiscal_year(day: date) -> int:
    """The year in which the 年度 of a day began, on 1 April."""
    return day.year - (day.month < 4)


COUNT = number(END) + 1
