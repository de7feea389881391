"""The age of the checks: what to read again, when no release is made, and copies that age."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from kigen import stale
from kigen.model import DataError
from kigen.reader import ROOT
from macros.cites import finish_page, source_dates
from macros.front import badge
from macros.pages import generated_pages
from macros.site import load_site
from macros.vocabulary import vocabulary
from tests.site import TODAY, served

DAY = date.fromisoformat(TODAY)
OLD = "確認から180日以上。"


@pytest.fixture(scope="module")
def found():
    return stale.items()


def site_on(day: date):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_TODAY", day.isoformat())
        load_site.cache_clear()
        site = load_site()
        load_site.cache_clear()
    return site


def command(*arguments: str, day: date):
    return subprocess.run(
        [sys.executable, "-m", "kigen", *arguments],
        cwd=ROOT, env={"SITE_TODAY": day.isoformat(), "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8",
    )  # fmt: skip


# ---------------------------------------------------------------- what to read again


def test_everything_with_a_day_of_checking_is_listed(found):
    site = load_site()
    ids = {item.id for item in found}
    assert set(site.sources) | set(site.checks) < ids
    assert site.about["phone"]["number"] in ids
    assert {item.file for item in found if item.kind == "ページ"} >= {"docs/index.md"}


def test_the_oldest_comes_first_and_of_one_day_the_weakest_check(found):
    order = ["relayed", "copy", "live", None]
    keys = [(item.on, order.index(item.how)) for item in found]
    assert keys == sorted(keys)


def test_an_item_says_where_it_is_used_and_which_file_records_it(found):
    law = next(item for item in found if item.id == "law-card-order")
    assert {"card.adult_age", "docs/guide/two-expiry-dates.md"} <= set(law.used_by)
    age = next(item for item in found if item.id == "card.adult_age")
    assert "docs/guide/two-expiry-dates.md" in age.used_by
    numbers = load_site().book.parameters
    for item in found:
        assert (ROOT / item.file).is_file(), item.file
        assumed = item.id in numbers and numbers[item.id].assumption
        assert item.links or item.kind == "ページ" or assumed, item.id


def test_the_command_prints_the_id_the_way_it_was_checked_the_days_and_the_link():
    run = command("stale", "1", day=DAY)
    assert run.returncode == 0, run.stderr
    first = stale.items()[0]
    for part in (first.id, first.title, f"{(DAY - first.on).days}日前", first.links[0], first.file):
        assert part in run.stdout
    assert "全部見るには" in run.stdout


def test_a_word_that_is_not_a_number_shows_how_it_is_used():
    run = command("stale", "many", day=DAY)
    assert run.returncode == 2 and "使いかた" in run.stderr


# ---------------------------------------------------------------- releases


def test_a_release_is_refused_only_after_the_promised_days_and_names_what_is_too_old(found):
    stop = stale.promises()["no_release_days"]
    oldest = found[0].on
    assert command("release-check", day=oldest + timedelta(stop)).returncode == 0
    run = command("release-check", day=oldest + timedelta(stop + 1))
    assert run.returncode == 1
    assert found[0].id in run.stderr and f"{stop + 1}日前" in run.stderr
    assert "checking.md" in run.stderr


def test_no_other_check_fails_for_age():
    """A pull request never fails because time has passed."""
    later = DAY + timedelta(400)
    run = command("check", day=later)
    assert run.returncode == 0, run.stdout
    text = "".join((ROOT / name).read_text("utf-8") for name in ("Makefile", ".ci/run"))
    assert "release-check" not in text


def test_the_promise_stands_in_one_place(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data/site.yaml"
    path.write_text(path.read_text("utf-8").replace("old_days: 180", "old_days: 90"), "utf-8")
    assert stale.promises(tmp_path)["old_days"] == 90
    assert load_site(tmp_path).old_days == 90
    path.write_text(path.read_text("utf-8").replace("old_days: 90", "old_days: soon"), "utf-8")
    with pytest.raises(DataError, match=r"site\.yaml: checks\.old_days"):
        stale.promises(tmp_path)


# ---------------------------------------------------------------- what a page says


@pytest.mark.parametrize(("days", "old"), [(0, False), (180, False), (181, True), (400, True)])
def test_a_source_and_a_page_say_that_their_check_is_old(days, old):
    checked = load_site().sources["kochi-renewal"].checked.on
    site = site_on(checked + timedelta(days))
    text = vocabulary(site)["source"]("kochi-renewal")
    assert (OLD in source_dates(site.sources["kochi-renewal"], site)) is old
    listed = BeautifulSoup(finish_page(f"文。{text}", site, home=""), "html.parser").find("li")
    assert (OLD in listed.get_text()) is old
    assert badge(None, text, site)["text"].startswith(OLD) is old
    assert badge(None, text, site)["old"] is old


@pytest.mark.parametrize(("days", "old"), [(0, False), (200, True), (400, True)])
def test_the_list_of_all_sources_says_it_of_each(days, old):
    site = site_on(DAY + timedelta(days))
    page = BeautifulSoup(generated_pages(site)["sources.md"], "html.parser")
    items = page.select("ul.kg-src > li")
    assert len(items) == len(site.sources)
    assert all((OLD in item.get_text()) is old for item in items)


def test_the_check_of_a_printed_number_or_sentence_counts_for_the_page(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data/facts").mkdir(exist_ok=True)
    row = '{ja: 文です。, cite: [kochi-renewal], checked: {on: "2020-01-01", how: relayed}}'
    (tmp_path / "data/facts/test.yaml").write_text(f"one: {row}\n", "utf-8")
    site = load_site(tmp_path)
    words = vocabulary(site)
    shown = badge(None, words["fact"]("test.one"), site)
    assert shown["date"] == "2020-01-01" and "ほかの人の記録" in shown["text"]
    assert badge(None, words["fact"]("certificate.fee"), site)["date"] == "2026-11-23"
    assert "[[" not in finish_page(words["fact"]("test.one"), site, home="")


# ---------------------------------------------------------------- a copy that ages


def texts(page, address, selector):
    page.goto(address)
    return page.locator(selector).all_inner_texts()


BADGE, SOURCE_CHECKS = ".kg-badge", ".kg-src li span:has(> time)"


@pytest.mark.browser
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_copy_opened_later_says_that_its_checks_are_old(base_url, browser, zone):
    address = f"{base_url}guide/renewal-window/"
    with browser.new_context(timezone_id=zone) as context:
        page = context.new_page()
        page.goto(address)
        checked = date.fromisoformat(page.locator(f"{BADGE} time").get_attribute("datetime"))
        for days, old in [(0, False), (180, False), (181, True), (3000, True)]:
            # an hour at which it is the same calendar day in all three zones
            page.clock.set_fixed_time(f"{checked + timedelta(days)}T09:30:00Z")
            (text,) = texts(page, address, BADGE)
            assert text.startswith(OLD) is old, days
            assert ("kg-badge--old" in page.locator(BADGE).get_attribute("class")) is old
        every = page.locator(SOURCE_CHECKS).all_inner_texts()
        assert every and all(line.startswith(OLD) for line in every)


@pytest.mark.browser
def test_what_the_build_called_old_is_not_said_twice(later, browser):
    with served(later) as address, browser.new_context() as context:
        page = context.new_page()
        page.clock.set_fixed_time("2028-06-01T09:30:00Z")
        for selector in (BADGE, SOURCE_CHECKS):
            for text in texts(page, f"{address}guide/renewal-window/", selector):
                assert text.count(OLD) == 1
