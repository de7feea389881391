"""What the site generator calls: thin calls into plain functions of macros/ and postbuild/."""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel

OURS = ("kigen", "macros", "postbuild")
log = logging.getLogger("mkdocs.hooks")
serving = False


def on_startup(command: str, **_) -> None:
    """Remember whether this is a preview: a preview is not finished for publication."""
    global serving
    serving = command == "serve"


@event_priority(100)
def on_config(config):
    """Make this repository importable, fresh at each rebuild, and tell templates of the site."""
    root = str(Path(config.config_file_path).parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    for name in [n for n in sys.modules if n.split(".")[0] in OURS and n != __name__]:
        del sys.modules[name]
    from macros.front import template_facts
    from macros.site import load_site

    site = load_site(Path(root))
    config.extra.update(template_facts(site))
    config.repo_url = None
    # Noon: at midnight in Tokyo the sitemap's day, which is that of UTC, is still the day before.
    noon = datetime.combine(site.today, time(12), ZoneInfo("Asia/Tokyo"))
    os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
    return config


def on_files(files, config):
    """Add the pages and files made from data, and a page at each old address of one that moved."""
    from macros.building import added_files
    from macros.site import load_site

    site = load_site(Path(config.config_file_path).parent)
    for added in added_files(site, Path(config.docs_dir), config.site_url or ""):
        file = File.generated(config, added.path, content=added.content)
        if not added.in_nav:
            file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    return files


@event_priority(-100)
def on_page_markdown(markdown, page, config, **_):
    """After the macros: number the source marks and put the last-checked line together."""
    from macros.building import finished_markdown
    from macros.site import load_site

    site = load_site(Path(config.config_file_path).parent)
    path, address, home = page.file.src_uri, config.site_url or "", way_home(page)
    facts, markdown = finished_markdown(path, page.meta, markdown, site, address, home)
    page.meta.update(facts)
    return markdown


def on_page_content(html, page, config, **_):
    """Link each word of the glossary at its first use."""
    from macros.building import finished_content, names_terms
    from macros.site import load_site

    if not names_terms(page.file.src_uri, page.meta["kind"]):
        return html
    return finished_content(html, load_site(Path(config.config_file_path).parent), way_home(page))


def way_home(page) -> str:
    """The way from a page to the root of the site, such as `../../`."""
    return "../" * page.url.count("/")


def on_post_build(config) -> None:
    """Finish the built HTML for publication and refuse it if anything in it is broken."""
    if serving:
        return
    from postbuild import finish

    finish(Path(config.site_dir), config.site_url or "")


def on_build_error(error, **_) -> None:
    """End with the message alone where it says what to mend; anything else is a fault of ours."""
    from kigen.model import DataError
    from postbuild import SiteError

    if isinstance(error, DataError | SiteError):
        log.error(str(error))
        raise Abort("直してから、もう一度実行してください。") from None
