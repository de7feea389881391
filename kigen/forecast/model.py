"""How many certificates and cards end in each month: one calculation, without chance.

People who were handed a card are spread over the months in which the engine ends it. The only
module, with `resampling`, that uses numpy. Every formula has its line in /outlook/method/.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from kigen.forecast.birthdays import KINDS, Counting, counting, months_until_end
from kigen.forecast.months import COUNT, first_day
from kigen.forecast.statistics import Point, Statistics
from kigen.model import RuleBook

GROUPS = tuple(range(0, 95, 5))
"""The first age of each group of five; the last one is open."""
MINORS = 4  # the groups that hold people up to 19
PRODUCED, HANDED_OVER = "produced", "handed_over"
"""Which day the birthdays are counted from: when cards were made, or when they were handed over."""

_DAYS = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_AGES_AS_OF = 2022  # the last table of ages
_YEAR = 330  # the ages in the tables move about once a year
_RUSH_UNTIL = 95.5e6  # the campaign of early 2023 drew the same ages as autumn 2022
_FROM_2020 = date(2020, 3, 15)
_FIRM_FROM = date(2019, 1, 1)  # cards never handed over: moved by half from here on


@dataclass(frozen=True)
class Ends:
    """When the cards of each month end."""

    shares: np.ndarray
    """[month made, month of birth, nth of the thirteen months in which they can end]"""
    months: np.ndarray
    """[month made, nth]: the number of that month."""


@dataclass(frozen=True)
class Inputs:
    """The statistics as arrays, and what the engine says of birthdays; made once."""

    statistics: Statistics
    counting: Counting
    ends: Mapping[str, Ends]
    adults: np.ndarray
    """Share of a group that counts as adult: [month made, group]."""
    month_ends: np.ndarray
    lines: Mapping[str, tuple[np.ndarray, np.ndarray]]
    """Days and counts of each measure."""
    new_ages: tuple[tuple[float, np.ndarray], ...]
    """Up to which total: the shares of the groups among the cards newly handed over."""
    born: np.ndarray
    """Share of a group born in each month: [group, month]."""


@dataclass(frozen=True)
class Endings:
    """What ends in each month of the model."""

    certificates: np.ndarray
    """Certificates of adults, whose card goes on."""
    cards_adult: np.ndarray
    cards_minor: np.ndarray
    """Cards of minors, which end together with their certificates."""
    made: np.ndarray
    """Cards made in each month, as counted by the clock in use."""
    rates: np.ndarray
    """Of one card made in a month: what ends of it, [month made, kind]."""
    birth_months: np.ndarray
    """Share of all cards by the holder's month of birth."""

    @property
    def cards(self) -> np.ndarray:
        """All cards."""
        return self.cards_adult + self.cards_minor

    @property
    def total(self) -> np.ndarray:
        """Everything."""
        return self.certificates + self.cards


def prepare(statistics: Statistics, book: RuleBook) -> Inputs:
    """What every calculation shares."""
    counted = counting(book, int(statistics.value("acceptance_days")))
    bounds = np.array(GROUPS, float)
    # of five years of age, those at or above the threshold
    adults = np.clip((bounds + 5 - np.array(counted.adult_age)[:, None]) / 5, 0, 1)
    return Inputs(
        statistics=statistics,
        counting=counted,
        ends={kind: _ends(counted.birthdays[kind]) for kind in KINDS},
        adults=adults,
        month_ends=np.array([first_day(month + 1).toordinal() for month in range(COUNT)], float),
        lines={measure: _line(points) for measure, points in statistics.cards.items()},
        new_ages=tuple(_ages_of_new_cards(statistics)),
        born=_months_of_birth(statistics),
    )


def base(statistics: Statistics) -> dict[str, float]:
    """Every assumption that is one number, as it stands."""
    return {
        name: each.value
        for name, each in statistics.assumptions.items()
        if not isinstance(each.value, tuple)
    }


