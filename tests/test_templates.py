"""The templates keep to what Jinja2 and MiniJinja share, because the next theme uses the latter.

What MiniJinja lacks, or does differently without a word, was tried on both (decisions/0015).
"""

from __future__ import annotations

import pytest
from jinja2 import Environment, nodes

from kigen.reader import ROOT

TEMPLATES = sorted((ROOT / "overrides").rglob("*.html"))
FILTERS = set(
    "url striptags e d replace join sort unique map selectattr groupby dictsort items tojson "
    "urlencode batch slice round int first last length safe".split()
)
UNKNOWN = {"pages", "build_date_utc"}
UNKNOWN_OF_PAGE = {"file", "is_homepage"}


def strangers(text):
    """Every construct that only one of the two understands."""
    tree = Environment().parse(text)
    for node in tree.find_all(nodes.Filter):
        if node.name not in FILTERS:
            yield f"filter {node.name}"
    for node in tree.find_all(nodes.Test):
        yield f"test {node.name}"
    for node in tree.find_all(nodes.Call):
        if isinstance(node.node, nodes.Getattr):
            yield f"method {node.node.attr}"
    for node in tree.find_all(nodes.Mod):
        if isinstance(node.left, nodes.Const):
            yield "text % value"
    for node in tree.find_all(nodes.For):
        if isinstance(node.iter, nodes.Name) and node.iter.name == "nav":
            yield "nav itself, not nav.items"
    for node in tree.find_all(nodes.Name):
        if node.name in UNKNOWN:
            yield node.name
    for node in tree.find_all(nodes.Getattr):
        if getattr(node.node, "name", "") == "page" and node.attr in UNKNOWN_OF_PAGE:
            yield f"page.{node.attr}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_template_keeps_to_what_both_engines_share(path):
    assert list(strangers(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.title.upper() }}",
        "{{ page.title | truncate(9) }}",
        '{{ "%s" % page.title }}',
        "{% for item in nav %}{{ item.title }}{% endfor %}",
        "{{ page.file.src_uri }}",
        "{% if page.is_homepage %}x{% endif %}",
        "{% for page in pages %}{% endfor %}",
        "{{ build_date_utc }}",
        "{% if page is mapping %}x{% endif %}",
    ],
)
def test_what_only_one_engine_knows_is_seen(text):
    assert list(strangers(text))
