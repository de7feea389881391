"""The five questions: every way to answer them, the pages made of them, and what stops the build."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from itertools import product
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup

from kigen import DataError
from kigen.ask import load_flow, texts
from kigen.audit import check
from kigen.reader import ROOT
from kigen.statements import PLACEHOLDER
from macros.ask import OUTCOMES, PARTS, ask_pages, entry_points
from macros.site import load_site
from postbuild import permalinks
from tests.site import SITE_URL
from tests.test_browser import OVERFLOW, violations

FLOW = load_flow()
POINTS = FLOW.points
NODES = [point for point in POINTS if point.question]
LEAVES = [point for point in POINTS if point.outcome]
MOST_PAGES = 150

# ---------------------------------------------------------------- counted again, from the file

RAW = yaml.safe_load((ROOT / "data/ask.yaml").read_text("utf-8"))
ASKED = {q["id"]: [choice["id"] for choice in q["choices"]] for q in RAW["questions"]}


def outcome_of(answers):
    """The outcome of a whole set of answers: the first rule that fits, read without the engine."""
    for rule in RAW["rules"]:
        wanted = {q: [c] if isinstance(c, str) else c for q, c in rule["when"].items()}
        if all(answers[q] in choices for q, choices in wanted.items()):
            return rule["outcome"]
    raise AssertionError(answers)


EVERY = [dict(zip(ASKED, choices, strict=True)) for choices in product(*ASKED.values())]
OUTCOME = {tuple(each.values()): outcome_of(each) for each in EVERY}


def can_change(question, given):
    """True if the answer can change the outcome, however the rest is answered."""
    left = [each for each in EVERY if all(each[q] == c for q, c in given.items())]
    changed = ({**each, question: c} for each in left for c in ASKED[question])
    olds = (each for each in left for _ in ASKED[question])
    return any(
        OUTCOME[tuple(new.values())] != OUTCOME[tuple(old.values())]
        for new, old in zip(changed, olds, strict=True)
    )


def test_every_combination_has_one_outcome_and_the_pages_lead_to_it():
    reached = set()
    for answers in EVERY:
        point = FLOW.point({})
        while point.question:
            point = FLOW.point({**point.answers, point.question.id: answers[point.question.id]})
            assert len(point.answers) <= 5
        assert point.outcome.id == OUTCOME[tuple(answers.values())], answers
        reached.add(point.address)
    assert reached == {point.address for point in LEAVES}
    assert len(EVERY) == len(list(FLOW.combinations()))


def test_no_outcome_is_unreachable_and_there_are_at_most_twenty():
    assert {point.outcome.id for point in LEAVES} == set(FLOW.outcomes) == set(RAW["outcomes"])
    assert len(FLOW.outcomes) <= 20


def test_nobody_is_asked_in_vain_and_nobody_misses_a_question():
    for point in POINTS:
        matter = [q for q in ASKED if q not in point.answers and can_change(q, point.answers)]
        assert (point.question.id if point.question else None) == (matter or [None])[0], (
            point.address
        )


def test_there_are_at_most_five_questions_and_150_pages():
    pages = ask_pages(load_site())
    assert len(ASKED) <= 5 and max(len(point.answers) for point in LEAVES) <= 5
    assert len(pages) + len(FLOW.outcomes) <= MOST_PAGES
    assert len(pages) == len(POINTS) + 1


def test_an_address_names_answers_only():
    for point in POINTS:
        assert point.address == "/ask/" + "".join(f"{c}/" for c in point.answers.values())
        assert not re.search(r"\d", point.address)


def test_the_calculator_can_link_to_the_deepest_point_that_its_answers_reach():
    points = entry_points(load_site())
    assert points["self/adult/open"] == "/ask/self/adult/open/"
    assert points["proxy/leaving/early"] == "/ask/proxy/leaving/"
    assert set(points.values()) <= {point.address for point in POINTS}
    for who, whom, when in product(*list(ASKED.values())[:3]):
        address = points[f"{who}/{whom}/{when}"]
        deeper = [p for p in POINTS if f"/ask/{who}/{whom}/{when}/".startswith(p.address)]
        assert address == max((p.address for p in deeper), key=len)


# ---------------------------------------------------------------- the built pages


@cache
def html(site, address):
    """The head and the text of a page, read once; the rest is the same on every page."""
    whole = (site / address.strip("/") / "index.html").read_text("utf-8")
    head, body = whole.split("</head>")
    text = body[body.index('<div id="kg-main"') : body.index('<footer class="kg-foot"')]
    return BeautifulSoup(f"{head}</head><body>{text}", "html.parser")


def target(point, link):
    """Where a link of a point's page leads, from the root of the site."""
    return urljoin(f"https://x.test{point.address}", link["href"]).removeprefix("https://x.test")


