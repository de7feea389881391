"""The data that pages are made from, read once for each build."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kigen.ask import Flow, load_flow
from kigen.book import Source, load_about, load_book, load_sources
from kigen.changes import load_changes
from kigen.clock import today
from kigen.decisions import Decision, load_decisions
from kigen.facts import Fact, load_facts
from kigen.findings import Finding, load_findings
from kigen.model import Checked, RuleBook
from kigen.myths import Myth, load_myths
from kigen.offices import Municipality, load_municipalities, load_prefectures
from kigen.questions import Question, load_needs, load_questions
from kigen.reader import ROOT, read
from kigen.terms import Term, load_terms


@dataclass(frozen=True)
class Site:
    """Everything the macros and the generated pages look up."""

    root: Path
    today: date
    book: RuleBook
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    findings: Mapping[str, Finding]
    needs: Mapping[str, str]
    questions: Mapping[str, Question]
    myths: Mapping[str, Myth]
    decisions: Mapping[str, Decision]
    ask: Flow
    prefectures: Mapping[str, str]
    municipalities: Mapping[str, Municipality]
    tables: Mapping[str, Any]
    unknowns: Sequence[Mapping[str, str | None]]
    about: Mapping[str, Any]
    checks: Mapping[str, Checked]
    """When and how each legal number and each sentence in data was checked, by its id."""
    repo_url: str | None
    site_url: str
    """Where the site will be published, with its last slash; "" if that is not known."""

    @property
    def old_days(self) -> int:
        """After so many days a check is called old (our own promise, not law)."""
        return self.about["checks"]["old_days"]

    def is_old(self, day: date) -> bool:
        """True if something last checked on `day` is to say so."""
        return (self.today - day).days > self.old_days


@lru_cache(maxsize=2)
def load_site(root: Path = ROOT) -> Site:
    """Read data/ and the environment. Raises DataError or ValueError with what to mend."""
    about, sources = load_about(root), load_sources(root)
    book, facts = load_book(root), load_facts(root)
    questions, myths, decisions = load_questions(root), load_myths(root), load_decisions(root)
    checked = (
        *book.parameters.values(),
        *facts.values(),
        *(question.answer for question in questions.values()),
        *(myth.correction for myth in myths.values()),
        *(rule.why for decision in decisions.values() for rule in decision.rules),
        *(change.statement for change in load_changes(root).by_id.values()),
    )
    return Site(
        root=root,
        today=today(),
        book=book,
        sources=sources,
        facts=facts,
        terms=load_terms(root),
        findings=load_findings(root),
        needs=load_needs(root),
        questions=questions,
        myths=myths,
        decisions=decisions,
        prefectures=load_prefectures(root),
        municipalities=load_municipalities(root),
        ask=load_flow(root),
        tables=read(root / "data" / "tables.yaml", "tables", root),
        unknowns=read(root / "data" / "unknowns.yaml", "unknowns", root),
        about=about,
        checks={each.id: each.checked for each in checked},
        repo_url=os.environ.get("REPO_URL", "").rstrip("/") or None,
        site_url=f"{address}/" if (address := os.environ.get("SITE_URL", "").rstrip("/")) else "",
    )
