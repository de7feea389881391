"""The words of the site's search, as assets/search/words.json: what people say for what it says.

What the pages themselves say is read from the built site by postbuild/search.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kigen.reader import read
from kigen.terms import Term
from macros.site import Site

NAME = "data/search.yaml"
PATH = "assets/search/words.json"


def search_words(site: Site) -> Mapping[str, Any]:
    """What the search knows beside the pages. Raises DataError for a file that does not fit.

    ``asked``: each question's id, the place that answers it and its wordings but the printed one.
    ``also``: each word of the glossary with its other forms, a deprecated one among them.
    """
    words = read(site.root / NAME, "search", site.root)
    return {
        "asked": [
            [question.id, f"{question.page[1:]}#{question.anchor}", *question.wordings[1:]]
            for question in site.questions.values()
        ],
        "also": [[term.id, *dict.fromkeys(_forms(term))] for term in site.terms.values()],
        "spelled": words["spelled"],
        "same": words["same"],
        "skip": words["passed_over"],
        "last": words["last"],
    }


def search_file(site: Site) -> tuple[str, bytes]:
    """The file's path under docs/ and its content, as small as JSON can be."""
    text = json.dumps(search_words(site), ensure_ascii=False, separators=(",", ":"))
    return PATH, text.encode()


def _forms(term: Term) -> Iterator[str]:
    yield from (*term.words, term.reading, *term.deprecated, term.english)
