"""Decision tables: complete, without contradiction, and readable on a phone."""

from __future__ import annotations

import shutil

import pytest
from bs4 import BeautifulSoup

from kigen import DataError
from kigen.audit import check
from kigen.decisions import load_decisions
from kigen.reader import ROOT
from macros.site import load_site
from macros.vocabulary import vocabulary

DECISIONS = load_decisions()
GOOD = """# yaml-language-server: $schema=../schema/decisions.schema.json
title: 1回か、2回か
factors:
  certificate: {ja: 期限, values: {valid: 切れていない, expired: 切れた}}
  sheet: {ja: 紙, values: {sealed: 封をした, open: 開いている, lost: ない}}
results: {one: 1回で済む, two: 2回}
rows:
  - when: {certificate: valid, sheet: sealed}
    result: one
    ja: 期限の{certificate.window_months}前からです。
    cite: [jpki-top]
    checked: {on: "2026-11-25", how: copy}
  - when: {certificate: valid, sheet: [open, lost]}
    result: two
    ja: もう一度行きます。
    cite: [kure-renewal]
    checked: {on: "2026-11-25", how: copy}
  - when: {certificate: expired}
    result: two
    ja: もう一度行きます。
    cite: [kure-renewal]
    checked: {on: "2026-11-25", how: copy}
"""


@pytest.mark.parametrize("decision", DECISIONS.values(), ids=lambda decision: decision.id)
def test_every_combination_leads_to_exactly_one_row(decision):
    count = 1
    for factor in decision.factors.values():
        count *= len(factor.values)
    combinations = list(decision.combinations())
    assert len(combinations) == count == len({tuple(c.items()) for c in combinations})
    for answers in combinations:
        assert sum(rule.fits(answers) for rule in decision.rules) == 1, answers


def test_the_proxy_table_is_on_its_page_with_marks_in_every_row(site):
    page = BeautifulSoup((site / "guide/proxy/index.html").read_text("utf-8"), "html5lib")
    decision = DECISIONS["proxy-visits"]
    table = page.find(id="proxy-visits-caption").parent
    rows = table.tbody.find_all("tr")
    assert len(rows) == len(decision.rules)
    for row, rule in zip(rows, decision.rules, strict=True):
        assert row.td.strong.get_text() == decision.results[rule.result]
        assert row.td.select(".kg-mark")


@pytest.mark.browser
def test_on_a_phone_nothing_has_to_be_scrolled_sideways(base_url, browser):
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{base_url}guide/proxy/")
        table = page.locator(".kg-tbl--whole")
        inner, outer = table.evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert inner <= outer <= 390


# ---------------------------------------------------------------- a small one


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """One copy of data/ for all damages, so that what they leave alone is read once."""
    copied = tmp_path_factory.mktemp("decisions")
    shutil.copytree(ROOT / "data", copied / "data")
    return copied


@pytest.fixture
def copy(root):
    """That copy with a small table; what was read of the tables is forgotten afterwards."""
    (root / "data/decisions/sample.yaml").write_text(GOOD, "utf-8")
    yield root
    for load in (load_decisions, load_site):
        load.cache_clear()


def test_a_table_prints_its_conditions_results_and_numbers(copy):
    words = vocabulary(load_site(copy))
    html = words["decisions"]("sample")
    assert "\n\n" not in html, "Markdown would end the block of HTML"
    page = BeautifulSoup(html, "html.parser")
    assert page.div["aria-labelledby"] == page.caption["id"] == "sample-caption"
    assert [th.get_text() for th in page.thead.find_all("th", scope="col")] == [
        "こういうとき",
        "どうなるか",
    ]
    first, second, third = page.tbody.find_all("tr")
    assert first["id"] == "sample-1" and "期限の3か月前からです。" in first.td.get_text()
    assert second.find("th", scope="row").get_text("|").split("|") == [
        "期限：", "切れていない", "紙：", "開いている、またはない",
    ]  # fmt: skip
    assert third.th.get_text() == "期限：切れた"
    with pytest.raises(DataError, match="sample"):
        words["decisions"]("samples")


ROW = """  - when: {}
    result: one
    ja: 文です。
    cite: [jpki-top]
    checked: {on: "2026-11-25", how: copy}
"""
DAMAGE = [
    (
        "sheet: [open, lost]",
        "sheet: open",
        "rows",
        "「期限＝切れていない、紙＝ない」の行がありません",
    ),
    (
        "{certificate: expired}",
        "{sheet: lost}",
        "rows",
        "「期限＝切れていない、紙＝ない」が、2番目と3番目の行",
    ),
    (GOOD, GOOD + ROW, "rows", "「期限＝切れていない、紙＝封をした」が、1番目と4番目の行"),
    ("{certificate: expired}", "{certificat: expired}", "3番目の行.when", "certificate"),
    ("{certificate: expired}", "{certificate: expird}", "3番目の行.when.certificate", "expired"),
    ("result: one", "result: ones", "1番目の行.result", "one"),
    ("two: 2回}", "two: 2回, ask: 聞く}", "results.ask", "使われていません"),
    ("    cite: [jpki-top]\n", "", "rows.0", "cite"),
    ("cite: [jpki-top]", "cite: [jpki-tops]", "1番目の行", "jpki-top"),
    ("window_months}", "window_month}", "1番目の行.ja", "certificate.window_months"),
    ("  sheet: {ja", "  Sheet: {ja", None, None),
]


@pytest.mark.parametrize(("old", "new", "place", "said"), DAMAGE)
def test_a_damaged_table_is_named_with_its_mend(copy, old, new, place, said):
    assert old in GOOD
    (copy / "data/decisions/sample.yaml").write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        load_decisions(copy)
    error = caught.value
    assert error.file == "data/decisions/sample.yaml" and error.mend
    assert place is None or place in error.place
    assert said is None or said in f"{error.problem}{error.mend}"


def test_the_audit_reads_the_tables(copy):
    (copy / "data/decisions/sample.yaml").write_text(
        GOOD.replace("result: one", "result: ones"), "utf-8"
    )
    assert [error.file for error in check(copy)] == ["data/decisions/sample.yaml"]
