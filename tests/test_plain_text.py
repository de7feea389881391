"""The text of each page without anything else: what it says, how a table reads."""

from __future__ import annotations

import re

from postbuild import plain

PAGE = '<html><body><nav>メニュー</nav><div id="kg-main" class="kg-doc">{}</div><p>足</p></body></html>'


def text_of(body):
    return plain.text_of(PAGE.format(body)).strip()


def test_headings_paragraphs_and_lists_are_lines():
    text = text_of(
        "<h1>題</h1><p>はじめの文。\n次の文。</p><h2>答え</h2><ul><li>一</li><li>二<ul><li>中</li></ul></li></ul>"
        "<h3>順</h3><ol><li>先</li><li><p>後</p></li></ol><p>終わり。</p>"
    )
    assert text.split("\n") == [
        "題", "はじめの文。 次の文。".replace(" ", ""), "", "■答え", "・一", "・二", "　・中", "",
        "●順", "1．先", "2．後", "終わり。",
    ]  # fmt: skip


def test_a_row_of_a_table_names_its_columns():
    text = text_of(
        "<table><caption>期限の表</caption><thead><tr><th>年齢</th><th>期限</th></tr></thead>"
        '<tbody><tr><th>66歳</th><td>71歳</td></tr><tr><th>67歳</th><td>なし。<sup class="kg-mark">'
        '<a href="#src-1">1</a></sup></td></tr></tbody></table>'
    )
    assert text.split("\n") == [
        "表：期限の表",
        "年齢: 66歳。期限: 71歳。",
        "年齢: 67歳。期限: なし。[1]",
    ]


def test_marks_addresses_pictures_and_hidden_words():
    text = text_of(
        '<p>文。<sup class="kg-mark"><a href="#src-1">1</a></sup>\u2060<sup class="kg-mark"><a href="#src-2">2</a>'
        '</sup></p><p><a href="https://a.example/x">資料</a>です。</p><p hidden>かくれた文</p>'
        '<svg role="img" aria-label="カードの絵"><text>x</text></svg><noscript>スクリプト</noscript>'
        '<p class="kg-btns"><a class="kg-btn" href="a/">一</a><a class="kg-btn" href="b/">二</a></p>'
        "<dl><dt>電話</dt><dd>03</dd></dl>"
    )
    assert text.split("\n") == [
        "文。[1、2]",
        "資料です。",
        "https://a.example/x",
        "（図：カードの絵）",
        "・一",
        "・二",
        "電話：03",
    ]


def test_what_is_to_be_copied_keeps_its_lines():
    assert text_of("<textarea readonly>&lt;p&gt;一\n二</textarea>") == "<p>一\n二"


def test_every_page_has_its_text_and_a_link_to_it(site):
    pages = list(site.rglob("index.html"))
    assert len(pages) > 200
    for page in pages:
        html = page.read_text("utf-8")
        leads_on = 'http-equiv="refresh"' in html or 'id="kg-main"' not in html
        assert page.with_name("index.txt").exists() != leads_on, page
        assert ('href="index.txt"' in html) != leads_on, page


def test_the_text_begins_with_unofficial_and_ends_with_the_sources(site):
    data = (site / "guide/proxy/index.txt").read_bytes()
    text = data.decode("utf-8")
    assert b"\r" not in data and text.startswith("非公式　")
    assert "もとのページ：https://example.test/repo/guide/proxy/" in text
    assert text.index("\n家族の代わりに行く\n") < text.index("\n■答え\n") < text.index("\n■出典\n")
    sources = text[text.index("■出典") :]
    assert re.search(r"^1．.+「.+」", sources, re.M) and "https://" in sources
    for navigation in ("メニュー", "このサイトについて", "ページ作成日", "本文へ"):
        assert navigation not in text, navigation
    assert not re.search(r"[<>{}]|&[a-z]+;|\u2060", text)


def test_tables_of_several_kinds_read_well(site):
    ages = (site / "tables/by-issuance-age/index.txt").read_text("utf-8").split("\n")
    row = next(line for line in ages if line.startswith("カードを作ったときの年齢: 66歳。"))
    assert "電子証明書（利用者証明用）: 71歳。" in row and "カード: 76歳。" in row
    assert len([line for line in ages if line.startswith("カードを作ったときの年齢: ")]) == 101
    proxy = (site / "guide/proxy/index.txt").read_text("utf-8")
    assert "こういうとき: 行く人：本人に頼まれた人。電子証明書の期限：切れていない。" in proxy
    bring = (site / "guide/what-to-bring/index.txt").read_text("utf-8")
    assert "場合: 子どもの親。持って行くもの: 子どものカード、" in bring


def test_text_is_written_once_and_the_same_twice(site, tmp_path):
    import shutil

    page = tmp_path / "index.html"
    shutil.copy(site / "guide/proxy/index.html", page)
    plain.write(page, "https://example.test/repo/guide/proxy/")
    assert (tmp_path / "index.txt").read_bytes() == (site / "guide/proxy/index.txt").read_bytes()
