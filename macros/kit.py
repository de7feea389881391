"""The link kit: texts, HTML to paste, banners and addresses, from data/kit.yaml to the pages.

What is to be copied stands in a read-only <textarea>, so it can be selected without script;
docs/assets/js/copy.mjs adds the buttons. The HTML to paste has no script, style, class or id:
it must survive the sanitiser of a municipality's CMS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from math import ceil
from pathlib import Path
from typing import Any

from kigen import tables
from kigen.model import DataError
from kigen.publish import SITE
from kigen.reader import read
from kigen.refusals import nearest
from kigen.render.table import bare_table_html, framed
from kigen.render.words import day_ja
from kigen.statements import PLACEHOLDER
from macros.cites import HOME, link
from macros.site import Site
from macros.targets import Pages, check_targets, exists
from postbuild.csp import policy

NAME = "data/kit.yaml"
PLACE_OF_SITE = "https://このサイトの住所/"
BANNERS = "assets/banners"
_INSIDE = re.compile(r"\{site\}([^\"<\s]*)")
_CHARACTERS_A_LINE = 36

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things a municipality wants to know, and where the answer stands."""

    id: str
    title: str
    page: str
    anchor: str
    awaits: Mapping[str, str] | None = None


@lru_cache(maxsize=2)
def load_kit(root: Path) -> Json:
    """The content of data/kit.yaml. Raises DataError for an id written twice or a text too long."""
    kit = read(root / NAME, "kit", root)
    to_copy = [each["id"] for each in (*kit["texts"], *kit["html"])]
    for ids in (to_copy, [item["id"] for item in kit["items"]]):
        if again := next((each for each in ids if ids.count(each) > 1), None):
            raise DataError(NAME, again, "同じidが2回あります", "片方の名前を変えてください")
    for text in kit["texts"]:
        length, limit = len(text["text"]), text.get("limit")
        if limit and length > limit:
            problem = f"{length}字あります({limit}字まで)"
            raise DataError(NAME, f"texts.{text['id']}", problem, "文を短くしてください")
    return kit


def items(root: Path) -> tuple[Item, ...]:
    """The list that field research made of what municipalities need before they link."""
    return tuple(Item(**item) for item in load_kit(root)["items"])


def check_kit(site: Site, pages: Pages) -> None:
    """Raise DataError for the first thing in the kit that leads nowhere."""
    kit = load_kit(site.root)
    check_targets(items(site.root), NAME, site, pages)
    wanted = [(f"addresses.{each['title']}", each["address"]) for each in kit["addresses"]]
    for each in kit["html"]:
        wanted += [(f"html.{each['id']}", f"/{path}") for path in _INSIDE.findall(each["html"])]
    for place, address in wanted:
        if not exists(address, site, pages):
            problem = f"ページ「{address}」がありません"
            raise DataError(NAME, place, problem, "住所を確かめてください")
    for banner in kit["banners"]:
        for kind in ("svg", "png"):
            file = f"docs/{BANNERS}/{banner_name(banner)}.{kind}"
            if not (site.root / file).is_file():
                mend = "python tools/banners.py で作ってください"
                raise DataError(NAME, f"banners.{_size(banner)}", f"{file} がありません", mend)


def banner_name(banner: Json) -> str:
    """The name of a banner's files, without their kind."""
    return f"denshi-shomeisho-{_size(banner)}"


def snippets(site: Site) -> dict[str, str]:
    """Each HTML to paste, the banners' included, by its id."""
    kit = load_kit(site.root)
    found = {each["id"]: _html(each, site) for each in kit["html"]}
    return found | {_banner_id(each): _banner_html(each, site) for each in kit["banners"]}


def kit_words(site: Site) -> Mapping[str, Callable[[], str]]:
    """Every part of the kit that a page can print, by its name."""
    kit = load_kit(site.root)
    words = kit["words"]
    parts: dict[str, Callable[[], str]] = {
        "items": partial(_items_table, site),
        "addresses": partial(_addresses_table, kit, site),
        "promise": partial(_promise, kit, site),
        "operator": partial(_operator_list, words, site),
        "site": partial(_site_note, words, site),
        "banners": partial(_banners, kit, site),
        "policy": _policy,
    }
    parts |= {each["id"]: partial(_text_block, each, words, site) for each in kit["texts"]}
    parts |= {each["id"]: partial(_html_block, each, words, site) for each in kit["html"]}
    awaiting = [item for item in items(site.root) if item.awaits]
    return parts | {f"awaits-{item.id}": partial(_awaited, item, words, site) for item in awaiting}


