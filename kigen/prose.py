"""Whether the text is easy to read: what is settled blocks, the rest is advice.

The rules are those of the copy rules in the design and the words of data/terms.yaml. What
stands in 「」 is somebody else's word: it is neither counted nor judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from kigen import ask
from kigen.audit import SPOKEN
from kigen.book import load_book
from kigen.model import Parameter
from kigen.reader import ROOT, read
from kigen.render.words import amount_ja, filled
from kigen.sentences import Sentence, sentences
from kigen.slips import slips
from kigen.terms import deprecated_words, load_terms
from kigen.written import written

LONGEST, LONG = 60, 45

_FILLED_IN = re.compile(r"\{\w+\}")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
_NO = r"(?:ない|ありません|ません)"
_DOUBLE_NEGATIVE = re.compile(
    rf"ない(?:わけ|こと|もの|の)(?:では|じゃ|は|も|でも)?{_NO}"
    rf"|なく[はも]{_NO}|ないで[はも]{_NO}"
    r"|ないと[はも](?:限ら|限り|言え|いえ)(?:ない|ません)"
)
_INSTEAD = {
    r"(?<![一二三同平均高初対優])等(?![しい級分])": (
        "等",
        "「など」にするか、1つずつ書いてください",
    ),
    r"当該": ("当該", "「その」と書いてください"),
    r"に係[るりっ]": ("に係る", "「の」か「についての」と書いてください"),
    r"必ず": ("必ず", "取ってください。「〜してください」で足ります"),
    r"絶対": ("絶対", "取ってください。言い切れるわけを書きます"),
    r"[！!]": ("！", "「。」にしてください"),
    r"[０-９]": ("全角の数字", "半角の数字にしてください"),
    r"未満": ("未満", "「17歳まで」「3か月を切った日から」のように書いてください"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence that is hard to read: where it stands, why, and what to write."""

    file: str
    line: int
    text: str
    why: str
    mend: str
    blocks: bool


def remarks(root: Path = ROOT) -> list[Remark]:
    """All that is to be said about the pages and the shared sentences, in their order."""
    terms = load_terms(root)
    names = sorted((word for term in terms.values() for word in term.words), key=len)[::-1]
    official = re.compile("|".join(map(re.escape, names)))
    avoided = deprecated_words(terms)
    judged = [
        remark
        for file, sentence in texts(root)
        for remark in judge(file, sentence, official, avoided)
    ]
    return [*_slips(root), *judged]


def _slips(root: Path) -> Iterator[Remark]:
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        for line, text, wrong, mend in slips(path):
            yield Remark(name, line, text, wrong, mend, blocks=True)


def texts(root: Path = ROOT) -> Iterator[tuple[str, Sentence]]:
    """Every sentence that people wrote for readers: of the pages, then of data/."""
    numbers = load_book(root).parameters

    def printed(fact_id: str) -> str:
        number = numbers.get(fact_id)  # a shared sentence is judged once, where it is written
        return amount_ja(number.values[-1].value, number.unit) if number else ""

    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        yield from ((name, sentence) for sentence in (*_head(path), *sentences(path, printed)))
    for each in written(root):
        if each.heading:
            yield each.file, Sentence(each.line, each.heading, marked=True, heading=True)
        if each.row == each.fact.id:  # a shared sentence is judged once, where it is written
            ja = filled(each.fact.ja, numbers, date.max)
            for text in re.findall(r"[^。]+。?", _QUOTED.sub(_no_stop, ja)):
                yield each.file, Sentence(each.line, text.replace("\ue001", "。"), marked=True)
    lines = (root / ask.NAME).read_text("utf-8").split("\n")
    for text in ask.texts(ask.load_flow(root)):
        line = next((number for number, each in enumerate(lines, start=1) if text in each), 1)
        for part in re.findall(r"[^。？]+[。？]?", filled(text, numbers, date.max)):
            yield ask.NAME, Sentence(line, part, marked=True)
    for name in SPOKEN:
        yield from _spoken(root, name, numbers)


