"""Every page in a real Chromium: quiet, within its policy, and open to everyone."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

TYPES = [
    "",
    "guide/renewal-window/",
    "tables/by-issuance-age/",
    "about/",
    "kit/html/",
    "doubts/",
    "law/card.adult_age/",
    "no-such-page/",
]
WIDTHS = [320, 1280]
SCHEMES = ["light", "dark"]
# Each width and each scheme once; the other two pairs once a week.
LOOKS = [
    (320, "dark"),
    (1280, "light"),
    pytest.param(320, "light", marks=pytest.mark.weekly),
    pytest.param(1280, "dark", marks=pytest.mark.weekly),
]


def every_page(site):
    return sorted(
        path.relative_to(site).as_posix().removesuffix("index.html")
        for path in site.rglob("*.html")
    )


def some_pages(site, step):
    """Every `step`-th page, so that each kind is among them; the weekly run takes them all."""
    return every_page(site)[::step]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["impact"], [node["target"] for node in v["nodes"]][:3]) for v in found]


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STORED = "[localStorage.length, sessionStorage.length, document.cookie]"


@pytest.mark.parametrize(
    ("width", "step"),
    [
        (320, 7),
        pytest.param(320, 1, marks=pytest.mark.weekly),
        pytest.param(390, 1, marks=pytest.mark.weekly),
        pytest.param(1280, 1, marks=pytest.mark.weekly),
    ],
)
def test_every_page_is_quiet_asks_nobody_else_and_fits_the_screen(
    site, base_url, page, width, step
):
    """Empty console, no policy violation, no request outside, nothing stored, no sideways scroll."""
    noise, requests = [], []
    page.set_viewport_size({"width": width, "height": 800})
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    for address in some_pages(site, step):
        page.goto(base_url + address)
        assert page.title()
        assert page.evaluate(STORED) == [0, 0, ""], address
        assert page.evaluate(OVERFLOW) <= 0, address
    assert not noise
    assert all(url.startswith((base_url, "data:")) for url in requests)


@pytest.mark.parametrize(
    ("width", "scheme", "types"),
    [
        # Each type in one of two looks; the weekly run takes every page in all four.
        (320, "light", TYPES[::2]),
        (1280, "dark", TYPES[1::2]),
    ],
    ids=["phone", "desk"],
)
def test_each_page_type_has_no_axe_violation(base_url, browser, width, scheme, types):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        for address in types:
            page.goto(base_url + address)
            assert not violations(page), address


@pytest.mark.weekly
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_at_all_has_an_axe_violation(site, base_url, browser, width, scheme):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        for address in every_page(site):
            page.goto(base_url + address)
            assert not violations(page), address


def test_without_script_the_answer_and_the_ways_on_are_there(base_url, browser):
    with browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(base_url + "tables/by-issuance-age/")
        assert page.locator("#age-66").inner_text().split()[:3] == ["66歳", "71歳", "76歳"]
        links = page.locator("#kg-foot a").all()
        targets = {urljoin(page.url, link.get_attribute("href")) for link in links}
        for name in ("sources", "doubts", "tables", "about"):
            assert f"{base_url}{name}/" in targets, name


def test_a_row_can_be_linked_to(base_url, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base_url + "tables/by-issuance-age/#age-66")
    row = page.locator("#age-66")
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert 0 <= box["y"] < 800


def test_the_essential_columns_need_no_sideways_scroll_on_a_phone(base_url, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base_url + "tables/by-issuance-age/")
    region = page.locator(".kg-tbl").first.bounding_box()
    fourth = page.locator("#age-66 > *").nth(3).bounding_box()
    assert fourth["x"] + fourth["width"] <= region["x"] + region["width"] + 1


def test_the_menu_opens_and_closes_by_keyboard_on_a_phone(base_url, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base_url)
    button = page.locator("header button[aria-expanded]").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert button.evaluate("element => element === document.activeElement")


def test_the_skip_link_comes_first_and_leads_to_the_page(base_url, page):
    page.goto(base_url + "guide/renewal-window/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kg-main"


def test_printing_keeps_the_strip_and_the_whole_table(base_url, page):
    page.goto(base_url + "tables/by-issuance-age/")
    page.emulate_media(media="print")
    assert page.locator(".kg-unofficial").is_visible()
    region = page.locator(".kg-tbl").first
    assert region.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
