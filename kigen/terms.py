"""The glossary: the words of the site, what they mean, and words not to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kigen.book import load_sources, read_cites
from kigen.model import Citation, DataError
from kigen.reader import ROOT, read


@dataclass(frozen=True, slots=True)
class Term:
    """One word with its reading, its plain explanation and what that rests on."""

    id: str
    term: str
    reading: str
    plain: str
    english: str
    code: str | None
    cites: tuple[Citation, ...]
    also: tuple[str, ...] = ()
    deprecated: Mapping[str, str] = field(default_factory=dict)
    link: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """The word itself and the other ways to say it."""
        return (self.term, *self.also)


@lru_cache(maxsize=4)
def load_terms(root: Path = ROOT) -> Mapping[str, Term]:
    """The glossary by id. Raises DataError, also for a word that stands in it twice."""
    name = "data/terms.yaml"
    sources = load_sources(root)
    terms: dict[str, Term] = {}
    owner: dict[str, str] = {}
    for term_id, row in read(root / name, "terms", root).items():
        cites = read_cites(row.pop("cite"), name, f"{term_id}.cite", sources)
        also = tuple(row.pop("also", ()))
        term = Term(id=term_id, cites=cites, also=also, **row)
        for word in (*term.words, *term.deprecated):
            if word in owner:
                problem = f"「{word}」は「{owner[word]}」にもあります"
                raise DataError(name, term_id, problem, "どちらか1つにしてください")
            owner[word] = term_id
        terms[term_id] = term
    return terms


def deprecated_words(terms: Mapping[str, Term]) -> Mapping[str, str]:
    """Each word not to use, with what to write instead."""
    return {word: instead for term in terms.values() for word, instead in term.deprecated.items()}
