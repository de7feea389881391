"""Every guide page has its parts in order; each finding of 2020 has one, with its anchor."""

from __future__ import annotations

import re
import shutil

import pytest
import yaml
from bs4 import BeautifulSoup

from kigen import DataError, load_sources
from kigen.audit import check
from kigen.findings import load_findings
from kigen.reader import ROOT
from macros.findings import PARTS, THEN, check_page, check_pages
from macros.front import page_facts
from macros.site import load_site

FINDINGS = list(load_findings().values())
PAGE = {"title": "題の文", "description": "説明の文を10字より長く。", "kind": "guide", "checked": "2026-11-25"}  # fmt: skip


GUIDES = sorted(path.stem for path in (ROOT / "docs/guide").glob("*.md"))


def whole(anchor="f3", without=()):
    parts = "".join(
        f"## {text} {{: #{part} }}\n\n文。\n\n"
        for part, text in PARTS.items()
        if part not in without
    )
    return f"# 題 {{: #{anchor} }}\n\n{parts}"


# ---------------------------------------------------------------- the built site


def test_there_are_seventeen_findings():
    assert [finding.id for finding in FINDINGS] == [f"F{n}" for n in range(1, 18)]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.id)
def test_its_anchor_exists_once_and_the_five_parts_follow_in_order(site, finding):
    html = (site / finding.page.strip("/") / "index.html").read_text("utf-8")
    page = BeautifulSoup(html, "html5lib")
    (heading,) = page.find_all(id=finding.anchor)
    assert heading.name == "h1"
    headings = page.select("#kg-main h2")
    ids = [h2["id"] for h2 in headings if h2.get("id") in PARTS]
    assert ids == list(PARTS)
    assert [h2.get_text() for h2 in headings if h2["id"] in PARTS] == list(PARTS.values())


@pytest.mark.parametrize("guide", GUIDES)
def test_its_answer_is_short_and_every_part_says_something(site, guide):
    page = BeautifulSoup((site / "guide" / guide / "index.html").read_text("utf-8"), "html5lib")
    headings = [h2["id"] for h2 in page.select("#kg-main h2") if h2["id"] in PARTS]
    assert headings in (list(PARTS), [part for part in PARTS if part not in THEN])
    for mark in page.select(".kg-mark"):
        mark.decompose()
    answer = "".join(p.get_text() for p in page.select_one(".kg-answer").find_all("p"))
    longest = 2 if f"guide/{guide}.md" in load_findings() else 3
    assert 1 <= len(re.findall("[。？]", answer)) <= longest, answer
    for part in headings:
        heading = page.find(id=part)
        after = [sibling.get_text(strip=True) for sibling in heading.find_next_siblings()]
        assert any(after), part


def test_no_anchor_of_a_finding_stands_on_another_page(site):
    anchors = {finding.anchor for finding in FINDINGS}
    found = {}
    for path in site.rglob("*.html"):
        for anchor in anchors & set(re.findall(r' id="(f\d+)"', path.read_text("utf-8"))):
            found.setdefault(anchor, []).append(path.parent.relative_to(site).as_posix())
    assert found == {finding.anchor: [finding.page.strip("/")] for finding in FINDINGS}


# ---------------------------------------------------------------- what stops the build


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"id": "F2"}, "F2"),
        ({"anchor": "f2"}, "f2"),
        ({"page": FINDINGS[1].page}, FINDINGS[1].page),
        ({"anchor": "f01"}, "anchor"),
        ({"mark": "maybe"}, "same"),
        ({"paraphrase": ""}, "paraphrase"),
    ],
)
def test_a_damaged_finding_is_named(copy, change, named):
    path = copy / "data/findings.yaml"
    rows = yaml.safe_load(path.read_text("utf-8"))
    rows[0] |= change
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    (error,) = check(copy)
    assert error.file == "data/findings.yaml"
    assert named in str(error)


def test_a_finding_without_its_page_is_named(tmp_path):
    (tmp_path / "guide").mkdir()
    with pytest.raises(DataError) as caught:
        check_pages(load_findings(), tmp_path)
    assert caught.value.place == "F1"
    assert f"docs/{FINDINGS[0].file}" in caught.value.mend


def test_a_whole_page_passes_and_a_page_without_a_finding_is_left_alone():
    findings = load_findings()
    file = next(file for file, finding in findings.items() if finding.id == "F3")
    check_page(file, whole(), findings)
    check_page("about/index.md", "# 題", findings)


def test_a_guide_page_without_a_finding_may_leave_out_2020_but_nothing_else():
    file = "guide/no-finding.md"
    check_page(file, whole("x"), {})
    check_page(file, whole("x", without=THEN), {})
    for left_out in (
        ["answer"],
        ["now"],
        ["article-2020"],
        ["your-case"],
        [*THEN, "why"],
        ["local"],
    ):
        with pytest.raises(DataError) as caught:
            check_page(file, whole("x", without=left_out), {})
        part = left_out[-1]
        assert caught.value.file == f"docs/{file}" and caught.value.place == PARTS[part]
        assert f"「## {PARTS[part]} {{: #{part} }}」" in caught.value.mend
    with pytest.raises(DataError, match="答え → あなたの場合 → なぜそう言えるのか → 自治体"):
        check_page(file, whole("x", without=[*THEN, "answer"]) + "## 答え {: #answer }\n", {})


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (" {: #f3 }", "", "「# 題 {: #f3 }」"),
        ("{: #f3 }", "{: #f4 }", "「# 題 {: #f3 }」"),
        ("## いまは {: #now }", "## いま {: #now }", "「## いまは {: #now }」"),
        ("## いまは {: #now }", "## いまは", "「## いまは {: #now }」"),
        ("{: #why }", "{: #whi }", "「## なぜそう言えるのか {: #why }」"),
        ("## 答え {: #answer }", "### 答え {: #answer }", "「## 答え {: #answer }」"),
        ("# 題", "## いまは {: #now }\n# 題", "の順"),
    ],
)
def test_a_page_without_its_anchor_or_a_part_names_its_file_and_what_to_write(old, new, hint):
    findings = load_findings()
    file = next(file for file, finding in findings.items() if finding.id == "F3")
    assert old in whole()
    with pytest.raises(DataError) as caught:
        check_page(file, whole().replace(old, new, 1), findings)
    assert caught.value.file == f"docs/{file}"
    assert "F3" in caught.value.problem
    assert hint in caught.value.mend


def test_a_page_without_sources_or_date_names_its_file_and_what_to_write():
    site = load_site()
    marked = "文。[[cite:kochi-renewal ]]"
    page_facts("guide/x.md", "guide/x/", PAGE, marked, site)
    with pytest.raises(DataError) as caught:
        page_facts("guide/x.md", "guide/x/", PAGE, "文。", site)
    assert caught.value.file == "docs/guide/x.md" and "source(" in caught.value.mend
    undated = {key: value for key, value in PAGE.items() if key != "checked"}
    with pytest.raises(DataError, match=r"docs/guide/x\.md.*checked"):
        page_facts("guide/x.md", "guide/x/", undated, marked, site)
    page_facts("about/x.md", "about/x/", PAGE | {"kind": "about"}, "文。", site)


def test_a_source_without_a_publisher_is_named(copy):
    path = copy / "data/sources.yaml"
    text = path.read_text("utf-8")
    first = next(iter(load_sources().values()))
    path.write_text(text.replace(f"  publisher: {first.publisher}\n", "", 1), "utf-8")
    (error,) = check(copy)
    assert error.file == "data/sources.yaml" and "publisher" in error.problem
