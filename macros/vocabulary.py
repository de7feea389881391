"""The closed vocabulary of the pages: from an id to Markdown.

Plain functions of text; nothing here knows the site generator. An unknown id raises DataError
with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kigen import tables
from kigen.model import Citation, DataError
from kigen.reader import nearest
from kigen.render.table import table_html
from kigen.render.words import amount_ja
from macros.cites import doubt_anchor, link, token, tokens
from macros.site import Site

PRINTED_WINS = "カードやお知らせに印刷された日付が優先です。"


def vocabulary(site: Site) -> Mapping[str, Callable[..., str]]:
    """Each word a page may use, by its name."""

    def table(table_id: str) -> str:
        """A computed table with its rule, its units and its sources."""
        words = _known("表", table_id, site.tables)
        built = tables.build(table_id, site.book, site.today)
        doubts = "".join(f" {doubt(code)}" for code in built.doubts)
        notes = "".join([*words.get("notes", ()), PRINTED_WINS])
        return "\n".join(
            [
                table_html(built, words),
                f'<p class="kg-tblnote">{words["rule"]}{tokens(built.cites)}{doubts}<br>'
                f"{words['units']}<br>{notes}</p>",
            ]
        )

    def fact(parameter_id: str) -> str:
        """A legal number in force today, with its unit and its sources."""
        parameter = _known("数字", parameter_id, site.book.parameters)
        value = parameter.on(site.today)
        return amount_ja(value.value, parameter.unit) + tokens(value.cites)

    def source(source_id: str, locator: str = "") -> str:
        """A source mark; the page ends in the list of all it names."""
        _known("出典", source_id, site.sources)
        return token(Citation(source_id, locator))

    def doubt(code: str) -> str:
        """A link to a point that the law or its explanations leave open."""
        ambiguity = _known("はっきりしないこと", code, site.book.ambiguities)
        return link(f"/doubts/#{doubt_anchor(code)}", f"はっきりしないこと「{ambiguity.title}」")

    return {word.__name__: word for word in (table, fact, source, doubt)}


def _known(kind: str, wanted: str, known: Mapping) -> object:
    if wanted not in known:
        raise DataError("このページ", f"{kind}「{wanted}」", "ありません", nearest(wanted, known))
    return known[wanted]
