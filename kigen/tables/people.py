"""The people and days that stand for all others in the tables."""

from __future__ import annotations

from datetime import date

from kigen import days
from kigen.model import CardFacts, Case, CertFacts, Span

MONTHS_OF_A_YEAR = 12
# Half a year from either birthday: no reading of the law moves the age of such a person.
MONTHS_SINCE_BIRTHDAY = 6
# A day that is in every month: 29 February and month ends stay out of tables about other things.
SAMPLE_DAY = 15
# When the cards of people who stand for an age were made, for tables of today's rules.
MADE = date(2026, 6, SAMPLE_DAY)
# Two years for tables of days without a year.
COMMON_YEAR, LEAP_YEAR = 2027, 2028
# Our assumption: a card is made about a month after it was asked for.
MONTHS_OF_MAKING = 1


def birth_at_age(age: int, day: date) -> date:
    """The birthday of a sample person who is `age` years and a half on `day`."""
    return days.add_months(day, -MONTHS_OF_A_YEAR * age - MONTHS_SINCE_BIRTHDAY)


def first_card(birth: date, made: date, *, accepted: date | None = None) -> Case:
    """A first card with both certificates on it; accepted on the day it was made if not said."""
    accepted = accepted or made
    card = CardFacts(created=Span(made, made), accepted=Span(accepted, accepted))
    return Case(card=card, birth=birth, authentication=CertFacts(), signature=CertFacts())
