"""What a field of the open data is called, what it holds and what it means.

From this one description come the JSON Schema, the columns of the CSV and the promise that no
field goes away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

KINDS: Mapping[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "url": {"type": "string", "format": "uri"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "scalar": {"type": ["integer", "boolean", "string"]},
    "cell": {"type": ["integer", "string"]},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `parts` makes it an object, `many` a list, `null` says that it may be null."""

    name: str
    kind: str
    ja: str
    null: bool = False
    many: bool = False
    parts: tuple[Field, ...] = ()

    @property
    def type(self) -> str:
        """Its type in one word, as the promise keeps it: day?, string[], object."""
        return f"{self.kind}{'[]' if self.many else ''}{'?' if self.null else ''}"

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema. More fields may come, so that nothing forbids them."""
        if self.many:
            one = replace(self, many=False, null=False, ja="").schema()
            return self._described({"type": "array", "items": one})
        if self.parts:
            return self._described(object_schema(self.parts))
        return self._described(dict(KINDS[self.kind]))

    def _described(self, schema: dict[str, Any]) -> dict[str, Any]:
        if self.null:
            kinds = schema["type"]
            schema["type"] = [*(kinds if isinstance(kinds, list) else [kinds]), "null"]
        return {"description": self.ja, **schema} if self.ja else schema

    def promised(self, place: str) -> Iterator[str]:
        """Its line of the promise and those of its parts: parameters.values.since day."""
        yield f"{place}.{self.name} {self.type}"
        for part in self.parts:
            yield from part.promised(f"{place}.{self.name}")


def object_schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The JSON Schema of an object that has all of these fields."""
    return {
        "type": "object",
        "required": [field.name for field in fields],
        "properties": {field.name: field.schema() for field in fields},
    }


CITATION = (
    Field("source", "string", "資料のid。sources の id です"),
    Field("place", "string", "資料の中の場所。条文の番号など。なければ空です"),
)
CITES = Field("cites", "object", "根拠にした資料と、その中の場所", many=True, parts=CITATION)
CHECKED = Field(
    "checked",
    "object",
    "いつ、どうやって確かめたか",
    parts=(
        Field("on", "day", "確かめた日"),
        Field(
            "how",
            "string",
            "copy 保存された写しを読んだ、relayed ほかの人の記録を読んだ、"
            "live 人が公式ページを開いて読んだ",
        ),
    ),
)
PAGE = Field("page", "string", "このサイトの中の住所。/ から始まります")
