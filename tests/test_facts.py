"""Sentences that several pages use: what they print, and how they are refused."""

from __future__ import annotations

import shutil

import pytest

from kigen.audit import check
from kigen.facts import load_facts
from kigen.model import DataError
from kigen.reader import ROOT
from macros.cites import finish_page
from macros.site import load_site
from macros.vocabulary import vocabulary

GOOD = """# yaml-language-server: $schema=../schema/facts.schema.json
free:
  ja: 手数料は無料です。「当分の間」とする市もあります。
  cite: [jpki-top, law-jpki-rules 第13条第1号]
  checked: {on: "2026-11-20", how: relayed}
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of data/ with one good fact, which a test may damage."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data/facts/sample.yaml").write_text(GOOD, "utf-8")
    return tmp_path


def test_a_fact_prints_its_sentences_and_then_its_marks(copy):
    site = load_site(copy)
    text = vocabulary(site)["fact"]("sample.free")
    assert text.startswith("手数料は無料です。「当分の間」とする市もあります。[[cite:jpki-top ]]")
    page = finish_page(f"一。{text}二。", site, home="").split("\n")[0]
    assert page.startswith("一。手数料は無料です。「当分の間」とする市もあります。&#8288;<sup")
    assert page.endswith("</sup>二。"), "the marks belong to the sentence before them"


def test_a_fact_and_a_number_are_asked_for_by_one_word(copy):
    fact = vocabulary(load_site(copy))["fact"]
    for wrong, nearest in [("sample.fre", "sample.free"), ("card.adult_ages", "card.adult_age")]:
        with pytest.raises(DataError) as caught:
            fact(wrong)
        assert nearest in caught.value.mend


DAMAGE = [
    ("cite: [jpki-top, law-jpki-rules 第13条第1号]", "cite: []", "free.cite", None),
    ("jpki-top", "jpki-tops", "free.cite", "jpki-top"),
    ("とする市もあります。", "とする市もあります", "free.ja", "「。」で終わる"),
    ('  checked: {on: "2026-11-20", how: relayed}\n', "", "free", "checked"),
    ("how: relayed", "how: read", "free.checked.how", "relayed"),
    ("2026-11-20", "2026-11-31", "free.checked.on", None),
    ("free:", "Free:", None, None),
]


@pytest.mark.parametrize(("old", "new", "place", "hint"), DAMAGE)
def test_a_damaged_fact_is_named_with_its_mend(copy, old, new, place, hint):
    path = copy / "data/facts/sample.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    (error,) = check(copy)
    assert error.file == "data/facts/sample.yaml"
    assert place is None or place in error.place
    assert hint is None or hint in f"{error.problem}{error.mend}"


def test_a_fact_may_not_take_the_name_of_a_number(copy):
    (copy / "data/facts/card.yaml").write_text(GOOD.replace("free:", "adult_age:"), "utf-8")
    with pytest.raises(DataError, match=r"card\.adult_age"):
        load_facts(copy)
