"""The same on every page: what the frame holds, how it is called, and how a page is told of."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from tests.everyone import opened
from tests.site import SITE_URL

LOGO = "assets/img/logo.svg"


@pytest.fixture(scope="module")
def pages(site):
    """{address of a page: its HTML}, without those that only send the reader on."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    html = {
        name.removesuffix("index.html"): path.read_text("utf-8") for name, path in files.items()
    }
    return {address: text for address, text in html.items() if 'id="kg-foot"' in text}


def frame(address, html):
    """The lines around the text of a page, with whole addresses and no mark of the page itself."""

    def whole(link):
        here = link[2].startswith("#")  # the skip link and the way to the foot
        return f'{link[1]}="{link[2] if here else urljoin(SITE_URL + address, link[2])}"'

    header, main = html.index('<header class="md-header'), html.index('<main class="md-main"')
    foot = html.index('<footer class="kg-foot"')
    around = html[header:main] + html[foot : html.index("</footer>", foot)]
    return re.sub(r' aria-current="\w+"', "", re.sub(r'(href|src)="([^"]*)"', whole, around)).split(
        "\n"
    )


def test_menu_and_help_are_in_the_same_order_by_the_same_names_on_every_page(pages):
    """WCAG 3.2.3, 3.2.4 and 3.2.6: the official telephone and the pages about us among them."""
    frames = {address: frame(address, html) for address, html in pages.items()}
    home = frames.pop("")
    assert sum("<a " in line for line in home) > 60 and any("tel:" in line for line in home)
    other = {
        address: [line for line in found if line not in home][:3]
        for address, found in frames.items()
        if found != home
    }
    assert other == {}


def test_letters_are_letters_and_no_picture(pages):
    """WCAG 1.4.5. The banners are for other people's pages and stand on the pages about them."""
    found = {}
    for address, html in pages.items():
        sources = {
            urljoin(SITE_URL + address, src)
            for src in re.findall(r'<img [^>]*?src="([^"]+)"', html)
        }
        if not address.startswith("kit/"):
            found[address] = sources - {SITE_URL + LOGO}
    assert len(found) > 200 and not any(found.values()), found


LOOK_ONLY = re.compile(
    "[右左](?:の|側|上|下|にある|から)|丸い|四角い|三角の|(?:赤|青|緑|黄色|灰色)(?:い|の)(?!封筒)|色の(?:付|つ)いた"
)


def looks(html):
    """The words of a page's text that tell a thing by its look or side only."""
    text = html[html.index('id="kg-main"') : html.index('<footer class="kg-foot"')]
    text = re.sub(r"<desc\b.*?</desc>", "", text, flags=re.S)  # a figure, told to who cannot see it
    return LOOK_ONLY.findall(re.sub(r"<[^>]+>", "", text).replace("\u2060", ""))


def test_nothing_is_told_by_its_look_or_its_side_only(pages):
    """WCAG 1.3.3. The blue envelope is blue in the reader's hand."""
    found = {address: words for address, html in pages.items() if (words := looks(html))}
    assert set(found) <= {"about/accessibility/"}, found  # it quotes what must not be said


def test_a_thing_told_by_its_look_is_noticed():
    told = '<div id="kg-main">{}</div><footer class="kg-foot">右の'
    for sentence in ("右のボタンを押します。", "赤い所を見ます。", "丸いしるしです。"):
        assert looks(told.format(sentence)), sentence
    assert not looks(told.format("<b>青い封筒</b>が届きます。右足。"))


PRESSED = """() => [...document.querySelectorAll("a[href], button, summary, label")]
  .filter((e) => e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
  .filter((e) => !e.closest(".kg-vh") && !e.matches(".kg-skip"))"""
STATE = """() => location.href + document.body.outerHTML
  + [...document.querySelectorAll("input")].map((e) => e.value + e.checked).join()"""


@pytest.mark.browser
@pytest.mark.parametrize(
    "address",
    ["check/", *(pytest.param(a, marks=pytest.mark.weekly) for a in ("", "kit/html/", "outlook/"))],
)
def test_a_finger_that_slides_off_does_nothing(base_url, browser, address):
    """WCAG 2.5.2: pressed down on a control, moved to the empty margin, and let go there."""
    with opened(browser, viewport={"width": 390, "height": 800}) as page:
        page.goto(base_url + address, wait_until="networkidle")
        controls = page.evaluate_handle(PRESSED)
        count = controls.evaluate("all => all.length")
        assert count > 20
        for number in range(count):
            one = controls.evaluate_handle("(all, n) => all[n]", number).as_element()
            one.scroll_into_view_if_needed()
            before, box = page.evaluate(STATE), one.bounding_box()
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 10))
            page.mouse.down()
            page.mouse.move(2, 400)
            page.mouse.up()
            assert page.evaluate(STATE) == before, one.evaluate("e => e.outerHTML")
