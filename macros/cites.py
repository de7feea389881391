"""Source marks and links: from tokens in a page's Markdown to numbers and addresses.

A macro knows nothing of its page, so `source()` leaves a token. When the page is whole, each
token becomes a number in the order of first use, and the page ends in the list of its sources:
publisher, title, place, the date the document shows, when and how we checked it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from kigen.book import Source
from kigen.model import Citation
from kigen.render.words import CHECKS, day_ja, old_ja
from macros.languages import in_language
from macros.site import Site

_FACT = re.compile(r"\[\[fact:([a-z0-9._-]+)\]\]")
_CITE = re.compile(r"\[\[cite:([a-z0-9-]+) ?([^\]]*)\]\]")
_LEADING = re.compile(rf"(?:[*_)）」』]*(?:{_CITE.pattern})+)?")
_RUN = re.compile(rf"(?:{_CITE.pattern})+")
HOME = "[[home]]"
"""In HTML: the way from the page to the root of the site, such as `../../`."""
_LINK = re.compile(r"\[\[to:(/\S*) ([^\]]*)\]\]")


def token(cite: Citation) -> str:
    """The mark that `finish_page` will replace by a number."""
    return f"[[cite:{cite.source} {cite.locator}]]"


def tokens(cites: Iterable[Citation]) -> str:
    """The marks of several citations, each once."""
    return "".join(token(cite) for cite in dict.fromkeys(cites))


def link(address: str, text: str) -> str:
    """A link to an address counted from the root of the site, such as /doubts/#a3."""
    return f"[[to:{address} {text}]]"


def doubt_anchor(code: str) -> str:
    """The permanent anchor of an ambiguity on /doubts/."""
    return code.lower().replace("_", "-")


def fact_token(fact_id: str) -> str:
    """An invisible mark: the page prints this number or sentence, so its check counts here."""
    return f"[[fact:{fact_id}]]"


def printed(markdown: str) -> list[str]:
    """The id of every number and sentence that `fact` printed on a page."""
    return list(dict.fromkeys(_FACT.findall(markdown)))


def cited(markdown: str) -> list[Citation]:
    """Every citation of a page, in the order of first use."""
    return list(dict.fromkeys(Citation(*match.groups()) for match in _CITE.finditer(markdown)))


def finish_page(markdown: str, site: Site, home: str) -> str:
    """The page with its marks numbered, its links made and the list of its sources at the end.

    A document has one number, and its entry names every place that the page cites in it.
    `home` is the way from the page to the root of the site, such as `../../`.
    """
    markdown = _FACT.sub("", markdown).replace(HOME, home)
    markdown = "\n".join(_to_sentence_ends(line) for line in markdown.split("\n"))
    places: dict[str, list[str]] = {}
    for cite in cited(markdown):
        places.setdefault(cite.source, []).append(cite.locator)
    numbers = {source: number for number, source in enumerate(places, start=1)}

    def marks(run: re.Match[str]) -> str:
        here: dict[str, list[str]] = {}
        for source, locator in _CITE.findall(run[0]):
            here.setdefault(source, []).append(locator)
        return "".join(_mark(numbers[source], where) for source, where in here.items())

    def address(match: re.Match[str]) -> str:
        return f'<a href="{home}{match[1][1:]}">{match[2]}</a>'

    markdown = _LINK.sub(address, _RUN.sub(marks, markdown))
    if not numbers:
        return markdown
    items = [
        f'<li id="src-{numbers[source]}">{_entry(source, where, site, home)}</li>'
        for source, where in places.items()
    ]
    opening = f'<ol class="kg-src"{ageing(site)}>'
    notes = ["## 出典 {: #sources }", "", opening, *items, "</ol>", ""]
    return "\n".join([markdown.rstrip(), "", *notes])


def _to_sentence_ends(line: str) -> str:
    """A line whose marks stand after its sentences, so that no number cuts one in two."""
    parts = []
    for sentence in re.split(r"(?<=。)", line):
        of_the_one_before = _LEADING.match(sentence)[0]
        rest = sentence[len(of_the_one_before) :]
        if rest.endswith("。"):
            rest = _CITE.sub("", rest) + "".join(match[0] for match in _CITE.finditer(rest))
        parts.append(of_the_one_before + rest)
    return "".join(parts)


def _mark(number: int, where: Iterable[str]) -> str:
    label = escape(" ".join([f"出典{number}", *filter(None, where)]))
    anchor = f'<a href="#src-{number}" aria-label="{label}">{number}</a>'
    # a word joiner keeps the mark on the line of the word before it
    return f'&#8288;<sup class="kg-mark">{anchor}</sup>'


def ageing(site: Site) -> str:
    """Attributes with which age.mjs lets the checks inside an element age in a browser."""
    return f' data-old-days="{site.old_days}" data-old-words="{old_ja(site.old_days)}"'


def source_dates(source: Source, site: Site) -> str:
    """What the document itself shows, when and how it was checked, and whether that is old."""
    shown = f"資料の日付 {day_ja(source.shown)}" if source.shown else "資料に日付なし"
    checked, old = source.checked, site.is_old(source.checked.on)
    return (
        f"{shown}。<span{' data-old' if old else ''}>{old_ja(site.old_days) if old else ''}"
        f'{CHECKS[checked.how]}（<time datetime="{checked.on}">{day_ja(checked.on)}</time>）</span>'
    )


def _entry(source_id: str, where: Iterable[str], site: Site, home: str) -> str:
    source = site.sources[source_id]
    places = "、".join(filter(None, where))
    title = f'<a href="{escape(source.url)}">{in_language(source.title, source.lang)}</a>'
    dates = f'<a href="{home}sources/#{source.id}">{source_dates(source, site)}</a>'
    return f"{escape(source.publisher)}「{title}」{escape(places)}<br>{dates}"
