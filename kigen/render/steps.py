"""The steps of an answer as sentences, and days with their weekday and era.

docs/assets/kigen/words.mjs writes the same sentences in the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kigen.eras import Era
from kigen.model import Scalar, Step


def day_as(form: str, day: date, words: Mapping[str, Any], eras: Sequence[Era]) -> str:
    """A day in one of the forms of data/words/ja.yaml: `day`, `weekday` or `era`.

    A day before the first era of data/eras.yaml is written without one.
    """
    formats = words["formats"]
    era = next((era for era in reversed(eras) if era.first <= day), None)
    values = {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "weekday": formats["weekdays"][day.weekday()],
    }
    if era:
        number = day.year - era.first.year + 1
        values |= {"era": era.name, "era_year": formats["first_year"] if number == 1 else number}
    elif form == "era":
        form = "weekday"
    return formats[form].format_map(values)


def step_ja(step: Step, words: Mapping[str, Any], eras: Sequence[Era]) -> str:
    """One step of an answer as a sentence: what was counted, from when, and what came of it."""

    def value_ja(value: Scalar) -> str:
        if isinstance(value, date):
            return day_as("era", value, words, eras)
        return words["values"].get(value, value) if isinstance(value, str) else str(value)

    values = {name: value_ja(value) for name, value in {**step.says, "result": step.result}.items()}
    return words["rules"][step.rule].format_map(values)
