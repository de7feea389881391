"""What /check/ needs, beside the rule book, to say its answer: sentences, facts and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kigen.facts import Fact
from kigen.model import DataError
from kigen.reader import read
from kigen.refusals import nearest
from kigen.render.words import amount_ja
from macros.site import Site

FILE = "data/words/check-result.yaml"
_NUMBER = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def result_data(site: Site) -> dict[str, Any]:
    """The output side of /check/ as JSON values.

    Facts named in the sentences stand in their place, legal numbers as they are on the day of
    the build. Raises DataError for an unknown fact or number.
    """
    facts: dict[str, Fact] = {}
    words = _resolved(read(site.root / FILE, "check-result", site.root), site, facts)
    cited = {cite.source for fact in facts.values() for cite in fact.cites}
    return {
        "result": words,
        "facts": [{"ja": fact.ja, "cites": _cites(fact)} for fact in facts.values()],
        "sources": {source: site.sources[source].title for source in sorted(cited)},
        "old_days": site.old_days,
    }


def _resolved(content: Any, site: Site, facts: dict[str, Fact]) -> Any:
    """Sentences with their facts and numbers; the facts met are added to `facts`."""
    match content:
        case {"fact": name, **rest} if not rest:
            facts[name] = _found(name, site.facts)
            return facts[name].ja
        case dict():
            return {key: _resolved(value, site, facts) for key, value in content.items()}
        case list():
            return [_resolved(value, site, facts) for value in content]
    return _NUMBER.sub(lambda found: _amount(found[1], site), content)


def _amount(name: str, site: Site) -> str:
    parameter = _found(name, site.book.parameters)
    return amount_ja(parameter.on(site.today).value, parameter.unit)


def _found(name: str, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise DataError(FILE, name, f"「{name}」はありません", nearest(name, known))
    return known[name]


def _cites(fact: Fact) -> list[dict[str, str]]:
    return [{"source": cite.source, "locator": cite.locator} for cite in fact.cites]
