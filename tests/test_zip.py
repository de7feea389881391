"""The copy of the site that is read from a folder, and the zip it is packed into."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from postbuild import SiteError, folder, slots
from postbuild.weigh import fetched, visit_bytes
from tests.site import served
from tools import zip_site

DAY = date(2026, 11, 25)


def little_site(root, home='<a href="guide/x/#why">x</a>', more=""):
    """A built site of two pages."""
    (root / "guide/x").mkdir(parents=True)
    page = (
        '<html><head>{head}</head><body><div id="kg-main" class="kg-doc">{body}</div></body></html>'
    )
    (root / "index.html").write_text(page.format(head="", body=home), "utf-8")
    head = '<meta http-equiv="refresh" content="0; url=../../">'
    body = '<h2 id="why">w</h2><a href="../..">h</a> <a href="./">self</a> <a href="#why">w</a>'
    (root / "guide/x/index.html").write_text(page.format(head=head, body=body + more), "utf-8")
    (root / "404.html").write_text("<p>404</p>", "utf-8")
    return root


# ---------------------------------------------------------------- the copy


def test_links_of_the_copy_name_the_file(tmp_path):
    site = little_site(tmp_path / "site", more='<a href="https://a.example/b/">外</a>')
    folder.copy(site, tmp_path / "copy", "説明\n")
    assert 'href="guide/x/index.html#why"' in (tmp_path / "copy/index.html").read_text("utf-8")
    page = (tmp_path / "copy/guide/x/index.html").read_text("utf-8")
    assert re.findall(r'href="([^"]*)"', page) == [
        "../../README.txt",
        "../../index.html",
        "./index.html",
        "#why",
        "https://a.example/b/",
    ]
    assert 'content="0; url=../../index.html"' in page
    assert not (tmp_path / "copy/404.html").exists()
    assert folder.problems(tmp_path / "copy") == []


@pytest.mark.parametrize("href", ["/guide/x/", "guide/y/", "guide/", "guide/x/#gone"])
def test_a_link_that_needs_a_server_is_named(tmp_path, href):
    site = little_site(tmp_path / "site", home=f'<a href="{href}">x</a>')
    with pytest.raises(SiteError, match="index.html"):
        zip_site.make(site, tmp_path / "dist", DAY)


def test_the_zip_is_the_same_twice_and_its_manifest_is_right(tmp_path):
    site = little_site(tmp_path / "site")
    target, count = zip_site.make(site, tmp_path / "one", DAY)
    again, _ = zip_site.make(site, tmp_path / "two", DAY)
    assert target.name == "denshi-shomeisho-guide-2026-11-25.zip"
    assert target.read_bytes() == again.read_bytes()
    check_manifest(unpacked(target, tmp_path / "out"), count)
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 25, 0, 0, 0)}


def test_the_readme_is_for_people():
    text = zip_site.readme(DAY)
    assert "公式サイトではありません" in text and "2026年11月25日" in text
    assert "index.html" in text and "http.server" in text and "{" not in text


def test_the_check_of_the_readme_finds_a_changed_file(tmp_path):
    import subprocess
    import sys

    target, _ = zip_site.make(little_site(tmp_path / "site"), tmp_path, DAY)
    root = unpacked(target, tmp_path / "out")
    command = re.search(r'python3 -c "(.*)"$', (root / "README.txt").read_text("utf-8"), re.M)[1]

    def run():
        return subprocess.run(
            [sys.executable, "-c", command], cwd=root, capture_output=True, text=True, check=True
        ).stdout

    assert run() == ""
    (root / "index.html").write_text("変えた", "utf-8")
    assert run() == "index.html\n"


def unpacked(target, where):
    with zipfile.ZipFile(target) as archive:
        archive.extractall(where)
    return where / target.stem


def check_manifest(root, count):
    manifest = json.loads((root / folder.MANIFEST).read_text("utf-8"))
    files = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    assert len(files) == count
    assert set(manifest["files"]) == set(files) - {folder.MANIFEST}
    for name, about in manifest["files"].items():
        content = files[name].read_bytes()
        assert about == {
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }, name


# ---------------------------------------------------------------- the real one


@pytest.fixture(scope="module")
def copied(site, tmp_path_factory):
    """The real site as a folder, without the work of packing it."""
    root = tmp_path_factory.mktemp("folder") / "copy"
    folder.copy(site, root, zip_site.readme(DAY))
    return root


@pytest.mark.weekly
def test_no_link_of_the_real_copy_needs_a_server(copied):
    assert folder.problems(copied) == []


@pytest.mark.weekly
def test_another_reader_finds_no_broken_link_either(copied):
    ids, broken = {}, []

    def page(path: Path):
        if path not in ids:
            ids[path] = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        return ids[path]

    for path in sorted(copied.rglob("*.html")):
        for tag in page(path).find_all(["a", "link", "script", "img"]):
            href = tag.get("href") or tag.get("src")
            url = urlsplit(urljoin(path.as_uri(), href or ""))
            if not href or url.scheme != "file":
                continue
            target = Path(unquote(url.path))
            if not target.is_file():
                broken.append((path, href))
            elif url.fragment and "=" not in url.fragment and target.suffix == ".html":
                if not page(target).find(id=unquote(url.fragment)):
                    broken.append((path, href))
    assert broken == []


@pytest.mark.weekly
def test_the_real_zip_is_the_same_twice(site, tmp_path):
    target, count = zip_site.make(site, tmp_path / "one", DAY)
    again, _ = zip_site.make(site, tmp_path / "two", DAY)
    assert target.read_bytes() == again.read_bytes()
    check_manifest(unpacked(target, tmp_path / "out"), count)


@pytest.mark.browser
def test_a_page_opened_from_the_folder_is_readable_and_asks_nobody(copied, page):
    outside = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto((copied / "guide/renewal-window/index.html").as_uri())
    assert page.locator("[data-needs-server]").is_visible()
    # Neither this sentence nor the README speaks of the one button that needs no module.
    scheme = page.locator(".kg-hbtn--scheme")
    before = scheme.get_attribute("aria-label")
    scheme.click()
    assert scheme.get_attribute("aria-label") != before
    assert "明るさ" not in (copied / "README.txt").read_text("utf-8")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.kg-answer')).borderTopWidth")
        != "0px"
    )
    page.locator('#kg-foot a[href$="tables/index.html"]').first.click()
    assert page.locator("h1").inner_text()
    assert all(url.startswith(("file:", "data:")) for url in outside)


@pytest.mark.browser
def test_the_copy_on_a_server_computes_and_does_not_speak_of_folders(copied, page):
    noise = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    (copied / "404.html").write_text("404", "utf-8")  # only for the server of the tests
    with served(copied) as address:
        page.goto(f"{address}check/index.html")
        page.locator("#kg-form").wait_for(state="visible")
        assert not page.locator("[data-needs-server]").count()
    (copied / "404.html").unlink()
    assert noise == []


# ---------------------------------------------------------------- what it weighs


def test_a_visit_counts_all_that_a_page_fetches(tmp_path):
    site = little_site(tmp_path / "site")
    (site / "a.mjs").write_text('import { b } from "./b.mjs";import"./c.mjs"', "utf-8")
    (site / "b.mjs").write_text("export const b = 1", "utf-8")
    (site / "c.mjs").write_text("", "utf-8")
    (site / "s.css").write_text("p{}", "utf-8")
    head = '<link rel="stylesheet" href="s.css"><script type="module" src="a.mjs"></script>'
    (site / "index.html").write_text(f"{head}<a href='guide/x/'>x</a>", "utf-8")
    assert fetched(site, "") == ["index.html", "s.css", "a.mjs", "b.mjs", "c.mjs"]
    whole, sent = visit_bytes(site, "")
    assert whole == sum((site / name).stat().st_size for name in fetched(site, ""))
    assert sent > 0


@pytest.mark.browser
@pytest.mark.parametrize(
    "address", ["check/", pytest.param("guide/renewal-window/", marks=pytest.mark.weekly)]
)
def test_the_weight_of_a_visit_is_what_a_browser_fetches(site, base_url, page, address):
    seen = set()
    page.on("request", lambda request: seen.add(request.url.removeprefix(base_url)))
    page.goto(base_url + address, wait_until="networkidle")
    assert {url or "index.html" for url in seen} - {address} == set(
        fetched(site, address.strip("/"))
    ) - {f"{address}index.html"}


def test_the_figures_stand_on_the_page_and_an_unknown_one_is_named(site, tmp_path):
    text = (site / "kit/hosting/index.txt").read_text("utf-8")
    assert re.search(r"サイト全部：\s?[\d,]+個のファイル、\d+MB", text)
    assert re.search(r"ひと月の訪問: 100万回。送る大きさ: [\d.]+GB。", text)
    assert "まだありません。" in text[text.index("■リンクしているサイト") :]
    bad = little_site(tmp_path / "site", home="<!--kg:weigth x--><!--/kg-->")
    with pytest.raises(SiteError, match="kg:weigth"):
        slots.apply(bad)


def test_the_headers_name_folders_that_exist(site):
    lines = (site / "_headers").read_text("utf-8").splitlines()
    rules = [line for line in lines if line.startswith("/")]
    assert rules and len(rules) == len(set(rules))
    for rule in rules:
        assert (site / rule.strip("/*")).is_dir(), rule
    cached = [line for line in lines if "Cache-Control" in line]
    assert len(cached) == 1  # two rules that match one file would send it twice
    for path in (site / "assets/stylesheets").glob("*.css"):
        assert re.search(r"\.[0-9a-f]{8}\.", path.name), path
