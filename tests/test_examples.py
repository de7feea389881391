"""Published worked dates, as Cases: the engine and the second implementation give each of them."""

from __future__ import annotations

import pytest

from kigen import answer_json
from kigen.reader import ROOT, read
from tests import slow_oracle
from tests.cases import look_up

EXAMPLES = read(ROOT / "data" / "examples.yaml", "examples")["examples"]
CASES = [
    pytest.param(example, entry, id=f"{example['id']}-{number} {example['url']}")
    for example in EXAMPLES
    for number, entry in enumerate(example["cases"], start=1)
]


def doubts(report):
    found = list(report["doubts"])
    for name in ("card", "authentication", "signature", "insurance_until"):
        found += (report[name] or {"doubts": []})["doubts"]
        found += (report.get(f"{name}_window") or {"doubts": []})["doubts"]
    for part in (report["loss"] or {}).values():
        found += (part or {"doubts": []})["doubts"]
    return found


@pytest.mark.parametrize(("example", "entry"), CASES)
def test_the_engine_gives_the_published_dates(book, example, entry):
    report = answer_json(entry["case"], book)
    for path, expected in entry["expect"].items():
        assert look_up(report, path) == expected, f"{path}: {example['url']}"
    raised = doubts(report)
    assert set(entry.get("doubts", ())) <= {doubt["code"] for doubt in raised}
    for code, day in entry.get("other_days", {}).items():
        assert day in {doubt["other_day"] for doubt in raised if doubt["code"] == code}


@pytest.mark.parametrize(("example", "entry"), CASES)
def test_the_second_implementation_gives_them_too(example, entry):
    report = slow_oracle.answer(entry["case"])
    for path, expected in entry["expect"].items():
        if path.endswith((".day", ".days", ".why", ".first", ".no_loss_from", ".last")):
            assert look_up(report, path) == expected, f"{path}: {example['url']}"


def test_examples_are_kept_whole():
    """Their ids are public, each printed one must pass, and a private relay is test-only."""
    ids = [example["id"] for example in EXAMPLES]
    assert len(ids) == len(set(ids))
    assert sum(example["must_pass"] for example in EXAMPLES) == 26
    for example in EXAMPLES:
        assert example["cases"], example["id"]
        if example["tier"] in ("relayed", "third_party"):
            assert example["use"] == "test_only", example["id"]
