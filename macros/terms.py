"""The glossary in the pages: /terms/, and the link at a word's first use on a page.

A link is set in the HTML of a page, after Markdown, so that headings, links, tables and code
are plain to see and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from kigen.terms import Term
from macros.cites import tokens
from postbuild.markup import TOKEN, attributes

_ROWS = "あかさたなはまやらわ"
_VOICED = str.maketrans(
    "ぁぃぅぇぉがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゃゅょ",
    "あいうえおかきくけこさしすせそたちつてとはひふへほはひふへほやゆよ",
)
# A word inside a longer word of the same kind of letters is another word: 住民票コード.
_LETTERS = "一-鿿々ァ-ヺーA-Za-z0-9Ａ-Ｚａ-ｚ０-９"
_SKIP = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "table", "code", "pre", "sup", "svg", "button"}
_SKIP_CLASSES = {"kg-src", "kg-tblnote", "kg-q-sofar", "kg-q-step", "kg-flow-list"}
_VOID = {"br", "img", "hr", "wbr", "input"}


def link_terms(html: str, terms: Mapping[str, Term], home: str) -> str:
    """The page with a link to the glossary at each term's first use in its running text.

    A term that the page already links to is left to that link. `home` is the way from the page
    to the root of the site, such as `../../`.
    """
    address = f"{home}terms/#"
    linked = set(re.findall(rf'href="{re.escape(address)}([^"]+)"', html))
    owner = {
        escape(word, quote=False): term.id
        for term in terms.values()
        if term.link and term.id not in linked
        for word in term.words
    }
    if not owner:
        return html
    longest_first = sorted(owner, key=len, reverse=True)
    any_word = "|".join(map(re.escape, longest_first))
    found = re.compile(rf"「[^」]*」|(?<![{_LETTERS}])(?:{any_word})(?![{_LETTERS}])")

    def link(word: re.Match[str]) -> str:
        term_id = owner.get(word[0])
        if term_id is None or term_id in linked:  # what is quoted is left as it is
            return word[0]
        linked.add(term_id)
        return f'<a class="kg-term" href="{address}{term_id}">{word[0]}</a>'

    return "".join(found.sub(link, text) if running else text for text, running in _pieces(html))


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The page in pieces, each with whether it is running text."""
    skipped, depth = "", 0  # the element in which nothing is touched, and how deep
    for token in TOKEN.finditer(html):
        kind = token.lastgroup
        if kind == "open":
            name = token["open_name"]
            classes = set(attributes(token["open_attrs"] or "").get("class", "").split())
            if depth:
                depth += name == skipped
            elif name not in _VOID and (name in _SKIP or classes & _SKIP_CLASSES):
                skipped, depth = name, 1
        elif kind == "close" and depth:
            depth -= token["close_name"] == skipped
        yield token[0], kind == "text" and not depth


def terms_page(terms: Mapping[str, Term]) -> str:
    """The body of /terms/: every word under its row of the kana table, by its reading."""
    ordered = sorted(terms.values(), key=lambda term: (_plain_kana(term.reading), term.reading))
    lines = []
    for row in _ROWS:
        listed = [term for term in ordered if _row(term) == row]
        if listed:
            lines += [f"## {row}行 {{: #row-{_ROWS.index(row) + 1} }}", ""]
            for term in listed:
                lines += [*_entry(term), ""]
    return "\n".join(lines)


def _entry(term: Term) -> Iterable[str]:
    yield from (f"### {term.term} {{: #{term.id} }}", "", term.plain + tokens(term.cites), "")
    notes = [f"よみ：{term.reading}", f'英語：<span lang="en">{escape(term.english)}</span>']
    if term.also:
        notes.append(f"ほかの言いかた：{'、'.join(term.also)}")
    if term.deprecated:
        notes.append(f"このサイトで使わない言葉：{'、'.join(term.deprecated)}")
    # The search has these words already (macros/search.py).
    yield f"<span data-search-exclude>{'<br>'.join(notes)}</span>"


def _plain_kana(reading: str) -> str:
    return reading.translate(_VOICED).replace("ー", "")


def _row(term: Term) -> str:
    return max(row for row in _ROWS if row <= _plain_kana(term.reading)[0])
