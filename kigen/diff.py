"""What a change moves: cells of tables, worked examples, pages, and the prose to read again.

Two versions of data/ and docs/ are compared, each a folder or a version of git. Both are
computed by the rules of this program, so that only the data makes the difference.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kigen import tables
from kigen.audit import check
from kigen.book import load_book
from kigen.changes import load_changes
from kigen.contract import answer_json
from kigen.decisions import load_decisions
from kigen.facts import Fact, load_facts
from kigen.model import CaseError, DataError
from kigen.myths import load_myths
from kigen.questions import load_questions
from kigen.reader import ROOT, read
from kigen.render.table import cell_ja
from kigen.render.words import amount_ja, day_ja, filled
from kigen.versions import NotUnpacked, unpack

Rows = Iterator[tuple[str, str, Fact]]
"""Sentences with the row that prints each and what else of the row may change."""

MANY = 10
"""So many lines of one kind are printed; the rest is counted."""

_PARTS = ("data", "docs")
_NO_ANSWER = ("steps", "doubts", "known", "bound_by")
_GENERATED = {"questions": "/questions/", "myths": "/myths/", "changes": "/about/changes/"}
_NONE = "（なし）"
_USED = re.compile(r"""\{\{\s*(?:fact|table|decisions)\(\s*["']([a-z0-9._-]+)["']""")


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that is not what it was: where, before and after (None: not there)."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs.

    `errors` are what the new data must mend before a site can be made of it, `pages` are by their
    path with why, and `prose` still has the old number.
    """

    errors: list[str]
    numbers: list[Moved]
    cells: Mapping[str, list[Moved]]
    examples: list[Moved]
    pages: Mapping[str, list[str]]
    prose: list[Moved]


def report(base: str, head: str, today: date, repository: Path = ROOT) -> str:
    """The difference in Japanese. Raises DataError for a version that cannot be had or read."""
    with ExitStack() as stack:
        before, after = (_folder(name, repository, stack) for name in (base, head))
        return as_text(difference(before, after, today), base, head)


def difference(before: Path, after: Path, today: date) -> Difference:
    """What differs between two folders that hold data/ and docs/."""
    numbers = _moved(_numbers(before), _numbers(after))
    sentences = list(_sentences(before, after, today))
    old_tables, new_tables = _cells(before, today), _cells(after, today)
    cells = {
        name: _moved(old_tables.get(name, {}), new_tables.get(name, {}))
        for name in dict.fromkeys([*old_tables, *new_tables])
    }
    moved = {each.where for each in (*numbers, *sentences)}
    moved |= {name for name, rows in cells.items() if rows}
    moved |= {each.where.split(".")[1] for each in sentences if each.where.startswith("decisions.")}
    return Difference(
        errors=[str(error) for error in check(after)],
        numbers=numbers,
        cells={name: rows for name, rows in cells.items() if rows},
        examples=_moved(_examples(before), _examples(after)),
        pages=_pages(before, after, moved) | _generated(numbers, sentences),
        prose=list(_prose(numbers, before, after)),
    )


# ---------------------------------------------------------------- the two versions


def _folder(name: str, repository: Path, stack: ExitStack) -> Path:
    """The folder of that name, or a temporary one with that version of git."""
    if (Path(name) / "data").is_dir():
        return Path(name).resolve()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    try:
        unpack(name, folder, repository, *_PARTS)
    except FileNotFoundError:
        raise _unknown(name, "git がないので、フォルダーだけをくらべられます") from None
    except NotUnpacked as error:
        raise _unknown(name, str(error)) from None
    return folder.resolve()


def _unknown(name: str, why: str) -> DataError:
    mend = "data/ と docs/ のあるフォルダーか、gitの版(main、HEAD~1、タグなど)を書いてください"
    return DataError(name, "-", f"その版を読めません({why})", mend)


# ---------------------------------------------------------------- what is compared


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> list[Moved]:
    return [
        Moved(key, before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def _numbers(root: Path) -> dict[str, str]:
    """Each legal number with its history: 2015-10-05から20歳、2022-04-01から18歳."""
    return {
        parameter.id: "、".join(
            f"{value.since}から{amount_ja(value.value, parameter.unit)}"
            for value in parameter.values
        )
        for parameter in load_book(root).parameters.values()
    }


def _sentences(before: Path, after: Path, today: date) -> Iterator[Moved]:
    """Every sentence of data/ that is printed differently, by the row that prints it.

    A kind that one of the two cannot be read of is left out: `errors` names why.
    """

    def printed(rows: Callable[[Path], Rows], root: Path) -> dict[str, str]:
        numbers = load_book(root).parameters
        return {row: head + filled(fact.ja, numbers, today) for row, head, fact in rows(root)}

    for rows in (_facts, _questions, _myths, _decisions, _changes):
        with suppress(DataError):
            yield from _moved(printed(rows, before), printed(rows, after))


def _facts(root: Path) -> Rows:
    yield from ((fact.id, "", fact) for fact in load_facts(root).values())


def _questions(root: Path) -> Rows:
    for each in load_questions(root).values():
        yield f"questions.{each.id}", each.heading, each.answer


def _myths(root: Path) -> Rows:
    for each in load_myths(root).values():
        yield f"myths.{each.id}", f"{each.claim}{each.example}", each.correction


def _decisions(root: Path) -> Rows:
    for each in load_decisions(root).values():
        yield from ((rule.why.id, rule.result, rule.why) for rule in each.rules)


def _changes(root: Path) -> Rows:
    for each in load_changes(root).by_id.values():
        yield f"changes.{each.id}", f"{each.on}{each.planned}{each.title}", each.statement


def _cells(root: Path, today: date) -> dict[str, dict[str, str]]:
    """Every cell of every table, by the table and by 行・列."""
    words = read(root / "data" / "tables.yaml", "tables", root)
    found: dict[str, dict[str, str]] = {}
    for name in tables.TABLES:
        if name not in words:
            continue
        labels = {column["key"]: column["label"] for column in words[name]["columns"]}
        found[name] = {
            f"{row.anchor}・{label}": cell_ja(row.cells[key])
            for row in tables.build(name, load_book(root), today).rows
            for key, label in labels.items()
        }
    return found


def _examples(root: Path) -> dict[str, str]:
    """Every day of the answer to each published example."""
    book = load_book(root)
    found: dict[str, str] = {}
    for example in read(root / "data" / "examples.yaml", "examples", root)["examples"]:
        for number, entry in enumerate(example["cases"], start=1):
            name = f"{example['id']}-{number}"
            try:
                report = answer_json(entry["case"], book)
            except CaseError as error:
                found[name] = error.ja
                continue
            found |= {f"{name} {place}": day for place, day in _days(report)}
    return found


def _days(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every place of a report at which a day stands, or why there is none."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _NO_ANSWER:
                yield from _days(part, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        yield place, "、".join(map(str, value)) or _NONE
    elif value is not None:
        yield place, str(value)


def _pages(before: Path, after: Path, moved: set[str]) -> dict[str, list[str]]:
    """The pages that change, each with why: its own text, or what it prints."""
    old, new = _markdown(before), _markdown(after)
    found: dict[str, list[str]] = {}
    for name in sorted({*old, *new}):
        why = ["文"] if old.get(name) != new.get(name) else []
        why += sorted(set(_USED.findall(new.get(name, ""))) & moved)
        if why:
            found[f"docs/{name}"] = why
    return found


def _generated(numbers: list[Moved], sentences: list[Moved]) -> dict[str, list[str]]:
    """The pages made from data that change, each with why."""
    found = {f"/law/{number.where}/": ["数字の移り変わり"] for number in numbers}
    for kind, page in _GENERATED.items():
        rows = [each.where for each in sentences if each.where.startswith(f"{kind}.")]
        found |= {page: rows} if rows else {}
    return found


def _markdown(root: Path) -> dict[str, str]:
    docs = root / "docs"
    return {
        path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")
    }


def _prose(numbers: Iterable[Moved], before: Path, after: Path) -> Iterator[Moved]:
    """Lines of the new version that still say a number which has changed."""
    old, new = load_book(before).parameters, load_book(after).parameters
    for moved in numbers:
        if moved.where not in old or moved.where not in new:
            continue
        unit = old[moved.where].unit
        value, now = old[moved.where].values[-1].value, new[moved.where].values[-1].value
        if isinstance(value, bool) or not isinstance(value, int) or value == now:
            continue
        said = re.compile(rf"(?<![0-9０-９]){re.escape(amount_ja(value, unit))}")
        for path in sorted(p for part in _PARTS for p in (after / part).rglob("*")):
            if path.suffix not in (".md", ".yaml") or "parameters" in path.parts:
                continue
            for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if said.search(text):
                    where = f"{path.relative_to(after).as_posix()}:{line}"
                    yield Moved(where, amount_ja(value, unit), text.strip())


# ---------------------------------------------------------------- as text


def as_text(found: Difference, base: str, head: str) -> str:
    """The difference in Japanese, the long lists cut."""
    cells = [
        Moved(f"{name} {row.where}", row.before, row.after)
        for name, rows in found.cells.items()
        for row in rows
    ]
    lines = [f"「{base}」から「{head}」へ", ""]
    if found.errors:
        lines += ["直さないとサイトを作れないところ:", *(f"  {each}" for each in found.errors), ""]
    lines += _section("決まりの数字", found.numbers, _arrow, len(found.numbers))
    tables_ja = "、".join(f"{name} {len(rows)}" for name, rows in found.cells.items())
    lines += _section("表のます", cells, _arrow, MANY, tables_ja)
    lines += _section("計算の例", found.examples, _arrow, MANY)
    pages = [Moved(page, None, "、".join(why)) for page, why in found.pages.items()]
    lines += _section("ページ", pages, lambda each: f"{each.where}（{each.after}）", len(pages))
    lines += _section(
        "前の数字が残る文（読み直してください）",
        found.prose,
        lambda each: f"{each.where}: {each.after}",
        MANY,
    )
    return "\n".join(lines)


def _section(
    title: str, found: list[Moved], said: Callable[[Moved], str], most: int, more: str = ""
) -> Iterator[str]:
    yield f"{title}: {len(found)}{f'（{more}）' if more else ''}"
    yield from (f"  {said(each)}" for each in found[:most])
    if len(found) > most:
        yield f"  ほかに{len(found) - most}。最後は {said(found[-1])}"
    yield ""


def _arrow(moved: Moved) -> str:
    return f"{moved.where}: {_day(moved.before)} → {_day(moved.after)}"


def _day(text: str | None) -> str:
    """A day in Japanese words, any other text as it is."""
    if text is None:
        return _NONE
    return day_ja(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
