"""The handouts (/kit/handouts/…): what their sheet needs beside the text of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import segno

from kigen.model import DataError
from macros.cites import cited

TEMPLATE = "handout.html"


def handout_facts(
    path: str, url: str, meta: Mapping[str, Any], markdown: str, site_url: str
) -> dict[str, Any]:
    """The address on the sheet and its QR code, both empty while the site has no address.

    {} for other pages. Raises DataError for a sheet without a source: the template divides the
    page where its sources begin.
    """
    if meta.get("template") != TEMPLATE:
        return {}
    if not cited(markdown):
        mend = '文の後に {{ source("出典のid", "場所") }} を書いてください'
        raise DataError(f"docs/{path}", "本文", "配る紙に、出典が1つもありません", mend)
    address = f"{site_url.rstrip('/')}/{url}" if site_url else ""
    return {"handout": {"address": address, "qr": qr_svg(address) if address else ""}}


def qr_svg(address: str) -> str:
    """The address as an inline SVG, black on white in dark mode, too, with its quiet zone."""
    code = segno.make_qr(address, error="m")
    return code.svg_inline(
        dark="#000", light="#fff", border=4, omitsize=True, svgclass=None, lineclass=None
    )
