"""Slips of the pen in a page that nothing else would notice, or would name in English only.

A sentence without its end, signs that are too wide inside {{ }}, a box that is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kigen.sentences import body_lines

Slip = tuple[int, str, str, str]
"""The line, its text, what is wrong, how to mend it."""

_WORD = re.compile(r"\{\{.*?\}\}")
_AFTER = re.compile(r"(?:\{\{.*?\}\}|!?\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|\s)+$")
_POLITE = re.compile(r"(?:です|ます|ません|ました|でした|ください)$")
_NO_TEXT = re.compile(r"\s*(?:#|\||<|/{3,}|>| {8,}\S|\t\t)")
_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_WIDE = re.compile(r"[“”„＂’‘（）＿．｛｝　]")
_OPENED = re.compile(r"\s*(/{3,})\s*[^\s/]")
_CLOSED = re.compile(r"\s*(/{3,})\s*$")


def slips(path: Path) -> Iterator[Slip]:
    """Every slip of one page, in the order of its lines."""
    open_boxes: list[tuple[int, str]] = []
    texts = {}
    for number, line, fenced in body_lines(path):
        if number == 1:  # all of the page is its body
            mend = "1行目と、初めの見出しのすぐ下に、「---」だけの行を書いてください"
            yield number, line, "ページの初めの見出しが、2つの「---」の間にありません", mend
        if fenced:
            continue
        texts[number] = line
        yield from _of_line(number, line)
        yield from _boxes(number, line, open_boxes)
    for number, sign in open_boxes:
        mend = f"箱の終わりに「{sign}」だけの行を書いてください"
        yield number, texts[number], f"「{sign}」で始まる箱が、閉じていません", mend


def _of_line(number: int, line: str) -> Iterator[Slip]:
    text = line.strip()
    if line.count("{{") != line.count("}}"):
        mend = '{{ fact("…") }} のように、{{ で始めて }} で終わってください'
        yield number, text, "{{ と }} の数が合いません", mend
        return
    for word in _WORD.findall(line):
        if wide := _WIDE.search(_TEXT.sub("", word)):
            shown = "全角の空白" if wide[0] == "　" else f"「{wide[0]}」"
            mend = '半角の記号で、{{ fact("…") }} の形に書いてください'
            yield number, text, f"{{{{ }}}} の中に、{shown}があります", mend
    if not _NO_TEXT.match(line) and _POLITE.search(_AFTER.sub("", line)):
        yield number, text, "文の終わりに「。」がありません", "「。」を書いてください"


def _boxes(number: int, line: str, open_boxes: list[tuple[int, str]]) -> Iterator[Slip]:
    """Note what a line opens or closes; a box ends with as many signs as it began with."""
    if opened := _OPENED.match(line):
        open_boxes.append((number, opened[1]))
    elif closed := _CLOSED.match(line):
        if open_boxes and open_boxes[-1][1] == closed[1]:
            open_boxes.pop()
        elif all(sign != closed[1] for _, sign in open_boxes):
            mend = "この行を消すか、箱の初めの行を書いてください"
            yield number, line.strip(), f"「{closed[1]}」で閉じる箱が、始まっていません", mend
        else:
            begun, sign = open_boxes[-1]
            while open_boxes.pop()[1] != closed[1]:
                pass
            mend = f"この行の前に「{sign}」だけの行を書いてください"
            yield number, line.strip(), f"{begun}行目の「{sign}」で始まる箱が、閉じていません", mend
