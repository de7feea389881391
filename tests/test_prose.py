"""The check of the prose: what blocks, what is advice, and what is left alone."""

from __future__ import annotations

import re
import shutil

import pytest

from kigen.prose import judge, remarks, report, texts
from kigen.reader import ROOT
from kigen.sentences import MARK, Sentence, sentences
from kigen.terms import deprecated_words, load_terms
from tools.marks import acts, counted

AVOIDED = deprecated_words(load_terms())
OFFICIAL = re.compile("電子証明書失効申請等受理通知書|マイナンバーカード")

PAGE = """---
title: 題
description: 説明の文です。
---
# 見出しの文 {: #f1 }

/// html | div.kg-answer
**答え** 期限は{{ fact("n") }}の
誕生日までです。{{ source("a", "第1条") }}次の文です。
///

- [リンク](x.md)の文。{{ source("b") }}
- **太字。** あとの文（かっこの中。）です。

| 表 | 必ず |
|----|------|

> 引用は見ません。

    字下げは文です。

        コードは見ません。

語
:   「期間は、その末日の終了をもって満了する。」からです。{{ source("c") }}
    {{ table("t") }}
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    return list(sentences(path, lambda _: f"5回目{MARK}"))


def why(text):
    return [(r.why, r.blocks) for r in judge("p", Sentence(1, text, False), OFFICIAL, AVOIDED)]


# ---------------------------------------------------------------- sentences


def test_a_page_is_cut_into_its_sentences_with_their_lines(page):
    assert [(s.line, s.text) for s in page] == [
        (5, "見出しの文"),
        (8, "答え 期限は5回目の誕生日までです。"),
        (9, "次の文です。"),
        (12, "リンクの文。"),
        (13, "太字。"),
        (13, "あとの文（かっこの中。）です。"),
        (20, "字下げは文です。"),
        (24, "語"),
        (25, "「期間は、その末日の終了をもって満了する。」からです。"),
    ]


def test_a_mark_belongs_to_the_sentence_before_it(page):
    assert [s.text[-6:] for s in page if s.marked] == [
        "日までです。",
        "リンクの文。",
        "」からです。",
    ]


def test_a_heading_and_a_label_are_no_sentences(page):
    assert [s.text for s in page if not s.whole] == ["見出しの文", "語"]


# ---------------------------------------------------------------- what is settled


@pytest.mark.parametrize(
    "text",
    [
        "使えないわけではありません。",
        "できなくはないです。",
        "遅れないことはありません。",
        "切れないとは限りません。",
        "間に合わないこともありません。",
    ],
)
def test_a_double_negative_blocks(text):
    ((problem, blocks),) = why(text)
    assert "打ち消し" in problem and blocks


@pytest.mark.parametrize(
    "text",
    [
        "使えません。",
        "手紙がないときは、窓口に行きます。",
        "なくした人です。",
        "ないこともあります。",
    ],
)
def test_a_single_negative_is_fine(text):
    assert why(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("住民票等が要ります。", "等"),
        ("当該の日までです。", "当該"),
        ("申請に係る書類です。", "に係る"),
        ("必ず見てください。", "必ず"),
        ("絶対に切れません。", "絶対"),
        ("間に合います！", "！"),
        ("18歳未満の人です。", "未満"),
        ("更新期限の日です。", "更新期限"),
        ("マイナカードを出します。", "マイナカード"),
        ("カードの発行日です。", "発行日"),
    ],
)
def test_a_word_not_to_be_used_blocks_and_names_the_word_to_use(text, word):
    ((problem, blocks),) = why(text)
    assert word in problem and blocks


@pytest.mark.parametrize(
    "text",
    [
        "「三月未満となった場合」です。",
        "『必ず』と書く案内もあります。",
        "電子証明書失効申請等受理通知書です。",
        "平等で、対等な、等しい一等です。",
        "マイナンバーカードです。",
    ],
)
def test_quotations_and_official_names_are_left_alone(text):
    assert why(text) == []


def test_sixty_characters_block_and_forty_five_are_advice():
    assert why("あ" * 44 + "。") == []
    assert [blocks for _, blocks in why("あ" * 59 + "。")] == [False]
    assert [blocks for _, blocks in why("あ" * 60 + "。")] == [True]
    assert why("あ" * 40 + "「" + "法" * 90 + "」。") == []
    assert why("一覧　" * 40) == [], "a row of links is no sentence"


# ---------------------------------------------------------------- the whole site


def test_the_pages_hold_to_what_is_settled():
    blocking = [f"{r.file}:{r.line}: {r.why}" for r in remarks() if r.blocks]
    assert blocking == []


def test_the_explanations_of_the_glossary_hold_to_it_too():
    for term in load_terms().values():
        for text in re.findall(r"[^。]+。", term.plain):
            problems = judge("data/terms.yaml", Sentence(1, text, True), OFFICIAL, AVOIDED)
            assert [r.why for r in problems if r.blocks] == [], text


def test_a_remark_names_the_file_the_line_the_sentence_and_the_mend(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/page.md").write_text(PAGE.replace("次の文です", "必ず次の文です"), "utf-8")
    fact = 'one:\n  ja: 絶対です。\n  cite: [jpki-top]\n  checked: {on: "2026-11-23", how: copy}\n'
    (tmp_path / "data/facts/x.yaml").write_text(f"# 文\n{fact}", "utf-8")
    found = remarks(tmp_path)
    assert [(r.file, r.line) for r in found if r.blocks] == [
        ("docs/page.md", 9),
        ("data/facts/x.yaml", 2),
    ]
    text = report(found, tmp_path)
    for part in ("docs/page.md:9", "必ず次の文です。", "取ってください", "直すところ 2 件"):
        assert part in text


# ---------------------------------------------------------------- what a reader could act on


@pytest.mark.parametrize(
    "text",
    [
        "窓口に行きます。",
        "写真は要りません。",
        "期限は5回目の誕生日までです。",
        "カードを出してください。",
        "コンビニで使えます。",
    ],
)
def test_a_sentence_one_could_act_on_counts(text):
    assert acts(Sentence(1, text, False))


@pytest.mark.parametrize(
    "text",
    [
        "持って行くもの。",  # a label
        "予約は要りますか。",  # a question to ask
        "期限の日の行を見てください。",  # leads on
        "わからないときは、市区町村に聞いてください。",
        "次の人は、窓口に行きます。",
        "記事の区がどこかは、わかりません。",  # the site of itself
        "電子証明書は、カードの中のデータです。",
    ],
)
def test_a_label_a_question_and_a_signpost_do_not_count(text):
    assert not acts(Sentence(1, text, False))


def test_the_retold_article_does_not_count(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs/guide").mkdir(parents=True)
    (tmp_path / "docs/2020.md").write_text("---\n---\n", "utf-8")
    (tmp_path / "docs/guide/a.md").write_text(
        "---\n---\n/// html | div.kg-old\n窓口に行きました。\n///\n窓口に行きます。\n"
        '無料です。{{ source("jpki-top") }}\n\n- {{ fact("certificate.birthdays") }}の誕生日までです。\n',
        "utf-8",
    )
    found = list(counted(tmp_path))
    assert [(each.line, each.marked, each.near) for each in found] == [
        (6, False, True),
        (7, True, True),
        (9, True, True),
    ]
    assert found[2].text == "5回目の誕生日までです。"


def test_every_page_is_read():
    read = {file for file, _ in texts()}
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")} <= read
