"""What people rely on: boundaries, properties over random lives, doubts and explanations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kigen import answer, answer_json, read_case
from tests.cases import boundary_cases, random_cases

BOTH = {"authentication": {}, "signature": {}}


@pytest.fixture(scope="module")
def lives(book):
    """Random and boundary Cases with their Reports, answered once for all tests here."""
    cases = [*random_cases(11, 3000), *boundary_cases()]
    return [(case, answer(read_case(case, book), book)) for case in cases]


def outcomes(report):
    found = [report.card, report.authentication, report.signature, report.insurance_until]
    found += [report.phone.authentication, report.phone.signature]
    if report.loss:
        found += [report.loss.not_registered, report.loss.card_not_shown]
    return [outcome for outcome in found if outcome]


def windows(report):
    found = (report.card_window, report.authentication_window, report.signature_window)
    return [window for window in found if window]


def day(book, path, **case):
    found = answer_json({"card": {}, **case}, book)
    for key in path.split("."):
        found = found[key]
    return found


# ---------------------------------------------------------------- boundaries


@pytest.mark.parametrize(
    ("created", "card", "certificate"),
    [("2020-04-09", "2029-04-10", "2024-04-10"), ("2020-04-10", "2030-04-10", "2025-04-10")],
)
def test_a_card_made_on_the_birthday_gets_the_next_one(book, created, card, certificate):
    case = {"birth": "1985-04-10", "card": {"created": created}, **BOTH}
    assert day(book, "card.day", **case) == card
    assert day(book, "authentication.day", **case) == certificate


@pytest.mark.parametrize(
    ("accepted", "card"), [("2022-03-31", "2026-10-10"), ("2022-04-01", "2031-10-10")]
)
def test_acceptance_by_31_march_2022_keeps_the_age_of_twenty(book, accepted, card):
    facts = {"created": "2022-04-20", "accepted": accepted}
    assert day(book, "card.day", birth="2002-10-10", card=facts) == card


@pytest.mark.parametrize(
    ("visit", "last"),
    [
        ("2024-04-09", "2028-04-10"),  # two birthdays early
        ("2025-01-10", "2029-04-10"),  # the day before the window
        ("2025-01-11", "2030-04-10"),  # its first day
        ("2025-04-10", "2030-04-10"),  # the last day
        ("2025-04-11", "2030-04-10"),  # after expiry: the 5th is the card's last day
    ],
)
def test_renewing_certificates_around_the_window(book, visit, last):
    facts = {"issued": visit, "old_expiry": "2025-04-10"}
    case = {"birth": "1985-04-10", "card": {"printed_expiry": "2030-04-10"}}
    assert day(book, "authentication.day", authentication=facts, **case) == last


@pytest.mark.parametrize(
    ("created", "last"), [("2026-03-26", "2031-03-26"), ("2026-03-27", "2030-09-09")]
)
def test_minors_with_a_stay_limit_are_capped_from_27_march_2026(book, created, last):
    case = {"birth": "2015-09-09", "residency": "mid_term", "stay_end": "2031-03-26"}
    assert day(book, "card.day", card={"created": created}, **case) == last


@pytest.mark.parametrize(("expiry", "until"), [("2024-12-01", None), ("2024-12-02", "2025-03-31")])
def test_insurance_grace_began_on_2_december_2024(book, expiry, until):
    assert day(book, "insurance_until.day", authentication={"printed_expiry": expiry}) == until


# ---------------------------------------------------------------- properties


def test_every_day_explains_itself_with_law_and_words(lives, book, sources):
    """No step without a citation of the register, none without words, the last gives the day."""
    for case, report in lives:
        for outcome in outcomes(report):
            if outcome.day:
                assert outcome.steps, case
                results = {step.result for step in outcome.steps}
                assert outcome.day in results, case
            for step in outcome.steps:
                assert step.cites, (case, step)
                assert all(cite.source in sources for cite in step.cites)
                words = book.words["rules"][step.rule]
                for name, value in step.says.items():
                    words = words.replace(f"{{{name}}}", str(value))
                assert "{" not in words.replace("{result}", ""), (step, words)
        for window in windows(report):
            assert window.steps and all(step.cites for step in window.steps)


def test_every_rule_with_words_or_law_is_used(lives, book):
    used = {step.rule for _, report in lives for o in outcomes(report) for step in o.steps}
    used |= {step.rule for _, report in lives for w in windows(report) for step in w.steps}
    assert used == set(book.words["rules"])
    assert set(book.citations) - {"card.reissued"} <= used


def test_every_why_has_words(lives, book):
    whys = {outcome.why for _, report in lives for outcome in outcomes(report)} - {None}
    assert whys == set(book.words["why"])


def test_no_certificate_outlasts_its_card_or_the_authentication_certificate(lives):
    for case, report in lives:
        card, signature = report.card, report.signature
        for certificate in (report.authentication, signature):
            told = certificate and certificate.known != "printed" and certificate.day
            if told and card.day and not case.get("stay_change"):
                assert certificate.day <= card.day, case


def test_a_window_lies_around_its_expiry(lives):
    for case, report in lives:
        for window in windows(report):
            assert window.first <= window.no_loss_from <= window.last, case
            if not case.get("overseas"):
                assert window.first == window.no_loss_from, case
            assert timedelta(days=80) < window.last - window.no_loss_from < timedelta(days=95)


def test_several_days_are_sorted_and_a_single_one_stands_alone(lives):
    for case, report in lives:
        for outcome in outcomes(report):
            assert list(outcome.days) == sorted(set(outcome.days)), case
            assert not (outcome.day and outcome.days), case
            assert outcome.day or outcome.days or outcome.why, case
            assert len(outcome.days) != 1 or outcome.why, case


def test_a_month_gives_the_days_of_all_its_days(book):
    """What a month answers is what its days answer one by one."""
    for case in random_cases(29, 400):
        created = case["card"].get("created")
        if not created or len(created) != 7 or case["card"].get("printed_expiry"):
            continue
        whole = answer_json(case, book)["card"]
        found = set()
        for number in range(1, 32):
            try:
                card = {**case["card"], "created": f"{created}-{number:02}"}
                one = answer_json({**case, "card": card}, book)["card"]
            except ValueError:
                continue
            found |= {one["day"], *one["days"]} - {None}
        assert found == {whole["day"], *whole["days"]} - {None}, case


def test_moving_never_extends_a_deadline(book):
    """A signature certificate issued anew after a move ends with the authentication one."""
    for case in random_cases(31, 600):
        if case.get("authentication") != {} or case.get("residency") not in (None, "japanese"):
            continue
        report = answer_json(case, book)
        last = report["authentication"]["day"]
        if last and report["card"]["day"]:
            visit = (date.fromisoformat(last) - timedelta(days=200)).isoformat()
            try:
                again = answer_json({**case, "signature": {"issued": visit}}, book)
            except ValueError:  # before the card was made
                continue
            assert again["signature"]["day"] <= last, case


# ---------------------------------------------------------------- doubts


def test_every_doubt_the_engine_can_raise_is_raised(lives, book):
    raised = {d.code for _, r in lives for o in (*outcomes(r), *windows(r)) for d in o.doubts}
    raised |= {d.code for _, report in lives for d in report.doubts}
    engine = {a.code for a in book.ambiguities.values() if a.raised_by_engine}
    assert raised == engine


def test_every_other_reading_moves_a_day(lives, book):
    """Notes that have no day of their own are named here.

    A3 has both: the window begins on the later day, the counting follows the statute.
    """
    silent = {"A9", "OUT_OF_SCOPE_SPECIFIED_RESIDENCE_CARD", "CARD_ENDED_BEFORE_ISSUE"}
    moved = {
        (d.code, d.reading)
        for _, report in lives
        for o in (*outcomes(report), *windows(report))
        for d in o.doubts
        if d.other_day
    }
    expected = {
        (a.code, reading.id)
        for a in book.ambiguities.values()
        if a.raised_by_engine and a.code not in silent
        for reading in a.readings
        if reading.id != a.show_first
    }
    assert moved == expected | {("A3", "later_day")}


@pytest.mark.parametrize(
    ("case", "path", "code", "day_", "other"),
    [
        (  # A1: 17 on acceptance, 18 on creation
            {"birth": "2005-06-10", "card": {"accepted": "2023-06-05", "created": "2023-06-20"}},
            "card", "A1", "2033-06-10", "2028-06-10",
        ),
        (  # A1: made on the day before the 18th birthday
            {"birth": "2005-06-10", "card": {"accepted": "2023-05-20", "created": "2023-06-09"}},
            "card", "A1", "2027-06-10", "2032-06-10",
        ),
        (
            {
                "birth": "1992-02-29", "card": {"created": "2020-06-01"},
                "authentication": {"issued": "2020-06-01"},
            },
            "authentication", "A2", "2025-02-28", "2025-03-01",
        ),
        (
            {
                "birth": "1970-07-16",
                "card": {
                    "reason": "renewed", "created": "2026-07-16", "applied": "2026-07-01",
                    "old_expiry": "2026-07-16",
                },
            },
            "card", "A5", "2037-07-16", "2036-07-16",
        ),
        (
            {
                "birth": "2008-07-16",
                "card": {
                    "reason": "renewed", "created": "2026-07-14", "applied": "2026-06-20",
                    "old_expiry": "2026-07-16",
                },
            },
            "card", "A19", "2031-07-16", "2037-07-16",
        ),
        (
            {
                "birth": "1985-04-10", "card": {"printed_expiry": "2030-04-10"},
                "authentication": {"issued": "2025-02-15", "old_expiry": "2025-04-10"},
                "signature": {
                    "issued": "2025-02-15", "old_expiry": "2025-04-10", "revoked_before": True,
                },
            },
            "signature", "A12", "2029-04-10", "2030-04-10",
        ),
        (
            {
                "residency": "mid_term", "birth": "1990-05-05", "stay_end": "2027-02-28",
                "stay_change": {"kind": "pending"}, "card": {"created": "2024-06-10"},
            },
            "card", "A4", "2027-04-30", "2027-04-28",
        ),
    ],
)  # fmt: skip
def test_the_other_day_stands_beside_the_day(book, case, path, code, day_, other):
    outcome = answer_json(case, book)[path]
    assert outcome["day"] == day_
    assert {d["other_day"] for d in outcome["doubts"] if d["code"] == code} == {other}


def test_a_printed_date_wins_and_the_computed_one_is_a_doubt(book):
    facts = {"created": "2020-05-15", "printed_expiry": "2030-10-10"}
    card = answer_json({"birth": "1990-10-10", "card": facts}, book)["card"]
    assert (card["day"], card["known"]) == ("2030-10-10", "printed")
    assert card["doubts"] == [
        {"code": "PRINTED_DIFFERS", "reading": "computed", "other_day": "2029-10-10"}
    ]


def test_a_printed_date_no_creation_day_gives_leaves_its_certificates_unknown(book):
    case = {"birth": "1990-10-10", "card": {"printed_expiry": "2030-10-11"}, **BOTH}
    report = answer_json(case, book)
    assert report["card"]["day"] == "2030-10-11"
    assert [d["code"] for d in report["card"]["doubts"]] == ["PRINTED_DIFFERS"]
    assert report["authentication"]["why"] == "no_creation_day_fits"


# ---------------------------------------------------------------- the law's own switches


def test_a_future_value_waits_for_its_day(book):
    """An amendment merged early changes nothing before it takes effect."""
    parameter = book.parameters["certificate.birthdays"]
    future = replace(parameter.values[0], since=date(2028, 4, 1), value=10)
    amended = replace(parameter, values=(*parameter.values, future))
    later = replace(book, parameters={**book.parameters, parameter.id: amended})
    case = {"birth": "1990-10-10", "card": {"printed_expiry": "2037-10-10"}}

    def last(visit):
        facts = {"issued": visit}
        return answer_json({**case, "authentication": facts}, later)["authentication"]["day"]

    assert last("2028-03-31") == "2032-10-10"
    assert last("2028-04-01") == "2037-10-10"


def test_every_parameter_the_engine_reads_moves_an_answer(book):
    """A legal number that could change without any answer changing would not be in use."""
    cases = [read_case(case, book) for case in [*random_cases(17, 1200), *boundary_cases()[:300]]]
    before = [answer(case, book) for case in cases]
    not_dates = {"certificate.fee", "certificate.signature_min_age"}  # for pages only
    for parameter in book.parameters.values():
        if parameter.id in not_dates or parameter.unit == "flag":
            continue
        values = tuple(
            replace(v, value="mar1" if v.value == "feb28" else v.value + 1)
            for v in parameter.values
        )
        other = replace(
            book, parameters={**book.parameters, parameter.id: replace(parameter, values=values)}
        )
        moved = any(answer(c, other) != b for c, b in zip(cases, before, strict=True))
        assert moved, parameter.id
