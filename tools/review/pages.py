"""Which pages of the built site say something else, compared by the text beside each page."""

from __future__ import annotations

import difflib
import html
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from postbuild.plain import NAME

_TITLE = re.compile(r"<title>(.*?)(?: - [^<]*)?</title>")
_NUMBERS = re.compile(r"\[[0-9、]+\]|^\d+．")
"""Of sources; one more renumbers all that follow, which tells nobody anything."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose text differs, with the lines that went and those that came."""

    address: str
    title: str
    lines: tuple[str, ...]
    """Each begins with - or +."""
    new: bool = False
    gone: bool = False


def build(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a folder into another, as `make site` does."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "-d", str(target)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", errors="replace"
    )


def differing(before: Path, after: Path) -> list[Page]:
    """Every page of two built sites whose text is not the same, in the order of addresses."""
    old, new = _texts(before), _texts(after)
    return [
        _page(address, _title(address, after, before), old.get(address), new.get(address))
        for address in sorted({*old, *new})
        if old.get(address) != new.get(address)
    ]


def _title(address: str, *sites: Path) -> str:
    """The title of a page in the first of the sites that has it."""
    pages = (site / address.strip("/") / "index.html" for site in sites)
    text = next((page.read_text("utf-8") for page in pages if page.is_file()), "")
    found = _TITLE.search(text)
    return html.unescape(found[1]) if found else address


def _texts(site: Path) -> dict[str, list[str]]:
    """The text of each page by its address, without the head that all share."""
    found = {}
    for path in site.rglob(NAME):
        folder = path.parent.relative_to(site).as_posix()
        address = "/" if folder == "." else f"/{folder}/"
        text = path.read_text("utf-8").partition("\n\n")[2]
        found[address] = [_NUMBERS.sub("", line) for line in text.splitlines()]
    return found


def _page(address: str, title: str, old: list[str] | None, new: list[str] | None) -> Page:
    lines = list(difflib.unified_diff(old or [], new or [], n=0, lineterm=""))[2:]
    shown = tuple(line for line in lines if not line.startswith("@@") and line[1:].strip())
    return Page(address, title, shown, new=old is None, gone=new is None)
