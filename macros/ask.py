"""/ask/: one page for each point of the five questions, the outcomes they lead to, and the map.

A page's address names the answers given so far, so that they stand on it without script, the
back button works, and nothing needs to be stored.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import product

from kigen.ask import NAME, Flow, Outcome, Point, Question
from kigen.model import DataError
from kigen.reader import front_matter
from kigen.refusals import nearest
from kigen.render.flow_map import TITLE, flow_svg
from kigen.render.words import filled
from macros.cites import link
from macros.site import Site

GUIDE = "何をすればいい？5つの質問"
OUTCOMES = "ask/outcome"
"""Where the pages of the outcomes are, under docs/."""

TOLD_BY_CHECK = ("who", "whom", "when")
"""The questions that the calculator's result can answer; who goes is one of two links there."""

PARTS = {
    "answer": "答え",
    "bring": "持ち物",
    "visits": "行く回数",
    "cost": "お金",
    "where": "どこで",
    "phone-first": "電話で聞くこと",
    "next": "この後にすること",
    "not-yet": "まだ行かない方がよい時",
    "local": "自治体でちがうこと",
}
"""The headings of an outcome page by id, in their order."""

_HEADING = re.compile(r"^## +(.*?) *\{: *#([a-z0-9-]+) *\} *$", re.MULTILINE)
_SOURCED = re.compile(r"\{\{\s*(?:source|fact)\(")
_RELATIVE = re.compile(r"(\]\()(?![a-z]+:|[#/<])([^)\s#]+)")


def ask_pages(site: Site) -> dict[str, str]:
    """The Markdown of every page of the guide by its path under docs/.

    Raises DataError for an outcome without its page, its parts or a source.
    """
    bodies = {each.id: _outcome_body(each, site) for each in site.ask.outcomes.values()}
    _check_strays(site)
    pages = {f"{point.address.strip('/')}/index.md": "" for point in site.ask.points}
    for point, path in zip(site.ask.points, pages, strict=True):
        page = _leaf(point, path, bodies, site) if point.outcome else _node(point, site)
        pages[path] = "\n".join(page)
    pages["ask/map.md"] = "\n".join(_map(site))
    return pages


def entry_points(site: Site) -> dict[str, str]:
    """Where /check/ sends somebody of whom it knows these answers: self/adult/open → address.

    It is the page of the deepest point to which they lead. Raises DataError for a question that
    /check/ answers and that is gone.
    """
    for question in TOLD_BY_CHECK:
        if question not in site.ask.questions:
            problem = f"質問「{question}」がありません"
            mend = (
                "「期限を計算する」の答えから、この質問の先へ案内しています。名前を戻してください"
            )
            raise DataError(NAME, "questions", problem, mend)
    choices = (site.ask.questions[question].choices for question in TOLD_BY_CHECK)
    return {
        "/".join(each): site.ask.reached(dict(zip(TOLD_BY_CHECK, each, strict=True))).address
        for each in product(*choices)
    }


def _node(point: Point, site: Site) -> Iterator[str]:
    """A page with one question, its answers as links, and the answers so far."""
    question, asked = point.question, len(point.answers) + 1
    short = _short(point, site.ask)
    title = f"{short}：{question.short}" if short else GUIDE
    so_far = f"ここまでの答え：{short}。" if short else ""
    yield _head(
        title, f"「{GUIDE}」の{asked}つめの質問です。{so_far}", "question", search=not short
    )
    yield from _back(point)
    most = max(len(each.answers) for each in site.ask.points if _follows(each, point))
    guide = "" if short else f"{GUIDE}　"
    yield f'<p class="kg-q-step">{guide}<b>質問{asked}</b>（多くて{most}つ）</p>'
    yield from ("", f"# {_said(question.title.said(point.answers), site)}", "")
    if not short:
        yield "答えを選ぶと、持ち物、行く回数、お金、場所がわかります。"
        yield "選んだ答えは、どこにも送られず、残りません。"
        yield ""
    yield '<ul class="kg-q-choices">'
    for choice in question.choices.values():
        text = f"<b>{_said(choice.ja.said(point.answers), site)}</b>"
        text += f"<span>{_said(choice.hint, site)}</span>" if choice.hint else ""
        yield f"<li>{link(f'{point.address}{choice.id}/', text)}</li>"
    yield from ("</ul>", "")
    if question.help:
        yield f'<p class="kg-q-help">{link(question.help["page"], question.help["ja"])}</p>'
        yield ""
    yield from _so_far(point, site, opened=True)
    if not short:
        yield f"{link('/ask/map/', TITLE)}（ぜんぶの質問と結果）"


