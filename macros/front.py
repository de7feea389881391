"""What a page's head and the environment tell the templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from kigen.model import DataError
from kigen.reader import front_matter, validate
from kigen.render.words import CHECKS, day_ja, old_ja
from macros.cites import cited, printed
from macros.site import Site

RESTS_ON_SOURCES = ("home", "guide", "table", "tool")


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
    """The last-checked line of a page and, where the repository is known, its links.

    Raises DataError where the head of the page does not fit data/schema/page.schema.json, and
    where a page about the rules names no source.
    """
    meta = {k: v.isoformat() if isinstance(v, date) else v for k, v in meta.items()}
    validate(meta, "page", f"docs/{path}", site.root)
    if meta["kind"] in RESTS_ON_SOURCES and not cited(markdown):
        mend = '文の後に {{ source("出典のid", "場所") }} を書いてください'
        raise DataError(f"docs/{path}", "本文", "出典が1つもありません", mend)
    facts: dict[str, Any] = {"badge": badge(meta.get("checked"), markdown, site)}
    if site.repo_url and meta["kind"] != "redirect":
        if (site.root / "docs" / path).exists():
            facts["edit_url"] = f"{site.repo_url}/edit/main/docs/{quote(path)}"
        asked = {"title": f"{meta['title']}(/{url})", "labels": "誤りの報告"}
        facts["report_url"] = f"{site.repo_url}/issues/new?{urlencode(asked)}"
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


def redirects(docs: Path) -> dict[str, str]:
    """The generated page for each old address in a page's `moved_from`, with its target."""
    found: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs)
        target = "/" + "".join(f"{part}/" for part in name.with_suffix("").parts if part != "index")
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
