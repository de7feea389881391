"""Data files: whole as they stand. tests/test_damage.py damages them."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from jsonschema import Draft202012Validator

from kigen import load_book, load_sources
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


def test_a_future_value_is_accepted_as_data(copy):
    path = copy / "data/parameters/certificate/birthdays.yaml"
    future = '  "2099-04-01":\n    value: 10\n    cite: [law-jpki-rules 第13条第1号]\n'
    path.write_text(path.read_text("utf-8") + future, "utf-8")
    assert [v.value for v in load_book(copy).parameters["certificate.birthdays"].values] == [5, 10]


def test_on_and_no_stay_words(copy):
    """YAML's guesses would turn `on:` and a day into something else."""
    assert load_sources(copy)["law-card-order"].checked.on.year == 2026
