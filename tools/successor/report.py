"""What differs, sorted by what is known already, and said in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tools.successor.building import Built
from tools.successor.compare import Difference

SHOWN = 40
KNOWN = "tools/successor/known.yaml"
"""The differences that are known, with their reasons."""


@dataclass(frozen=True)
class SortedOut:
    """The differences that nobody knew, those that are known, and rows that fit none any more."""

    new: Sequence[Difference]
    known: Sequence[Difference]
    stale: Sequence[Mapping[str, str]]


def sort_out(found: Iterable[Difference], known: Sequence[Mapping[str, str]]) -> SortedOut:
    """Hold each difference against the rows of KNOWN."""
    found = list(found)
    fits = {each: [row for row in known if _fits(each, row)] for each in found}
    used = [row for rows in fits.values() for row in rows]
    return SortedOut(
        new=[each for each in found if not fits[each]],
        known=[each for each in found if fits[each]],
        stale=[row for row in known if row not in used],
    )


def text(differences: SortedOut, here: Built, there: Built, tools: Sequence[str]) -> str:
    """The whole report."""
    pages = {path.relative_to(here.site).as_posix() for path in here.site.rglob("*.html")}
    compared = {*differences.new, *differences.known}.difference(there.problems)
    changed = {each.page for each in compared} & pages
    lines = [
        f"{' と '.join(tools)} でサイトを作り、くらべました。",
        f"  いまのサイト: {_steps(here)}",
        f"  次のサイト: {_steps(there)}",
        f"  {len(pages)}ページのうち、{len(pages - changed)}ページは同じです"
        "（文・表・id・リンク・題）。",
        f"  わかっている違い: {len(differences.known)}（理由は {KNOWN}）",
        *(f"    {each}" for each in differences.known),
        f"  新しい違い: {len(differences.new)}",
        *(f"    {each}" for each in differences.new[:SHOWN]),
    ]
    if len(differences.new) > SHOWN:
        lines.append(f"    ほか{len(differences.new) - SHOWN}")
    for row in differences.stale:
        lines.append(
            f"  {KNOWN} の「{row['page']}: {row['what']}」は、もうありません。行を消してください。"
        )
    return "\n".join(lines)


def _fits(difference: Difference, row: Mapping[str, str]) -> bool:
    return fnmatchcase(difference.page, row["page"]) and fnmatchcase(difference.what, row["what"])


def _steps(built: Built) -> str:
    steps = "、".join(f"{step} {seconds:.1f}秒" for step, seconds in built.seconds.items())
    return f"計算の時間は、{steps}。メモリーは、多いときで{built.megabytes}MB。"
