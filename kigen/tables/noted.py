"""Answers noted with the law and the doubts they bring, while a table is computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kigen.model import (
    Citation,
    DataError,
    Doubt,
    Ending,
    Outcome,
    Parameter,
    RuleBook,
    Scalar,
    Step,
    Value,
    Window,
)
from kigen.table import Row, Table


class Noted:
    """The law and the doubts met while a table is computed, each once, in order of first use."""

    def __init__(self, table_id: str, book: RuleBook) -> None:
        self.book = book
        self._id = table_id
        self._cites: dict[Citation, None] = {}
        self._doubts: dict[str, None] = {}

    def day(self, end: Outcome | Ending | None) -> date:
        """The one day of an answer. Raises DataError where the sample has none."""
        if end is None or end.day is None:
            why = end.why if end else None
            problem = self.book.words["why"].get(why, "見本の日付がひとつに決まりません")
            mend = "data/parameters/ の値か、kigen/tables/ の見本を確かめてください"
            raise DataError("kigen/tables", self._id, problem, mend)
        self._note(end.steps, end.doubts)
        return end.day

    def window(self, window: Window) -> Window:
        """A renewal window, noted."""
        self._note(window.steps, window.doubts)
        return window

    def value(self, parameter: Parameter, day: date) -> Value:
        """A parameter's value on a day, with what is open about it."""
        value = parameter.on(day)
        self._cites |= dict.fromkeys(value.cites)
        self._doubts |= dict.fromkeys(parameter.doubts)
        return value

    def table(self, rows: Iterable[Row]) -> Table:
        """The table of these rows, with all that was noted."""
        rows = tuple(rows)
        return Table(self._id, rows, tuple(self._cites), tuple(self._doubts))

    def _note(self, steps: Iterable[Step], doubts: Iterable[Doubt]) -> None:
        for step in steps:
            self._cites |= dict.fromkeys(step.cites)
        self._doubts |= dict.fromkeys(doubt.code for doubt in doubts)


def said(end: Outcome | Ending, rule: str, name: str) -> Scalar:
    """A value that the step of `rule` used, such as the n of the n-th birthday."""
    return next(step.says[name] for step in end.steps if step.rule == rule)


def other_day(doubts: Iterable[Doubt], code: str) -> date | None:
    """The day that the other reading of an open point gives; None where it moves nothing."""
    return next((doubt.other_day for doubt in doubts if doubt.code == code), None)
