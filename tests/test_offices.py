"""What the pages of municipalities said: the files, what stops the build, and the pages."""

from __future__ import annotations

import shutil

import pytest

from kigen.model import DataError
from kigen.offices import check_digit, counts, load_municipalities, load_prefectures
from kigen.reader import ROOT
from macros.offices import counts_html, office_pages
from macros.site import load_site

TOWNS = load_municipalities()
TOWN = "data/municipalities/11/112437.yaml"


@pytest.fixture
def spoiled(tmp_path):
    """A function that spoils one line of a town's file and returns the error that follows."""
    for folder in ("data/schema", "data/municipalities/11"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "data" / "prefectures.yaml", tmp_path / "data")

    def spoil(old: str, new: str) -> str:
        path = tmp_path / TOWN
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(DataError) as error:
            load_municipalities(tmp_path)
        return str(error.value)

    return spoil


def test_the_check_digit_is_that_of_known_codes():
    # 札幌市、東京都千代田区、大阪市、那覇市
    for code in ("011002", "131016", "271004", "472018"):
        assert check_digit(code) == int(code[5])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code: "112437"', 'code: "112438"', "最後は7です"),
        ("name: 吉川市", "name: 埼玉県吉川市", "県の名前があります"),
        ("quote: 市民課、", "quote: 〇〇", "まだ書いていない所"),
        ('code: "112437"', 'code: "112429"', "112429.yaml に置いてください"),
        ("www.city.yoshikawa.saitama.jp", "yoshikawa.example.com", "host_reason に書いてください"),
        ('on: "2026-11-23"', 'on: "2026-13-23"', "日付の形"),
        ("shown: null", 'shown: "2027-01-01"', "確かめた日より後"),
        ("branches_basis: named_list", "branches_basis: silent", "named_list"),
        ("branch_names: [駅前市民サービスセンター]", "branch_names: []", "支所の名前を書きます"),
        ("note: 市民課と", "note: 担当 090-1234-5678。市民課と", "個人の電話番号"),
        ("note: 市民課と", "note: taro@example.com に。市民課と", "メールアドレス"),
        ("quote: 市民課、", f"quote: {'あ' * 61}、", "60字まで"),
        ("    proxies: true\n", "", "「proxies」がありません"),
        ("booking: null", "booking: maybe", "required"),
        ("name: 吉川市", "name: 埼玉県吉川", "県の名前は書きません"),
        ("evenings: true", "evenings: はい", "true か false"),
    ],
)
def test_a_mistake_names_the_file_the_place_and_what_to_write(spoiled, old, new, told):
    message = spoiled(old, new)
    assert TOWN in message
    assert told in message


def test_a_second_file_of_a_town_is_told_where_the_first_is(spoiled, tmp_path):
    town = (ROOT / TOWN).read_text("utf-8")
    (tmp_path / TOWN).with_name("112437 (1).yaml").write_text(town, "utf-8")
    assert f"もうある {TOWN} を開いて" in spoiled("吉川市", "吉川市")


def test_every_prefecture_has_a_page_and_every_town_an_anchor_there():
    pages = dict(office_pages(load_site()))
    assert len(pages) == len(load_prefectures()) + 1 == 48
    for town in TOWNS.values():
        assert f"{{: #{town.code} }}" in pages[f"offices/{town.prefecture_code}.md"]
    assert "まだ読んでいません" in pages["offices/46.md"]


def test_what_a_page_does_not_say_is_never_a_no():
    pages = dict(office_pages(load_site()))
    refusing = {t.code for t in TOWNS.values() if any(p.branches == "none" for p in t.pages)}
    refusing |= {t.code for t in TOWNS.values() for p in t.pages if p.post_office is False}
    refusing |= {t.code for t in TOWNS.values() for p in t.pages if p.proxies is False}
    for town in TOWNS.values():
        text = pages[f"offices/{town.prefecture_code}.md"]
        section = text.split(f"{{: #{town.code} }}")[1].split("\n## ")[0]
        assert ("できないと書いてあります" in section) == (town.code in refusing), town.name


def test_the_counts_stand_with_their_limits_and_are_no_rate():
    html = counts_html(load_site())
    found = counts(TOWNS.values())
    assert sum(found.values()) == len(TOWNS)
    for number in (len(TOWNS), *found.values()):
        assert str(number) in html
    assert "「できない」という意味ではありません" in html
    assert "割合ではありません" in html
    assert "%" not in html
    assert "％" not in html
