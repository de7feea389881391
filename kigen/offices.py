"""What the pages of municipalities said about where certificates can be renewed.

One file a municipality. A record is what a stored page said on a day, not today's service; what
a page does not say is null, never "no".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kigen.book import read_checked
from kigen.model import Checked, DataError
from kigen.reader import ROOT, read

FOLDER = "data/municipalities"

_WEIGHTS = (6, 5, 4, 3, 2)
_OFFICIAL_HOST = re.compile(r"(?:^|\.)lg\.jp$|(?:^|\.)(?:city|town|vill)\.[a-z0-9.-]+\.jp$")
_PERSONAL = re.compile(r"0[789]0[-ー－]?\d{4}[-ー－]?\d{4}|[\w.+-]+@[\w-]+\.[\w.-]+")
_BLANK = re.compile(r"〇〇|\"000000\"|-00-00|https://…")
_ANSWERS = {
    "all": {"each"},
    "some": {"named_list"},
    "none": {"explicit_no"},
    None: {"place_list_main_only", "single_counter", "silent"},
}
"""Which basis can stand behind which answer about branches."""


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One page of a municipality, as it was read: what it says on each point, None if nothing."""

    url: str
    title: str
    shown: date | None
    checked: Checked
    scope: str
    main_office: bool | None
    branches: str | None
    branches_basis: str
    branch_names: tuple[str, ...]
    post_office: bool | None
    post_office_detail: str | None
    booking: str | None
    evenings: bool | None
    proxies: bool | None
    window_words: str | None
    quote: str
    note: str | None
    host_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality by its six-digit code, with the pages that were read, the newest first."""

    code: str
    name: str
    prefecture: str
    pages: tuple[OfficePage, ...]

    @property
    def prefecture_code(self) -> str:
        """The first two digits: the prefecture's number."""
        return self.code[:2]


@lru_cache(maxsize=4)
def load_prefectures(root: Path = ROOT) -> Mapping[str, str]:
    """The names of the 47 prefectures by their two-digit number."""
    return read(root / "data" / "prefectures.yaml", "prefectures", root)


@lru_cache(maxsize=4)
def load_municipalities(root: Path = ROOT) -> Mapping[str, Municipality]:
    """Every municipality by its code, in the order of codes. Raises DataError for a bad file."""
    prefectures = load_prefectures(root)
    found = {}
    for path in sorted((root / FOLDER).glob("*/*.yaml")):
        name = path.relative_to(root).as_posix()
        _check_blanks(path, name)
        row = read(path, "municipality", root)
        _check_code(row["code"], path, name, prefectures)
        if row["name"].startswith(prefectures[row["code"][:2]]):
            mend = "県の名前を消してください。フォルダーの番号でわかります"
            raise DataError(name, "name", f"「{row['name']}」に、県の名前があります", mend)
        pages = tuple(_page(page, name, f"pages.{i}") for i, page in enumerate(row["pages"]))
        code = row["code"]
        found[code] = Municipality(code, row["name"], prefectures[code[:2]], pages)
    return found


def check_digit(code: str) -> int:
    """The sixth digit of a municipality's code, from its first five (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
    return (11 - total % 11) % 10


def counts(municipalities: Iterable[Municipality]) -> Mapping[str | None, int]:
    """How many municipalities' newest pages offer all, some or no branches, or do not say."""
    return Counter(each.pages[0].branches for each in municipalities)


def _check_blanks(path: Path, name: str) -> None:
    """Raise DataError for what .github/new-municipality.yaml leaves to be written."""
    lines = path.read_text("utf-8", errors="replace").split("\n")
    left = [
        f"{number}行目"
        for number, line in enumerate(lines, start=1)
        if _BLANK.search(line.partition(" #")[0])
    ]
    if left:
        mend = "〇〇、000000、2026-00-00、https://… を、読んだことに書きかえてください"
        raise DataError(name, "、".join(left), "まだ書いていない所があります", mend)


def file_of(code: str) -> str:
    """Where a municipality's file stands, by its code of six figures."""
    return f"{FOLDER}/{code[:2]}/{code}.yaml"


def _check_code(code: str, path: Path, name: str, prefectures: Mapping[str, str]) -> None:
    if int(code[5]) != check_digit(code):
        mend = f"数字を確かめてください。はじめの5けたが正しければ、最後は{check_digit(code)}です"
        raise DataError(name, "code", f"「{code}」は、ある番号ではありません", mend)
    if code[:2] not in prefectures:
        raise DataError(name, "code", f"都道府県「{code[:2]}」はありません", "01から47までです")
    wanted = file_of(code)
    if (path.parent.name, path.stem) != (code[:2], code):
        problem = f"番号「{code}」とファイルの場所が合いません"
        mend = f"{wanted} に置いてください"
        if (path.parents[1] / code[:2] / f"{code}.yaml").exists():
            mend = f"もうある {wanted} を開いて、pages: の下に足し、このファイルは消してください"
        raise DataError(name, "code", problem, mend)


def _page(row: dict[str, Any], name: str, place: str) -> OfficePage:
    host = urlsplit(row["url"]).hostname or ""
    if not _OFFICIAL_HOST.search(host) and not row.get("host_reason"):
        problem = f"「{host}」が市区町村のアドレスかどうかわかりません"
        mend = "公式ページのアドレスにするか、公式だとわかるわけを host_reason に書いてください"
        raise DataError(name, f"{place}.url", problem, mend)
    for key, text in row.items():
        for words in [text] if isinstance(text, str) else text if isinstance(text, list) else []:
            if key != "url" and _PERSONAL.search(words):
                problem = "個人の電話番号かメールアドレスのようなものがあります"
                raise DataError(name, f"{place}.{key}", problem, "消してください")
    if row["branches_basis"] not in _ANSWERS[row["branches"]]:
        basis, offered = row["branches_basis"], row["branches"] or "null"
        choices = "、".join(sorted(_ANSWERS[row["branches"]]))
        problem = f"「{basis}」は branches: {offered} のわけになりません"
        raise DataError(name, f"{place}.branches_basis", problem, f"次から選びます: {choices}")
    if (row["branches"] == "some") != bool(row["branch_names"]) and row["branches"] != "all":
        problem, mend = "branches と合いません", "some のときだけ、支所の名前を書きます"
        raise DataError(name, f"{place}.branch_names", problem, mend)
    checked = read_checked(row)
    shown = date.fromisoformat(row["shown"]) if row["shown"] else None
    if shown and shown > checked.on:
        problem = "ページの日付が、確かめた日より後です"
        raise DataError(name, f"{place}.shown", problem, "2つの日付を確かめてください")
    rest = {k: v for k, v in row.items() if k not in ("shown", "checked", "branch_names")}
    return OfficePage(shown=shown, checked=checked, branch_names=tuple(row["branch_names"]), **rest)
