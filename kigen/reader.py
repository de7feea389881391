"""Reads one hand-written YAML file and holds it against its JSON Schema.

The only reader of YAML. Errors are DataError: the file, the place in it, what is wrong and how
to mend it, in Japanese, because the people who edit these files are often not programmers.
"""

from __future__ import annotations

import difflib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, ValidationError

from kigen.model import DataError

ROOT = Path(__file__).resolve().parent.parent
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """Safe YAML in which dates, `on` and `no` stay text and a key written twice is an error."""


_GUESSED = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in _GUESSED]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key, (key_node, _) in zip(keys, node.value, strict=True):
        if keys.count(key) > 1:
            raise yaml.MarkedYAMLError(
                problem=f"「{key}」が2回書かれています", problem_mark=key_node.start_mark
            )
    return dict(
        zip(
            keys,
            (loader.construct_object(value, deep=True) for _, value in node.value),
            strict=True,
        )
    )


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(path: Path, schema: str, root: Path = ROOT) -> Any:
    """The content of a YAML file that fits data/schema/<schema>.schema.json. Raises DataError."""
    name = path.relative_to(root).as_posix()
    content = _parse(_text(path, name), name)
    validate(content, schema, name, root)
    return content


def validate(content: Any, schema: str, name: str, root: Path = ROOT) -> None:
    """Raise DataError, naming the file `name`, unless `content` fits the schema."""
    errors = sorted(_validator(root, schema).iter_errors(content), key=lambda e: list(e.path))
    if errors:
        raise _data_error(name, errors[0], content)


def front_matter(path: Path) -> dict[str, Any]:
    """The head of a Markdown page, between its two lines of dashes; {} if it has none.

    Raises DataError, naming the page from docs/ on.
    """
    parts = path.parts
    name = "/".join(parts[parts.index("docs") :]) if "docs" in parts else path.name
    return split_page(_text(path, name), name)[0]


def split_page(text: str, name: str) -> tuple[dict[str, Any], str]:
    """The head of a page's text, {} if it has none, and what follows. Raises DataError."""
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0]:
        return {}, text
    return _parse(parts[1], name) or {}, parts[2]


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise DataError(name, "-", "ファイルがありません", "ファイルを置いてください") from None
    except UnicodeDecodeError:
        raise DataError(
            name, "-", "文字コードがUTF-8ではありません", "UTF-8で保存しなおしてください"
        ) from None


def _parse(text: str, name: str) -> Any:
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise DataError(
            name,
            f"{mark.line + 1}行目" if mark else "-",
            f"YAMLとして読めません({error.problem})",
            "字下げ、コロンの後の空白、引用符を確かめてください",
        ) from None


def nearest(unknown: str, known: Any) -> str:
    """A hint for a mistyped id: the nearest known one, or the way to add it."""
    close = difflib.get_close_matches(unknown, list(known), n=1, cutoff=0.5)
    return f"「{close[0]}」ではありませんか" if close else "idを確かめるか、先に登録してください"


@lru_cache(maxsize=32)
def _validator(root: Path, schema: str) -> Draft202012Validator:
    content = json.loads((root / "data" / "schema" / f"{schema}.schema.json").read_text("utf-8"))
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _data_error(name: str, error: ValidationError, content: Any) -> DataError:
    place = _place(error, content) or "いちばん外側"
    value = json.dumps(error.instance, ensure_ascii=False)
    value = value if len(value) <= 60 else value[:57] + "…"
    match error.validator:
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            return DataError(
                name, place, f"「{'」「'.join(missing)}」がありません", "この項目を書いてください"
            )
        case "additionalProperties":
            known = error.schema.get("properties", {})
            extra = next(key for key in error.instance if key not in known)
            problem = f"「{extra}」という項目はありません"
            return DataError(name, place, problem, nearest(extra, known))
        case "enum":
            choices = "、".join("null" if c is None else str(c) for c in error.validator_value)
            return DataError(name, place, f"{value} は使えません", f"次から選びます: {choices}")
        case "type":
            wanted = error.validator_value
            wanted = "、".join(wanted) if isinstance(wanted, list) else wanted
            return DataError(name, place, f"{value} は形がちがいます", f"{wanted} で書いてください")
        case "format":
            return DataError(
                name,
                place,
                f"{value} は正しい形({error.validator_value})ではありません",
                '日付は "2026-11-23"、アドレスは https:// から書いてください',
            )
        case _:
            rule = f"{error.validator}: {error.validator_value}"
            hint = error.schema.get("description", "書きかたの見本をデータのファイルで見てください")
            return DataError(name, place, f"{value} は決まりに合いません({rule})", hint)


def _place(error: ValidationError, content: Any) -> str:
    """The way to what is wrong; a row of a list by its id, where it has one."""
    names = []
    for part in error.absolute_path:
        content = content[part]
        row_id = content.get("id") if isinstance(part, int) and isinstance(content, dict) else None
        names.append(row_id if isinstance(row_id, str) else str(part))
    return ".".join(names)
