"""The place a question or a myth leads to: it exists, and its page has a title to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from kigen import tables
from kigen.model import DataError
from kigen.refusals import nearest
from macros.cites import link
from macros.site import Site

_ANCHOR = re.compile(r"\{:[^}\n]*?#([a-z0-9-]+)[^}\n]*\}|\bid=\"([^\"]+)\"")
_TABLE = re.compile(r"""\{\{\s*table\(\s*["']([a-z0-9-]+)["']\s*\)\s*\}\}""")
_TITLE = re.compile(r"^title: *[\"']?(.+?)[\"']? *$", re.MULTILINE)

Pages = Mapping[str, str]
"""The Markdown of the generated pages by their path under docs/."""


class Leads(Protocol):
    """What leads to a place: a question, a myth."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def page(self) -> str: ...  # noqa: D102
    @property
    def anchor(self) -> str: ...  # noqa: D102


def check_targets(leading: Iterable[Leads], name: str, site: Site, pages: Pages) -> None:
    """Raise DataError for the first of `name`'s rows that leads nowhere."""
    for problem in problems(leading, name, site, pages):
        raise problem


def problems(leading: Iterable[Leads], name: str, site: Site, pages: Pages) -> Iterator[DataError]:
    """Every row whose page or anchor does not exist, with what to mend."""
    for each in leading:
        markdown = _markdown(each.page, site, pages)
        if markdown is None:
            problem = f"ページ「{each.page}」がありません"
            known = (f"/{path.removesuffix('.md')}/" for path in _paths(site, pages))
            yield DataError(name, f"{each.id}.page", problem, nearest(each.page, known))
            continue
        anchors = _anchors(markdown)
        if each.anchor not in anchors and each.anchor not in _rows(markdown, site):
            problem = f"「{each.page}」に「#{each.anchor}」という場所がありません"
            mend = f"見出しに {{: #{each.anchor} }} を書くか、直してください。"
            mend += nearest(each.anchor, anchors)
            yield DataError(name, f"{each.id}.anchor", problem, mend)


def exists(address: str, site: Site, pages: Pages) -> bool:
    """True if a page stands at the address, hand-written or among the generated `pages`."""
    return _markdown(address, site, pages) is not None


def link_to(place: Leads, site: Site, pages: Pages) -> str:
    """A link to the place, with the title of its page as its text."""
    title = _TITLE.search(_markdown(place.page, site, pages) or "")
    return link(f"{place.page}#{place.anchor}", title[1] if title else place.page)


def _markdown(address: str, site: Site, pages: Pages) -> str | None:
    name = address.strip("/")
    for path in (f"{name}.md", f"{name}/index.md".lstrip("/")):
        if path in pages:
            return pages[path]
        if (site.root / "docs" / path).is_file():
            return (site.root / "docs" / path).read_text("utf-8")
    return None


def _paths(site: Site, pages: Pages) -> Iterator[str]:
    docs: Path = site.root / "docs"
    yield from (path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    yield from pages


def _anchors(markdown: str) -> list[str]:
    return [one or other for one, other in _ANCHOR.findall(markdown)]


def _rows(markdown: str, site: Site) -> Iterator[str]:
    """The anchors of the rows of the computed tables on a page."""
    for table_id in _TABLE.findall(markdown):
        yield from (row.anchor for row in tables.build(table_id, site.book, site.today).rows)
