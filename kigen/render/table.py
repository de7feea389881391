"""A computed table as HTML that a phone and a screen reader can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from kigen.render.words import day_ja
from kigen.table import Cell, Table

UNKNOWN = "わかりません"


def table_html(table: Table, words: Mapping[str, Any], *, anchored: bool = True) -> str:
    """The table in a region of its own that scrolls; rows carry their anchors, if wanted.

    `words` is the table's entry in data/tables.yaml. One line for each row and no empty line,
    so that Markdown takes it as one block of HTML.
    """
    columns = words["columns"]
    rows = []
    for row in table.rows:
        first, *others = (cell_ja(row.cells[column["key"]]) for column in columns)
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        anchor = f' id="{row.anchor}"' if anchored else ""
        rows.append(f'<tr{anchor}><th scope="row">{escape(first)}</th>{cells}</tr>')
    return framed(table.id, words["caption"], map(_label, columns), rows, "kg-tbl", searched=False)


def bare_table_html(table: Table, words: Mapping[str, Any]) -> str:
    """The same table with nothing but table elements, to be pasted into other sites.

    No id, class or style, and `scope` only helps: it must survive any sanitiser.
    """
    columns = words["columns"]
    labels = (escape(column.get("wide", column["label"])) for column in columns)
    lines = ["<table>", f"<caption>{escape(words['caption'])}</caption>", "<thead>", "<tr>"]
    lines += [f'<th scope="col">{label}</th>' for label in labels]
    lines += ["</tr>", "</thead>", "<tbody>"]
    for row in table.rows:
        first, *others = (escape(cell_ja(row.cells[column["key"]])) for column in columns)
        cells = "".join(f"<td>{cell}</td>" for cell in others)
        lines.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody>", "</table>"])


def framed(
    table_id: str,
    caption: str,
    labels: Iterable[str],
    rows: Iterable[str],
    look: str,
    *,
    searched: bool,
) -> str:
    """Rows of HTML as a table with a caption and a head, in a region that scrolls if it must."""
    caption_id = f"{table_id}-caption"
    hidden = "" if searched else " data-search-exclude"
    head = "".join(f'<th scope="col">{label}</th>' for label in labels)
    return "\n".join(
        [
            f'<div class="{look}" role="region" tabindex="0" aria-labelledby="{caption_id}"'
            f"{hidden}>",
            '<table class="kg-t">',
            f'<caption id="{caption_id}"><span>{escape(caption)}</span></caption>',
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *rows,
            "</tbody>",
            "</table>",
            "</div>",
        ]
    )


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
