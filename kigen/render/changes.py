"""The log of rules: the written changes and the legal numbers that changed, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kigen.book import load_book
from kigen.changes import Precision, load_changes
from kigen.model import Checked, Citation, Parameter, Value
from kigen.reader import ROOT
from kigen.render.words import amount_ja, day_ja, filled

PAGE = "/about/changes/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `status` is done, planned, or unconfirmed: its day went by unproved."""

    id: str
    on: date | None
    precision: Precision
    status: str
    title: str
    ja: str
    cites: tuple[Citation, ...]
    checked: Checked
    parameter: str | None

    @property
    def page(self) -> str:
        """Its place on the page of the log, from the root of the site."""
        return f"{PAGE}#{self.id}"

    @property
    def when(self) -> str:
        """Its day in words: 2022年5月10日, 2022年2月, 遅くとも2029年6月6日."""
        if self.on is None:
            return "日はわかっていません"
        if self.precision is Precision.MONTH:
            return f"{self.on.year}年{self.on.month}月"
        return f"{'遅くとも' if self.precision is Precision.BY else ''}{day_ja(self.on)}"


def entries(today: date, root: Path = ROOT) -> list[Entry]:
    """The whole log as of `today`: plans without a day, then the newest first."""
    found = [*_written(today, root), *_numbers(today, root)]
    return sorted(found, key=lambda each: (each.on or date.max, each.id), reverse=True)


def _written(today: date, root: Path) -> Iterator[Entry]:
    numbers = load_book(root).parameters
    for change in load_changes(root).by_id.values():
        status = "done"
        if change.planned:
            status = "unconfirmed" if change.on and change.on <= today else "planned"
        yield Entry(
            id=change.id,
            on=change.on,
            precision=change.precision,
            status=status,
            title=change.title,
            ja=filled(change.statement.ja, numbers, change.on or today),
            cites=change.statement.cites,
            checked=change.statement.checked,
            parameter=None,
        )


def _numbers(today: date, root: Path) -> Iterator[Entry]:
    begins = load_changes(root).begins
    for parameter in load_book(root).parameters.values():
        before: Value | None = None
        for value in parameter.values:
            if value.since > begins:
                yield _number(parameter, before, value, today)
            before = value


def _number(parameter: Parameter, before: Value | None, value: Value, today: date) -> Entry:
    name = parameter.id.replace(".", "-").replace("_", "-")
    return Entry(
        id=f"{name}-{value.since}",
        on=value.since,
        precision=Precision.DAY,
        status="done" if value.since <= today else "planned",
        title=parameter.label,
        ja=_sentence(parameter, before, value) + (value.note or ""),
        cites=value.cites,
        checked=parameter.checked,
        parameter=parameter.id,
    )


def _sentence(parameter: Parameter, before: Value | None, value: Value) -> str:
    """What is so from that day on; true before the day as well as after it."""
    if value.value is None:
        return "この日から、この決まりはありません。"
    if value.value is False:
        return "この日から、当てはまりません。"
    if value.value is True:
        return "この日からの決まりです。"
    amount = amount_ja(value.value, parameter.unit)
    if before is None or before.value is None:
        return f"この日から、{amount}です。"
    return f"前の日までは{amount_ja(before.value, parameter.unit)}、この日から{amount}です。"
