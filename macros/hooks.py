"""What the site generator calls: thin calls into plain functions of macros/ and postbuild/."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel

OURS = ("kigen", "macros", "postbuild")
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
    midnight = datetime.combine(site.today, time(), ZoneInfo("Asia/Tokyo"))
    os.environ["SOURCE_DATE_EPOCH"] = str(int(midnight.timestamp()))
    return config


def on_files(files, config):
    """Add the pages and files made from data, and a page at each old address of one that moved."""
    from macros.data_pages import data_files
    from macros.findings import check_pages
    from macros.front import check_addresses, redirects
    from macros.pages import generated_pages, redirect_page
    from macros.search import search_file
    from macros.site import load_site

    site = load_site(Path(config.config_file_path).parent)
    check_pages(site.findings, Path(config.docs_dir))
    pages, moved = dict(generated_pages(site)), redirects(Path(config.docs_dir))
    check_addresses(Path(config.docs_dir), [*pages, *moved])
    for path, markdown in pages.items():
        files.append(File.generated(config, path, content=markdown))
    for path, target in moved.items():
        page = File.generated(config, path, content=redirect_page(target))
        page.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(page)
    for path, content in (*data_files(site, config.site_url or ""), search_file(site)):
        files.append(File.generated(config, path, content=content))
    return files


@event_priority(-100)
def on_page_markdown(markdown, page, config, **_):
    """After the macros: number the source marks and put the last-checked line together."""
    from macros.cites import finish_page
    from macros.findings import check_page
    from macros.front import page_facts
    from macros.handouts import handout_facts
    from macros.site import load_site

    site = load_site(Path(config.config_file_path).parent)
    path, address = page.file.src_uri, config.site_url or ""
    check_page(path, markdown, site.findings)
    page.meta.update(page_facts(path, page.url, page.meta, markdown, site))
    page.meta.update(handout_facts(path, page.url, page.meta, markdown, address))
    return finish_page(markdown, site, home="../" * page.url.count("/"))


def on_page_content(html, page, config, **_):
    """Link each word of the glossary at its first use; the glossary itself needs no links."""
    from macros.site import load_site
    from macros.terms import link_terms

    if page.file.src_uri == "terms.md" or page.meta["kind"] == "redirect":
        return html
    site = load_site(Path(config.config_file_path).parent)
    return link_terms(html, site.terms, home="../" * page.url.count("/"))


def on_post_build(config) -> None:
    """Finish the built HTML for publication and refuse it if anything in it is broken."""
    if serving:
        return
    from postbuild import finish

    finish(Path(config.site_dir), config.site_url or "")
