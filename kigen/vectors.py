"""Cases with their answers as JSON lines, for every program that counts the same dates.

The page's own modules are held against them, and so can be anybody else's. The days asked about
are taken from the rule book: a value merged into data/parameters/ brings its own boundaries.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from kigen import days
from kigen.contract import answer_json
from kigen.model import CardReason, CaseError, Residency, RuleBook
from kigen.reader import ROOT, read

Json = dict[str, Any]

# The Cases of the published contract; what they must give is held in tests/cases.py.
_S1 = {"birth": "1990-10-10", "authentication": {}, "signature": {}}
_S4 = {"reason": "renewed", "created": "2026-05-20", "applied": "2026-05-01"}
_S4 |= {"old_expiry": "2026-07-16"}
_S5 = {"birth": "1995-03-03", "residency": "mid_term", "stay_end": "2026-08-15"}
_S5 |= {"card": {"created": "2024-06-10"}, "authentication": {}, "signature": {}}
_OLD = {"old_expiry": "2026-07-16"}
CONTRACT: dict[str, Json] = {
    "S1": {**_S1, "card": {"created": "2020-05-15"}},
    "S2": {**_S1, "card": {"created": "2020-10"}},
    "S3": {**_S1, "birth": "2003-01-15", "card": {"created": "2022-04-25"}},
    "S4": {"birth": "1970-07-16", "card": _S4, "authentication": _OLD, "signature": _OLD},
    "S4-old-unknown": {**_S1, "birth": "1970-07-16", "card": _S4},
    "S5": {**_S5, "stay_change": {"kind": "pending"}},
    "S5-no-change": _S5,
    "S6": {"card": {}, "authentication": {"printed_expiry": "2027-04-30"}},
    "S7": {
        "birth": "1985-04-10",
        "overseas": True,
        "card": {"printed_expiry": "2030-04-10"},
        "authentication": {},
    },
    "S8": {"birth": "2021-01-01", "card": {"created": "2020-05-15"}},
}

BIRTHS = ("1990-10-10", "2000-02-29", "2001-02-28", "1985-12-31", "2004-04-01", "2012-02-29")
MONTH_ENDS = ("2026-02-28", "2028-02-28", "2028-02-29", "2026-04-30", "2026-05-31", "2026-11-30")
BOTH = {"authentication": {}, "signature": {}}


def vectors(book: RuleBook, count: int = 0, seed: int = 0, root: Path = ROOT) -> Iterator[Json]:
    """{id, case, report} or {id, case, error} for each Case; `count` random ones at the end."""
    for name, case in _named_cases(book, count, seed, root):
        try:
            yield {"id": name, "case": case, "report": answer_json(case, book)}
        except CaseError as error:
            field = {"field": error.field} if error.field else {}
            yield {"id": name, "case": case, "error": {**field, "code": error.code, "ja": error.ja}}


def lines(found: Iterable[Json]) -> Iterator[str]:
    """Each vector as one line of JSON."""
    for vector in found:
        yield json.dumps(vector, ensure_ascii=False, separators=(",", ":"))


def _named_cases(book: RuleBook, count: int, seed: int, root: Path) -> Iterator[tuple[str, Json]]:
    for example in read(root / "data" / "examples.yaml", "examples", root)["examples"]:
        for number, entry in enumerate(example["cases"], start=1):
            yield f"example {example['id']} {number}", entry["case"]
    for name, case in CONTRACT.items():
        yield f"contract {name}", case
    for number, case in enumerate(boundary_cases(book), start=1):
        yield f"boundary {number}", case
    for number, case in enumerate(random_cases(book, count, seed), start=1):
        yield f"random {seed} {number}", case


# ---------------------------------------------------------------- around each boundary


def boundary_cases(book: RuleBook) -> Iterator[Json]:
    """Cases on, just before and just after each day on which a rule of the book turns."""
    yield from _around_birthdays(book)
    yield from _around_first_days(book)
    yield from _around_windows(book)
    yield from _around_stays(book)
    yield from _around_moves()


def _around(*found: date) -> list[date]:
    return sorted({day + step * days.DAY for day in found for step in (-1, 0, 1)})


def _text(day: date) -> str:
    return day.isoformat()


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _first_days(book: RuleBook) -> list[date]:
    """The days from which a value of the book is or will be in force."""
    return sorted({value.since for each in book.parameters.values() for value in each.values})


def _around_birthdays(book: RuleBook) -> Iterator[Json]:
    begin = _first_days(book)[0]
    for birth, years, reason in product(BIRTHS, (5, 8), CardReason):
        year = max(begin.year, int(birth[:4])) + years
        for created in _around(days.birthday_in(date.fromisoformat(birth), year)):
            for told in {_text(created), _month(created)}:
                yield {"birth": birth, "card": {"created": told, "reason": reason.value}, **BOTH}
        for expiry in _around(days.birthday_in(date.fromisoformat(birth), year + 10)):
            yield {"birth": birth, "card": {"printed_expiry": _text(expiry)}, **BOTH}


def _around_first_days(book: RuleBook) -> Iterator[Json]:
    """Cards and certificates around each first day, for people around each age of the book."""
    ages = sorted({value.value for value in book.parameters["card.adult_age"].values})
    begin = _text(_first_days(book)[0])
    for first, age in product(_first_days(book), (*ages, 40)):
        for birthday, created in product(_around(first), _around(first)):
            birth = days.birthday_in(birthday, birthday.year - age)
            case = {"birth": _text(birth), **BOTH}
            card = {"created": _text(created)}
            yield {**case, "card": card}
            stay = {"residency": "mid_term", "stay_end": _text(days.add_months(created, 60))}
            yield {**case, **stay, "card": card}
            renewed = {"reason": "renewed", "old_expiry": _text(created + 60 * days.DAY)}
            change = {"stay_change": {"kind": "permanent"}}
            yield {**case, **stay, **change, "card": {**card, **renewed}}
            for accepted in _around(first)[:2]:
                card = {"created": _text(first + 20 * days.DAY), "accepted": _text(accepted)}
                yield {**case, "card": card}
                yield {**case, "card": {**card, **renewed}}
            yield {**case, "card": {"created": begin}, "signature": {"issued": _text(created)}}
    for expiry in _around(*_first_days(book)):
        yield {"card": {}, "authentication": {"printed_expiry": _text(expiry)}}


def _around_windows(book: RuleBook) -> Iterator[Json]:
    """What is renewed around the window of what it replaces, and each window itself."""
    readings = [reading.id for reading in book.ambiguities["A3"].readings]
    for old in map(date.fromisoformat, MONTH_ENDS):
        months = book.on("certificate.window_months", old).value
        firsts = [days.first_day_under_months_left(old, months, reading) for reading in readings]
        birth = _text(days.birthday_in(old, old.year - 42))
        told = {"old_expiry": _text(old)}
        for overseas in (False, True):
            yield {"overseas": overseas, "card": {"printed_expiry": _text(old)}}
        for visit, revoked in product(_around(*firsts, old), (False, True)):
            cert = {**told, "revoked_before": revoked}
            card = {"created": _text(days.add_months(old, -57))}
            alone = {**cert, "issued": _text(visit)}
            yield {"birth": birth, "card": card, "authentication": alone, "signature": alone}
            yield {"birth": birth, "card": card, "signature": {**cert, "issued": _month(visit)}}
            for made in {visit, old + days.DAY}:
                card = {"reason": "renewed", "applied": _text(visit), **told}
                card["created"] = _text(max(made, visit))
                yield {"birth": birth, "card": card, "authentication": cert, "signature": {}}


def _around_stays(book: RuleBook) -> Iterator[Json]:
    changes = (None, {"kind": "pending"}, {"kind": "permanent"})
    changes += tuple({"kind": "extended", "stay_end": end} for end in ("2031-01-15", "2040-01-15"))
    for end, change, birth in product(MONTH_ENDS, changes, BIRTHS[::3]):
        day = date.fromisoformat(end)
        case = {"birth": birth, "residency": "mid_term", "stay_end": end, "stay_change": change}
        yield {**case, "card": {}, **BOTH}
        for shown in _around(day) if change else ():
            asked = {**change, "on": _text(shown)}
            card = {"created": _text(days.add_months(day, -7))}
            for issued in _around(shown)[::2]:
                alone = {"issued": _text(issued)}
                yield {**case, "stay_change": asked, "card": card, **BOTH, "authentication": alone}


def _around_moves() -> Iterator[Json]:
    choices = (None, "2026-03-15", "2026-03-30", "2026-03-31", "2028-02-29")
    for planned, moved, notified in product(choices, choices, (None, "2026-04-10")):
        yield {"card": {}, "move": {"planned_out": planned, "moved": moved, "notified": notified}}


# ---------------------------------------------------------------- at random


def random_cases(book: RuleBook, count: int, seed: int) -> Iterator[Json]:
    """Cases of every kind, some of them contradictory; the same seed gives the same Cases."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _Person(rng, book).case()


