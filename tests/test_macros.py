"""The words pages may use: what they print, and how they refuse an unknown id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kigen.model import DataError
from macros.cites import cited, finish_page
from macros.front import badge, redirects
from macros.pages import generated_pages, redirect_page
from macros.site import load_site
from macros.vocabulary import vocabulary


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_TODAY", "2026-11-25")
        load_site.cache_clear()
        yield load_site()
        load_site.cache_clear()


@pytest.fixture(scope="module")
def words(site):
    return vocabulary(site)


def test_a_fact_prints_its_number_its_unit_and_its_source(words):
    assert words["fact"]("certificate.birthdays").startswith("5回目[[cite:law-jpki-rules ")
    assert words["fact"]("certificate.fee").startswith("0円[[cite:")


def test_the_official_telephone_can_be_tapped_and_is_never_made_up(site, words):
    number = site.about["phone"]["number"]
    link = f'<a class="kg-num" href="tel:{number.replace("-", "")}">{number}</a>'
    assert words["phone"]() == link
    unknown = vocabulary(replace(site, about={**site.about, "phone": None}))
    with pytest.raises(DataError, match="data/site.yaml"):
        unknown["phone"]()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("card.adult_age", "18歳"),
        ("certificate.birthdays", "5回目"),
        ("certificate.extra_in_window", "1回"),
        ("certificate.window_months", "3か月"),
        ("stay.longest_years", "5年"),
        ("stay.specified_residence_card", "決まりがある"),
        ("stay.minor_birthday_cap", "決まりがある"),
    ],
)
def test_the_list_of_numbers_says_each_in_its_own_unit(site, number, said):
    page = generated_pages(site)["law/index.md"]
    [row] = [line for line in page.split("\n") if f"/law/{number}/" in line]
    assert row.endswith(f": {said}</li>")


@pytest.mark.parametrize(
    ("word", "wrong", "nearest"),
    [
        ("table", "by-issuance-ages", "by-issuance-age"),
        ("fact", "certificate.birthday", "certificate.birthdays"),
        ("source", "law-jpki-rule", "law-jpki-rules"),
        ("doubt", "A20", "A2"),
    ],
)
def test_an_unknown_id_stops_the_build_and_suggests_the_nearest(words, word, wrong, nearest):
    with pytest.raises(DataError) as caught:
        words[word](wrong)
    assert wrong in str(caught.value)
    assert nearest in caught.value.mend


def test_every_table_prints(words, site):
    for table_id in site.tables:
        text = words["table"](table_id)
        assert "印刷された日付が優先です" in text
        assert "[[cite:" in text, "a table names its law"
        assert "\n\n" not in text, "an empty line would end the block of HTML"
        assert "わかりません" not in text


def test_marks_are_numbered_in_the_order_of_first_use_and_listed_once(words, site):
    source = words["source"]
    text = (
        f"一{source('law-jpki-rules', '第13条')} 二{source('kochi-renewal')} "
        f"三{source('law-jpki-rules', '第13条')}{source('law-jpki-rules', '第49条')}"
    )
    page = finish_page(text, site, home="../../")
    assert page.count('href="#src-1"') == 2, "places of one document share its mark"
    assert "」第13条、第49条<br>" in page
    assert page.count('href="#src-2"') == 1
    assert page.count('<li id="src-') == 2
    assert 'href="../../sources/#kochi-renewal"' in page
    assert "保存された写しで確認" in page
    assert "[[" not in page


def test_marks_stand_after_their_sentence(words, site):
    source = words["source"]
    one, two = source("kochi-renewal"), source("nara-renewal")
    page = finish_page(f"期限は5回目{one}の誕生日です。{two}次の文です。", site, home="")
    first, marks, _ = page.split("\n")[0].partition("&#8288;<sup")
    assert first == "期限は5回目の誕生日です。"
    assert (marks + _).count("</sup>") == 2
    assert page.split("\n")[0].endswith("</sup>次の文です。")


def test_a_page_without_marks_gets_no_list(site):
    assert finish_page("ことば", site, home="") == "ことば"


def test_the_badge_tells_the_oldest_check_and_how(words, site):
    copied = words["source"]("kochi-renewal")
    relayed = words["source"]("mhlw-cert-leaflet")
    assert badge("2026-11-24", copied, site)["text"] == "保存された写しで確認"
    assert badge("2026-11-24", copied, site)["date"] == "2026-11-23"
    assert "一部は" in badge("2026-11-24", copied + relayed, site)["text"]
    assert badge("2026-11-24", relayed, site)["text"] == "ほかの人の記録で確認"
    assert badge("2026-11-24", "出典なし", site) is None


def test_every_generated_page_has_one_title_and_cites_known_sources(site):
    pages = generated_pages(site)
    assert {f"law/{name}.md" for name in site.book.parameters} < set(pages)
    for path, text in pages.items():
        body = text.split("---\n", 2)[2]
        assert sum(line.startswith("# ") for line in body.splitlines()) == 1, path
        assert all(cite.source in site.sources for cite in cited(text)), path


def test_an_old_address_leads_to_the_page_that_moved(tmp_path):
    guide = tmp_path / "guide"
    guide.mkdir()
    (guide / "new.md").write_text('---\ntitle: 題\nmoved_from: ["/guide/old/"]\n---\n', "utf-8")
    assert redirects(tmp_path) == {"guide/old/index.md": "/guide/new/"}
    assert "redirect_to: /guide/new/\n" in redirect_page("/guide/new/")
    (guide / "old.md").write_text("---\ntitle: 題\n---\n", "utf-8")
    with pytest.raises(DataError, match="moved_from"):
        redirects(tmp_path)


def test_a_parameter_page_shows_a_future_value(site):
    text = generated_pages(site)["law/card.adult_age.md"]
    for since in (date(2015, 10, 5), date(2022, 4, 1)):
        assert f'id="since-{since}"' in text
