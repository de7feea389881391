"""The open data described for machines: JSON Schemas and an OpenAPI 3.1 document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kigen.publish.datasets import Dataset
from kigen.publish.fields import Field, object_schema

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

LICENCE = (
    Field("id", "string", "使ってよい条件の名前(SPDX)"),
    Field("name", "string", "使ってよい条件"),
    Field("url", "url", "条件の説明"),
    Field("proposed", "boolean", "true なら、まだ案です"),
)
HEAD = (
    Field("version", "string", "APIの版。changelog.json に、版ごとのちがいがあります"),
    Field("generated_at", "day", "作った日"),
    Field("notice", "string", "使う人に伝えること"),
    Field("licence", "object", "使ってよい条件", parts=LICENCE),
)
"""What stands at the head of every file."""

OF_A_DATASET = (
    Field("id", "string", "データの名前"),
    Field("title", "string", "データの題"),
    Field("count", "integer", "data の数"),
)
INDEX = (
    *HEAD,
    Field("datasets", "object", "データの一覧", many=True, parts=(
        *OF_A_DATASET,
        Field("json", "string", "JSONの場所。このファイルから数えます"),
        Field("csv", "string", "CSVの場所"),
        Field("schema", "string", "JSON Schemaの場所"),
    )),
    Field("openapi", "string", "OpenAPIの場所"),
    Field("changelog", "string", "版ごとのちがいの場所"),
    Field("feeds", "string", "フィードとカレンダーの場所", many=True),
)  # fmt: skip
CHANGELOG = (
    *HEAD,
    Field("versions", "object", "版。新しい順", many=True, parts=(
        Field("version", "string", "版の番号"),
        Field("on", "day", "その版を決めた日"),
        Field("ja", "string", "ちがい"),
    )),
)  # fmt: skip


def fields_of(dataset: Dataset) -> tuple[Field, ...]:
    """Every field of a dataset's file, its records in `data`."""
    data = Field("data", "object", dataset.title, many=True, parts=dataset.fields)
    return (*HEAD, *OF_A_DATASET, *dataset.about_fields, data)


def schema(title: str, fields: tuple[Field, ...]) -> Json:
    """The JSON Schema of a file."""
    return {"$schema": DIALECT, "title": title, **object_schema(fields)}


def openapi(
    version: str, licence: Mapping[str, Any], files: Iterable[tuple[str, str, Json]], csvs: Json
) -> Json:
    """The OpenAPI document of the JSON files (path, title, schema) and the CSV files."""
    paths: Json = {}
    for path, title, described in files:
        body = {key: value for key, value in described.items() if key != "$schema"}
        paths[f"/{path}"] = _get(path, title, {"application/json": {"schema": body}})
    for path, title in csvs.items():
        body = {"text/csv": {"schema": {"type": "string"}}}
        paths[f"/{path}"] = _get(path, f"{title}（CSV）", body)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "マイナンバーカード電子証明書 更新ガイド（非公式）のデータ",
            "version": version,
            "description": "読むだけのデータです。動かないファイルなので、問い合わせの形や回数の決まりはありません。",  # noqa: E501
            "license": {"name": licence["name"], "identifier": licence["id"]},
        },
        "servers": [{"url": ".", "description": "このファイルと同じ場所"}],
        "paths": paths,
    }


def _get(path: str, title: str, content: Json) -> Json:
    operation = path.replace("/", "-").replace(".", "-")
    answer = {"description": title, "content": content}
    return {"get": {"operationId": operation, "summary": title, "responses": {"200": answer}}}
