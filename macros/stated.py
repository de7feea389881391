"""How a sentence with its authority is printed, wherever it was written."""

from __future__ import annotations

from kigen.facts import Fact
from kigen.render.words import filled
from kigen.statements import PLACEHOLDER
from macros.cites import fact_token, tokens
from macros.site import Site


def stated(fact: Fact, site: Site) -> str:
    """The sentence with the legal numbers of today, then its source marks.

    Invisible marks name it and its numbers, so that the page's check is no younger than theirs.
    """
    ja = filled(fact.ja, site.book.parameters, site.today)
    used = (fact.id, *PLACEHOLDER.findall(fact.ja))
    return ja + tokens(fact.cites) + "".join(fact_token(each) for each in used)
