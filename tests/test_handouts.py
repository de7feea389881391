"""The handouts: one A4 each, readable, nothing sent, and their PDFs."""

from __future__ import annotations

import re
import shutil

import pytest
import segno
from bs4 import BeautifulSoup
from pypdf import PdfReader

from kigen.reader import ROOT, front_matter
from macros.handouts import handout_facts, qr_svg
from postbuild import slots
from tests.site import SITE_URL, built
from tools.handouts import readable, write_all

FOLDER = "kit/handouts"
NAMES = sorted(p.stem for p in (ROOT / "docs" / FOLDER).glob("*.md") if p.stem != "index")
LARGEST = 400_000
RADICALS = re.compile("[\u2e80-\u2fdf]")


def soup(path):
    """Parsed anew each time: pages get their links to the PDFs."""
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def test_there_are_five_of_the_same_kind():
    assert NAMES == ["child", "pin-memo", "proxy", "renewal", "residence"]
    for name in NAMES:
        head = front_matter(ROOT / "docs" / FOLDER / f"{name}.md")
        assert (head["kind"], head["template"]) == ("kit", "handout.html")
        assert "checked" in head


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_says_what_it_is_and_where_its_sources_stand(site, name):
    page = soup(site / FOLDER / name / "index.html")
    sheet = page.select_one(".kg-handout__sheet")
    address = f"{SITE_URL}{FOLDER}/{name}/"
    assert len(sheet.find_all("h1")) == 1
    text = sheet.get_text()
    assert "非公式" in text and "公式の文書ではありません" in text
    assert "出典" in text and address in text
    assert sheet.select_one(".kg-badge time")
    assert not sheet.select("#sources, ol.kg-src")  # they stand below the sheet
    assert page.select(".kg-handout > ol.kg-src li")
    qr = sheet.select_one(".kg-handout__qr[role=img]")
    assert qr["aria-label"] and str(qr.svg.find_all("path")[1]["d"]) in qr_svg(address)


def test_the_memo_has_no_place_for_a_number(site):
    sheet = soup(site / FOLDER / "pin-memo/index.html").select_one(".kg-handout__sheet")
    assert "番号を書かないでください" in sheet.get_text()
    assert "カードと、別の所にしまいます" in sheet.get_text()
    assert not sheet.select("input, textarea")
    cells = [cell.get_text().strip() for cell in sheet.select("td")]
    assert all(cells), "an empty cell asks for a number"


def test_the_qr_code_is_black_on_white_with_its_quiet_zone():
    svg = qr_svg("https://example.test/repo/kit/handouts/proxy/")
    modules = segno.make_qr("https://example.test/repo/kit/handouts/proxy/", error="m")
    side = modules.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in svg
    assert 'fill="#fff"' in svg and 'stroke="#000"' in svg and "style" not in svg


def test_without_an_address_there_is_no_qr_code():
    meta, text = {"template": "handout.html"}, "[[cite:chita-renewal ]]"
    facts = handout_facts("kit/handouts/x.md", "kit/handouts/x/", meta, text, "")
    assert facts == {"handout": {"address": "", "qr": ""}}
    assert handout_facts("a.md", "a/", {}, text, SITE_URL) == {}


@pytest.mark.weekly
def test_a_site_without_an_address_says_so_on_the_sheet(tmp_path):
    folder = built(tmp_path / "site", SITE_URL="")
    sheet = soup(folder / FOLDER / "proxy/index.html").select_one(".kg-handout__sheet")
    assert not sheet.select(".kg-handout__qr")
    assert "住所が決まっていないので、QRコードはありません" in sheet.get_text()


# ---------------------------------------------------------------- in a browser


@pytest.mark.browser
def test_what_is_typed_stands_on_the_sheet_and_nowhere_else(base_url, page):
    requests = []
    page.goto(f"{base_url}{FOLDER}/renewal/", wait_until="networkidle")
    page.on("request", lambda request: requests.append(request.url))
    for field, text in {
        "役所・係": "〇〇市 市民課",
        "電話": "00-0000",
        "受付時間": "9時から",
    }.items():
        page.get_by_label(field, exact=True).fill(text)
    sheet = page.locator(".kg-handout__office")
    assert sheet.locator("dd").all_inner_texts() == ["〇〇市 市民課", "00-0000", "9時から"]
    assert requests == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]
    page.reload()
    assert "〇〇市" not in sheet.inner_text()
    page.emulate_media(media="print")
    assert not page.locator(".kg-handout__form").is_visible()
    assert not page.locator("#sources").is_visible()


