"""Records as CSV that a spreadsheet opens rightly and cannot be made to run.

UTF-8 with its mark, so that Japanese is not garbled; CRLF; no cell that begins a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kigen.publish.fields import CITATION, Field

SEPARATOR = "; "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def columns(fields: Iterable[Field], each: str | None, prefix: str = "") -> Iterator[str]:
    """The columns: a field of an object is joined to it by _; `each` is the list of the rows."""
    for field in fields:
        if field.parts and field.parts != CITATION and (not field.many or field.name == each):
            yield from columns(field.parts, None, f"{prefix}{field.name}_")
        else:
            yield f"{prefix}{field.name}"


def csv_bytes(
    fields: tuple[Field, ...], records: Iterable[Mapping[str, Any]], each: str | None
) -> bytes:
    """The whole file: a row for each record or, where `each` names a list, for each item of it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns(fields, each))
    for record in records:
        for row in _rows(record, each):
            writer.writerow(_cells(fields, row, each))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _rows(record: Mapping[str, Any], each: str | None) -> Iterator[Mapping[str, Any]]:
    if each is None:
        yield record
    else:
        yield from ({**record, each: item} for item in record[each])


def _cells(fields: Iterable[Field], record: Mapping[str, Any], each: str | None) -> Iterator[str]:
    for field in fields:
        value = record[field.name]
        if field.parts and field.parts != CITATION and (not field.many or field.name == each):
            blank = dict.fromkeys(part.name for part in field.parts)
            yield from _cells(field.parts, blank if value is None else value, None)
        else:
            yield _safe(_text(value))


def _text(value: Any) -> str:
    """A value as one cell; of an object in a list, the values that are not empty."""
    if isinstance(value, list):
        return SEPARATOR.join(map(_text, value))
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_text, value.values())))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _safe(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
