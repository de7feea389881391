"""The records of the datasets: dicts of JSON values, built from the loaded data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kigen.book import load_book, load_sources
from kigen.facts import Fact
from kigen.findings import load_findings
from kigen.forecast import forecast as load_forecast
from kigen.forecast import outlook
from kigen.forecast import records as forecast_records
from kigen.model import Checked, Citation
from kigen.myths import load_myths
from kigen.offices import load_municipalities
from kigen.publish.shapes import OFFICE, ROW
from kigen.questions import load_needs, load_questions
from kigen.reader import read
from kigen.render.changes import entries
from kigen.render.words import filled
from kigen.table import Table
from kigen.terms import load_terms

Record = dict[str, Any]


def parameters(root: Path) -> Iterator[Record]:
    """Every legal number with its history."""
    for parameter in load_book(root).parameters.values():
        yield {
            "id": parameter.id,
            "label": parameter.label,
            "unit": parameter.unit,
            "decided_by": parameter.decided_by,
            "values": [
                {
                    "since": value.since.isoformat(),
                    "value": value.value,
                    "note": value.note,
                    "cites": _cites(value.cites),
                }
                for value in parameter.values
            ],
            "doubts": list(parameter.doubts),
            "assumption": parameter.assumption,
            "checked": _checked(parameter.checked),
            "page": f"/law/{parameter.id}/",
        }


def changes(root: Path, today: date) -> Iterator[Record]:
    """The log of rules as of `today`."""
    for entry in entries(today, root):
        yield {
            "id": entry.id,
            "on": _iso(entry.on),
            "precision": entry.precision,
            "status": entry.status,
            "title": entry.title,
            "ja": entry.ja,
            "parameter": entry.parameter,
            "cites": _cites(entry.cites),
            "checked": _checked(entry.checked),
            "page": entry.page,
        }


def doubts(root: Path) -> Iterator[Record]:
    """Every point that is open, with its readings."""
    for ambiguity in load_book(root).ambiguities.values():
        yield {
            "id": ambiguity.code,
            "title": ambiguity.title,
            "question": ambiguity.question,
            "readings": [
                {"id": reading.id, "ja": reading.ja, "held_by": _cites(reading.held_by)}
                for reading in ambiguity.readings
            ],
            "we_use": ambiguity.we_use,
            "show_first": ambiguity.show_first,
            "ask": ambiguity.ask,
            "page": f"/doubts/#{ambiguity.code.lower().replace('_', '-')}",
        }


def findings(root: Path) -> Iterator[Record]:
    """What the 2020 article found."""
    for finding in load_findings(root).values():
        yield {
            "id": finding.id,
            "paraphrase": finding.paraphrase,
            "mark": finding.mark,
            "page": f"{finding.page}#{finding.anchor}",
        }


def questions(root: Path, today: date) -> Iterator[Record]:
    """Every question, answered with the numbers of `today`."""
    needs = load_needs(root)
    for question in load_questions(root).values():
        yield {
            "id": question.id,
            "need": question.need,
            "need_title": needs[question.need],
            "audience": question.audience,
            "wordings": list(question.wordings),
            "answer": _said(question.answer, root, today),
            "cites": _cites(question.answer.cites),
            "checked": _checked(question.answer.checked),
            "page": f"{question.page}#{question.anchor}",
        }


def myths(root: Path, today: date) -> Iterator[Record]:
    """Every false claim, corrected with the numbers of `today`."""
    for myth in load_myths(root).values():
        example = myth.example and {
            "who": myth.example.who,
            "claimed": myth.example.claimed.isoformat(),
            "ours": myth.example.ours.isoformat(),
        }
        yield {
            "id": myth.id,
            "claim": myth.claim,
            "correction": _said(myth.correction, root, today),
            "example": example,
            "cites": _cites(myth.correction.cites),
            "checked": _checked(myth.correction.checked),
            "page": f"{myth.page}#{myth.anchor}",
        }


def terms(root: Path) -> Iterator[Record]:
    """The glossary."""
    for term in load_terms(root).values():
        yield {
            "id": term.id,
            "term": term.term,
            "reading": term.reading,
            "plain": term.plain,
            "english": term.english,
            "code": term.code,
            "also": list(term.also),
            "deprecated": [
                {"word": word, "instead": instead} for word, instead in term.deprecated.items()
            ],
            "cites": _cites(term.cites),
            "page": f"/terms/#{term.id}",
        }


def sources(root: Path) -> Iterator[Record]:
    """The register of documents."""
    for source in load_sources(root).values():
        yield {
            "id": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "kind": source.kind,
            "url": source.url,
            "shown": _iso(source.shown),
            "checked": _checked(source.checked),
            "licence": source.licence,
            "quote": source.quote,
            "note": source.note,
            "page": f"/sources/#{source.id}",
        }


def offices(root: Path) -> Iterator[Record]:
    """What the pages of municipalities said, a municipality a record."""
    told = next(field.parts for field in OFFICE if field.name == "pages")
    for town in load_municipalities(root).values():
        pages = []
        for page in town.pages:
            values = {field.name: getattr(page, field.name) for field in told}
            values |= {"shown": _iso(page.shown), "checked": _checked(page.checked)}
            pages.append(values | {"branch_names": list(page.branch_names)})
        yield {
            "code": town.code,
            "name": town.name,
            "prefecture": town.prefecture,
            "pages": pages,
            "page": f"/offices/{town.prefecture_code}/#{town.code}",
        }


def forecast(root: Path) -> Iterator[Record]:
    """The outlook, a month a record."""
    yield from forecast_records.months(load_forecast(root))


def forecast_about(root: Path) -> Record:
    """What stands beside the months: the statement and the comparison by fiscal year."""
    made = load_forecast(root)
    words = read(root / "data/words/outlook.yaml", "outlook-words", root)
    return {
        "statement": outlook.statement(made, words["statement"]),
        "draws": made.draws,
        "fiscal_years": list(forecast_records.fiscal_years(made)),
    }


def rows(table: Table, keys: Iterable[str]) -> Iterator[Record]:
    """The rows of a computed table, its cells in the order of `keys`; days as YYYY-MM-DD."""
    keys = list(keys)
    for row in table.rows:
        yield {ROW: row.anchor, **{key: _cell(row.cells[key]) for key in keys}}


def about(table: Table, words: Mapping[str, Any]) -> Record:
    """What is told beside the rows of a table."""
    return {
        "caption": words["caption"],
        "units": words["units"],
        "rule": words["rule"],
        "notes": list(words.get("notes", ())),
        "cites": _cites(table.cites),
        "doubts": list(table.doubts),
    }


def _cell(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()


def _checked(checked: Checked) -> Record:
    return {"on": checked.on.isoformat(), "how": checked.how}


def _cites(cites: tuple[Citation, ...]) -> list[Record]:
    return [{"source": cite.source, "place": cite.locator} for cite in cites]


def _said(fact: Fact, root: Path, today: date) -> str:
    return filled(fact.ja, load_book(root).parameters, today)
