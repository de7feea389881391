"""The shape of a computed table. Its words are in data/tables.yaml, its rows in kigen/tables/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kigen.model import Citation

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a permanent anchor (`age-66`) and one cell for each column, by its key."""

    anchor: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows computed by the rules, with the law they rest on; `id` is public and permanent."""

    id: str
    rows: tuple[Row, ...]
    cites: tuple[Citation, ...]
    doubts: tuple[str, ...] = ()
