"""The forecast of one municipality from its own cumulative counts. No numpy: a page does the same.

The rates are the national ones (`Forecast.town`); docs/assets/outlook/town.mjs mirrors this.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kigen.forecast.months import BEGIN, COUNT, first_day, number
from kigen.forecast.result import Forecast
from kigen.forecast.statistics import Statistics

COLUMNS = ("date", "issued_cum")
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_LONGEST_GAP = 366
_CARD_BEGAN = date(2016, 1, 4)
_EARLY_UNTIL = date(2017, 3, 8)

Counts = Sequence[tuple[date, int]]


class CountsError(ValueError):
    """A file of counts that cannot be used; `ja` is one plain sentence that names the line."""

    def __init__(self, code: str, words: Mapping[str, Any], **places: Any) -> None:
        self.code, self.line = code, places.get("line")
        self.ja = words[code].format(**places)
        super().__init__(self.ja)


@dataclass(frozen=True, slots=True)
class TownMonth:
    """What ends in one month in the municipality."""

    month: str
    certificates: int
    cards: int
    total: int
    low: int
    high: int


@dataclass(frozen=True)
class Town:
    """The months, and the last one for which all cards are counted."""

    months: tuple[TownMonth, ...]
    complete_until: str


def read_counts(content: bytes, words: Mapping[str, Any]) -> Counts:
    """The rows of a CSV `date,issued_cum`, UTF-8 or Shift_JIS. Raises CountsError.

    `words` is the part `counts.errors` of data/words/outlook.yaml.
    """
    rows = [
        (line, [unicodedata.normalize("NFKC", cell).strip() for cell in cells])
        for line, cells in enumerate(csv.reader(io.StringIO(_text(content, words))), start=1)
        if any(cell.strip() for cell in cells)
    ]
    line, head = rows[0] if rows else (1, [])
    if not set(COLUMNS) <= set(head):
        raise CountsError("columns", words, line=line)
    counts: list[tuple[date, int]] = []
    for line, cells in rows[1:]:
        if len(cells) != len(head):
            raise CountsError("cells", words, line=line)
        day, count = (cells[head.index(column)] for column in COLUMNS)
        _add(counts, line, day, count, words)
    if len(counts) < 2:
        raise CountsError("empty", words, line=rows[-1][0] + 1)
    return counts


def _text(content: bytes, words: Mapping[str, Any]) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CountsError("not_text", words)


def _add(
    counts: list[tuple[date, int]], line: int, day_text: str, text: str, words: Mapping[str, Any]
) -> None:
    """Add one row, held against the one before it."""
    match = _DATE.fullmatch(day_text)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise CountsError("date", words, line=line, text=day_text)
    if day < _CARD_BEGAN:
        raise CountsError("early", words, line=line, text=day_text)
    if not _NUMBER.fullmatch(text):
        raise CountsError("number", words, line=line, text=text)
    count = int(text.replace(",", ""))
    if counts:
        before, total = counts[-1]
        if day <= before:
            raise CountsError("order", words, line=line)
        if count < total:
            raise CountsError("falling", words, line=line)
        if (day - before).days > _LONGEST_GAP:
            raise CountsError("gap", words, line=line)
    counts.append((day, count))


def town(
    counts: Counts,
    forecast: Forecast,
    statistics: Statistics,
    lag: int | None = None,
) -> Town:
    """The endings of a municipality. `lag`: days from making a card to handing it over."""
    lag = int(statistics.value("town_lag_days")) if lag is None else lag
    shifted = _made_on(_with_beginning(counts, statistics), lag, statistics)
    ended = _ended(_per_month(shifted), forecast)
    margin = statistics.value("town_range")
    cards = [adult + minor for adult, minor in zip(*ended[1:], strict=True)]
    months = []
    for month in range(COUNT):
        total = ended[0][month] + cards[month]
        months.append(
            TownMonth(
                f"{first_day(month):%Y-%m}",
                _whole(ended[0][month]),
                _whole(cards[month]),
                _whole(total),
                _whole(total * (1 - margin)),
                _whole(total * (1 + margin)),
            )
        )
    # cards made in the month of the last count are only partly there
    last = number(date.fromordinal(shifted[-1][0])) - 1
    complete = last + forecast.town["certificate"].earliest[min(last, COUNT - 1)]
    return Town(tuple(months), f"{first_day(min(complete, COUNT - 1)):%Y-%m}")


def tried_on_the_country(forecast: Forecast, statistics: Statistics) -> tuple[int, int]:
    """In how many of our months this calculation, fed with the national counts, comes near."""
    counts: list[tuple[date, int]] = []
    for point in statistics.cards["issued_cum"]:
        if point.day >= _EARLY_UNTIL and (not counts or point.value >= counts[-1][1]):
            counts.append((point.day, point.value))
    found = {month.month: month for month in town(counts, forecast, statistics).months}
    near = [
        month
        for month in forecast.months
        if found[month.month].low <= month.total.value <= found[month.month].high
    ]
    return len(near), len(forecast.months)


def _with_beginning(counts: Counts, statistics: Statistics) -> list[tuple[date, float]]:
    """The counts with what came before the first of them, in the shape of the whole country."""
    nation = [(point.day, point.value) for point in statistics.cards["issued_cum"]]
    first, total = counts[0]
    days = [day.toordinal() for day, _ in nation]
    then = _interpolate(first.toordinal(), days, [value for _, value in nation])
    scale = total / then if then else 0.0
    return [(day, value * scale) for day, value in nation if day < first] + list(counts)


def _made_on(
    counts: list[tuple[date, float]], lag: int, statistics: Statistics
) -> list[tuple[int, float]]:
    """The counts by the day the cards were made, as days in a row."""
    more = int(statistics.value("town_lag_2016_days"))
    begin = BEGIN.toordinal()
    moved: list[tuple[int, float]] = []
    for day, value in counts:
        on = day.toordinal() - lag - (more if day <= _EARLY_UNTIL else 0)
        if moved:  # before the first card was made there is nothing
            on, value = max(on, moved[-1][0] + 1), max(value, moved[-1][1])
        moved.append((max(on, begin), value))
    return moved


def _per_month(points: list[tuple[int, float]]) -> list[float]:
    days, values = [day for day, _ in points], [value for _, value in points]
    ends = [_interpolate(first_day(month).toordinal(), days, values) for month in range(COUNT + 1)]
    return [after - before for before, after in zip([0.0, *ends[1:]], ends[1:], strict=False)]


def _interpolate(day: int, days: list[int], values: list[float]) -> float:
    """The count on a day, on the straight line between the two around it."""
    place = bisect_right(days, day)
    if place == 0:
        return 0.0
    if place == len(days):
        return float(values[-1])
    before, after = days[place - 1], days[place]
    share = (day - before) / (after - before)
    return values[place - 1] + (values[place] - values[place - 1]) * share


def _ended(made: list[float], forecast: Forecast) -> list[list[float]]:
    """What ends in each month, for each kind."""
    found = []
    for kind in forecast.town.values():
        ended = [0.0] * COUNT
        for month, cards in enumerate(made):
            first = month + kind.earliest[month]
            for place, share in enumerate(kind.spread[month % 12]):
                if first + place < COUNT:
                    ended[first + place] += cards * kind.rates[month] * share
        found.append(ended)
    return found


def _whole(number: float) -> int:
    """Halves up, as JavaScript rounds."""
    return int(number + 0.5)
