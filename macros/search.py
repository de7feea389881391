"""The words of the site's search, as assets/search/words.json: what people say for what it says.

What the pages themselves say is read from the built site by postbuild/search.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kigen.eras import Era, load_eras
from kigen.reader import read
from kigen.terms import Term
from macros.site import Site

NAME = "data/search.yaml"
PATH = "assets/search/words.json"
FIRST_YEAR, LAST_YEAR = 2016, 2036  # of cards that were made, and of what is printed on them


def search_words(site: Site) -> Mapping[str, Any]:
    """What the search knows beside the pages. Raises DataError for a file that does not fit.

    ``asked``: each question's id, the place that answers it and its wordings but the printed one.
    ``also``: each word of the glossary with its other forms, a deprecated one among them.
    ``readings``: a word and how its kana or its year of an era may be typed for it.
    """
    words = read(site.root / NAME, "search", site.root)
    return {
        "asked": [
            [question.id, f"{question.page[1:]}#{question.anchor}", *question.wordings[1:]]
            for question in site.questions.values()
        ],
        "also": [[term.id, *dict.fromkeys(_forms(term))] for term in site.terms.values()],
        "spelled": words["spelled"],
        "readings": [*map(list, words["readings"].items()), *_years(load_eras(site.root))],
        "same": words["same"],
        "skip": words["passed_over"],
        "last": words["last"],
        "subject": words["subject"],
        "kana": words["kana"],
    }


def search_file(site: Site) -> tuple[str, bytes]:
    """The file's path under docs/ and its content, as small as JSON can be."""
    text = json.dumps(search_words(site), ensure_ascii=False, separators=(",", ":"))
    return PATH, text.encode()


def _years(eras: Sequence[Era]) -> Iterator[list[str]]:
    """The years in which there are cards, each as the pages write it and as an era's: 令和8年."""
    for era in eras:
        last = min((each.first.year for each in eras if each.first > era.first), default=LAST_YEAR)
        for year in range(max(era.first.year, FIRST_YEAR), last + 1):
            yield [f"{year}年", f"{era.name}{year - era.first.year + 1}年"]
            if year == era.first.year:
                yield [f"{year}年", f"{era.name}元年"]


def _forms(term: Term) -> Iterator[str]:
    yield from (*term.words, term.reading, *term.deprecated, term.english)
