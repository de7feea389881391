"""Asks every outside address of the project whether it still answers, and reports in Japanese.

    python tools/links.py [FILE]

Writes the report to FILE, or prints it. 0: nothing to mend. 3: something to mend. Every week a
workflow puts the report into one issue; pull requests never ask anybody anything.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kigen.model import DataError  # noqa: E402
from kigen.reader import read  # noqa: E402
from tools.polite import Answer, Asker  # noqa: E402

EXCEPTIONS = "data/link_exceptions.yaml"
TO_MEND = 3
LONGEST = 60_000
"""An issue holds 65,536 characters."""

_ADDRESS = re.compile(r"https?://[!-;=?-_a-~]*[/0-9A-Za-z=&#-]")
_SCHEMA = re.compile(r"\$schema=\S*?([\w-]+)\.schema\.json")
_TEXTS = ("README.md", "docs/**/*.md", ".github/**/*.md", "overrides/**/*.html")
_NOBODY = re.compile(r"(^|\.)example(\.(com|org|net))?$|\.(test|invalid)$|^localhost$|^127\.")

_OPEN = "ブラウザーで開いて確かめます。"
_LATER = f"2回たずねました。来週も出たら、{_OPEN}"
_EXCEPT = f"{_OPEN}開けるなら、わけを {EXCEPTIONS} に書きます。"
KINDS = {
    "gone": (
        "ページがありません",
        "新しいアドレスを探して、書きかえます。なければ、別の資料にします。",
    ),
    "home": (
        "トップページに転送されます",
        "ページがなくなったようです。新しいアドレスを探して、書きかえます。",
    ),
    "moved": ("引っ越しました", f"{_OPEN}同じ中身なら、「→」の後のアドレスに書きかえます。"),
    "round": ("転送が終わりません", f"{_OPEN}開けるアドレスに書きかえます。"),
    "certificate": (
        "安全な接続の証明書が正しくありません",
        f"{_OPEN}続くなら、別の資料を探します。",
    ),
    "unknown": (
        "サーバーの名前が見つかりません",
        "つづりを確かめます。サイトがなくなったなら、別の資料を探します。",
    ),
    "slow": ("時間のうちに返事がありません", _LATER),
    "busy": ("混んでいると言われました", _LATER),
    "broken": ("正しい返事がありません", _LATER),
    "refused": ("断られました", _EXCEPT),
    "robots": ("自動でたずねることを断っています（robots.txt）", _EXCEPT),
}
"""Each kind of answer that is not well: what it means, and what a person does."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was asked and what came of it."""

    places: Mapping[str, list[str]]
    """Each address with the places where it stands."""
    answers: Mapping[str, Answer]
    excepted: Mapping[str, str]
    """The addresses that are not asked, with the reason."""
    unused: list[str]
    """Exceptions that no address needs."""

    @property
    def to_mend(self) -> int:
        """How many things a person has to look at."""
        return sum(told.kind != "ok" for told in self.answers.values()) + len(self.unused)


def addresses(root: Path = ROOT) -> Mapping[str, list[str]]:
    """Every outside address with the places (file and key, or file and line) where it stands."""
    found: dict[str, list[str]] = {}
    for place, text in (*_data(root), *_texts(root)):
        whole = re.fullmatch(r"https?://[!-~]+", text)
        for address in [text] if whole else _ADDRESS.findall(text):
            if not _NOBODY.search(urlsplit(address).hostname or "localhost"):
                places = found.setdefault(address, [])
                places += [place] if place not in places else []
    return found


def check(root: Path, asker: Asker) -> Outcome:
    """Ask every outside address, but for those with an exception. Raises DataError."""
    places = addresses(root)
    rows = read(root / EXCEPTIONS, "link_exceptions", root)
    excepted = {
        address: row["reason"]
        for address in places
        for row in rows
        if address.startswith(row["url"])
    }
    unused = [row["url"] for row in rows if not any(each.startswith(row["url"]) for each in places)]
    answers = asker.ask_all(address for address in places if address not in excepted)
    return Outcome(places, answers, excepted, unused)


def report(outcome: Outcome) -> str:
    """The outcome as Markdown in Japanese: what to mend, where it stands and what to do."""
    well = sum(told.kind == "ok" for told in outcome.answers.values())
    hosts = len({urlsplit(address).hostname for address in outcome.answers})
    lines = [
        f"外のアドレス{len(outcome.answers)}個（{hosts}のサイト）にたずねました。"
        f"開けたもの{well}個、確かめるもの{outcome.to_mend}個です。",
        "" if outcome.to_mend else "直すものはありません。",
    ]
    for kind, (what, todo) in KINDS.items():
        rows = [(url, told) for url, told in outcome.answers.items() if told.kind == kind]
        if rows:
            lines += ["", f"## {what}（{len(rows)}）", "", todo, ""]
            for url, told in rows:
                lines += _row(url, told, outcome.places[url])
    if outcome.unused:
        lines += ["", "## 使われていない例外", "", f"{EXCEPTIONS} から消します。", ""]
        lines += [f"- `{url}`" for url in outcome.unused]
    if outcome.excepted:
        lines += ["", "## たずねなかったもの", "", f"わけは {EXCEPTIONS} にあります。", ""]
        lines += [f"- `{url}` {reason}" for url, reason in outcome.excepted.items()]
    text = "\n".join(lines).rstrip() + "\n"
    if len(text) > LONGEST:
        text = text[: text.rindex("\n", 0, LONGEST)] + "\n\n長いので、ここまでにします。\n"
    return text


def _row(url: str, told: Answer, places: list[str]) -> Iterator[str]:
    code = f" ({told.code})" if told.code else ""
    yield f"- `{url}`{code}" + (f" → `{_plain(told.to)}`" if told.to else "")
    yield f"  - {'、'.join(f'`{place}`' for place in places)}"


def _plain(text: str) -> str:
    """What a server sent, so that it is only read: no Markdown, no mention of anybody."""
    return re.sub(r"[^!-;=?-_a-~]", "", text)[:300]


def _data(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "data").rglob("*.yaml")):
        schema = _SCHEMA.search(path.read_text("utf-8"))
        name = path.relative_to(root).as_posix()
        if schema and name != EXCEPTIONS:
            for key, text in _strings(read(path, schema[1], root)):
                yield f"{name} {key}", text


def _strings(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the way to it; a row of a list by its id, where it has one."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from _strings(value, f"{key}.{name}".lstrip("."))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            name = value.get("id", number) if isinstance(value, dict) else number
            yield from _strings(value, f"{key}.{name}".lstrip("."))


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted({path for pattern in _TEXTS for path in root.glob(pattern)}):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            yield f"{path.relative_to(root).as_posix()} {number}行目", line


def agent(root: Path = ROOT, repository: str = "") -> str:
    """Who we are, and where to find us if that is known."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    where = f" (+{repository})" if repository else ""
    return f"{project['name']}-link-check/{project['version']}{where}"


def main(arguments: list[str]) -> int:
    """Run the command."""
    try:
        outcome = check(ROOT, Asker(agent(repository=os.environ.get("REPO_URL", ""))))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    text = report(outcome)
    if arguments:
        Path(arguments[0]).write_text(text, "utf-8")
    else:
        print(text, end="")
    return TO_MEND if outcome.to_mend else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
