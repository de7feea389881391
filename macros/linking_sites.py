"""The sites that link to this one and asked to be listed."""

from __future__ import annotations

from datetime import date
from html import escape

from kigen.reader import read
from kigen.render.words import day_ja
from macros.site import Site


def linking_sites_html(site: Site) -> str:
    """The list; a sentence while nobody has asked. Raises DataError."""
    rows = read(site.root / "data" / "linking_sites.yaml", "linking_sites", site.root)
    if not rows:
        return "<p>まだありません。</p>"
    items = (
        f'<li><a href="{escape(row["url"])}">{escape(row["name"])}</a>'
        f"（{day_ja(date.fromisoformat(row['since']))}から）</li>"
        for row in rows
    )
    return "\n".join(["<ul>", *items, "</ul>"])
