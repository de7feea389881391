"""The published counts and the assumptions in data/statistics/, read and held against their words.

Each CSV has a `.meta.yaml` that says what its columns mean. Errors are DataError: the file, the
line, what is wrong and how to mend it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kigen.book import load_sources
from kigen.model import DataError, Named
from kigen.reader import ROOT, read
from kigen.refusals import nearest

FOLDER = "data/statistics"
MEASURES = (
    "applied_month",
    "applied_cum",
    "produced_cum",
    "never_handed_cum",
    "issued_cum",
    "held",
)
PRECISIONS = ("exact", "rounded", "derived", "reconstructed")
WHATS = ("certificates", "cards", "sum")


@dataclass(frozen=True, slots=True)
class Point:
    """One cumulative count on one day."""

    day: date
    value: int
    precision: str
    source: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Official:
    """One figure of the government for one fiscal year."""

    fiscal_year: int
    what: str
    published: str
    value: int
    precision: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that is no published count, with the range in which it is moved."""

    id: str
    label: str
    value: float | tuple[float, ...]
    basis: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Statistics:
    """Everything the forecast is made from."""

    cards: Mapping[str, tuple[Point, ...]]
    """The counts of cards, by measure and day."""
    ages: Mapping[date, Mapping[int, int]]
    """Cards handed over by the first age of each group of five."""
    births: Mapping[int, tuple[int, ...]]
    """Births in the twelve months of a year."""
    january: Mapping[int, int]
    """Births in January of years for which the other months are not known."""
    official: tuple[Official, ...]
    assumptions: Mapping[str, Assumption]
    meta: Mapping[str, Mapping[str, Any]] = field(repr=False)
    """The words of each CSV, by its name."""

    def value(self, name: str) -> float:
        """The number of an assumption."""
        return self.assumptions[name].value


@lru_cache(maxsize=4)
def load_statistics(root: Path = ROOT) -> Statistics:
    """Read data/statistics/. Raises DataError."""
    sources = load_sources(root)
    meta = {
        path.name.removesuffix(".meta.yaml"): _meta(path, root, sources)
        for path in sorted((root / FOLDER).glob("*.meta.yaml"))
    }
    return Statistics(
        cards=_cards(root, meta, sources),
        ages=_ages(root, meta),
        births=_births(root, meta),
        january={
            row.number("year"): row.number("births")
            for row in _sourced(_rows(root, "january-births", meta), sources)
        },
        official=tuple(_official(root, meta, sources)),
        assumptions=_assumptions(root),
        meta=meta,
    )


def _assumptions(root: Path) -> Mapping[str, Assumption]:
    name = f"{FOLDER}/assumptions.yaml"
    assumptions = {}
    for key, row in read(root / name, "assumptions", root).items():
        value, low, high = row["value"], row.get("low"), row.get("high")
        if low is not None and (isinstance(value, list) or not low <= value <= high):
            problem = f"計算に使う数が、動かす範囲({low}から{high})の中にありません"
            raise DataError(name, f"{key}.value", problem, "数か、low と high を直してください")
        value = tuple(value) if isinstance(value, list) else value
        assumptions[key] = Assumption(key, row["label"], value, row["basis"], low, high)
    return Named(assumptions, name)


def _meta(path: Path, root: Path, sources: Mapping[str, Any]) -> Mapping[str, Any]:
    content = read(path, "statistics", root)
    if content["source"] is not None:
        _known(content["source"], sources, path.relative_to(root).as_posix(), "source")
    return content


