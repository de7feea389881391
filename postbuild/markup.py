"""Cutting a built page into tags and text.

``html.parser`` does this too, but takes about ten milliseconds for a page with a big table,
and each page is read three times. One expression is enough here, because the pages are
machine-made; ``tests/test_postbuild.py`` holds it against a real HTML parser.
"""

import re
from html import unescape

_ATTRS = r"""[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*"""

TOKEN = re.compile(
    rf"""
      (?P<comment><!--.*?-->|<![^>]*>)
    | (?P<raw><(?P<raw_name>script|style|textarea|title)\b(?P<raw_attrs>{_ATTRS})>
        (?P<raw_text>.*?)</(?P=raw_name)\s*>)
    | (?P<close></(?P<close_name>[a-z][^\s>]*)[^>]*>)
    | (?P<open><(?P<open_name>[a-z][^\s/>]*)(?P<open_attrs>{_ATTRS})>)
    | (?P<text>[^<]+|<)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""``match.lastgroup`` is the kind of a token: comment, raw, close, open or text.

A "raw" token is a whole element whose content is not markup.
"""

_ATTR = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


def attributes(text: str) -> dict[str, str]:
    """The attributes written in a tag, by lower-case name; no value gives ""."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTR.findall(text)
    }
