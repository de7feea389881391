"""What a first visit costs beside the stock theme, and that nothing jumps while a page loads."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from kigen.reader import ROOT
from postbuild.csp import inline_scripts
from postbuild.weigh import sent_bytes
from tests.site import SITE_URL, served

pytestmark = pytest.mark.browser

TYPES = {
    "home": "",
    "guide": "guide/where/",
    "finding": "guide/two-expiry-dates/",
    "table": "tables/by-issuance-age/",
    "first question": "ask/",
    "outcome": "ask/outcome/self-known/",
    "map": "ask/map/",
    "forecast": "outlook/",
    "sources": "sources/",
    "doubts": "doubts/",
    "law": "law/card.adult_age/",
    "terms": "terms/",
    "questions": "questions/",
    "myths": "myths/",
    "prefecture": "offices/11/",
    "kit": "kit/html/",
    "handout": "kit/handouts/renewal/",
    "about": "about/",
    "article": "2020/",
    "calculator": "check/",
}
ASIDE = {"calculator"}
SHAPES = "home guide table outcome forecast prefecture handout calculator".split()
LEAST_GAIN = 0.85
HOME = 14_000
INDEX = "search/search_index.json"
IN_PIECES = 0.05
"""Half of what is called good on the web (https://web.dev/articles/cls)."""
# Chromium paints nothing before it has read this far: what the parser does is left out.
END = '<i id="test-end"></i>'
WHOLE_FIRST = '<link rel="expect" href="#test-end" blocking="render">'
SHIFTS = """() => new Promise((done) => {
  const found = [];
  new PerformanceObserver((list) => {
    found.push(...list.getEntries().filter((entry) => !entry.hadRecentInput).map((entry) => entry.value));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found.reduce((sum, value) => sum + value, 0)), 100);
})"""


def first_visits(site: Path, browser, *paths: str) -> list[dict[str, int]]:
    """Every file that a browser with an empty cache asks for on each page, with its bytes as sent."""
    asked: list[str] = []
    visits = []
    with served(site, asked) as address:
        for path in paths:
            # A window of its own: a browser keeps more than what its cache can be told to forget.
            with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
                context.new_page().goto(address + path, wait_until="networkidle")
            names = {name.partition("?")[0].lstrip("/") for name in asked}
            asked.clear()
            files = {f"{name}index.html" if name in ("", path) else name for name in names}
            visits.append({n: sent_bytes(site, n) for n in sorted(files) if (site / n).is_file()})
    return visits


@pytest.fixture(scope="module")
def stock(site, tmp_path_factory):
    """The same content in the theme as it comes, with its own search in Japanese."""
    root = tmp_path_factory.mktemp("stock")
    shutil.copytree(ROOT / "docs/assets/img", root / "docs/assets/img")
    for path in TYPES.values():
        html = BeautifulSoup((site / path / "index.html").read_text("utf-8"), "html5lib")
        main = html.find(id="kg-main")
        lines = [line for line in str(main).splitlines() if line.strip()]
        target = root / "docs" / path / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        title = main.find("h1").get_text()
        target.write_text(f"---\ntitle: {title!r}\n---\n\n" + "\n".join(lines) + "\n", "utf-8")
    config = {
        "site_name": "更新ガイド",
        "site_url": SITE_URL,
        "theme": {"name": "material", "language": "ja", "font": False},
        "plugins": [{"search": {"lang": "ja"}}],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(root / "site")]
    run = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return root / "site"


def test_every_page_type_costs_less_than_the_stock_theme(site, stock, browser):
    """Even where the stock theme's index, its largest file, is not counted against it."""
    ours = dict(zip(TYPES, first_visits(site, browser, *TYPES.values()), strict=True))
    assert all("assets/css/site.css" in files for files in ours.values()), "not a first visit"
    # Of the stock theme every page fetches the same but itself, so one visit tells them all.
    (shared,) = first_visits(stock, browser, "")
    del shared["index.html"]
    assert INDEX in shared and any("/bundle." in name for name in shared)
    ratios, lines = {}, []
    for kind, files in ours.items():
        own = sum(files.values())
        whole = sum(shared.values()) + sent_bytes(stock, f"{TYPES[kind]}index.html")
        without = whole - shared[INDEX]
        ratios[kind] = own / without
        parts = {
            suffix: sum(size for name, size in files.items() if name.endswith(suffix))
            for suffix in (".html", ".css", "js", ".svg")
        }
        told = " ".join(f"{suffix} {size}" for suffix, size in parts.items())
        lines.append(f"{kind:15} {own:7} ({told}) stock {without:7} {own / without:.2f} "
                     f"with its index {whole:7} {own / whole:.2f}")  # fmt: skip
    print("\n" + "\n".join(lines))
    assert {kind: r for kind, r in ratios.items() if r > LEAST_GAIN and kind not in ASIDE} == {}


def test_the_home_page_is_small(site):
    assert sent_bytes(site, "index.html") <= HOME


def test_a_page_loads_only_files_that_are_its_own_or_the_themes_style(site):
    left = {path.name.split(".")[0] for path in (site / "assets/stylesheets").iterdir()}
    assert left == {"main", "palette"}
    assert not (site / "assets/javascripts").exists()
    assert not (site / "search").exists() and not (site / "partials").exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_even_when_scripts_come_late(base_url, browser, width):
    """Of what scripts, styles and pictures do. HTML that comes in pieces is the next test."""

    def late(route):
        time.sleep(0.15)
        route.continue_()

    def at_once(route):
        html = route.fetch().text()
        html = html.replace("<head>", f"<head>{WHOLE_FIRST}").replace("</body>", f"{END}</body>")
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    jumped = {}
    for kind in SHAPES:
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            page.route("**/*.mjs", late)
            page.route(f"**/{TYPES[kind]}", at_once)
            page.goto(base_url + TYPES[kind], wait_until="networkidle")
            if shift := page.evaluate(SHIFTS):
                jumped[kind] = shift
    assert jumped == {}


@pytest.mark.weekly
@pytest.mark.parametrize("width", [390, 1280])
def test_little_moves_while_the_html_comes_in_pieces(site, browser, width):
    """The columns of a table find their width with its last row; a sentence with its last word."""
    moved = {}
    with served(site, pieces=40) as address:
        for kind in SHAPES:
            with browser.new_context(viewport={"width": width, "height": 800}) as context:
                page = context.new_page()
                page.goto(address + TYPES[kind], wait_until="networkidle")
                moved[kind] = page.evaluate(SHIFTS)
    print({kind: round(shift, 4) for kind, shift in moved.items()})
    assert {kind: shift for kind, shift in moved.items() if shift > IN_PIECES} == {}


def test_no_place_is_kept_for_a_form_that_cannot_come(base_url, page):
    """As in the copy that is read from a folder, where modules do not run."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.route("**/*.mjs", lambda route: route.abort())
    page.goto(base_url + TYPES["calculator"], wait_until="networkidle")
    wait, tables = (page.locator(name).bounding_box() for name in ("#kg-wait", "#kg-static"))
    assert tables["y"] - wait["y"] - wait["height"] < 100


def test_what_was_folded_is_folded_again_after_printing(base_url, page):
    page.goto(base_url + TYPES["calculator"])
    page.wait_for_selector("#kg-form")
    folded = "document.querySelectorAll('details:not([open])').length"
    before = page.evaluate(folded)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert before and page.evaluate(folded) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before


def test_no_page_type_has_an_inline_script(site):
    for path in TYPES.values():
        assert not inline_scripts((site / path / "index.html").read_text("utf-8")), path
