"""The small pieces of which the outlook's pages are put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from kigen.forecast import outlook
from kigen.forecast.result import Month


def figure(drawing: str, statement: str) -> str:
    """A drawing with the statement below it."""
    return (
        f'<figure class="kg-figure">{drawing}<figcaption>{escape(statement)}</figcaption></figure>'
    )


def box(look: str, text: str) -> str:
    """A box with one text."""
    return f'<div class="{look}"><p>{escape(text)}</p></div>'


def row(anchor: str, head: str, cells: Iterable[str]) -> str:
    """A row of a table with its permanent anchor."""
    inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr id="{anchor}"><th scope="row">{escape(head)}</th>{inner}</tr>'


def man(count: int) -> str:
    """A count in units of ten thousand, without a fraction."""
    return f"{round(count / 10_000):,}"


def signed(number: float) -> str:
    """A number with its sign."""
    return outlook.signed(number)


def plain(number: float) -> str:
    """A number without needless zeros."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:g}"


def month_ja(month: Month | str, words: Mapping[str, Any]) -> str:
    """A month in words: 2027年5月."""
    text = month if isinstance(month, str) else month.month
    year, number = text.split("-")
    return words["chart"]["month"].format(year=year, month=int(number))
