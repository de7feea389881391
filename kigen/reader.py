"""Reads one hand-written YAML file and holds it against its JSON Schema.

The only reader of YAML. Errors are DataError: the file, the place in it, what is wrong and how
to mend it, in Japanese, because the people who edit these files are often not programmers.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from contextlib import suppress
from copy import deepcopy
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, SchemaError, ValidationError

from kigen.model import DataError
from kigen.slips import unreadable

ROOT = Path(__file__).resolve().parent.parent
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """The part of YAML that these files need.

    Dates, `on` and `no` stay text. A key written twice, a key that is no text, a number that
    YAML would read as another one (0120 is 80) and everything by which one place of a file
    refers to another is an error: none of it is needed, and all of it surprises.
    """

    def get_single_node(self) -> yaml.Node | None:
        root = super().get_single_node()
        if root is not None:
            _refuse_surprises(root)
        return root


_KINDS = {f"tag:yaml.org,2002:{kind}" for kind in "str int float bool null seq map".split()}
_DEEPEST = 20
"""Far deeper than any file here; deeper ones would exhaust Python's own stack."""


def _refuse_surprises(root: yaml.Node) -> None:
    """Raise MarkedYAMLError for a reference, a kind we do not use, endless nesting, no value."""
    seen = set()
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        problem = None
        if id(node) in seen:
            problem = (
                "& と * で、ほかの場所を指すことはできません。同じことを書くか、引用符を付けます"
            )
        elif node.tag == "tag:yaml.org,2002:merge":
            problem = "<< は使えません。項目をそのまま書きます"
        elif node.tag not in _KINDS:
            problem = f"「{node.tag}」という書きかたは使えません。! を消すか、引用符で囲みます"
        elif depth > _DEEPEST:
            problem = f"{_DEEPEST}段より深い入れ子です"
        elif isinstance(node, yaml.MappingNode) and any("：" in key.value for key, _ in node.value):
            problem = "「：」が全角です。半角の「:」と、半角の空白1つにします"
        elif node.tag == "tag:yaml.org,2002:null" and not node.value:
            problem = "中身がありません。分からないときと、ないときは、null と書きます"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [(each, depth + 1) for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(each, depth + 1) for each in node.value]


_GUESSED = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in _GUESSED]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for number, (key, (key_node, _)) in enumerate(zip(keys, node.value, strict=True)):
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(
                problem=f"項目の名前「{_written(key_node)}」が文字ではありません。引用符で囲みます",
                problem_mark=key_node.start_mark,
            )
        if key in keys[:number]:
            problem = f"「{key}」が2回書かれています。どちらか1つを消します"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
    return dict(
        zip(
            keys,
            (loader.construct_object(value, deep=True) for _, value in node.value),
            strict=True,
        )
    )


def _number(loader: Any, node: yaml.ScalarNode) -> int | float:
    """A number as everybody reads it; else the text needs its quotes."""
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", node.value):
        raise yaml.MarkedYAMLError(
            problem=f"「{node.value}」は、ほかの数と読まれます。引用符で囲みます",
            problem_mark=node.start_mark,
        )
    return float(node.value) if "." in node.value else int(node.value)


def _written(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else "[ ] や { }"


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


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
        content = _parse(text, name)
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
    return _parse("\n" + parts[1], name) or {}, parts[2]  # lines count from that of the dashes


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


def _parse(text: str, name: str) -> Any:
    if unreadable := yaml.reader.Reader.NON_PRINTABLE.search(text):
        number = text.count("\n", 0, unreadable.start())
        problem = f"文字ではないもの(U+{ord(unreadable[0]):04X})が入っています"
        raise DataError(name, _line(text, number), problem, "その行を打ちなおしてください")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, text, name) from None


def _unreadable(error: yaml.MarkedYAMLError, text: str, name: str) -> DataError:
    """Why a file is no YAML: a slip that a person makes, else what the parser says, in Japanese."""
    mark, said = error.problem_mark, f"{error.context} {error.problem}"
    if not error.problem.isascii():  # _refuse_surprises and the constructors above
        wrong, _, mend = error.problem.partition("。")
    elif slip := unreadable(text):
        number, _, wrong, mend = slip
        return DataError(name, _line(text, number - 1), wrong, mend)
    elif known := next((told for part, told in _UNREADABLE_JA.items() if part in said), None):
        wrong, mend, begun = known
        mark = error.context_mark if begun else mark
    else:
        wrong, mend = f"書きかたを読めません({error.problem})", ""
    return DataError(name, _line(text, mark.line), wrong, mend or _LOOK_AT_IT)


