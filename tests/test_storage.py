"""A whole visit leaves nothing behind but the choice of the screen, and tells nobody about itself."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.test_check_form import type_card

pytestmark = pytest.mark.browser

KEY = "kg-scheme"
LEFT = """async () => ({
  local: {...localStorage},
  session: {...sessionStorage},
  cookie: document.cookie,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  name: window.name,
})"""
NOTHING = {
    "local": {}, "session": {}, "cookie": "", "databases": 0, "caches": 0, "workers": 0, "name": "",
}  # fmt: skip
TYPES = [
    "guide/renewal-window/",
    "tables/by-issuance-age/",
    "questions/",
    "ask/",
    "ask/self/",
    "offices/13/",
    "outlook/",
    "kit/html/",
    "law/card.adult_age/",
    "about/",
    "no-such-page/",
]


def button(page):
    return page.locator(".kg-hbtn--scheme")


def test_a_whole_visit_stores_nothing_but_the_choice_of_the_screen(base_url, page):
    page.emulate_media(color_scheme="light")
    page.goto(base_url)
    assert page.evaluate(LEFT) == NOTHING

    page.goto(f"{base_url}check/")
    page.wait_for_selector("#kg-form:visible")
    type_card(page)
    page.click("#kg-form [type=submit]")
    page.wait_for_selector("#kg-result h2:visible")
    assert page.evaluate(LEFT) == NOTHING

    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("input[type=search]:visible").fill("暗証番号 忘れた")
    page.locator("[data-search-result]").first.wait_for()
    assert page.evaluate(LEFT) == NOTHING

    button(page).click()
    assert page.evaluate(LEFT) == {**NOTHING, "local": {KEY: "dark"}}
    for address in TYPES:
        page.goto(base_url + address)
        assert page.evaluate(LEFT) == {**NOTHING, "local": {KEY: "dark"}}, address
    button(page).click()
    assert page.evaluate(LEFT) == NOTHING


@pytest.fixture
def neighbour():
    """Somebody else's server, which writes down what it is told."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/":  # and not the picture that a browser asks for by itself
                told.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>x</title>" + str(len(told)).encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://localhost:{server.server_port}/", told
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("target", ["_self", "_blank"])
def test_who_follows_a_link_outside_is_not_announced(base_url, page, neighbour, target):
    """Neither where the reader came from nor the answers in the address reach the other site."""
    address, told = neighbour
    page.goto(f"{base_url}sources/?secret=1")
    link = page.locator("#kg-main a[href^=http]").first
    link.evaluate("(a, [href, target]) => { a.href = href; a.target = target; }", [address, target])
    if target == "_blank":
        with page.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        assert opened.value.evaluate("[document.referrer, window.opener]") == ["", None]
    else:
        link.click()
        page.wait_for_url(address)
        assert page.evaluate("document.referrer") == ""
    assert told and all("referer" not in each and "cookie" not in each for each in told)
    assert not [value for each in told for value in each.values() if "secret" in value]


def test_hosts_that_read_headers_are_told_the_same(site):
    """Where the site is put beside GitHub Pages, docs/_headers asks for what the pages ask for."""
    everywhere = (site / "_headers").read_text("utf-8").split("\n/*\n")[1].split("\n\n")[0]
    assert [line.strip() for line in everywhere.splitlines()] == [
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
    ]
