"""Addresses that were made public once, and must never die.

`data/permalinks.txt` lists them, one `/path/#anchor since` a line; lines are only ever added
(`make freeze`). A page that moved answers at its old address by a redirect page, and its
anchors move with it. A page that repeats another (`same_as`) is not promised: that one is.
"""

import re
from datetime import date
from pathlib import Path

from postbuild.check import Finding, SiteError
from postbuild.markup import TOKEN, attributes

_NOT_PROMISED = re.compile(r"(?:__|_\d|\d+$|kg-|src-\d|.*-caption$)")
_OUTSIDE_TREE = {"404.html"}


def addresses(site_dir: Path) -> dict[str, bool]:
    """Every address of a built site; True if it only stands for another (a redirect, a copy)."""
    found: dict[str, bool] = {}
    for file in sorted(site_dir.rglob("*.html")):
        name = file.relative_to(site_dir).as_posix()
        if name in _OUTSIDE_TREE:
            continue
        path = "/" + name.removesuffix("index.html")
        html = file.read_text("utf-8")
        other = 'http-equiv="refresh"' in html or ' data-same-as="' in html
        found[path] = other
        if not other:
            rows = path.startswith("/tables/")  # elsewhere a table is only a guest
            found.update({f"{path}#{anchor}": False for anchor in _anchors(html, rows)})
    return found


def promised(listed: Path) -> dict[str, str]:
    """Each promised address with the day since when. Raises SiteError for a line it cannot read."""
    lines = listed.read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    for row in rows:
        if len(row) != 2 or not row[0].startswith("/"):
            wrong = f"「{' '.join(row)}」は「/住所/ 日付」の形ではありません。"
            raise SiteError([Finding(listed.name, wrong, "make freeze で書き足してください。")])
    return dict(rows)


def check(site_dir: Path, listed: Path) -> None:
    """Raise SiteError for every promised address that the built site no longer answers."""
    live = addresses(site_dir)
    dead = [
        address
        for address in promised(listed)
        if address not in live and not live.get(address.split("#")[0], False)
    ]
    if dead:
        mend = "ページを戻すか、移した先のページの先頭に moved_from: で元の住所を書いてください。"
        raise SiteError(
            [
                Finding(listed.name, f"約束した住所「{each}」がなくなりました。", mend)
                for each in dead
            ]
        )


def unlisted(site_dir: Path, listed: Path) -> list[str]:
    """The addresses of a built site that nobody has promised yet."""
    known = promised(listed)
    return [
        address
        for address, other in addresses(site_dir).items()
        if address not in known and not other
    ]


def freeze(site_dir: Path, listed: Path, today: date) -> int:
    """Add every unlisted address to the list; how many were added."""
    new = unlisted(site_dir, listed)
    with listed.open("a", encoding="utf-8") as file:
        file.writelines(f"{address} {today}\n" for address in new)
    return len(new)


def _anchors(html: str, rows: bool) -> list[str]:
    """The ids inside the article; those that the theme or a list number makes are left out."""
    start = html.find('id="kg-main"')
    end = html.find('id="kg-foot"')
    ids = []
    for token in TOKEN.finditer(html, max(start, 0), end if end > start else len(html)):
        if token.lastgroup == "open" and token["open_attrs"]:
            if token["open_name"] == "tr" and not rows:
                continue
            anchor = attributes(token["open_attrs"]).get("id")
            if anchor and not _NOT_PROMISED.match(anchor):
                ids.append(anchor)
    return ids