def test_a_question_page_asks_one_thing_and_its_answers_are_links(site):
    for point in NODES:
        page = html(site, point.address)
        (heading,) = page.find_all("h1")
        assert heading.get_text().endswith("？")
        choices = [target(point, a) for a in page.select(".kg-q-choices a")]
        assert choices == [f"{point.address}{choice}/" for choice in point.question.choices]
        assert f"質問{len(point.answers) + 1}" in page.select_one(".kg-q-step").get_text()
        assert not page.select("#kg-main form, #kg-main button, #kg-main input")


def test_the_answers_so_far_stand_on_each_page_and_lead_back_to_their_question(site):
    for point in POINTS:
        page = html(site, point.address)
        changes = [target(point, a) for a in page.select(".kg-q-sofar li a")]
        path = list(point.answers.values())
        assert changes == ["/ask/" + "".join(f"{c}/" for c in path[:n]) for n in range(len(path))]
        said = [b.get_text() for b in page.select(".kg-q-sofar li b")]
        assert len(said) == len(path) and all(said)
        back = [target(point, a) for a in page.select(".kg-q-back a")]
        assert back == changes[-1:]


def test_each_path_has_a_title_of_its_own_with_the_answers_in_it(site):
    titles = [html(site, point.address).title.get_text() for point in POINTS]
    assert len(set(titles)) == len(titles)
    for point, title in zip(POINTS, titles, strict=True):
        for question, choice in point.answers.items():
            assert FLOW.questions[question].choices[choice].short in title


def without_marks(part):
    """The text of a page's parts; where it stands and what was answered left out."""
    return re.sub(r"\s+", "", part.get_text())


def test_the_end_of_a_path_holds_the_whole_outcome_and_names_its_page(site):
    for point in LEAVES:
        page, own = html(site, point.address), f"/{OUTCOMES}/{point.outcome.id}/"
        canonical = page.find("link", rel="canonical")["href"]
        assert canonical == SITE_URL.rstrip("/") + own
        outcome = html(site, own)
        assert [h.get_text() for h in page.select("#kg-main h1")] == [
            h.get_text() for h in outcome.select("#kg-main h1")
        ]
        for part in [*PARTS, "sources"]:
            assert page.find(id=part) and outcome.find(id=part), (point.address, part)
        assert [without_marks(li) for li in page.select("ol.kg-src > li")] == [
            without_marks(li) for li in outcome.select("ol.kg-src > li")
        ]
        links = {urljoin(own, a["href"]) for a in outcome.select("#kg-main a")}
        here = {target(point, a) for a in page.select("#kg-main a")}
        missing = {link for link in links - here if not link.startswith(f"{own}#")}
        assert not missing, point.address


def test_each_outcome_has_its_parts_in_order_and_its_sources(site):
    for outcome in FLOW.outcomes:
        page = html(site, f"/{OUTCOMES}/{outcome}/")
        ids = [h2["id"] for h2 in page.select("#kg-main h2")]
        assert [each for each in ids if each in PARTS] == list(PARTS)
        assert page.select("ol.kg-src li"), outcome
        assert page.find("link", rel="canonical")["href"].endswith(f"/{OUTCOMES}/{outcome}/")


def test_only_the_first_question_and_the_outcomes_are_found_by_the_search(site):
    pages = json.loads((site / "assets/search/index.json").read_text("utf-8"))
    found = {address for address, *_ in pages if address.startswith("ask/")}
    assert found == {"ask/", *(f"{OUTCOMES}/{outcome}/" for outcome in FLOW.outcomes)}


def test_the_map_shows_every_point_as_a_figure_and_as_a_list(site):
    page = html(site, "/ask/map/")
    listed = {urljoin("/ask/map/", a["href"]) for a in page.select(".kg-flow-list a")}
    assert listed == {point.address for point in POINTS if point.answers}
    figure = page.select_one("svg.kg-flow")
    assert figure["role"] == "img" and figure.title and figure.desc.get_text()
    assert len(figure.select("rect")) == len(POINTS)
    ends = [text.get_text() for text in figure.select(".kg-flow__o")]
    assert ends == [point.outcome.title for point in POINTS if point.outcome]
    said = page.select_one("#kg-main").get_text()
    for number in (len(EVERY), len(LEAVES), len(FLOW.outcomes)):
        assert str(number) in said


def test_the_end_of_a_path_answers_but_only_its_outcome_is_promised(site, tmp_path):
    live = permalinks.addresses(site)
    nothing = tmp_path / "permalinks.txt"
    nothing.write_text("", "utf-8")
    new = permalinks.unlisted(site, nothing)
    assert {point.address for point in LEAVES} <= set(live)
    assert not [each for each in new if each.split("#")[0] in {p.address for p in LEAVES}]
    assert {point.address for point in NODES} | {"/ask/map/"} <= set(new)
    assert {f"/{OUTCOMES}/{outcome}/#bring" for outcome in FLOW.outcomes} <= set(new)


