"""A computed table as HTML that a phone and a screen reader can use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from kigen.render.words import day_ja
from kigen.table import Cell, Table

UNKNOWN = "わかりません"


def table_html(table: Table, words: Mapping[str, Any]) -> str:
    """The table in a region of its own that scrolls; rows carry their anchors.

    `words` is the table's entry in data/tables.yaml. One line for each row and no empty line,
    so that Markdown takes it as one block of HTML.
    """
    caption = f"{table.id}-caption"
    columns = words["columns"]
    head = "".join(f'<th scope="col">{_label(column)}</th>' for column in columns)
    lines = [
        f'<div class="kg-tbl" role="region" tabindex="0" aria-labelledby="{caption}" '
        "data-search-exclude>",
        '<table class="kg-t">',
        f'<caption id="{caption}"><span>{escape(words["caption"])}</span></caption>',
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
    ]
    for row in table.rows:
        first, *others = (cell_ja(row.cells[column["key"]]) for column in columns)
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        lines.append(f'<tr id="{row.anchor}"><th scope="row">{escape(first)}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody>", "</table>", "</div>"])


def cell_ja(cell: Cell) -> str:
    """A cell's text. Days in the Gregorian calendar; what is not known is said."""
    if cell is None:
        return UNKNOWN
    return day_ja(cell) if isinstance(cell, date) else str(cell)


def _label(column: Mapping[str, str]) -> str:
    """The short label, with the longer words for wide screens where there are any."""
    wide = column.get("wide")
    if not wide:
        return escape(column["label"])
    return (
        f'<span class="kg-narrow">{escape(column["label"])}</span>'
        f'<span class="kg-wide">{escape(wide)}</span>'
    )
