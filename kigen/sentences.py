"""The sentences of a Markdown page, with their lines, as a reader sees them.

Front matter, boxes, tables, code and HTML are left out; links are their words; a source mark
is one character (MARK) that belongs to the sentence before it, as on the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "\ue000"

_FACT = re.compile(r"""\{\{\s*fact\(\s*["']([^"']*)["']\s*\)\s*\}\}""")
_SOURCE = re.compile(r"\{\{\s*source\([^}]*\}\}")
_TERM = re.compile(r"""\{\{\s*term\((?:[^}]*,)?\s*["']([^"']*)["']\s*\)\s*\}\}""")
_REST = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{:?\s*[#.][^}]*\}|<[^>]*>|`[^`]*`|\*\*|__")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BOX = re.compile(r"\s*/{3,}")
_TABLE = re.compile(r"\s*\|")
_QUOTE = re.compile(r"\s*>")
_CODE = re.compile(r"(?: {8,}|\t\t)\S")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_START = re.compile(r"\s*(?:[-*+]|\d+\.|:)\s+")
_HEADING = re.compile(r"\s*#+\s+")
_OPEN, _CLOSE = "「『（", "」』）"
_ENDS = "。？"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading or a piece of text without an end.

    `line` is where it begins, `block` where its paragraph or list item does.
    """

    line: int
    text: str
    marked: bool
    heading: bool = False
    block: int = 0

    @property
    def whole(self) -> bool:
        """True for a sentence with an end; headings, labels and lists of links have none."""
        return self.text.endswith(tuple(_ENDS)) and not self.heading


def sentences(path: Path, printed: Callable[[str], str]) -> Iterator[Sentence]:
    """Every sentence of a page in order; `printed` gives what `fact` prints for an id."""
    block: list[tuple[str, int]] = []
    for number, line, fenced in body_lines(path):
        left_out = fenced or any(rule.match(line) for rule in (_BOX, _TABLE, _QUOTE, _CODE))
        heading = _HEADING.match(line)
        if not line.strip() or left_out or heading or _START.match(line):
            yield from _split(block)
            block = []
        if left_out:
            continue
        text = _plain(line, printed)
        if heading:
            shown = _HEADING.sub("", text).strip()
            yield Sentence(number, shown.replace(MARK, ""), MARK in shown, heading=True)
        else:
            block += [(character, number) for character in _START.sub("", text).strip()]
    yield from _split(block)


def body_lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """The lines after a page's head: number, text, whether it is code between fences or a fence."""
    lines = path.read_text("utf-8-sig").split("\n")
    start = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    open_fence = False
    for number, line in enumerate(lines[start:], start=start + 1):
        fence = bool(_FENCE.match(line))
        yield number, line, open_fence or fence
        open_fence ^= fence


def _plain(line: str, printed: Callable[[str], str]) -> str:
    line = _FACT.sub(lambda fact: printed(fact[1]), line)
    line = _TERM.sub(r"\1", _SOURCE.sub(MARK, line))
    return _LINK.sub(r"\1", _REST.sub("", line))


def _split(block: list[tuple[str, int]]) -> Iterator[Sentence]:
    """Cut a block after each end that stands outside quotation marks and brackets."""
    depth, begin, position = 0, 0, 0
    while position < len(block):
        character = block[position][0]
        depth += (character in _OPEN) - (character in _CLOSE)
        position += 1
        if character in _ENDS and depth <= 0:
            while position < len(block) and block[position][0] in f"{MARK} ":
                position += 1
            yield from _sentence(block[begin:position], block[0][1])
            begin, depth = position, 0
    if block:
        yield from _sentence(block[begin:], block[0][1])


def _sentence(characters: list[tuple[str, int]], block: int) -> Iterator[Sentence]:
    whole = "".join(character for character, _ in characters)
    text = whole.replace(MARK, "").strip()
    if text:
        yield Sentence(characters[0][1], text, MARK in whole, block=block)
