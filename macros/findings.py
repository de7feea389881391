"""Every guide page has its parts in their order; one that answers a finding, its anchor, too."""

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
"""The headings of a guide page by id, in their order; the two of THEN stand side by side."""

THEN = ("article-2020", "now")
"""Only a page that answers a finding needs them; another may have both or none."""

_HEADING = re.compile(r"^(#+) +(.*?) *\{: *#([a-z0-9-]+) *\} *$", re.MULTILINE)


def check_pages(findings: Mapping[str, Finding], docs: Path) -> None:
    """Raise DataError for a finding whose page does not exist."""
    for file, finding in findings.items():
        if not (docs / file).is_file():
            problem = f"ページ「{finding.page}」がありません"
            mend = f"docs/{file} を書くか、page を直してください"
            raise DataError(NAME, finding.id, problem, mend)


def check_page(file: str, markdown: str, findings: Mapping[str, Finding]) -> None:
    """Raise DataError unless a guide page has its parts and, for a finding, its anchor."""
    if not file.startswith("guide/"):
        return
    finding, name = findings.get(file), f"docs/{file}"
    whose = f"{finding.id}の" if finding else ""
    headings = [(len(marks), text, anchor) for marks, text, anchor in _HEADING.findall(markdown)]
    if finding and [anchor for level, _, anchor in headings if level == 1] != [finding.anchor]:
        problem = f"{finding.id}のアンカー「{finding.anchor}」がありません"
        mend = f"はじめの見出しを「# 題 {{: #{finding.anchor} }}」にしてください"
        raise DataError(name, "はじめの見出し", problem, mend)
    found = [anchor for level, _, anchor in headings if level == 2 and anchor in PARTS]
    both = finding or set(THEN) & set(found)
    wanted = [anchor for anchor in PARTS if both or anchor not in THEN]
    for anchor in wanted:
        text = PARTS[anchor]
        if (2, text, anchor) not in headings:
            problem = f"{whose}ページに「{text}」の部分がありません"
            raise DataError(name, text, problem, f"「## {text} {{: #{anchor} }}」と書いてください")
    if found != wanted:
        order = " → ".join(PARTS[anchor] for anchor in wanted)
        raise DataError(name, "見出し", f"{whose}部分の順番がちがいます", f"{order} の順")
