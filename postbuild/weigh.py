"""How much a visit weighs: what a browser with an empty cache fetches for one page.

The search is not in it: its files come when a person starts to search.
"""

import posixpath
import re
from gzip import compress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postbuild.markup import TOKEN, attributes

_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
_FETCHED = {"stylesheet", "icon", "modulepreload", "manifest"}
_PACKED = {".png", ".jpg", ".webp", ".woff2", ".gz", ".pdf"}  # compressed already


def visit_bytes(site_dir: Path, page: str) -> tuple[int, int]:
    """The bytes of a page and of all it fetches, as they are and as sent with gzip."""
    files = fetched(site_dir, page)
    whole = sum((site_dir / name).stat().st_size for name in files)
    return whole, sum(sent_bytes(site_dir, name) for name in files)


def sent_bytes(site_dir: Path, name: str) -> int:
    """The bytes of one file as a server with gzip sends it."""
    content = (site_dir / name).read_bytes()
    packed = posixpath.splitext(name)[1] in _PACKED
    return len(content) if packed else len(compress(content, 6))


def fetched(site_dir: Path, page: str) -> list[str]:
    """The files that a first visit of `page` (guide/x/) fetches, the page itself first."""
    start = posixpath.join(page, "index.html") if page else "index.html"
    found = [start]
    for name in found:  # grows while it is read
        for target in _links(site_dir, name):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path not in found and (site_dir / path).is_file():
                found.append(path)
    return found


def site_bytes(site_dir: Path, without: Path) -> tuple[int, int]:
    """How many files a built site has and how many bytes, leaving out one folder."""
    files = [p for p in site_dir.rglob("*") if p.is_file() and p.parent != without]
    return len(files), sum(path.stat().st_size for path in files)


def _links(site_dir: Path, name: str) -> list[str]:
    text = (site_dir / name).read_text("utf-8", errors="replace")
    if name.endswith((".mjs", ".js")):
        return _IMPORT.findall(text)
    if not name.endswith(".html"):
        return []
    hrefs = []
    for token in TOKEN.finditer(text):
        attrs = attributes(token["open_attrs"] or token["raw_attrs"] or "")
        name = (token["open_name"] or token["raw_name"] or "").lower()
        if name == "link" and _FETCHED & set(attrs.get("rel", "").split()):
            hrefs.append(attrs.get("href", ""))
        elif name in ("script", "img") and "src" in attrs:
            hrefs.append(attrs["src"])
    paths = (urlsplit(href) for href in hrefs)
    return [unquote(url.path) for url in paths if not url.scheme and not url.netloc]
