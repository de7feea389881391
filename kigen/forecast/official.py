"""The official figures to compare with, and the count that most people make instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kigen.forecast.result import CARDS, CERTIFICATES, SUM
from kigen.forecast.statistics import Official, Point

NAIVE_YEARS = 5


def newest(figures: Iterable[Official]) -> dict[tuple[int, str], Official]:
    """Of each fiscal year and kind, the figure published last."""
    chosen: dict[tuple[int, str], Official] = {}
    for figure in sorted(figures, key=lambda each: each.published):
        chosen[figure.fiscal_year, figure.what] = figure
    return chosen


def cards_by_difference(
    figures: Mapping[tuple[int, str], Official], fiscal_year: int
) -> int | None:
    """Cards as the sum less the certificates, where no figure of cards was published."""
    whole, certificates = figures.get((fiscal_year, SUM)), figures.get((fiscal_year, CERTIFICATES))
    if (fiscal_year, CARDS) in figures or not (whole and certificates):
        return None
    return whole.value - certificates.value


def naive(handed_over: Iterable[Point], fiscal_year: int) -> int | None:
    """Cards handed over in the fiscal year five years before: 'issued then, due now'."""
    begin = date(fiscal_year - NAIVE_YEARS, 4, 1)
    end = date(fiscal_year - NAIVE_YEARS + 1, 4, 1)
    at_begin, at_end = (_about(handed_over, day) for day in (begin, end))
    return None if at_begin is None or at_end is None else at_end - at_begin


def _about(points: Iterable[Point], day: date) -> int | None:
    """The count of that day or of the day before; None if there is none."""
    near = [point for point in points if 0 <= (day - point.day).days <= 1]
    return near[-1].value if near else None