class _Person:
    """A life with a card in it, of which a Case tells a part."""

    def __init__(self, rng: random.Random, book: RuleBook) -> None:
        self.rng, self.book = rng, book
        self.first_days = _first_days(book)
        self.created = self._created()
        self.birth = self._birth()

    def case(self) -> Json:
        """What this person tells."""
        rng = self.rng
        case: Json = {"card": self._card(), "birth": _text(self.birth)}
        if rng.random() < 0.4:
            case["residency"] = rng.choice(list(Residency)).value
            if case["residency"] in ("mid_term", "temporary") or rng.random() < 0.02:
                self._tell_stay(case)
        case["overseas"] = rng.random() < 0.1
        for name in ("authentication", "signature"):
            if rng.random() < 0.85:
                case[name] = self._certificate()
        if rng.random() < 0.1:
            names = ("planned_out", "moved", "notified")
            moved = self.created + self.rng.randint(20, 900) * days.DAY
            case["move"] = self._told({name: self._near(moved, 9) for name in names}, 0.6)
        if rng.random() < 0.05:
            del case["birth"]
        return case

    def _created(self) -> date:
        first, last = self.first_days[0], date(self.first_days[-1].year + 10, 12, 31)
        if self.rng.random() < 0.3:
            return max(first, self._near(self.rng.choice(self.first_days), 40))
        return first + self.rng.randint(0, (last - first).days) * days.DAY

    def _birth(self) -> date:
        years = self.rng.choice((self.rng.randint(0, 17), self.rng.randint(16, 22), 30, 71, 96))
        kind = self.rng.random()
        birth = days.add_months(self._near(self.created), -12 * years)
        if kind < 0.5:
            birth = days.add_months(birth, -self.rng.randint(0, 12))
        if kind < 0.1:
            birth = date(birth.year - birth.year % 4, 2, 29)
        return min(birth, self.created)

    def _card(self) -> Json:
        rng, made = self.rng, self.created
        accepted = made - rng.randint(0, 90) * days.DAY
        told = {"created": self._day_or_month(made), "accepted": self._day_or_month(accepted)}
        if rng.random() < 0.3:
            told["printed_expiry"] = _text(self._ending(made))
            if rng.random() < 0.5:
                del told["created"]
        card = self._told(told, 0.85)
        card["reason"] = rng.choice(("first", "first", "renewed", "reissued"))
        if card["reason"] != "first":
            more = {"applied": _text(accepted - rng.randint(0, 9) * days.DAY)}
            card |= self._told({**more, "old_expiry": _text(self._old(made))}, 0.7)
        return card

    def _tell_stay(self, case: Json) -> None:
        rng = self.rng
        end = self._near(days.add_months(self.created, rng.choice((3, 12, 36, 60, 60))))
        change = {"kind": rng.choice(("extended", "pending", "permanent"))}
        if change["kind"] == "extended":
            change["stay_end"] = _text(days.add_months(end, rng.choice((3, 36, 90))))
        change |= self._told({"on": _text(self._near(end, 3))}, 0.5)
        case |= self._told({"stay_end": _text(end)}, 0.9)
        case |= self._told({"stay_change": change}, 0.6)

    def _certificate(self) -> Json:
        rng = self.rng
        issued = self._near(rng.choice((self.created, self._ending(self.created))), 100)
        told = {"issued": self._day_or_month(max(issued, self.created))}
        told |= {"printed_expiry": _text(self._ending(self.created))} if rng.random() < 0.2 else {}
        told |= {"old_expiry": _text(self._old(issued))} if rng.random() < 0.6 else {}
        return {**self._told(told, 0.6), "revoked_before": rng.random() < 0.1}

    def _old(self, day: date) -> date:
        """A last day near which something is renewed: often a birthday or the end of a month."""
        old = day + self.rng.randint(-20, 130) * days.DAY
        kind = self.rng.random()
        if kind < 0.4:
            return days.birthday_in(self.birth, old.year)
        return days.month_end_after(old, 0) if kind < 0.6 else old

    def _ending(self, day: date) -> date:
        """A birthday some years on, rarely another day."""
        found = days.nth_birthday_after(self.birth, day, self.rng.choice((4, 5, 6, 10, 11)))
        return found if self.rng.random() < 0.9 else self._near(found, 400)

    def _near(self, day: date, most: int = 1) -> date:
        return day + self.rng.randint(-most, most) * days.DAY

    def _day_or_month(self, day: date) -> str:
        return _month(day) if self.rng.random() < 0.2 else _text(day)

    def _told(self, facts: Json, share: float) -> Json:
        return {
            key: _text(value) if isinstance(value, date) else value
            for key, value in facts.items()
            if self.rng.random() < share
        }