def _leaf(point: Point, path: str, bodies: Mapping[str, str], site: Site) -> Iterator[str]:
    """A page with the answers so far and the whole text of the outcome they lead to."""
    outcome, short = point.outcome, _short(point, site.ask)
    own = f"/{OUTCOMES}/{outcome.id}/"
    description = f"「{GUIDE}」で、{short}と答えた人がすることです。{outcome.title}。"
    yield _head(f"{short}：答え", description, "outcome", checked=_checked(outcome, site), same=own)
    yield from _back(point)
    body = _rebased(bodies[outcome.id], f"{OUTCOMES}/{outcome.id}.md", path)
    heading, rest = body.lstrip().split("\n", 1)
    yield from ("", heading, "")
    yield from _so_far(point, site, opened=False)
    yield from (rest.rstrip(), "", '<p class="kg-q-end">')
    yield link(own, "答えに関係なく、この結果だけを開く")
    yield from (f"<br>{link('/ask/', 'はじめから答え直す')}</p>", "")


def _map(site: Site) -> Iterator[str]:
    """The whole flow: as a figure, as a list of links, and the outcomes."""
    flow = site.ask
    points = flow.points
    ends = sum(1 for point in points if point.outcome)
    most = max(len(point.answers) for point in points)
    yield _head(TITLE, f"「{GUIDE}」の、ぜんぶの質問と答えと結果を、図と一覧で示します。", "data")
    yield from (f"# {TITLE}", "")
    yield f"質問は{len(flow.questions)}つです。1人にたずねるのは、多くて{most}つです。"
    yield f"答えかたの組み合わせは{sum(1 for _ in flow.combinations())}、"
    yield f"道は{ends}本、結果は{len(flow.outcomes)}です。"
    yield "結果が変わらない質問は、たずねません。"
    yield from (link("/ask/", "はじめの質問へ"), "", "## 図 {: #figure }", "")
    yield '<div class="kg-flow-box" role="region" tabindex="0" aria-label="図（横に動かせます）">'
    yield from (flow_svg(flow), "</div>", "", "## 文字の一覧 {: #list }", "")
    yield '<div class="kg-flow-list">'
    yield from _branch(flow.point({}), site)
    yield from ("</div>", "", "## 結果の一覧 {: #outcomes }", "", "<ul>")
    for outcome in flow.outcomes.values():
        text = link(f"/{OUTCOMES}/{outcome.id}/", escape(outcome.title))
        yield f"<li>{text}<br>{_said(outcome.case, site)}</li>"
    yield from ("</ul>", "")


def _branch(point: Point, site: Site) -> Iterator[str]:
    """The part of the list below a question."""
    yield f"<p>{_said(point.question.title.said(point.answers), site)}</p><ul>"
    for choice in point.question.choices.values():
        after = site.ask.point({**point.answers, point.question.id: choice.id})
        text = link(after.address, _said(choice.ja.said(point.answers), site))
        if after.outcome:
            yield f"<li>{text}<br>→ {escape(after.outcome.title)}</li>"
        else:
            yield f"<li>{text}"
            yield from _branch(after, site)
            yield "</li>"
    yield "</ul>"


def _so_far(point: Point, site: Site, opened: bool) -> Iterator[str]:
    """The answers given, each with the way back to its question."""
    if not point.answers:
        return
    yield f'<details class="kg-q-sofar"{" open" if opened else ""}>'
    yield f"<summary>ここまでの答え：{escape(_short(point, site.ask))}</summary>"
    yield "<ul>"
    for question, given, before in _given(point, site.ask):
        asked = _said(question.title.said(given), site)
        answer = _said(question.choices[given[question.id]].ja.said(given), site)
        change = link(before.address, f'変える<span class="kg-vh">（{asked}）</span>')
        yield f"<li><span>{asked}</span><b>{answer}</b>{change}</li>"
    yield from ("</ul>", "</details>", "")


