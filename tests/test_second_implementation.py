"""The engine against the naive second implementation, which walks day by day."""

from __future__ import annotations

import json

import pytest

from kigen import CaseError, answer_json
from tests import slow_oracle
from tests.cases import boundary_cases, random_cases

RANDOM_CASES = 20_000
SEED = 20261125
SHARDS = 8  # so that a failure names a shard that can be run alone


def outcome(found):
    return found and {key: found[key] for key in ("day", "days", "why")}


def window(found):
    return found and {key: found[key] for key in ("first", "no_loss_from", "last")}


def dates(report):
    """The dates of a Report in the form of the second implementation."""
    names = ("card", "authentication", "signature", "insurance_until")
    windows = ("card_window", "authentication_window", "signature_window")
    return (
        {name: outcome(report[name]) for name in names}
        | {name: window(report[name]) for name in windows}
        | {
            name: report[name] and {key: outcome(part) for key, part in report[name].items()}
            for name in ("phone", "loss")
        }
    )


def disagreements(cases, book):
    for case in cases:
        ours, theirs = dates(answer_json(case, book)), slow_oracle.answer(case)
        if ours != theirs:
            yield {
                "case": json.dumps(case, ensure_ascii=False),
                **{key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]},
            }


def test_boundary_cases_agree_with_walking_day_by_day(book):
    assert not list(disagreements(boundary_cases(), book))


@pytest.mark.parametrize(
    "shard", [0, *(pytest.param(n, marks=pytest.mark.weekly) for n in range(1, SHARDS))]
)
def test_random_cases_agree_with_walking_day_by_day(book, shard):
    cases = random_cases(SEED + shard, RANDOM_CASES // SHARDS)
    first = next(disagreements(cases, book), None)
    assert first is None, first


def test_random_cases_are_cases(book):
    """The generator makes no Case that the contract refuses, and leap-day births among them."""
    cases = random_cases(SEED, 2000)
    assert sum(str(case.get("birth", "")).endswith("02-29") for case in cases) >= 50
    for case in cases:
        try:
            answer_json(case, book)
        except CaseError as error:
            pytest.fail(f"{case}: {error}")
