"""Putting stories together: one day, several days, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kigen.model import Doubt, Ending, Known, Outcome


def merge(endings: Sequence[Ending], known: Known) -> Outcome:
    """One Outcome from the endings of all stories.

    One `day` if every story gives it; otherwise all `days`, with `why` naming what the stories
    without a day lack. The steps are those of the first story that gives each day.
    """
    chains: dict[date, Ending] = {}
    for ending in endings:
        if ending.day is not None:
            chains.setdefault(ending.day, ending)
    found = sorted(chains)
    lacking = [ending.why for ending in endings if ending.day is None]
    single = len(found) == 1 and not lacking
    whys = lacking or [ending.why for ending in endings if ending.why]
    bounds = {ending.bound_by for ending in endings if ending.day is not None}
    return Outcome(
        day=found[0] if single else None,
        days=() if single else tuple(found),
        known=known if found else Known.UNKNOWN,
        why=whys[0] if whys else None,
        bound_by=bounds.pop() if len(bounds) == 1 else None,
        steps=_steps([chains[day] for day in found]),
        doubts=merge_doubts(doubt for ending in endings for doubt in ending.doubts),
    )


def unknown(why: str) -> Outcome:
    """An Outcome without a day."""
    return Outcome(None, (), Known.UNKNOWN, why)


def merge_doubts(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """One doubt for each code and reading; its other day only where all agree on it."""
    merged: dict[tuple[str, str], Doubt] = {}
    for doubt in doubts:
        key = doubt.code, doubt.reading
        known = merged.setdefault(key, doubt)
        if known.other_day != doubt.other_day:
            merged[key] = replace(known, other_day=None)
    return tuple(merged.values())


def _steps(endings: Iterable[Ending]) -> tuple:
    steps = []
    for ending in endings:
        steps += [step for step in ending.steps if step not in steps]
    return tuple(steps)
