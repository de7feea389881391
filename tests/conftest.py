"""What many tests share: the rule book, the built site and the browser."""

from __future__ import annotations

import os

import pytest

from kigen import load_book, load_sources
from tests.site import built, built_by_successor, served
from tools.ensure_browser import browser as find_browser


def pytest_addoption(parser):
    parser.addoption("--successor", action="store_true", help="test the site of the next generator")


@pytest.fixture(scope="session")
def book():
    return load_book()


@pytest.fixture(scope="session")
def sources():
    return load_sources()


@pytest.fixture(scope="session")
def site(tmp_path_factory, request):
    """The built site's folder."""
    build = built_by_successor if request.config.getoption("--successor") else built
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def base_url(site):
    """The address at which the built site is served."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--disable-gpu", *(["--no-sandbox"] if root else [])]
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
