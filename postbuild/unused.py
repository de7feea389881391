"""What a theme copies into every site and no page of ours asks for: taken out before publishing."""

import posixpath
import re
from pathlib import Path

THEME = ("assets/javascripts", "assets/stylesheets", "search")
"""Folders in which a theme puts its own; ours are never here."""

_ASSET = re.compile(r'\b(?:src|href)="([^"]*assets/[^"]*)"')


def apply(site_dir: Path) -> None:
    """Delete every file of the theme's folders that no page names in src or href."""
    wanted = _named(site_dir)
    for folder in THEME:
        for path in sorted((site_dir / folder).rglob("*"), reverse=True):  # what is inside first
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(site_dir).as_posix() not in wanted:
                path.unlink()
        if (site_dir / folder).is_dir() and not any((site_dir / folder).iterdir()):
            (site_dir / folder).rmdir()


def _named(site_dir: Path) -> set[str]:
    """The files of the theme's folders that some page loads, from the root of the site."""
    found = set()
    for page in site_dir.rglob("*.html"):
        place = page.relative_to(site_dir).parent.as_posix()
        for name in _ASSET.findall(page.read_text("utf-8")):
            found.add(posixpath.normpath(posixpath.join(place, name)))
    return found
