"""What the page /check/ carries: its form's words, the rule book and the modules that read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kigen.eras import load_eras
from kigen.reader import read
from kigen.render.book_json import book_json, cited, script_text
from macros.check_result import result_data
from macros.site import Site

TEMPLATE = "check.html"
ROOMS = ("check", "kigen")

# The form never asks of a change of the stay, of a move, of the certificates lost by it or of
# the card before, and shows no phone and no fee. What only they bring up stays off the page;
# tests/test_check_result.py draws random answers and finds none that lacks a word.
UNSAID_DOUBTS = {"A4", "A5", "A9", "A12", "A16", "A19"}
NO_OTHER_DAY = {"OUT_OF_SCOPE_SPECIFIED_RESIDENCE_CARD", "CARD_ENDED_BEFORE_ISSUE"}
UNSAID_RULES = ("loss.", "phone.", "certificate.fee", "stay.special_months")
UNSAID_RULES += ("stay.extended", "stay.permanent", "stay.assumed_expiry", "stay.too_late")
UNSAID_WHY = {"move_day_unknown", "extended_too_late"}
SAID_FIELDS = {"birth", "stay_end", "card.created", "card.printed_expiry"}
SAID_FIELDS |= {"authentication.issued", "signature.issued"}
SAID_ERRORS = {"after_created", "after_issued", "after_printed_expiry"}
SAID_ERRORS |= {"before_created", "before_first_card", "year_out_of_range"}


def check_facts(site: Site) -> dict[str, Any]:
    """For the template: the words of the form, its eras, the book as text and every module.

    Raises DataError where the words do not fit their schema or name what does not exist.
    """
    words = read(site.root / "data/words/check-form.yaml", "check-form", site.root)
    eras = load_eras(site.root)
    spoken = {key: value for key, value in words.items() if key != "page"}
    answers = result_data(site)
    book = page_book(book_json(site.book, site.sources, eras))
    book["sources"] |= answers.pop("sources")
    content = {**book, "check": {"form": spoken, **answers}, "built": site.today.isoformat()}
    return {
        "words": words["page"],
        "fields": words["fields"],
        "parts": words["parts"],
        "eras": [{"id": era.id, "name": era.name} for era in eras],
        "book": script_text(content),
        "modules": [
            f"assets/{room}/{path.name}"
            for room in ROOMS
            for path in sorted((site.root / "docs/assets" / room).glob("*.mjs"))
        ],
    }


def page_book(book: dict[str, Any]) -> dict[str, Any]:
    """The book of ``book_json`` without the words and sources that no answer of the page shows.

    Every number and every reading stays, because the engine counts with them.
    """

    def said(rule: str, cites: list[str]) -> list[str]:
        return [] if rule.startswith(UNSAID_RULES) else cites

    parameters = {
        id: [{**value, "cite": said(id, value["cite"])} for value in values]
        for id, values in book["parameters"].items()
    }
    rules = {rule: said(rule, cites) for rule, cites in book["rules"].items()}
    words = {
        **book["words"],
        "rules": _kept(book["words"]["rules"], lambda rule: not rule.startswith(UNSAID_RULES)),
        "why": _kept(book["words"]["why"], lambda why: why not in UNSAID_WHY),
        "fields": _kept(book["words"]["fields"], SAID_FIELDS.__contains__),
        "errors": _kept(book["words"]["errors"], SAID_ERRORS.__contains__),
    }
    return {
        **book,
        "parameters": parameters,
        "rules": rules,
        "words": words,
        "ambiguities": {code: _said(code, each) for code, each in book["ambiguities"].items()},
        "sources": {id: book["sources"][id] for id in cited(parameters, rules)},
    }


def _kept(words: dict[str, str], wanted: Callable[[str], bool]) -> dict[str, str]:
    return {key: ja for key, ja in words.items() if wanted(key)}


def _said(code: str, ambiguity: dict[str, Any]) -> dict[str, Any]:
    """What is counted with, and what a doubt says: never the reading that the answer follows."""
    readings = ambiguity["readings"]
    if code in UNSAID_DOUBTS:
        return {"we_use": ambiguity["we_use"], "readings": dict.fromkeys(readings)}
    if code in NO_OTHER_DAY:  # a reading is told only with the day that it gives
        return {**ambiguity, "readings": dict.fromkeys(readings)}
    followed = {ambiguity["we_use"]} & {ambiguity["show_first"]}
    told = {id: None if id in followed else ja for id, ja in readings.items()}
    return {**ambiguity, "readings": told}
