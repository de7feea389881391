"""混雑の見通し on the pages: each part by its name, and the coming months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from kigen.forecast import Forecast, forecast, outlook
from kigen.forecast.result import Month
from kigen.forecast.statistics import load_statistics
from kigen.reader import read
from kigen.render.chart import Bar, bars_svg
from kigen.render.table import framed
from macros import outlook_method, outlook_tools
from macros.cites import link
from macros.outlook_parts import box, figure, man, month_ja, row
from macros.site import Site

# Addresses inside a part that were made public: they answer after the last month, too.
_KEPT = {
    "chart": ("outlook-chart-desc",),
    "form": (
        "outlook-form",
        *(f"outlook-{part}" for part in ("hint", "y", "m", "d", "problem", "answer")),
    ),
    "home": ("outlook", "home-outlook-desc"),
}


def outlook_words(site: Site) -> Mapping[str, Callable[[], str]]:
    """Each part of the pages by its name."""
    words = read(site.root / "data/words/outlook.yaml", "outlook-words", site.root)

    @cache
    def made() -> Forecast:
        return forecast(site.root)

    def coming() -> tuple[Month, ...]:
        return outlook.coming(made(), site.today)

    def while_it_lasts(name: str, part: Callable[[], str], ended: str = "") -> Callable[[], str]:
        """The part, or when it has nothing more to say its addresses and a word about its end."""
        places = "".join(f'<span id="{each}"></span>' for each in _KEPT.get(name, ()))
        after = (f"<div>{places}</div>" if places else "") + ended
        return lambda: (part() if coming() else "") or after

    statistics, ended = load_statistics(site.root), box("kg-note", words["ended"])
    said = cache(lambda: outlook.statement(made(), words["statement"]))
    return {
        "chart": while_it_lasts("chart", lambda: figure(_chart(coming(), words), said()), ended),
        "table": while_it_lasts("table", lambda: _table(coming(), words), ended),
        "form": while_it_lasts("form", lambda: outlook_tools.form(words)),
        "summary": while_it_lasts("summary", lambda: _summary(coming(), words), ended),
        "home": while_it_lasts("home", lambda: _home(made(), site, words)),
        "statement": lambda: said(),
        "draws": lambda: f"{made().draws}回",
        "years": lambda: outlook_method.years(made(), words),
        "years-chart": lambda: figure(outlook_method.years_chart(made(), words), said()),
        "measured": lambda: outlook_method.measured(made()),
        "variants": lambda: outlook_method.variants(made(), words),
        "assumptions": lambda: outlook_method.assumptions(statistics, words),
        "inputs": lambda: outlook_method.inputs(statistics),
        "numbers": lambda: outlook_method.numbers(site),
        "counts": lambda: outlook_tools.counts(words),
        "town-measured": lambda: outlook_method.town_measured(made(), statistics),
        "data": lambda: outlook_tools.data(made(), statistics, site, words),
    }


def _chart(months: Iterable[Month], words: Mapping[str, Any]) -> str:
    months = list(months)
    bars = [
        Bar(
            month_ja(month, words),
            month.index.value,
            f"{month.index.value} {words['levels'][month.level]}",
            month.level,
            month.index.low,
            month.index.high,
        )
        for month in months
    ]
    by_index = sorted(months, key=lambda month: month.index.value)
    desc = words["chart"]["desc"].format(
        busiest=month_ja(by_index[-1], words),
        highest=by_index[-1].index.value,
        quietest=month_ja(by_index[0], words),
        lowest=by_index[0].index.value,
    )
    return bars_svg("outlook-chart", words["chart"]["title"], desc, bars)


def _summary(months: Iterable[Month], words: Mapping[str, Any]) -> str:
    """The answer in two sentences: the busy stretch and the quiet one."""
    months = list(months)
    sentences = []
    for level, verb in (("busy", "多くなりそうです"), ("quiet", "少なくなりそうです")):
        runs = list(_runs(months, level))
        if runs:
            begin, end = max(runs, key=lambda run: months.index(run[1]) - months.index(run[0]))
            when = month_ja(begin, words)
            when += "" if begin is end else f"から{month_ja(end, words)}まで"
            sentences.append(f"全国では、窓口に行く人が**{when}**{verb}。")
    return "\n".join(sentences) or "しばらく、大きな山も谷もなさそうです。"


def _runs(months: list[Month], level: str) -> Iterator[tuple[Month, Month]]:
    begin = None
    for month, after in zip(months, [*months[1:], None], strict=True):
        if month.level == level:
            begin = begin or month
            if after is None or after.level != level:
                yield begin, month
                begin = None


def _table(months: Iterable[Month], words: Mapping[str, Any]) -> str:
    said = words["table"]
    rows = []
    for month in months:
        index, total = month.index, month.total
        cells = (
            _level(month, words),
            str(index.value),
            said["range"].format(low=index.low, high=index.high),
            said["man"].format(n=man(total.value)),
            said["range"].format(low=man(total.low), high=man(total.high)) + "万",
        )
        rows.append(row(f"m-{month.month}", month_ja(month, words), cells))
    return framed("outlook", said["caption"], said["columns"], rows, "kg-tbl", searched=False)


def _level(month: Month, words: Mapping[str, Any]) -> str:
    """The level, with its range where that reaches into another."""
    levels = words["levels"]
    if month.level_low == month.level_high:
        return levels[month.level]
    low, high = levels[month.level_low], levels[month.level_high]
    return words["table"]["level"].format(level=levels[month.level], low=low, high=high)


def _home(made: Forecast, site: Site, words: Mapping[str, Any]) -> str:
    """The small chart of the home page with its heading."""
    said, quarters = words["home"], outlook.quarters(made, site.today)
    if not quarters:
        return ""
    busiest = max(quarters, key=lambda quarter: quarter.index)
    rising = busiest.index > quarters[0].index
    heading = said["heading_rising" if rising else "heading_falling"]
    heading = heading.format(when=_quarter_ja(busiest, words))
    bars = [
        Bar(
            _quarter_ja(each, words),
            each.index,
            str(each.index),
            "busy" if each is busiest else "other",
        )
        for each in quarters
    ]
    told = "、".join(f"{bar.label}は{bar.end}" for bar in bars)
    drawing = bars_svg("home-outlook", said["title"], said["desc"].format(bars=told), bars)
    return "\n".join(
        [
            f"## {heading} {{: #outlook }}",
            "",
            figure(drawing, said["note"]),
            "",
            link("/outlook/", said["more"]),
            "",
        ]
    )


def _quarter_ja(quarter: outlook.Quarter, words: Mapping[str, Any]) -> str:
    return words["chart"]["quarter"].format(
        year=quarter.first.year, first=quarter.first.month, last=quarter.last.month
    )
