"""Looks over data/ as a whole: every file against its schema, every citation in the register."""

from __future__ import annotations

from pathlib import Path

from kigen.book import load_book
from kigen.facts import load_facts
from kigen.findings import load_findings
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.terms import load_terms

BESIDE_THE_BOOK = ("site", "tables", "examples", "unknowns")


def check(root: Path = ROOT) -> list[DataError]:
    """The first mistake of each part of data/, each with its file, place and mend."""
    errors = []
    loaders = (load_book, load_facts, load_terms, load_findings)
    parts = [lambda load=load: load(root) for load in loaders]
    parts += [
        lambda name=name: read(root / "data" / f"{name}.yaml", name, root)
        for name in BESIDE_THE_BOOK
    ]
    for part in parts:
        try:
            part()
        except DataError as error:
            if str(error) not in map(str, errors):  # several parts read the same file
                errors.append(error)
    return errors
