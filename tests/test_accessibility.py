"""The accessibility policy and results: nothing is claimed that nobody has tested."""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from kigen import DataError
from kigen.reader import ROOT
from macros.accessibility import (
    FOLDER,
    accessibility_words,
    load_checks,
    load_criteria,
    load_policy,
)
from macros.site import load_site

CRITERIA = load_criteria(ROOT)


def test_the_standards_are_whole():
    """JIS X 8341-3:2016 is WCAG 2.0 with 25 criteria of level A and 13 of AA; WCAG 2.2 has 55."""
    jis = [row["level"] for row in CRITERIA if row["jis"]]
    assert (jis.count("A"), jis.count("AA")) == (25, 13)
    wcag = [row["level"] for row in CRITERIA if row["wcag"]]
    assert (wcag.count("A"), wcag.count("AA")) == (31, 24)
    assert [row["id"] for row in CRITERIA if not row["wcag"]] == ["4.1.1"]
    numbers = [tuple(map(int, row["id"].split("."))) for row in CRITERIA]
    assert numbers == sorted(numbers)


def runs_before_publication(file):
    """{test: whether it, or one case of it, runs before each publication}."""
    found = {}
    for node in ast.parse((ROOT / "tests" / file).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            weekly = {"pytest.mark.weekly"} & {ast.unparse(each) for each in node.decorator_list}
            found[node.name] = not weekly
    return found


@pytest.mark.parametrize("check", load_checks(ROOT).items(), ids=lambda check: check[0])
def test_each_test_that_is_named_is_there_and_runs_when_it_is_said_to(check):
    _, told = check
    for name in told.get("tests", ()):
        file, _, function = name.partition("::")
        there = runs_before_publication(file)
        assert function in there, f"data/accessibility/checks.yaml: {name} がありません"
        assert there[function] or told["when"] == "weekly", name
    if "command" in told:
        target = told["command"].removeprefix("make ")
        assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8")


def test_each_check_serves_a_criterion():
    assert {check for row in CRITERIA for check in row["checks"]} == set(load_checks(ROOT))


def test_the_page_claims_no_more_than_people_tested(site):
    html = (site / "about/accessibility/index.html").read_text("utf-8")
    page = BeautifulSoup(html, "html5lib")
    rows = page.select("[id^=sc-]")
    assert [row["id"] for row in rows].count("sc-1-1-1") == 1 and len(rows) == len(CRITERIA)
    met = {row["id"]: row.select("td")[2].get_text() for row in rows}
    for row in CRITERIA:
        said = met[f"sc-{row['id'].replace('.', '-')}"]
        human = row["human"] and {"pass": "○", "fail": "×"}[row["human"]["result"]]
        assert said == ("−" if not row["applies"] else human or "まだ")
    if load_policy(ROOT)["statement"] is None:
        text = page.select_one("#results").find_next("dl").get_text()
        assert "表明していません" in text
    for link in page.select("[id^=sc-] a"):
        assert page.find(id=link["href"].rpartition("#")[2]), link


def test_what_the_pages_say_in_words_is_what_the_data_say():
    """Whoever writes a result or a statement into the data is led to these words."""
    policy = load_policy(ROOT)
    said = {
        "about/accessibility.md": [
            ("まだしていないからです", "test"),
            ("どの表記も使わないか", "statement"),
        ],
        "kit/promise.md": [("人の試験は、まだしていません", "test")],
    }
    for page, sentences in said.items():
        text = (ROOT / "docs" / page).read_text("utf-8")
        for words, key in sentences:
            assert (words in text) == (policy[key] is None), f"docs/{page}: {words}"


def test_the_kit_and_the_foot_of_each_page_lead_to_it(site):
    promise = BeautifulSoup((site / "kit/promise/index.html").read_text("utf-8"), "html5lib")
    for place in ("#kg-main", "#kg-foot"):
        links = promise.select(f"{place} a")
        assert "../../about/accessibility/" in [link.get("href") for link in links], place


# ---------------------------------------------------------------- what is wrong is named


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def changed(copy, file, old, new):
    path = copy / FOLDER / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return replace(load_site(), root=copy)


ON = '{on: "2027-02-01", level: AA, degree: '


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("criteria.yaml", "checks: [axe, axe-all, pictures]", "checks: [aex]", "1.1.1.checks.*「axe」"),
        ("criteria.yaml", "why: 音声も映像もありません。", "why: null", "1.2.1.why"),
        ("criteria.yaml", '"1.1.1"', '"1.2.1"', "1.2.1.*2回"),
        ("criteria.yaml", "human: null", "human: pass", "1.1.1.human"),
        ("checks.yaml", "  when: every\n", "  when: daily\n", "axe.when.*weekly"),
        ("policy.yaml", "statement: null", f"statement: {ON}準拠}}", "statement.degree.*そろっていない"),
        ("policy.yaml", "statement: null", f"statement: {ON}一部準拠}}", "statement.degree.*試験をして"),
        ("policy.yaml", "statement: null", f"statement: {ON}配慮}}", "statement.*運営者"),
    ],
)  # fmt: skip
def test_a_mistake_or_a_claim_too_many_is_named(copy, file, old, new, named):
    with pytest.raises(DataError, match=f"(?s){FOLDER}/{file}.*{named}"):
        accessibility_words(changed(copy, file, old, new))


def test_with_an_operator_a_policy_is_no_draft_and_may_be_stated(copy):
    site = changed(copy, "policy.yaml", "statement: null", f"statement: {ON}配慮}}")
    operator = {"name": "見本の会", "url": None}
    words = accessibility_words(replace(site, about={**site.about, "operator": operator}))
    assert "人の試験を、まだしていません" in words["results"]()
    assert "案です" not in words["policy"]()
    assert "JIS X 8341-3:2016 の適合レベルAAに配慮" in words["results"]()
