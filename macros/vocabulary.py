"""The closed vocabulary of the pages: from an id to Markdown.

Plain functions of text; nothing here knows the site generator. An unknown id raises DataError
with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from kigen import tables
from kigen.facts import Fact
from kigen.model import Citation, DataError
from kigen.refusals import nearest
from kigen.render.decision import decision_html
from kigen.render.table import table_html
from kigen.render.words import amount_ja
from macros.accessibility import accessibility_words
from macros.cites import doubt_anchor, fact_token, link, token, tokens
from macros.data_pages import datasets_html, versions_html
from macros.kit import kit_words
from macros.linking_sites import linking_sites_html
from macros.offices import counts_html
from macros.outlook import outlook_words
from macros.site import Site
from macros.stated import stated

PRINTED_WINS = "カードやお知らせに印刷された日付が優先です。"


def vocabulary(site: Site) -> Mapping[str, Callable[..., str]]:
    """Each word a page may use, by its name."""

    @cache
    def table(table_id: str, anchored: bool = True) -> str:
        """A computed table with its rule, its units and its sources; computed once a build.

        Its rows are linked to on its own page; elsewhere they need no anchors.
        """
        words = _known("表", table_id, site.tables)
        built = tables.build(table_id, site.book, site.today)
        notes = [
            PRINTED_WINS,
            words["rule"] + tokens(built.cites),
            words["units"],
            *words.get("notes", ()),
            *(doubt(code) for code in built.doubts),
        ]
        items = [f"<li>{note}</li>" for note in notes]
        return "\n".join(
            [
                table_html(built, words, anchored=anchored),
                '<ul class="kg-tblnote">',
                *items,
                "</ul>",
            ]
        )

    def fact(fact_id: str) -> str:
        """A legal number in force today with its unit, or a shared sentence; with its sources."""
        known = _known("数字や事実", fact_id, {**site.facts, **site.book.parameters})
        if isinstance(known, Fact):
            return stated(known, site)
        value = known.on(site.today)
        return amount_ja(value.value, known.unit) + tokens(value.cites) + fact_token(fact_id)

    def source(source_id: str, locator: str = "") -> str:
        """A source mark; the page ends in the list of all it names."""
        _known("出典", source_id, site.sources)
        return token(Citation(source_id, locator))

    def doubt(code: str) -> str:
        """A link to a point that the law or its explanations leave open."""
        ambiguity = _known("はっきりしないこと", code, site.book.ambiguities)
        return link(f"/doubts/#{doubt_anchor(code)}", f"はっきりしないこと「{ambiguity.title}」")

    def term(term_id: str, words: str = "") -> str:
        """A link to a word of the glossary. First uses are linked without it."""
        known = _known("言葉", term_id, site.terms)
        return link(f"/terms/#{term_id}", words or known.term)

    def phone() -> str:
        """The number of the official telephone, whole, to be tapped on a phone."""
        if not site.about["phone"]:
            mend = "data/site.yaml に書くか、phone() を消してください"
            raise DataError("このページ", "公式の電話", "ありません", mend)
        number = site.about["phone"]["number"]
        return f'<a class="kg-num" href="tel:{number.replace("-", "")}">{number}</a>'

    def decisions(decision_id: str) -> str:
        """A decision table, each row with its sources."""
        decision = _known("場合分けの表", decision_id, site.decisions)
        return decision_html(decision, lambda why: stated(why, site))

    def offices() -> str:
        """How many municipalities' pages say what of their branches, with the limits of that."""
        return counts_html(site)

    def datasets() -> str:
        """The list of the open data with its files."""
        return datasets_html(site)

    def versions() -> str:
        """The versions of the open data."""
        return versions_html(site)

    parts = outlook_words(site)

    def outlook(part: str) -> str:
        """A part of 混雑の見通し: a chart, a table, a tool, the statement beside them."""
        return _known("見通しの部分", part, parts)()

    to_link = kit_words(site)

    def kit(part: str) -> str:
        """A part of the link kit: a text or HTML to copy, a list, a statement."""
        return _known("リンクキットの部分", part, to_link)()

    everyone = accessibility_words(site)

    def accessibility(part: str) -> str:
        """A part of the accessibility policy or of the test results."""
        return _known("アクセシビリティの部分", part, everyone)()

    def linking_sites() -> str:
        """The sites that link to this one."""
        return linking_sites_html(site)

    words = (
        table,
        fact,
        source,
        doubt,
        term,
        phone,
        decisions,
        offices,
        datasets,
        versions,
        outlook,
        kit,
        accessibility,
        linking_sites,
    )
    return {word.__name__: word for word in words}


def _known(kind: str, wanted: str, known: Mapping) -> object:
    if wanted not in known:
        raise DataError("このページ", f"{kind}「{wanted}」", "ありません", nearest(wanted, known))
    return known[wanted]
