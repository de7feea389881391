"""`python -m kigen forecast`: the months of the whole country, or of one municipality."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kigen.forecast import cached, outlook
from kigen.forecast.months import BEGIN, END
from kigen.forecast.statistics import load_statistics
from kigen.forecast.town import CountsError, Town, TownMonth, read_counts, town
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.render.chart import Bar, bars_svg

NAMES = ("--counts", "--from", "--to", "--lag", "--chart")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    counts: str | None = None
    begin: str | None = None
    end: str | None = None
    lag: str | None = None
    chart: str | None = None


def options(arguments: Sequence[str]) -> Options | None:
    """The options as `--name value` pairs; None if something else is written."""
    names = arguments[::2]
    if len(arguments) % 2 or len(set(names)) < len(names) or not set(names) <= set(NAMES):
        return None
    given = dict(zip(names, arguments[1::2], strict=True))
    return Options(*(given.get(name) for name in NAMES))


def run(asked: Options, today: date, root: Path = ROOT) -> int:
    """Print the table, write the chart where asked; 1 if the file of counts cannot be used."""
    words = read(root / "data/words/outlook.yaml", "outlook-words", root)
    try:
        begin, end = _span(asked, today, words["counts"]["errors"])
        if asked.counts is None:
            _print_country(begin, end, words, root)
        else:
            _print_town(asked, begin, end, words, root)
    except CountsError as error:
        print(f"{asked.counts or 'forecast'}: {error.ja}", file=sys.stderr)
        return 1
    return 0


def _span(asked: Options, today: date, errors: Mapping[str, Any]) -> tuple[str, str]:
    """The first and the last month to print: the coming 24 unless said otherwise."""
    for text in (asked.begin, asked.end):
        if text is not None and not (
            _MONTH.fullmatch(text) and f"{BEGIN:%Y-%m}" <= text <= f"{END:%Y-%m}"
        ):
            raise CountsError("months", errors)
    first = today if asked.begin is None else date.fromisoformat(f"{asked.begin}-01")
    later = first.year * 12 + first.month - 1 + outlook.MONTHS - 1
    last = f"{later // 12}-{later % 12 + 1:02d}"
    return f"{first:%Y-%m}", min(asked.end or last, f"{END:%Y-%m}")


def _print_country(begin: str, end: str, words: Mapping[str, Any], root: Path) -> None:
    made = cached(root, progress())
    print("month,certificates,cards,total,low,high,index,index_low,index_high,level")
    for month in made.months:
        if begin <= month.month <= end:
            total, index = month.total, month.index
            numbers = (month.certificates.value, month.cards.value, total.value)
            ranges = (total.low, total.high, index.value, index.low, index.high)
            print(month.month, *numbers, *ranges, words["levels"][month.level], sep=",")
    print(outlook.statement(made, words["statement"]), file=sys.stderr)


def _print_town(asked: Options, begin: str, end: str, words: Mapping[str, Any], root: Path) -> None:
    said = words["counts"]
    counts = read_counts(_bytes(asked.counts), said["errors"])
    if asked.lag is not None and not (asked.lag.isdecimal() and int(asked.lag) <= 365):
        raise CountsError("lag", said["errors"])
    lag = None if asked.lag is None else int(asked.lag)
    made = cached(root, progress())
    found = town(counts, made, load_statistics(root), lag)
    months = [month for month in found.months if begin <= month.month <= end]
    print("month,certificates,cards,total,low,high")
    for month in months:
        numbers = (month.certificates, month.cards, month.total, month.low, month.high)
        print(month.month, *numbers, sep=",")
    for sentence in _notes(found, end, words):
        print(sentence, file=sys.stderr)
    print(outlook.statement(made, words["statement"]), file=sys.stderr)
    if asked.chart is not None and months:
        Path(asked.chart).write_text(f"{_chart(months, words)}\n", "utf-8")


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        mend = "ファイルの名前と場所を確かめてください"
        raise DataError(path, "-", "ファイルが読めません", mend) from None


def _notes(found: Town, end: str, words: Mapping[str, Any]) -> list[str]:
    if end <= found.complete_until:
        return []
    return [words["counts"]["short"].format(month=_month_ja(found.complete_until, words))]


def _chart(months: Sequence[TownMonth], words: Mapping[str, Any]) -> str:
    said = words["counts"]
    bars = [
        Bar(
            _month_ja(each.month, words),
            each.total,
            f"{each.total:,}",
            "other",
            each.low,
            each.high,
        )
        for each in months
    ]
    by_total = sorted(months, key=lambda month: month.total)
    desc = said["chart_desc"].format(
        busiest=_month_ja(by_total[-1].month, words),
        highest=f"{by_total[-1].total:,}",
        quietest=_month_ja(by_total[0].month, words),
        lowest=f"{by_total[0].total:,}",
    )
    return bars_svg("counts", said["chart_title"], desc, bars, note=words["home"]["note"])


def _month_ja(month: str, words: Mapping[str, Any]) -> str:
    return words["chart"]["month"].format(year=month[:4], month=int(month[5:]))


def progress() -> Callable[[int, int], None]:
    """Tells on the error stream how far a first, long run has come."""
    last = -1

    def heard(done: int, of: int) -> None:
        nonlocal last
        percent = done * 100 // of
        if percent // 10 != last:
            last = percent // 10
            print(f"計算しています… {percent}%", file=sys.stderr, flush=True)

    return heard
