"""The shapes of the engine: what a person tells, what the law says, what is answered.

Frozen data, no logic beyond looking a value up by its day. All days are Japan-time
calendar days, and every span and window includes both of its ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

Scalar = int | str | date


class CaseError(ValueError):
    """A Case that cannot be answered: which field, a stable code, one plain Japanese sentence."""

    def __init__(self, field: str | None, code: str, ja: str) -> None:
        super().__init__(f"{field or '-'}: {code}: {ja}")
        self.field, self.code, self.ja = field, code, ja


class DataError(ValueError):
    """A data file that cannot be used: the file, the place in it, what is wrong, how to mend it."""

    def __init__(self, file: str, place: str, problem: str, mend: str) -> None:
        super().__init__(f"{file}: {place}: {problem} → {mend}")
        self.file, self.place, self.problem, self.mend = file, place, problem, mend


class Named(dict):
    """Entries of a data file by name; one that is asked for and not there is a DataError."""

    def __init__(self, entries: Mapping[str, Any], file: str, place: str = "") -> None:
        """`file` and `place` say where the entry belongs; {} stands for its name as a path."""
        super().__init__(entries)
        self._file, self._place = file, place

    def __missing__(self, name: str) -> Any:
        file = self._file.replace("{}", name.replace(".", "/"))
        place = self._place + name
        raise DataError(
            file, place, f"計算に使う「{name}」がありません", "消したなら、元に戻してください"
        )


class NotInForce(LookupError):
    """The law had no such value on the day asked for."""


# ---------------------------------------------------------------- what a person tells


class Residency(StrEnum):
    """Status when the card was made (law-card-order 第27条第1項の表)."""

    JAPANESE = "japanese"
    PERMANENT = "permanent"
    SPECIAL_PERMANENT = "special_permanent"
    HSP2 = "hsp2"
    MID_TERM = "mid_term"
    TEMPORARY = "temporary"

    @property
    def limited(self) -> bool:
        """True where the card ends with the stay, not with a birthday."""
        return self in (Residency.MID_TERM, Residency.TEMPORARY)


class CardReason(StrEnum):
    """Why the card was made: 第26条 / 第29条 / 第28条第7項."""

    FIRST = "first"
    RENEWED = "renewed"
    REISSUED = "reissued"


class ChangeKind(StrEnum):
    """What changed in the stay after the card was made (第27条第2項)."""

    EXTENDED = "extended"
    PENDING = "pending"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Span:
    """One or more days in a row; one day when it is known exactly."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """True where the day is known."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is known of the card. `created`: made by J-LIS; `accepted`: application accepted."""

    reason: CardReason = CardReason.FIRST
    printed_expiry: date | None = None
    created: Span | None = None
    accepted: Span | None = None
    applied: date | None = None
    old_expiry: date | None = None


@dataclass(frozen=True, slots=True)
class CertFacts:
    """What is known of one certificate. `issued` None: it came with the card."""

    issued: Span | None = None
    printed_expiry: date | None = None
    old_expiry: date | None = None
    revoked_before: bool = False


