"""The built site, sent without white space that nobody sees and without our own comments.

So, too, without an attribute that the theme writes where it means nothing and HTML forbids it.

What stands in docs/ and overrides/ stays readable; only the built copies are made smaller. Names
and the order of things stay as they are. The theme's own files are small already and untouched.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

from postbuild.markup import TOKEN, attributes

ASSETS = "assets"
THEME = {"javascripts", "stylesheets"}

_KEPT = {"pre", "code"}


def page(html: str) -> str:
    """A page whose tags that begin a line begin it at once, with no empty line before."""
    parts, kept = [], 0
    for token in TOKEN.finditer(html):
        text = token[0]
        if token.lastgroup in ("open", "close"):
            name = (token["open_name"] or token["close_name"]).lower()
            if name in _KEPT:
                kept += 1 if token["open_name"] else -1
            if name == "input" and attributes(text).get("type") == "checkbox":
                text = text.replace(' autocomplete="off"', "")
        elif token.lastgroup == "text" and not kept and text.isspace() and "\n" in text:
            text = "\n"
        parts.append(text)
    return "".join(parts)


_SMALLER: dict[str, Callable[[str], str]] = {
    ".html": page,
    ".mjs": jsmin,
    ".js": jsmin,
    ".css": cssmin,
}


def shrink(text: str, suffix: str) -> str:
    """A file's text, smaller; doing it twice changes nothing more."""
    return _SMALLER[suffix](text)


def apply(site_dir: Path) -> None:
    """Shrink every page, and every file of our own, of a built site in place."""
    for path in ours(site_dir):
        path.write_text(shrink(path.read_text("utf-8"), path.suffix), "utf-8")


def ours(site_dir: Path) -> Iterator[Path]:
    """The pages, and the modules, scripts and style sheets that are not the theme's."""
    for path in sorted(site_dir.rglob("*")):
        place = path.relative_to(site_dir).parts
        if path.suffix in _SMALLER and not (place[0] == ASSETS and place[1] in THEME):
            yield path