# ---------------------------------------------------------------- people

# Made up from real questions (their number first): what they tap, and where they must come out.
PEOPLE = [
    ("B1 手紙が来た68歳", ["本人", "15歳以上", "期間の中", "わかる"], "self-known"),
    ("B4 窓口で、まだ早いと言われた", ["本人", "15歳以上", "期間の前"], "wait"),
    ("E3 暗証番号を2つとも忘れた", ["本人", "15歳以上", "期間の中", "どちらも"], "self-no-pin"),
    ("D5 顔認証のカード", ["本人", "15歳以上", "期間の中", "ないカード"], "face-card"),
    ("A3 もう切れていた", ["本人", "15歳以上", "証明書の期限が切れた", "わかる"], "self-ended"),
    ("D2 施設の母の代わり", ["代わり", "15歳以上", "期間の中", "がある", "わかる"], "proxy-sheet"),
    ("D3 照会書をなくした", ["代わり", "15歳以上", "期間の中", "がない"], "proxy-no-sheet"),
    ("A7 8歳の子のカード", ["代わり", "子ども", "カードの期限も近い"], "child"),
    ("I1 在留期間が延びた", ["本人", "在留期限", "期間の中"], "stay"),
    ("H5 来月、海外へ引っ越す", ["本人", "これから海外"], "leaving"),
]


@pytest.fixture(scope="module")
def phone(browser):
    """One phone without script for all people: to start a browser takes longer than to tap."""
    with browser.new_context(
        viewport={"width": 390, "height": 800}, java_script_enabled=False
    ) as context:
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize(("who", "taps", "outcome"), PEOPLE, ids=[who for who, _, _ in PEOPLE])
def test_a_person_comes_to_the_right_outcome_without_script(base_url, phone, who, taps, outcome):
    phone.goto(f"{base_url}ask/")
    seen = [phone.url]
    for tap in taps:
        words = phone.locator("b", has_text=tap)
        choice = phone.locator(".kg-q-choices a", has=words).first
        assert choice.bounding_box()["height"] >= 52
        with phone.expect_navigation():
            choice.click()
        seen.append(phone.url)
    title = phone.locator("h1").inner_text()
    assert title == FLOW.outcomes[outcome].title
    assert phone.locator(".kg-q-sofar summary").is_visible()
    for url in reversed(seen[:-1]):  # the browser's own way back
        phone.go_back()
        assert phone.url == url
    assert "?" not in "".join(seen) and "#" not in "".join(seen)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.weekly)])
def test_a_question_an_end_and_the_map_have_no_axe_violation(base_url, browser, width):
    with browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True) as context:
        page = context.new_page()
        for address in ("ask/proxy/adult/open/", "ask/self/adult/open/known/", "ask/map/"):
            page.goto(base_url + address)
            assert not violations(page), address
            assert page.evaluate(OVERFLOW) <= 0, address


LONGEST = max(
    FLOW.outcomes, key=lambda each: len((ROOT / f"docs/{OUTCOMES}/{each}.md").read_text())
)


@pytest.mark.browser
@pytest.mark.parametrize(
    "outcomes",
    [[LONGEST], pytest.param(sorted(FLOW.outcomes), marks=pytest.mark.weekly)],
    ids=["the longest", "every one"],
)
def test_an_outcome_is_one_sheet_of_paper(base_url, browser, outcomes):
    page = browser.new_page()
    for point in LEAVES:
        if point.outcome.id in outcomes:
            outcomes = [each for each in outcomes if each != point.outcome.id]
            own = f"/{OUTCOMES}/{point.outcome.id}/"
            for address in (own, point.address):
                page.goto(base_url + address.lstrip("/"))
                sheets = page.pdf(format="A4", prefer_css_page_size=True)
                assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, address
    page.close()


# ---------------------------------------------------------------- what stops the build


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def write(copy, old, new):
    path = copy / "data/ask.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), "utf-8")


