"""The rule book and the register of sources, read from data/ and refused on any error."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kigen.model import (
    Ambiguity,
    Checked,
    Citation,
    DataError,
    DecidedBy,
    Named,
    Parameter,
    Reading,
    RuleBook,
    Value,
)
from kigen.reader import ROOT, read
from kigen.refusals import nearest


@dataclass(frozen=True, slots=True)
class Source:
    """One document: law, ministry, J-LIS, municipality, press.

    `shown` is the date it shows; `lang` the language of title and quote that is not Japanese.
    """

    id: str
    title: str
    publisher: str
    kind: str
    url: str
    shown: date | None
    checked: Checked
    licence: str | None
    quote: str | None
    note: str | None
    lang: str | None = None


@lru_cache(maxsize=4)
def load_sources(root: Path = ROOT) -> Mapping[str, Source]:
    """The register of documents by id. Raises DataError."""
    name = "data/sources.yaml"
    sources: dict[str, Source] = {}
    for row in read(root / name, "sources", root):
        if row["id"] in sources:
            raise DataError(name, row["id"], "同じidが2回あります", "どちらかのidを変えてください")
        shown = row["shown"] and date.fromisoformat(row["shown"])
        sources[row["id"]] = Source(**{**row, "shown": shown, "checked": read_checked(row)})
    return sources


@lru_cache(maxsize=4)
def load_about(root: Path = ROOT) -> Mapping[str, Any]:
    """The facts of the site itself, data/site.yaml. Raises DataError."""
    name = "data/site.yaml"
    about, sources = read(root / name, "site", root), load_sources(root)
    phone = about["phone"]
    if phone and phone["source"] not in sources:
        problem = f"出典「{phone['source']}」は sources.yaml にありません"
        raise DataError(name, "phone.source", problem, nearest(phone["source"], sources))
    return about


@lru_cache(maxsize=4)
def load_book(root: Path = ROOT) -> RuleBook:
    """All parameters, ambiguities and words, every citation resolved. Raises DataError."""
    sources = load_sources(root)
    ambiguities = _ambiguities(root, sources)
    folder = root / "data" / "parameters"
    parameters = [
        _parameter(path, root, sources, ambiguities) for path in sorted(folder.rglob("*.yaml"))
    ]
    name = "data/rules.yaml"
    citations = {
        rule: read_cites(cites, name, rule, sources)
        for rule, cites in read(root / name, "rules", root).items()
    }
    spoken = "data/words/ja.yaml"
    words = {
        kind: Named(words, spoken, f"{kind}.")
        for kind, words in read(root / spoken, "words", root).items()
    }
    return RuleBook(
        parameters=Named(
            {parameter.id: parameter for parameter in parameters}, "data/parameters/{}.yaml"
        ),
        ambiguities=Named(ambiguities, "data/ambiguities.yaml"),
        readings=Named({a.code: a.we_use for a in ambiguities.values()}, "data/ambiguities.yaml"),
        citations=Named(citations, name),
        words=words,
        digest=_digest(folder, root / name, root / "data" / "ambiguities.yaml"),
    )


def read_checked(row: Mapping[str, Any]) -> Checked:
    """The `checked` key of any data file."""
    return Checked(date.fromisoformat(row["checked"]["on"]), row["checked"]["how"])


def _parameter_id(path: Path, folder: Path) -> str:
    """The file's path is the parameter's name: card/adult_age.yaml → card.adult_age."""
    return ".".join(path.relative_to(folder).with_suffix("").parts)


def _parameter(
    path: Path, root: Path, sources: Mapping[str, Source], ambiguities: Mapping[str, Ambiguity]
) -> Parameter:
    name = path.relative_to(root).as_posix()
    row = read(path, "parameter", root)
    for code in row.get("doubts", ()):
        if code not in ambiguities:
            raise DataError(
                name,
                "doubts",
                f"「{code}」は ambiguities.yaml にありません",
                nearest(code, ambiguities),
            )
    values = tuple(
        Value(
            date.fromisoformat(since),
            entry["value"],
            read_cites(entry["cite"], name, f"values.{since}.cite", sources),
            entry.get("note"),
        )
        for since, entry in sorted(row["values"].items())
    )
    return Parameter(
        id=_parameter_id(path, root / "data" / "parameters"),
        label=row["label"],
        unit=row["unit"],
        decided_by=DecidedBy(row["decided_by"]),
        checked=read_checked(row),
        values=values,
        doubts=tuple(row.get("doubts", ())),
        assumption=row.get("assumption", False),
    )


def _ambiguities(root: Path, sources: Mapping[str, Source]) -> dict[str, Ambiguity]:
    name = "data/ambiguities.yaml"
    ambiguities = {}
    for code, row in read(root / name, "ambiguities", root).items():
        readings = tuple(
            Reading(
                key,
                reading["ja"],
                read_cites(reading["held_by"], name, f"{code}.readings.{key}.held_by", sources),
            )
            for key, reading in row["readings"].items()
        )
        for key in ("we_use", "show_first"):
            if row[key] not in row["readings"]:
                raise DataError(
                    name,
                    f"{code}.{key}",
                    f"「{row[key]}」という読みかたはありません",
                    nearest(row[key], row["readings"]),
                )
        ambiguities[code] = Ambiguity(
            code,
            row["title"],
            row["question"],
            readings,
            row["we_use"],
            row["show_first"],
            row["shown"],
            row["raised_by_engine"],
            row["ask"],
        )
    return ambiguities


def read_cites(
    texts: Iterable[str], name: str, place: str, sources: Mapping[str, Source]
) -> tuple[Citation, ...]:
    """Citations written as "<source-id> <place>". Raises DataError for an unknown source."""
    cites = []
    for text in texts:
        source, _, locator = text.partition(" ")
        if any(part in sources for part in re.split(r"[、,\s]+", locator)):
            problem = f"「{text}」に、出典が2つあります"
            raise DataError(name, place, problem, "半角の「, 」で区切って、1つずつ書いてください")
        if source not in sources:
            raise DataError(
                name,
                place,
                f"出典「{source}」は sources.yaml にありません",
                nearest(source, sources),
            )
        cites.append(Citation(source, locator))
    return tuple(cites)


def _digest(*paths: Path) -> str:
    """A short fingerprint of the rules, so that an answer can say which rules gave it."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            digest.update(json.dumps([file.name, file.read_text("utf-8")]).encode())
    return digest.hexdigest()[:16]
