"""The JSON contract of `kigen answer`: the published examples, its schemas, every bad input."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from kigen import CaseError, answer_json, read_case
from kigen.__main__ import answers
from kigen.reader import ROOT
from tests.cases import CONTRACT_EXAMPLES, boundary_cases, look_up, random_cases


def schema(name):
    content = json.loads((ROOT / "data" / "schema" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)


def all_doubts(report):
    for outcome in (report["card"], report["authentication"], report["signature"]):
        yield from (outcome or {"doubts": []})["doubts"]
    for name in ("card_window", "authentication_window", "signature_window"):
        yield from (report[name] or {"doubts": []})["doubts"]


@pytest.mark.parametrize("example", CONTRACT_EXAMPLES, ids=lambda example: example["id"])
def test_published_example(book, example):
    lines = ["\n"] * (example.get("line", 1) - 1) + [json.dumps(example["case"])]
    (answered,) = answers(lines, book)
    report = json.loads(answered)
    for path, expected in example["expect"].items():
        assert look_up(report, path) == expected, path
    doubts = list(all_doubts(report)) if "error" not in report else []
    assert set(example.get("doubts", ())) <= {doubt["code"] for doubt in doubts}
    for code, day in example.get("other_days", {}).items():
        assert {d["other_day"] for d in doubts if d["code"] == code} == {day}


def test_every_case_and_report_fits_the_published_schemas(book):
    case_schema, report_schema = schema("case"), schema("report")
    for case in [*boundary_cases()[:400], *random_cases(3, 400)]:
        case_schema.validate(case)
        report_schema.validate(answer_json(case, book))


def test_the_command_answers_line_by_line_and_goes_on_after_a_bad_one():
    lines = ['{"card": {}}', "", "not json", '{"card": {}, "brith": null}', '{"card":{}}']
    run = subprocess.run(
        [sys.executable, "-m", "kigen", "answer"],
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    assert [report.get("error", {}).get("line") for report in reports] == [None, 3, 4, None]
    assert reports[1]["error"]["code"] == "not_json"
    assert reports[2]["error"]["field"] == "brith"
    for report in reports:
        schema("report").validate(report)


BAD = [
    ([], None, "not_object"),
    ({}, "card", "required"),
    ({"card": None}, "card", "required"),
    ({"card": []}, "card", "not_object"),
    ({"card": {"made": "2020-01-01"}}, "card.made", "unknown_key"),
    ({"card": {}, "birth": "2001-02-29"}, "birth", "not_a_day"),
    ({"card": {}, "birth": "1990-10"}, "birth", "not_a_day"),
    ({"card": {}, "birth": 19901010}, "birth", "not_a_day"),
    ({"card": {}, "birth": "１９９０-10-10"}, "birth", "not_a_day"),
    ({"card": {}, "birth": "1990-10-10\n"}, "birth", "not_a_day"),
    ({"card": {}, "birth": "0990-10-10"}, "birth", "year_out_of_range"),
    ({"card": {"created": "2020-13"}}, "card.created", "not_a_day_or_month"),
    ({"card": {}, "overseas": "yes"}, "overseas", "not_boolean"),
    ({"card": {}, "residency": "alien"}, "residency", "not_one_of"),
    ({"card": {"reason": ["first"]}}, "card.reason", "not_one_of"),
    ({"card": {}, "authentication": True}, "authentication", "not_object"),
    ({"card": {}, "stay_change": {}, "residency": "mid_term"}, "stay_change.kind", "required"),
    (
        {"card": {}, "residency": "mid_term", "stay_change": {"kind": "extended"}},
        "stay_change.stay_end",
        "required",
    ),
    (
        {
            "card": {},
            "residency": "mid_term",
            "stay_change": {"kind": "pending", "stay_end": "2027-01-01"},
        },
        "stay_change.stay_end",
        "only_with_extended",
    ),
    ({"card": {}, "stay_end": "2027-01-01"}, "stay_end", "only_with_limited_stay"),
    ({"card": {}, "stay_change": {"kind": "pending"}}, "stay_change", "only_with_limited_stay"),
    (
        {
            "card": {},
            "residency": "mid_term",
            "stay_end": "2027-01-01",
            "stay_change": {"kind": "extended", "stay_end": "2026-01-01"},
        },
        "stay_change.stay_end",
        "before_stay_end",
    ),
    ({"birth": "2021-01-01", "card": {"created": "2020-05"}}, "birth", "after_created"),
    ({"birth": "2021-01-01", "card": {"accepted": "2020-05"}}, "birth", "after_accepted"),
    (
        {"birth": "2031-01-01", "card": {"printed_expiry": "2030-05-05"}},
        "birth",
        "after_printed_expiry",
    ),
    (
        {"birth": "2021-01-01", "card": {}, "signature": {"issued": "2020-05-05"}},
        "birth",
        "after_issued",
    ),
    ({"card": {"created": "2015-10-04"}}, "card.created", "before_first_card"),
    ({"card": {"accepted": "2015-09"}}, "card.accepted", "before_first_card"),
    (
        {"card": {"created": "2020-05-05", "accepted": "2020-05-06"}},
        "card.accepted",
        "after_created",
    ),
    ({"card": {"created": "2020-05-05", "applied": "2020-05-06"}}, "card.applied", "after_created"),
    (
        {"card": {"accepted": "2020-05-05", "applied": "2020-05-06"}},
        "card.applied",
        "after_accepted",
    ),
    (
        {"card": {"created": "2020-05-05", "printed_expiry": "2020-05-04"}},
        "card.printed_expiry",
        "before_created",
    ),
    (
        {"card": {"created": "2020-05-05"}, "residency": "mid_term", "stay_end": "2020-05-04"},
        "stay_end",
        "before_created",
    ),
    (
        {"card": {"created": "2020-05-05"}, "authentication": {"issued": "2020-04"}},
        "authentication.issued",
        "before_created",
    ),
    (
        {
            "card": {"created": "2020-05-05"},
            "residency": "mid_term",
            "stay_end": "2021-05-05",
            "stay_change": {"kind": "pending", "on": "2020-05-04"},
        },
        "stay_change.on",
        "before_created",
    ),
]


@pytest.mark.parametrize(("case", "field", "code"), BAD, ids=lambda value: str(value)[:60])
def test_bad_input_gets_its_field_its_code_and_one_japanese_sentence(book, case, field, code):
    with pytest.raises(CaseError) as caught:
        answer_json(case, book)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert caught.value.ja.endswith("。") or code == "not_one_of"
    assert "{" not in caught.value.ja.replace("{ }", "")


def test_every_error_code_with_words_can_be_raised(book):
    assert {code for _, _, code in BAD} | {"not_json"} == set(book.words["errors"])


def test_null_and_left_out_are_the_same(book):
    nulls = {
        "birth": None,
        "residency": None,
        "overseas": None,
        "stay_end": None,
        "stay_change": None,
        "card": {"printed_expiry": None, "created": None, "reason": None},
        "authentication": None,
        "signature": None,
        "move": None,
    }
    assert read_case(nulls, book) == read_case({"card": {}}, book)


@pytest.mark.parametrize(
    "case",
    [
        {"card": {}, "move": {"moved": "1990-01-01"}},
        {"card": {}, "move": {"planned_out": "1990-01-01"}},
    ],
)
def test_a_day_before_the_rules_begin_is_a_mistake_and_no_crash(book, case):
    with pytest.raises(CaseError) as error:
        answer_json(case, book)
    assert error.value.code == "before_first_card"
