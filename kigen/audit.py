"""Looks over data/ as a whole: every file against its schema, every citation in the register."""

from __future__ import annotations

from pathlib import Path

from kigen.book import load_book
from kigen.model import DataError
from kigen.reader import ROOT, read

BESIDE_THE_BOOK = ("site", "tables", "examples")


def check(root: Path = ROOT) -> list[DataError]:
    """The first mistake of each part of data/, each with its file, place and mend."""
    errors = []
    parts = [lambda: load_book(root)]
    parts += [
        lambda name=name: read(root / "data" / f"{name}.yaml", name, root)
        for name in BESIDE_THE_BOOK
    ]
    for part in parts:
        try:
            part()
        except DataError as error:
            errors.append(error)
    return errors
