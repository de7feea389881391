"""Places in a built page for what is known only when the site is built: its PDFs, its weight.

A page holds `<!--kg:name arguments--><!--/kg-->`. What stands between is written anew each
time, so doing it twice changes nothing, and a site without PDFs has no link to one.
"""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from postbuild import plain
from postbuild.check import Finding, SiteError
from postbuild.weigh import sent_bytes, site_bytes, visit_bytes

HANDOUTS = "kit/handouts"
_SLOT = re.compile(r"(<!--kg:([a-z-]+)([^>]*)-->).*?(<!--/kg-->)", re.DOTALL)
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_VISITS = (10_000, 100_000, 1_000_000)


def apply(site_dir: Path, site_url: str = "") -> None:
    """Fill the slots of every page of a built site; those that weigh it come last."""
    pages = [p for p in sorted(site_dir.rglob("index.html")) if "<!--kg:" in p.read_text("utf-8")]
    for fillers in (_LINKS, _WEIGHTS):
        for page in pages:
            _fill(page, fillers, site_dir, site_url)


def _fill(page: Path, fillers: dict, site_dir: Path, site_url: str) -> None:
    before = page.read_text("utf-8")

    def filled(slot: re.Match) -> str:
        if slot[2] not in _LINKS | _WEIGHTS:
            wrong = f"「<!--kg:{slot[2]}-->」という場所はありません。"
            mend = f"次のどれかにしてください：{'、'.join(_LINKS | _WEIGHTS)}"
            raise SiteError([Finding(page.relative_to(site_dir).as_posix(), wrong, mend)])
        if slot[2] not in fillers:
            return slot[0]
        return slot[1] + fillers[slot[2]](site_dir, page, slot[3].split()) + slot[4]

    after = _SLOT.sub(filled, before)
    if after != before:
        page.write_text(after, "utf-8")
        plain.write(page, plain.address_of(page, site_dir, site_url))


def _handout(site_dir: Path, page: Path, _: list[str]) -> str:
    """The button to a handout's PDF."""
    pdf = page.parent.with_suffix(".pdf")
    if not pdf.is_file():
        return ""
    return f'<a class="kg-btn" href="../{pdf.name}">PDFで開く（{_kilobytes(pdf)}）</a>'


def _handouts(site_dir: Path, page: Path, _: list[str]) -> str:
    """The list of all PDFs of the handouts."""
    pdfs = sorted((site_dir / HANDOUTS).glob("*.pdf"))
    items = []
    for pdf in pdfs:
        title = _TITLE.search((pdf.with_suffix("") / "index.html").read_text("utf-8"))
        name = escape(_TAG.sub("", title[1]).strip()) if title else pdf.stem
        items.append(f'<li><a href="{pdf.name}">{name}（PDF、{_kilobytes(pdf)}）</a></li>')
    if not items:
        return ""
    return f"<p>PDFもあります。窓口の枠は、手で書く空の枠です。</p><ul>{''.join(items)}</ul>"


def _visit(site_dir: Path, page: Path, arguments: list[str]) -> str:
    """What a first visit of a page weighs: 「85KB（圧縮しないと320KB）」."""
    whole, sent = visit_bytes(site_dir, arguments[0].strip("/"))
    return f"{_kb(sent)}（圧縮しないと{_kb(whole)}）"


def _file(site_dir: Path, page: Path, arguments: list[str]) -> str:
    """What one file weighs as it is sent."""
    return _kb(sent_bytes(site_dir, arguments[0]))


def _months(site_dir: Path, page: Path, arguments: list[str]) -> str:
    """A table of visits a month against a host's limit in GB a month."""
    sent, limit = visit_bytes(site_dir, arguments[0].strip("/"))[1], float(arguments[1])
    rows = "".join(
        f'<tr><th scope="row">{visits // 10_000:,}万回</th><td>{visits * sent / 1e9:,.1f}GB</td>'
        f"<td>{visits * sent / 1e9 / limit:.0%}</td></tr>"
        for visits in _VISITS
    )
    return (
        '<table class="kg-plain"><thead><tr><th scope="col">ひと月の訪問</th>'
        '<th scope="col">送る大きさ</th><th scope="col">上限に対する割合</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        f"<p>上限になるのは、ひと月に約{limit * 1e9 / sent / 10_000:,.0f}万回です。</p>"
    )


def _site(site_dir: Path, page: Path, _: list[str]) -> str:
    """How big the whole site is."""
    count, size = site_bytes(site_dir, page.parent)
    return f"{count:,}個のファイル、{size / 1e6:.0f}MB"


def _kb(size: int) -> str:
    return f"{size / 1000:,.0f}KB"


def _kilobytes(path: Path) -> str:
    return _kb(path.stat().st_size)


_Filler = Callable[[Path, Path, list[str]], str]
_LINKS: dict[str, _Filler] = {"handout": _handout, "handouts": _handouts}
_WEIGHTS: dict[str, _Filler] = {"visit": _visit, "file": _file, "months": _months, "site": _site}
