"""Sentences that several pages use, each written once in data/facts/ with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kigen.book import load_book, load_sources, read_checked, read_cites
from kigen.model import Checked, Citation, DataError
from kigen.reader import ROOT, read


@dataclass(frozen=True, slots=True)
class Fact:
    """One or more whole sentences, what they rest on, and when and how that was checked."""

    id: str
    ja: str
    cites: tuple[Citation, ...]
    checked: Checked


@lru_cache(maxsize=4)
def load_facts(root: Path = ROOT) -> Mapping[str, Fact]:
    """Every fact by its id: moving.certificate is `certificate` in moving.yaml. Raises DataError.

    A fact may not have the name of a legal number, because pages ask for both by `fact`.
    """
    sources = load_sources(root)
    numbers = load_book(root).parameters
    facts: dict[str, Fact] = {}
    for path in sorted((root / "data" / "facts").glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        for key, row in read(path, "facts", root).items():
            fact_id = f"{path.stem}.{key}"
            if fact_id in numbers:
                problem = f"「{fact_id}」は、決まりの数字(parameters/)の名前です"
                raise DataError(name, key, problem, "ほかの名前にしてください")
            cites = read_cites(row["cite"], name, f"{key}.cite", sources)
            facts[fact_id] = Fact(fact_id, row["ja"], cites, read_checked(row))
    return facts
