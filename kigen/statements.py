"""A sentence with its authority, as several data files write it.

Either a shared one, `{fact: topic.name}`, or one of its own, `{ja, cite, checked}`. Its own may
name a legal number in braces, {certificate.window_months}; the pages print the number in force.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kigen.book import load_book, load_sources, read_checked, read_cites
from kigen.facts import Fact, load_facts
from kigen.model import DataError
from kigen.refusals import nearest

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_OWN = ("ja", "cite", "checked")


def read_statement(
    row: Mapping[str, Any], statement_id: str, name: str, place: str, root: Path
) -> Fact:
    """The shared sentence that `row` names, or its own under `statement_id`. Raises DataError."""
    own = [key for key in _OWN if key in row]
    if "fact" in row:
        if own:
            mend = "fact だけにするか、fact を消してください"
            raise DataError(name, place, f"答えが2つあります(fact と {'、'.join(own)})", mend)
        return _shared(row["fact"], name, place, root)
    if not own:
        mend = "fact か、ja と cite と checked を書いてください"
        raise DataError(name, place, "答えがありません", mend)
    if missing := [key for key in _OWN if key not in row]:
        problem = f"「{'」「'.join(missing)}」がありません"
        raise DataError(name, place, problem, "この項目を書いてください")
    numbers = load_book(root).parameters
    for number in PLACEHOLDER.findall(row["ja"]):
        if number not in numbers:
            problem = f"決まりの数字「{number}」は parameters/ にありません"
            raise DataError(name, f"{place}.ja", problem, nearest(number, numbers))
    cites = read_cites(row["cite"], name, f"{place}.cite", load_sources(root))
    return Fact(statement_id, row["ja"], cites, read_checked(row))


def _shared(fact_id: str, name: str, place: str, root: Path) -> Fact:
    facts = load_facts(root)
    if fact_id not in facts:
        problem = f"事実「{fact_id}」は facts/ にありません"
        raise DataError(name, f"{place}.fact", problem, nearest(fact_id, facts))
    return facts[fact_id]
