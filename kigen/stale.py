"""What a person should open and read again next, and whether a release may be made.

Everything that carries a day of checking is listed: sources, legal numbers, the sentences
written in data/, pages and the official phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kigen.book import load_book, load_sources
from kigen.model import Citation
from kigen.reader import ROOT, front_matter, read
from kigen.render.words import CHECKS, day_ja
from kigen.statements import PLACEHOLDER
from kigen.terms import load_terms
from kigen.written import written

Users = Mapping[str, list[str]]

_USED = re.compile(r"""\b(?:source|fact)\(\s*["']([a-z0-9._-]+)["']""")
MANY = 6
_WEAKEST_FIRST = ["relayed", "copy", "live", None]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was checked on a day. `how` is None for a page read beside its sources."""

    kind: str
    id: str
    title: str
    file: str
    on: date
    how: str | None
    links: tuple[str, ...]
    used_by: tuple[str, ...]


def items(root: Path = ROOT) -> list[Item]:
    """Everything with a day of checking, oldest first; of one day, the weakest check first."""
    users = _users(root)
    found = [*_sources(root, users), *_numbers(root, users), *_sentences(root, users)]
    found += [*_pages(root), *_phone(root)]
    return sorted(
        found, key=lambda item: (item.on, _WEAKEST_FIRST.index(item.how), -len(item.used_by))
    )


def older(found: Iterable[Item], days: int, today: date) -> list[Item]:
    """Those checked more than `days` ago."""
    return [item for item in found if (today - item.on).days > days]


def promises(root: Path = ROOT) -> Mapping[str, int]:
    """After how many days a check is old, and no release is made (data/site.yaml)."""
    return read(root / "data" / "site.yaml", "site", root)["checks"]


def report(found: list[Item], today: date, promised: Mapping[str, int], most: int) -> str:
    """The first `most` of what to read again, in Japanese, with the way to record it."""
    old, stop = promised["old_days"], promised["no_release_days"]
    lines = [
        f"確かめ直すもの（古い順）。今日は{day_ja(today)}です。",
        f"確認から{old}日をこえたもの：{len(older(found, old, today))}件、"
        f"{stop}日をこえたもの：{len(older(found, stop, today))}件、全部で{len(found)}件",
        "",
    ]
    for number, item in enumerate(found[:most], start=1):
        lines += [*_lines(number, item, today), ""]
    if len(found) > most:
        lines += [
            f"ほかに{len(found) - most}件あります。全部見るには: python -m kigen stale {len(found)}"
        ]
    lines += ["確かめかたと書きかた: docs/about/checking.md"]
    return "\n".join(lines)


def release_report(found: list[Item], today: date, promised: Mapping[str, int]) -> str | None:
    """Why no release may be made today: every item that is too old; None if there is none."""
    stop = promised["no_release_days"]
    late = older(found, stop, today)
    if not late:
        return None
    lines = [f"確認から{stop}日をこえたものが{len(late)}件あるので、新しい版を作れません。", ""]
    lines += [f"{item.file}: {item.id or item.title}（{_checked(item, today)}）" for item in late]
    lines += ["", "確かめかたと書きかた: docs/about/checking.md"]
    return "\n".join(lines)


def _lines(number: int, item: Item, today: date) -> Iterator[str]:
    yield f"{number}. {item.kind} {item.id}　{item.title}".replace(" 　", "　")
    yield f"   {_checked(item, today)}"
    yield from (f"   開く: {url}" for url in item.links)
    if item.used_by:
        more = f"、ほか{len(item.used_by) - MANY}" if len(item.used_by) > MANY else ""
        yield f"   使うところ: {'、'.join(item.used_by[:MANY])}{more}"
    yield f"   書くところ: {item.file}"


def _checked(item: Item, today: date) -> str:
    how = CHECKS[item.how] if item.how else "出典と見くらべた"
    return f"{how}。{day_ja(item.on)}、{(today - item.on).days}日前"


# ---------------------------------------------------------------- what carries a day


def _sources(root: Path, users: Users) -> Iterator[Item]:
    for source in load_sources(root).values():
        yield Item(
            "出典",
            source.id,
            f"{source.publisher}「{source.title}」",
            "data/sources.yaml",
            source.checked.on,
            source.checked.how,
            (source.url,),
            tuple(users.get(source.id, ())),
        )


def _numbers(root: Path, users: Users) -> Iterator[Item]:
    for parameter in load_book(root).parameters.values():
        file = f"data/parameters/{parameter.id.replace('.', '/', 1)}.yaml"
        checked, links = parameter.checked, _links(parameter.values[-1].cites, root)
        used_by = tuple(users.get(parameter.id, ()))
        yield Item(
            "数字", parameter.id, parameter.label, file, checked.on, checked.how, links, used_by
        )


def _sentences(root: Path, users: Users) -> Iterator[Item]:
    for each in written(root):
        fact, checked = each.fact, each.fact.checked
        if each.row == fact.id:  # a shared sentence is listed once, where it is written
            links, used_by = _links(fact.cites, root), tuple(users.get(fact.id, ()))
            yield Item(
                each.kind, fact.id, fact.ja, each.file, checked.on, checked.how, links, used_by
            )


def _links(cites: Iterable[Citation], root: Path) -> tuple[str, ...]:
    sources = load_sources(root)
    return tuple(dict.fromkeys(sources[cite.source].url for cite in cites))


def _pages(root: Path) -> Iterator[Item]:
    for path in _markdown(root):
        head = front_matter(path)
        if "checked" in head:
            name = path.relative_to(root).as_posix()
            on = date.fromisoformat(head["checked"])
            yield Item("ページ", "", head["title"], name, on, None, (), ())


def _phone(root: Path) -> Iterator[Item]:
    phone = read(root / "data" / "site.yaml", "site", root)["phone"]
    if phone:
        on, how = date.fromisoformat(phone["checked"]["on"]), phone["checked"]["how"]
        url = load_sources(root)[phone["source"]].url
        yield Item("電話", phone["number"], phone["name"], "data/site.yaml", on, how, (url,), ())


def _users(root: Path) -> dict[str, list[str]]:
    """Where each source, number and sentence is used: in data, and in which pages."""
    users: dict[str, list[str]] = {}

    def note(used: Iterable[str], user: str) -> None:
        for each in dict.fromkeys(used):
            users.setdefault(each, []).append(user)

    book = load_book(root)
    for parameter in book.parameters.values():
        note((cite.source for value in parameter.values for cite in value.cites), parameter.id)
    for rule, cites in book.citations.items():
        note((cite.source for cite in cites), f"rules.yaml {rule}")
    for ambiguity in book.ambiguities.values():
        held = (cite.source for reading in ambiguity.readings for cite in reading.held_by)
        note(held, f"ambiguities.yaml {ambiguity.code}")
    for term in load_terms(root).values():
        note((cite.source for cite in term.cites), f"terms.yaml {term.id}")
    for each in written(root):
        if each.row == each.fact.id:
            note((cite.source for cite in each.fact.cites), each.row)
            note(PLACEHOLDER.findall(each.fact.ja), each.row)
        else:
            note([each.fact.id], each.row)
    for path in _markdown(root):
        note(_USED.findall(path.read_text("utf-8")), path.relative_to(root).as_posix())
    return users


def _markdown(root: Path) -> list[Path]:
    return sorted((root / "docs").rglob("*.md"))
