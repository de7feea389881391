"""A decision table as HTML with two columns, so that it fits a phone."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from kigen.decisions import Decision, Rule
from kigen.facts import Fact
from kigen.render.table import framed

HEADS = ("こういうとき", "どうなるか")
ALWAYS = "どの場合も"


def decision_html(decision: Decision, stated: Callable[[Fact], str]) -> str:
    """The table, one line for each row; `stated` prints a sentence with its source marks."""
    rows = []
    for number, rule in enumerate(decision.rules, start=1):
        result, why = escape(decision.results[rule.result]), stated(rule.why)
        rows.append(
            f'<tr id="{decision.id}-{number}"><th scope="row">{_when(rule, decision)}</th>'
            f"<td><strong>{result}</strong><br>{why}</td></tr>"
        )
    look = "kg-tbl kg-tbl--whole"
    return framed(decision.id, decision.title, HEADS, rows, look, searched=True)


def _when(rule: Rule, decision: Decision) -> str:
    """The answers a row is for, in the order they are asked."""
    lines = []
    for key, factor in decision.factors.items():
        if key in rule.when:
            values = "、または".join(factor.values[value] for value in rule.when[key])
            lines.append(f'<span class="kg-ask">{escape(factor.ja)}：</span>{escape(values)}')
    return "<br>".join(lines) or ALWAYS