def run(inputs: Inputs, moved: Mapping[str, float], clock: str = PRODUCED) -> Endings:
    """The endings under the given assumptions."""
    made = _made(inputs, moved, clock)
    ages = _ages_by_month(inputs, moved, made)
    even = np.array(_DAYS) / sum(_DAYS)
    born = even + (inputs.born - even) * moved["birth_months"]
    born /= born.sum(axis=1, keepdims=True)
    kept = _kept(inputs, moved)
    weights = {
        "certificate": ages * inputs.adults * kept["certificate"],
        "card_adult": ages * inputs.adults * kept["card_adult"],
        "card_minor": ages * (1 - inputs.adults) * kept["card_minor"],
    }
    ended = {
        kind: _spread(made[:, None] * weights[kind], born, inputs.ends[kind]) for kind in KINDS
    }
    holders = (made[:, None] * ages).sum(axis=0)
    return Endings(
        certificates=ended["certificate"],
        cards_adult=ended["card_adult"],
        cards_minor=ended["card_minor"],
        made=made,
        rates=np.stack([weights[kind].sum(axis=1) for kind in KINDS], axis=1),
        birth_months=(holders @ born) / holders.sum(),
    )


def _ends(birthdays: tuple[int, ...]) -> Ends:
    shares = np.zeros((COUNT, 12, 13))
    months = np.zeros((COUNT, 13), int)
    for n in set(birthdays):
        of_n = [month for month, number in enumerate(birthdays) if number == n]
        counted = months_until_end(n)
        earliest = min(map(min, counted.values()))
        months[of_n] = np.array(of_n)[:, None] + earliest + np.arange(13)
        for (made, born), ends in counted.items():
            of_month = [month for month in of_n if month % 12 == made - 1]
            for later, share in ends.items():
                shares[of_month, born - 1, later - earliest] = share
    return Ends(shares, months)


def _spread(weights: np.ndarray, born: np.ndarray, ends: Ends) -> np.ndarray:
    """Cards by month made and group, moved to the months in which they end."""
    ended = np.matmul((weights @ born)[:, None, :], ends.shares)[:, 0, :]
    within = ends.months < COUNT
    return np.bincount(ends.months[within], ended[within], COUNT)


def _made(inputs: Inputs, moved: Mapping[str, float], clock: str) -> np.ndarray:
    """Cards of each month by the clock."""
    handed = _handed_over(inputs, moved)
    if clock == HANDED_OVER:
        return _differences(np.interp(inputs.month_ends, *handed))
    made_on, made = inputs.lines["produced_cum"]
    early, late = (float(int(moved[f"shift_{year}_days"])) for year in (2016, 2020))
    moved_on = made_on + np.where(made_on >= _FROM_2020.toordinal(), late, early)
    moved_on[0] = made_on[0]  # none was made before
    waste_on, waste = inputs.lines["never_handed_cum"]
    scale = moved["never_handed_scale"]
    firm = waste_on >= _FIRM_FROM.toordinal()
    waste = waste * np.where(firm, (scale + 1) / 2, scale)
    known = np.interp(inputs.month_ends, moved_on, made) - np.interp(
        inputs.month_ends, waste_on, waste
    )
    later = np.interp(inputs.month_ends + moved["handover_days"], *handed)
    return _differences(
        np.maximum.accumulate(np.where(inputs.month_ends <= moved_on[-1], known, later))
    )


