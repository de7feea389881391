"""The words of cells."""

from __future__ import annotations

from datetime import date

NOTHING = ""  # a cell in which there is nothing to say, unlike one that is not known


def years_old(age: int) -> str:
    """71歳."""
    return f"{age}歳"


def in_year(day: date) -> str:
    """2031年."""
    return f"{day.year}年"


def in_month(day: date, beside: date) -> str:
    """1月, with 前の年の or 次の年の where the year is not that of the day `beside` it."""
    year = {-1: "前の年の", 0: "", 1: "次の年の"}[day.year - beside.year]
    return f"{year}{day.month}月"


def month_day(day: date, beside: date) -> str:
    """1月31日, with 前の年の or 次の年の where the year is not that of the day `beside` it."""
    return f"{in_month(day, beside)}{day.day}日"
