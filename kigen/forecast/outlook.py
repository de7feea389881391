"""What of the forecast is shown on a day: the coming months, until the forecast ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kigen.forecast.months import END, number
from kigen.forecast.result import CERTIFICATES, SUM, Forecast, Month, Year

MONTHS = 24
QUARTERS = 5


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months in one bar of the small chart."""

    first: date
    last: date
    index: int


def coming(forecast: Forecast, today: date) -> tuple[Month, ...]:
    """The months from this one on: 24, or as many as are left; none after the end."""
    this_month = today.replace(day=1)
    return tuple(month for month in forecast.months if month.first >= this_month)[:MONTHS]


def quarters(forecast: Forecast, today: date) -> tuple[Quarter, ...]:
    """The quarter of a year that today lies in, and the next ones."""
    begin = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    months = [month for month in forecast.months if month.first >= begin]
    return tuple(_quarters(months))[:QUARTERS]


def _quarters(months: Sequence[Month]) -> Iterator[Quarter]:
    for place in range(0, len(months) - 2, 3):
        three = months[place : place + 3]
        mean = sum(month.index.value for month in three) / 3
        yield Quarter(three[0].first, three[-1].first, round(mean))


def compared(years: Iterable[Year]) -> list[Year]:
    """The years for which there is an official figure."""
    return [year for year in years if year.official is not None]


def errors(forecast: Forecast, what: str) -> tuple[int, int]:
    """The lowest and the highest error against the official figures, in whole percent."""
    found = [year.error for year in compared(forecast.years) if year.what == what]
    return round(min(found)), round(max(found))


def inside(forecast: Forecast) -> tuple[int, int]:
    """How many official figures lie in our range, and how many there are."""
    found = [year.inside for year in compared(forecast.years)]
    return sum(found), len(found)


def wide_months(forecast: Forecast, share: float = 0.2) -> tuple[int, int]:
    """How many months have a range wider than `share` on one side, and how many there are."""
    wide = [
        month
        for month in forecast.months
        if month.total.high > (1 + share) * month.total.value
        or month.total.low < (1 - share) * month.total.value
    ]
    return len(wide), len(forecast.months)


def statement(forecast: Forecast, words: str) -> str:
    """The sentences that stand beside every picture, with the measured errors."""
    low, high = errors(forecast, SUM)
    certificates_low, certificates_high = errors(forecast, CERTIFICATES)
    return words.format(
        low=signed(low),
        high=signed(high),
        certificates_low=signed(certificates_low),
        certificates_high=signed(certificates_high),
    )


def signed(value: float) -> str:
    """-10, +9: with a sign that cannot be missed."""
    return f"{value:+}".replace("-", "−")


def ended(today: date) -> bool:
    """True after the last month foretold."""
    return number(today) > number(END)
