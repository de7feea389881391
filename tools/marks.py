"""Counts the sentences a reader could act on, and how many of them carry a source mark.

    python tools/marks.py              every such sentence, marked [x] or not [ ], and the shares
    python tools/marks.py --missing    only those without a mark of their own
    python tools/marks.py --sample 40  as many, evenly spread, for a person to judge

The rule, kept simple so that anybody can check it. Pages: docs/guide/*.md and docs/2020.md.
A sentence counts if it says at least one of

1. what to do:        ください, 要ります, 要りません, 必要, かかります, 持って行き …
2. what is possible:  できます, できません, 使えます, 使えません, 切れます, 失効します …
3. a number or date:  digits with a unit (歳, 日, か月, 年, 回, 円, 桁, 文字, 時, 分)
4. where:             窓口, 役所, 市区町村, コンビニ, 郵便局, 出張所, 支所, 大使館 …

and is none of these: a heading or label (it does not end in です, ます or ください); a question;
the retold article (the old side of the page); a sentence that only leads on, to a list (次の…),
to another place of this site or to the office's telephone; the site speaking of itself
(このサイト, このページ, 見つかりません …).

A mark counts if it stands in the sentence or right after it, or comes with `fact`. The second
share also counts a mark in the same paragraph or list item.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kigen.book import load_book  # noqa: E402
from kigen.clock import today  # noqa: E402
from kigen.facts import load_facts  # noqa: E402
from kigen.render.words import amount_ja  # noqa: E402
from kigen.sentences import MARK, Sentence, sentences  # noqa: E402

_DO = r"ください|要り|要る|必要|かかり|持って行|持って来|払|無料|申請し|出し(?:ます|てお)|入れます"
_CAN = r"(?:でき|使え|作れ|直せ|取れ|もらえ|選べ)(?:ます|ません)|切れます|失効し|届き|止まり"
_NUMBER = r"[0-9０-９〇]+(?:歳|日|か月|年|回|円|桁|文字|時|分)"
_WHERE = r"窓口|役所|市区町村|コンビニ|郵便局|出張所|支所|区民事務所|大使館|本籍地|病院|薬局|警察"
_ACT = re.compile("|".join((_DO, _CAN, _NUMBER, _WHERE)))

_SAYS = re.compile(r"(?:です|でした|ます|ました|ません|ましょう|ください)[」』）]*。$")
_LEADS = (
    r"見てください。$|を見てから|にあります。$|の行です。$|^(?:先に、|だから、|ちがうのは、)?次の"
    r"|(?:聞いて|確かめて|たずねて|相談して)ください|電話(?:します|してください)"
)
_OURSELVES = (
    r"このサイト|このページ|わたしたち|この表|記事|わかりません"
    r"|見つか(?:りません|っていません)|確かめ(?:られ)?て(?:は)?いません"
)
_NOT = re.compile("|".join((_LEADS, _OURSELVES, "[？か]。?$")))
_OLD_SIDE = re.compile(r"\s*/{3,} html \| div\.kg-old")
_BOX_END = re.compile(r"\s*/{3,}\s*$")


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence a reader could act on; `near` is a mark elsewhere in its paragraph."""

    file: str
    line: int
    text: str
    marked: bool
    near: bool


def counted(root: Path = ROOT, day: date | None = None) -> Iterator[Counted]:
    """Every sentence that counts, in the order of the pages."""
    numbers, facts = load_book(root).parameters, load_facts(root)
    day = day or today()

    def printed(fact_id: str) -> str:
        if fact_id in numbers:
            number = numbers[fact_id]
            return amount_ja(number.on(day).value, number.unit) + MARK
        return facts[fact_id].ja + MARK if fact_id in facts else ""

    for path in [*sorted((root / "docs/guide").glob("*.md")), root / "docs/2020.md"]:
        retold = _retold(path)
        found = [each for each in sentences(path, printed) if each.line not in retold]
        marked_blocks = {each.block for each in found if each.marked}
        for each in found:
            if acts(each):
                name = path.relative_to(root).as_posix()
                near = each.marked or each.block in marked_blocks
                yield Counted(name, each.line, each.text, each.marked, near)


def acts(sentence: Sentence) -> bool:
    """True if a reader could act on the sentence, by the rule at the top of this file."""
    text = sentence.text
    whole = sentence.whole and _SAYS.search(text)
    return bool(whole and _ACT.search(text) and not _NOT.search(text))


def _retold(path: Path) -> set[int]:
    """The lines of a page on which the article is retold."""
    lines, inside = set(), False
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        inside = bool(_OLD_SIDE.match(line)) or (inside and not _BOX_END.match(line))
        if inside:
            lines.add(number)
    return lines


def main(arguments: list[str]) -> int:
    """Print the list and the shares."""
    found = list(counted())
    shown = found
    match arguments:
        case []:
            pass
        case ["--missing"]:
            shown = [each for each in found if not each.marked]
        case ["--sample", number] if number.isdecimal():
            step = max(1, len(found) // max(1, int(number)))
            shown = found[::step][: int(number)]
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    for each in shown:
        sign = "[x]" if each.marked else "[~]" if each.near else "[ ]"
        print(f"{sign} {each.file}:{each.line} {each.text}")
    marked = sum(each.marked for each in found)
    near = sum(each.near for each in found)
    print(f"\n行動できる文 {len(found)}、印のある文 {marked}（{marked / len(found):.1%}）、")
    print(f"同じ段落か同じ項目に印がある文も数えると {near}（{near / len(found):.1%}）")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