def _handed_over(inputs: Inputs, moved: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """The cumulative count of cards handed over, continued at the assumed pace."""
    days, values = inputs.lines["issued_cum"]
    more = np.arange(1, 13)
    return (
        np.concatenate([days, days[-1] + more * 30.4]),
        np.concatenate([values, values[-1] + more * moved["monthly_flow"]]),
    )


def _line(points: tuple[Point, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Days and counts; a rounded count that falls below the one before it is left out."""
    kept: list[Point] = []
    for point in points:
        if not kept or point.value >= kept[-1].value:
            kept.append(point)
    return (
        np.array([point.day.toordinal() for point in kept], float),
        np.array([point.value for point in kept], float),
    )


def _differences(cumulative: np.ndarray) -> np.ndarray:
    return np.diff(np.concatenate([[0], cumulative]))


def _ages_of_new_cards(statistics: Statistics):
    """The shares of the groups among new cards, between tables about a year apart.

    From one table to the next people also grow older; a sixtieth of each group moves on a month.
    """
    tables = [
        (day, np.array([groups[age] for age in GROUPS], float))
        for day, groups in statistics.ages.items()
    ]
    yield tables[0][1].sum(), tables[0][1] / tables[0][1].sum()
    place = 0
    while place < len(tables) - 1:
        later = place + 1
        while later < len(tables) - 1 and (tables[later][0] - tables[place][0]).days < _YEAR:
            later += 1
        (begin, before), (end, after) = tables[place], tables[later]
        months = (end - begin).days / 30.44
        leaving = (before + after) / 2 / 60 * months
        entering = np.concatenate([[0], leaving[:-1]])
        leaving[-1] = 0
        new = np.maximum(after - before - entering + leaving, 0)
        yield after.sum(), new / new.sum()
        place = later


def _ages_by_month(inputs: Inputs, moved: Mapping[str, float], made: np.ndarray) -> np.ndarray:
    """The shares of the groups among the cards of each month."""
    scaled = [_with_minors(s, s[:MINORS].sum() * moved["minor_scale"]) for _, s in inputs.new_ages]
    recent = np.mean(scaled[-2:], axis=0)
    after = _with_minors(recent, moved["late_minor_share"])
    middle = np.cumsum(made) - made / 2
    totals = [total for total, _ in inputs.new_ages]
    shares = [*scaled, scaled[-1], after]
    places = np.searchsorted([*totals, _RUSH_UNTIL], middle, side="right")
    return np.array(shares)[places]


def _with_minors(shares: np.ndarray, minors: float) -> np.ndarray:
    """The shares with those of minors brought to `minors` in all."""
    now = shares[:MINORS].sum()
    scale = np.where(np.arange(len(shares)) < MINORS, minors / now, (1 - minors) / (1 - now))
    return shares * scale


def _months_of_birth(statistics: Statistics) -> np.ndarray:
    """[group, month]: the share of each group born in a month.

    Before the counts by month begin, January alone says how far the year was like the old ones,
    in which many births were registered as of January.
    """
    births = {year: np.array(counts) / sum(counts) for year, counts in statistics.births.items()}
    recent = np.mean([births[year] for year in sorted(births)[:3]], axis=0)
    old = np.array(statistics.value("old_birth_months"))
    old /= old.sum()
    years = sorted(statistics.january)
    yearly = statistics.value("annual_births")
    january = [statistics.january[year] / whole for year, whole in zip(years, yearly, strict=True)]

    def of_year(year: int) -> np.ndarray:
        if year in births:
            return births[year]
        share = np.interp(year, years, january)
        weight = np.clip((share - recent[0]) / (old[0] - recent[0]), 0, 1)
        return weight * old + (1 - weight) * recent

    rows = []
    for first in GROUPS:
        row = sum(of_year(_AGES_AS_OF - first - later) for later in range(5))
        rows.append(row / row.sum())
    return np.array(rows)


def _kept(inputs: Inputs, moved: Mapping[str, float]) -> dict[str, np.ndarray]:
    """[month made, group] for each kind: the share of cards still held when they end.

    On average the n-th birthday comes n - 1/2 years after the card was made.
    """
    rates = np.array(inputs.statistics.value("death_rates")) * moved["death_scale"]
    numbers = inputs.counting.birthdays
    every = {n for kind in KINDS for n in numbers[kind]}
    kept = _surviving(rates, every, moved["other_abolition"])
    return {kind: np.array([kept[n] for n in numbers[kind]]) for kind in KINDS}


def _surviving(rates: np.ndarray, numbers: set[int], other: float) -> dict[int, np.ndarray]:
    groups = np.arange(len(GROUPS))
    steps = np.arange(max(numbers) * 2 - 1)  # half years
    older = (groups + (steps[:, None] / 2 + 2.5) / 5).astype(int)
    half_years = (1 - rates[np.minimum(older, len(GROUPS) - 1)]) ** 0.5
    living = np.cumprod(half_years, axis=0)
    return {n: living[n * 2 - 2] * (1 - other) ** (n - 0.5) for n in numbers}
