"""Write the handouts of the site in site/ as PDFs, then finish the site again with links to them.

    CHROME=/usr/bin/chromium python tools/handouts.py

The Chromium of the tests prints what a reader would print: tagged, with the Japanese font of
this machine embedded. The same site gives the same bytes: the day of the site stands in the
PDF instead of the moment at which it was made.
"""

from __future__ import annotations

import io
import os
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402
from pypdf import PdfReader, PdfWriter  # noqa: E402
from pypdf.generic import ArrayObject, NameObject  # noqa: E402

from kigen.clock import today  # noqa: E402
from postbuild import SiteError, finish  # noqa: E402
from postbuild.slots import HANDOUTS  # noqa: E402
from tools.ensure_browser import browser  # noqa: E402

# Where a font draws two characters alike, Chromium writes the first of them into the PDF: a
# radical, which no screen reader reads. Unicode has the way back for most of them (NFKC);
# these are the Japanese ones of the rest (EquivalentUnifiedIdeograph.txt).
_RADICALS = str.maketrans("⺒⺠⺩⻁⻄⻑⻘⻝⻤⻩⻫⻭⻯⻲", "巳民王虎西長青食鬼黄斉歯竜亀")
_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_CELL = re.compile(rb"\(node\d{8}\)")
_BLOCK = re.compile(r"\d+ begin(bfchar|bfrange)\n(.*?)end\1\n", re.DOTALL)


def write_all(site: Path, names: list[str] | None = None) -> list[Path]:
    """Print the handouts of a built site, or only those named, into it; the files written."""
    folder = site / HANDOUTS
    pages = [folder / name / "index.html" for name in names] if names else _pages(folder)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser(), args=["--disable-gpu", *(["--no-sandbox"] if root else [])]
        )
        # Without script: age.mjs would compare with this machine's clock.
        page = chromium.new_page(java_script_enabled=False, locale="ja-JP")
        written = []
        for each in pages:
            page.goto(each.resolve().as_uri())
            pdf = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
            target = each.parent.with_suffix(".pdf")
            target.write_bytes(mended(pdf))
            written.append(target)
        chromium.close()
    return written


def mended(pdf: bytes) -> bytes:
    """Chromium's PDF with readable characters and without the moment and the machine it knew."""
    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            table = font.get_object()["/ToUnicode"].get_object()
            table.set_data(readable(table.get_data().decode("ascii")).encode("ascii"))
    day = f"D:{today():%Y%m%d}000000+09'00'"
    writer.metadata = {
        "/Title": reader.metadata.title or "",
        "/CreationDate": day,
        "/ModDate": day,
    }
    cells = _in_order(writer)
    out = io.BytesIO()
    writer.write(out)
    # As long as before, so every place that the file counts stays right.
    new = {name: b"(node%08d)" % number for number, name in enumerate(cells, start=1)}
    return _CELL.sub(lambda found: new[found[0]], out.getvalue())


def _in_order(writer: PdfWriter) -> list[bytes]:
    """The names of table cells as they are written, now in the order of the cells.

    Chromium numbers them in the order in which it came to look at them, which differs each time.
    """
    structure = writer.root_object["/StructTreeRoot"]
    if "/IDTree" not in structure:  # no table
        return []
    tree = structure["/IDTree"]
    first, *rest = tree["/Kids"]
    leaf = first.get_object()
    names = [name for kid in (first, *rest) for name in kid.get_object()["/Names"]]
    pairs = sorted(zip(names[::2], names[1::2], strict=True), key=lambda pair: pair[1].idnum)
    leaf[NameObject("/Names")] = ArrayObject(part for pair in pairs for part in pair)
    tree[NameObject("/Kids")] = ArrayObject([first])
    leaf[NameObject("/Limits")] = ArrayObject([pairs[0][0], pairs[-1][0]])
    return [f"({name})".encode() for name, _ in pairs]


def readable(cmap: str) -> str:
    """A table from glyphs to characters, with each radical as the character it stands for."""

    def block(found: re.Match[str]) -> str:
        if found[1] == "bfchar":
            pairs = re.findall(r"<(\w+)>\s*<(\w+)>", found[2])
        else:
            pairs = [pair for row in _RANGE.findall(found[2]) for pair in _expanded(*row)]
        rows = "".join(f"<{code}> <{_character(text)}>\n" for code, text in pairs)
        return f"{len(pairs)} beginbfchar\n{rows}endbfchar\n"

    return _BLOCK.sub(block, cmap)


def _expanded(first: str, last: str, text: str) -> list[tuple[str, str]]:
    start, stop, character = int(first, 16), int(last, 16), int(text, 16)
    return [
        (f"{code:0{len(first)}X}", f"{character + code - start:0{len(text)}X}")
        for code in range(start, stop + 1)
    ]


def _character(text: str) -> str:
    characters = bytes.fromhex(text).decode("utf-16-be")
    plain = "".join(
        unicodedata.normalize("NFKC", each) if "\u2e80" <= each <= "\u2fdf" else each
        for each in characters.translate(_RADICALS)
    )
    return plain.encode("utf-16-be").hex().upper()


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/index.html"))


def main() -> None:
    """Write them into site/ and say how big they are."""
    site = ROOT / "site"
    if not _pages(site / HANDOUTS):
        sys.exit("site/ に配る紙のページがありません。先に「make site」を実行してください。")
    for pdf in write_all(site):
        print(f"{pdf.relative_to(ROOT).as_posix()}: {pdf.stat().st_size:,}バイト")
    try:
        finish(site, os.environ.get("SITE_URL", ""))
    except SiteError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