SPOILT = {
    "a gap": (
        "  - {when: {whom: stay, when: card-ended}, outcome: stay-card-ended}\n",
        "  - {when: {who: self, whom: stay, when: card-ended}, outcome: stay-card-ended}\n",
        ["行く人＝代理人、カードの人＝在留期限、期限＝カード切れ", "結果がありません"],
    ),
    "a row hidden by an earlier one": (
        "rules:\n",
        "rules:\n  - {when: {whom: abroad}, outcome: abroad}\n",
        ["3番目の行", "カードの人＝海外に住む、期限＝カード", "先に1番目の行"],
    ),
    "an outcome that nobody comes to": (
        "{whom: leaving}, outcome: leaving}", "{whom: leaving}, outcome: abroad}",
        ["outcomes.leaving", "出発の前の日までに"],
    ),
    "a sixth question": (
        "  - id: pin\n",
        "  - id: colour\n    title: 何色ですか？\n    short: 色\n    choices:\n"
        "      - {id: red, ja: 赤, short: 赤}\n      - {id: blue, ja: 青, short: 青}\n  - id: pin\n",
        ["質問は5つまで"],
    ),
    "a twenty-first outcome": (
        "outcomes:\n", "outcomes:\n  one-more: {title: もう1つの結果, case: 人です。}\n", ["20まで"],
    ),
    "an unknown answer in a row": (
        "{whom: leaving}, outcome", "{whom: leavin}, outcome", ["leavin", "leaving"],
    ),
    "an unknown outcome in a row": ("outcome: leaving}", "outcome: leave}", ["leave", "結果"]),
    "a row for everybody": ("{whom: leaving}, outcome", "{}, outcome", ["書き忘れ"]),
    "the name of another page": ("id: leaving", "id: map", ["/ask/map/"]),
    "the same answer twice": ("id: leaving", "id: stay", ["2回"]),
    "an unknown number": (
        "{certificate.signature_min_age}以上", "{certificate.age}以上", ["certificate.age"],
    ),
    "a wording for an unknown answer": ("      self: あなたは", "      me: あなたは", ["self、proxy"]),
    "a wording by a later question": ("      by: who\n", "      by: pin\n", ["前の質問"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_bad_data_is_named_with_the_combination(copy, name):
    old, new, named = SPOILT[name]
    write(copy, old, new)
    with pytest.raises(DataError) as caught:
        load_flow(copy)
    message = str(caught.value)
    assert caught.value.file == "data/ask.yaml"
    assert all(each in message for each in named), message


def test_a_question_that_changes_nothing_is_named_with_a_combination(copy):
    path = copy / "data/ask.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    for rule in content["rules"]:  # so that nobody's outcome depends on the kind of proxy
        if rule["when"].get("proxy"):
            rule["when"]["proxy"] = ["legal", "sheet", "no-sheet"]
    content["rules"] = [
        rule
        for rule in content["rules"]
        if rule["outcome"] not in ("proxy-ended", "proxy-no-sheet", "proxy-sheet", "proxy-no-pin")
        and not (rule["outcome"] == "face-card" and rule["when"]["who"] == "proxy")
    ]
    reached = {rule["outcome"] for rule in content["rules"]}
    content["outcomes"] = {key: row for key, row in content["outcomes"].items() if key in reached}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(DataError, match="質問「代わりの人」.*行く人＝本人"):
        load_flow(copy)


def test_the_audit_finds_it_too(copy):
    write(copy, "outcome: leaving}", "outcome: leave}")
    assert [error.file for error in check(copy)] == ["data/ask.yaml"]


@pytest.fixture
def spoilt_page(tmp_path):
    """A way to get the pages of a site of which one outcome page is spoilt."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs" / OUTCOMES, tmp_path / "docs" / OUTCOMES)

    def pages(change):
        path = tmp_path / "docs" / OUTCOMES / "leaving.md"
        changed = change(path.read_text("utf-8"))
        path.unlink() if changed is None else path.write_text(changed, "utf-8")
        return ask_pages(load_site(tmp_path))

    return pages


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda text: None, ["ask.yaml", "outcomes.leaving", "ページがありません"]),
        (lambda text: re.sub(r"\{\{.*?\}\}", "", text), ["leaving.md", "出典が1つもありません"]),
        (lambda text: text.replace("{: #cost }", "{: #money }"), ["leaving.md", "お金"]),
        (lambda text: re.sub("^title: .*$", "title: ちがう題", text, flags=re.M), ["出発の前"]),
    ],
    ids=["no page", "no source", "a part missing", "another title"],
)
def test_an_outcome_without_page_source_or_part_stops_the_build(spoilt_page, change, named):
    with pytest.raises(DataError) as caught:
        spoilt_page(change)
    assert all(each in str(caught.value) for each in named), caught.value


def test_an_outcome_page_that_no_rule_knows_stops_the_build(spoilt_page, tmp_path):
    stray = tmp_path / "docs" / OUTCOMES / "leavin.md"
    stray.write_text("# 題", "utf-8")
    with pytest.raises(DataError, match="leavin.*leaving"):
        spoilt_page(lambda text: text)


def test_every_text_is_plain_and_ends_as_it_should():
    for text in texts(FLOW):
        assert not re.search(r"[<>&*_`\[\]]", PLACEHOLDER.sub("", text)), text
