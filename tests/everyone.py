"""Every kind of page, every state it can be in, and what is measured there for everyone.

The measures run in the page and name what is wrong; an empty list is good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe

from tests.site import TODAY
from tests.test_forecast import EXAMPLE

CARD = "k=card&e=2032-01-27&b=1955-01-27"
CHILD = "k=card&e=2027-05-10&b=2019-05-10"


@dataclass(frozen=True)
class State:
    """A page and what a person has done on it."""

    name: str
    address: str
    act: Callable = lambda page: None


def check_loaded(page):
    page.wait_for_selector("#kg-form:visible, #kg-result h2:visible")


def check_mistakes(page):
    check_loaded(page)
    page.click("#kg-extras summary")
    for name in ("stay", "renewed", "card"):
        page.check(f"#kg-sit-{name}")
    page.fill("#kg-e-m", "13")
    page.click("#kg-form [type=submit]")
    page.wait_for_selector("#kg-errors:visible")


def all_opened(page):
    page.wait_for_selector("#kg-result h2:visible")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


def menu_opened(page):
    """On a wide screen the tabs and the side column take the place of the menu."""
    button = page.locator(".kg-hbtn--menu")
    if button.is_visible():
        button.click()


def searched(query: str, said: str) -> Callable:
    def act(page):
        button = page.locator(".kg-hbtn--search")
        if button.is_visible():
            button.click()
        page.locator("input[type=search]").fill(query)
        page.locator("#kg-search [role=status]", has_text=said).wait_for()

    return act


def outlook_answered(page):
    page.wait_for_selector("#outlook-form:visible")
    for name, text in {"y": "2027", "m": "5", "d": "20"}.items():
        page.fill(f"#outlook-{name}", text)
    page.click("#outlook-form button")
    page.set_input_files("#counts-file", EXAMPLE)
    page.wait_for_selector("#counts-answer table")


def outlook_mistake(page):
    page.wait_for_selector("#outlook-form:visible")
    page.click("#outlook-form button")


STATES = {
    state.name: state
    for state in (
        State("home", ""),
        State("guide", "guide/renewal-window/"),
        State("finding", "guide/same-pin/"),
        State("table", "tables/by-issuance-age/"),
        State("wide-table", "tables/renewal-timing/"),
        State("tables", "tables/"),
        State("question-first", "ask/"),
        State("question", "ask/proxy/adult/open/"),
        State("question-end", "ask/self/adult/open/known/"),
        State("outcome", "ask/outcome/proxy-sheet/"),
        State("map", "ask/map/"),
        State("check", "check/", check_loaded),
        State("check-mistakes", "check/", check_mistakes),
        State("check-answer", f"check/#v=1&{CARD}", all_opened),
        State("check-family", f"check/#v=1&{CARD}&{CHILD}", all_opened),
        State("outlook", "outlook/"),
        State("outlook-answer", "outlook/", outlook_answered),
        State("outlook-mistake", "outlook/", outlook_mistake),
        State("outlook-method", "outlook/method/"),
        State("menu", "about/privacy/", menu_opened),
        State("search-hits", "about/", searched("更新", "近いものから")),
        State("search-none", "about/", searched("宇宙人", "見つかりませんでした")),
        State("questions", "questions/"),
        State("myths", "myths/"),
        State("terms", "terms/"),
        State("sources", "sources/"),
        State("doubts", "doubts/"),
        State("law", "law/card.adult_age/"),
        State("towns", "offices/13/"),
        State("2020", "2020/"),
        State("kit-html", "kit/html/"),
        State("kit-banners", "kit/banners/"),
        State("kit-promise", "kit/promise/"),
        State("handout", "kit/handouts/renewal/"),
        State("changes", "about/changes/"),
        State("data", "about/data/"),
        State("accessibility", "about/accessibility/"),
        State("not-found", "no-such-page/"),
    )
}


@contextmanager
def opened(browser, **look) -> Iterator:
    """A page at noon of the day of the build, without the policy that keeps axe out."""
    with browser.new_context(bypass_csp=True, locale="ja-JP", **look) as context:
        page = context.new_page()
        page.clock.set_fixed_time(f"{TODAY}T12:00:00+09:00")
        yield page


def reach(page, base_url: str, state: State) -> None:
    """Bring a page into a state, from nothing."""
    page.goto("about:blank")  # from there even another fragment loads the page anew
    page.goto(base_url + state.address)
    state.act(page)


# ---------------------------------------------------------------- axe

AXE = {
    "runOnly": {
        "type": "tag",
        # Named, because axe leaves the rules of WCAG 2.2 (the size of targets) out otherwise.
        "values": [
            "wcag2a",
            "wcag2aa",
            "wcag21a",
            "wcag21aa",
            "wcag22aa",
            "best-practice",
        ],
    },
    "resultTypes": ["violations"],
}


def violations(page) -> list:
    """What axe finds wrong: (rule, impact, where)."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [(v["id"], v["impact"], [node["target"] for node in v["nodes"]][:3]) for v in found]


