"""The JSON contract: a Case read and checked, a Report written.

The same JSON is used by `python -m kigen answer`, the tests' vectors and the page's modules.
Every mistake is a CaseError: the field, a stable code and one plain Japanese sentence.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from kigen import days
from kigen.model import (
    CardFacts,
    CardReason,
    Case,
    CaseError,
    CertFacts,
    ChangeKind,
    Move,
    NotInForce,
    Report,
    Residency,
    RuleBook,
    Span,
    StayChange,
)
from kigen.rules.answer import answer

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_YEARS = range(1868, 2201)  # from 明治元年; far enough ahead for every card of today's children


def answer_json(case: Any, book: RuleBook) -> dict[str, Any]:
    """The Report of a Case, both as JSON values. Raises CaseError."""
    return json.loads(answer_text(case, book))


def answer_text(case: Any, book: RuleBook) -> str:
    """The Report of a Case, which is JSON values, as one line of JSON. Raises CaseError.

    A day before the rules begin is a mistake in the Case, wherever it shows.
    """
    told = read_case(case, book)
    try:
        return to_text(answer(told, book))
    except NotInForce:
        raise case_error(None, "before_first_card", book) from None


def to_text(report: Report) -> str:
    """A Report as one line of JSON: days as YYYY-MM-DD, what is not known as null."""
    return json.dumps(report, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {name: getattr(value, name) for name in _names(type(value))}


@lru_cache(maxsize=32)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def read_case(content: Any, book: RuleBook) -> Case:
    """A checked Case from JSON values. Left out and null are the same. Raises CaseError."""
    whole = _Object(content, None, book)
    card = whole.part("card", required=True)
    case = Case(
        birth=whole.day("birth"),
        residency=whole.one_of("residency", Residency, Residency.JAPANESE),
        overseas=whole.flag("overseas"),
        stay_end=whole.day("stay_end"),
        stay_change=_stay_change(whole.part("stay_change")),
        card=CardFacts(
            reason=card.one_of("reason", CardReason, CardReason.FIRST),
            printed_expiry=card.day("printed_expiry"),
            created=card.day_or_month("created"),
            accepted=card.day_or_month("accepted"),
            applied=card.day("applied"),
            old_expiry=card.day("old_expiry"),
        ),
        authentication=_certificate(whole.part("authentication")),
        signature=_certificate(whole.part("signature")),
        move=_move(whole.part("move")),
    )
    card.done()
    whole.done()
    _check_order(case, book)
    _check_stay(case, book)
    return case


def _stay_change(part: _Object | None) -> StayChange | None:
    if part is None:
        return None
    kind = part.one_of("kind", ChangeKind, None)
    change = StayChange(kind, part.day("on"), part.day("stay_end"))
    part.done()
    if kind is ChangeKind.EXTENDED and change.stay_end is None:
        raise part.error("stay_end", "required")
    if kind is not ChangeKind.EXTENDED and change.stay_end:
        raise part.error("stay_end", "only_with_extended")
    return change


def _certificate(part: _Object | None) -> CertFacts | None:
    if part is None:
        return None
    cert = CertFacts(
        part.day_or_month("issued"),
        part.day("printed_expiry"),
        part.day("old_expiry"),
        part.flag("revoked_before"),
    )
    part.done()
    return cert


def _move(part: _Object | None) -> Move | None:
    if part is None:
        return None
    move = Move(part.day("planned_out"), part.day("moved"), part.day("notified"))
    part.done()
    return move


def _check_order(case: Case, book: RuleBook) -> None:
    """Days that cannot follow each other are named, rather than answered."""
    card = case.card
    begin = book.parameters["card.adult_age"].values[0].since
    certs = {"authentication": case.authentication, "signature": case.signature}
    issued = {name: cert.issued for name, cert in certs.items() if cert and cert.issued}
    made = card.created
    facts = [
        ("birth", "after_created", made and case.birth and case.birth > made.last),
        ("birth", "after_accepted", card.accepted and _after(case.birth, card.accepted.last)),
        ("birth", "after_printed_expiry", _after(case.birth, card.printed_expiry)),
        ("card.created", "before_first_card", made and made.last < begin),
        ("card.accepted", "before_first_card", card.accepted and card.accepted.last < begin),
        (
            "card.accepted",
            "after_created",
            made and card.accepted and card.accepted.first > made.last,
        ),
        ("card.applied", "after_created", made and _after(card.applied, made.last)),
        (
            "card.applied",
            "after_accepted",
            card.accepted and _after(card.applied, card.accepted.last),
        ),
        ("card.printed_expiry", "before_created", made and _after(made.first, card.printed_expiry)),
        ("stay_end", "before_created", made and _after(made.first, case.stay_end)),
    ]
    for name, span in issued.items():
        facts += [
            ("birth", "after_issued", _after(case.birth, span.last)),
            (f"{name}.issued", "before_created", made and made.first > span.last),
        ]
    if case.stay_change:
        on = case.stay_change.on
        facts.append(("stay_change.on", "before_created", made and _after(made.first, on)))
    for field, code, wrong in facts:
        if wrong:
            raise case_error(field, code, book)


def _check_stay(case: Case, book: RuleBook) -> None:
    change = case.stay_change
    for field, value in (("stay_end", case.stay_end), ("stay_change", change)):
        if value and not case.residency.limited:
            raise case_error(field, "only_with_limited_stay", book)
    if change and change.stay_end and _after(case.stay_end, change.stay_end):
        raise case_error("stay_change.stay_end", "before_stay_end", book)


def _after(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def case_error(field: str | None, code: str, book: RuleBook, **values: str) -> CaseError:
    """A CaseError with its sentence from data/words/ja.yaml."""
    label = book.words["fields"][field or "case"]
    ja = book.words["errors"][code].replace("{label}", label)
    for name, value in values.items():
        ja = ja.replace(f"{{{name}}}", value)
    return CaseError(field, code, ja)


class _Object:
    """One JSON object being read: each key is asked for once, what is left over is an error."""

    def __init__(self, content: Any, name: str | None, book: RuleBook) -> None:
        self._name, self._book = name, book
        if not isinstance(content, dict):
            raise case_error(name, "not_object", book)
        self._left = dict(content)

    def error(self, key: str, code: str, **values: str) -> CaseError:
        return case_error(self._path(key), code, self._book, **values)

    def part(self, key: str, *, required: bool = False) -> _Object | None:
        content = self._left.pop(key, None)
        if content is None:
            if required:
                raise self.error(key, "required")
            return None
        return _Object(content, self._path(key), self._book)

    def day(self, key: str) -> date | None:
        text = self._left.pop(key, None)
        return None if text is None else self._day(key, text, "not_a_day")

    def day_or_month(self, key: str) -> Span | None:
        text = self._left.pop(key, None)
        if text is None:
            return None
        if isinstance(text, str) and _MONTH.fullmatch(text):
            first = self._day(key, f"{text}-01", "not_a_day_or_month")
            return Span(first, days.month_end_after(first, 0))
        day = self._day(key, text, "not_a_day_or_month")
        return Span(day, day)

    def flag(self, key: str) -> bool:
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, "not_boolean")
        return bool(value)

    def one_of(self, key: str, choices: type[Enum], default: Any) -> Any:
        value = self._left.pop(key, None)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.error(key, "required")
        try:
            return choices(value)
        except ValueError:
            raise self.error(
                key, "not_one_of", choices="、".join(choice.value for choice in choices)
            ) from None

    def done(self) -> None:
        for key in self._left:
            path = self._path(key)
            raise CaseError(
                path, "unknown_key", self._book.words["errors"]["unknown_key"].replace("{key}", key)
            )

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _day(self, key: str, text: Any, code: str) -> date:
        match = _DAY.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise self.error(key, code)
        year, month, day = map(int, match.groups())
        if year not in _YEARS:
            raise self.error(key, "year_out_of_range")
        try:
            return date(year, month, day)
        except ValueError:
            raise self.error(key, code) from None
