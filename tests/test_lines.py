"""Line ends in a real Chromium: no date, no 「電子証明書」 and no short link is cut in two."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

# The pieces of a page that a reader must not find cut, each with the lines it stands on.
CUT = r"""() => {
  const lines = (rects) => new Set([...rects].map((rect) => Math.round(rect.top))).size;
  const cut = [...document.querySelectorAll(".kg-nb")]
    .filter((span) => span.getClientRects().length > 1)
    .map((span) => span.textContent);
  const links = [...document.querySelectorAll("#kg-main a")]
    .filter((a) => a.textContent.trim().length <= 9 && lines(a.getClientRects()) > 1);
  cut.push(...links.map((a) => a.textContent));
  const whole = /(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年|電子証明書|はっきりしない/g;
  const walker = document.createTreeWalker(document.querySelector("#kg-main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const found of node.data.matchAll(whole)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      if (lines(range.getClientRects()) > 1) cut.push(found[0]);
    }
  }
  return cut;
}"""


def guides(site):
    pages = [path.parent.relative_to(site).as_posix() for path in site.glob("guide/*/index.html")]
    return sorted(f"{page}/" for page in pages) + ["", "terms/", "about/checking/"]


@pytest.mark.parametrize(
    ("width", "step"),
    [
        (320, 4),
        pytest.param(320, 1, marks=pytest.mark.weekly),
        pytest.param(390, 1, marks=pytest.mark.weekly),
    ],
)
def test_nothing_that_belongs_together_is_cut(site, base_url, browser, width, step):
    cut = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        for address in guides(site)[::step]:
            page.goto(base_url + address)
            assert page.locator(".kg-nb").count(), address
            cut[address] = page.evaluate(CUT)
    assert {address: found for address, found in cut.items() if found} == {}


def test_the_measure_sees_a_cut(base_url, page):
    """Without the spans the browser would cut: the measure must notice."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{base_url}guide/renewal-window/")
    page.evaluate(
        """() => {
          const narrow = document.createElement("div");
          narrow.innerHTML = '<span>2027年1月27日</span>';
          narrow.style.width = "3em";
          narrow.style.wordBreak = "break-all";
          document.querySelector("#kg-main").append(narrow);
        }"""
    )
    assert page.evaluate(CUT) == ["2027年1月27日"]
