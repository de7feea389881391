"""What a pull request is told: what to mend with its line, what moves, which pages change."""

from __future__ import annotations

import re
import shutil

import pytest

from kigen.diff import Difference, Moved
from kigen.model import DataError
from kigen.reader import ROOT, front_matter
from macros.site import load_site
from tests.test_site import copy  # noqa: F401 - a fixture
from tools.review import failures, pages, problems
from tools.review.__main__ import main, review
from tools.review.text import Review, annotations, markdown

SITE = load_site()
GUIDE = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")
WHERE = "docs/guide/where.md"
NOTHING = Difference([], [], {}, [], {}, [])


def line(path, number):
    return (ROOT / path).read_text("utf-8").splitlines()[number - 1]


# ---------------------------------------------------------------- where


@pytest.mark.parametrize(
    ("file", "place", "starts"),
    [
        ("data/municipalities/11/112437.yaml", "pages.0.branches", "    branches:"),
        ("data/parameters/certificate/birthdays.yaml", "values.2015-10-05.cite", "    cite:"),
        ("data/facts/office.yaml", "home.ja", "  ja: 更新できるのは"),
        ("data/sources.yaml", "law-number-act.url", "  url: https://laws"),
        ("data/myths.yaml", "shop-renews.nowhere", "- id: shop-renews"),
    ],
)
def test_the_line_of_a_place_is_found(file, place, starts):
    found = problems.line_of(ROOT / file, place)
    assert line(file, found).startswith(starts)


def test_a_line_that_is_named_needs_no_search_and_an_unknown_place_has_none():
    assert problems.line_of(ROOT / "data/sources.yaml", "12行目(id)") == 12
    assert problems.line_of(ROOT / "data/sources.yaml", "nowhere") is None
    assert problems.line_of(ROOT / "data/permalinks.txt", "終わり") is None


# ---------------------------------------------------------------- what stopped the build


MACRO = """WARNING -  [macros] - ERROR # _Macro Rendering Error_

_File_: `guide/where.md`

_DataError_: このページ: 出典「fujiidera-renewa」: ありません → 「fujiidera-renewal」ではありませんか

```
Traceback (most recent call last):
"""
SYNTAX = """_File_: `guide/where.md`

_Line 4 in Markdown file:_ **unexpected char**
"""
BUILT = """できあがったページに、直すところが2つあります。
guide/where/index.html: リンク「card-pickup.md」の行き先がありません。
    → ファイル名を確かめてください。
offices/11/index.html: id「a」が2回使われています。
    → 1つだけにしてください。
INFO    -  Cleaning site directory
"""
DATA = "kigen.model.DataError: data/myths.yaml: shop-renews.anchor: ありません → 直してください\n"


def test_a_wrong_word_of_a_page_is_named_with_its_line_and_the_right_one():
    (found,) = problems.in_build(MACRO, SITE)
    assert found.file == WHERE and "fujiidera-renewa" in line(WHERE, found.line)
    assert found.wrong == "出典「fujiidera-renewa」は、ありません"
    assert found.mend == "「fujiidera-renewal」ではありませんか"


def test_the_lines_of_a_page_are_counted_from_its_head():
    (found,) = problems.in_build(SYNTAX, SITE)
    head = (ROOT / WHERE).read_text("utf-8").split("---\n")[1].count("\n") + 2
    assert (found.file, found.line) == (WHERE, 4 + head)


def test_what_only_the_built_page_shows_is_led_back_to_its_file():
    first, second = problems.in_build(BUILT, SITE)
    assert first.file == WHERE and "card-pickup.md" in line(WHERE, first.line)
    assert first.mend == "ファイル名を確かめてください。"
    assert second.file == "" and second.place == "offices/11/index.html"


def test_a_mistake_of_the_data_that_only_the_build_sees_has_its_line():
    (found,) = problems.in_build(DATA, SITE)
    assert (found.file, found.wrong) == ("data/myths.yaml", "ありません")
    assert line(found.file, found.line).startswith("  anchor:")


def test_a_mistake_in_the_head_of_a_page_has_its_line():
    said = f"ERROR   -  {WHERE}: checked: 日付の形ではありません → 直してください\n"
    (found,) = problems.in_build(said, SITE)
    assert line(found.file, found.line).startswith("checked:") and found.mend == "直してください"


def test_the_head_of_a_page_that_is_no_yaml_has_its_line(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: 注意: 題\nkind: guide\n---\n# 題\n", "utf-8")
    with pytest.raises(DataError) as error:
        front_matter(page)
    assert error.value.place == "2行目(title)" and "「: 」" in error.value.problem


def test_what_nobody_foresaw_is_shown_as_it_is():
    (found,) = problems.in_build("INFO - a\nsomething broke\n", SITE)
    assert "something broke" in found.wrong and "聞いてください" in found.mend


def test_a_file_that_is_no_yaml_is_explained(tmp_path):
    for part in ("data", "docs"):
        leave = shutil.ignore_patterns("municipalities", "assets")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=leave)
    path = tmp_path / "data/facts/office.yaml"
    path.write_text(path.read_text("utf-8").replace("\nhome:\n", "\nhome：\n", 1), "utf-8")
    found = [each for each in problems.in_data(tmp_path) if each.file == "data/facts/office.yaml"]
    assert "「：」が全角です" in found[0].wrong
    assert path.read_text("utf-8").splitlines()[found[0].line - 1] == "home："


# ---------------------------------------------------------------- which pages


