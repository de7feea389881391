"""The seventeen findings of the 2020 article, and the page that answers each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kigen.model import DataError
from kigen.reader import ROOT, read

NAME = "data/findings.yaml"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the article found, in our words, and how it stands today (`mark`)."""

    id: str
    paraphrase: str
    page: str
    anchor: str
    mark: str

    @property
    def file(self) -> str:
        """The Markdown file of the page, under docs/."""
        return f"{self.page.strip('/')}.md"


@lru_cache(maxsize=4)
def load_findings(root: Path = ROOT) -> Mapping[str, Finding]:
    """The findings by the file of their page. Raises DataError if two share an id or a place."""
    findings: dict[str, Finding] = {}
    seen: dict[str, str] = {}
    for row in read(root / NAME, "findings", root):
        finding = Finding(**row)
        for key in ("id", "anchor", "page"):
            value = row[key]
            if value in seen:
                problem = f"{key}「{value}」は、{seen[value]}にもあります"
                raise DataError(NAME, finding.id, problem, "発見ごとに、ちがうものにしてください")
            seen[value] = finding.id
        if finding.anchor != finding.id.lower():
            problem = f"アンカー「{finding.anchor}」が番号とちがいます"
            raise DataError(NAME, finding.id, problem, f"{finding.id.lower()} にしてください")
        findings[finding.file] = finding
    return findings
