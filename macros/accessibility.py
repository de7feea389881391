"""The accessibility policy and its test results: data/accessibility/ as the parts of a page.

The data never say that a machine's test was passed: they name the tests, and a site whose
tests fail is not published. What people have tested is written down by those who did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any

from kigen.model import DataError
from kigen.reader import read
from kigen.refusals import nearest
from kigen.render.table import framed
from kigen.render.words import day_ja
from macros.cites import link
from macros.site import Site

FOLDER = "data/accessibility"
PAGE = "/about/accessibility/"
NOT_YET = "まだ"
WHEN = {"every": "公開する前に毎回", "weekly": "週に1回"}
RESULTS = {"pass": "○", "fail": "×"}

Json = Mapping[str, Any]


@lru_cache(maxsize=2)
def load_checks(root: Path) -> Mapping[str, Json]:
    """The machine's tests by their id."""
    return _read("checks", root)


@lru_cache(maxsize=2)
def load_criteria(root: Path) -> Sequence[Json]:
    """The success criteria in their order. Raises DataError for what does not fit together."""
    name, checks = f"{FOLDER}/criteria.yaml", load_checks(root)
    criteria: list[Json] = []
    for row in _read("criteria", root):
        if row["id"] in {each["id"] for each in criteria}:
            raise DataError(name, row["id"], "同じ番号が2回あります", "片方を消してください")
        if row["applies"] == bool(row["why"]):
            mend = "あてはまらないときだけ、理由を書いてください"
            raise DataError(name, f"{row['id']}.why", "applies と合いません", mend)
        for check in row["checks"]:
            if check not in checks:
                problem = f"試験「{check}」は checks.yaml にありません"
                raise DataError(name, f"{row['id']}.checks", problem, nearest(check, checks))
        criteria.append(row)
    return criteria


@lru_cache(maxsize=2)
def load_policy(root: Path) -> Json:
    """The policy. Raises DataError for a statement that goes beyond what was tested."""
    policy = _read("policy", root)
    if statement := policy["statement"]:
        _allow(statement, policy, load_criteria(root))
    return policy


def _read(what: str, root: Path) -> Any:
    return read(root / FOLDER / f"{what}.yaml", f"accessibility-{what}", root)


def _allow(statement: Json, policy: Json, criteria: Sequence[Json]) -> None:
    """準拠 and 一部準拠 rest on a test of people; 準拠 on nothing but good results."""
    degree, place = statement["degree"], "statement.degree"
    if degree == "配慮":
        return
    asked = [row for row in criteria if row["jis"] and row["applies"]]
    if policy["test"] is None or any(row["human"] is None for row in asked):
        problem = f"人の試験の結果がそろっていないので、「{degree}」とは書けません"
        raise DataError(f"{FOLDER}/policy.yaml", place, problem, "試験をしてから書いてください")
    failed = [row["id"] for row in asked if row["human"]["result"] == "fail"]
    if degree == "準拠" and failed:
        problem = f"満たしていない達成基準（{'、'.join(failed)}）があります"
        raise DataError(f"{FOLDER}/policy.yaml", place, problem, "「一部準拠」を考えてください")


def accessibility_words(site: Site) -> Mapping[str, Callable[[], str]]:
    """Every part of the policy and the results that a page can print, by its name."""
    policy, criteria = load_policy(site.root), load_criteria(site.root)
    if policy["statement"] and not site.about["operator"]:
        problem = "運営者（data/site.yaml の operator）が決まっていないので、表明できません"
        raise DataError(f"{FOLDER}/policy.yaml", "statement", problem, "null にしてください")
    return {
        "summary": partial(_summary, criteria),
        "policy": partial(_policy, policy, site),
        "results": partial(_results, policy),
        "limits": lambda: "\n".join(f"- {limit}" for limit in policy["limits"]),
        "jis": partial(_table, "jis", "JIS X 8341-3:2016 の達成基準", criteria, site),
        "wcag": partial(_table, "wcag", "WCAG 2.2 で加わった達成基準", criteria, site),
        "checks": partial(_checks, site),
    }


def _summary(criteria: Sequence[Json]) -> str:
    applying = [row for row in criteria if row["applies"]]
    partly = sum(bool(row["checks"]) for row in applying)
    asked = [row for row in applying if row["person"]]
    done = sum(row["human"] is not None for row in asked)
    return (
        f"達成基準は、あわせて{len(criteria)}個です。"
        f"そのうち{len(criteria) - len(applying)}個は、このサイトにあてはまるものがありません。\n"
        f"残りの{len(applying)}個のうち、{partly}個は、全部か一部を機械が調べています。\n"
        f"人が確かめることが残るのは{len(asked)}個です。確かめ終わったのは**{done}個**です。"
    )