class _Row:
    """One line of a CSV: each cell read as what it should be, or the error with its line."""

    def __init__(self, name: str, line: int, cells: Mapping[str, str]) -> None:
        self.name, self.line, self.cells = name, line, cells

    def wrong(self, column: str, problem: str, mend: str) -> DataError:
        return DataError(self.name, f"{self.line}行目 {column}", problem, mend)

    def read(self, column: str, of: Callable[[str], Any], what: str) -> Any:
        text = self.cells[column]
        try:
            return of(text)
        except ValueError:
            raise self.wrong(
                column, f"「{text}」は{what}ではありません", "書きなおしてください"
            ) from None

    def day(self, column: str) -> date:
        return self.read(column, date.fromisoformat, "日付(2026-11-23 の形)")

    def number(self, column: str) -> int:
        return self.read(column, _whole, "0以上の整数")

    def choice(self, column: str, known: tuple[str, ...]) -> str:
        text = self.cells[column]
        if text not in known:
            raise self.wrong(
                column, f"「{text}」は使えません", f"次から選びます: {'、'.join(known)}"
            )
        return text


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _rows(root: Path, stem: str, meta: Mapping[str, Any]) -> Iterator[_Row]:
    name = f"{FOLDER}/{stem}.csv"
    if stem not in meta:
        mend = f"{FOLDER}/{stem}.meta.yaml に、列の意味を書いてください"
        raise DataError(name, "-", "説明のファイルがありません", mend)
    columns = list(meta[stem]["columns"])
    try:
        text = (root / name).read_text("utf-8-sig")  # Excel puts a mark at the start
    except (OSError, UnicodeDecodeError):
        raise DataError(
            name, "-", "UTF-8のファイルとして読めません", "置きなおしてください"
        ) from None
    reader = csv.reader(text.splitlines())
    if (head := next(reader, None)) != columns:
        raise DataError(name, "1行目", f"列は{head}です", f"{','.join(columns)} にしてください")
    for line, cells in enumerate(reader, start=2):
        if len(cells) != len(columns):
            raise DataError(name, f"{line}行目", "列の数がちがいます", "コンマを数えてください")
        yield _Row(name, line, dict(zip(columns, cells, strict=True)))


def _cards(root: Path, meta: Mapping, sources: Mapping) -> dict[str, tuple[Point, ...]]:
    points: dict[str, list[Point]] = {measure: [] for measure in MEASURES}
    for row in _rows(root, "cards", meta):
        precision = row.choice("precision", PRECISIONS)
        source = row.cells["source"] or None
        if source:
            _known(source, sources, row.name, f"{row.line}行目 source")
        elif precision != "reconstructed":
            raise row.wrong("source", "出典がありません", "sources.yaml の id を書いてください")
        point = Point(row.day("date"), row.number("value"), precision, source, row.cells["note"])
        points[row.choice("measure", MEASURES)].append(point)
    return {
        measure: tuple(sorted(listed, key=lambda point: point.day))
        for measure, listed in points.items()
    }


def _ages(root: Path, meta: Mapping) -> dict[date, dict[int, int]]:
    ages: dict[date, dict[int, int]] = {}
    for row in _rows(root, "cards-by-age", meta):
        ages.setdefault(row.day("date"), {})[row.number("age_from")] = row.number("issued_cum")
    return dict(sorted(ages.items()))


def _births(root: Path, meta: Mapping) -> dict[int, tuple[int, ...]]:
    births: dict[int, dict[int, int]] = {}
    for row in _rows(root, "births-by-month", meta):
        births.setdefault(row.number("year"), {})[row.number("month")] = row.number("births")
    name = f"{FOLDER}/births-by-month.csv"
    for year, months in births.items():
        if sorted(months) != list(range(1, 13)):
            raise DataError(
                name, f"{year}年", "12か月そろっていません", "足りない月を足してください"
            )
    return {year: tuple(months[m] for m in range(1, 13)) for year, months in births.items()}


def _sourced(rows: Iterator[_Row], sources: Mapping[str, Any]) -> Iterator[_Row]:
    for row in rows:
        _known(row.cells["source"], sources, row.name, f"{row.line}行目 source")
        yield row


def _official(root: Path, meta: Mapping, sources: Mapping) -> Iterator[Official]:
    for row in _sourced(_rows(root, "official", meta), sources):
        yield Official(
            row.number("fiscal_year"),
            row.choice("what", WHATS),
            row.cells["published"],
            row.number("value"),
            row.choice("precision", PRECISIONS),
            row.cells["source"],
            row.cells["note"],
        )


def _known(source: str, sources: Mapping[str, Any], name: str, place: str) -> None:
    if source not in sources:
        problem = f"出典「{source}」は sources.yaml にありません"
        raise DataError(name, place, problem, nearest(source, sources))
