"""Two built sites held side by side: what a reader gets from each page, and every other file.

The theme's markup does not count, only our own parts of a page: the article, the menu, the
links beside and below it, and the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from html import unescape
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin

from postbuild.markup import TOKEN, attributes

REGIONS = {
    "本文": re.compile(r'<(?P<name>div) id="kg-main"[^>]*>'),
    "メニュー": re.compile(r'<(?P<name>nav) class="kg-menu"[^>]*>'),
    "タブ": re.compile(r'<(?P<name>nav) class="kg-tabs"[^>]*>'),
    "横": re.compile(r'<(?P<name>div) class="kg-side"[^>]*>'),
    "下": re.compile(r'<(?P<name>footer) class="kg-foot"[^>]*>'),
}
# Made by the theme, or from the pages, which are compared themselves.
NOT_OURS = ("*assets/javascripts/*", "*assets/stylesheets/*", "*index.txt")

_INLINE = frozenset(
    "a abbr b bdi code em i mark q ruby rt rp s small span strong sub sup time".split()
)
_SPACE = re.compile(r"\s+")


@dataclass
class Part:
    """What stands in one region of a page, or in its head."""

    text: list[str] = field(default_factory=list)
    tables: list[list[str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Difference:
    """One way in which a page or file is not the same: `there` is the successor's."""

    page: str
    what: str
    here: str = ""
    there: str = ""

    def __str__(self) -> str:
        places = f" いま「{self.here}」 次「{self.there}」" if self.here or self.there else ""
        return f"{self.page}: {self.what}{places}"


def parts(html: str, page: str) -> dict[str, Part]:
    """The head of a page and each of our regions in it, links as seen from the site's root."""
    address = page.removesuffix("index.html")
    found = {"頭": _head(html, address)}
    for name, start in REGIONS.items():
        if opened := start.search(html):
            found[name] = _region(html, opened, address)
    return found


def pages(here: Mapping[str, Part], there: Mapping[str, Part], page: str) -> Iterator[Difference]:
    """How two versions of one page differ: one difference for each region and kind of content."""
    for name in dict.fromkeys([*here, *there]):
        ours, theirs = here.get(name, Part()), there.get(name, Part())
        for kind, label in (("text", "文"), ("tables", "表"), ("ids", "id"), ("links", "リンク")):
            one, other = getattr(ours, kind), getattr(theirs, kind)
            if one != other:
                yield Difference(page, f"{name}の{label}", *_first(one, other))


def sites(here: Path, there: Path) -> Iterator[Difference]:
    """Every difference between two built sites, page by page, then file by file."""
    ours, theirs = _files(here), _files(there)
    for name in sorted(ours | theirs):
        if name not in theirs:
            yield Difference(name, "次のサイトにない")
        elif name not in ours:
            yield Difference(name, "次のサイトだけにある")
        elif name.endswith(".html"):
            one, other = ((site / name).read_text("utf-8") for site in (here, there))
            yield from pages(parts(one, name), parts(other, name), name)
        elif (here / name).read_bytes() != (there / name).read_bytes():
            yield Difference(name, "中身がちがう")


def _files(site: Path) -> set[str]:
    names = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    return {name for name in names if not any(fnmatchcase(name, each) for each in NOT_OURS)}


def _head(html: str, address: str) -> Part:
    """The title, the language, and each meta and link that is not the theme's or the policy."""
    part = Part()
    for token in TOKEN.finditer(html, 0, html.find("<body")):
        name = (token["open_name"] or token["raw_name"] or "").lower()
        attrs = attributes(token["open_attrs"] or token["raw_attrs"] or "")
        if name == "title":
            part.text.append(_tidy(unescape(token["raw_text"])))
        elif name == "html":
            part.text.append(attrs.get("lang", ""))
        elif name == "meta" and attrs.get("http-equiv", "") != "Content-Security-Policy":
            content = attrs.get("content", "")
            before, url, target = content.partition("url=")
            whole = f"{before}{url}{_from_root(target, address)}" if url else content
            part.text.append(f"{attrs.get('name') or attrs.get('http-equiv', '')}={whole}")
        elif name in ("link", "script") and (target := attrs.get("href") or attrs.get("src")):
            reached = _from_root(target, address)
            if not any(fnmatchcase(reached, each) for each in NOT_OURS):
                part.links.append(f"{attrs.get('rel', name)} {reached} {attrs.get('title', '')}")
    return part


def _region(html: str, opened: re.Match[str], address: str) -> Part:
    """What stands between a region's first tag and its end."""
    part, depth, text, in_table = Part(), 1, "", False
    _note(part, attributes(opened[0]), address)
    for token in TOKEN.finditer(html, opened.end()):
        kind = token.lastgroup
        name = (token["open_name"] or token["close_name"] or token["raw_name"] or "").lower()
        if kind == "text":
            text += unescape(token[0])
            continue
        if kind != "comment" and name not in _INLINE:
            whole, text = _tidy(text), ""
            if in_table and kind == "close" and name in ("td", "th"):
                part.tables[-1].append(whole)
            elif whole:
                part.text.append(whole)
        if kind == "raw":
            part.text.append(_tidy(unescape(token["raw_text"])))
        if kind in ("open", "raw"):
            _note(part, attributes(token["open_attrs"] or token["raw_attrs"] or ""), address)
        if name == "table":
            in_table = kind == "open"
            part.tables += [[]] if in_table else []
        if name == opened["name"]:
            depth += 1 if kind == "open" else -1
            if not depth:
                break
    return part


def _note(part: Part, attrs: Mapping[str, str], address: str) -> None:
    """Take the id of an element, and where it leads or what it shows."""
    part.ids += [attrs["id"]] if "id" in attrs else []
    part.links += [_from_root(attrs[key], address) for key in ("href", "src") if key in attrs]


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _from_root(target: str, address: str) -> str:
    return urljoin(f"https://site.invalid/{address}", target.strip()).removeprefix(
        "https://site.invalid/"
    )


def _first(here: Sequence, there: Sequence) -> tuple[str, str]:
    """The first place where two lists differ, as text; "" where one has come to its end."""
    for one, other in zip_longest(here, there, fillvalue=""):
        if isinstance(one, list) and isinstance(other, list) and one != other:
            return _first(one, other)
        if one != other:
            return _short(one), _short(other)
    return "", ""


def _short(item: object) -> str:
    text = str(item)
    return text if len(text) <= 80 else text[:79] + "…"