@dataclass(frozen=True, slots=True)
class StayChange:
    """A change of the stay; `on`: the day the card was shown for it, None: in time."""

    kind: ChangeKind
    on: date | None = None
    stay_end: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Moving house: planned move-out, the move itself, the move-in notice."""

    planned_out: date | None = None
    moved: date | None = None
    notified: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One person's facts; kigen.contract reads it from JSON and checks it."""

    card: CardFacts
    birth: date | None = None
    residency: Residency = Residency.JAPANESE
    overseas: bool = False
    stay_end: date | None = None
    stay_change: StayChange | None = None
    authentication: CertFacts | None = None
    signature: CertFacts | None = None
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One possible course of events where the Case leaves something open."""

    created: date
    accepted: date
    applied: date
    in_window: bool  # asked for in the renewal window of the card before it


@dataclass(frozen=True, slots=True)
class Issue:
    """One possible issue of a certificate."""

    issued: date
    in_window: bool  # of the certificate it replaced
    with_renewed_card: bool
    after_change: bool  # after the card's stay was changed


# ---------------------------------------------------------------- what the law says


@dataclass(frozen=True, slots=True)
class Citation:
    """A document of the register and the place in it."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value from `since` on; None: abolished from that day."""

    since: date
    value: int | bool | str | None
    cites: tuple[Citation, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The day a document or a value was last checked, and how: copy, relayed or live."""

    on: date
    how: str


class DecidedBy(StrEnum):
    """Which day of a person's story selects the value that applies (経過措置)."""

    ACCEPTED = "accepted"
    CREATED = "created"
    APPLIED = "applied"
    ISSUED = "issued"
    EXPIRY = "expiry"
    EVENT = "event"
    TODAY = "today"


@dataclass(frozen=True)
class Parameter:
    """One legal number with its history; its file's path is its id."""

    id: str
    label: str
    unit: str
    decided_by: DecidedBy
    checked: Checked
    values: tuple[Value, ...]
    doubts: tuple[str, ...] = ()
    assumption: bool = False

    def on(self, day: date) -> Value:
        """The value in force on `day`. Raises NotInForce before the first or after a null one."""
        place = bisect_right(self.values, day, key=lambda value: value.since)
        if place == 0 or self.values[place - 1].value is None:
            raise NotInForce(f"{self.id} has no value on {day}")
        return self.values[place - 1]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an ambiguity and who holds it."""

    id: str
    ja: str
    held_by: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A point the law or its official explanations leave open, with every reading of it."""

    code: str
    title: str
    question: str
    readings: tuple[Reading, ...]
    we_use: str
    show_first: str
    shown: str
    raised_by_engine: bool
    ask: str


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Everything the rules look up: parameters by id and the reading in use of each ambiguity."""

    parameters: Mapping[str, Parameter]
    ambiguities: Mapping[str, Ambiguity]
    readings: Mapping[str, str]
    citations: Mapping[str, tuple[Citation, ...]]
    words: Mapping[str, Any]
    digest: str

    def on(self, parameter_id: str, day: date) -> Value:
        """The value of a parameter on a day. Raises NotInForce, or DataError for an unknown id."""
        return self.parameters[parameter_id].on(day)

    def cites(self, rule: str) -> tuple[Citation, ...]:
        """The law of a rule that has no number (data/rules.yaml)."""
        return self.citations[rule]

    def reads(self, code: str, reading: str) -> bool:
        """True if this book reads ambiguity `code` in that way."""
        return self.readings[code] == reading

    @lru_cache(maxsize=64)  # noqa: B019 - a book lives as long as the program
    def reading_as(self, code: str, reading: str) -> RuleBook:
        """The same law under another reading of one ambiguity."""
        return replace(self, readings={**self.readings, code: reading})


# ---------------------------------------------------------------- what is answered


class Known(StrEnum):
    """How a day is known."""

    PRINTED = "printed"
    COMPUTED = "computed"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied: its values, its result and the law it rests on."""

    rule: str
    says: Mapping[str, Scalar]
    result: Scalar
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Another reading and, where it moves the day, the day it gives."""

    code: str
    reading: str
    other_day: date | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What one story gives for one thing: its last valid day, or why there is none."""

    day: date | None
    steps: tuple[Step, ...] = ()
    why: str | None = None
    bound_by: str | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All stories together: one `day`, or several `days`, or `why` there is none."""

    day: date | None
    days: tuple[date, ...]
    known: Known
    why: str | None = None
    bound_by: str | None = None
    steps: tuple[Step, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """When renewal is possible (`first`) and costs no birthday (`no_loss_from`), up to `last`."""

    first: date
    no_loss_from: date
    last: date
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """The certificates on the phone, which follow the card's."""

    authentication: Outcome | None
    signature: Outcome | None


@dataclass(frozen=True, slots=True)
class Loss:
    """The last days on which the card still works after a move."""

    not_registered: Outcome | None
    card_not_shown: Outcome | None


@dataclass(frozen=True, slots=True)
class Report:
    """Every date of one Case; `doubts` are those bound to no single date."""

    card: Outcome
    authentication: Outcome | None
    signature: Outcome | None
    card_window: Window | None
    authentication_window: Window | None
    signature_window: Window | None
    insurance_until: Outcome | None
    phone: Phone
    loss: Loss | None
    doubts: tuple[Doubt, ...]
