"""A Content-Security-Policy for each page, without ``unsafe-inline``.

The host cannot send headers, so the policy is a meta element. No page of ours has an inline
script; where a theme writes some, each page lists the hashes of its own. Must run after
everything else that writes HTML.
"""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

from postbuild.markup import TOKEN, attributes

_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
# Scripts of these kinds are data; the browser never runs them.
_DATA = {"application/json", "application/ld+json", "text/plain"}

FRAMES = "frame"
"""Pages in this folder are shown inside other sites and may hold no inline script."""


def policy(html: str, *, hashes: bool = True) -> str:
    """The policy of one page; ``hashes=False`` allows no inline script at all."""
    scripts = sorted({_hash(text) for text in inline_scripts(html)}) if hashes else []
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def inline_scripts(html: str) -> list[str]:
    """The text of every script in the page that a browser would run without fetching it."""
    found = []
    for token in TOKEN.finditer(html):
        if token.lastgroup == "raw" and token["raw_name"].lower() == "script":
            attrs = attributes(token["raw_attrs"])
            if "src" not in attrs and attrs.get("type", "").lower() not in _DATA:
                found.append(token["raw_text"])
    return found


def add(html: str, *, hashes: bool = True) -> str:
    """The page with its policy right after the charset, instead of an earlier one."""
    html = _META.sub("", html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html, hashes=hashes)}">'
    return _CHARSET.sub(lambda charset: charset[0] + meta, html, count=1)


def apply(site_dir: Path) -> None:
    """Give every page of a built site its policy."""
    for path in sorted(site_dir.rglob("*.html")):
        framed = path.relative_to(site_dir).parts[0] == FRAMES
        before = path.read_text("utf-8")
        path.write_text(add(before, hashes=not framed), "utf-8")


def _hash(script: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
