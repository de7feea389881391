"""Everything that a change has to mend before it can be published, each with its place.

The checks are those of `make check`; here their errors get the line of the file, so that the
review can show it, and what only the built site shows is led back to the file that was edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from kigen import prose, publish
from kigen.audit import check
from kigen.model import DataError
from kigen.reader import cut_page, split_page
from macros.joining import made_from
from macros.site import Site
from postbuild import PERMALINKS, permalinks

LOCK = "data/api-v1.lock"
_UNKNOWN = re.compile(r"「(.+)」という項目はありません")

_LINE = re.compile(r"(\d+)行目")
_ERROR = re.compile(
    r"(?m)^(?:ERROR\s+-\s+|\S*Error: )?((?:data|docs)/[^:\s]+): (.+?): (.+) → (.+)$"
)
_MACRO = re.compile(
    r"_File_: `(?P<page>[^`]+)`\s+"
    r"(?:_Line (?P<line>\d+) in Markdown file:_ \*\*(?P<syntax>.+?)\*\*|_\w+_: (?P<said>.+))"
)
_SAID = re.compile(r"このページ: (.+?「(.+?)」): (.+) → (.+)")
_BUILT = re.compile(r"(?m)^(?P<pages>\S+\.(?:html|css|txt).*?): (?P<wrong>.+)\n\s+→ (?P<mend>.+)$")
_QUOTED = re.compile(r"「([^」]+)」")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where, what is wrong, how. `lines` are to be added as they stand."""

    file: str
    line: int | None
    place: str
    wrong: str
    mend: str
    lines: tuple[str, ...] = ()


def in_data(root: Path) -> list[Problem]:
    """What is wrong in data/, and which promise of the open data is broken."""
    errors = check(root)
    try:
        errors += publish.broken()
    except DataError:
        pass  # check() has named it
    return [_of_data(error, root) for error in errors]


def in_words(root: Path) -> list[Problem]:
    """What is wrong in the text of the pages; it can be read only where data/ is right."""
    return [
        Problem(each.file, each.line, each.text, each.why, each.mend)
        for each in prose.remarks(root)
        if each.blocks
    ]


def in_build(output: str, site: Site) -> list[Problem]:
    """What stopped the build of the site, read out of what it printed."""
    found = [_of_data(DataError(*error), site.root) for error in _ERROR.findall(output)]
    found += (_of_macro(match, site.root) for match in _MACRO.finditer(output))
    for match in _BUILT.finditer(output):
        found.append(_of_page(match, site))
    if not found:
        said = [line for line in output.splitlines() if line and not line.startswith("INFO")]
        told = " / ".join(said[-3:]) or "わけは出ませんでした"
        mend = "わからないときは、この文をプルリクエストに写して聞いてください"
        found.append(Problem("", None, "サイトを作るところ", told, mend))
    return list(dict.fromkeys(found))


def in_promises(built: Path, today: date) -> Iterator[Problem]:
    """New addresses and new items of the open data that nobody has promised yet."""
    mend = "次の行を、このファイルの終わりに足します。むずかしければ、取りこむ人が足します"
    if new := permalinks.unlisted(built, PERMALINKS):
        lines = tuple(f"{address} {today}" for address in new)
        wrong = "新しいページや見出しの住所が、約束の一覧にありません"
        yield Problem("data/permalinks.txt", None, "終わり", wrong, mend, lines)
    if new := publish.unpromised():
        wrong = "公開データの新しい項目が、約束の一覧にありません"
        yield Problem(LOCK, None, "終わり", wrong, mend, tuple(new))


def _of_data(error: DataError, root: Path) -> Problem:
    """A DataError; for a name that is not known, with another reason that it may have."""
    found = of_error(error.file, error.place, error.problem, error.mend, root)
    if unknown := _UNKNOWN.match(error.problem):
        line = _line_with(root / error.file, unknown[1]) or found.line
        mend = f"{error.mend}。行の初めの空白の数が、上の行とちがっていないかも見てください"
        return Problem(error.file, line, error.place, error.problem, mend)
    return found


def of_error(file: str, place: str, wrong: str, mend: str, root: Path) -> Problem:
    """A DataError with the line of its place."""
    return Problem(file, line_of(root / file, place), place, wrong, mend)


def line_of(path: Path, place: str) -> int | None:
    """The line of a place such as `pages.0.url`, `12行目` or an id; None if it is not found."""
    if said := _LINE.search(place):
        return int(said[1])
    if path.suffix not in (".yaml", ".md") or not path.is_file():
        return None
    try:
        node = yaml.compose(_head_or_all(path), yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return _line_in(node, place.split(".")) if node else None


def _head_or_all(path: Path) -> str:
    """The YAML of a file, with the lines that it has there: of a page its head."""
    text = path.read_text("utf-8-sig", errors="replace")
    return cut_page(text)[0] if path.suffix == ".md" else text


def _line_in(node: yaml.Node, parts: list[str]) -> int | None:
    """The line of the deepest node on that way that there is."""
    line = None
    while parts:
        for names, step, child in _steps(node):
            if parts[: len(names)] == names:
                line, node, parts = step + 1, child, parts[len(names) :]
                break
        else:
            break
    return line


def _steps(node: yaml.Node) -> Iterator[tuple[list[str], int, yaml.Node]]:
    """Every way down from a node: its name, which may have dots, its line, what is there."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value).split("."), key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield [str(number)], item.start_mark.line, item
            pairs = item.value if isinstance(item, yaml.MappingNode) else ()
            for key, value in pairs:
                if key.value == "id":
                    yield str(value.value).split("."), item.start_mark.line, item


def _of_macro(match: re.Match[str], root: Path) -> Problem:
    file = f"docs/{match['page']}"
    if match["syntax"]:
        wrong = f"{{{{ }}}} の中を読めません（{match['syntax']}）"
        mend = '半角の記号で、{{ fact("…") }} の形に書いてください'
        return Problem(file, int(match["line"]) + _head_lines(root / file), "本文", wrong, mend)
    if said := _SAID.search(match["said"]):
        place, name, wrong, mend = said.groups()
        line = _line_with(root / file, name)
        return Problem(file, line, place, f"{place}は、{wrong}", mend)
    mend = "{{ }} の中の言葉のつづりを、ほかのページと見くらべてください"
    return Problem(file, None, "本文", f"{{{{ }}}} の中が動きません（{match['said']}）", mend)


def _of_page(match: re.Match[str], site: Site) -> Problem:
    """A mistake in a built page, led back to the file it is made from."""
    built = re.split(r"[、（]", match["pages"])[0]
    wrong, mend = match["wrong"], match["mend"]
    path = built.removesuffix("/index.html")
    sources = (_source(f"{path}.md", site), _source(f"{path}/index.md", site))
    if built == "index.html":
        sources = (_source("index.md", site),)
    file = next(filter(None, sources), "")
    if not file:
        return Problem("", None, match["pages"], wrong, mend)
    names = _QUOTED.findall(wrong)
    lines = (_line_with(site.root / file, name) for name in names)
    return Problem(file, next(filter(None, lines), None), f"できたページ {built}", wrong, mend)


def _source(path: str, site: Site) -> str | None:
    source = made_from(path, site)
    return source if source and (site.root / source).is_file() else None


def _head_lines(path: Path) -> int:
    """The lines before the text of a page; the macros do not count them."""
    whole = path.read_text("utf-8")
    return whole.count("\n") - split_page(whole, path.name)[1].count("\n")


def _line_with(path: Path, text: str) -> int | None:
    """The first line that holds a text."""
    if not path.is_file():
        return None
    lines: Iterable[str] = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), None)
