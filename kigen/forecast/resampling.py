"""The forecast with its ranges: the model run again and again, every assumption moved at random.

Each draw moves all assumptions within their ranges. Half of the draws count birthdays from the
day a card was made, half from the day it was handed over, and the range holds nine in ten of
either. The seed is fixed: the same data give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from kigen.forecast import official
from kigen.forecast.birthdays import KINDS
from kigen.forecast.model import (
    HANDED_OVER,
    PRODUCED,
    Endings,
    Inputs,
    base,
    prepare,
    run,
)
from kigen.forecast.months import BEGIN, COUNT, END, first_day, number
from kigen.forecast.result import (
    BUSY,
    CARDS,
    CERTIFICATES,
    MIDDLE,
    QUIET,
    SUM,
    Count,
    Forecast,
    Kind,
    Month,
    Variant,
    Year,
    percent,
)
from kigen.forecast.statistics import Statistics
from kigen.model import RuleBook

DRAWS = 400
"""For each of the two clocks."""
SEED = 20261123
RANGE = (0.05, 0.95)
NEAREST = 1000
"""Counts are rounded to this, so that nobody takes them for exact."""
TIMINGS = ("visits_early", "visits_middle", "visits_late")
FIRST_MONTH = number(END.replace(year=2024, month=4))
"""Printed from the first month of the fiscal year with which the comparison is full."""
YEARS = range(2023, 2029)
REFERENCE = 2025
RISE_FROM = date(2026, 11, 1)
"""The month before the second hill; the sensitivity table says how steep it is from here."""


@dataclass(frozen=True)
class Draws:
    """All endings of the draws of one clock: [draw, month]."""

    certificates: np.ndarray
    cards: np.ndarray
    visits: np.ndarray


def compute(
    statistics: Statistics,
    book: RuleBook,
    draws: int = DRAWS,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Forecast:
    """The whole forecast; `progress` hears how many of the draws are done."""
    inputs = prepare(statistics, book)
    central = run(inputs, base(statistics))
    random = np.random.default_rng(SEED)
    drawn = []
    for place, clock in enumerate((PRODUCED, HANDED_OVER)):
        heard = lambda done, place=place: progress(place * draws + done, 2 * draws)  # noqa: E731
        drawn.append(_draw(inputs, clock, draws, random, heard))
    return Forecast(
        months=tuple(_months(statistics, central, drawn)),
        years=tuple(_years(statistics, central, drawn)),
        variants=tuple(_variants(inputs)),
        town={
            kind: _town(inputs, central, kind, central.rates[:, place])
            for place, kind in enumerate(KINDS)
        },
        draws=2 * draws,
    )


def _town(inputs: Inputs, central: Endings, kind: str, rates: np.ndarray) -> Kind:
    """The national rates of one kind; its spread is the same in every year."""
    ends = inputs.ends[kind]
    spread = [central.birth_months @ ends.shares[month] for month in range(12)]
    return Kind(
        rates=tuple(round(float(rate), 4) for rate in rates),
        earliest=tuple(int(first) for first in ends.months[:, 0] - np.arange(COUNT)),
        spread=tuple(tuple(round(float(share), 5) for share in month) for month in spread),
    )


def _draw(
    inputs: Inputs,
    clock: str,
    draws: int,
    random: np.random.Generator,
    progress: Callable[[int], None],
) -> Draws:
    statistics = inputs.statistics
    moving = [each for each in statistics.assumptions.values() if each.low is not None]
    certificates, cards, visits = (np.zeros((draws, COUNT)) for _ in range(3))
    for draw in range(draws):
        moved = base(statistics) | {each.id: random.uniform(each.low, each.high) for each in moving}
        endings = run(inputs, moved, clock)
        certificates[draw], cards[draw] = endings.certificates, endings.cards
        timing = TIMINGS[random.integers(len(TIMINGS))]
        visits[draw] = _index(_visits(endings.total, statistics.value(timing)))
        progress(draw + 1)
    return Draws(certificates, cards, visits)


def _visits(total: np.ndarray, timing: tuple[float, ...]) -> np.ndarray:
    """Visits by month: `timing` says which share comes 3, 2, 1 … months before the end.

    After the last month the endings are taken to stay as they are in it.
    """
    longest = len(timing) // 2
    padded = np.concatenate([np.zeros(longest), total, np.repeat(total[-1], longest)])
    return sum(
        share * padded[2 * longest - place : 2 * longest - place + COUNT]
        for place, share in enumerate(timing)
    )


def _index(visits: np.ndarray) -> np.ndarray:
    """The visits with the monthly mean of the reference year as 100."""
    return 100 * visits / visits[_of_year(REFERENCE)].mean()


def _of_year(year: int) -> slice:
    begin = number(BEGIN.replace(year=year, month=4))
    return slice(begin, begin + 12)


def _months(statistics: Statistics, central: Endings, drawn: list[Draws]) -> Iterator[Month]:
    value = statistics.value
    index = _index(_visits(central.total, value("visits_middle")))

    def level(number: int) -> str:
        if number >= value("busy_from"):
            return BUSY
        return QUIET if number < value("quiet_below") else MIDDLE

    for month in range(FIRST_MONTH, COUNT):
        visits = _count(index[month], [each.visits[:, month] for each in drawn], 1)
        ended = [each.certificates[:, month] for each in drawn]
        cards = [each.cards[:, month] for each in drawn]
        whole = [one + other for one, other in zip(ended, cards, strict=True)]
        yield Month(
            month=f"{first_day(month):%Y-%m}",
            certificates=_count(central.certificates[month], ended),
            cards=_count(central.cards[month], cards),
            total=_count(central.total[month], whole),
            index=visits,
            level=level(visits.value),
            level_low=level(visits.low),
            level_high=level(visits.high),
        )


def _years(statistics: Statistics, central: Endings, drawn: list[Draws]) -> Iterator[Year]:
    figures = official.newest(statistics.official)
    handed_over = statistics.cards["issued_cum"]
    for year in YEARS:
        of_year = _of_year(year)
        yearly = {
            CERTIFICATES: [each.certificates[:, of_year].sum(axis=1) for each in drawn],
            CARDS: [each.cards[:, of_year].sum(axis=1) for each in drawn],
        }
        yearly[SUM] = [one + other for one, other in zip(*yearly.values(), strict=True)]
        middle = {
            CERTIFICATES: central.certificates,
            CARDS: central.cards,
            SUM: central.total,
        }
        for what in (CERTIFICATES, CARDS, SUM):
            figure = figures.get((year, what))
            difference = official.cards_by_difference(figures, year) if what == CARDS else None
            naive = official.naive(handed_over, year) if what == CERTIFICATES else None
            yield Year(
                fiscal_year=year,
                what=what,
                model=_count(middle[what][of_year].sum(), yearly[what]),
                official=figure.value if figure else difference,
                published=figure.published if figure else None,
                source=figure.source if figure else None,
                difference=difference is not None,
                naive=naive,
            )


def _variants(inputs: Inputs) -> Iterator[Variant]:
    """What the yearly sums and the hill of 2027 become if one thing is different."""
    numbers = base(inputs.statistics)
    even = {"birth_months": 0}
    nobody_dies = {"death_scale": 0, "other_abolition": 0}
    changed = [
        ("base", "この見通し", {}, PRODUCED),
        ("handed_over", "受け取った日から数える", {}, HANDED_OVER),
        ("even_births", "生まれた月のかたよりを使わない", even, PRODUCED),
        ("nobody_dies", "亡くなった人やなくなったカードを引かない", nobody_dies, PRODUCED),
        ("simplest", "上の3つを合わせる", even | nobody_dies, HANDED_OVER),
    ]
    moving = (each for each in inputs.statistics.assumptions.values() if each.low is not None)
    for each in moving:
        if each.id in numbers and not each.id.startswith("town_"):
            changed += [
                (f"{each.id}_{end}", f"{each.label}：{amount:g}", {each.id: amount}, PRODUCED)
                for end, amount in (("low", each.low), ("high", each.high))
            ]
    figures = official.newest(inputs.statistics.official)
    begin = number(RISE_FROM)
    for name, ja, moved, clock in changed:
        endings = run(inputs, numbers | moved, clock)
        coming = endings.total[begin:]
        yield Variant(
            id=name,
            ja=ja,
            errors=tuple(
                percent(endings.total[_of_year(year)].sum(), figures[year, SUM].value)
                for year in YEARS
                if (year, SUM) in figures
            ),
            peak=f"{first_day(begin + int(coming.argmax())):%Y-%m}",
            rise=round(float(coming.max() / coming[0]), 2),
        )


def _count(value: float, drawn: list[np.ndarray], nearest: int = NEAREST) -> Count:
    """The number with the range that holds the draws of every clock, and the number itself."""
    ends = np.array([np.quantile(each, RANGE) for each in drawn])
    low, high = min(ends[:, 0].min(), value), max(ends[:, 1].max(), value)
    return Count(*(int(round(number / nearest)) * nearest for number in (value, low, high)))