def site_of(folder, texts):
    for address, text in texts.items():
        page = folder / address.strip("/") / "index.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"非公式\n説明\n\n{text}", "utf-8")
        page.with_name("index.html").write_text(f"<title>{address} A&amp;B - 名</title>", "utf-8")
    return folder


def test_the_pages_whose_text_differs_are_named_with_their_lines(tmp_path):
    same = "題\n文です。[1、2]\n1．出典\n"
    before = site_of(tmp_path / "a", {"/": same, "/x/": "題\n前の文です。\n", "/old/": "古い\n"})
    renumbered = same.replace("[1、2]", "[3]").replace("1．", "2．")
    after = site_of(tmp_path / "b", {"/": renumbered, "/x/": "題\n後の文です。\n", "/new/": "新\n"})
    new, old, changed = pages.differing(before, after)
    assert (new.address, new.new) == ("/new/", True) and (old.address, old.gone) == ("/old/", True)
    assert (changed.title, old.title) == ("/x/ A&B", "/old/ A&B")
    assert changed.lines == ("-前の文です。", "+後の文です。")


# ---------------------------------------------------------------- as text


def test_the_text_names_file_line_mistake_and_mend():
    problem = problems.Problem("data/x.yaml", 3, "code", "まちがいです", "直します", ("行",))
    text = markdown(Review([problem]), "")
    for told in (
        "直すところが1つ",
        "`data/x.yaml` 3行目",
        "まちがいです",
        "直します",
        "```text\n行",
    ):
        assert told in text
    (note,) = annotations([problem])
    assert note == (
        "::error file=data/x.yaml,line=3,title=直すところ::まちがいです → 直します%0A行"
    )


def test_a_number_of_the_past_that_was_written_over_is_pointed_out():
    def told(before, after):
        moved = Moved("certificate.birthdays", before, after)
        found = Difference([], [moved], {}, [], {}, [])
        return markdown(Review([], found, names={"certificate.birthdays": "有効期限"}), "")

    added = told("2015-10-05から5回目", "2015-10-05から5回目、2028-04-01から10回目")
    assert "有効期限：" in added and "動きません" in added and "前の数字が変わって" not in added
    assert "前の数字が変わっています" in told("2015-10-05から5回目", "2015-10-05から10回目")


def test_nothing_to_mend_and_nothing_moved_is_said_plainly():
    text = markdown(Review([], NOTHING, []), "zipを開きます。")
    for told in ("直すところは、ありません", "どれも動きません", "どのページの文も", "zipを開き"):
        assert told in text


def test_a_failed_test_is_shown_with_the_first_line_of_its_reason(tmp_path, monkeypatch, capsys):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="tests.test_a" name="test_b">'
        '<failure message="AssertionError: 足してください&#10;more"/></testcase>'
        '<testcase classname="tests.test_a" name="test_c"/></testsuite></testsuites>',
        "utf-8",
    )
    text = failures.markdown(report)
    assert "`tests/test_a.py`" in text and "足してください" in text and "test_c" not in text
    assert "終わりまで動きません" in failures.markdown(tmp_path / "none.xml")
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert main(["tests", str(report)]) == 0
    assert summary.read_text("utf-8") == text and text in capsys.readouterr().out
    assert main([]) == 2


# ---------------------------------------------------------------- the workflow and the guide


def test_every_pull_request_is_reviewed_and_can_be_looked_at():
    workflow = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    assert "make review BASE=HEAD^1" in workflow and "fetch-depth: 2" in workflow
    assert "make zip" in workflow and "tools.review tests report.xml" in workflow
    assert "pull_request_target" not in workflow and "secrets" not in workflow
    assert re.search(r"^permissions:\n  contents: read$", workflow, re.M)


def test_the_guide_leads_to_what_there_is():
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", GUIDE):
        assert (ROOT / ".github" / target).exists(), target
    for alt, picture in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", GUIDE):
        assert len(alt) > 20 and (ROOT / ".github" / picture).stat().st_size < 100_000
    anchors = {
        re.sub(r"[^\w-]", "", title.replace(" ", "-"))
        for title in re.findall(r"^## (.+)", GUIDE, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= anchors
    for path in re.findall(r"`((?:data|docs|decisions|tests|tools)/[\w./-]*\w)`", GUIDE):
        assert (ROOT / path).exists(), path


@pytest.mark.weekly
def test_the_walked_journeys_still_start_where_the_guide_says():
    """Weekly, so that whoever edits that very sentence is not stopped by the guide."""
    before = re.search(r"\| 前 \| (.+) \|", GUIDE)[1]
    assert before in (ROOT / WHERE).read_text("utf-8")
    assert "\nhome:\n" in (ROOT / "data/facts/office.yaml").read_text("utf-8")


@pytest.mark.weekly
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git の版がありません")
def test_a_whole_review(copy):  # noqa: F811
    page = copy / WHERE
    before, after = re.findall(r"\| [前後] \| (.+) \|", GUIDE)
    text = page.read_text("utf-8")
    page.write_text(text.replace(before, after), "utf-8")
    found = review("HEAD", copy)
    assert found.problems == [] and [each.address for each in found.pages] == ["/guide/where/"]
    page.write_text(text.replace(before, before[:-1]), "utf-8")
    (problem,) = review("HEAD", copy).problems
    assert (problem.file, problem.wrong) == (WHERE, "文の終わりに「。」がありません")
    page.write_text(text, "utf-8")
