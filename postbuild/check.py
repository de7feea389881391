"""Our own check of the built HTML.

The strict build sees the Markdown only. This reads what is really published, so it also finds
what templates, macros and generated pages got wrong, and it does not depend on the theme.
"""

import posixpath
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from postbuild.csp import FRAMES, inline_scripts
from postbuild.markup import TOKEN, attributes

STRIP = "非公式国や市区町村の公式サイトではありません。カードと通知書の日付が優先です。"
"""What the strip says on every page, without spaces."""

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
_CODE = {"code", "pre"}
_LEFTOVER = re.compile(r"\{\{|\{%|\{#|Macro Rendering Error")
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a built page, and how to mend it."""

    page: str
    wrong: str
    mend: str


class SiteError(Exception):
    """Everything that is wrong with a built site, in one message."""

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        pages: dict[tuple[str, str], list[str]] = {}
        for finding in findings:
            pages.setdefault((finding.wrong, finding.mend), []).append(finding.page)
        lines = [f"できあがったページに、直すところが{len(pages)}つあります。"]
        for (wrong, mend), where in pages.items():
            more = f"（ほか{len(where) - 3}ページ）" if len(where) > 3 else ""
            lines += [f"{'、'.join(where[:3])}{more}: {wrong}", f"    → {mend}"]
        super().__init__("\n".join(lines))


@dataclass
class _Page:
    """What the check needs to know of one page."""

    file: str
    html: str
    ids: Counter = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    tags: Counter = field(default_factory=Counter)
    title: str = ""
    description: str = ""
    lang: str = ""
    strip: str = ""
    policy: bool = False
    redirect: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def report(self, wrong: str, mend: str) -> None:
        finding = Finding(self.file, wrong, mend)
        if finding not in self.findings:
            self.findings.append(finding)


def check(site_dir: Path, site_url: str = "") -> None:
    """Read a whole built site; raise one SiteError that lists all there is to mend.

    ``site_url`` is the address it will be published under, where known: links written with
    it, or with its path, are links inside the site.
    """
    files = {p.relative_to(site_dir).as_posix() for p in site_dir.rglob("*") if p.is_file()}
    pages = {
        name: _read(name, (site_dir / name).read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(".html")
    }
    site = _Site(site_url, files, pages)
    for page in pages.values():
        _check_page(page)
        site.check_links(page)
    site.check_orphans()
    site.check_redirects()
    findings = [f for page in pages.values() for f in page.findings]
    findings += _check_styles(site_dir, files)
    if findings:
        raise SiteError(findings)


def _read(file: str, html: str) -> _Page:
    page = _Page(file, html)
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


def _read_tag(page: _Page, name: str, attrs: dict[str, str]) -> None:
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


def _read_meta(page: _Page, attrs: dict[str, str]) -> None:
    equiv = attrs.get("http-equiv", "").lower()
    content = attrs.get("content", "")
    if attrs.get("name") == "description":
        page.description = content.strip()
    elif equiv == "content-security-policy":
        page.policy = True
    elif equiv == "refresh":
        page.redirect = content.partition("url=")[2].strip()
        page.links.append(page.redirect)
    _note_leftover(page, content)


def _note_leftover(page: _Page, text: str) -> None:
    if found := _LEFTOVER.search(text):
        around = _SPACE.sub(" ", text[max(0, found.start() - 10) : found.end() + 40]).strip()
        page.report(
            f"マクロが変換されずに残っています：「{around}」",
            "ページの中の {{ }} のつづりを直してください。文字として見せたいときは"
            " `code` の中に {% raw %} … {% endraw %} で書きます。",
        )


def _check_page(page: _Page) -> None:
    if page.tags["h1"] != 1:
        page.report(
            f"h1（# の見出し）が{page.tags['h1']}個あります。",
            "ページの初めに「# 見出し」を1つだけ書き、ほかは ## にしてください。",
        )
    if not page.title:
        page.report("<title> がありません。", "ページの先頭に title: を書いてください。")
    if not page.description:
        page.report(
            "説明（meta description）がありません。",
            "ページの先頭に description: を1文で書いてください。",
        )
    if page.lang != "ja":
        page.report(f"<html lang> が「{page.lang}」です。", '<html lang="ja"> にしてください。')
    if not _SPACE.sub("", page.strip).startswith(STRIP):
        page.report(
            "「非公式」の帯がないか、決まった文とちがいます。",
            "overrides/main.html の announce を、どのページも使うようにしてください。",
        )
    if not page.policy:
        page.report(
            "Content-Security-Policy がありません。",
            "<meta charset> のあるページにして、postbuild を最後に動かしてください。",
        )
    if page.tags["style"]:
        page.report(
            "<style> があります。",
            "CSP で無視されます。docs/assets/css/ のファイルに移してください。",
        )
    if page.file.startswith(f"{FRAMES}/") and inline_scripts(page.html):
        page.report(
            "ほかのサイトに埋めこむページに、その場に書いたスクリプトがあります。",
            "docs/assets/js/ のファイルに移してください。",
        )
    for name, count in page.ids.items():
        if count > 1:
            page.report(
                f"id「{name}」が{count}回使われています。",
                "見出しの {: #… } か、表の id を、ページの中で1つだけにしてください。",
            )
        elif not name or _SPACE.search(name):
            page.report(f"id「{name}」は使えません。", "空でない、空白のない id にしてください。")


class _Site:
    """All pages together: what a link leads to, and which pages no link leads to."""

    def __init__(self, site_url: str, files: set[str], pages: dict[str, _Page]):
        parts = urlsplit(site_url)
        # Any origin will do where none is known: relative links resolve the same.
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else "https://site.invalid"
        self.root = parts.path.rstrip("/") + "/"
        self.files = files
        self.pages = pages
        self.targets: dict[str, set[str]] = {}

    def check_links(self, page: _Page) -> None:
        reached = self.targets.setdefault(page.file, set())
        for href in dict.fromkeys(page.links):
            target = self._check_link(page, href)
            if target:
                reached.add(target)
        for src in dict.fromkeys(page.files):
            self._check_file(page, src)

    def check_orphans(self) -> None:
        """Every page can be reached from the home page, but for those nobody links to."""
        reached, queue = {"index.html"}, deque(["index.html"])
        while queue:
            for target in self.targets.get(queue.popleft(), ()):
                if target not in reached:
                    reached.add(target)
                    queue.append(target)
        for page in self.pages.values():
            alone = (
                page.redirect is not None
                or page.file == "404.html"
                or page.file.startswith(f"{FRAMES}/")
            )
            if page.file not in reached and not alone:
                page.report(
                    "どのページからもリンクされていません。",
                    "mkdocs.yml の nav か、関係するページにリンクを足してください。",
                )

    def check_redirects(self) -> None:
        """Every old address leads to a page, never round in a circle."""
        for page in self.pages.values():
            here, passed = page, [page.file]
            while here and here.redirect is not None:
                target = self._locate(here, here.redirect)
                here = self.pages.get(target[0]) if target else None
                if here and here.file in passed:
                    way = " → ".join([*passed, here.file])
                    page.report(
                        f"転送が回っています：{way}",
                        "moved_from: か redirect_to: を、いまあるページに向けてください。",
                    )
                    break
                passed += [here.file] if here else []

    def _check_link(self, page: _Page, href: str) -> str | None:
        """Check one link; the file it leads to, if that is in the site."""
        if re.match(r"(?i)(mailto|tel):", href):
            return None
        if href == "#" or re.match(r"(?i)(javascript|data):", href):
            page.report(
                f"リンク「{href}」は動きません。", "ボタンにするか、行き先の住所を書いてください。"
            )
            return None
        target = self._locate(page, href)
        if target is None:
            return None
        path, fragment = target
        if path not in self.files:
            as_folder = posixpath.join(path, "index.html")
            if as_folder in self.files:
                page.report(
                    f"リンク「{href}」の終わりに / がありません。", f"「{href}/」と書いてください。"
                )
            else:
                page.report(
                    f"リンク「{href}」の行き先がありません。",
                    "ファイル名を確かめてください。ページを移したときは、新しいページの"
                    "先頭の moved_from: に元の住所を書いてください。",
                )
            return None
        # "#v=1&k=card" is an answer to open in the calculator, not a place on the page.
        if fragment and "=" not in fragment and path in self.pages:
            if fragment not in self.pages[path].ids:
                page.report(
                    f"リンク「{href}」の「#{fragment}」が、行き先のページにありません。",
                    f"行き先の見出しに {{: #{fragment} }} を書くか、# の後ろを直してください。",
                )
        return path

    def _check_file(self, page: _Page, src: str) -> None:
        if src.startswith("data:"):
            return
        target = self._locate(page, src)
        if target is None:
            page.report(
                f"外のサイトのもの「{src}」を読みこんでいます。",
                "ファイルを docs/assets/ に置いて、それを使ってください。",
            )
        elif target[0] not in self.files:
            page.report(
                f"「{src}」というファイルがありません。",
                "docs/ の中の場所と名前を確かめてください。",
            )

    def _locate(self, page: _Page, href: str) -> tuple[str, str] | None:
        """The file in the site and the fragment an address means; None if it is elsewhere."""
        url = urlsplit(urljoin(f"{self.origin}{self.root}{page.file}", href.strip()))
        if f"{url.scheme}://{url.netloc}" != self.origin:
            return None
        path = unquote(url.path)
        if not path.startswith(self.root):
            # "/x/" forgot the folder the site lives in; "https://…/x/" is a neighbour's site.
            return None if urlsplit(href).scheme else (path, "")
        path = path[len(self.root) :]
        if path.endswith("/") or not path:
            path += "index.html"
        return path, unquote(url.fragment)


def _check_styles(site_dir: Path, files: set[str]) -> list[Finding]:
    return [
        Finding(
            name,
            f"外のサイトのもの「{url}」を読みこんでいます。",
            "ファイルを docs/assets/ に置いて、それを使ってください。",
        )
        for name in sorted(files)
        if name.endswith(".css")
        for url in _CSS_URL.findall((site_dir / name).read_text("utf-8"))
    ]
