"""Words of another language, marked so that a screen reader says them in that language."""

from __future__ import annotations

import re
from html import escape

_WESTERN = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_WORD = re.compile(r"[A-Za-z]{2}")


def in_language(text: str, lang: str | None) -> str:
    """The text as HTML, with what is not Japanese in it marked as `lang`, if there is one."""
    if not lang:
        return escape(text)
    parts, done = [], 0
    for run in _WESTERN.finditer(text):
        if not _WORD.search(run[0]):
            continue
        marked = f'<span lang="{lang}">{escape(run[0])}</span>'
        parts += [escape(text[done : run.start()]), marked]
        done = run.end()
    return "".join([*parts, escape(text[done:])])