def _spoken(
    root: Path, name: str, numbers: Mapping[str, Parameter]
) -> Iterator[tuple[str, Sentence]]:
    """The words of a page that speaks by itself; a day or a name that it fills in is 〇."""
    file = f"data/words/{name}.yaml"
    lines = (root / file).read_text("utf-8").split("\n")
    for text in _strings(read(root / file, name, root)):
        line = next((number for number, each in enumerate(lines, start=1) if text in each), 1)
        ja = filled(_FILLED_IN.sub("〇", text.replace("**", "")), numbers, date.max)
        for part in re.findall(r"[^。？]+[。？]?", ja):
            yield file, Sentence(line, part, marked=True)


def _strings(content: Any) -> Iterator[str]:
    """Every text in YAML values, except the names of shared sentences and addresses of pages."""
    match content:
        case {"fact": _, **rest} if not rest:
            return
        case dict():
            for value in content.values():
                yield from _strings(value)
        case list():
            for value in content:
                yield from _strings(value)
        case str() if not content.isascii():
            yield content


def _head(path: Path) -> Iterator[Sentence]:
    """The title and the description; they are judged for their words, not for their length."""
    lines = path.read_text("utf-8").split("\n")
    end = lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    for number, line in enumerate(lines[:end], start=1):
        key, _, text = line.partition(": ")
        if key in ("title", "description"):
            yield Sentence(number, text, marked=True, heading=True)


def judge(
    file: str, sentence: Sentence, official: re.Pattern[str], avoided: Mapping[str, str]
) -> Iterator[Remark]:
    """What is wrong with one sentence."""

    def remark(why: str, mend: str, blocks: bool = True) -> Remark:
        return Remark(file, sentence.line, sentence.text, why, mend, blocks)

    own = _QUOTED.sub("「」", sentence.text)
    if sentence.whole and len(own) > LONG:
        too_long = len(own) > LONGEST
        limit = f"{LONGEST}字まで" if too_long else f"{LONG}字までが読みやすい"
        yield remark(f"1文が{len(own)}字です（{limit}）", "2つの文に分けてください", too_long)
    if found := _DOUBLE_NEGATIVE.search(own):
        mend = "「〜することがあります」「〜できます」のように、打ち消さずに書いてください"
        yield remark(f"「{found[0]}」は二重の打ち消しです", mend)
    for word, instead in avoided.items():
        if word in own and not _inside_official(word, own, official):
            yield remark(f"「{word}」は使わない言葉です", f"「{instead}」と書いてください")
    rest = official.sub("", own)
    for pattern, (word, mend) in _INSTEAD.items():
        if re.search(pattern, rest):
            yield remark(f"「{word}」は使わない言葉です", mend)


def report(found: Iterable[Remark], root: Path = ROOT) -> str:
    """The remarks as text, those that block first, and the lengths of all sentences."""
    found = list(found)
    lines = []
    for remark in sorted(found, key=lambda remark: not remark.blocks):
        advice = "" if remark.blocks else "助言: "
        lines += [f"{remark.file}:{remark.line}: {advice}{remark.why}", f"    {remark.text}"]
        lines += [f"    → {remark.mend}。"]
    whole = [(len(s.text), f"{file}:{s.line}") for file, s in texts(root) if s.whole]
    longest, where = max(whole, default=(0, "-"))
    middle = median(length for length, _ in whole) if whole else 0
    blocking = sum(remark.blocks for remark in found)
    return "\n".join(
        [
            *lines,
            f"文: {len(whole)}。長さの中央値 {middle:g}字、いちばん長い文 {longest}字（{where}）",
            f"言葉: 直すところ {blocking} 件、助言 {len(found) - blocking} 件",
        ]
    )


def _inside_official(word: str, text: str, official: re.Pattern[str]) -> bool:
    return word not in official.sub("", text)


def _no_stop(quote: re.Match[str]) -> str:
    return quote[0].replace("。", "\ue001")
