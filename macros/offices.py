"""The pages under /offices/: what the pages of municipalities said, by prefecture.

What a page does not say is listed as not said; it never becomes "no".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from kigen.offices import Municipality, OfficePage, counts
from kigen.render.words import CHECKS, day_ja, old_ja
from macros.cites import ageing, link
from macros.site import Site

YES_NO = {True: "できると書いてあります", False: "できないと書いてあります"}
BRANCHES = {
    "all": "どこでもできると書いてあります",
    "some": "できる所が書いてあります",
    "none": "できないと書いてあります",
}
BOOKING = {
    "required": "要ると書いてあります",
    "recommended": "すすめています",
    "not_needed": "要らないと書いてあります",
}
EVENINGS = {True: "開いている時があります", False: "開いていないと書いてあります"}
SCOPES = {
    "renewal": "",
    "both": "",
    "issuance": "発行のページです。更新のことは、読めた部分にありません。",
    "evenings": "夜間と休日の案内です。",
}
POINTS = {
    "main_office": ("本庁", YES_NO),
    "branches": ("支所・出張所", BRANCHES),
    "post_office": ("郵便局", YES_NO),
    "booking": ("予約", BOOKING),
    "evenings": ("夜間・休日", EVENINGS),
    "proxies": ("代理人", YES_NO),
}
"""What is asked of every page, in the order in which it is printed."""

LIMITS = (
    "読んだのは、保存された写しの、はじめの部分だけです。",
    "「書かれていない」は、「できない」という意味ではありません。",
    "ページを選んで読んだので、全国の割合ではありません。",
    "いまの受付は、市区町村のページか電話で確かめてください。",
)


def office_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The Markdown of /offices/ and of the 47 prefectures, by path under docs/."""
    towns: dict[str, list[Municipality]] = {code: [] for code in site.prefectures}
    for town in site.municipalities.values():
        towns[town.prefecture_code].append(town)
    yield "offices/index.md", _index(towns, site)
    for code, name in site.prefectures.items():
        yield f"offices/{code}.md", _prefecture(name, towns[code], site)


def counts_html(site: Site) -> str:
    """How many municipalities said what of their branches, with the limits of such a count."""
    found = counts(site.municipalities.values())
    kinds = {**{key: f"支所や出張所{words}" for key, words in _COUNTED.items()}}
    items = [f"<li>{words}：{found[key]}</li>" for key, words in kinds.items()]
    return "\n".join(
        [
            f"<p>{_read(site.municipalities.values())}</p>",
            '<ul class="kg-counts">',
            *items,
            "</ul>",
            f"<p>{''.join(LIMITS)}</p>",
        ]
    )


_COUNTED = {
    "all": "のすべてでできると書いてある",
    "some": "の一部でできると書いてある",
    "none": "ではできないと書いてある",
    None: "のことは書かれていない",
}


def _read(towns: Iterable[Municipality]) -> str:
    pages = [town.pages[0] for town in towns]
    years = sorted(page.shown.year for page in pages if page.shown)
    undated = len(pages) - len(years)
    dated = f"日付は{years[0]}年から{years[-1]}年で、" if years else ""
    return f"{len(pages)}の市区町村のページを読みました。{dated}日付のないものが{undated}あります。"


def _index(towns: Mapping[str, Sequence[Municipality]], site: Site) -> str:
    lines = [
        "---",
        "title: 市区町村のページに書いてあったこと",
        "description: 電子証明書を更新できる所など、市区町村のページに書いてあったことです。",
        "kind: data",
        "---",
        "# 市区町村のページに書いてあったこと",
        "",
        "支所でできるか、予約が要るかなど、市区町村のページの言葉を集めています。",
        "",
        counts_html(site),
        "",
        "## 都道府県をえらぶ {: #prefectures }",
        "",
        '<ul class="kg-prefs">',
    ]
    for code, name in site.prefectures.items():
        number = f"{len(towns[code])}市区町村" if towns[code] else "まだありません"
        lines.append(f"<li>{link(f'/offices/{code}/', name)}（{number}）</li>")
    return "\n".join([*lines, "</ul>", ""])


def _prefecture(name: str, towns: Sequence[Municipality], site: Site) -> str:
    said = Counter(town.name for town in towns)
    lines = [
        "---",
        f"title: {name}の市区町村",
        f"description: {name}の市区町村のページにあった、電子証明書を更新できる所です。",
        "kind: data",
        "---",
        f"# {name}の市区町村のページに書いてあったこと",
        "",
        "".join(LIMITS),
        link("/offices/", "ほかの都道府県"),
        "",
    ]
    if not said:
        lines += ["この県の市区町村のページは、まだ読んでいません。", ""]
    for town in towns:
        lines += [f"## {town.name} {{: #{town.code} }}", "", *_pages(town, site), ""]
    return "\n".join(lines)


def _pages(town: Municipality, site: Site) -> Iterator[str]:
    for number, page in enumerate(town.pages):
        if number:
            yield f"<p><b>前の版（{day_ja(page.shown) if page.shown else '日付なし'}）</b></p>"
        yield from _page(town, page, site)


def _page(town: Municipality, page: OfficePage, site: Site) -> Iterator[str]:
    answers = [
        (label, says[value])
        for key, (label, says) in POINTS.items()
        if (value := getattr(page, key)) is not None
    ]
    silent = [label for key, (label, _) in POINTS.items() if getattr(page, key) is None]
    yield '<dl class="kg-town">'
    for label, words in answers:
        names = "、".join(page.branch_names) if label == POINTS["branches"][0] else ""
        detail = page.post_office_detail if label == POINTS["post_office"][0] else ""
        more = f"：{escape(names or detail)}" if names or detail else ""
        yield f"<dt>{label}</dt><dd>{words}{more}</dd>"
    if page.window_words:
        yield f"<dt>いつから</dt><dd>「{escape(page.window_words)}」</dd>"
    if silent:
        absent = "、".join(silent)
        yield (
            f"<dt data-search-exclude>書かれていないこと</dt><dd data-search-exclude>{absent}</dd>"
        )
    yield "</dl>"
    notes = f"{SCOPES[page.scope]}{escape(page.note or '')}"
    yield f"<p>「{escape(page.quote)}」{notes}<br>{_source(town, page, site)}</p>"


def _source(town: Municipality, page: OfficePage, site: Site) -> str:
    shown = f"資料の日付 {day_ja(page.shown)}" if page.shown else "資料に日付なし"
    checked, old = page.checked, site.is_old(page.checked.on)
    return (
        f"<span{ageing(site)} data-search-exclude>{town.name}「"
        f'<a href="{escape(page.url)}">{escape(page.title)}</a>」{shown}。'
        f"<span{' data-old' if old else ''}>{old_ja(site.old_days) if old else ''}"
        f'{CHECKS[checked.how]}（<time datetime="{checked.on}">{day_ja(checked.on)}</time>）'
        "</span></span>"
    )
