"""The link kit: all 17 items, HTML that survives a CMS, banners, and what stops the build."""

from __future__ import annotations

import re
import shutil
import struct
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import html5lib
import pytest
from bs4 import BeautifulSoup

from kigen import DataError
from kigen.prose import judge
from kigen.reader import ROOT
from kigen.sentences import Sentence
from kigen.tables import build as table
from macros.front import RESERVED, check_addresses
from macros.kit import (
    BANNERS,
    NAME,
    PLACE_OF_SITE,
    banner_name,
    check_kit,
    items,
    kit_words,
    load_kit,
    snippets,
)
from macros.site import load_site
from tests.site import SITE_URL, TODAY, served, soup
from tests.test_tokens import contrast
from tools import banners

KIT = load_kit(ROOT)
SITE = replace(load_site(), site_url=SITE_URL, today=date.fromisoformat(TODAY))
TO_PASTE = snippets(SITE)
PAGES = ("", "wording/", "html/", "banners/", "promise/", "writing/")


def parsed(html):
    return BeautifulSoup(html, "html5lib")


def built(site, address):
    return soup(site / address.strip("/") / "index.html")


@pytest.fixture
def copy(tmp_path):
    """A copy of data/ that a test may damage."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def damaged(copy, old, new):
    path = copy / NAME
    text = path.read_text("utf-8")
    assert old in text, "the damage must touch the file"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        load_kit(copy)
    assert caught.value.file == NAME and caught.value.mend
    return f"{caught.value.place} {caught.value.problem} {caught.value.mend}"


# ---------------------------------------------------------------- the 17 items


def test_all_seventeen_items_lead_to_an_answer(site):
    listed = items(ROOT)
    assert len({item.id for item in listed}) == 17
    rows = built(site, "kit").select("#kit-items-caption ~ tbody tr")
    assert [row["id"] for row in rows] == [f"item-{item.id}" for item in listed]
    for item, row in zip(listed, rows, strict=True):
        assert row.a["href"].endswith(f"#{item.anchor}")
        heading = built(site, item.page).find(id=item.anchor)
        assert heading and heading.name in ("h2", "h3"), item
        after = heading.find_next(["p", "li", "td", "textarea"])
        assert after and after.get_text(strip=True), item


def test_what_is_not_there_yet_says_so_and_is_no_link(site):
    for item in items(ROOT):
        if item.awaits:
            there = (site / item.awaits["page"].strip("/") / "index.html").exists()
            page = built(site, item.page)
            section = page.find(id=item.anchor).find_next_siblings()
            text = ""
            for element in section:
                if element.name == "h2":
                    break
                text += element.get_text()
            assert there or "まだありません" in text, item


@pytest.mark.parametrize("limit", [40, 80, 200])
def test_a_description_of_each_length_keeps_its_length(limit):
    (entry,) = (each for each in KIT["texts"] if each.get("limit") == limit)
    assert limit * 0.75 <= len(entry["text"]) <= limit
    assert "非公式" in entry["text"]


def test_the_texts_are_easy_to_read():
    nothing = re.compile("(?!)")
    for entry in KIT["texts"]:
        if entry.get("lang") or entry["id"] == "draft-letter":  # a form of offices
            continue
        for text in re.findall(r"[^。]+。", entry["text"]):
            blocking = [r for r in judge(NAME, Sentence(1, text, True), nothing, {}) if r.blocks]
            assert not blocking, blocking


def words_of(part, **changed):
    about = {**SITE.about, **changed}
    return kit_words(replace(SITE, about=about))[part]()


def test_the_promise_is_a_proposal_until_somebody_gives_it():
    assert f"{KIT['promise_years']}年" in words_of("promise", operator=None)
    assert KIT["promise_years"] >= 5
    assert "（案）" in words_of("promise", operator=None)
    given = words_of("promise", operator={"name": "市民の会", "url": None})
    assert "案" not in given and "運営者の約束" in given


def test_operator_and_contact_come_from_the_data():
    undecided = words_of("operator", operator=None, contact=None)
    assert undecided.count("まだ決まっていません") == 2
    known = words_of(
        "operator",
        operator={"name": "市民の会", "url": "https://example.test/a"},
        contact="a@example.test",
    )
    assert "[市民の会](https://example.test/a)" in known
    assert "[a@example.test](mailto:a@example.test)" in known
    assert "運営者　まだ決まっていません" in words_of("draft-letter", operator=None)


def test_an_address_that_is_not_decided_is_said_and_its_path_is_shown():
    unknown = replace(SITE, site_url="")
    parts = kit_words(unknown)
    assert "まだ決まっていません" in parts["site"]() and kit_words(SITE)["site"]() == ""
    assert f"{PLACE_OF_SITE}guide/proxy/" in parts["addresses"]()
    assert all("example" not in html for html in snippets(unknown).values())
    assert f'"{PLACE_OF_SITE}' in snippets(unknown)["link"]


# ---------------------------------------------------------------- HTML to paste


@pytest.mark.parametrize("name", TO_PASTE)
def test_html_to_paste_is_correct_and_bare(name):
    html = TO_PASTE[name]
    html5lib.HTMLParser(strict=True).parseFragment(html)
    for tag in parsed(html).body.find_all(True):
        assert tag.name not in ("script", "style", "object", "embed", "form")
        assert not [key for key in tag.attrs if key in ("style", "class", "id") or key[:2] == "on"]


@pytest.mark.parametrize("name", TO_PASTE)
def test_every_address_in_it_is_an_address_of_the_site(site, name):
    for tag in parsed(TO_PASTE[name]).body.find_all(["a", "img", "iframe"]):
        address = tag.get("href") or tag["src"]
        assert address.startswith(SITE_URL)
        path = address.removeprefix(SITE_URL)
        assert (site / path).is_file() or (site / path / "index.html").is_file(), address
        if tag.name == "a" and tag.get("target"):
            assert "noopener" in tag["rel"] and "別ウィンドウ" in tag.get_text()


@pytest.mark.parametrize(
    ("name", "table_id"),
    [("table-window", "window-by-birth-month"), ("table-expiry", "by-issue-year")],
)
def test_a_pasted_table_holds_what_the_engine_computes(name, table_id):
    rows = parsed(TO_PASTE[name]).select("tbody tr")
    columns = [column["key"] for column in SITE.tables[table_id]["columns"]]
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in rows]
    computed = table(table_id, SITE.book, SITE.today).rows
    assert cells == [[str(row.cells[key]) for key in columns] for row in computed]
    text = parsed(TO_PASTE[name]).get_text()
    assert "印刷された日付が優先" in text and "非公式" in text


BASIC = {
    *("a", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "b", "i", "h2", "h3", "h4", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "div", "span", "blockquote"),
}
BLOG = BASIC | {"figure", "figcaption", "details", "summary", "dl", "dt", "dd", "code", "pre"}
STRICT = {"a", "p", "table", "tr", "th", "td"}
KEPT = {
    "basic": (BASIC, {"href", "title", "src", "alt", "width", "height", "scope", "colspan"}),
    "blog": (BLOG, {"href", "title", "src", "alt", "width", "height", "scope", "rel", "target"}),
    "strict": (STRICT, {"href"}),
}
DROPPED = ["script", "style", "iframe", "object", "embed", "form"]  # with all that is in them


def sanitised(html, kept):
    """What a CMS leaves: elements it does not know lose their tags, dangerous ones their content."""
    tags, attributes = KEPT[kept]
    body = parsed(html).body
    for tag in body.find_all(DROPPED):
        tag.decompose()
    for tag in body.find_all(True):
        if tag.name in tags:
            tag.attrs = {key: value for key, value in tag.attrs.items() if key in attributes}
        else:
            tag.unwrap()
    return body.decode_contents()


def read(html):
    """What a reader gets of it in a browser: words, links, rows of tables, pictures."""
    body = parsed(html).body
    for tag in body.find_all("iframe"):
        tag.decompose()
    return {
        "words": re.sub(r"\s+", "", body.get_text()),
        "links": [(a["href"], a.get_text()) for a in body.find_all("a")],
        "rows": [[c.get_text() for c in row.find_all(["th", "td"])] for row in body("tr")],
        "pictures": [image["alt"] for image in body.find_all("img")],
    }


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("name", TO_PASTE)
def test_it_stays_readable_after_a_sanitiser(name, kept):
    before, after = read(TO_PASTE[name]), read(sanitised(TO_PASTE[name], kept))
    if kept == "strict" and before["pictures"]:
        # /kit/banners/ says so: where pictures go, a banner leaves a link without words
        assert after["pictures"] == [] and after["links"] == before["links"]
        return
    assert after == before
    assert after["words"] or after["pictures"]
    assert after["links"], "whatever is lost, the way to the page stays"


def test_the_sanitiser_takes_what_it_should():
    html = '<p style="a" onclick="b">x<script>y</script><iframe src="z">w</iframe><u>v</u></p>'
    assert sanitised(html, "basic") == "<p>xv</p>"


def test_what_stands_in_the_boxes_is_what_was_tested(site):
    shown = {}
    for name in PAGES:
        for area in built(site, f"kit/{name}").find_all("textarea"):
            assert area.has_attr("readonly")
            shown[area["id"].removeprefix("kg-copy-")] = area.get_text()
    assert TO_PASTE.items() <= shown.items()
    assert {each["id"] for each in KIT["texts"]} <= set(shown)


# ---------------------------------------------------------------- banners


@pytest.mark.parametrize("banner", KIT["banners"], ids=banner_name)
def test_a_banner_is_drawn_by_the_script_and_says_unofficial(banner):
    path = ROOT / "docs" / BANNERS / f"{banner_name(banner)}.svg"
    assert path.read_text("utf-8") == banners.svg(banner), "python tools/banners.py"
    drawn = ElementTree.fromstring(path.read_text("utf-8"))
    name = "{http://www.w3.org/2000/svg}"
    words = drawn.findall(f".//{name}text")
    assert any(word.text == "非公式" for word in words)
    assert drawn.find(f"{name}title").text == banner["alt"]
    assert not drawn.findall(f".//{name}image"), "only our own drawing"
    for word in words:
        assert float(word.get("x")) + float(word.get("textLength")) <= banner["width"]
        assert float(word.get("y")) <= banner["height"]
    png = path.with_suffix(".png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (banner["width"], banner["height"])
    assert len(png) <= 20_000 and path.stat().st_size <= 5_000


def test_banners_come_in_the_usual_sizes_and_can_be_read():
    sizes = [(banner["width"], banner["height"]) for banner in KIT["banners"]]
    assert sizes == [(468, 60), (234, 60), (200, 60), (120, 60), (88, 31)]
    assert contrast(banners.WORDS, banners.GROUND) >= 4.5
    assert contrast(banners.TAG_WORDS, banners.TAG) >= 4.5
    for banner in KIT["banners"]:
        colours = set(re.findall(r"#[0-9a-f]{6}", banners.svg(banner)))
        known = {banners.WORDS, banners.GROUND, banners.TAG, banners.TAG_WORDS}
        assert colours <= known


# ---------------------------------------------------------------- what stops the build


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("    alt: マイナンバーカード電子証明書 更新ガイド（非公式）\n", "", "alt"),
        ("alt: マイナンバーカード電子証明書 更新ガイド（非公式）", 'alt: " "', "alt"),
        ("id: link-external\n", "id: link\n", "link"),
        ("text: これは、市民がつくる非公式の案内です。", "", "text"),
        ("の、非公式の案内です。", "について、市民がつくって公開している、非公式の案内です。", "40字まで"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_kit_is_named(copy, old, new, named):
    assert named in damaged(copy, old, new)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("address: /guide/proxy/", "address: /guide/proxies/", "/guide/proxies/"),
        ("{site}guide/proxy/", "{site}guide/nowhere/", "/guide/nowhere/"),
        ("anchor: unofficial}", "anchor: official}", "official"),
        ("width: 468", "width: 469", "469x60.svg"),
    ],
)
def test_what_leads_nowhere_is_named(copy, old, new, named):
    path = copy / NAME
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (copy / "docs").symlink_to(ROOT / "docs")
    pages = dict.fromkeys(("ask/index.md", "questions.md", "about/changes.md"), "")
    with pytest.raises(DataError) as caught:
        check_kit(replace(SITE, root=copy), pages)
    assert named in f"{caught.value.place}{caught.value.problem}{caught.value.mend}"


def test_a_word_nobody_knows_is_named(copy):
    path = copy / NAME
    text = (
        path.read_text("utf-8")
        .replace("〉{name}", "{name}")
        .replace('">{name}</a>', '">{nam}</a>', 1)
    )
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match="nam"):
        snippets(replace(SITE, root=copy))


def pages_of(folder, **texts):
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("first", RESERVED)
def test_a_reserved_address_is_refused_and_named(tmp_path, first):
    docs = pages_of(tmp_path / "docs", **{f"{first}__x": "# x\n"})
    with pytest.raises(DataError, match=f"/{first}/x/") as caught:
        check_addresses(docs, [])
    assert caught.value.file == f"docs/{first}/x.md"


def test_an_old_address_may_not_be_reserved_either(tmp_path):
    docs = pages_of(tmp_path / "docs", a='---\nmoved_from: ["/api/x/"]\n---\n# a\n')
    with pytest.raises(DataError, match="/api/x/"):
        check_addresses(docs, [])


@pytest.mark.parametrize(
    ("written", "generated"),
    [
        ({"guide__x": "", "guide__x__index": ""}, []),
        ({"terms": ""}, ["terms.md"]),
        ({"guide__Where": "", "guide__where": ""}, []),
        ({}, ["a/index.md", "a.md"]),
    ],
)
def test_two_pages_at_one_address_are_named(tmp_path, written, generated):
    docs = pages_of(tmp_path / "docs", **written) if written else tmp_path
    with pytest.raises(DataError, match="には、もう"):
        check_addresses(docs, generated)


def test_different_addresses_are_welcome(tmp_path):
    docs = pages_of(tmp_path / "docs", index="", a="", b__index="", b__c="", english="")
    check_addresses(docs, ["law/index.md", "law/card.md", "terms.md"])


# ---------------------------------------------------------------- in a browser


@pytest.mark.browser
def test_the_button_copies_by_keyboard_and_says_so(base_url, browser):
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{base_url}kit/html/")
        box = page.locator(".kg-copy").first
        button = box.get_by_role("button")
        assert box.locator("label").inner_text() in button.text_content()
        button.focus()
        page.keyboard.press("Enter")
        status = box.get_by_role("status")
        status.get_by_text(KIT["words"]["copied"]).wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == box.locator("textarea").input_value() == TO_PASTE["link-unofficial"]
        assert button.evaluate("element => element === document.activeElement")


@pytest.mark.browser
def test_where_copying_is_not_allowed_the_text_is_selected(base_url, page):
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false;"
    )
    page.goto(f"{base_url}kit/wording/")
    box = page.locator(".kg-copy").first
    box.get_by_role("button").click()
    box.get_by_role("status").get_by_text("文を選んだ").wait_for()
    chosen = box.locator("textarea").evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert chosen == box.locator("textarea").input_value() != ""


@pytest.mark.browser
def test_without_script_the_text_is_there_and_other_pages_load_no_button(base_url, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base_url}kit/html/")
        assert page.locator("#kg-copy-link").input_value() == TO_PASTE["link"]
        assert page.locator(".kg-copy button").count() == 0
        for address, count in (("kit/", 1), ("about/", 0), ("", 0), ("about/privacy/", 0)):
            page.goto(base_url + address)
            assert page.locator('script[src$="copy.mjs"]').count() == count, address


@pytest.mark.browser
def test_the_frame_shows_the_table_inside_another_site(base_url, page, tmp_path):
    """Another port is another site to a browser."""
    (tmp_path / "404.html").touch()
    frame = TO_PASTE["frame"].replace(SITE_URL, base_url)
    (tmp_path / "index.html").write_text(f"<!doctype html><title>市</title>{frame}", "utf-8")
    with served(tmp_path) as other:
        page.goto(other)
        shown = page.frame_locator("iframe")
        shown.locator("table.kg-t").first.wait_for()
        assert "国や市区町村の公式サイトではありません" in shown.locator("body").inner_text()
