"""The open data under /api/v1/ and /feeds/: the one list of its files, as (path, bytes) pairs.

The same data and the same day give the same bytes, whoever asks: the site generator's hook or
`python -m kigen publish`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kigen.model import DataError
from kigen.publish import feeds, promise
from kigen.publish.datasets import Dataset, datasets
from kigen.publish.describe import CHANGELOG, INDEX, fields_of, openapi, schema
from kigen.publish.tabular import csv_bytes
from kigen.reader import ROOT, read
from kigen.render.changes import entries

__all__ = [
    "API",
    "ATOM",
    "CALENDAR",
    "SITE",
    "broken",
    "datasets",
    "files",
    "freeze",
    "unpromised",
    "versions",
]

API = "api/v1"
SITE = "マイナンバーカード電子証明書 更新ガイド（非公式）"
NOTICE = (
    "国や市区町村の公式のデータではありません。カードとお知らせに印刷された日付が優先です。"
    "引用は、もとの資料の条件に従ってください。"
)
ATOM, CALENDAR = "feeds/changes.xml", "feeds/law.ics"

Json = dict[str, Any]


def files(today: date, site_url: str = "", root: Path = ROOT) -> Iterator[tuple[str, bytes]]:
    """Every file by its path in the site; `site_url` with its last slash, where it is known."""
    head, all_of_them = _head(today, root), datasets(root, today)
    described: list[tuple[str, str, Json]] = []
    listed: list[Json] = []
    for dataset in all_of_them:
        records = list(dataset.records())
        _check(dataset, records)
        about = {"id": dataset.id, "title": dataset.title, "count": len(records)}
        yield (
            f"{API}/{dataset.id}.json",
            _json({**head, **about, **dataset.about(), "data": records}),
        )
        yield f"{API}/{dataset.id}.csv", csv_bytes(dataset.fields, records, dataset.each)
        described.append(_described(dataset.id, dataset.title, fields_of(dataset), records[:1]))
        listed.append(about | _places(dataset.id))
    versions_json = {**head, "versions": list(versions(root))}
    yield f"{API}/changelog.json", _json(versions_json)
    index = {
        **head,
        "datasets": listed,
        "openapi": "openapi.json",
        "changelog": "changelog.json",
        "feeds": [f"../../{ATOM}", f"../../{CALENDAR}"],
    }
    yield f"{API}/index.json", _json(index)
    described += [
        _described("changelog", "版ごとのちがい", CHANGELOG, ()),
        _described("index", "データの一覧", INDEX, ()),
    ]
    for path, _, content in described:
        yield f"{API}/schema/{path.removesuffix('.json')}.schema.json", _json(content)
    csvs = {f"{dataset.id}.csv": dataset.title for dataset in all_of_them}
    yield (
        f"{API}/openapi.json",
        _json(openapi(head["version"], head["licence"], described, csvs)),
    )
    log = entries(today, root)
    yield ATOM, feeds.atom(log, site_url, SITE)
    yield CALENDAR, feeds.calendar(log, site_url)


def versions(root: Path = ROOT) -> tuple[Mapping[str, str], ...]:
    """The versions of the open data, the newest first. Raises DataError."""
    return tuple(read(root / "data" / "api.yaml", "api", root))


def broken(root: Path = ROOT) -> list[DataError]:
    """Each promise to the users of the open data that is not kept (data/api-v1.lock)."""
    return promise.broken(_promises(root), root)


def unpromised(root: Path = ROOT) -> list[str]:
    """What the open data has and nobody has promised yet."""
    return promise.new(_promises(root), root)


def freeze(root: Path = ROOT) -> int:
    """Promise what is new; how many lines were added."""
    return promise.freeze(_promises(root), root)


def _promises(root: Path) -> list[str]:
    """What is promised follows from the shapes alone: no record is read for it."""
    all_of_them = datasets(root, date.max)
    names = [dataset.id for dataset in all_of_them]
    paths = [f"{API}/{name}.{kind}" for name in names for kind in ("json", "csv")]
    paths += [f"{API}/schema/{name}.schema.json" for name in (*names, "changelog", "index")]
    paths += [f"{API}/{name}.json" for name in ("changelog", "index", "openapi")]
    return promise.promises([*paths, ATOM, CALENDAR], all_of_them)


def _head(today: date, root: Path) -> Json:
    licence = read(root / "data" / "site.yaml", "site", root)["licence"]
    return {
        "version": versions(root)[0]["version"],
        "generated_at": today.isoformat(),
        "notice": NOTICE,
        "licence": {**licence["text"], "proposed": licence["proposed"]},
    }


def _described(name: str, title: str, fields: tuple, examples: Any) -> tuple[str, str, Json]:
    """The path of a file, its title and its schema, with its first record as an example."""
    content = schema(title, fields)
    if examples:
        content["properties"]["data"]["items"]["examples"] = list(examples)
    return f"{name}.json", title, content


def _places(name: str) -> Mapping[str, str]:
    return {"json": f"{name}.json", "csv": f"{name}.csv", "schema": f"schema/{name}.schema.json"}


def _check(dataset: Dataset, records: list[Json]) -> None:
    """A record that has other fields than were promised is our own mistake."""
    names = [field.name for field in dataset.fields]
    for record in records:
        if list(record) != names:
            raise ValueError(f"{dataset.id}: {list(record)} is not {names}")


def _json(content: Json) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()
