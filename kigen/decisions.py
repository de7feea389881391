"""Decision tables: every combination of the answers leads to exactly one result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from kigen.facts import Fact
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.refusals import nearest
from kigen.statements import read_statement

FOLDER = "data/decisions"


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing to ask, and its possible answers by id."""

    ja: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the answers it is for (a factor left out: any), what follows, and why."""

    when: Mapping[str, tuple[str, ...]]
    result: str
    why: Fact

    def fits(self, answers: Mapping[str, str]) -> bool:
        """True if the row is for these answers."""
        return all(answers[factor] in values for factor, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Decision:
    """A whole table; its file's name is its id."""

    id: str
    title: str
    factors: Mapping[str, Factor]
    results: Mapping[str, str]
    rules: tuple[Rule, ...]

    def combinations(self) -> Iterator[Mapping[str, str]]:
        """Every way to answer all the factors."""
        for values in product(*(factor.values for factor in self.factors.values())):
            yield dict(zip(self.factors, values, strict=True))


@lru_cache(maxsize=4)
def load_decisions(root: Path = ROOT) -> Mapping[str, Decision]:
    """Every decision table by its id. Raises DataError for a gap or an overlap."""
    paths = sorted((root / FOLDER).glob("*.yaml"))
    return {path.stem: _decision(path, root) for path in paths}


def _decision(path: Path, root: Path) -> Decision:
    name = path.relative_to(root).as_posix()
    content = read(path, "decisions", root)
    factors = {key: Factor(**row) for key, row in content["factors"].items()}
    rules = []
    for number, row in enumerate(content["rows"], start=1):
        place = f"{number}番目の行"
        when = _when(row["when"], factors, name, f"{place}.when")
        _known("結果", row["result"], content["results"], name, f"{place}.result")
        own = {key: row[key] for key in ("ja", "cite", "checked")}
        why = read_statement(own, f"decisions.{path.stem}.{number}", name, place, root)
        rules.append(Rule(when, row["result"], why))
    decision = Decision(path.stem, content["title"], factors, content["results"], tuple(rules))
    _check_complete(decision, name)
    return decision


def _when(
    row: Mapping[str, Any], factors: Mapping[str, Factor], name: str, place: str
) -> Mapping[str, tuple[str, ...]]:
    when = {}
    for factor, value in row.items():
        _known("条件", factor, factors, name, place)
        values = tuple(value) if isinstance(value, list) else (value,)
        for each in values:
            _known("値", each, factors[factor].values, name, f"{place}.{factor}")
        when[factor] = values
    return when


def _check_complete(decision: Decision, name: str) -> None:
    for answers in decision.combinations():
        rows = [n for n, rule in enumerate(decision.rules, start=1) if rule.fits(answers)]
        if len(rows) == 1:
            continue
        told = "、".join(
            f"{factor.ja}＝{factor.values[answers[key]]}"
            for key, factor in decision.factors.items()
        )
        if not rows:
            raise DataError(name, "rows", f"「{told}」の行がありません", "行を足してください")
        problem = f"「{told}」が、{'番目と'.join(map(str, rows))}番目の行にあります"
        raise DataError(name, "rows", problem, "1つの行だけに当たるように when を直してください")
    for result, ja in decision.results.items():
        if result not in {rule.result for rule in decision.rules}:
            problem = f"結果「{ja}」は、どの行でも使われていません"
            raise DataError(name, f"results.{result}", problem, "消すか、行で使ってください")


def _known(kind: str, wanted: str, known: Mapping[str, Any], name: str, place: str) -> None:
    if wanted not in known:
        raise DataError(name, place, f"{kind}「{wanted}」はありません", nearest(wanted, known))
