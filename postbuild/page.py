"""One built page, as the check reads it: its links, its files, its ids, and what is wrong in it."""

import re
from collections import Counter
from dataclasses import dataclass, field

from postbuild.markup import TOKEN, attributes

# Attributes that make the browser fetch something, whatever element they stand on.
_FETCHES = ("src", "srcset", "poster", "data", "action", "formaction", "background")
# <link> relations that fetch; canonical or license only name an address.
_LINK_FETCHES = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
# <link> relations that name another address of ours, and nobody presses.
_LINK_NAMES = {"canonical", "alternate", "prev", "next", "help", "author"}
_CODE = {"code", "pre"}
_LEFTOVER = re.compile(r"\{\{|\{%|\{#|Macro Rendering Error")
_SPACE = re.compile(r"\s+")
_UP = "../"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a built page, and how to mend it."""

    page: str
    wrong: str
    mend: str


@dataclass
class Page:
    """What the check needs to know of one page."""

    file: str
    html: str
    ids: Counter = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    tags: Counter = field(default_factory=Counter)
    title: str = ""
    description: str = ""
    lang: str = ""
    strip: str = ""
    policy: bool = False
    silent: bool = False
    redirect: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def report(self, wrong: str, mend: str) -> None:
        """Note once what is wrong in the page."""
        finding = Finding(self.file, wrong, mend)
        if finding not in self.findings:
            self.findings.append(finding)


def read(file: str, html: str) -> Page:
    """The page in a file of the built site."""
    page = Page(file, html)
    code_depth = 0
    strip_element, strip_depth = "", 0
    for token in TOKEN.finditer(html):
        kind = token.lastgroup
        if kind == "text":
            text = token[0]
            if strip_depth:
                page.strip += text
            if not code_depth and "{" in text or "Macro Rendering" in text:
                _note_leftover(page, text)
        elif kind == "open":
            name = token["open_name"].lower()
            page.tags[name] += 1
            code_depth += name in _CODE
            strip_depth += strip_depth > 0 and name == strip_element
            if token["open_attrs"]:
                attrs = attributes(token["open_attrs"])
                _read_tag(page, name, attrs)
                if "kg-unofficial" in attrs.get("class", "").split():
                    strip_element, strip_depth = name, 1
        elif kind == "close":
            name = token["close_name"].lower()
            code_depth -= name in _CODE
            strip_depth -= strip_depth > 0 and name == strip_element
        elif kind == "raw":
            name = token["raw_name"].lower()
            page.tags[name] += 1
            _read_tag(page, name, attributes(token["raw_attrs"]))
            if name == "title" and not page.tags["body"]:  # an SVG has a title, too
                page.title = token["raw_text"].strip()
                _note_leftover(page, page.title)
    return page


def _read_tag(page: Page, name: str, attrs: dict[str, str]) -> None:
    if "id" in attrs:
        page.ids[attrs["id"]] += 1
    if name in ("a", "area") and "href" in attrs:
        page.links.append(attrs["href"])
    elif name == "html":
        page.lang = attrs.get("lang", "")
    elif name == "meta":
        _read_meta(page, attrs)
    elif name == "link" and _LINK_FETCHES & set(attrs.get("rel", "").lower().split()):
        page.files.append(attrs.get("href", ""))
    elif name == "link" and _LINK_NAMES & set(attrs.get("rel", "").lower().split()):
        page.named.append(attrs.get("href", ""))
    elif name in ("use", "image") and "href" in attrs:
        page.files.append(attrs["href"])
    if name == "img" and "alt" not in attrs:
        page.report(
            f"絵「{attrs.get('src', '')}」に、代わりの文（alt）がありません。",
            '絵の中身を alt="…" に書いてください。飾りの絵なら alt="" と書きます。',
        )
    for key, value in attrs.items():
        if key in _FETCHES:
            urls = [part.split()[0] for part in value.split(",") if part.strip()]
            page.files += urls if key == "srcset" else [value]
        elif key == "data-same-as":
            page.named.append(_UP * page.file.count("/") + value.lstrip("/"))
        elif key in ("ping", "referrerpolicy") or key == "rel" and "opener" in value.split():
            page.report(
                f"<{name}> に {key}「{value}」があります。",
                "どこから来たかを、行き先に伝えてしまいます。この属性を消してください。",
            )
        elif key == "style":
            page.report(
                f"<{name}> に style 属性「{value}」があります。",
                "style は CSP で無視されます。docs/assets/css/site.css にクラスを作ってください"
                "（表の「:---:」が原因なら、コロンを消してください）。",
            )
        elif key.startswith("on"):
            page.report(
                f"<{name}> に {key} 属性があります。",
                "その場に書いたスクリプトは CSP で動きません。"
                "docs/assets/js/ のファイルに移してください。",
            )
        elif key != "content" and "{" in value:
            _note_leftover(page, value)


def _read_meta(page: Page, attrs: dict[str, str]) -> None:
    equiv = attrs.get("http-equiv", "").lower()
    content = attrs.get("content", "")
    if attrs.get("name") == "description":
        page.description = content.strip()
    elif attrs.get("name") == "referrer":
        page.silent = content == "no-referrer"
    elif equiv == "content-security-policy":
        page.policy = True
    elif equiv == "refresh":
        page.redirect = content.partition("url=")[2].strip()
        page.links.append(page.redirect)
    _note_leftover(page, content)


def _note_leftover(page: Page, text: str) -> None:
    if found := _LEFTOVER.search(text):
        around = _SPACE.sub(" ", text[max(0, found.start() - 10) : found.end() + 40]).strip()
        page.report(
            f"マクロが変換されずに残っています：「{around}」",
            "ページの中の {{ }} のつづりを直してください。文字として見せたいときは"
            " `code` の中に {% raw %} … {% endraw %} で書きます。",
        )