# ---------------------------------------------------------------- words put in


def _site_address(site: Site) -> str:
    return site.site_url or PLACE_OF_SITE


def _values(site: Site) -> dict[str, str]:
    undecided = load_kit(site.root)["words"]["undecided"]
    operator, licence = site.about["operator"], site.about["licence"]["text"]
    return {
        "name": SITE,
        "site": _site_address(site),
        "today": day_ja(site.today),
        "operator": operator["name"] if operator else undecided,
        "contact": site.about["contact"] or undecided,
        "licence": licence["name"],
        "licence_url": licence["url"],
    }


def _filled(text: str, values: Mapping[str, str], place: str) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            problem = f"「{{{match[1]}}}」という言葉はありません"
            raise DataError(NAME, place, problem, nearest(match[1], values))
        return values[match[1]]

    return PLACEHOLDER.sub(value, text)


def _html(snippet: Json, site: Site) -> str:
    place = f"html.{snippet['id']}"
    values = {key: escape(value) for key, value in _values(site).items()}
    if "table" in snippet:
        table_id = snippet["table"]
        if table_id not in site.tables:
            mend = nearest(table_id, site.tables)
            raise DataError(NAME, f"{place}.table", f"表「{table_id}」がありません", mend)
        said = site.tables[table_id]
        built = tables.build(table_id, site.book, site.today)
        values |= {
            "table": bare_table_html(built, said),
            "rule": escape(said["rule"]),
            "units": escape(said["units"]),
            "notes": escape("".join(said.get("notes", ()))),
        }
    return _filled(snippet["html"], values, place)


def _size(banner: Json) -> str:
    return f"{banner['width']}x{banner['height']}"


def _banner_id(banner: Json) -> str:
    return f"banner-{_size(banner)}"


def _banner_html(banner: Json, site: Site) -> str:
    address = escape(_site_address(site))
    source = f"{address}{BANNERS}/{banner_name(banner)}.png"
    size = f'width="{banner["width"]}" height="{banner["height"]}"'
    return f'<a href="{address}"><img src="{source}" {size} alt="{escape(banner["alt"])}"></a>'


# ---------------------------------------------------------------- blocks to copy


def _text_block(entry: Json, words: Json, site: Site) -> str:
    text = _filled(entry["text"], _values(site), f"texts.{entry['id']}")
    count = f"（{words['count'].format(n=len(text))}）" if "limit" in entry else ""
    heading = f"### {entry['title']}{count} {{: #{entry['id']} }}"
    box = _box(entry["id"], f"{entry['title']}（{words['text']}）", text, words, entry.get("lang"))
    return "\n".join([heading, "", *box, ""])


def _html_block(entry: Json, words: Json, site: Site) -> str:
    html = _html(entry, site)
    lines = [f"### {entry['title']} {{: #{entry['id']} }}", ""]
    if "note" in entry:
        lines += [entry["note"], ""]
    shown = html if entry.get("preview", True) else ""
    return "\n".join([*lines, *_html_box(entry["id"], entry["title"], html, shown, words, site)])


def _html_box(
    box_id: str, title: str, html: str, shown: str, words: Json, site: Site
) -> Iterator[str]:
    """The HTML to copy below what it will look like; there its links lead into this copy."""
    before = []
    if shown:
        inside = shown.replace(f'"{escape(_site_address(site))}', f'"{HOME}')
        scrolls = f' role="region" tabindex="0" aria-label="{escape(title)}：{words["see"]}"'
        before = [
            f'<p class="kg-copy__h">{words["see"]}</p>',
            f'<div class="kg-copy__see"{scrolls if "table" in shown else ""}>',
            inside,
            "</div>",
        ]
    yield from _box(box_id, f"{title}（{words['html']}）", html, words, before=before)
    yield ""


