"""A page that answers a finding has its anchor and its five parts, in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kigen.findings import NAME, Finding
from kigen.model import DataError

PARTS = {
    "answer": "答え",
    "article-2020": "2020年の記事では",
    "now": "いまは",
    "your-case": "あなたの場合",
    "why": "なぜそう言えるのか",
    "local": "自治体でちがうこと",
}
"""The headings of a finding's page by id; the second and third stand side by side."""

_HEADING = re.compile(r"^(#+) +(.*?) *\{: *#([a-z0-9-]+) *\} *$", re.MULTILINE)


def check_pages(findings: Mapping[str, Finding], docs: Path) -> None:
    """Raise DataError for a finding whose page does not exist."""
    for file, finding in findings.items():
        if not (docs / file).is_file():
            problem = f"ページ「{finding.page}」がありません"
            mend = f"docs/{file} を書くか、page を直してください"
            raise DataError(NAME, finding.id, problem, mend)


def check_page(file: str, markdown: str, findings: Mapping[str, Finding]) -> None:
    """Raise DataError unless the page, if it answers a finding, has its anchor and its parts."""
    if file not in findings:
        return
    finding, name = findings[file], f"docs/{file}"
    headings = [(len(marks), text, anchor) for marks, text, anchor in _HEADING.findall(markdown)]
    if [anchor for level, _, anchor in headings if level == 1] != [finding.anchor]:
        problem = f"{finding.id}のアンカー「{finding.anchor}」がありません"
        mend = f"はじめの見出しを「# 題 {{: #{finding.anchor} }}」にしてください"
        raise DataError(name, "はじめの見出し", problem, mend)
    for anchor, text in PARTS.items():
        if (2, text, anchor) not in headings:
            problem = f"{finding.id}のページに「{text}」の部分がありません"
            raise DataError(name, text, problem, f"「## {text} {{: #{anchor} }}」と書いてください")
    found = [anchor for level, _, anchor in headings if level == 2 and anchor in PARTS]
    if found != list(PARTS):
        order = " → ".join(PARTS.values())
        raise DataError(name, "見出し", f"{finding.id}の部分の順番がちがいます", f"{order} の順")
