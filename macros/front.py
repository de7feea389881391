"""What a page's head and the environment tell the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kigen.model import DataError
from kigen.reader import front_matter, validate
from kigen.render.words import CHECKS, day_ja, old_ja
from macros.check import TEMPLATE, check_facts
from macros.cites import cited, printed
from macros.data_pages import alternates
from macros.joining import page_links
from macros.site import Site

RESERVED = (
    *("en", "easy", "ja", "zh", "ko", "pt", "vi", "es", "tl", "ne", "id", "my", "th", "fr"),
    *("api", "feeds", "assets", "search", "embed", "frame", "law"),
)
"""First parts of addresses that are kept for languages, for files and for generated pages."""
RESTS_ON_SOURCES = ("home", "guide", "table", "tool", "outcome")


def template_facts(site: Site) -> dict[str, Any]:
    """What every template may use, for `config.extra`."""
    return {
        "today": site.today.isoformat(),
        "today_ja": day_ja(site.today),
        "site": site.about,
        "repo_url": site.repo_url,
    }


def page_facts(
    path: str, url: str, meta: Mapping[str, Any], markdown: str, site: Site
) -> dict[str, Any]:
    """The last-checked line of a page, its links where the repository is known, what /check/ needs.

    Raises DataError where the head of the page does not fit data/schema/page.schema.json, and
    where a page about the rules names no source.
    """
    meta = {k: v.isoformat() if isinstance(v, date) else v for k, v in meta.items()}
    validate(meta, "page", f"docs/{path}", site.root)
    if meta["kind"] in RESTS_ON_SOURCES and not cited(markdown):
        mend = '文の後に {{ source("出典のid", "場所") }} を書いてください'
        raise DataError(f"docs/{path}", "本文", "出典が1つもありません", mend)
    facts: dict[str, Any] = {"badge": badge(meta.get("checked"), markdown, site)}
    facts["alternates"] = alternates(path, markdown, site)
    if meta.get("template") == TEMPLATE:
        facts["check"] = check_facts(site)
    if meta["kind"] != "redirect":
        seen = facts["badge"]
        checked = f"{seen['date_ja']}（{seen['text']}）" if seen else ""
        asked = {"title": meta["title"], "address": f"/{url}", "checked": checked}
        facts["joining"] = page_links(path, asked, site)
    return facts


def badge(checked: str | None, markdown: str, site: Site) -> dict[str, Any] | None:
    """How and since when the page and what it prints stand checked; None if it rests on none.

    The oldest day counts, and a page of which one source was only relayed says so.
    """
    checks = [site.sources[cite.source].checked for cite in cited(markdown)]
    checks += [site.checks[fact_id] for fact_id in printed(markdown)]
    if not checks:
        return None
    days = [check.on for check in checks] + ([date.fromisoformat(checked)] if checked else [])
    oldest, hows = min(days), {check.how for check in checks}
    how = min(hows, key=["copy", "relayed", "live"].index)
    partly = "（一部は、ほかの人の記録で確認）" if how == "copy" and "relayed" in hows else ""
    old, old_words = site.is_old(oldest), old_ja(site.old_days)
    return {
        "class": "kg-badge--old" if old else "kg-badge--ok",
        "text": (old_words if old else "") + CHECKS[how] + partly,
        "date": oldest.isoformat(),
        "date_ja": day_ja(oldest),
        "old": old,
        "old_days": site.old_days,
        "old_words": old_words,
    }


def address_of(path: str) -> str:
    """The address at which a Markdown page is published: guide/where.md is /guide/where/."""
    parts = path.removesuffix(".md").split("/")
    return "/" + "".join(f"{part}/" for part in parts if part != "index")


def check_addresses(docs: Path, generated: Iterable[str]) -> None:
    """Raise DataError for a page at a reserved address, and for two pages at one address.

    `generated` are the paths of the pages made from data, redirects included. Letters that differ
    in their case only are the same: on some computers they are the same file.
    """
    written = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))]
    for path in written:
        for address in (address_of(path), *front_matter(docs / path).get("moved_from", ())):
            if address.split("/")[1] in RESERVED:
                problem = f"住所「{address}」は使えません"
                mend = f"はじめの部分を変えてください。使えないもの: {'、'.join(RESERVED)}"
                raise DataError(f"docs/{path}", "住所", problem, mend)
    taken: dict[str, str] = {}
    for path in (*written, *generated):
        address = address_of(path).casefold()
        if other := taken.get(address):
            problem = f"住所「{address}」には、もう「{other}」があります"
            raise DataError(f"docs/{path}", "住所", problem, "片方の名前を変えてください")
        taken[address] = path


def redirects(docs: Path) -> dict[str, str]:
    """The generated page for each old address in a page's `moved_from`, with its target."""
    found: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs)
        target = address_of(name.as_posix())
        for old in front_matter(path).get("moved_from", ()):
            page = f"{old.strip('/')}/index.md"
            plain = f"{old.strip('/')}.md"
            if page in found or (docs / page).exists() or (docs / plain).exists():
                raise DataError(
                    f"docs/{name.as_posix()}",
                    f"moved_from「{old}」",
                    "その住所には別のページがあります",
                    "住所を確かめてください",
                )
            found[page] = target
    return found
