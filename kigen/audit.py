"""Looks over data/ as a whole: every file against its schema, every citation in the register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kigen import changes, decisions, myths, questions
from kigen.ask import load_flow
from kigen.book import load_about, load_book, load_sources, read_checked
from kigen.changes import load_changes
from kigen.clock import today
from kigen.contract import answer_json
from kigen.decisions import load_decisions
from kigen.eras import load_eras
from kigen.facts import load_facts
from kigen.findings import load_findings
from kigen.forecast.statistics import load_statistics
from kigen.model import CaseError, Checked, DataError, RuleBook
from kigen.myths import load_myths
from kigen.offices import file_of, load_municipalities, load_prefectures
from kigen.questions import load_questions
from kigen.reader import ROOT, read
from kigen.refusals import nearest
from kigen.terms import load_terms

SPOKEN = ("check-form", "check-result")


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of data/, by their patterns, and what reads and checks them."""

    files: tuple[str, ...]
    load: Callable[[Path], Any]


def _plain(file: str, schema: str) -> Part:
    return Part((file,), lambda root: read(root / "data" / file, schema, root))


def _examples(root: Path) -> None:
    """Every worked example is a person whom the engine can answer."""
    name, book, ids = "data/examples.yaml", load_book(root), set()
    for example in read(root / name, "examples", root)["examples"]:
        if example["id"] in ids:
            mend = "どちらかのidを変えてください"
            raise DataError(name, example["id"], "同じidが2回あります", mend)
        ids.add(example["id"])
        for number, entry in enumerate(example["cases"], start=1):
            try:
                answer_json(entry["case"], book)
            except CaseError as error:
                place = f"{example['id']}.cases.{number}番目.case" + (
                    f".{error.field}" if error.field else ""
                )
                raise DataError(name, place, error.ja, "人の条件を直してください") from None
            except TypeError:
                _blame_null(book)
                raise


def _blame_null(book: RuleBook) -> None:
    """Raise DataError for the first number that ended (null) and that the rules cannot miss."""
    for number in book.parameters.values():
        for value in number.values:
            if value.value is None:
                file = f"data/parameters/{number.id.replace('.', '/')}.yaml"
                problem = "計算に要る数が null(廃止)なので、日付を計算できません"
                mend = "数を書くか、計算のしかた(kigen/rules/)を先に変えてください"
                raise DataError(file, f"values.{value.since}.value", problem, mend)


def not_in_the_future(root: Path) -> None:
    """Raise DataError for the first thing that was checked on a day that has not come."""
    now = today()
    for file, place, checked in _checks(root):
        if checked.on > now:
            problem = f"確かめた日「{checked.on}」が、今日({now})より後です"
            raise DataError(file, place, problem, "確かめた日を書きます。予定の日は書けません")


def _checks(root: Path) -> Iterator[tuple[str, str, Checked]]:
    for source in load_sources(root).values():
        yield "data/sources.yaml", f"{source.id}.checked.on", source.checked
    for number in load_book(root).parameters.values():
        yield f"data/parameters/{number.id.replace('.', '/')}.yaml", "checked.on", number.checked
    for fact in load_facts(root).values():
        topic, _, key = fact.id.partition(".")
        yield f"data/facts/{topic}.yaml", f"{key}.checked.on", fact.checked
    for question in load_questions(root).values():
        yield questions.NAME, f"{question.id}.answer.checked.on", question.answer.checked
    for myth in load_myths(root).values():
        yield myths.NAME, f"{myth.id}.correction.checked.on", myth.correction.checked
    for change in load_changes(root).by_id.values():
        yield changes.NAME, f"{change.id}.checked.on", change.statement.checked
    for decision in load_decisions(root).values():
        for number, rule in enumerate(decision.rules, start=1):
            place = f"{number}番目の行.checked.on"
            yield f"{decisions.FOLDER}/{decision.id}.yaml", place, rule.why.checked
    for town in load_municipalities(root).values():
        for number, page in enumerate(town.pages):
            yield file_of(town.code), f"pages.{number}.checked.on", page.checked
    if phone := load_about(root)["phone"]:
        yield "data/site.yaml", "phone.checked.on", read_checked(phone)


def strays(root: Path) -> None:
    """Raise DataError for the first file of a kind that nothing reads."""
    data = root / "data"
    patterns = (*(pattern for part in PARTS for pattern in part.files), *_ELSEWHERE)
    known = {path.relative_to(data).as_posix() for each in patterns for path in data.glob(each)}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if name not in known and path.is_file() and not path.name.startswith("."):
            problem = "この場所にこの名前のファイルは、どこからも読まれません"
            mend = f"名前と場所を確かめてください。{nearest(name, known)}"
            if town := _TOWN.match(name):
                mend = f"{file_of(town[1])} に置いてください"
            raise DataError(f"data/{name}", "-", problem, mend)


_LAW = ("parameters/*/*.yaml", "ambiguities.yaml", "rules.yaml", "words/ja.yaml")
PARTS = (
    Part(("sources.yaml",), load_sources),
    Part(_LAW, load_book),
    Part(("facts/*.yaml",), load_facts),
    Part(("terms.yaml",), load_terms),
    Part(("findings.yaml",), load_findings),
    Part(("eras.yaml",), load_eras),
    Part(("questions.yaml", "needs.yaml"), load_questions),
    Part(("myths.yaml",), load_myths),
    Part(("decisions/*.yaml",), load_decisions),
    Part(("ask.yaml",), load_flow),
    Part(("changes.yaml",), load_changes),
    Part(("statistics/*.csv", "statistics/*.yaml"), load_statistics),
    Part(("prefectures.yaml",), load_prefectures),
    Part(("municipalities/*/*.yaml",), load_municipalities),
    Part(("examples.yaml", *_LAW), _examples),
    Part(("site.yaml",), load_about),
    *(
        _plain(f"accessibility/{name}.yaml", f"accessibility-{name}")
        for name in ("policy", "checks", "criteria")
    ),
    _plain("api.yaml", "api"),
    _plain("kit.yaml", "kit"),
    _plain("link_exceptions.yaml", "link_exceptions"),
    _plain("linking_sites.yaml", "linking_sites"),
    _plain("search.yaml", "search"),
    _plain("tables.yaml", "tables"),
    _plain("unknowns.yaml", "unknowns"),
    _plain("words/outlook.yaml", "outlook-words"),
    *(_plain(f"words/{name}.yaml", name) for name in SPOKEN),
)
"""Every kind of file in data/ that people write; a file of no kind is read by nobody."""
_TOWN = re.compile(r"municipalities/.*?(\d{6})\.ya?ml$")
"""A town's file at another place, or with another end."""
_ELSEWHERE = ("schema/*.schema.json", "permalinks.txt", "api-v1.lock")


def check(root: Path = ROOT) -> list[DataError]:
    """The first mistake of each part of data/, each with its file, place and mend."""
    errors: list[DataError] = []
    for load in (*(part.load for part in PARTS), strays, not_in_the_future):
        try:
            load(root)
        except DataError as error:
            if str(error) not in map(str, errors):  # several parts read the same file
                errors.append(error)
    return errors
