"""A Markdown extension that links the words of the glossary, where no hook can do it.

The mark at the end of a page says that its words are to be linked, and the way to the root.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from kigen.terms import load_terms
from macros.terms import link_terms

_MARK = re.compile(r"<!--kg-terms ((?:\.\./)*)-->\s*")
_LAST = -100  # after whatever puts raw HTML back


def mark(home: str) -> str:
    """What a page ends in whose words are to be linked."""
    return f"<!--kg-terms {home}-->"


class _LinkTerms(Postprocessor):
    def run(self, text: str) -> str:
        found = _MARK.search(text)
        if not found:
            return text
        html = (text[: found.start()] + text[found.end() :]).strip()
        return link_terms(html, load_terms(), found[1])


class TermsExtension(Extension):
    """Registers the links."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Add the step that sets the links."""
        md.postprocessors.register(_LinkTerms(md), "kg-terms", _LAST)


def makeExtension(**_: Any) -> TermsExtension:  # noqa: N802 - the library's name
    """What Markdown calls."""
    return TermsExtension()
