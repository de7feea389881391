"""Calendar arithmetic: all birthdays against lists walked once, and the awkward days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kigen import days

ONE_DAY = timedelta(days=1)
LEAP_YEAR = 2000  # has all 366 birthdays
ISSUE_DAYS = (date(2016, 1, 1), date(2036, 12, 31))


def walked_birthdays(month, day):
    """Every birthday from 2016 on, found by walking; 29 February falls on the 28th otherwise."""
    found, here = [], date(2015, 12, 31)
    while here.year < 2050:
        here += ONE_DAY
        on_day = (here.month, here.day) == (month, day)
        moved = (month, day) == (2, 29) and (here.month, here.day) == (2, 28)
        if on_day or (moved and (here + ONE_DAY).month == 3):
            found.append(here)
    return found


def test_every_birthday_after_every_issue_day():
    """366 birthdays × every issue day 2016–2036, for the 5th, 6th, 10th and 11th birthday."""
    start = date(LEAP_YEAR, 1, 1)
    for offset in range(366):
        birth = start + offset * ONE_DAY
        walked = walked_birthdays(birth.month, birth.day)
        issued, last = ISSUE_DAYS
        while issued <= last:
            passed = bisect_right(walked, issued)
            for n in (5, 6, 10, 11):
                assert days.nth_birthday_after(birth, issued, n) == walked[passed + n - 1]
            issued += ONE_DAY


@pytest.mark.parametrize(
    ("expiry", "statute", "later_day"),
    [
        # printed by municipalities: Nerima, Setagaya, Kameyama
        ("2023-07-07", "2023-04-08", "2023-04-08"),
        ("2023-05-28", "2023-03-01", "2023-03-01"),
        ("2020-09-24", "2020-06-25", "2020-06-25"),
        ("2030-05-01", "2030-02-02", "2030-02-02"),
        # no such day three months before: the 1st of the next month
        ("2026-05-29", "2026-03-01", "2026-03-01"),
        ("2028-05-29", "2028-03-01", "2028-03-01"),
        ("2026-05-31", "2026-03-01", "2026-03-01"),
        ("2026-07-31", "2026-05-01", "2026-05-01"),
        ("2026-12-31", "2026-10-01", "2026-10-01"),
        # A3: the end of a short month
        ("2026-02-28", "2025-11-29", "2025-12-01"),
        ("2028-02-29", "2027-11-30", "2027-12-01"),
        ("2027-04-30", "2027-01-31", "2027-02-01"),
        ("2027-06-30", "2027-03-31", "2027-04-01"),
        ("2026-11-30", "2026-08-31", "2026-09-01"),
        ("2028-02-28", "2027-11-29", "2027-11-29"),
    ],
)
def test_first_day_with_less_than_three_months_left(expiry, statute, later_day):
    day = date.fromisoformat(expiry)
    assert days.first_day_under_months_left(day, 3, "statute").isoformat() == statute
    assert days.first_day_under_months_left(day, 3, "later_day").isoformat() == later_day


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2026-08-15", "2026-10-15"),
        ("2026-12-31", "2027-02-28"),
        ("2027-12-31", "2028-02-29"),
        ("2027-02-28", "2027-04-30"),
        ("2026-12-29", "2027-02-28"),
        ("2026-06-30", "2026-08-31"),
        ("2026-11-30", "2027-01-31"),
    ],
)
def test_two_months_by_the_civil_code(day, last):
    assert days.civil_period_end(date.fromisoformat(day), 2).isoformat() == last


@pytest.mark.parametrize(
    ("year", "leap", "expected"),
    [
        (2028, days.FEB28, "2028-02-29"),
        (2028, days.MAR1, "2028-02-29"),
        (2030, days.FEB28, "2030-02-28"),
        (2030, days.MAR1, "2030-03-01"),
        (2100, days.FEB28, "2100-02-28"),
    ],
)
def test_leap_day_birthday(year, leap, expected):
    assert days.birthday_in(date(1992, 2, 29), year, leap).isoformat() == expected


any_day = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(birth=st.dates(date(1900, 1, 1), date(2020, 12, 31)), day=any_day, n=st.integers(1, 12))
@example(birth=date(2000, 2, 29), day=date(2027, 2, 28), n=1)
@example(birth=date(2000, 5, 5), day=date(2027, 5, 5), n=1)
def test_a_birthday_on_the_day_itself_is_not_counted(birth, day, n):
    found = days.nth_birthday_after(birth, day, n)
    assert found > day
    assert days.age_on(birth, found) - days.age_on(birth, day) == n
    assert days.age_on(birth, found - ONE_DAY) == days.age_on(birth, found) - 1


@given(expiry=any_day, months=st.sampled_from([3, 12]))
def test_the_later_reading_is_never_earlier_and_only_moves_month_ends(expiry, months):
    statute = days.first_day_under_months_left(expiry, months, "statute")
    later = days.first_day_under_months_left(expiry, months, "later_day")
    assert statute <= later <= expiry
    assert later == statute or days.is_month_end(expiry)
