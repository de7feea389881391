"""The index of the site's search, made from the built pages: assets/search/index.json.

A unit is a section: what stands between one heading with an id and the next. Left out are
pages and parts marked ``data-search-exclude``, pages that only lead on, the lists of sources
and whatever else is not read as text. How a word is compared and ranked is in
docs/assets/search/find.mjs; here nothing is folded, so that a hit can be shown as it stands.
"""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from postbuild.check import Finding, SiteError
from postbuild.csp import FRAMES
from postbuild.markup import TOKEN, attributes

INDEX = "assets/search/index.json"
WORDS = "assets/search/words.json"
QUESTIONS, TERMS = "questions/", "terms/"
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_START = re.compile(r'<div id="kg-main"[^>]*>')
_SHEET = 2  # of an outcome's page its answer will do; the rest stands on the pages it was made of
_LEFT_OUT = re.compile(r" data-(?:search-exclude|same-as)\b")
_HEADINGS = {"h1", "h2", "h3"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"}
_SKIPPED = {"svg", "button", "select", "rt", "rp", "noscript"}
_NOT_TEXT = {"kg-src", "kg-mark", "kg-narrow", "kg-wait", "kg-badge", "kg-checked"}
_BREAKS = frozenset("p li dt dd tr div caption blockquote section figcaption summary br".split())
_GAPS = {"td", "th"}
_SPACE = re.compile(r"[ \t\r\n]+")
_JAPANESE = r"[\u3000-\u9fff\uff00-\uffef]"
_SPACE_IN_JAPANESE = re.compile(rf"(?<={_JAPANESE}) | (?={_JAPANESE})")
_UNSEEN = str.maketrans("", "", "\u2060\ufe0e\u200b")


@dataclass
class Section:
    """A heading, its anchor and the lines of text under it; "" is what stands before the first."""

    anchor: str
    heading: str = ""
    lines: list[str] = field(default_factory=list)


class _Reader:
    """Cuts an article into sections."""

    def __init__(self) -> None:
        self.sections = [Section("")]
        self.text = ""
        self.open: list[str] = []
        self.skip_above = 0  # the depth at which skipping began; 0 while reading
        self.anchor = ""

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if name in _VOID:
            if name == "br" and not self.skip_above:
                self.end_line()
            return
        self.open.append(name)
        if self.skip_above:
            return
        hidden = "hidden" in attrs or "data-search-exclude" in attrs
        if hidden or name in _SKIPPED or _NOT_TEXT & set(attrs.get("class", "").split()):
            self.skip_above = len(self.open)
        elif name in _HEADINGS:
            self.end_line()
            self.anchor = attrs.get("id", "")
        elif name in _BREAKS and self.open[-1] != "dd":  # what a word means stands on its line
            self.end_line()

    def end(self, name: str) -> None:
        if name not in self.open:
            return
        while self.open:
            depth, inner = len(self.open), self.open.pop()
            if self.skip_above == depth:
                self.skip_above = 0
            elif not self.skip_above:
                if inner in _HEADINGS:
                    self.end_heading(inner)
                elif inner == "dt":
                    self.text += "："
                elif inner in _BREAKS:
                    self.end_line()
                elif inner in _GAPS:
                    self.text += "　"
            if inner == name:
                return

    def end_heading(self, name: str) -> None:
        heading, self.text = _tidy(self.text), ""
        if name == "h1":
            self.sections[0].heading = heading
        elif self.anchor:
            self.sections.append(Section(self.anchor, heading))
        elif heading:
            self.sections[-1].lines.append(heading)

    def end_line(self) -> None:
        text, self.text = _tidy(self.text), ""
        if text and text not in self.sections[-1].lines:
            self.sections[-1].lines.append(text)


def sections(html: str) -> list[Section]:
    """The sections of a built page, the page itself first; none if it is not to be found."""
    start = _START.search(html)
    if not start or _LEFT_OUT.search(start[0]) or 'http-equiv="refresh"' in html:
        return []
    reader, depth = _Reader(), 1
    for token in TOKEN.finditer(html, start.end()):
        kind = token.lastgroup
        if kind == "text":
            if not reader.skip_above:
                reader.text += unescape(token[0])
        elif kind == "open" and not token[0].endswith("/>"):
            name = token["open_name"].lower()
            depth += name == "div"
            reader.start(name, attributes(token["open_attrs"] or ""))
        elif kind == "close":
            name = token["close_name"].lower()
            depth -= name == "div"
            if not depth:
                break
            reader.end(name)
    reader.end_line()
    first, *others = reader.sections[: _SHEET if "kg-sheet" in start[0] else None]
    return [first, *(each for each in others if each.lines)]


def build(site_dir: Path) -> list[list[Any]]:
    """Every page to be found: its address, its h1, its title where that says more, its sections.

    A section is its anchor, its heading and its text, a line for each paragraph, item or row.
    """
    index = []
    for path in sorted(site_dir.rglob("index.html")):
        address = path.relative_to(site_dir).as_posix().removesuffix("index.html")
        html = path.read_text("utf-8")
        found = sections(html)
        if found and not address.startswith(f"{FRAMES}/"):
            lines = 1 if address == QUESTIONS else None  # an answer, without the way to its page
            parts = [[each.anchor, each.heading, "\n".join(each.lines[:lines])] for each in found]
            title, parts[0][1] = found[0].heading, ""
            parts[0][2] = parts[0][2] or unescape(_DESCRIPTION.search(html)[1])
            other = unescape(_TITLE.search(html)[1]).rpartition(" - ")[0].strip()
            index.append([address, title, "" if other in title else other, *parts])
    return index


def apply(site_dir: Path) -> None:
    """Write the index. Raises SiteError for words of no place.

    A site without the words has no search.
    """
    if not (site_dir / WORDS).is_file():
        return
    index = build(site_dir)
    _check_words(site_dir, index)
    target = site_dir / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _check_words(site_dir: Path, index: list[list[Any]]) -> None:
    """Every question and word of the search must belong to a section that can be found."""
    words = json.loads((site_dir / WORDS).read_text("utf-8"))
    live = {f"{address}#{anchor}" for address, _, _, *parts in index for anchor, *_ in parts}
    wanted = [
        *(place for _, place, *_ in words["asked"]),
        *(f"{QUESTIONS}#{question}" for question, *_ in words["asked"]),
        *(f"{TERMS}#{term}" for term, *_ in words["also"]),
    ]
    lost = [
        Finding(
            WORDS,
            f"検索の言葉の行き先「{place}」が、検索の索引にありません。",
            "その見出しに id があるか、data-search-exclude の中にないかを確かめてください。",
        )
        for place in wanted
        if place not in live
    ]
    if lost:
        raise SiteError(lost)


def _tidy(text: str) -> str:
    spaced = _SPACE.sub(" ", text.translate(_UNSEEN))
    return _SPACE_IN_JAPANESE.sub("", spaced).strip(" 　")
