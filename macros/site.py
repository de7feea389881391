"""The data that pages are made from, read once for each build."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kigen.book import Source, load_book, load_sources
from kigen.clock import today
from kigen.model import DataError, RuleBook
from kigen.reader import ROOT, read


@dataclass(frozen=True)
class Site:
    """Everything the macros and the generated pages look up."""

    root: Path
    today: date
    book: RuleBook
    sources: Mapping[str, Source]
    tables: Mapping[str, Any]
    about: Mapping[str, Any]
    repo_url: str | None


@lru_cache(maxsize=2)
def load_site(root: Path = ROOT) -> Site:
    """Read data/ and the environment. Raises DataError or ValueError with what to mend."""
    about = read(root / "data" / "site.yaml", "site", root)
    sources = load_sources(root)
    phone = about["phone"]
    if phone and phone["source"] not in sources:
        raise DataError(
            "data/site.yaml",
            "phone.source",
            f"出典「{phone['source']}」は sources.yaml にありません",
            "idを確かめてください",
        )
    return Site(
        root=root,
        today=today(),
        book=load_book(root),
        sources=sources,
        tables=read(root / "data" / "tables.yaml", "tables", root),
        about=about,
        repo_url=os.environ.get("REPO_URL", "").rstrip("/") or None,
    )
