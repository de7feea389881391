"""Every dataset of /api/v1/: its title, its fields and its records.

A record is a dict of JSON values with exactly the fields of its dataset. Nothing is computed
before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from kigen import tables
from kigen.book import load_book
from kigen.publish import records, shapes
from kigen.publish.fields import Field
from kigen.publish.records import Record
from kigen.reader import read


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset; `each` names the list that gives the CSV its rows, `about` is told beside it."""

    id: str
    title: str
    fields: tuple[Field, ...]
    records: Callable[[], Iterable[Record]]
    each: str | None = None
    about_fields: tuple[Field, ...] = ()
    about: Callable[[], Record] = dict


def datasets(root: Path, today: date) -> list[Dataset]:
    """All datasets as of `today`, those of the computed tables last."""
    dated = {"root": root, "today": today}
    return [
        _of(
            "parameters",
            "決まりの数字と、その移り変わり",
            shapes.PARAMETER,
            each="values",
            root=root,
        ),
        _of("changes", "決まりの変わり方", shapes.CHANGE, **dated),
        _of("doubts", "はっきりしないこと", shapes.DOUBT, each="readings", root=root),
        _of("findings", "2020年の記事の発見", shapes.FINDING, root=root),
        _of("questions", "よくある質問", shapes.QUESTION, **dated),
        _of("myths", "よくあるまちがい", shapes.MYTH, **dated),
        _of("terms", "言葉の説明", shapes.TERM, root=root),
        _of("sources", "出典と最終確認日", shapes.SOURCE, root=root),
        _of(
            "offices", "市区町村のページに書いてあったこと", shapes.OFFICE, each="pages", root=root
        ),
        Dataset(
            "forecast",
            "混雑の見通し",
            shapes.FORECAST,
            partial(records.forecast, root),
            about_fields=shapes.FORECAST_ABOUT,
            about=partial(records.forecast_about, root),
        ),
        *_tables(root, today),
    ]


def _of(
    name: str, title: str, fields: tuple[Field, ...], each: str | None = None, **given: Any
) -> Dataset:
    """The dataset whose records the function of that name in kigen.publish.records gives."""
    return Dataset(name, title, fields, partial(getattr(records, name), **given), each)


def _tables(root: Path, today: date) -> Iterator[Dataset]:
    words = read(root / "data" / "tables.yaml", "tables", root)
    book = load_book(root)
    for table_id in tables.TABLES:
        yield _table(table_id, words[table_id], cache(partial(tables.build, table_id, book, today)))


def _table(table_id: str, words: Mapping[str, Any], table: Callable[[], tables.Table]) -> Dataset:
    cells = [
        Field(column["key"], "cell", column.get("wide", column["label"]), null=True)
        for column in words["columns"]
    ]
    return Dataset(
        f"tables/{table_id}",
        words["title"],
        (Field(shapes.ROW, "string", "行の名前。表のページの # の後ろです"), *cells),
        lambda: records.rows(table(), (cell.name for cell in cells)),
        about_fields=shapes.TABLE_ABOUT,
        about=lambda: records.about(table(), words),
    )
