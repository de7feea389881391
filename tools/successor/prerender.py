"""The site's pages as plain Markdown files, for a generator without our macros and hooks.

All that is made from data stands in them: words of the macros, source marks, generated pages,
data files. What the templates need to know of a page stands in its head.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError

from kigen.model import DataError
from kigen.reader import split_page
from macros.building import added_files, finished_markdown, names_terms
from macros.front import template_facts
from macros.site import Site
from macros.vocabulary import vocabulary
from tools.successor.terms import mark

DOCS, CONFIG, OUTPUT = "docs", "mkdocs.yml", "site"


def write(site: Site, target: Path, site_url: str = "") -> None:
    """Write docs/ and the settings of the next generator into the folder `target`.

    Raises DataError for what is wrong in a page.
    """
    docs, written = site.root / "docs", target / DOCS
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(docs, written)
    for added in added_files(site, docs, site_url):
        path = written / added.path
        path.parent.mkdir(parents=True, exist_ok=True)
        content = added.content
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    macros = environment(site, site_url)
    for path in sorted(written.rglob("*.md")):
        name = path.relative_to(written).as_posix()
        path.write_text(page(path.read_text("utf-8"), name, macros, site, site_url), "utf-8")
    (target / CONFIG).write_text(json.dumps(settings(site, target), ensure_ascii=False), "utf-8")


def environment(site: Site, site_url: str) -> Environment:
    """Everything a page may name between its double braces."""
    macros = Environment(undefined=StrictUndefined)
    macros.globals.update(vocabulary(site))
    macros.globals.update(template_facts(site))
    macros.globals["config"] = {"site_url": site_url}
    return macros


def page(text: str, path: str, macros: Environment, site: Site, site_url: str = "") -> str:
    """One page as the hooks leave it: its macros rendered, its facts in its head."""
    meta, markdown = split_page(text, f"docs/{path}")
    home = "../" * path.count("/")  # it reads HTML's links, too, as seen from the Markdown file
    try:
        markdown = macros.from_string(markdown).render()
    except TemplateError as error:
        mend = "ページの中の {{ }} の書きかたを確かめてください"
        raise DataError(f"docs/{path}", "本文", str(error), mend) from error
    except DataError as error:  # a word knows nothing of its page
        raise DataError(f"docs/{path}", error.place, error.problem, error.mend) from error
    facts, markdown = finished_markdown(path, meta, markdown, site, site_url, home)
    if names_terms(path, meta["kind"]):
        markdown = f"{markdown}\n\n{mark(home)}\n"
    return f"---\n{_head({**meta, **facts})}---\n{markdown}"


def settings(site: Site, target: Path) -> dict[str, Any]:
    """The settings that differ from mkdocs.yml; the next generator reads that, too."""
    up = os.path.relpath(site.root, target)
    return {
        "INHERIT": f"{up}/mkdocs.yml",
        "docs_dir": DOCS,
        "site_dir": OUTPUT,
        "theme": {"custom_dir": f"{up}/overrides"},
        "extra": template_facts(site),
        # Its index has a limit in size, and our search has an index of its own.
        "plugins": {"macros": {"render_by_default": False}, "search": {"enabled": False}},
        "markdown_extensions": ["tools.successor.terms"],
    }


def _head(meta: Mapping[str, Any]) -> str:
    """A page's head in YAML, of which JSON is a part."""
    return "".join(f"{key}: {json.dumps(meta[key], ensure_ascii=False)}\n" for key in meta)
