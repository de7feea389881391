"""Our own check of the built HTML.

The strict build sees the Markdown only. This reads what is really published, so it also finds
what templates, macros and generated pages got wrong, and it does not depend on the theme.
"""

import re
from pathlib import Path

from postbuild.csp import FRAMES, inline_scripts
from postbuild.links import Site
from postbuild.page import Finding, Page, read

__all__ = ["STRIP", "Finding", "SiteError", "check"]

STRIP = "非公式国や市区町村の公式サイトではありません。カードと通知書の日付が優先です。"
"""What the strip says on every page, without spaces."""

_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")
_SPACE = re.compile(r"\s+")


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


def check(site_dir: Path, site_url: str = "") -> None:
    """Read a whole built site; raise one SiteError that lists all there is to mend.

    ``site_url`` is the address it will be published under, where known: links written with
    it, or with its path, are links inside the site.
    """
    files = {p.relative_to(site_dir).as_posix() for p in site_dir.rglob("*") if p.is_file()}
    pages = {
        name: read(name, (site_dir / name).read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(".html")
    }
    site = Site(site_url, files, pages)
    for page in pages.values():
        _check_page(page)
        site.check_links(page)
    site.check_orphans()
    site.check_redirects()
    findings = [f for page in pages.values() for f in page.findings]
    findings += _check_styles(site_dir, files)
    findings += site.check_written(site_dir, site_url)
    if findings:
        raise SiteError(findings)


def _check_page(page: Page) -> None:
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
    if not page.silent:
        page.report(
            "行き先に、どこから来たかを伝えてしまいます（no-referrer がありません）。",
            '<head> に <meta name="referrer" content="no-referrer"> を書いてください。',
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
