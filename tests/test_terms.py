"""The glossary: whole, free of contradiction, and linked once from each page that uses a word."""

from __future__ import annotations

import re
import shutil

import pytest

from kigen.audit import check
from kigen.model import DataError
from kigen.reader import ROOT
from kigen.terms import deprecated_words, load_terms
from macros.site import load_site
from macros.terms import link_terms, terms_page
from macros.vocabulary import vocabulary

TERMS = load_terms()


def links(html):
    return re.findall(r'<a class="kg-term" href="\.\./terms/#([a-z0-9-]+)">(.*?)</a>', html)


def linked(html):
    return links(link_terms(html, TERMS, "../"))


# ---------------------------------------------------------------- the data


def test_every_word_of_the_issue_is_explained():
    words = {word for term in TERMS.values() for word in term.words}
    assert words >= set(
        "マイナンバーカード 電子証明書 署名用電子証明書 利用者証明用電子証明書 照会書兼回答書 "
        "有効期限通知書 J-LIS 住民票 転入届 転出届 継続利用 失効 再交付 特例期間 在留期限 "
        "マイナ保険証 資格確認書 スマホ用電子証明書 特定在留カード 追記欄 顔認証マイナンバーカード "
        "e-Tax マイナポータル 代理人 法定代理人 本籍地 戸籍の附票".split()
    )
    assert len([word for word in words if word.endswith("の暗証番号")]) >= 4


def test_every_explanation_rests_on_a_source():
    assert [term.id for term in TERMS.values() if not term.cites] == []


def test_a_code_id_is_a_name_in_the_code():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "kigen").rglob("*.py"))
    names = set(re.findall(r"[a-z]+", code))
    for term in TERMS.values():
        if term.code:
            assert term.code in code and set(term.code.split("_")) <= names, term.id


def test_no_explanation_uses_a_word_that_is_not_to_be_used():
    for term in TERMS.values():
        for word in deprecated_words(TERMS):
            assert word not in term.plain, term.id


DAMAGE = [
    ("  reading: でんししょうめいしょ\n", "", "certificate", "reading"),
    ("reading: でんししょうめいしょ", "reading: デンシショウメイショ", "certificate.reading", "ひらがな"),
    ("cite: [law-civil-code 第141条]", "cite: [law-civil-cod 第141条]", "expiry.cite", "law-civil-code"),
    ("also: [JPKI]", "also: [J-LIS]", "j-lis", "jpki"),
    ("使用期限: 有効期限", "マイナカード: 有効期限", "expiry", "card"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "hint"), DAMAGE)
def test_damage_is_named_with_its_place(tmp_path, old, new, place, hint):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data/terms.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    (error,) = check(tmp_path)
    assert error.file == "data/terms.yaml"
    assert place in error.place
    assert hint in f"{error.problem}{error.mend}"


# ---------------------------------------------------------------- /terms/


def test_the_page_holds_every_word_once_in_the_order_of_the_kana():
    page = terms_page(TERMS)
    anchors = re.findall(r"^### .+ \{: #([a-z0-9-]+) \}$", page, re.MULTILINE)
    assert sorted(anchors) == sorted(TERMS)
    rows = re.findall(r"^## (.)行", page, re.MULTILINE)
    assert rows == sorted(rows)
    assert anchors.index("pin") < anchors.index("certificate")


def test_long_vowels_and_voiced_sounds_are_sorted_with_their_row():
    page = terms_page(TERMS)
    row = page.split("## か行")[1].split("## さ行")[0]
    assert "（" not in row.splitlines()[2]
    assert "### カードが作られた日" in row and "### 券面事項入力補助用の暗証番号" in row
    assert "### J-LIS" in page.split("## さ行")[1].split("## た行")[0]


# ---------------------------------------------------------------- first uses


def test_the_first_use_is_linked_and_no_other():
    assert linked("<p>住民票と、住民票。</p><p>住民票</p>") == [("resident-record", "住民票")]


def test_the_longest_word_wins():
    assert linked("<p>法定代理人</p>") == [("legal-representative", "法定代理人")]
    assert linked("<p>署名用電子証明書の暗証番号</p>")[0][0] == "pin-signature"


@pytest.mark.parametrize(
    "text", ["住民票コード", "再交付申請", "SuperJPKI", "電子証明書失効申請等受理通知書"]
)
def test_a_part_of_a_longer_word_is_not_the_word(text):
    assert linked(f"<p>{text}です</p>") == []


@pytest.mark.parametrize(
    "html",
    [
        "<h2>代理人</h2>",
        '<a href="x">くわしく<b>代理人</b>へ</a>',
        "<table><tr><td>代理人</td></tr></table>",
        "<pre><code>代理人</code></pre>",
        '<p title="代理人">一</p>',
        "<!-- 代理人 -->",
        '<ol class="kg-src"><li>代理人<br>一</li></ol>',
        "<sup>代理人</sup>",
    ],
)
def test_headings_links_tables_code_and_sources_are_left_alone(html):
    assert link_terms(html, TERMS, "../") == html
    assert linked(f"{html}<p>代理人</p>") == [("proxy", "代理人")], "the next use is linked"


def test_what_is_quoted_is_left_as_it_is():
    html = link_terms("<p>「住民票を見る」とあります。住民票です。</p>", TERMS, "../")
    assert html.startswith("<p>「住民票を見る」とあります。<a ")
    assert linked("<p>「住民票を見る」と書いてあります。</p>") == []


def test_a_page_that_links_to_the_word_itself_gets_no_second_link():
    html = '<p>代理人</p><p><a href="../terms/#proxy">かわりの人</a></p>'
    assert link_terms(html, TERMS, "../") == html


def test_words_that_stand_everywhere_are_not_linked():
    assert linked("<p>更新の期限と暗証番号</p>") == []


def test_linking_twice_changes_nothing_more():
    once = link_terms("<p>代理人と<b>住民票</b>。<br>代理人</p>", TERMS, "../")
    assert link_terms(once, TERMS, "../") == once


def test_the_text_of_a_page_stays_the_same():
    html = "<p>J-LISの電子証明書（でんししょうめいしょ）&#8288;<sup>1</sup>は、e-Taxで。</p>"
    strip = re.compile(r"</?a\b[^>]*>")
    assert strip.sub("", link_terms(html, TERMS, "../")) == html
    assert [term for term, _ in linked(html)] == ["j-lis", "certificate", "e-tax"]


def test_a_page_may_link_a_word_by_hand_and_an_unknown_one_stops_the_build():
    term = vocabulary(load_site())["term"]
    assert term("proxy") == "[[to:/terms/#proxy 代理人]]"
    assert term("proxy", "かわりの人") == "[[to:/terms/#proxy かわりの人]]"
    with pytest.raises(DataError, match="proxy"):
        term("proxi")