def _given(point: Point, flow: Flow) -> Iterator[tuple[Question, dict[str, str], Point]]:
    """Each question answered so far, the answers up to it, and the point where it was asked."""
    given: dict[str, str] = {}
    for question, choice in point.answers.items():
        before = flow.point(given)
        given = {**given, question: choice}
        yield flow.questions[question], given, before


def _back(point: Point) -> Iterator[str]:
    if point.answers:
        before = posixpath.dirname(point.address.rstrip("/")) + "/"
        yield from (f'<p class="kg-q-back">{link(before, "戻る")}</p>', "")


def _follows(later: Point, point: Point) -> bool:
    return later.address.startswith(point.address)


def _short(point: Point, flow: Flow) -> str:
    """The answers in short words; they are in the title, so that every page has its own."""
    return "・".join(flow.questions[q].choices[c].short for q, c in point.answers.items())


def _said(text: str, site: Site) -> str:
    return escape(filled(text, site.book.parameters, site.today), quote=False)


def _head(
    title: str,
    description: str,
    kind: str,
    *,
    checked: str = "",
    same: str = "",
    search: bool = False,
) -> str:
    lines = ["---", f"title: {title}", f"description: {description}", f"kind: {kind}"]
    lines += [f"checked: {checked}"] if checked else []
    lines += [f"same_as: {same}"] if same else []
    lines += [] if search else ["search: {exclude: true}"]
    return "\n".join([*lines, "---", ""])


# ---------------------------------------------------------------- the pages of the outcomes


def _outcome_body(outcome: Outcome, site: Site) -> str:
    """The Markdown of an outcome page without its head. Raises DataError for what it lacks."""
    path = site.root / "docs" / OUTCOMES / f"{outcome.id}.md"
    name = f"docs/{OUTCOMES}/{outcome.id}.md"
    if not path.is_file():
        problem = f"結果「{outcome.title}」のページがありません"
        mend = f"{name} を書くか、結果を消してください"
        raise DataError(NAME, f"outcomes.{outcome.id}", problem, mend)
    title = front_matter(path).get("title")
    if title != outcome.title:
        problem = f"題が、{NAME} の「{outcome.title}」とちがいます"
        raise DataError(name, "title", problem, "どちらかを直して、同じにしてください")
    body = path.read_text("utf-8").split("---\n", 2)[2]
    if not body.lstrip().startswith("# "):
        raise DataError(
            name, "本文", "見出しから始まっていません", "はじめに「# 題」を書いてください"
        )
    if not _SOURCED.search(body):
        mend = '文の後に {{ source("出典のid", "場所") }} を書いてください'
        raise DataError(name, "本文", "出典が1つもありません", mend)
    found = [(anchor, text) for text, anchor in _HEADING.findall(body) if anchor in PARTS]
    if found != list(PARTS.items()):
        missing = [text for anchor, text in PARTS.items() if (anchor, text) not in found]
        problem = f"「{'」「'.join(missing)}」の部分がありません" if missing else "順番がちがいます"
        order = " → ".join(f"{text} {{: #{anchor} }}" for anchor, text in PARTS.items())
        raise DataError(name, "見出し", problem, f"## の見出しをこの順に書いてください。{order}")
    return body


def _checked(outcome: Outcome, site: Site) -> str:
    return str(front_matter(site.root / "docs" / OUTCOMES / f"{outcome.id}.md").get("checked", ""))


def _check_strays(site: Site) -> None:
    for path in sorted((site.root / "docs" / OUTCOMES).glob("*.md")):
        if path.stem not in site.ask.outcomes:
            problem = f"「{path.stem}」という結果は {NAME} にありません"
            mend = "outcomes に足すか、ページを消してください。" + nearest(
                path.stem, site.ask.outcomes
            )
            raise DataError(f"docs/{OUTCOMES}/{path.name}", "ファイル名", problem, mend)


def _rebased(markdown: str, written_in: str, path: str) -> str:
    """Markdown whose relative links were written in one file, as they must be in another."""
    here, there = posixpath.dirname(written_in), posixpath.dirname(path)

    def moved(target: re.Match[str]) -> str:
        address = posixpath.normpath(posixpath.join(here, target[2]))
        return target[1] + posixpath.relpath(address, there)

    return _RELATIVE.sub(moved, markdown)
