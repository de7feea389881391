"""What a build does with pages and files, whatever program builds: plain functions.

`macros/hooks.py` calls them for the site generator of today, `tools/successor/` for the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.cites import finish_page
from macros.data_pages import data_files
from macros.findings import check_page, check_pages
from macros.front import address_of, check_addresses, page_facts, redirects
from macros.handouts import handout_facts
from macros.pages import generated_pages, redirect_page
from macros.search import search_file
from macros.site import Site
from macros.terms import link_terms


@dataclass(frozen=True)
class Added:
    """A file that is made from data: its path under docs/, and whether it may be in the menu."""

    path: str
    content: str | bytes
    in_nav: bool = True


def added_files(site: Site, docs: Path, site_url: str) -> Iterator[Added]:
    """The pages and files made from data, and a page at each old address of one that moved.

    Raises DataError for an address that is reserved or taken, and for what the pages lack.
    """
    check_pages(site.findings, docs)
    pages, moved = generated_pages(site), redirects(docs)
    check_addresses(docs, [*pages, *moved])
    for path, markdown in pages.items():
        yield Added(path, markdown)
    for path, target in moved.items():
        yield Added(path, redirect_page(target), in_nav=False)
    for path, content in (*data_files(site, site_url), search_file(site)):
        yield Added(path, content)


def finished_markdown(
    path: str, meta: Mapping[str, Any], markdown: str, site: Site, site_url: str, home: str
) -> tuple[dict[str, Any], str]:
    """What the templates need to know of a page, and its Markdown with its sources numbered.

    For a page whose macros have done their work. `home` is the way from it to the root of the
    site, such as `../../`, as HTML in Markdown has to name it.
    """
    url = address_of(path)[1:]
    check_page(path, markdown, site.findings)
    facts = page_facts(path, url, meta, markdown, site)
    facts |= handout_facts(path, url, {**meta, **facts}, markdown, site_url)
    return facts, finish_page(markdown, site, home)


def finished_content(html: str, site: Site, home: str) -> str:
    """The HTML of a page's Markdown with each word of the glossary linked at its first use."""
    return link_terms(html, site.terms, home)


def names_terms(path: str, kind: str) -> bool:
    """Whether a page's words are linked to the glossary; the glossary itself needs no links."""
    return path != "terms.md" and kind != "redirect"
