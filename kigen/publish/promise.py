"""What users of the open data may rely on: a path, a field and a column never go away.

`data/api-v1.lock` keeps it, a line each; lines are only ever added (`make freeze`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kigen.model import DataError
from kigen.publish.datasets import Dataset
from kigen.publish.describe import CHANGELOG, INDEX, fields_of
from kigen.publish.fields import Field
from kigen.publish.tabular import columns

NAME = "data/api-v1.lock"


def promises(paths: Iterable[str], datasets: Iterable[Dataset]) -> list[str]:
    """Every line that the open data of today is worth."""
    lines = [f"path /{path}" for path in paths]
    lines += [*_fields("index", INDEX), *_fields("changelog", CHANGELOG)]
    for dataset in datasets:
        lines += _fields(dataset.id, fields_of(dataset))
        lines += [f"column {dataset.id} {name}" for name in columns(dataset.fields, dataset.each)]
    return lines


def kept(root: Path) -> list[str]:
    """The promised lines. Raises DataError where the file is missing."""
    try:
        lines = (root / NAME).read_text("utf-8").splitlines()
    except FileNotFoundError:
        mend = "make freeze で作り直さず、前の版から戻してください"
        raise DataError(NAME, "-", "ファイルがありません", mend) from None
    return [line for line in lines if line and not line.startswith("#")]


def broken(now: Iterable[str], root: Path) -> list[DataError]:
    """Each promised line that the open data no longer keeps."""
    live = set(now)
    mend = "項目を戻してください。意味を変えるときは、/api/v2/ を別に作ります"
    return [
        DataError(NAME, line, "約束したデータの項目がなくなったか、型が変わりました", mend)
        for line in kept(root)
        if line not in live
    ]


def new(now: Iterable[str], root: Path) -> list[str]:
    """What the open data has and nobody has promised yet."""
    known = set(kept(root))
    return [line for line in now if line not in known]


def freeze(now: Iterable[str], root: Path) -> int:
    """Add every new line to the promise; how many were added."""
    added = new(now, root)
    with (root / NAME).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in added)
    return len(added)


def _fields(dataset: str, fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        yield from (f"field {line}" for line in field.promised(dataset))
