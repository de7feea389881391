"""The two tools of /outlook/: their fields, and the data that their modules read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kigen.book import load_book
from kigen.forecast import Forecast, outlook
from kigen.forecast.months import BEGIN, END
from kigen.forecast.statistics import Statistics
from macros.cites import HOME
from macros.site import Site

MODULES = "assets/outlook"


def form(words: Mapping[str, Any]) -> str:
    """Three fields for a date; without script they are not shown, and the table answers."""
    said = words["form"]
    fields = "".join(
        f'<span><input type="text" id="outlook-{part}" class="kg-date__{part}" '
        f'inputmode="numeric" autocomplete="off" aria-describedby="outlook-hint outlook-problem">'
        f'<label for="outlook-{part}">{label}</label></span>'
        for part, label in said["parts"].items()
    )
    return (
        '<form class="kg-outlook" id="outlook-form" novalidate hidden><fieldset>'
        f'<legend>{said["legend"]}</legend><p class="kg-hint" id="outlook-hint">{said["hint"]}</p>'
        f'<div class="kg-date">{fields}</div></fieldset>'
        '<p class="kg-err" id="outlook-problem" role="alert"></p>'
        f'<p><button type="submit" class="kg-btn kg-btn--main">{said["submit"]}</button></p>'
        f'<p class="kg-hint">{said["promise"]}</p>'
        '<div id="outlook-answer" aria-live="polite"></div></form>'
    )


def counts(words: Mapping[str, Any]) -> str:
    """The field for a file of counts; without script it is not shown."""
    said = words["counts"]
    return (
        '<div class="kg-outlook" id="counts-form" hidden>'
        f'<p><label class="kg-counts">{said["submit"]}'
        '<input type="file" id="counts-file" accept=".csv,text/csv"></label></p>'
        f'<p class="kg-hint">{said["promise"]}</p>'
        '<p class="kg-err" id="counts-problem" role="alert"></p>'
        '<div id="counts-answer" aria-live="polite"></div></div>'
    )


def data(made: Forecast, statistics: Statistics, site: Site, words: Mapping[str, Any]) -> str:
    """What the tools read, and the module that runs them."""
    book = load_book(site.root)
    content = {
        "today": site.today.isoformat(),
        "begin": BEGIN.isoformat(),
        "end": END.isoformat(),
        "window_months": book.on("certificate.window_months", site.today).value,
        "reading": book.ambiguities["A3"].show_first,
        "months": {
            month.month: [month.level, month.index.value, month.index.low, month.index.high]
            for month in made.months
        },
        "town": {
            kind: {"rates": each.rates, "earliest": each.earliest, "spread": each.spread}
            for kind, each in made.town.items()
        },
        "nation": [[p.day.isoformat(), p.value] for p in statistics.cards["issued_cum"]],
        "lag": statistics.value("town_lag_days"),
        "lag_2016": statistics.value("town_lag_2016_days"),
        "range": statistics.value("town_range"),
        "words": {
            **{name: words[name] for name in ("levels", "form", "counts", "chart")},
            "statement": outlook.statement(made, words["statement"]),
        },
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="outlook-data">{text}</script>\n'
        f'<script type="module" src="{HOME}{MODULES}/main.mjs"></script>'
    )
