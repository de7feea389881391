"""Why data does not fit its schema, in Japanese: the place, what is wrong and how to mend it."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from contextlib import suppress
from datetime import date
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from kigen.model import DataError


def nearest(unknown: str, known: Any) -> str:
    """A hint for a mistyped id: the nearest known one, or the way to add it."""
    close = difflib.get_close_matches(unknown, list(known), n=1, cutoff=0.5)
    return f"「{close[0]}」ではありませんか" if close else "idを確かめるか、先に登録してください"


_KIND_JA = {
    "string": '文字(数字だけなら " " で囲む)',
    "integer": "半角の数字だけ",
    "number": "半角の数字だけ",
    "boolean": "引用符のない true か false",
    "array": "[1つ目, 2つ目] の形か、「- 」で始まる行",
    "object": "「項目: 中身」の行",
    "null": "null",
}


def refusal(name: str, error: ValidationError, content: Any) -> DataError:
    """What to say of the file `name` that holds `content`."""
    if meant := _of_what_is_not_null(error):
        return refusal(name, meant, content)
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