# ---------------------------------------------------------------- in the page

_COMMON = r"""
  const shown = (e) =>
    e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) && !e.closest(".kg-vh");
  const named = (e) => {
    const look = typeof e.className === "string" && e.className.trim().split(/\s+/)[0];
    const text = (e.textContent || e.value || "").trim().replace(/\s+/g, " ").slice(0, 20);
    return e.tagName.toLowerCase() + (e.id ? "#" + e.id : look ? "." + look : "") + `「${text}」`;
  };
  const OPERABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  // A radio or a check box is operated by its whole label, which is what a person sees.
  const face = (e) => (e.matches("[type=radio], [type=checkbox]") && e.labels[0]) || e;
"""


def in_page(body: str) -> str:
    return f"() => {{{_COMMON}{body}}}"


SIDEWAYS = in_page(r"""
  const root = document.documentElement;
  const wrong = [];
  if (root.scrollWidth > root.clientWidth) wrong.push(`page ${root.scrollWidth}`);
  const scrolls = (e) => {
    for (let each = e; each; each = each.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(each).overflowX)) return true;
    }
    return false;
  };
  for (const e of document.body.querySelectorAll("*")) {
    if (!shown(e) || e.closest("svg svg")) continue;
    const box = e.getBoundingClientRect();
    if (box.width && box.right > root.clientWidth + 1 && !scrolls(e)) wrong.push(named(e));
  }
  return wrong;
""")
"""Elements beyond the right edge of the screen, but for those inside a region that scrolls."""

CUT_OR_COVERED = in_page(r"""
  const wrong = [];
  for (const e of document.body.querySelectorAll("*")) {
    if (!shown(e) || e.closest("svg, input, select") || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    for (const [overflow, size, room] of [
      [style.overflowX, e.scrollWidth, e.clientWidth],
      [style.overflowY, e.scrollHeight, e.clientHeight],
    ]) {
      if (/hidden|clip/.test(overflow) && room && size > room + 1) wrong.push("cut " + named(e));
    }
  }
  const layer = (e) => e.closest(".kg-menu, .kg-search, .kg-header, .kg-skip, thead, caption, th:first-child");
  // What is scrolled out of sight in a region of its own lies on nothing.
  const window_ = (e) => {
    const seen = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    for (let each = e; each && each !== document.body; each = each.parentElement) {
      if (!/auto|scroll|hidden|clip/.test(getComputedStyle(each).overflow)) continue;
      const box = each.getBoundingClientRect();
      for (const side of ["left", "top"]) seen[side] = Math.max(seen[side], box[side]);
      for (const side of ["right", "bottom"]) seen[side] = Math.min(seen[side], box[side]);
    }
    return seen;
  };
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !shown(parent) || parent.closest("svg, rt, sup, noscript")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const seen = window_(parent);
    for (const rect of range.getClientRects()) {
      // The middle of the line: the boxes of neighbouring lines may touch, their letters may not.
      const top = rect.top + rect.height * 0.3;
      const bottom = rect.bottom - rect.height * 0.3;
      const left = Math.max(rect.left + 1, seen.left), right = Math.min(rect.right - 1, seen.right);
      if (top < seen.top || bottom > seen.bottom || left >= right) continue;
      boxes.push({ left, right, top, bottom, node, layer: layer(parent) });
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  boxes.forEach((a, i) => {
    for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom; j++) {
      const b = boxes[j];
      if (a.node === b.node || a.layer !== b.layer) continue;
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1) {
        wrong.push(`「${a.node.data.trim().slice(0, 15)}」と「${b.node.data.trim().slice(0, 15)}」`);
      }
    }
  });
  return [...new Set(wrong)];
""")
"""Text that its box cuts off, and text that lies on other text."""

