"""The review as Markdown for people who do not read code, and as notes beside the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kigen.diff import Difference, Moved
from tools.review.pages import Page
from tools.review.problems import Problem

MANY, LONG, WIDE = 30, 12, 160
"""So many pages and so many lines of each are shown; a line is cut after so many letters."""

ASK = "わからないときは、プルリクエストに「ここがわかりません」と書いてください。"


OVERWRITTEN = (
    "**注意：前の数字が変わっています。** 書きまちがいを直したのなら、このままでかまいません。"
    "決まりが変わったのなら、前の数字の行を元に戻し、その下に新しい日付の行を足してください。"
)
STILL = (
    "数字の変わる日が先なら、いまは直しません。その日が来たら合わなくなる文の一覧です。"
    "もう変わっているなら、合わない文を直してください。"
)


@dataclass
class Review:
    """All that is told of a change; a part that could not be found out says why in `notes`."""

    problems: list[Problem]
    moved: Difference | None = None
    pages: list[Page] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """The titles of tables and the labels of legal numbers by their ids."""
    notes: list[str] = field(default_factory=list)


def markdown(review: Review, preview: str) -> str:
    """The whole review."""
    parts = [*_problems(review.problems), *_moved(review), *_pages(review.pages)]
    parts += [f"> {note}" for note in review.notes]
    if review.pages is not None:
        parts += ["## できたページを見る", preview]
    return "\n\n".join(parts) + "\n"


def annotations(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as GitHub shows it beside the line of the change."""
    for each in problems:
        where = f"file={_property(each.file)},line={each.line or 1}," if each.file else ""
        text = "\n".join([f"{each.wrong} → {each.mend}", *each.lines])
        escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        yield f"::error {where}title={_property('直すところ')}::{escaped}"


def _property(text: str) -> str:
    for sign, code in {"%": "%25", ":": "%3A", ",": "%2C"}.items():
        text = text.replace(sign, code)
    return text


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        yield "# ○ 直すところは、ありません"
        return
    yield f"# × 直すところが{len(problems)}つあります"
    yield f"ファイルを直すと、もう一度、自動で確かめます。{ASK}"
    for number, each in enumerate(problems, start=1):
        place = f" {each.line}行目" if each.line else ""
        where = f"`{each.file}`{place}" if each.file else each.place
        yield f"**{number}. {where}**"
        said = f"- 場所：`{_cut(each.place)}`\n" if each.file and each.place != "-" else ""
        lines = "".join(f"\n{line}" for line in each.lines)
        added = f"\n\n```text{lines}\n```" if each.lines else ""
        yield f"{said}- まちがい：{each.wrong}\n- 直しかた：{each.mend}{added}"


def _moved(review: Review) -> Iterator[str]:
    found = review.moved
    if found is None:
        return
    yield "## 動く日付と数字"
    cells = sum(map(len, found.cells.values()))
    if not (found.numbers or cells or found.examples):
        yield "決まりの数字、表の日付、計算の例は、どれも動きません。"
        return
    if found.numbers:
        yield "**決まりの数字**"
        yield "\n".join(f"- {_arrow(each, review.names)}" for each in found.numbers)
        changed = [each for each in found.numbers if _rewritten(each)]
        if changed:
            yield OVERWRITTEN
    if not (cells or found.examples):
        yield "表の日付と計算の例は、今日のところ動きません。"
    for name, rows in found.cells.items():
        title = review.names.get(name, name)
        yield f"**表「{title}」の{len(rows)}ます**（アドレス `/tables/{name}/`）"
        yield _some(rows)
    if found.examples:
        yield (
            f"**公表されている計算の例の{len(found.examples)}か所**"
            "　公表された日付とちがってきます。決まりが、その日より前から変わるのでなければ、"
            "「いつから」の日付を確かめてください。"
        )
        yield _some(found.examples)
    if found.prose:
        head = f"前の数字が書いてある文：{len(found.prose)}か所"
        listed = "\n".join(f"- `{each.where}` {_cut(each.after or '')}" for each in found.prose)
        yield f"<details><summary>{head}</summary>\n\n{STILL}\n\n{listed}\n</details>"


def _some(rows: Sequence[Moved]) -> str:
    """The first and the last of them."""
    shown = [*rows[:3], *rows[-1:]] if len(rows) > 4 else rows
    lines = [f"- {_arrow(each)}" for each in shown]
    if len(rows) > 4:
        lines.insert(3, f"- （ほかに{len(rows) - 4}）")
    return "\n".join(lines)


def _arrow(moved: Moved, names: Mapping[str, str] | None = None) -> str:
    where = (names or {}).get(moved.where, moved.where)
    return f"{where}：{_said(moved.before)} → {_said(moved.after)}"


def _rewritten(moved: Moved) -> bool:
    """True where a number of the past is not what it was, instead of a new one added."""
    return bool(moved.before) and not (moved.after or "").startswith(moved.before)


def _said(text: str | None) -> str:
    return "なし" if text is None else text


def _pages(pages: Sequence[Page] | None) -> Iterator[str]:
    if pages is None:
        return
    yield f"## 文が変わるページ：{len(pages)}"
    if not pages:
        yield "どのページの文も、変わりません。"
    for page in pages[:MANY]:
        kind = "（新しいページ）" if page.new else "（なくなるページ）" if page.gone else ""
        shown = [_cut(line) for line in page.lines[:LONG]]
        more = len(page.lines) - len(shown)
        shown += [f"  （ほかに{more}行）"] if more > 0 else []
        head = f"{page.title}{kind} <code>{page.address}</code>"
        opened = " open" if len(pages) <= 3 else ""
        text = "\n".join(["```diff", *shown, "```"])
        yield f"<details{opened}><summary>{head}</summary>\n\n{text}\n</details>"
    if len(pages) > MANY:
        rest = "、".join(f"`{page.address}`" for page in pages[MANY:])
        yield f"ほかに{len(pages) - MANY}ページ：{rest}"


def _cut(line: str) -> str:
    return line if len(line) <= WIDE else f"{line[: WIDE - 1]}…"