def _policy(policy: Json, site: Site) -> str:
    decided = site.about["operator"]
    state = (
        "この方針は、運営者が決めたものです。"
        if decided
        else "運営者がまだ決まっていないので、この方針は案です。"
    )
    targets = "、".join(f"{each['name']} のレベル{each['level']}" for each in policy["targets"])
    exceptions = "".join(f"<li>{escape(each)}</li>" for each in policy["exceptions"])
    return _list(
        {
            "目標": f"{targets}の達成基準を、すべて満たすことです。{state}",
            "対象の範囲": policy["scope"],
            "対象でないもの": f"<ul>{exceptions}</ul>",
            "達成の期限": _day(policy["due"]) or "まだ決まっていません。",
        }
    )


def _results(policy: Json) -> str:
    statement, test = policy["statement"], policy["test"]
    untested = "人の試験を、まだしていません。"
    degree = (
        f"JIS X 8341-3:2016 の適合レベル{statement['level']}に{statement['degree']}"
        if statement
        else "表明していません。「準拠」「一部準拠」「配慮」の、どれも使いません。"
    )
    chosen = pages = period = untested
    if test:
        chosen = f"{escape(test['how'])}（{len(test['pages'])}ページ）"
        pages = "".join(f"<li>{link(page, page)}</li>" for page in test["pages"])
        pages = f"<ul>{pages}</ul>"
        period = f"{_day(test['from'])}から{_day(test['to'])}まで（{escape(test['by'])}）"
    return _list(
        {
            "表明日": _day(statement and statement["on"]) or "表明していません。",
            "規格の番号と改正年": "、".join(each["name"] for each in policy["targets"]),
            "満たしている適合レベル・対応度": degree,
            "対象となるウェブページ": policy["scope"],
            "依存したウェブコンテンツ技術": escape("、".join(policy["technologies"])),
            "ページを選んだ方法と数": chosen,
            "試験を行ったページ": pages,
            "試験実施期間": period,
        }
    )


def _list(rows: Mapping[str, str]) -> str:
    items = "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in rows.items())
    return f'<div class="kg-dl"><dl>{items}</dl></div>'


def _day(text: str | None) -> str:
    return day_ja(date.fromisoformat(text)) if text else ""


def _table(which: str, caption: str, criteria: Sequence[Json], site: Site) -> str:
    """The checklist: the criteria of JIS, or those that only WCAG 2.2 has."""
    checks = load_checks(site.root)
    rows = []
    for row in criteria:
        if row["jis"] != (which == "jis"):
            continue
        rows.append(
            f'<tr id="sc-{row["id"].replace(".", "-")}">'
            f'<th scope="row">{row["id"]} {escape(row["name"])}</th><td>{row["level"]}</td>'
            f"<td>{'○' if row['applies'] else '−'}</td><td>{_met(row)}</td>"
            f'<td class="kg-said">{"<br>".join(_said(row, checks))}</td></tr>'
        )
    labels = ("達成基準", "レベル", "適用", "適合", "試験と注記")
    return framed(f"criteria-{which}", caption, labels, rows, "kg-tbl", searched=False)


def _said(row: Json, checks: Mapping[str, Json]) -> Iterator[str]:
    """What the machine tests, what is left to people, and what else is to be known."""
    if not row["applies"]:
        yield escape(row["why"])
        return
    links = [link(f"{PAGE}#check-{each}", checks[each]["title"]) for each in row["checks"]]
    yield f"機械：{'、'.join(links) or 'ありません'}"
    if not row["person"]:
        yield "人：機械で足ります"
    elif row["human"]:
        yield f"人：{escape(row['human']['by'])}（{_day(row['human']['on'])}）"
    else:
        yield f"人：まだ確かめていません（{escape(row['person'])}）"
    if row["note"]:
        yield f"注記：{escape(row['note'])}"


def _met(row: Json) -> str:
    if not row["applies"]:
        return "−"
    return RESULTS[row["human"]["result"]] if row["human"] else NOT_YET


def _checks(site: Site) -> str:
    rows = []
    for check_id, check in load_checks(site.root).items():
        names = check.get("tests") or [check["command"]]
        code = "<br>".join(f"<code>{escape(name)}</code>" for name in names)
        rows.append(
            f'<tr id="check-{check_id}"><th scope="row">{escape(check["title"])}</th>'
            f'<td class="kg-said">{escape(check["ja"])}</td><td>{WHEN[check["when"]]}</td>'
            f"<td>{code}</td></tr>"
        )
    labels = ("試験", "調べること", "いつ", "テストの名前")
    return framed("checks", "機械の試験", labels, rows, "kg-tbl", searched=False)
