"""How a reader of a page mends it, reports a mistake in it, or adds a town to it.

The links open the forms of .github/ISSUE_TEMPLATE with the page filled in; the names in them are
the ids of the fields there. Nothing is said where neither the repository nor a contact is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from kigen.ask import NAME as ASK
from kigen.offices import FOLDER
from macros.ask import OUTCOMES
from macros.site import Site

ERROR_FORM, TOWN_FORM = "1-error.yml", "4-municipality.yml"
GUIDE = ".github/CONTRIBUTING.md"
NEW_TOWN = ".github/new-municipality.yaml"
"""A town about which nothing is known yet, to be filled in."""

MADE_FROM = {
    "sources.md": "data/sources.yaml",
    "doubts.md": "data/ambiguities.yaml",
    "terms.md": "data/terms.yaml",
    "questions.md": "data/questions.yaml",
    "myths.md": "data/myths.yaml",
    "about/changes.md": "data/changes.yaml",
    "law/index.md": "data/parameters",
    "offices/index.md": FOLDER,
}
"""The file, or the folder, that the page at a path is made from; for the rest see `made_from`."""

_OFFICES = re.compile(r"offices/(\d\d)\.md")
_LAW = re.compile(r"law/([a-z0-9_]+)\.([a-z0-9_]+)\.md")


def page_links(path: str, facts: Mapping[str, Any], site: Site) -> dict[str, str]:
    """The links under a page by their names in the template kg-help.html.

    `facts` are its `title`, its `address` from / on, and `checked`, "" where it rests on nothing.
    """
    links = {}
    if site.repo_url:
        if source := made_from(path, site):
            links["edit_url"] = _edit_url(source, site)
        links["report_url"] = _report_url(path, facts, site)
        links["guide_url"] = f"{site.repo_url}/blob/main/{GUIDE}"
        if prefecture := _OFFICES.fullmatch(path):
            links["add_town_url"] = _add_town_url(prefecture[1], site)
    if contact := site.about["contact"]:
        links["contact_url"] = _contact_url(contact, facts, site)
    return links


def made_from(path: str, site: Site) -> str | None:
    """The file or folder of the repository in which a person mends a page; None if unknown."""
    if (site.root / "docs" / path).exists():
        return f"docs/{path}"
    if law := _LAW.fullmatch(path):
        return f"data/parameters/{law[1]}/{law[2]}.yaml"
    if prefecture := _OFFICES.fullmatch(path):
        folder = f"{FOLDER}/{prefecture[1]}"
        return folder if (site.root / folder).exists() else FOLDER
    for point in site.ask.points:
        if point.outcome and path == f"{point.address.strip('/')}/index.md":
            return f"docs/{OUTCOMES}/{point.outcome.id}.md"
    return ASK if path.startswith("ask/") else MADE_FROM.get(path)


def _edit_url(source: str, site: Site) -> str:
    """The editor for a file, the list of files for a folder."""
    door = "tree" if (site.root / source).is_dir() else "edit"
    return f"{site.repo_url}/{door}/main/{quote(source)}"


def _report_url(path: str, facts: Mapping[str, Any], site: Site) -> str:
    asked = {
        "template": ERROR_FORM,
        "title": f"まちがい: {facts['title']}",
        "page": _where(facts, site),
        "checked": facts["checked"],
    }
    return f"{site.repo_url}/issues/new?{urlencode(asked)}"


def _add_town_url(prefecture: str, site: Site) -> str:
    """A new file in the right folder with everything that is asked of a town."""
    text = (site.root / NEW_TOWN).read_text("utf-8")
    asked = urlencode({"filename": "ここを6けたのコードに.yaml", "value": text})
    return f"{site.repo_url}/new/main/{FOLDER}/{prefecture}?{asked}"


def _contact_url(contact: str, facts: Mapping[str, Any], site: Site) -> str:
    """The address to write to; a letter begins with the page it is about."""
    if "@" not in contact:
        return contact
    checked = f"\n最終確認日: {facts['checked']}" if facts["checked"] else ""
    letter = {
        "subject": f"まちがい: {facts['title']}",
        "body": f"ページ: {_where(facts, site)}{checked}\n\nいまの文:\n\n正しい内容と、その根拠:\n",
    }
    return f"mailto:{quote(contact, safe='@')}?{urlencode(letter, quote_via=quote)}"


def _where(facts: Mapping[str, Any], site: Site) -> str:
    """The page's address in full where that of the site is known, else from / on."""
    return f"{site.site_url}{facts['address'][1:]}" if site.site_url else facts["address"]