SMALL = in_page(r"""
  const wrong = [];
  for (const e of document.querySelectorAll(OPERABLE)) {
    if (!shown(e) || e.closest("svg") || e.matches("[tabindex='0']")) continue;
    const box = face(e).getBoundingClientRect();
    const least = e.matches(LARGE) ? 43.5 : 24;
    if (box.height >= least && box.width >= Math.min(least, 24)) continue;
    // A link in a sentence is as high as its line (WCAG 2.5.8, 2.5.5).
    const line = e.matches("a") && getComputedStyle(e).display === "inline" &&
      e.parentElement.closest("p, li, dd, td, th, figcaption, dt, div").textContent.trim() !== e.textContent.trim();
    if (!line) wrong.push(`${named(e)} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return wrong;
""").replace(
    "(LARGE)",
    '("button, summary, select, textarea, input, .kg-btn, .kg-menu a, .kg-hit a, .kg-tasks a, '
    '.kg-foot li a, .kg-q-choices a, .kg-home")',
)
"""Controls that are lower than 44 px, and any target under 24 px, on a phone."""

STILL = in_page(r"""
  const wrong = document.getAnimations().map((one) => `${one}`);
  for (const e of document.querySelectorAll("*")) {
    for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(e, part);
      const moves = style.transitionDuration.split(", ").some((time) => parseFloat(time));
      if (moves || style.animationName !== "none" || style.scrollBehavior === "smooth") wrong.push(named(e) + part);
    }
  }
  return wrong;
""")
"""Whatever still moves."""

FORCED = in_page(r"""
  const wrong = [];
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((n) => {
      const part = n / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const ground = (e) => {
    for (let each = e; each; each = each.parentElement) {
      const { backgroundColor: colour } = getComputedStyle(each);
      if (!/^rgba\(.*, 0\)$/.test(colour)) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(0, 0, 0)" : "rgb(255, 255, 255)";
  };
  // Icons: what is drawn must differ from what it is drawn on.
  for (const svg of document.querySelectorAll("button svg, .kg-search svg")) {
    if (!shown(svg)) continue;
    if (contrast(getComputedStyle(svg).fill, ground(svg)) < 3) wrong.push("icon " + named(svg.parentElement));
  }
  // Controls: words that can be read, and an edge or a line that says that they are controls.
  for (const e of document.querySelectorAll(OPERABLE)) {
    if (!shown(e) || e.closest("svg")) continue;
    const style = getComputedStyle(e);
    if (e.innerText?.trim() && contrast(style.color, ground(e)) < 4.5) wrong.push("words " + named(e));
    if (style.textDecorationLine.includes("underline")) continue;
    const edges = ["Top", "Bottom"].some((side) => parseFloat(style[`border${side}Width`]) &&
      contrast(style[`border${side}Color`], ground(e)) >= 3);
    const drawn = /radio|checkbox|file/.test(e.type) || e.matches("summary, [tabindex='0']");
    if (e.matches("input, textarea, select, .kg-btn") && !drawn && !edges) wrong.push("edge " + named(e));
  }
  return wrong;
""")
"""Words, icons and edges of controls that cannot be told from their ground."""

