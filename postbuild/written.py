"""The addresses of our own that stand in published files which are no pages.

Open data, feeds, calendars, the plain text of each page: nobody presses them here, but other
programs and other people do, so they must lead somewhere too.
"""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_KINDS = (".json", ".csv", ".xml", ".ics", ".txt")
_FROM_ROOT = re.compile(r"/(?:[\w.-]+/)*[\w.-]*(?:#[\w.-]+)?", re.ASCII)
_BESIDE = re.compile(
    r"(?:\.{1,2}/)*(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:json|csv|xml|ics|txt)", re.ASCII
)


def addresses(path: Path, site_url: str) -> Iterator[str]:
    """Every address of the site that stands in a file: in full, from the root, or beside it.

    In full only where `site_url` is known. In JSON and CSV a value or a cell is an address only
    as a whole.
    """
    if path.suffix not in _KINDS:
        return
    text = path.read_text("utf-8-sig")
    if path.suffix == ".ics":
        text = re.sub(r"\r?\n[ \t]", "", text)  # long lines are folded
    if site_url:
        in_full = re.escape(site_url) + r"[\w/#.=&?%+~-]*"
        yield from (found.rstrip(".") for found in re.findall(in_full, text, re.ASCII))
    if path.suffix == ".json":
        values = _strings(json.loads(text))
    elif path.suffix == ".csv":
        values = (cell for row in csv.reader(text.splitlines()) for cell in row)
    else:
        return
    for value in values:
        if len(value) > 1 and _FROM_ROOT.fullmatch(value) or _BESIDE.fullmatch(value):
            yield value


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from _strings(value)
