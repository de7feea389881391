"""The site's search: what is in its index, what it finds, and the box people type into."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from gzip import compress
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import expect

from kigen import DataError
from kigen.reader import ROOT
from macros.search import NAME, search_words
from macros.site import load_site
from postbuild import SiteError, search
from tests.site import build, served
from tests.test_browser import violations

QUERIES = yaml.safe_load((ROOT / "tests/search_queries.yaml").read_text("utf-8"))
CODE = ("search.mjs", "worker.mjs", "find.mjs", "words.mjs")
LEAST = 0.95
RESULT = "[data-search-result]"
BOX = "input[type=search]"

FIND_ALL = """async (queries) => {
  const read = async (name) => (await fetch(`assets/search/${name}.json`)).json();
  const { Index } = await import(new URL("assets/search/find.mjs", location.href));
  const index = new Index(await read("index"), await read("words"));
  return queries.map((query) => index.find(query));
}"""

# The theme's own worker, spoken to as the theme's page does.
FIND_ALL_BUILT_IN = """async ([worker, queries]) => {
  const data = await (await fetch("search/search_index.json")).json();
  const built = new Worker(worker);
  const answer = (type) => new Promise((done) => {
    built.onmessage = ({ data }) => data.type === type && done(data.data);
  });
  built.postMessage({ type: 0, data: { ...data, options: { suggest: false } } });
  await answer(1);
  const found = [];
  for (const query of queries) {
    built.postMessage({ type: 2, data: query });
    found.push((await answer(3)).items.map((group) => group.map(({ location }) => location)));
  }
  return found;
}"""


def right(row, urls):
    """Whether a row of the list is content with the places found, the best first."""
    if not row["pages"]:
        return not urls
    first = [f"/{url}" for url in urls[:3]]
    first += [url.split("#")[0] for url in first]
    return bool(set(row["pages"]) & set(first))


def fetched_while(page, act):
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    act()
    return [url for url in seen if "/assets/search/" in url]


@pytest.fixture(scope="module")
def index(site):
    return json.loads((site / search.INDEX).read_text("utf-8"))


# ---------------------------------------------------------------- the index


def test_a_page_is_cut_into_sections_of_lines():
    html = (
        '<div id="kg-main"><h1 id="a">題</h1><p>はじめ<sup class="kg-mark">1</sup>の文。</p>'
        '<h2 id="b">見<span class="kg-nb">出し</span></h2><ul><li>1つ<div>中</div></li><li>2つ</li></ul>'
        "<table><tr><th>名</th><td>A　社 の</td></tr></table><dl><dt>語</dt><dd>意味</dd></dl>"
        "<p data-search-exclude>読まない<b>ここも</b></p><svg><text>絵</text></svg><p>e-Tax へ</p>"
        '<h3 id="c">空</h3><h2 id="sources">出典</h2><ol class="kg-src"><li>資料</li></ol></div><p>外</p>'
    )
    first, second = search.sections(html)
    assert (first.anchor, first.heading, first.lines) == ("", "題", ["はじめの文。"])
    assert (second.anchor, second.heading) == ("b", "見出し")
    assert second.lines == ["1つ", "中", "2つ", "名　A　社の", "語：意味", "e-Taxへ"]


def test_what_is_only_a_copy_or_a_way_on_is_left_out():
    for mark in ('data-same-as="/x/"', "data-search-exclude"):
        assert search.sections(f'<div id="kg-main" {mark}><h1>題</h1></div>') == []
    refresh = '<meta http-equiv="refresh" content="0; url=../">'
    assert search.sections(f'{refresh}<div id="kg-main"><h1>題</h1></div>') == []


def test_every_page_for_readers_is_in_the_index_once(site, index):
    addresses = [address for address, *_ in index]
    assert len(addresses) == len(set(addresses))
    assert {"", "questions/", "terms/", "guide/where/", "offices/13/", "ask/"} <= set(addresses)
    paths = [each for each in addresses if re.match(r"ask/(?!outcome/|map/).", each)]
    assert not paths and "404.html" not in addresses
    for _, title, _, (_, _, said), *_ in index:
        assert title and said, title


def test_every_unit_leads_to_a_place(site, index):
    for address, _, _, *parts in index:
        html = (site / address / "index.html").read_text("utf-8")
        assert all(f'id="{anchor}"' in html for anchor, *_ in parts[1:]), address


def test_every_question_and_word_stands_for_a_place(site, index):
    words = json.loads((site / search.WORDS).read_text("utf-8"))
    data = load_site()
    assert words == search_words(data)
    assert {question for question, *_ in words["asked"]} == set(data.questions)
    assert {term for term, *_ in words["also"]} == set(data.terms)


def test_words_that_lead_nowhere_stop_the_build_and_are_named(site, tmp_path):
    (tmp_path / "assets/search").mkdir(parents=True)
    words = {"asked": [["q", "guide/gone/#x", "言葉"]], "also": [["t", "語"]]}
    (tmp_path / search.WORDS).write_text(json.dumps(words), "utf-8")
    with pytest.raises(SiteError, match="guide/gone/#x") as caught:
        search.apply(tmp_path)
    assert len(caught.value.findings) == 3


def test_a_wrong_line_in_the_words_is_named(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / NAME
    path.write_text(path.read_text("utf-8").replace("[忘れ, わすれ]", "[忘れ]"), "utf-8")
    with pytest.raises(DataError, match=r"data/search\.yaml"):
        search_words(replace(load_site(), root=tmp_path))


def test_it_is_small(site):
    folder = site / "assets/search"
    code = sum(len(compress((folder / name).read_bytes(), 6)) for name in CODE)
    data = sum(
        len(compress((folder / name).read_bytes(), 6)) for name in ("index.json", "words.json")
    )
    assert code <= 7 * 1024
    assert data <= 129 * 1024


# ---------------------------------------------------------------- what it finds


def test_the_list_is_long_and_each_place_in_it_is_there(index):
    assert sum(bool(row["pages"]) for row in QUERIES) >= 120
    twice = [
        query for query, times in Counter(row["query"] for row in QUERIES).items() if times > 1
    ]
    assert not twice
    places = {f"/{address}" for address, *_ in index}
    places |= {f"/{a}#{anchor}" for a, _, _, *parts in index for anchor, *_ in parts if anchor}
    assert {page for row in QUERIES for page in row["pages"]} <= places


@pytest.mark.browser
def test_what_people_type_finds_its_page_among_the_first_three(base_url, page):
    page.goto(base_url)
    hits = page.evaluate(FIND_ALL, [row["query"] for row in QUERIES])
    urls = [[hit["url"] for hit in each] for each in hits]
    missed = {
        row["query"]: u[:3] for row, u in zip(QUERIES, urls, strict=True) if not right(row, u)
    }
    assert len(missed) <= (1 - LEAST) * len(QUERIES), missed
    noise = [row["query"] for row in QUERIES if not row["pages"] and row["query"] in missed]
    assert not noise
    for each in hits:
        for hit in each:
            assert hit["texts"][0] and hit["texts"][2], hit
            for text, marks in zip(hit["texts"], hit["marks"], strict=True):
                ends = [end for pair in marks for end in pair]
                assert ends == sorted(ends) and all(0 <= end <= len(text) for end in ends), hit


WRITTEN = [
    ("ロック", "ﾛｯｸ"),
    ("ろっく", "ロック"),
    ("ＥＤ１１０８", "ed1108"),
    ("e-Tax", "ｅ－ＴＡＸ"),
    ("マイナンバーカード", "マイナンバカード"),
    ("3か月前", "３ヶ月前"),
    ("ロック", "rokku"),
    ("2026年", "令和8年"),
    ("暗証番号 忘れた", "暗唱番号 忘れた"),
    ("コンビニ 暗証番号", "コンピニ 暗証番号"),
    ("予約", "予約k"),
]


@pytest.mark.browser
def test_how_a_word_is_written_makes_no_difference(base_url, page):
    page.goto(base_url)
    for pair in WRITTEN:
        first, second = page.evaluate(FIND_ALL, pair)
        assert first and [hit["url"] for hit in first] == [hit["url"] for hit in second], pair


@pytest.mark.browser
def test_all_words_must_match_and_a_number_is_whole(base_url, page):
    page.goto(base_url)
    many, few, none, half, short = page.evaluate(
        FIND_ALL, ["郵便局", "郵便局 パスポート", "郵便局 宇宙人", "EI12", "0割"]
    )
    assert len(few) < len(many) and not none
    assert half[0]["url"] == "guide/not-working/#ei123-2008"
    assert not short  # 0割 is not in 10割


@pytest.mark.browser
def test_a_word_the_site_does_not_say_is_let_go_in_a_sentence_but_not_in_a_pair(base_url, page):
    page.goto(base_url)
    sentence, pair, other = page.evaluate(
        FIND_ALL, ["電子証明書の宇宙人の手数料", "宇宙人の手数料", "スマホケース"]
    )
    assert any(hit["url"] == "guide/what-to-bring/#fee" for hit in sentence[:3])
    assert not pair and not other


@pytest.mark.browser
def test_a_page_comes_before_a_heading_of_another_and_a_sentence_before_a_table(base_url, page):
    page.goto(base_url)
    moving, fee = page.evaluate(FIND_ALL, ["引っ越し", "費用"])
    assert moving[0]["url"] == "guide/moving/"
    assert fee[0]["url"] == "guide/what-to-bring/#fee" and fee[0]["texts"][2].endswith("。")


@pytest.mark.browser
@pytest.mark.weekly
def test_it_finds_more_than_the_themes_search(base_url, site, page, tmp_path):
    """The theme's search is built once beside ours, with its own index and worker."""
    root = tmp_path / "copy"
    for name in ("data", "docs", "kigen", "macros", "overrides", "postbuild"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    with_search = config.replace("\nplugins:\n", "\nplugins:\n  search: {lang: ja}\n", 1)
    (root / "mkdocs.yml").write_text(with_search, "utf-8")
    hooks = root / "macros/hooks.py"  # finishing would take the theme's search out
    hooks.write_text(hooks.read_text("utf-8").replace("if serving:", "if True:", 1), "utf-8")
    run = build(tmp_path / "site", root)
    assert run.returncode == 0, run.stderr
    with served(tmp_path / "site") as address:
        page.goto(address)
        (worker,) = (tmp_path / "site/assets/javascripts/workers").glob("search.*.js")
        name = f"assets/javascripts/workers/{worker.name}"
        queries = [row["query"] for row in QUERIES]
        groups = page.evaluate(FIND_ALL_BUILT_IN, [urljoin(address, name), queries])
    # It lists pages; each counts by its page and by every section it shows.
    theirs = 0
    for row, found in zip(QUERIES, groups, strict=True):
        shown = {f"/{place}" for group in found[:3] for place in group}
        shown |= {place.split("#")[0] for place in shown}
        theirs += bool(set(row["pages"]) & shown) if row["pages"] else not found
    page.goto(base_url)
    hits = page.evaluate(FIND_ALL, queries)
    ours = sum(
        right(row, [h["url"] for h in each]) for row, each in zip(QUERIES, hits, strict=True)
    )
    print(f"ours {ours}, built-in {theirs} of {len(QUERIES)}")
    assert ours > theirs


# ---------------------------------------------------------------- the box


@pytest.mark.browser
def test_a_person_at_a_desk_types_and_opens_what_was_found(base_url, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    noise = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    assert not fetched_while(page, lambda: page.goto(base_url, wait_until="networkidle"))
    box = page.locator(BOX)
    assert box.count() == 1 and box.is_visible()
    box.click()
    page.keyboard.insert_text("暗証番号　わすれた")  # at once, so that it is asked once
    first = page.locator(RESULT).first
    first.wait_for()
    assert first.get_attribute("data-search-result") == "guide/forgotten-pin/"
    assert [mark.inner_text() for mark in first.locator("mark").all()][:2] == ["暗証番号", "忘れ"]
    third = page.locator(RESULT).nth(2).locator("a > span")
    assert third.count() == 3 and all(text.strip() for text in third.all_inner_texts())
    count = page.locator(RESULT).count()
    assert str(count) in page.locator("#kg-search [role=status]").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert first.locator("a").evaluate("link => link === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.press("Escape")
    assert not first.is_visible() and box.input_value() == "暗証番号　わすれた"
    assert box.evaluate("box => box === document.activeElement")
    first.evaluate("item => item.dataset.old = ''")
    page.keyboard.type(" ")
    page.locator(f"{RESULT}:first-child:not([data-old])").wait_for()  # the list is drawn again
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide/forgotten-pin/")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    assert not noise


@pytest.mark.browser
def test_a_person_with_a_phone_opens_the_box_and_gets_back(base_url, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(base_url + "guide/where/")
    button, box = page.locator(".kg-hbtn--search"), page.locator(BOX)
    assert not box.is_visible()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert box.evaluate("box => box === document.activeElement")
    box.fill("EI123-2008")
    page.locator(RESULT).first.wait_for()
    place = "guide/not-working/#ei123-2008"
    assert page.locator(RESULT).first.get_attribute("data-search-result") == place
    page.keyboard.press("Escape")
    assert not box.is_visible() and button.get_attribute("aria-expanded") == "false"
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    box.fill("宇宙人")
    page.locator("#kg-search [role=status]", has_text="見つかりません").wait_for()
    assert page.locator(RESULT).count() == 0
    page.locator(".kg-search__close").click()
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    box.fill("出張所 コンビニ 郵便局")
    link = page.locator(f"{RESULT} a[href*='guide/where/']").first
    link.click()
    page.wait_for_url("**/guide/where/**")
    expect(box).to_be_hidden()  # also where the hit is on this very page


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "dark"),
        (1280, "light"),
        pytest.param(320, "light", marks=pytest.mark.weekly),
        pytest.param(1280, "dark", marks=pytest.mark.weekly),
    ],
)
def test_the_open_box_has_no_axe_violation(base_url, browser, width, scheme):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        page.goto(base_url + "about/")
        if width < 960:
            page.locator(".kg-hbtn--search").click()
        page.locator(BOX).fill("更新")
        page.locator(RESULT).first.wait_for()
        assert not violations(page)


@pytest.mark.browser
def test_it_says_so_when_its_files_do_not_come(base_url, page):
    page.set_viewport_size({"width": 1280, "height": 800})
    for name in ("index.json", "search.mjs"):
        page.goto("about:blank")
        page.unroute_all()
        page.route(f"**/assets/search/{name}", lambda route: route.abort())
        page.goto(base_url)
        page.locator(BOX).fill("更新")
        page.locator("#kg-search [role=status]", has_text="読みこめません").wait_for()
        assert page.locator(".kg-search__out a[href$='questions/']").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_without_script_there_is_a_way_to_the_questions_and_the_pages(base_url, browser, width):
    with browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        page.goto(base_url + "about/")
        assert not page.locator(BOX).is_visible()
        assert page.locator("header a[href$='questions/']", has_text="さがす").is_visible()
        assert page.locator("#kg-foot nav a").first.is_visible()