@pytest.mark.browser
def test_without_script_there_is_an_empty_box_to_write_in(base_url, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base_url}{FOLDER}/renewal/")
        assert not page.locator(".kg-handout__form").is_visible()
        assert page.locator(".kg-handout__office").is_visible()
        assert page.locator("noscript p", has_text="手で書いてください").is_visible()


SMALLEST = """() => {
  const sheet = document.querySelector(".kg-handout__sheet");
  const notes = sheet.querySelector(".kg-handout__notes");
  const sizes = [...sheet.querySelectorAll("p, li, td, dt, h1, h2")]
    .filter((each) => !notes.contains(each))
    .map((each) => parseFloat(getComputedStyle(each).fontSize) * 0.75);
  return Math.min(...sizes);
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_the_letters_on_paper_are_large(base_url, page, name):
    """At least 14 points, but for the three lines at the foot."""
    page.goto(f"{base_url}{FOLDER}/{name}/")
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST) >= 14


# ---------------------------------------------------------------- the PDFs


def check_pdf(path, site):
    pdf = PdfReader(path)
    root = pdf.trailer["/Root"]
    assert len(pdf.pages) == 1, path
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842], path
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root, path
    assert root["/Lang"] == "ja" and pdf.metadata.title, path
    assert path.stat().st_size <= LARGEST, path
    for font in pdf.pages[0]["/Resources"]["/Font"].values():
        assert is_embedded(font.get_object()), path
    text = pdf.pages[0].extract_text()
    assert not RADICALS.search(text), "a screen reader would read radicals"
    heading = soup(site / FOLDER / path.stem / "index.html").h1.get_text()
    assert re.sub(r"\s", "", heading) in re.sub(r"\s", "", text), path
    assert "非公式" in text and "受付時間" in text, path


def is_embedded(font):
    """Chromium writes a CFF font as glyph programs (Type 3), which are in the file by nature."""
    if font["/Subtype"] == "/Type3":
        return len(font["/CharProcs"]) > 0
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return any("/FontFile" in key for key in inner["/FontDescriptor"].get_object())


@pytest.fixture(scope="module")
def sheets(site, tmp_path_factory):
    """A copy of what the PDFs are made of."""
    folder = tmp_path_factory.mktemp("sheets")
    for part in ("assets", FOLDER):
        shutil.copytree(site / part, folder / part)
    return folder


# Playwright's own loop runs in the tests' thread, so the tool runs beside it.
def make(folder, *names):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(write_all, folder, list(names)).result()


@pytest.mark.browser
def test_a_handout_becomes_a_tagged_pdf_of_one_page(site, sheets):
    (path,) = make(sheets, "pin-memo")  # the fullest one
    check_pdf(path, site)
    slots.apply(sheets, SITE_URL)
    page = soup(sheets / FOLDER / "pin-memo/index.html")
    (link,) = page.select('a[href="../pin-memo.pdf"]')
    assert re.fullmatch(r"PDFで開く（\d+KB）", link.get_text())
    listed = soup(sheets / FOLDER / "index.html").select('a[href$=".pdf"]')
    assert [each["href"] for each in listed] == ["pin-memo.pdf"]
    path.unlink()
    slots.apply(sheets, SITE_URL)
    assert not soup(sheets / FOLDER / "pin-memo/index.html").select('a[href$=".pdf"]')


@pytest.mark.weekly
@pytest.mark.browser
def test_all_handouts_become_good_pdfs_and_the_same_twice(site, sheets):
    first = {path.name: path.read_bytes() for path in make(sheets, *NAMES)}
    assert sorted(first) == [f"{name}.pdf" for name in NAMES]
    for name in NAMES:
        check_pdf(sheets / FOLDER / f"{name}.pdf", site)
    assert {path.name: path.read_bytes() for path in make(sheets, *NAMES)} == first


def test_radicals_become_the_characters_they_stand_for():
    cmap = "2 beginbfchar\n<01> <2F26>\n<02> <2EA0>\nendbfchar\n1 beginbfrange\n<03> <04> <3042>\nendbfrange\n"
    assert readable(cmap) == (
        "2 beginbfchar\n<01> <5B50>\n<02> <6C11>\nendbfchar\n"
        "2 beginbfchar\n<03> <3042>\n<04> <3043>\nendbfchar\n"
    )


def test_the_page_of_handouts_leads_to_each(site):
    page = soup(site / FOLDER / "index.html")
    hrefs = {a["href"] for a in page.select("#kg-main a")}
    assert {f"{name}/" for name in NAMES} <= hrefs
