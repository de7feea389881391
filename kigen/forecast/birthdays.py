"""In which month a card or a certificate ends, counted by the rules of the engine.

A model of millions cannot ask the engine for each person. It needs only the share of people
who, made in one month and born in another, end so many months later: that is asked here, of
`kigen.days` and the rule book, once.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kigen import days
from kigen.forecast.months import COUNT, first_day, number
from kigen.model import RuleBook

# Any two common years give the same months.
_MADE, _BORN = 2021, 1981
KINDS = {
    "certificate": "certificate.birthdays",
    "card_adult": "card.birthdays_adult",
    "card_minor": "card.birthdays_minor",
}
"""What ends, with the legal number of birthdays that it lasts."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How long a card lasts that was made in each month of the model."""

    birthdays: dict[str, tuple[int, ...]]
    """For each kind and month of making: on which birthday it ends."""
    adult_age: tuple[int, ...]
    """For each month of making: the age from which a card is an adult's."""


def counting(book: RuleBook, acceptance_days: int) -> Counting:
    """The legal numbers in force for the cards of each month."""
    firsts = [first_day(month) for month in range(COUNT)]
    numbers = {
        kind: tuple(book.on(parameter, day).value for day in firsts)
        for kind, parameter in KINDS.items()
    }
    accepted = (day - timedelta(days=acceptance_days) for day in firsts)
    # none was accepted before the law began
    since = book.parameters["card.adult_age"].values[0].since
    ages = tuple(book.on("card.adult_age", max(day, since)).value for day in accepted)
    return Counting(numbers, ages)


@cache
def months_until_end(birthdays: int) -> dict[tuple[int, int], dict[int, float]]:
    """For a month of making and a month of birth (1–12): the share ending n months later."""
    table = {}
    for made in range(1, 13):
        for born in range(1, 13):
            shares: dict[int, float] = {}
            pairs = list(_days_of(made, born))
            for issued, birth in pairs:
                ends = days.nth_birthday_after(birth, issued, birthdays)
                later = number(ends) - number(issued)
                shares[later] = shares.get(later, 0) + 1 / len(pairs)
            table[made, born] = shares
    return table


def _days_of(made: int, born: int) -> Iterator[tuple[date, date]]:
    """Pairs of days that stand for the two months: one pair unless they are the same month."""
    if made != born:
        yield date(_MADE, made, 1), date(_BORN, born, 1)
        return
    dates = range(1, monthrange(_MADE, made)[1] + 1)
    for day in dates:
        yield from ((date(_MADE, made, day), date(_BORN, born, other)) for other in dates)