_LOOK_AT_IT = "この行と、すぐ上の行を、ほかの行と見くらべてください"
_UNREADABLE_JA = {
    "mapping values are not allowed": (
        "文の中に「: 」があるか、行の初めの空白の数がちがいます",
        '文の全体を " で囲むか、「: 」を「：」にするか、空白の数を上の行とそろえてください',
        False,
    ),
    "cannot start any token": (
        "文の初めに、使えない記号があります",
        '文の全体を " で囲んでください',
        False,
    ),
    "alias": (
        "文の初めに、使えない記号「*」があります",
        '文の全体を " で囲んでください',
        False,
    ),
    "quoted scalar": (
        "引用符が閉じていません",
        "初めの引用符と同じものを、文の終わりにも書いてください",
        True,
    ),
    "flow": (
        "[ ] か { } の中の区切りか、閉じるかっこがありません",
        "半角の「, 」で区切り、同じ行で閉じてください",
        True,
    ),
    "expected": (
        "この行か、すぐ上の行の書きかたが、ほかの行とちがいます",
        "行の初めの空白の数を、上の行とそろえてください。引用符やかっこの閉じ忘れ、消した行も見てください",
        False,
    ),
}
"""The parser's English reasons by a part of them: what is wrong, how to mend it, and whether
the line is that where the thing began and not that where the parser gave up."""


def _line(text: str, number: int) -> str:
    """A line by its number, with the key that stands on it."""
    lines = text.split("\n")
    key = re.match(r"[\s-]*\"?([^\s:#'\"{\[-][^:\"]*)\"?:", lines[min(number, len(lines) - 1)])
    return f"{number + 1}行目" + (f"({key[1]})" if key else "")


def nearest(unknown: str, known: Any) -> str:
    """A hint for a mistyped id: the nearest known one, or the way to add it."""
    close = difflib.get_close_matches(unknown, list(known), n=1, cutoff=0.5)
    return f"「{close[0]}」ではありませんか" if close else "idを確かめるか、先に登録してください"


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


_KIND_JA = {
    "string": '文字(数字だけなら " " で囲む)',
    "integer": "半角の数字だけ",
    "number": "半角の数字だけ",
    "boolean": "引用符のない true か false",
    "array": "[1つ目, 2つ目] の形か、「- 」で始まる行",
    "object": "「項目: 中身」の行",
    "null": "null",
}


def _data_error(name: str, error: ValidationError, content: Any) -> DataError:
    if meant := _of_what_is_not_null(error):
        return _data_error(name, meant, content)
    place = _place(error, content) or "いちばん外側"
    if "propertyNames" in error.absolute_schema_path:
        place += f".{error.instance}"
    value = json.dumps(error.instance, ensure_ascii=False)
    value = value if len(value) <= 60 else value[:57] + "…"
    if half := _half_width(error):
        problem = f"{value} に、全角の記号か空白が入っています"
        return DataError(name, place, problem, f"{half} と、半角で書いてください")
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
            kinds = error.validator_value
            wanted = "、または".join(
                _KIND_JA[kind] for kind in (kinds if isinstance(kinds, list) else [kinds])
            )
            if "on" in error.schema.get("properties", {}):
                wanted = '{on: "2026-11-23", how: live} の形'
            return DataError(name, place, f"{value} は形がちがいます", f"{wanted}で書いてください")
        case "format" | "pattern" if error.schema.get("format") == "date":
            return DataError(name, place, f"{value} は日付の形ではありません", _day(error.instance))
        case _:
            hint = error.schema.get("description", "書きかたの見本をデータのファイルで見てください")
            return DataError(name, place, f"{value} は決まりに合いません", hint)


def _of_what_is_not_null(error: ValidationError) -> ValidationError | None:
    """Of a text or null: what is wrong with the text."""
    branches = error.context or ()
    if any(each.validator == "type" and each.validator_value == "null" for each in branches):
        return next((each for each in branches if each.validator != "type"), None)
    return None


_QUOTES = str.maketrans("", "", "“”„‘’\"'")


def _half_width(error: ValidationError) -> str | None:
    """How to write a text that fits once its signs are half as wide; None for any other."""
    if not isinstance(error.instance, str):
        return None
    wide = unicodedata.normalize("NFKC", error.instance).partition(" #")[0]
    plain = wide.translate(_QUOTES).strip()
    if plain == error.instance:
        return None
    values = [plain]
    with suppress(ValueError):
        values.append(json.loads(plain))
    checker = Draft202012Validator.FORMAT_CHECKER
    rule = Draft202012Validator({error.validator: error.validator_value}, format_checker=checker)
    fitting = (json.dumps(each, ensure_ascii=False) for each in values if rule.is_valid(each))
    return next(fitting, None)


def _day(written: str) -> str:
    """How to write a day that was written in another way."""
    numbers = re.match(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})", unicodedata.normalize("NFKC", written))
    if numbers:
        with suppress(ValueError):
            return f'"{date(*map(int, numbers.groups()))}" と書いてください'
    return 'ある日を、西暦で "2026-11-23" のように書いてください'


def _place(error: ValidationError, content: Any) -> str:
    """The way to what is wrong; a row of a list by its id, where it has one."""
    names = []
    for part in error.absolute_path:
        content = content[part]
        row_id = content.get("id") if isinstance(part, int) and isinstance(content, dict) else None
        names.append(row_id if isinstance(row_id, str) else str(part))
    return ".".join(names)