PAPER = in_page(r"""
  const wrong = [];
  const strip = [...document.querySelectorAll(".kg-unofficial, .kg-handout__notes")];
  if (!strip.some((e) => shown(e) && e.textContent.includes("非公式"))) wrong.push("the strip is missing");
  for (const region of document.querySelectorAll(".kg-tbl, .kg-copy__see")) {
    if (!shown(region)) continue;
    if (region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1) wrong.push("cut " + named(region));
  }
  for (const link of document.querySelectorAll(".kg-src a[href^='http']")) {
    const { content } = getComputedStyle(link, "::after");
    if (shown(link) && !content.includes(link.getAttribute("href"))) wrong.push("no address " + named(link));
  }
  for (const e of document.querySelectorAll(".kg-header, .kg-menu, .kg-search, .kg-tabs, .kg-side")) {
    if (shown(e)) wrong.push("on paper: " + named(e));
  }
  return wrong;
""")
"""What paper lacks or should not show."""

# ---------------------------------------------------------------- the keyboard

STOP = in_page(r"""
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const all = [...document.querySelectorAll("*")];
  const seen = face(e);
  const box = seen.getBoundingClientRect();
  const marked = [e, seen, ...seen.querySelectorAll("*")].some((each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const points = [];
  // A link that goes over two lines has a box of its own on each; a table may be taller than
  // the screen. What counts is the part on the screen.
  for (const rect of seen.getClientRects()) {
    const [left, right] = [Math.max(rect.left, 0), Math.min(rect.right, innerWidth)];
    const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)];
    if (left >= right || top >= bottom) continue;
    for (const x of [0.1, 0.5, 0.9]) for (const y of [0.2, 0.5, 0.8]) {
      points.push([left + (right - left) * x, top + (bottom - top) * y]);
    }
  }
  const free = points.filter(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (seen.contains(top) || top.contains(seen));
  });
  const pinned = ["fixed", "sticky", "absolute"];
  let floats = false;
  let [down, right] = [scrollY, scrollX]; // also what is scrolled in a region of its own
  const region = all.indexOf(e.parentElement.closest(".kg-tbl, .kg-copy__see, .kg-flow-box"));
  for (let each = e; each; each = each.parentElement) {
    floats ||= pinned.includes(getComputedStyle(each).position);
    if (each !== document.documentElement && each !== document.body) {
      down += each.scrollTop;
      right += each.scrollLeft;
    }
  }
  return {
    name: named(e), place: all.indexOf(e), marked, free: points.length && free.length / points.length, floats,
    left: box.left + right, top: box.top + down, bottom: box.bottom + down, region,
    tabindex: e.tabIndex,
  };
""")


def walk(page, key: str = "Tab", most: int = 3000) -> list[dict]:
    """Every stop of the keyboard, from the start of the page until it leaves it."""
    stops: list[dict] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or (stops and stop["place"] == stops[0]["place"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the keyboard does not get out of {stops[-1]['name']}")


def wrong_stops(stops: list[dict], forward: bool = True) -> list[str]:
    """Stops without a mark, hidden by something, or out of the order in which they are seen."""
    wrong = []
    for stop in stops:
        if not stop["marked"]:
            wrong.append(f"no mark: {stop['name']}")
        if stop["free"] < 0.5:
            wrong.append(f"covered: {stop['name']}")
        if stop["tabindex"] > 0:
            wrong.append(f"tabindex: {stop['name']}")
    for one, other in zip(stops, stops[1:], strict=False):
        before, after = (one, other) if forward else (other, one)
        if after["place"] <= before["place"]:
            wrong.append(f"order: {after['name']}")
        if before["floats"] or after["floats"] or before["region"] != after["region"]:
            continue
        if after["bottom"] <= before["top"] and after["left"] <= before["left"]:
            wrong.append(f"above the one before: {after['name']}")
    return wrong
