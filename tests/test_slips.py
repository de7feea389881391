"""Slips of the pen in a page: named with their line, and never found where there are none."""

from __future__ import annotations

import pytest

from kigen.slips import slips
from kigen.strict_yaml import slip_in

HEAD = "---\ntitle: 題\n---\n# 題\n\n"


@pytest.fixture
def found(tmp_path):
    def of(text):
        page = tmp_path / "page.md"
        page.write_text(HEAD + text, "utf-8")
        return [(line, f"{wrong}→{mend}") for line, _, wrong, mend in slips(page)]

    return of


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("先に電話してください\n", 6, "「。」がありません"),
        ("先に電話してください{{ source('a') }}\n", 6, "「。」がありません"),
        ("- 市の窓口でできます [表](a.md)\n", 6, "「。」がありません"),
        ('{{ fact("a.b") }\n', 6, "{{ と }} の数"),
        ("{{ fact(“a.b”) }}\n", 6, "「“」があります"),
        ('{{　fact("a.b") }}\n', 6, "全角の空白があります"),
        ("/// html | div.kg-answer\n文です。\n", 6, "閉じていません"),
        ("//// html | div.a\n/// html | div.b\n文です。\n////\n", 9, "7行目の「///」"),
        ("文です。\n///\n", 7, "始まっていません"),
    ],
)
def test_a_slip_is_named_with_its_line(found, text, line, told):
    ((where, said),) = found(text)
    assert where == line and told in said


@pytest.mark.parametrize("text", ["title: 題\n---\n# 題\n", "---\ntitle: 題\n# 題\n"])
def test_a_page_without_one_of_its_two_lines_of_dashes_is_told(tmp_path, text):
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    ((line, _, wrong, mend),) = slips(page)
    assert line == 1 and "初めの見出し" in wrong and "「---」" in mend


def test_what_some_editors_put_at_the_start_of_a_page_changes_nothing(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(HEAD.replace("\n", "\r\n"), "utf-8-sig", newline="")
    assert not list(slips(page))


@pytest.mark.parametrize(
    "text",
    [
        "先に電話してください。{{ source('a', '第3条（版）') }}\n",
        '{{ source("a", "第3条（2020年の版）") }}があります。\n',
        "**許可は要りません**\n\n聞くことは、[表](a.md)にあります。[表](a.md)\n",
        "//// html | div.a\n/// html | div.b\n文です。\n///\n////\n",
        "| できません | 表です |\n\n# 更新できます\n\n<p>できます</p>\n",
        "```\nできます\n{{ a }\n```\n",
    ],
)
def test_what_is_right_is_left_alone(found, text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: 1\n\tb: 2\n", 2, "タブ"),
        ("a: 1\n　　b: 2\n", 2, "全角の空白"),
        ("pages:\n  - url： https://example.test\n", 2, "「：」が全角"),
        ("evenings:true\n", 1, "後に空白がありません"),
    ],
)
def test_what_makes_data_unreadable_is_named_with_its_line(text, line, told):
    where, wrong, mend = slip_in(text)
    assert where == line and told in wrong and "半角" in mend
