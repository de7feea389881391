"""/myths/: false claims, each with what is right, its authority and, for a date, an example."""

from __future__ import annotations

from kigen.myths import Example
from kigen.render.words import day_ja
from macros.site import Site
from macros.stated import stated
from macros.targets import Pages, link_to
from macros.vocabulary import PRINTED_WINS


def myths_page(site: Site, pages: Pages) -> str:
    """The body of the page; `pages` are the generated pages that a myth may lead to."""
    lines = []
    for myth in site.myths.values():
        lines += [
            f"## まちがい「{myth.claim}」 {{: #{myth.id} }}",
            "",
            f"**正しくは：** {stated(myth.correction, site)}",
            "",
        ]
        if myth.example:
            lines += [*_example(myth.example), ""]
        lines += [f"くわしく：{link_to(myth, site, pages)}", ""]
    return "\n".join(lines)


def _example(example: Example) -> list[str]:
    return [
        f"例：{example.who}",
        "",
        f"- まちがった計算：{day_ja(example.claimed)}",
        f"- このサイトの計算：**{day_ja(example.ours)}**",
        "",
        PRINTED_WINS,
    ]
