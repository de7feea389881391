"""The eras (年号), read from data/eras.yaml: for birthdays typed in, and days written out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kigen.model import DataError
from kigen.reader import ROOT, read


@dataclass(frozen=True, slots=True)
class Era:
    """One era; its first year is the calendar year of its first day."""

    id: str
    name: str
    letter: str
    first: date


@lru_cache(maxsize=4)
def load_eras(root: Path = ROOT) -> tuple[Era, ...]:
    """All eras, the oldest first. Raises DataError."""
    name = "data/eras.yaml"
    rows = read(root / name, "eras", root)["eras"]
    eras = tuple(Era(**{**row, "first": date.fromisoformat(row["first"])}) for row in rows)
    for earlier, later in zip(eras, eras[1:], strict=False):
        if earlier.first >= later.first:
            raise DataError(
                name,
                later.id,
                f"「{later.name}」が「{earlier.name}」より後に始まっていません",
                "古い順に並べて、はじめの日を確かめてください",
            )
    return eras
