"""Looks over data/ as a whole: every file against its schema, every citation in the register."""

from __future__ import annotations

from pathlib import Path

from kigen.ask import load_flow
from kigen.book import load_book
from kigen.changes import load_changes
from kigen.decisions import load_decisions
from kigen.eras import load_eras
from kigen.facts import load_facts
from kigen.findings import load_findings
from kigen.forecast.statistics import load_statistics
from kigen.model import DataError
from kigen.myths import load_myths
from kigen.questions import load_questions
from kigen.reader import ROOT, read
from kigen.terms import load_terms

SPOKEN = ("check-form", "check-result")
BESIDE_THE_BOOK = ("api", "linking_sites", "site", "tables", "examples", "unknowns")


def check(root: Path = ROOT) -> list[DataError]:
    """The first mistake of each part of data/, each with its file, place and mend."""
    errors = []
    loaders = (load_book, load_facts, load_terms, load_findings)
    loaders += (load_eras, load_questions, load_myths, load_decisions, load_flow, load_changes)
    loaders += (load_statistics,)
    parts = [lambda load=load: load(root) for load in loaders]
    parts += [
        lambda name=name: read(root / "data" / f"{name}.yaml", name, root)
        for name in BESIDE_THE_BOOK
    ]
    parts += [
        lambda name=name: read(root / "data/words" / f"{name}.yaml", name, root) for name in SPOKEN
    ]
    for part in parts:
        try:
            part()
        except DataError as error:
            if str(error) not in map(str, errors):  # several parts read the same file
                errors.append(error)
    return errors
