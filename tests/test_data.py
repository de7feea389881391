"""Data files: whole as they stand, and every damage named with its file, place and mend."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator

from kigen import DataError, load_book, load_sources
from kigen.audit import check
from kigen.reader import ROOT

SCHEMAS = sorted((ROOT / "data" / "schema").glob("*.schema.json"))


@pytest.fixture
def copy(tmp_path):
    """A copy of data/ that a test may damage."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_the_data_is_whole():
    assert check() == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_each_schema_is_a_schema(path):
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


def test_each_data_file_names_the_schema_that_editors_use():
    for path in (ROOT / "data").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, path
        assert (path.parent / match[1]).is_file(), path


def test_nothing_was_checked_in_the_future_or_claims_to_be_live(sources):
    assert {source.checked.how for source in sources.values()} <= {"copy", "relayed", "live"}
    assert all(source.url.startswith("http") for source in sources.values())


ADULT = "data/parameters/card/adult_age.yaml"
DAMAGE = [
    (ADULT, "value: 18", "value: 18歳", "values.2022-04-01.value", None),
    (ADULT, '"2022-04-01":', '"2022-04-31":', "values", None),
    (ADULT, '"2022-04-01":', '"2015-10-05":', None, "2回"),
    (ADULT, "unit: years", "unit: year", "unit", "years"),
    (ADULT, "unit: years\n", "", "いちばん外側", "unit"),
    (ADULT, "decided_by: accepted", "decided_by: handed_over", "decided_by", "accepted"),
    (ADULT, "doubts: [A1, A15]", "doubts: [A1, A77]", "doubts", "A7"),
    (ADULT, "law-card-order-r4", "law-card-oder-r4", "cite", "law-card-order-r4"),
    (ADULT, "label:", "lable:", "いちばん外側", None),
    (ADULT, "how: copy", "how: seen", "checked.how", "copy"),
    (ADULT, "    value: 20", "\tvalue: 20", "行目", None),
    (ADULT, "cite: [law-card-order 第26条第1項]\n", "cite: []\n", "cite", None),
    ("data/rules.yaml", "law-jpki-rules 第13条第2号", "law-jpki-rule 第13条第2号", None, "law-jpki-rules"),
    ("data/rules.yaml", "stay.end: [law-card-order 第27条第1項の表]", "stay.end: []", "stay.end", None),
    ("data/sources.yaml", '"2026-06-14"\n  checked: {on: "2026-11-23", how: copy}', '"2026-06-14"\n  checked: {on: "2026-11-23", how: read}', "checked.how", None),
    ("data/sources.yaml", '"2026-06-14"\n  checked: {on: "2026-11-23"', '"2026-06-14"\n  checked: {on: "2026-13-23"', "checked.on", None),
    ("data/sources.yaml", "kind: law", "kind: statute", "kind", None),
    ("data/sources.yaml", "- id: law-number-act-r5", "- id: law-number-act", "law-number-act", None),
    ("data/ambiguities.yaml", "we_use: creation_day", "we_use: creation", "A1.we_use", "creation_day"),
    ("data/ambiguities.yaml", "true\n  ask: カード", "yes\n  ask: カード", "A1", None),
    ("data/words/ja.yaml", "rules:  ", "rule:  ", "いちばん外側", None),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "hint"), DAMAGE)
def test_damage_names_its_file_its_place_and_the_mend(copy, file, old, new, place, hint):
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text, "the damage must touch the file"
    path.write_text(text.replace(old, new, 1), "utf-8")
    (error,) = check(copy)
    assert error.file == file
    assert error.problem and error.mend
    assert place is None or place in error.place
    assert hint is None or hint in f"{error.problem}{error.mend}"


def test_a_file_that_is_not_utf8_is_named(copy):
    path = copy / ADULT
    path.write_bytes(path.read_text("utf-8").encode("shift_jis"))
    with pytest.raises(DataError, match="UTF-8"):
        load_book(copy)


def test_a_missing_file_is_named(copy):
    (copy / "data" / "rules.yaml").unlink()
    with pytest.raises(DataError, match=r"data/rules\.yaml"):
        load_book(copy)


def test_a_future_value_is_accepted_as_data(copy):
    path = copy / "data/parameters/certificate/birthdays.yaml"
    future = '  "2099-04-01":\n    value: 10\n    cite: [law-jpki-rules 第13条第1号]\n'
    path.write_text(path.read_text("utf-8") + future, "utf-8")
    assert [v.value for v in load_book(copy).parameters["certificate.birthdays"].values] == [5, 10]


def test_on_and_no_stay_words(copy):
    """YAML's guesses would turn `on:` and a day into something else."""
    assert load_sources(copy)["law-card-order"].checked.on.year == 2026
