"""Every sentence that people wrote for readers in data/, with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kigen import changes, decisions, myths, questions
from kigen.facts import Fact, load_facts
from kigen.reader import ROOT


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence with its authority, the row that prints it and the heading over it."""

    file: str
    line: int
    kind: str
    row: str
    fact: Fact
    heading: str = ""


def written(root: Path = ROOT) -> Iterator[Written]:
    """The shared sentences, then every answer, correction and row; one that is shared, again."""
    for fact in load_facts(root).values():
        topic, _, key = fact.id.partition(".")
        file = f"data/facts/{topic}.yaml"
        yield Written(file, _line(root / file, rf"{re.escape(key)}:"), "文", fact.id, fact)
    for question in questions.load_questions(root).values():
        line = _line(root / questions.NAME, rf"- id: {question.id}$")
        yield Written(
            questions.NAME,
            line,
            "答え",
            f"questions.{question.id}",
            question.answer,
            question.heading,
        )
    for myth in myths.load_myths(root).values():
        line = _line(root / myths.NAME, rf"- id: {myth.id}$")
        yield Written(
            myths.NAME, line, "正しいこと", f"myths.{myth.id}", myth.correction, myth.claim
        )
    for change in changes.load_changes(root).by_id.values():
        line = _line(root / changes.NAME, rf"- id: {change.id}$")
        said = change.statement
        yield Written(changes.NAME, line, "変わったこと", said.id, said, change.title)
    for decision in decisions.load_decisions(root).values():
        file = f"{decisions.FOLDER}/{decision.id}.yaml"
        for number, rule in enumerate(decision.rules):
            line = _line(root / file, r" *- (?:when|result|ja):", number)
            yield Written(
                file, line, "場合分け", rule.why.id, rule.why, "" if number else decision.title
            )


def _line(path: Path, pattern: str, number: int = 0) -> int:
    """The line of the `number`-th match, counted from 0, at the beginning of a line."""
    begins = re.compile(pattern)
    lines = enumerate(path.read_text("utf-8").split("\n"), start=1)
    found = [line for line, text in lines if begins.match(text)]
    return found[number] if number < len(found) else 1
