"""What changed, or is to change, that is no legal number: data/changes.yaml.

The numbers that changed are in data/parameters/; kigen.render.changes puts both in one log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from kigen.facts import Fact
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.statements import read_statement

NAME = "data/changes.yaml"


class Precision(StrEnum):
    """How well the day is known: that day, some day of its month, or that day at the latest."""

    DAY = "day"
    MONTH = "month"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Change:
    """One change with its authority; `on` is None for a plan without a day."""

    id: str
    on: date | None
    precision: Precision
    planned: bool
    title: str
    statement: Fact


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes by id, and the day after which a new legal number is a change, too."""

    begins: date
    by_id: Mapping[str, Change]


@lru_cache(maxsize=4)
def load_changes(root: Path = ROOT) -> Changes:
    """Every written change. Raises DataError."""
    content = read(root / NAME, "changes", root)
    changes: dict[str, Change] = {}
    for row in content["changes"]:
        change_id, planned = row["id"], row["status"] == "planned"
        if change_id in changes:
            raise DataError(NAME, change_id, "同じidが2回あります", "どちらかのidを変えてください")
        own = {key: row[key] for key in ("ja", "cite", "checked")}
        statement = read_statement(own, f"changes.{change_id}", NAME, change_id, root)
        on, precision = _day(row, change_id)
        if not planned and (on is None or precision is Precision.BY):
            problem = "終わったことに、日がありません(または、遅くともの日です)"
            mend = "on に変わった日を書くか、status を planned にしてください"
            raise DataError(NAME, f"{change_id}.on", problem, mend)
        if not planned and on > statement.checked.on:
            problem = "変わった日が、確かめた日より後です"
            mend = "まだ始まっていないことは、status を planned にしてください"
            raise DataError(NAME, f"{change_id}.on", problem, mend)
        changes[change_id] = Change(change_id, on, precision, planned, row["title"], statement)
    return Changes(date.fromisoformat(content["begins"]), changes)


def _day(row: Mapping[str, str | None], change_id: str) -> tuple[date | None, Precision]:
    """The day of `on` (2022-05-10 or 2022-02) or of `by`; a month is its first day."""
    if row.get("on") and row.get("by"):
        raise DataError(NAME, change_id, "on と by の両方があります", "どちらか1つにしてください")
    if row.get("by"):
        return date.fromisoformat(row["by"]), Precision.BY
    if not row.get("on"):
        return None, Precision.DAY
    if len(row["on"]) == len("2022-02"):
        return date.fromisoformat(f"{row['on']}-01"), Precision.MONTH
    try:
        return date.fromisoformat(row["on"]), Precision.DAY
    except ValueError:
        problem = f"「{row['on']}」という日はありません"
        raise DataError(NAME, f"{change_id}.on", problem, "日付を確かめてください") from None
