"""Open to everyone: every kind of page in every state, by keyboard, enlarged, without colours.

tests/everyone.py has the states and the measures. The ordinary run takes a few states for each
measure, the weekly run takes them all.
"""

from __future__ import annotations

import re

import pytest

from postbuild.markup import TOKEN, attributes
from tests.everyone import (
    AXE,
    CUT_OR_COVERED,
    FORCED,
    PAPER,
    SIDEWAYS,
    SMALL,
    STATES,
    STILL,
    STOP,
    opened,
    reach,
    violations,
    walk,
    wrong_stops,
)

browser_test = pytest.mark.browser

PHONE = {"width": 390, "height": 800}
NARROW = {"width": 320, "height": 800}
DESK = {"width": 1280, "height": 720}
ZOOMED = {"width": 320, "height": 256}  # 400 % on a screen of 1280 × 1024
PAPER_WIDTH = {"width": 688, "height": 980}  # A4 without its margins
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


def states(*ordinary):
    """All states; those not named wait for the weekly run."""
    return pytest.mark.parametrize(
        "state",
        [
            pytest.param(state, id=name, marks=[] if name in ordinary else [pytest.mark.weekly])
            for name, state in STATES.items()
        ],
    )


# ---------------------------------------------------------------- axe


@browser_test
@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), (1280, "light"), (320, "light"), (1280, "dark")]
)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.weekly
def test_no_state_has_an_axe_violation(base_url, browser, state, width, scheme):
    size = {"width": width, "height": 900}
    with opened(browser, viewport=size, color_scheme=scheme) as page:
        reach(page, base_url, state)
        assert violations(page) == []


@browser_test
def test_the_open_menu_has_no_axe_violation(base_url, browser):
    with opened(browser, viewport=NARROW, color_scheme="dark") as page:
        reach(page, base_url, STATES["menu"])
        assert violations(page) == []
        tags = AXE["runOnly"]["values"]
        rules = page.evaluate("(tags) => axe.getRules(tags).map((rule) => rule.ruleId)", tags)
        assert {"color-contrast", "target-size", "region"} <= set(rules)


# ---------------------------------------------------------------- enlarged, narrow, spaced out


@browser_test
@states("table")
def test_at_400_percent_a_page_scrolls_in_one_direction(base_url, browser, state):
    with opened(browser, viewport=ZOOMED) as page:
        reach(page, base_url, state)
        assert page.evaluate(SIDEWAYS) == []
        assert page.evaluate(CUT_OR_COVERED) == []


@browser_test
@states("check-answer")
def test_with_more_space_between_letters_and_lines_nothing_is_cut(base_url, browser, state):
    with opened(browser, viewport=NARROW) as page:
        reach(page, base_url, state)
        page.add_style_tag(content=SPACING)
        assert page.evaluate(SIDEWAYS) == []
        assert page.evaluate(CUT_OR_COVERED) == []


@browser_test
@states("home")
def test_with_letters_of_twice_the_size_nothing_is_cut(base_url, browser, state):
    """The letters of the browser itself, as people set them; widths in em follow."""
    with opened(browser, viewport=DESK) as page:
        sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
        page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
        reach(page, base_url, state)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        assert page.evaluate(SIDEWAYS) == []
        assert page.evaluate(CUT_OR_COVERED) == []


@browser_test
@states("check-family")
def test_a_thumb_hits_every_control(base_url, browser, state):
    with opened(browser, viewport=PHONE) as page:
        reach(page, base_url, state)
        assert page.evaluate(SMALL) == []


# ---------------------------------------------------------------- colours, motion, paper


@browser_test
@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.weekly)])
@states("check-mistakes")
def test_in_forced_colours_controls_and_icons_are_seen(base_url, browser, state, scheme):
    with opened(browser, viewport=PHONE, forced_colors="active", color_scheme=scheme) as page:
        reach(page, base_url, state)
        assert page.evaluate(FORCED) == []


@browser_test
@pytest.mark.weekly
@pytest.mark.parametrize(("device", "chosen"), [("dark", "light"), ("light", "dark")])
def test_forced_colours_win_over_the_choice_of_the_screen(base_url, browser, device, chosen):
    """What is drawn (SVG) keeps the page's own colours, so they must fit the forced ground."""
    with opened(browser, viewport=PHONE, forced_colors="active", color_scheme=device) as page:
        fill = "getComputedStyle(document.querySelector('.kg-flow text')).fill"
        page.goto(base_url + STATES["map"].address)
        before = page.evaluate(fill)
        page.evaluate("(chosen) => localStorage.setItem('kg-scheme', chosen)", chosen)
        page.reload()
        assert page.evaluate(fill) == before


@browser_test
@states()
def test_nothing_moves_for_those_who_do_not_want_it(base_url, browser, state):
    with opened(browser, viewport=PHONE, reduced_motion="reduce") as page:
        reach(page, base_url, state)
        assert page.evaluate(STILL) == []


@browser_test
@states()
def test_paper_has_the_strip_whole_tables_and_addresses(base_url, browser, state):
    with opened(browser, viewport=PAPER_WIDTH) as page:
        reach(page, base_url, state)
        page.emulate_media(media="print")
        assert page.evaluate(PAPER) == []


