"""False claims about the card and its certificates, each with the authority that corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kigen.book import load_book, load_sources
from kigen.contract import read_case
from kigen.facts import Fact
from kigen.model import CaseError, DataError, Report
from kigen.reader import ROOT, read
from kigen.rules.answer import answer
from kigen.statements import read_statement

NAME = "data/myths.yaml"
AUTHORITIES = ("law", "gov", "jlis", "municipal")


@dataclass(frozen=True, slots=True)
class Example:
    """A person for whom the claim gives another day than the law; `ours` is computed."""

    who: str
    claimed: date
    ours: date


@dataclass(frozen=True, slots=True)
class Myth:
    """What is said, in our words, what is right, and the place that explains it."""

    id: str
    claim: str
    correction: Fact
    page: str
    anchor: str
    example: Example | None = None


@lru_cache(maxsize=4)
def load_myths(root: Path = ROOT) -> Mapping[str, Myth]:
    """Every myth by its id. Raises DataError for one without authority."""
    sources = load_sources(root)
    myths: dict[str, Myth] = {}
    for row in read(root / NAME, "myths", root):
        myth_id = row["id"]
        if myth_id in myths:
            raise DataError(NAME, myth_id, "同じidが2回あります", "どちらかのidを変えてください")
        place = f"{myth_id}.correction"
        right = read_statement(row["correction"], f"myths.{myth_id}", NAME, place, root)
        if not any(sources[cite.source].kind in AUTHORITIES for cite in right.cites):
            problem = "正しいと言える根拠がありません(報道や個人の資料だけです)"
            mend = "法令、国、J-LIS、市区町村の出典を cite に足すか、この項目を消してください"
            raise DataError(NAME, place, problem, mend)
        example = _example(row["example"], myth_id, root) if "example" in row else None
        myths[myth_id] = Myth(**{**row, "correction": right, "example": example})
    return myths


def _example(row: Mapping[str, Any], myth_id: str, root: Path) -> Example:
    book, place = load_book(root), f"{myth_id}.example"
    try:
        report = answer(read_case(row["case"], book), book)
    except CaseError as error:
        where = f"{place}.case" + (f".{error.field}" if error.field else "")
        raise DataError(NAME, where, error.ja, "人の条件を直してください") from None
    ours = _look_up(report, row["outcome"])
    if not isinstance(ours, date):
        problem = f"答えの中の「{row['outcome']}」は、1つの日ではありません"
        mend = "authentication.day のように、日の場所を書いてください"
        raise DataError(NAME, f"{place}.outcome", problem, mend)
    claimed = date.fromisoformat(row["claimed"])
    if claimed == ours:
        problem = f"このサイトの計算も {ours} なので、まちがいの例になりません"
        raise DataError(NAME, f"{place}.claimed", problem, "例を直してください")
    return Example(row["who"], claimed, ours)


def _look_up(report: Report, path: str) -> Any:
    """What stands at a dotted place of a Report; None if there is no such place."""
    value: Any = report
    for name in path.split("."):
        known = {field.name for field in fields(value)} if is_dataclass(value) else ()
        value = getattr(value, name) if name in known else None
    return value
