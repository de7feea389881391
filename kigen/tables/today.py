"""The rules in force today, for tables that show the present rule on sample days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kigen.model import Parameter, RuleBook


def rules_of(today: date, book: RuleBook) -> RuleBook:
    """The book in which what is in force on `today` has been and will be in force for ever.

    So a sample day need not move with the clock, and no table shows a rule that has ended.
    """
    parameters = {name: _fixed(parameter, today) for name, parameter in book.parameters.items()}
    return replace(book, parameters=parameters)


def _fixed(parameter: Parameter, today: date) -> Parameter:
    """The parameter with the value of `today` alone; as it is where it has not begun yet."""
    in_force = [value for value in parameter.values if value.since <= today]
    if not in_force:
        return parameter
    value = replace(in_force[-1], since=parameter.values[0].since)
    return replace(parameter, values=(value,))
