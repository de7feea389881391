"""Line ends of Japanese text: where a line must not end, and where none was meant.

Japanese text may break between any two characters, and no browser setting prevents
「2027年1|月27日」 or 「電子証明|書」 everywhere. So the built HTML gets
``<span class="kg-nb">`` (``white-space: nowrap``) around what must not be split.

And a line break in the source of a page is shown as a space, as in English; between Japanese
characters it is taken out.
"""

import re
from pathlib import Path

from postbuild.markup import TOKEN

OPEN, CLOSE = '<span class="kg-nb">', "</span>"

_ERA = r"(?:明治|大正|昭和|平成|令和)(?:元|[0-9]{1,2})年"
_YEAR = rf"(?:[0-9]{{4}}年|{_ERA})"
_WEEKDAY = r"(?:[（(][月火水木金土日][）)])?"
# The look-ahead only makes it fast: most characters start nothing.
_WHOLE = re.compile(
    "(?=[0-9明大昭平令電くは])(?:"
    + "|".join(
        (
            rf"(?:{_YEAR})?[0-9]{{1,2}}月[0-9]{{1,2}}日{_WEEKDAY}",  # 2027年1月27日（水）
            rf"{_YEAR}[0-9]{{1,2}}月",
            _YEAR,
            r"[0-9]+(?:回目?|つ|人|円)",
            r"[0-9]+歳(?:以上|以下|まで|から)?",
            r"[0-9]+(?:か月|日|週間|年)(?:以上|以内|間|後|前)?",
            r"[0-9]+月",
            "電子証明書",
            "ください",
            "はっきりしない(?:こと)?",
        )
    )
    + ")"
)
# A link with nothing but up to nine characters in it.
_SHORT_LINK = re.compile(r"(<a\b[^>]*>\s*)([^<>&\s]{2,9})(\s*</a>)")
_JAPANESE = r"[\u3000-\u9fff\uff00-\uffef]"
_LINE_END = re.compile(
    rf"(?:(?<=[。、）」])[ \t]*\n[ \t]*|(?<={_JAPANESE})[ \t]*\n[ \t]*(?={_JAPANESE}|$))"
)
_LINE_START = re.compile(rf"^[ \t]*\n[ \t]*(?={_JAPANESE}|[0-9])")
_INLINE = {"a", "b", "strong", "em", "sup", "sub", "span", "code", "time", "small", "ruby", "q"}
_SKIP = {"svg", "code", "pre", "select", "noscript"}


def keep_whole(html: str) -> str:
    """The page with a span around each date and word that must not be split.

    Line breaks between Japanese characters are gone. Only text is touched: no attribute, no
    SVG, no code. Doing it twice changes nothing more.
    """
    html = _SHORT_LINK.sub(rf"\1{OPEN}\2{CLOSE}\3", html)
    parts = []
    skipped, depth = "", 0  # inside which element nothing is touched, and how deep
    after_inline = False
    for token in TOKEN.finditer(html):
        kind, text = token.lastgroup, token[0]
        if kind == "text":
            if not depth:
                text = _LINE_END.sub("", text)
                if after_inline:
                    text = _LINE_START.sub("", text)
                text = _WHOLE.sub(_wrap, text)
        elif kind == "open":
            name = token["open_name"]
            if depth:
                depth += name == skipped and not text.endswith("/>")
            elif name in _SKIP or text == OPEN:
                skipped, depth = name, 1
        elif kind == "close" and depth:
            depth -= token["close_name"] == skipped
        after_inline = kind == "close" and token["close_name"] in _INLINE
        parts.append(text)
    return "".join(parts)


def _wrap(found: re.Match) -> str:
    return OPEN + found[0] + CLOSE


def apply(site_dir: Path) -> None:
    """Rewrite every page of a built site."""
    for path in sorted(site_dir.rglob("*.html")):
        before = path.read_text("utf-8")
        after = keep_whole(before)
        if after != before:
            path.write_text(after, "utf-8")
