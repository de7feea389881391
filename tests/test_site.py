"""The built site: what is in it, that it is the same twice, and what stops the build."""

from __future__ import annotations

import filecmp
import re
import shutil

import pytest

from kigen.reader import ROOT, front_matter
from macros.site import load_site
from postbuild import PERMALINKS, SiteError, permalinks
from tests.site import build, built, once, soup

PAGES = sorted((ROOT / "docs").rglob("*.md"))


def html_files(site):
    return sorted(site.rglob("*.html"))


def copied(root):
    """A copy of what the build reads, to be spoilt."""
    for name in ("data", "docs", "kigen", "macros", "overrides", "postbuild"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """One for the tests that put back what they spoil."""
    return copied(tmp_path_factory.mktemp("copy"))


# ---------------------------------------------------------------- what is in it


def test_every_table_stands_on_its_page_with_its_rows(site):
    found = {}
    for path in (site / "tables").rglob("index.html"):
        for table in soup(path).select("table.kg-t"):
            found[table.caption["id"].removesuffix("-caption")] = table
    assert set(found) == set(load_site().tables)
    rows = found["by-issuance-age"].tbody.find_all("tr")
    assert [row["id"] for row in rows] == [f"age-{age}" for age in range(101)]
    cells = [cell.get_text() for cell in found["by-issuance-age"].select("#age-66 > *")]
    assert cells[:3] == ["66歳", "71歳", "76歳"]


def test_every_table_is_usable_by_a_screen_reader(site):
    for path in html_files(site):
        page = soup(path)
        for table in page.select("table.kg-t"):
            region = table.parent
            assert region["role"] == "region" and region["tabindex"] == "0", path
            assert page.find(id=region["aria-labelledby"]).name == "caption", path
            assert all(th.get("scope") for th in table.find_all("th")), path
            for row in table.tbody.find_all("tr"):
                # /check/ shows tables a second time, without their addresses
                assert row.get("id") or path.parent.name == "check", path
                assert row.find("th", scope="row"), path


def test_every_table_says_that_the_printed_date_wins(site):
    for path in (site / "tables").rglob("index.html"):
        text = path.read_text("utf-8")
        if 'class="kg-t"' in text:
            assert "印刷された日付が優先です" in text, path


def test_every_page_about_the_rules_says_how_it_was_checked(site):
    for path in PAGES:
        head = front_matter(path)
        if head["kind"] not in ("guide", "table", "home"):
            continue
        name = path.relative_to(ROOT / "docs").with_suffix("")
        folder = name.parent if name.name == "index" else name
        page = soup(site / folder / "index.html")
        badge = page.select_one(".kg-badge")
        assert badge and "確認" in badge.get_text() and badge.find("time"), path
        assert page.select("ol.kg-src li"), f"{path} names no source"


def test_every_source_mark_leads_to_its_source(site):
    for path in html_files(site):
        page = soup(path)
        listed = {item["id"] for item in page.select("ol.kg-src > li")}
        marked = {a["href"].removeprefix("#") for a in page.select(".kg-mark a")}
        assert marked == listed, path


def test_generated_pages_hold_every_source_doubt_and_parameter(site):
    data = load_site()
    anchors = {tag["id"] for tag in soup(site / "sources/index.html").find_all(id=True)}
    assert set(data.sources) <= anchors
    anchors = {tag["id"] for tag in soup(site / "doubts/index.html").find_all(id=True)}
    assert {code.lower().replace("_", "-") for code in data.book.ambiguities} <= anchors
    for parameter in data.book.parameters:
        assert (site / "law" / parameter / "index.html").is_file()


def test_nothing_is_left_unrendered(site):
    for path in html_files(site):
        text = soup(path).get_text()
        assert not re.search(r"\{\{|\{%|\[\[(?:cite|to|fact):|Undefined", text), path


def test_the_site_never_looks_official(site):
    for path in html_files(site):
        page = soup(path)
        assert "国や市区町村の公式サイトではありません" in page.get_text(), path
        assert "非公式" in page.select_one(".kg-unofficial").get_text(), path


def test_links_outside_tell_nobody_where_the_reader_came_from(site):
    for path in html_files(site):
        assert soup(path).find("meta", attrs={"name": "referrer"})["content"] == "no-referrer"


# ---------------------------------------------------------------- addresses


def test_the_side_of_a_page_lists_the_pages_of_its_own_part(site):
    """Beside a page of 「しらべる」 stand its neighbours, not the whole chapter, and never nothing."""
    side = soup(site / "guide/notice-letter/index.html").select_one(
        "[aria-labelledby=kg-side-section]"
    )
    assert side.p.get_text() == "手紙・画面・紙"
    links = side.select("a")
    assert len(links) == 5 and links[0]["aria-current"] == "page"
    for path in site.rglob("index.html"):
        beside = path.read_text("utf-8").partition('class="kg-side"')[2].partition("<footer")[0]
        assert not re.search(r"<ul>\s*</ul>", beside), path


def test_every_address_is_promised(site):
    missing = permalinks.unlisted(site, PERMALINKS)
    assert not missing, f"make freeze で data/permalinks.txt に足してください: {missing[:20]}"


def test_a_promised_address_that_is_gone_is_named(site, tmp_path):
    listed = tmp_path / "permalinks.txt"
    listed.write_text("/guide/two-expiry-dates/ 2026-11-25\n/guide/gone/ 2026-11-25\n", "utf-8")
    with pytest.raises(SiteError, match="/guide/gone/"):
        permalinks.check(site, listed)


def test_a_promised_anchor_that_is_gone_is_named(site, tmp_path):
    listed = tmp_path / "permalinks.txt"
    listed.write_text("/about/#operator 2026-11-25\n/about/#gone 2026-11-25\n", "utf-8")
    with pytest.raises(SiteError, match="/about/#gone") as caught:
        permalinks.check(site, listed)
    assert len(caught.value.findings) == 1


IN_THE_HTML = [
    '<a href="../nowhere/">ない</a>',
    '<p style="color:red">赤</p>',
    '<img src="https://elsewhere.test/x.png" alt="">',
    "# 2つめの題",
]


@pytest.fixture(scope="session")
def refused(common, tmp_path_factory):
    """A build with a page that moved and one in which four things are wrong, and what was said.

    Everything is written before it is looked at, so the folder is whole although it is refused.
    """

    def make(folder):
        root = copied(tmp_path_factory.mktemp("refused"))
        moved, wrong = root / "docs/about/index.md", root / "docs/about/privacy.md"
        text = moved.read_text("utf-8").replace("title:", 'moved_from: ["/about/old/"]\ntitle:', 1)
        moved.write_text(text, "utf-8")
        wrong.write_text("\n\n".join([wrong.read_text("utf-8"), *IN_THE_HTML, ""]), "utf-8")
        run = build(folder, root)
        assert (folder / "index.html").is_file(), run.stderr
        (folder / "said.txt").write_text(f"{run.returncode}\n{run.stderr}{run.stdout}", "utf-8")
        return folder

    return once(common / "refused", make)


def test_an_old_address_leads_to_the_page_that_moved(refused):
    moved = soup(refused / "about/old/index.html")
    assert moved.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=../"
    assert moved.find("link", rel="canonical")["href"] == "https://example.test/repo/about/"
    assert len(moved.find_all("h1")) == 1
    said = (refused / "said.txt").read_text("utf-8")
    assert "about/privacy" in said and "about/old" not in said, "nothing is wrong with it"


def canonical(folder):
    page = soup(folder / "guide/renewal-window/index.html")
    return [link["href"] for link in page.find_all("link", rel="canonical")]


def test_a_known_address_is_canonical_and_an_unknown_repository_gives_no_links(site):
    assert canonical(site) == ["https://example.test/repo/guide/renewal-window/"]
    for path in html_files(site):
        assert not soup(path).select(".kg-help"), path


def test_a_known_repository_gives_links_and_an_unknown_address_is_not_canonical(later):
    assert canonical(later) == []
    page = soup(later / "guide/renewal-window/index.html")
    links = [a["href"] for a in page.select(".kg-help a")]
    assert "https://example.test/code/edit/main/docs/guide/renewal-window.md" in links
    assert any("/issues/new?template=" in link and "&page=%2Fguide%2F" in link for link in links)
    generated = soup(later / "sources/index.html")
    edited = [a["href"] for a in generated.select(".kg-help a") if "/edit/" in a["href"]]
    assert edited == ["https://example.test/code/edit/main/data/sources.yaml"]


# ---------------------------------------------------------------- the same, twice


def same(one, other):
    compared = filecmp.dircmp(one, other)
    pending, differing = [compared], []
    while pending:
        here = pending.pop()
        differing += here.left_only + here.right_only
        _, mismatch, errors = filecmp.cmpfiles(
            here.left, here.right, here.common_files, shallow=False
        )
        differing += mismatch + errors
        pending += here.subdirs.values()
    return differing


def says_that_its_checks_are_old(folder):
    badge = soup(folder / "guide/renewal-window/index.html").select_one(".kg-badge")
    return "確認から180日以上" in badge.get_text()


def test_400_days_later_it_still_builds_and_shows_the_age_of_the_checks(site, later):
    """Only a release would not be made."""
    assert says_that_its_checks_are_old(later) and not says_that_its_checks_are_old(site)


@pytest.mark.weekly
def test_200_days_later_it_shows_the_age_of_the_checks(tmp_path):
    assert says_that_its_checks_are_old(built(tmp_path / "site", SITE_TODAY="2027-06-13"))


# ---------------------------------------------------------------- what stops the build


SPOILT = [
    # macros: the first one stops the build, here in the first page
    (['{{ table("by-issuance-ages") }}'], ["by-issuance-age"]),
    (["{{ no_such_word }}"], ["no_such_word"]),
    (['{{ table("by-issuance-age" }}'], []),
    # links in Markdown: all are named
    (
        ["[ない](nowhere.md)", "[ない](guide/renewal-window.md#no-heading)"],
        ["nowhere.md", "no-heading"],
    ),
]


@pytest.mark.parametrize(
    ("lines", "named"), SPOILT, ids=lambda value: value[0][:40] if value else ""
)
def test_a_mistake_in_a_page_stops_the_build_and_is_named(copy, tmp_path, lines, named):
    page = copy / "docs/index.md"
    whole = page.read_text("utf-8")
    try:
        page.write_text("\n\n".join([whole, *lines, ""]), "utf-8")
        run = build(tmp_path / "site", copy)
    finally:
        page.write_text(whole, "utf-8")
    output = run.stderr + run.stdout
    assert run.returncode != 0
    assert all(name in output for name in ["index.md", *named]), output[-2000:]


def test_mistakes_that_only_the_built_html_shows_stop_the_build_and_all_are_named(refused):
    code, said = (refused / "said.txt").read_text("utf-8").split("\n", 1)
    assert code != "0"
    for named in ("about/privacy", "nowhere", "style", "elsewhere.test", "h1"):
        assert named in said, said[-2000:]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("checked: 2026-11-25", 'checked: "2026-02-30"', "checked"),
        ("title:", "checked: 2026-11-25\ntitle:", "2回"),
    ],
)
def test_a_mistake_in_a_page_head_stops_the_build_and_is_named(copy, tmp_path, old, new, named):
    page = copy / "docs/about/index.md"
    whole = page.read_text("utf-8")
    assert old in whole
    try:
        page.write_text(whole.replace(old, new, 1), "utf-8")
        run = build(tmp_path / "site", copy)
    finally:
        page.write_text(whole, "utf-8")
    assert run.returncode != 0
    assert named in run.stderr and "docs/about/index.md" in run.stderr
