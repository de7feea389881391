"""Take the pictures of .github/CONTRIBUTING.md: `CHROME=… python tools/pictures.py`.

They are taken from the real thing: a page of the built site, files of data/, and what the review
says of a mistake. They are committed, because that file is read where nothing is built. Run this
after a change of what they show.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# Which repository does not matter: the picture shows the words of the links, not where they lead.
os.environ["REPO_URL"] = "https://github.com/example/guide"

from markdown import markdown as to_html  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tools.ensure_browser import browser  # noqa: E402
from tools.review import pages, problems  # noqa: E402
from tools.review.text import Review, markdown  # noqa: E402

PICTURES = ROOT / ".github" / "pictures"
WIDTH = 760
PAGE = "guide/where"
TOWN = "data/municipalities/11/112437.yaml"
RULE = "data/parameters/certificate/birthdays.yaml"
ADDED = (
    '  "2028-04-01":',
    "    value: 10",
    "    cite: [law-jpki-rules 第13条第1号, law-jpki-rules 第49条第1号]",
)
"""An exercise, not law: so the guide says, too."""

_STYLE = """
body { margin: 0; font: 16px/1.7 'Hiragino Sans','Noto Sans CJK JP',sans-serif; color: #1b2422 }
#shot { width: 720px; padding: 12px 20px; background: #fff }
h1 { font-size: 22px; margin: 8px 0 } p, ul { margin: 6px 0 }
code { font: 15px 'Noto Sans Mono CJK JP',monospace; background: #eef2f1; padding: 0 4px }
.file { font: 15px/1.65 'Noto Sans Mono CJK JP',monospace; border: 1px solid #9aa7a4 }
.file b { display: block; padding: 4px 12px; background: #e3eae8; font-family: sans-serif }
.file div { padding: 0 12px 0 52px; white-space: pre-wrap; text-indent: -40px }
.file i { display: inline-block; width: 40px; color: #5c6a67; font-style: normal; text-indent: 0 }
.file .new { background: #d6f5dc } .file .see { background: #fff3c4 }
"""


def main() -> None:
    """Take every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        site = Path(temporary) / "site"
        if (run := pages.build(ROOT, site)).returncode:
            sys.exit(run.stderr)
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        arguments = ["--disable-gpu", *(["--no-sandbox"] if root else [])]
        chromium = playwright.chromium.launch(executable_path=browser(), args=arguments)
        look = {"viewport": {"width": WIDTH, "height": 900}, "locale": "ja-JP"}
        page = chromium.new_page(**look, bypass_csp=True)  # our own marks on a page of ours
        _foot(page, site)
        _shot(page, "town.png", _file(TOWN, dict.fromkeys(range(2, 22), "see"), 21))
        lines = len((ROOT / RULE).read_text("utf-8").splitlines())
        marks = dict.fromkeys(range(lines + 1, lines + 1 + len(ADDED)), "new")
        _shot(page, "rule.png", _file(RULE, marks, lines, ADDED))
        _shot(page, "check.png", to_html(_mistake(Path(temporary) / "copy")))
        chromium.close()


def _foot(page: Page, site: Path) -> None:
    """The end of a page with the two links ringed."""
    page.goto((site / PAGE / "index.html").as_uri())
    page.add_style_tag(
        content=".kg-help .kg-btn { outline: 4px solid #d6301f; outline-offset: 3px }"
        ".kg-help { padding: 12px }"
    )
    page.locator(".kg-help").screenshot(path=PICTURES / "page.png")


def _file(name: str, marks: Mapping[int, str], most: int, more: Iterable[str] = ()) -> str:
    """The first lines of a file and more, with their numbers, some lines coloured."""
    lines = [*(ROOT / name).read_text("utf-8").splitlines()[:most], *more]
    rows = [
        f'<div class="{marks.get(number, "")}"><i>{number}</i>{escape(line)}</div>'
        for number, line in enumerate(lines, start=1)
    ]
    return f'<div class="file"><b>{name}</b>{"".join(rows)}</div>'


def _mistake(copy: Path) -> str:
    """What the review says of a town's code with a wrong last digit."""
    shutil.copytree(ROOT / "data", copy / "data")
    shutil.copytree(ROOT / "docs", copy / "docs", ignore=shutil.ignore_patterns("assets"))
    wrong = copy / TOWN.replace("112437", "112438")
    (copy / TOWN).rename(wrong)
    wrong.write_text(wrong.read_text("utf-8").replace('"112437"', '"112438"'), "utf-8")
    return markdown(Review(problems.in_data(copy)), "")


def _shot(page: Page, name: str, html: str) -> None:
    page.set_content(f'<style>{_STYLE}</style><div id="shot">{html}</div>')
    page.locator("#shot").screenshot(path=PICTURES / name)


if __name__ == "__main__":
    main()
