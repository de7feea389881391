"""Looks over data/ as a whole: what no single file can show."""

from __future__ import annotations

from pathlib import Path

from kigen.book import load_book
from kigen.model import DataError
from kigen.reader import ROOT


def check(root: Path = ROOT) -> list[DataError]:
    """Every mistake found in data/, each with its file, place and mend."""
    try:
        load_book(root)
    except DataError as error:
        return [error]
    return []
