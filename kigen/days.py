"""All calendar arithmetic, and the only place that uses dateutil.

Total functions on Japan-time calendar days; ValueError on impossible input, never None.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from kigen.model import Span

DAY = timedelta(days=1)
FEB28, MAR1 = "feb28", "mar1"


def born_on_leap_day(birth: date) -> bool:
    """True for people born on 29 February."""
    return (birth.month, birth.day) == (2, 29)


@lru_cache(maxsize=1 << 16)
def birthday_in(birth: date, year: int, leap: str = FEB28) -> date:
    """The birthday in `year`. 29 February falls on `leap` in a common year.

    Law: law-card-order 第26条第2項 (28 February); the certificate rules are silent (A2).
    """
    if born_on_leap_day(birth) and not isleap(year):
        return date(year, 2, 28) if leap == FEB28 else date(year, 3, 1)
    return birth.replace(year=year)


def nth_birthday_after(birth: date, day: date, n: int, leap: str = FEB28) -> date:
    """The n-th birthday strictly after `day`: a birthday on `day` itself is not counted."""
    first = day.year if birthday_in(birth, day.year, leap) > day else day.year + 1
    return birthday_in(birth, first + n - 1, leap)


def age_on(birth: date, day: date) -> int:
    """Completed years, a year being completed on the birthday itself."""
    return day.year - birth.year - (day < birthday_in(birth, day.year))


@lru_cache(maxsize=1 << 14)
def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), held back to the end of the month."""
    return day + relativedelta(months=months)


def first_day_months_after(day: date, months: int) -> date:
    """The first day whose same day `months` earlier is `day` or later."""
    later = add_months(day, months)
    while add_months(later, -months) < day:
        later += DAY
    return later


def is_month_end(day: date) -> bool:
    """True on the last day of a month."""
    return (day + DAY).day == 1


def month_end_after(day: date, months: int) -> date:
    """The last day of the month that lies `months` after the month of `day`."""
    later = add_months(day.replace(day=1), months)
    return later.replace(day=monthrange(later.year, later.month)[1])


def civil_period_end(day: date, months: int) -> date:
    """The last day of `months` months counted from the day after `day`.

    Law: law-civil-code 第140条, 第143条: the first day is not counted; the period ends on the
    day before the corresponding day, or at the month's end where there is none.
    """
    start = day + DAY
    later = add_months(start, months)
    return later - DAY if later.day == start.day else later


def first_day_under_months_left(expiry: date, months: int, reading: str) -> date:
    """The first day on which less than `months` months are left until `expiry`.

    `statute`: the day after the same day `months` earlier (held back to the month's end).
    `later_day`: an expiry at a month's end corresponds to the earlier month's end (A3).
    Law: law-jpki-rules 第13条第1号, 第49条第1号; law-card-order 第29条第1項.
    """
    if reading == "later_day" and is_month_end(expiry):
        return month_end_after(expiry, -months) + DAY
    return add_months(expiry, -months) + DAY


def turns(span: Span, turning: Iterable[date]) -> tuple[date, ...]:
    """The first day of `span` and each turning day in it: one day for every stretch between.

    Rules change their answer only on turning days, so these days stand for the whole span.
    """
    return (span.first, *sorted({day for day in turning if span.first < day <= span.last}))