# ---------------------------------------------------------------- the keyboard


@browser_test
@pytest.mark.parametrize(
    "size", [ZOOMED, pytest.param(DESK, marks=pytest.mark.weekly)], ids=["zoomed", "desk"]
)
@states("question")
def test_the_keyboard_goes_everywhere_in_order_and_is_always_seen(base_url, browser, state, size):
    """Forwards and backwards: what has the focus is marked and not under the page header."""
    with opened(browser, viewport=size) as page:
        reach(page, base_url, state)
        forwards = walk(page)
        assert len(forwards) > 10
        assert wrong_stops(forwards) == []
        assert wrong_stops(walk(page, "Shift+Tab"), forward=False) == []


def tab_to(page, selector: str, most: int = 200) -> None:
    """Go on with the Tab key until an element has the focus and can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            stop = page.evaluate(STOP)
            assert wrong_stops([stop]) == [], selector
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


@browser_test
def test_at_400_percent_the_menu_leads_on_by_keyboard(base_url, browser):
    with opened(browser, viewport=ZOOMED) as page:
        page.goto(base_url + "about/")
        tab_to(page, ".kg-hbtn--menu")
        page.keyboard.press("Enter")
        tab_to(page, "#kg-menu a[href$='guide/locked-pin/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/guide/locked-pin/")
        tab_to(page, ".kg-hbtn--menu")
        page.keyboard.press("Space")
        tab_to(page, "#kg-menu a")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.matches('.kg-hbtn--menu')")
        assert not page.locator("#kg-menu").is_visible()


@browser_test
def test_at_400_percent_the_search_leads_on_by_keyboard(base_url, browser):
    with opened(browser, viewport=ZOOMED) as page:
        page.goto(base_url + "about/")
        tab_to(page, ".kg-hbtn--search")
        page.keyboard.press("Enter")
        page.keyboard.insert_text("暗証番号　わすれた")  # at once, so that it is asked once
        page.locator("[data-search-result]").first.wait_for()
        tab_to(page, "[data-search-result]:nth-child(2) a")
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.matches('.kg-hbtn--search')")
        page.keyboard.press("Enter")
        tab_to(page, "[data-search-result='guide/forgotten-pin/'] a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/guide/forgotten-pin/")


@browser_test
def test_a_list_of_hits_does_not_come_back_over_the_page(base_url, browser):
    """Whoever goes on before the index has come must not find it over what is read next."""
    with opened(browser, viewport=DESK) as page:
        held = []
        page.route("**/assets/search/search.mjs", lambda route: held.append(route))
        page.goto(base_url + "about/")
        with page.expect_request("**/assets/search/search.mjs"):
            tab_to(page, "input[type=search]")
        tab_to(page, ".kg-tabs a[href$='check/']")
        held.pop().continue_()
        page.locator("#kg-search [role=status]:not(:empty)").wait_for(state="attached")
        assert not page.locator(".kg-search__out").is_visible()


@browser_test
def test_from_home_to_the_own_date_by_keyboard_only(base_url, browser):
    with opened(browser, viewport=PHONE) as page:
        page.goto(base_url)
        tab_to(page, "#kg-main a[href$='check/']")
        page.keyboard.press("Enter")
        page.wait_for_selector("#kg-form:visible")
        for part, text in {"y": "2032", "m": "1", "d": "27"}.items():
            tab_to(page, f"#kg-e-{part}")
            page.keyboard.type(text)
        tab_to(page, "#kg-b [type=radio]")
        page.keyboard.press("ArrowRight")  # from 大正, which comes first
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowRight")
        for part, text in {"y": "30", "m": "1", "d": "27"}.items():
            tab_to(page, f"#kg-b-{part}")
            page.keyboard.type(text)
        tab_to(page, "#kg-form [type=submit]")
        page.keyboard.press("Space")
        page.wait_for_selector("#kg-result h2:focus")
        assert "2027年1月27日" in page.inner_text(".kg-big")
        tab_to(page, "#kg-result > .kg-btns button")
        page.keyboard.press("Enter")
        assert page.inner_text("#kg-who") == "家族1の日付"
        assert page.evaluate("document.activeElement.id") == "kg-who"


@browser_test
@pytest.mark.weekly
def test_the_five_questions_by_keyboard_only(base_url, browser):
    with opened(browser, viewport=ZOOMED) as page:
        page.goto(base_url + "ask/")
        for _ in range(5):
            if not page.locator(".kg-q-choices a").count():
                break
            tab_to(page, ".kg-q-choices a")
            with page.expect_navigation():
                page.keyboard.press("Enter")
        assert page.locator("#sources").count()
        tab_to(page, ".kg-q-sofar summary")
        page.keyboard.press("Enter")
        tab_to(page, ".kg-q-sofar a")


@browser_test
@pytest.mark.weekly
def test_a_table_that_is_too_large_is_scrolled_by_keyboard(base_url, browser):
    with opened(browser, viewport=PHONE) as page:
        page.goto(base_url + "tables/by-issuance-age/")
        tab_to(page, ".kg-tbl")
        page.keyboard.press("ArrowDown")
        page.wait_for_function("document.querySelector('.kg-tbl').scrollTop > 0")


@browser_test
@pytest.mark.weekly
def test_the_month_to_go_by_keyboard_only(base_url, browser):
    with opened(browser, viewport=PHONE) as page:
        page.goto(base_url + "outlook/")
        page.wait_for_selector("#outlook-form:visible")
        for part, text in {"y": "2027", "m": "5", "d": "20"}.items():
            tab_to(page, f"#outlook-{part}")
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_selector("#outlook-answer li")
        answer = page.locator("#outlook-answer")
        assert answer.get_attribute("aria-live") or answer.get_attribute("role") == "status"


# ---------------------------------------------------------------- the language of parts

WESTERN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[,.:]? [A-Za-z][A-Za-z'’-]*){2,}")
OF_NAMES = {"and", "for", "of", "the"}  # Code for Japan
SPOKEN = ("alt", "title", "aria-label", "placeholder")


def unmarked(html: str) -> list[str]:
    """Three or more words of another language, one of them no name, that are told as Japanese."""
    found, languages, names = [], [None], [""]
    for token in TOKEN.finditer(html):
        texts = []
        if token.lastgroup == "open":
            attrs = attributes(token["open_attrs"])
            language = attrs.get("lang", languages[-1])
            texts = [(attrs.get(name, ""), language) for name in SPOKEN]
            name = token["open_name"].lower()
            if name not in VOID and not token["open_attrs"].endswith("/"):
                languages.append(language)
                names.append(name)
        elif token.lastgroup == "close":
            name = token["close_name"].lower()
            while len(names) > 1 and names.pop() != name:
                languages.pop()
            languages.pop()
        elif token.lastgroup == "text" and not {"code", "pre"} & set(names):
            texts = [(token[0], languages[-1])]
        elif token.lastgroup == "raw" and token["raw_name"].lower() == "textarea":
            text = token["raw_text"]
            texts = [(text, attributes(token["raw_attrs"]).get("lang", languages[-1]))]
            texts = [] if "&lt;" in text else texts  # HTML to copy is no language
        for text, language in texts:
            runs = WESTERN.findall(text) if language in (None, "ja") else []
            found += [run for run in runs if set(re.findall(r"\b[a-z]{2,}", run)) - OF_NAMES]
    return found


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def test_what_is_not_japanese_says_so(site):
    wrong = {}
    for path in sorted(site.rglob("*.html")):
        html = path.read_text("utf-8")
        assert '<html lang="ja"' in html, path
        if found := unmarked(html):
            wrong[path.relative_to(site).as_posix()] = found
    assert wrong == {}


def test_an_english_sentence_without_its_language_is_noticed():
    assert unmarked('<html lang="ja"><p>これは You can see it です</p>') == ["You can see it"]
    assert unmarked('<html lang="ja"><img alt="Push the button">') == ["Push the button"]
    assert unmarked('<html lang="ja"><p lang="en">You can see it</p><p>日本</p>') == []
    assert unmarked('<html lang="ja"><p>TBS NEWS DIG</p><code>git add file</code>') == []


# ---------------------------------------------------------------- the measures themselves

SPOIL = """() => {
  const put = (html) => document.querySelector("#kg-main").insertAdjacentHTML("afterbegin", html);
  const style = (selector, name, value) => document.querySelector(selector).style.setProperty(name, value);
  put('<div id="wide">広い</div><p id="cut">切れる切れる</p><p id="one">下の文</p><p id="two">上の文</p><button id="tiny">小</button>');
  style("#wide", "width", "3000px");
  style("#cut", "overflow", "hidden"); style("#cut", "height", "4px");
  style("#two", "margin-top", "-3em");
  style("#tiny", "transition", "color 1s"); style("#tiny", "outline", "0"); style("#tiny", "box-shadow", "none");
  style("#tiny", "height", "20px"); style("#tiny", "min-height", "0");
  style(".kg-hbtn svg", "fill", "Canvas");
  style(".kg-unofficial", "display", "none");
}"""


@browser_test
def test_each_measure_notices_what_it_is_there_for(base_url, browser):
    with opened(browser, viewport=NARROW, forced_colors="active") as page:
        reach(page, base_url, STATES["guide"])
        page.evaluate(SPOIL)
        assert any("div#wide" in each for each in page.evaluate(SIDEWAYS))
        found = page.evaluate(CUT_OR_COVERED)
        assert any("p#cut" in each for each in found) and "「上の文」と「下の文」" in found
        assert any("button#tiny" in each for each in page.evaluate(SMALL))
        assert any("button#tiny" in each for each in page.evaluate(STILL))
        assert any("icon button.kg-hbtn" in each for each in page.evaluate(FORCED))
        page.focus("#tiny")
        assert "no mark: button#tiny「小」" in wrong_stops([page.evaluate(STOP)])
        page.emulate_media(media="print")
        assert "the strip is missing" in page.evaluate(PAPER)
