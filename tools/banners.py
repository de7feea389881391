"""Draw the banners of the link kit: `python tools/banners.py`.

Their words are in data/kit.yaml. The files in docs/assets/banners/ are committed: other sites
show them, and a build must not need a browser. Run this after a change of the words; the PNGs
are taken from the SVGs by the browser of the tests.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from macros.kit import BANNERS, banner_name, load_kit  # noqa: E402
from tools.ensure_browser import browser  # noqa: E402

# The colours of the site (docs/assets/css/tokens.css), each with what is written on it.
GROUND, WORDS = "#0b4f47", "#ffffff"
TAG, TAG_WORDS = "#ffd43d", "#06231f"
FONT = "Hiragino Sans,BIZ UDPGothic,Noto Sans JP,Noto Sans CJK JP,Meiryo,sans-serif"
LINE_GAP, WORD_GAP, TAG_PAD = 4, 8, 3
_CALENDAR = (
    '<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 32 32" fill="none">'
    '<rect x="4" y="6" width="24" height="22" rx="3" stroke="{words}" stroke-width="2.5"/>'
    '<path d="M4 12.5h24M10.5 3v5.5M21.5 3v5.5" stroke="{words}" stroke-width="2.5"/>'
    '<path d="m10.5 20 4 4 7.5-7.5" stroke="{tag}" stroke-width="3"/></svg>'
)

Banner = Mapping[str, Any]


def svg(banner: Banner) -> str:
    """One banner: the calendar of the logo, then its rows of words.

    Each word has its length written down, so that it fits whatever font a computer has.
    """
    width, height, mark = banner["width"], banner["height"], banner.get("mark", 0)
    tall = sum(_tall(row) for row in banner["rows"]) + LINE_GAP * (len(banner["rows"]) - 1)
    left = mark + 16 if mark else 4
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img" font-family="{FONT}" font-weight="700">',
        f"<title>{escape(banner['alt'])}</title>",
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>',
    ]
    if mark:
        lines.append(_CALENDAR.format(x=8, y=(height - mark) // 2, size=mark, words=WORDS, tag=TAG))
    top = (height - tall) / 2
    for row in banner["rows"]:
        lines += _row(row, left, top)
        top += _tall(row) + LINE_GAP
    return "\n".join([*lines, "</svg>", ""])


def _tall(row: list[Banner]) -> int:
    return max(word["size"] + (2 * TAG_PAD if word.get("tag") else 0) for word in row)


def _row(row: list[Banner], left: float, top: float) -> Iterator[str]:
    """The words of a row, side by side, in the middle of its height."""
    middle = top + _tall(row) / 2
    for word in row:
        size, long = word["size"], word["size"] * len(word["text"])
        colour = WORDS
        if word.get("tag"):
            colour, box = TAG_WORDS, size + 2 * TAG_PAD
            yield (
                f'<rect x="{left}" y="{middle - box / 2:g}" width="{long + 2 * TAG_PAD}"'
                f' height="{box}" rx="2" fill="{TAG}"/>'
            )
            left += TAG_PAD
        # 0.38 of its size below the middle is where a full-width character stands
        yield (
            f'<text x="{left}" y="{middle + 0.38 * size:g}" font-size="{size}" fill="{colour}"'
            f' textLength="{long}" lengthAdjust="spacingAndGlyphs">{escape(word["text"])}</text>'
        )
        left += long + WORD_GAP


def main() -> None:
    """Write every banner as SVG and as PNG and say how big the files are."""
    from playwright.sync_api import sync_playwright

    folder = ROOT / "docs" / BANNERS
    folder.mkdir(exist_ok=True)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--disable-gpu", *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=arguments)
        page = chromium.new_page()
        for banner in load_kit(ROOT)["banners"]:
            drawn, path = svg(banner), folder / banner_name(banner)
            path.with_suffix(".svg").write_text(drawn, "utf-8")
            page.set_viewport_size({"width": banner["width"], "height": banner["height"]})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawn}")
            page.screenshot(path=path.with_suffix(".png"))
            sizes = [path.with_suffix(kind).stat().st_size for kind in (".svg", ".png")]
            print(path.name, *sizes)
        chromium.close()


if __name__ == "__main__":
    main()
