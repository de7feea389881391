"""Reads one hand-written YAML file and holds it against its JSON Schema.

Errors are DataError: the file, the place in it, what is wrong and how to mend it, in Japanese,
because the people who edit these files are often not programmers.
"""

from __future__ import annotations

import json
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

from kigen.model import DataError
from kigen.refusals import refusal
from kigen.strict_yaml import parse

ROOT = Path(__file__).resolve().parent.parent


def read(path: Path, schema: str, root: Path = ROOT) -> Any:
    """The content of a YAML file that fits data/schema/<schema>.schema.json. Raises DataError."""
    name = path.relative_to(root).as_posix()
    rules = _rules(root, schema)
    content = _content(_text(path, name), name, rules, schema)
    if isinstance(content, DataError):
        raise content.with_traceback(None)
    return deepcopy(content)


@lru_cache(maxsize=512)
def _content(text: str, name: str, rules: str, schema: str) -> Any:
    """What such a file holds, or its DataError; many parts of data/ ask for the same files."""
    try:
        content = parse(text, name)
        _hold_against(_validator(rules, schema), content, name)
    except DataError as error:
        return error
    return content


def validate(content: Any, schema: str, name: str, root: Path = ROOT) -> None:
    """Raise DataError, naming the file `name`, unless `content` fits the schema."""
    rules = _rules(root, schema)
    _hold_against(_validator(rules, schema), content, name)


def _hold_against(validator: Draft202012Validator, content: Any, name: str) -> None:
    # A mistyped key is missing, too; its own name tells more.
    errors = sorted(
        validator.iter_errors(content),
        key=lambda e: (list(map(str, e.path)), e.validator != "additionalProperties"),
    )
    if errors:
        raise refusal(name, errors[0], content)


def front_matter(path: Path) -> dict[str, Any]:
    """The head of a Markdown page, between its two lines of dashes; {} if it has none.

    Raises DataError, naming the page from docs/ on.
    """
    parts = path.parts
    name = "/".join(parts[parts.index("docs") :]) if "docs" in parts else path.name
    return split_page(_text(path, name), name)[0]


def split_page(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The head of a page's text, {} if it has none, and what follows. Raises DataError."""
    head, body = cut_page(text)
    return parse(head, name) or {}, body


def cut_page(text: str) -> tuple[str, str]:
    """As split_page, but the head unread; its lines have the numbers that they have in the page."""
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0]:
        return "", text
    return "\n" + parts[1], parts[2]


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8-sig")  # some editors put a mark at the start
    except FileNotFoundError:
        raise DataError(name, "-", "ファイルがありません", "ファイルを置いてください") from None
    except (IsADirectoryError, PermissionError):
        raise DataError(name, "-", "ファイルとして読めません", "ファイルを置いてください") from None
    except UnicodeDecodeError:
        raise DataError(
            name, "-", "文字コードがUTF-8ではありません", "UTF-8で保存しなおしてください"
        ) from None


def _rules(root: Path, schema: str) -> str:
    return _text(
        root / "data/schema" / f"{schema}.schema.json", f"data/schema/{schema}.schema.json"
    )


@lru_cache(maxsize=64)
def _validator(rules: str, schema: str) -> Draft202012Validator:
    name = f"data/schema/{schema}.schema.json"
    mend = "ファイルを元に戻してください"
    try:
        content = json.loads(rules)
        Draft202012Validator.check_schema(content)
    except json.JSONDecodeError as error:
        problem = f"JSONとして読めません({error.msg})"
        raise DataError(name, f"{error.lineno}行目", problem, mend) from None
    except SchemaError as error:
        place = ".".join(map(str, error.absolute_path)) or "いちばん外側"
        raise DataError(name, place, "JSON Schemaの決まりに合いません", mend) from None
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)
