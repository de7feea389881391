"""The forecast as plain records, for whoever publishes it: months and fiscal years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kigen.forecast.result import Count, Forecast


def months(forecast: Forecast) -> Iterator[Mapping[str, Any]]:
    """One record for each month, with the range of every number."""
    for month in forecast.months:
        yield {
            "month": month.month,
            **_ranges("certificates", month.certificates),
            **_ranges("cards", month.cards),
            **_ranges("total", month.total),
            **_ranges("index", month.index),
            "level": month.level,
            "level_low": month.level_low,
            "level_high": month.level_high,
        }


def fiscal_years(forecast: Forecast) -> Iterator[Mapping[str, Any]]:
    """One record for each fiscal year and kind: our sum, the official figure, the error."""
    for year in forecast.years:
        yield {
            "fiscal_year": year.fiscal_year,
            "what": year.what,
            **_ranges("model", year.model),
            "official": year.official,
            "published": year.published,
            "source": year.source,
            "by_difference": year.difference,
            "error_percent": year.error,
            "inside": year.inside,
            "naive": year.naive,
            "naive_error_percent": year.naive_error,
        }


def _ranges(name: str, count: Count) -> dict[str, int]:
    return {name: count.value, f"{name}_low": count.low, f"{name}_high": count.high}
