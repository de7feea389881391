"""What many tests share: the rule book, the built site and the browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from kigen import load_book, load_sources
from tests.site import TODAY, built, built_by_successor, once, served
from tools.ensure_browser import browser as find_browser

# What is true on an idle machine is true on a busy one: nothing is given up after a few seconds.
expect.set_options(timeout=30_000)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser):
    parser.addoption("--successor", action="store_true", help="test the site of the next generator")


def pytest_collection_modifyitems(items):
    """What needs no site comes first, so that one worker builds it while another has work."""
    needing = {item.path for item in items if {"site", "base_url"} & set(item.fixturenames)}
    items.sort(key=lambda item: item.path in needing)


@pytest.fixture(scope="session")
def book():
    return load_book()


@pytest.fixture(scope="session")
def sources():
    return load_sources()


@pytest.fixture(scope="session")
def common(tmp_path_factory) -> Path:
    """A folder that all workers of this run share, for what is made `once`."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def site(common, request):
    """The built site's folder."""
    build = built_by_successor if request.config.getoption("--successor") else built
    return once(common / "site", build)


@pytest.fixture(scope="session")
def later(common):
    """The site of 400 days later, of a known repository and without an address of its own."""
    unlike = {"SITE_TODAY": "2027-12-30", "SITE_URL": "", "REPO_URL": "https://example.test/code/"}
    return once(common / "later", lambda folder: built(folder, **unlike))


@pytest.fixture(scope="session")
def base_url(site):
    """The address at which the built site is served."""
    with served(site) as address:
        yield address


# The address bar of a full Chromium loads two pages of its own in each new window, which costs
# more than most of our tests. The last --disable-features counts, so it says again what
# Playwright itself turns off (disabledFeatures in its coreBundle.js).
TURNED_OFF = (
    "WebUIOmniboxPopup WebUIOmniboxAimPopup "
    "AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades "
    "HttpsFirstBalancedModeAutoEnable LensOverlay MediaRouter PaintHolding "
    "ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect TcpPortRandomizationWin "
    "OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch"
).split()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--disable-gpu", f"--disable-features={','.join(TURNED_OFF)}"]
    arguments += ["--no-sandbox"] if root else []
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(scope="module")
def shared(browser, browser_context_args):
    """One page for all tests of a file, on the day of the build, so that the site is fetched once.

    What it says or asks is kept as its `noise`.
    """
    with browser.new_context(**browser_context_args) as context:
        page = context.new_page()
        page.clock.set_fixed_time(f"{TODAY}T12:00:00+09:00")
        page.noise = []

        def hear(message):
            # The browser itself looks for the tab's icon, also where there is no network.
            if not message.location["url"].endswith("favicon.svg"):
                page.noise.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: page.noise.append(str(error)))
        page.on("dialog", lambda dialog: page.noise.append(dialog.message))
        yield page
