"""The log of rules: what is in it, what a page, a feed reader and a calendar make of it."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from kigen import DataError, load_book
from kigen.audit import check
from kigen.changes import Precision, load_changes
from kigen.publish import feeds
from kigen.reader import ROOT
from kigen.render.changes import entries
from macros.changes import UNCONFIRMED
from macros.site import load_site
from tests.site import SITE_URL, TODAY

DAY = date.fromisoformat(TODAY)
ADULT_AGE, LICENCE = "92e317d7-4023-5029-bb59-88515655fe95", "8bb22c60-fba0-5bd5-85eb-ac3d1f7a16d6"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def log():
    return entries(DAY)


@pytest.fixture(scope="module")
def calendar(log):
    return Calendar.from_ical(feeds.calendar(log, SITE_URL))


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def by_id(log):
    found = {entry.id: entry for entry in log}
    assert len(found) == len(log)
    return found


# ---------------------------------------------------------------- what is in it


def test_it_holds_what_is_written_and_every_number_that_changed(log):
    found = by_id(log)
    changes = load_changes()
    assert set(changes.by_id) < set(found)
    numbers = {(entry.parameter, entry.on) for entry in log if entry.parameter}
    assert numbers == {
        (parameter.id, value.since)
        for parameter in load_book().parameters.values()
        for value in parameter.values
        if value.since > changes.begins
    }
    assert found["card-adult-age-2022-04-01"].ja.startswith(
        "前の日までは20歳、この日から18歳です。"
    )
    days = [entry.on for entry in log]
    assert days == sorted(days, key=lambda day: day or date.max, reverse=True)


def test_every_change_has_an_authority(log):
    sources = load_site().sources
    for entry in log:
        assert entry.cites, entry.id
        assert {cite.source for cite in entry.cites} <= set(sources)


def test_a_plan_whose_day_went_by_is_not_said_to_have_begun(log):
    plan = next(entry for entry in log if entry.id == "android-card")
    status = {
        day: by_id(entries(day))["android-card"].status
        for day in (plan.on - timedelta(1), plan.on, DAY)
    }
    assert list(status.values()) == ["planned", "unconfirmed", "unconfirmed"]


def test_a_number_may_be_written_before_it_begins(copy):
    path = copy / "data/parameters/certificate/window_months.yaml"
    path.write_text(
        path.read_text("utf-8")
        + '  "2028-04-01":\n    value: 12\n    cite: [law-jpki-rules 第49条第1号]\n',
        "utf-8",
    )
    name = "certificate-window-months-2028-04-01"
    before = by_id(entries(DAY, copy))[name]
    assert (before.status, before.ja) == ("planned", "前の日までは3か月、この日から12か月です。")
    assert by_id(entries(date(2028, 4, 1), copy))[name].status == "done"


FACE = 'on: "2023-12-15"\n  status: done'
NEXT = "- id: next-card\n  status: planned"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("- id: face-card", "- id: furigana", "2回"),
        (FACE, "status: done", "planned"),
        (FACE, 'by: "2023-12-15"\n  status: done', "planned"),
        (FACE, 'on: "2026-12-15"\n  status: done', "確かめた日より後"),
        (NEXT, f'{NEXT}\n  on: "2028-04-01"\n  by: "2029-04-01"', "両方"),
        ("[minamata-face]", "[minamata-fase]", "minamata-face"),
        ('on: "2023-12-15"', 'on: "2023-13-15"', "face-card.on"),
    ],
)
def test_a_mistake_is_named(copy, old, new, named):
    path = copy / "data/changes.yaml"
    whole = path.read_text("utf-8")
    assert old in whole
    path.write_text(whole.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        load_changes(copy)
    assert caught.value.file == "data/changes.yaml"
    assert named in str(caught.value)


def test_the_check_of_the_data_looks_at_it(copy):
    path = copy / "data/changes.yaml"
    path.write_text(path.read_text("utf-8").replace(FACE, "status: done", 1), "utf-8")
    assert [error.place for error in check(copy)] == ["face-card.on"]


# ---------------------------------------------------------------- the page


def test_the_page_tells_every_change_with_its_day_and_its_sources(site, log):
    page = BeautifulSoup((site / "about/changes/index.html").read_text("utf-8"), "html5lib")
    for entry in log:
        heading = page.find(id=entry.id)
        said = heading.find_next("p")
        assert heading.get_text() == entry.title
        assert said.select(".kg-mark"), entry.id
        for mark in said.select(".kg-mark"):
            mark.decompose()
        text = said.get_text().replace("\u2060", "")
        assert text.startswith(entry.when), entry.id
        assert (UNCONFIRMED in text) is (entry.status == "unconfirmed")
        for sentence in entry.ja.split("。")[:-1]:
            assert sentence in text, entry.id
    assert page.select_one(".kg-badge")


# ---------------------------------------------------------------- the feed


def test_a_feed_reader_finds_every_change_once(log):
    feed = ET.fromstring(feeds.atom(log, SITE_URL, "名前"))
    items = feed.findall("a:entry", ATOM)
    assert [item.findtext("a:title", None, ATOM).split("：")[-1] for item in items] == [
        entry.title for entry in log
    ]
    ids = [item.findtext("a:id", None, ATOM) for item in items]
    assert len(set(ids)) == len(ids)
    assert all(UUID(each.removeprefix("urn:uuid:")) for each in ids)
    for item, entry in zip(items, log, strict=True):
        assert item.find("a:link", ATOM).get("href") == f"{SITE_URL}about/changes/#{entry.id}"
        assert entry.ja in item.findtext("a:content", None, ATOM)
    updated = [item.findtext("a:updated", None, ATOM) for item in items]
    assert feed.findtext("a:updated", None, ATOM) == max(updated)
    assert feed.findtext("a:author/a:name", None, ATOM) == "名前"
    (itself,) = (x for x in feed.findall("a:link", ATOM) if x.get("rel") == "self")
    assert itself.get("href") == f"{SITE_URL}feeds/changes.xml"


def test_without_an_address_the_links_of_the_feed_count_from_the_file(log):
    feed = ET.fromstring(feeds.atom(log, "", "名前"))
    links = [link.get("href") for link in feed.iter(f"{{{ATOM['a']}}}link")]
    assert links[0] == "../about/changes/" and all(x.startswith("../about/") for x in links)


def test_the_feed_is_the_same_tomorrow_and_tells_when_a_planned_number_began(log):
    assert feeds.atom(log, "", "x") == feeds.atom(entries(DAY + timedelta(1)), "", "x")
    assert feeds.calendar(log, "") == feeds.calendar(entries(DAY + timedelta(1)), "")
    grace = next(entry for entry in log if entry.parameter == "insurance.grace_months")
    assert feeds._updated(grace).startswith(str(grace.checked.on))


# ---------------------------------------------------------------- the calendar


def test_a_calendar_reads_every_change_whose_day_is_known(log, calendar):
    wanted = [e for e in log if e.on and e.precision is not Precision.MONTH]
    events = list(calendar.walk("VEVENT"))
    assert len(events) == len(wanted) < len(log)
    for event, entry in zip(events, wanted, strict=True):
        assert event["DTSTART"].dt == entry.on
        assert event["DTEND"].dt == entry.on + timedelta(1), "the end is the first day after"
        assert str(event["SUMMARY"]).endswith(entry.title)
        assert str(event["DESCRIPTION"]).startswith(entry.ja), "the text of the page"
        assert event["URL"] == f"{SITE_URL}about/changes/#{entry.id}"
        assert event["DTSTAMP"].dt.date() == entry.checked.on
        assert event["STATUS"] == ("CONFIRMED" if entry.status == "done" else "TENTATIVE")
    assert "遅くとも" in str(events[0]["SUMMARY"])
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_the_names_of_events_never_change(calendar):
    """A calendar drops or doubles events whose names do; these two were published first."""
    names = {str(event["SUMMARY"]): str(event["UID"]) for event in calendar.walk("VEVENT")}
    assert names["カードの有効期間を分ける年齢"] == ADULT_AGE
    assert names["マイナ免許証の始まり"] == LICENCE


def test_lines_are_short_and_marks_are_escaped(log):
    content = feeds.calendar(log, SITE_URL)
    lines = content.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines), "no character is cut"
    assert feeds._text("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"
