"""The questions people ask: each has one short answer, one place, and is near the home page."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urljoin

import pytest
import yaml

from kigen import DataError
from kigen.audit import check
from kigen.questions import load_needs, load_questions, same_words
from kigen.reader import ROOT, read
from kigen.render.words import filled
from kigen.written import written
from macros.pages import base_pages, generated_pages
from macros.site import load_site
from macros.stated import stated
from macros.targets import problems
from tests.site import TODAY, page_of

NEEDS = (
    "letter when where bring pin proxy child expired hospital after move abroad stay licence phone "
    "paper error scam"
).split()
CODES = [
    f"{group}{number}"
    for group, count in zip("ABCDEFGHI", (14, 6, 9, 7, 6, 7, 7, 5, 4), strict=True)
    for number in range(1, count + 1)
]
TASKS = [
    "手紙が来た。いつまでに行く？", "手紙が来ない・なくした", "どこで更新できる？予約は？", "もう期限が切れた",
    "何を持って行く？お金は？", "暗証番号をわすれた", "家族のかわりに行きたい", "病院でいつまで使える？",
    "更新したのに使えない", "引っ越し・結婚をした", "子どものカードの更新", "在留カードの期限がある",
    "この電話やメールは本物？", "よくあるまちがい",
]  # fmt: skip
QUESTIONS = load_questions()


@pytest.fixture(scope="module")
def home(site):
    return page_of(site, "/")


@pytest.fixture(scope="module")
def listed(site):
    return page_of(site, "/questions/")


def addresses(page, base, root="https://example.test/repo"):
    """Where the links of a page lead, counted from the root of the site."""
    links = (urljoin(f"{root}{base}", a["href"]) for a in page.select("a[href]"))
    return {link.removeprefix(root) for link in links if link.startswith(root)}


# ---------------------------------------------------------------- what is there


def test_the_needs_are_those_of_the_plan_and_each_has_questions():
    assert list(load_needs()) == NEEDS
    assert {question.need for question in QUESTIONS.values()} == set(NEEDS)


def test_every_one_of_the_65_questions_collected_has_its_answer():
    rows = yaml.safe_load((ROOT / "tests/sixty_five.yaml").read_text("utf-8"))
    assert len(CODES) == 65 and list(rows) == CODES
    assert {row["question"] for row in rows.values()} <= set(QUESTIONS)
    assert all(row["asked"].strip() for row in rows.values())


def test_every_question_is_a_heading_under_its_need_with_answer_marks_and_a_link(listed):
    assert [h2["id"] for h2 in listed.select("#kg-main h2")][: len(NEEDS)] == NEEDS
    assert {a["href"] for a in listed.select("#kg-main p a")} >= {f"#{need}" for need in NEEDS}
    for question in QUESTIONS.values():
        heading = listed.find(id=question.id)
        assert heading.name == "h3" and heading.get_text() == question.heading
        assert heading.find_previous("h2")["id"] == question.need
        answer, more = heading.find_next_siblings("p")[:2]
        assert answer.select(".kg-mark") and answer.get_text().count("。") <= 2, question.id
        link = more.find("a")
        assert link["href"] == f"..{question.page}#{question.anchor}"
        assert len(link.get_text()) >= 3 and more.get_text().startswith("くわしく：")


def test_other_wordings_are_kept_for_the_search_and_not_printed(listed):
    text = listed.find(id="kg-main").get_text()
    other = [w for q in QUESTIONS.values() for w in q.wordings[1:] if len(w) > 12]
    assert other and sum(wording in text for wording in other) < len(other) / 10


def test_every_question_has_exactly_one_place_and_it_exists(site):
    for question in QUESTIONS.values():
        html = (site / question.page.strip("/") / "index.html").read_text("utf-8")
        assert len(re.findall(rf'\bid="{question.anchor}"', html)) == 1, question.id


# ---------------------------------------------------------------- home


def test_the_home_page_has_the_tasks_of_the_design_in_four_groups(home):
    tasks = home.select_one(".kg-tasks")
    texts = [a.get_text() for a in tasks.select("a")]
    assert [text for text in texts if text in TASKS] == [
        text for text in texts[: texts.index("よくあるまちがい") + 1]
    ]
    assert set(TASKS) <= set(texts) and len(texts) <= 18
    assert len(tasks.select("h3")) == 4


def test_from_home_every_answer_is_two_taps_away_at_most(home, listed):
    """Links in the text only: to open the menu would be a tap more."""
    once = addresses(home.find(id="kg-main"), "/")
    assert "/questions/" in once
    twice = once | addresses(listed.find(id="kg-main"), "/questions/")
    for question in QUESTIONS.values():
        assert f"{question.page}#{question.anchor}" in twice, question.id


# ---------------------------------------------------------------- words and numbers


def test_wordings_are_the_same_but_for_widths_spaces_marks_and_capitals():
    assert (
        same_words("e-Tax が 使えない？")
        == same_words("ｅ－ｔａｘが使えない?")
        == "e-taxが使えない"
    )
    assert same_words("いつから") != same_words("いつまで")


def test_a_number_in_an_answer_is_the_one_in_force(book):
    site = load_site()
    text = filled("期限の{certificate.window_months}前です。", book.parameters, site.today)
    assert text == "期限の3か月前です。"
    with pytest.raises(DataError, match=r"certificate\.window_months"):
        filled("{certificate.window_month}", book.parameters, site.today)
    ours = [q.answer for q in QUESTIONS.values() if "{" in q.answer.ja]
    for answer in ours:
        assert "{" not in stated(answer, site) and "[[fact:" in stated(answer, site)


def test_answers_are_judged_and_grow_old_like_every_sentence():
    rows = {each.row: each for each in written()}
    assert {f"questions.{q}" for q in QUESTIONS} < set(rows)
    site = load_site()
    for question in QUESTIONS.values():
        assert question.answer.id in site.checks
        each = rows[f"questions.{question.id}"]
        line = (ROOT / each.file).read_text("utf-8").split("\n")[each.line - 1]
        assert line == f"- id: {question.id}" and each.heading == question.heading


# ---------------------------------------------------------------- what stops the build


FIRST = next(iter(QUESTIONS))
OWN = {"ja": "行けます。", "cite": ["jpki-top"], "checked": {"on": TODAY, "how": "copy"}}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """One copy of data/ for all damages, so that what they leave alone is read once."""
    copied = tmp_path_factory.mktemp("questions")
    shutil.copytree(ROOT / "data", copied / "data")
    (copied / "docs").symlink_to(ROOT / "docs")
    return copied


@pytest.fixture
def copy(root):
    """That copy, whole; what a test does to the questions and the needs is undone."""
    whole = {
        name: (ROOT / "data" / name).read_text("utf-8") for name in ("questions.yaml", "needs.yaml")
    }
    yield root
    for name, text in whole.items():
        (root / "data" / name).write_text(text, "utf-8")
    for load in (load_needs, load_questions, load_site):
        load.cache_clear()


def rows_of(root):
    return read(root / "data/questions.yaml", "questions", root)


def write(root, rows):
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    # the reader takes `on` for a word, other YAML tools for a yes
    (root / "data/questions.yaml").write_text(text.replace("'on':", "on:"), "utf-8")


def damaged(key, value):
    def damage(rows):
        rows[0][key] = value

    return damage


def answered(**change):
    return damaged("answer", {key: v for key, v in {**OWN, **change}.items() if v is not None})


def without_answer(rows):
    del rows[0]["answer"]


def the_same_words(rows):
    rows[1]["wordings"][2] = f"{rows[0]['wordings'][1]} ？"


def the_same_id(rows):
    rows[1]["id"] = rows[0]["id"]


@pytest.mark.parametrize(
    ("damage", "place", "said"),
    [
        (without_answer, FIRST, "answer"),
        (damaged("answer", {}), f"{FIRST}.answer", "答えがありません"),
        (answered(fact="notice.without_ok"), f"{FIRST}.answer", "答えが2つ"),
        (damaged("answer", {"fact": "notice.without_okay"}), f"{FIRST}.answer.fact", "notice.without_ok"),
        (answered(cite=None), f"{FIRST}.answer", "cite"),
        (answered(checked=None), f"{FIRST}.answer", "checked"),
        (answered(cite=["jpki-tops"]), f"{FIRST}.answer.cite", "jpki-top"),
        (answered(ja="{certificate.windw_months}前です。"), f"{FIRST}.answer.ja", "certificate.window_months"),
        (answered(ja="行けます"), f"{FIRST}.answer.ja", "「。」で終わる"),
        (answered(ja="一。二。三。"), f"{FIRST}.answer.ja", "長くて2つ"),
        (the_same_words, "wordings", "答えが2つ"),
        (damaged("wordings", []), f"{FIRST}.wordings", "3つ"),
        (damaged("wordings", ["どこ？", "どこに行く"]), f"{FIRST}.wordings", "3つ"),
        (damaged("wordings", ["どこ", "どこに行く", "場所"]), f"{FIRST}.wordings.0", "見出し"),
        (the_same_id, FIRST, "2回"),
        (damaged("id", "A1"), "A1.id", "番号"),
        (damaged("id", "a13"), "a13", "はっきりしないこと"),
        (damaged("id", "window-words"), "window-words", "はっきりしないこと"),
        (damaged("id", "letter"), "letter", "場面"),
        (damaged("need", "wen"), f"{FIRST}.need", "when"),
        (damaged("audience", "everybody"), f"{FIRST}.audience", "holder"),
        (damaged("field", "A1"), FIRST, "field"),
        (damaged("page", "guide/where"), f"{FIRST}.page", "住所"),
    ],
)  # fmt: skip
def test_a_damaged_question_is_named_with_its_mend(copy, damage, place, said):
    rows = rows_of(copy)
    damage(rows)
    write(copy, rows)
    with pytest.raises(DataError) as caught:
        load_questions(copy)
    error = caught.value
    assert error.file == "data/questions.yaml"
    assert place in error.place and said in f"{error.problem}{error.mend}", error


def test_two_answers_to_one_question_are_named(copy):
    path = copy / "data/questions.yaml"
    path.write_text(
        path.read_text("utf-8").replace("\n  page:", "\n  answer: {fact: a.b}\n  page:", 1), "utf-8"
    )
    (error,) = check(copy)
    assert "「answer」が2回" in error.problem and "行目" in error.place


def test_a_need_without_a_question_is_named(copy):
    path = copy / "data/needs.yaml"
    path.write_text(path.read_text("utf-8") + "- {id: nobody, title: だれも}\n", "utf-8")
    (error,) = check(copy)
    assert (error.file, error.place) == ("data/needs.yaml", "nobody")


@pytest.mark.parametrize(
    ("change", "place", "hint"),
    [
        ({"page": "/guide/wher/"}, f"{FIRST}.page", "/guide/where/"),
        ({"page": "/guide/where/", "anchor": "post-offices"}, f"{FIRST}.anchor", "post-office"),
        ({"page": "/tables/leap-day/", "anchor": "leap-1999"}, f"{FIRST}.anchor", "leap-1999"),
        ({"page": "/terms/", "anchor": "no-such-word"}, f"{FIRST}.anchor", "no-such-word"),
    ],
)
def test_a_question_that_leads_nowhere_is_named(copy, change, place, hint):
    rows = rows_of(copy)
    rows[0] |= change
    write(copy, rows)
    with pytest.raises(DataError) as caught:
        generated_pages(load_site(copy))
    assert (caught.value.file, caught.value.place) == ("data/questions.yaml", place)
    assert hint in f"{caught.value.problem}{caught.value.mend}"


def test_a_question_may_lead_to_a_row_of_a_table_and_to_a_generated_page(copy):
    rows = rows_of(copy)
    rows[0] |= {"page": "/tables/leap-day/", "anchor": "leap-2020"}
    rows[1] |= {"page": "/terms/", "anchor": "renewal"}
    write(copy, rows)
    site = load_site(copy)
    assert list(problems(site.questions.values(), "x", site, base_pages(site))) == []