def _box(
    box_id: str,
    label: str,
    content: str,
    words: Json,
    lang: str | None = None,
    before: Iterable[str] = (),
) -> Iterator[str]:
    said = " ".join(f'data-{key}="{escape(words[key])}"' for key in ("copy", "copied", "selected"))
    more = 'readonly spellcheck="false"' + (f' lang="{lang}"' if lang else "")
    rows = sum(max(1, ceil(len(line) / _CHARACTERS_A_LINE)) for line in content.split("\n"))
    yield f'<div class="kg-copy" data-search-exclude {said}>'
    yield from before
    yield f'<label for="kg-copy-{box_id}">{escape(label)}</label>'
    yield (
        f'<textarea id="kg-copy-{box_id}" rows="{min(rows, 12)}" {more}>'
        f"{escape(content, quote=False)}</textarea>"
    )
    yield "</div>"


def _banners(kit: Json, site: Site) -> str:
    lines: list[str] = []
    for banner in kit["banners"]:
        size, box_id = f"{banner['width']}×{banner['height']}", _banner_id(banner)
        html = _banner_html(banner, site)
        lines += [f"### {size} {{: #{box_id} }}", "", f"{_files(banner, site)}", ""]
        lines += _html_box(box_id, size, html, html, kit["words"], site)
    return "\n".join(lines)


def _files(banner: Json, site: Site) -> str:
    """Links to the two files of a banner with their sizes."""
    said = []
    for kind in ("png", "svg"):
        path = f"{BANNERS}/{banner_name(banner)}.{kind}"
        kilobytes = (site.root / "docs" / path).stat().st_size / 1000
        said.append(link(f"/{path}", f"{kind.upper()}（{kilobytes:.1f}KB）"))
    return "　".join(said)


# ---------------------------------------------------------------- lists


def _items_table(site: Site) -> str:
    words = load_kit(site.root)["words"]
    rows = []
    for number, item in enumerate(items(site.root), start=1):
        title = link(f"{item.page}#{item.anchor}", escape(item.title))
        missing = item.awaits and not _page_exists(item.awaits["page"], site)
        state = f"{words['not_yet']}：{item.awaits['ja']}" if missing else words["ready"]
        rows.append(
            f'<tr id="item-{item.id}"><th scope="row">{number}. {title}</th>'
            f"<td>{escape(state)}</td></tr>"
        )
    labels = ("知りたいこと", "いま")
    caption = f"リンクする前に知りたい{len(rows)}のこと"
    return framed("kit-items", caption, labels, rows, "kg-tbl kg-tbl--whole", searched=False)


def _addresses_table(kit: Json, site: Site) -> str:
    base = _site_address(site)
    rows = [
        f'<tr id="address-{number}"><th scope="row">{link(each["address"], escape(each["title"]))}'
        f"</th><td><code>{escape(base + each['address'][1:])}</code></td></tr>"
        for number, each in enumerate(kit["addresses"], start=1)
    ]
    return framed(
        "kit-addresses",
        "住所を約束するページ",
        ("ページ", "住所"),
        rows,
        "kg-tbl kg-tbl--whole",
        searched=False,
    )


def _promise(kit: Json, site: Site) -> str:
    decided = kit["words"]["promised" if site.about["operator"] else "proposed"]
    mark = "" if site.about["operator"] else "（案）"
    return (
        f"**この住所は、少なくとも{kit['promise_years']}年のあいだ変えません{mark}。**\n{decided}"
    )


def _operator_list(words: Json, site: Site) -> str:
    operator, contact = site.about["operator"], site.about["contact"]
    name = f"{words['undecided']}。"
    if operator:
        name = f"[{operator['name']}]({operator['url']})" if operator["url"] else operator["name"]
    reach = f"{words['undecided']}。"
    if contact:
        reach = f"[{contact}]({'mailto:' if '@' in contact else ''}{contact})"
    return "\n".join(
        ["/// html | div.kg-dl", "運営者", f":   {name}", "", "連絡先", f":   {reach}", "///"]
    )


def _site_note(words: Json, site: Site) -> str:
    """Said only while the address of the site is not known."""
    if site.site_url:
        return ""
    return "\n".join(["/// html | div.kg-warn", "**住所**", "", words["no_site"], "///"])


def _policy() -> str:
    """The policy of a page without any inline script, a line for each of its rules."""
    return "\n".join(f"        {rule};" for rule in policy("").split("; "))


def _awaited(item: Item, words: Json, site: Site) -> str:
    awaits = item.awaits or {}
    if _page_exists(awaits["page"], site):
        return link(awaits["page"], awaits["title"])
    return f"**{words['not_yet']}：**{awaits['ja']}。"


def _page_exists(address: str, site: Site) -> bool:
    return exists(address, site, {})
