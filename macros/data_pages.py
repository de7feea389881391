"""The open data on the pages: the list of its files, its versions, and links in page heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

from kigen import publish
from kigen.publish import API, ATOM, CALENDAR
from kigen.render.table import framed
from kigen.render.words import day_ja
from macros.cites import link
from macros.site import Site

_TABLE = re.compile(r'id="([a-z0-9-]+)-caption"')
_PAGES = {
    "about/changes.md": "changes",
    "doubts.md": "doubts",
    "outlook.md": "forecast",
    "outlook/method.md": "forecast",
    "2020.md": "findings",
    "questions.md": "questions",
    "myths.md": "myths",
    "terms.md": "terms",
    "sources.md": "sources",
}
_FOLDERS = {"law/": "parameters", "offices/": "offices"}
_FEEDS = {
    ATOM: ("application/atom+xml", "決まりの変わり方"),
    CALENDAR: ("text/calendar", "決まりの変わり方"),
}


def datasets_html(site: Site) -> str:
    """Every dataset with its files and the description of its fields."""
    rows = []
    for dataset in publish.datasets(site.root, site.today):
        files = {
            f"{dataset.id}.json": "JSON",
            f"{dataset.id}.csv": "CSV",
            f"schema/{dataset.id}.schema.json": "項目の説明",
        }
        links = "　".join(link(f"/{API}/{path}", text) for path, text in files.items())
        rows.append(
            f'<tr id="data-{dataset.id.replace("/", "-")}">'
            f'<th scope="row">{escape(dataset.title)}</th><td>{links}</td></tr>'
        )
    labels = ("データ", "ファイル")
    return framed("datasets", "データの一覧", labels, rows, "kg-tbl kg-tbl--whole", searched=False)


def versions_html(site: Site) -> str:
    """The versions of the open data, the newest first."""
    rows = (
        f"<li>{row['version']}（{_day(row['on'])}）：{escape(row['ja'])}</li>"
        for row in publish.versions(site.root)
    )
    return "\n".join(["<ul>", *rows, "</ul>"])


def alternates(path: str, markdown: str, site: Site) -> list[Mapping[str, str]]:
    """The same content as a page's for machines, for the page's head: type, path and title."""
    found = [
        {"type": kind, "path": f"{API}/{name}.{suffix}", "title": title}
        for name, title in _of_page(path, markdown, site)
        for suffix, kind in (("json", "application/json"), ("csv", "text/csv"))
    ]
    if path in ("index.md", "about/changes.md"):
        found += [
            {"type": kind, "path": file, "title": title} for file, (kind, title) in _FEEDS.items()
        ]
    return found


def data_files(site: Site, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the open data. Raises DataError where a promise to its users is broken."""
    for problem in publish.broken(site.root):
        raise problem
    yield from publish.files(site.today, site_url, site.root)


def _of_page(path: str, markdown: str, site: Site) -> Iterator[tuple[str, str]]:
    titles = _titles(site.root, site.today)
    names = [_PAGES.get(path)]
    names += [name for folder, name in _FOLDERS.items() if path.startswith(folder)]
    if path in site.findings:
        names.append("findings")
    if path.startswith("tables/"):
        names += [f"tables/{table_id}" for table_id in _TABLE.findall(markdown)]
    yield from ((name, titles[name]) for name in names if name in titles)


@lru_cache(maxsize=2)
def _titles(root: Path, today: date) -> Mapping[str, str]:
    return {dataset.id: dataset.title for dataset in publish.datasets(root, today)}


def _day(text: str) -> str:
    return day_ja(date.fromisoformat(text))
