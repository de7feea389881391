"""The rule book as JSON for the page's own modules (docs/assets/kigen/).

Everything the modules look up and nothing else: no legal number, no sentence of law and no
Japanese label is written in JavaScript. The same book always gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kigen.book import Source
from kigen.eras import Era
from kigen.model import Ambiguity, Citation, Parameter, RuleBook


def script_text(content: Any) -> str:
    """JSON that may stand inside a <script> element: nothing in it can end that."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def book_json(book: RuleBook, sources: Mapping[str, Source], eras: Sequence[Era]) -> dict[str, Any]:
    """The book as JSON values; citations are written as in the YAML files.

    Who holds a reading of an ambiguity is told on /doubts/, what a number is called and when it
    was checked on /law/, not here.
    """
    parameters = {p.id: _values(p) for p in book.parameters.values()}
    rules = {rule: _cites(cites) for rule, cites in book.citations.items()}
    return {
        "parameters": parameters,
        "rules": rules,
        "ambiguities": {
            a.code: _ambiguity(a) for a in book.ambiguities.values() if a.raised_by_engine
        },
        "words": book.words,
        "eras": [
            {"id": e.id, "name": e.name, "letter": e.letter, "first": e.first.isoformat()}
            for e in eras
        ],
        "sources": {id: sources[id].title for id in cited(parameters, rules)},
    }


def cited(parameters: Mapping[str, Any], rules: Mapping[str, list[str]]) -> list[str]:
    """The ids of the sources that such parameters and rules name, in their order."""
    texts = [text for values in parameters.values() for each in values for text in each["cite"]]
    texts += [text for cites in rules.values() for text in cites]
    return sorted({text.split(" ")[0] for text in texts})


def _values(parameter: Parameter) -> list[dict[str, Any]]:
    return [
        {"since": each.since.isoformat(), "value": each.value, "cite": _cites(each.cites)}
        for each in parameter.values
    ]


def _ambiguity(ambiguity: Ambiguity) -> dict[str, Any]:
    return {
        "title": ambiguity.title,
        "question": ambiguity.question,
        "readings": {reading.id: reading.ja for reading in ambiguity.readings},
        "we_use": ambiguity.we_use,
        "show_first": ambiguity.show_first,
        "shown": ambiguity.shown,
        "ask": ambiguity.ask,
    }


def _cites(cites: Iterable[Citation]) -> list[str]:
    return [f"{cite.source} {cite.locator}".rstrip() for cite in cites]
