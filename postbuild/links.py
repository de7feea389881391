"""Where the links of the built site lead: pages, places in pages, files, old addresses."""

import posixpath
import re
from collections import deque
from collections.abc import Container
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from postbuild import written
from postbuild.csp import FRAMES
from postbuild.page import Finding, Page


class Site:
    """All pages together: what a link leads to, and which pages no link leads to."""

    def __init__(self, site_url: str, files: set[str], pages: dict[str, Page]):
        parts = urlsplit(site_url)
        # Any origin will do where none is known: relative links resolve the same.
        self.origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else "https://site.invalid"
        self.root = parts.path.rstrip("/") + "/"
        self.files = files
        self.pages = pages
        self.targets: dict[str, set[str]] = {}

    def check_links(self, page: Page) -> None:
        """Everything a page leads to, names or fetches is there."""
        reached = self.targets.setdefault(page.file, set())
        for href in dict.fromkeys(page.links):
            target = self._check_link(page, href)
            if target:
                reached.add(target)
        for href in dict.fromkeys(page.named):
            self._check_link(page, href)
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
                target = self._locate(here.file, here.redirect)
                here = self.pages.get(target[0]) if target else None
                if here and here.file in passed:
                    way = " → ".join([*passed, here.file])
                    page.report(
                        f"転送が回っています：{way}",
                        "moved_from: か redirect_to: を、いまあるページに向けてください。",
                    )
                    break
                passed += [here.file] if here else []

    def check_written(self, site_dir: Path, site_url: str) -> list[Finding]:
        """What is wrong with the addresses in files that are no pages."""
        findings = []
        for name in sorted(self.files):
            for address in dict.fromkeys(written.addresses(site_dir / name, site_url)):
                ours = f"{self.root}{address[1:]}" if address.startswith("/") else address
                if fault := self._fault(self._locate(name, ours), ours):
                    wrong, mend = fault
                    findings.append(Finding(name, wrong.replace(ours, address), mend))
        return findings

    def _check_link(self, page: Page, href: str) -> str | None:
        """Check one link; the file it leads to, if that is in the site."""
        if re.match(r"(?i)(mailto|tel):", href):
            return None
        if href == "#" or not href or re.match(r"(?i)(javascript|data):", href):
            page.report(
                f"リンク「{href}」は動きません。", "ボタンにするか、行き先の住所を書いてください。"
            )
            return None
        target = self._locate(page.file, href)
        if fault := self._fault(target, href):
            page.report(*fault)
        return target[0] if target and target[0] in self.files else None

    def _fault(self, target: tuple[str, str] | None, href: str) -> tuple[str, str] | None:
        """What is wrong with an address of ours and where it leads, and how to mend it."""
        if target is None:
            return None
        path, fragment = target
        if path not in self.files:
            if posixpath.join(path, "index.html") in self.files:
                wrong = f"リンク「{href}」の終わりに / がありません。"
                return wrong, f"「{href}/」と書いてください。"
            return (
                f"リンク「{href}」の行き先がありません。",
                "ファイル名を確かめてください。ページを移したときは、新しいページの"
                "先頭の moved_from: に元の住所を書いてください。",
            )
        # "#v=1&k=card" is an answer to open in the calculator, not a place on the page.
        if fragment and "=" not in fragment and fragment not in self._ids(path, fragment):
            return (
                f"リンク「{href}」の「#{fragment}」が、行き先のページにありません。",
                f"行き先の見出しに {{: #{fragment} }} を書くか、# の後ろを直してください。",
            )
        return None

    def _ids(self, path: str, fragment: str) -> Container[str]:
        """The ids of a page; what is no page is not looked into."""
        return self.pages[path].ids if path in self.pages else {fragment}

    def _check_file(self, page: Page, src: str) -> None:
        if src.startswith("data:"):
            return
        target = self._locate(page.file, src)
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
        elif target[1] and target[1] not in self._ids(*target):
            page.report(
                f"「{src}」の「#{target[1]}」がありません。",
                "絵の id を確かめてください。",
            )

    def _locate(self, file: str, href: str) -> tuple[str, str] | None:
        """The file in the site and the fragment an address means; None if it is elsewhere."""
        url = urlsplit(urljoin(f"{self.origin}{self.root}{file}", href.strip()))
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
