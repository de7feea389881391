"""The questions people ask, by the need that makes them ask, and where each is answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kigen.book import load_book
from kigen.facts import Fact
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.refusals import nearest
from kigen.statements import read_statement

NAME, NEEDS = "data/questions.yaml", "data/needs.yaml"

_CODE = re.compile(r"[a-z]\d+")
_PASSED_OVER = re.compile(r"[\s?。、]+")  # after NFKC, which makes ？ a ?


@dataclass(frozen=True, slots=True)
class Question:
    """One question in the words people use, its answer in a sentence, and the place that explains.

    The first of the wordings is printed; the others are for the search.
    """

    id: str
    need: str
    audience: str
    wordings: tuple[str, ...]
    answer: Fact
    page: str
    anchor: str

    @property
    def heading(self) -> str:
        """The wording that is printed."""
        return self.wordings[0]


@lru_cache(maxsize=4)
def load_needs(root: Path = ROOT) -> Mapping[str, str]:
    """The title of each need by its id, in the order of the page. Raises DataError."""
    needs: dict[str, str] = {}
    for row in read(root / NEEDS, "needs", root):
        if row["id"] in needs:
            raise DataError(NEEDS, row["id"], "同じidが2回あります", "どちらかを消してください")
        needs[row["id"]] = row["title"]
    return needs


@lru_cache(maxsize=4)
def load_questions(root: Path = ROOT) -> Mapping[str, Question]:
    """Every question by its id. Raises DataError for one without an answer or with two."""
    needs = load_needs(root)
    questions: dict[str, Question] = {}
    asked: dict[str, str] = {}
    for row in read(root / NAME, "questions", root):
        question_id = row["id"]
        _check_id(question_id, questions, needs, root)
        if row["need"] not in needs:
            problem = f"場面「{row['need']}」は needs.yaml にありません"
            raise DataError(NAME, f"{question_id}.need", problem, nearest(row["need"], needs))
        for wording in row["wordings"]:
            said = same_words(wording)
            if said in asked:
                problem = f"「{wording}」は「{asked[said]}」にもあり、答えが2つになります"
                mend = "どちらかの言いかたを消すか、1つの質問にまとめてください"
                raise DataError(NAME, f"{question_id}.wordings", problem, mend)
            asked[said] = question_id
        place = f"{question_id}.answer"
        answer = read_statement(row["answer"], f"questions.{question_id}", NAME, place, root)
        wordings = tuple(row["wordings"])
        questions[question_id] = Question(**{**row, "wordings": wordings, "answer": answer})
    for need in needs:
        if need not in {question.need for question in questions.values()}:
            mend = f"{NAME} に need: {need} の質問を足すか、場面を消してください"
            raise DataError(NEEDS, need, "この場面の質問がありません", mend)
    return questions


def same_words(wording: str) -> str:
    """A wording without what people type differently: widths, spaces, marks, capitals."""
    return _PASSED_OVER.sub("", unicodedata.normalize("NFKC", wording)).casefold()


def _check_id(
    question_id: str, questions: Mapping[str, Question], needs: Mapping[str, str], root: Path
) -> None:
    codes = {code.lower().replace("_", "-") for code in load_book(root).ambiguities}
    if _CODE.fullmatch(question_id) or question_id in codes:
        problem = "はっきりしないこと(ambiguities.yaml)の番号のように見えます"
        raise DataError(NAME, question_id, problem, "blank-expiry-box のような言葉にしてください")
    if question_id in needs:
        problem = "場面(needs.yaml)のidと同じです"
        raise DataError(NAME, question_id, problem, "ほかの言葉にしてください")
    if question_id in questions:
        raise DataError(NAME, question_id, "同じidが2回あります", "どちらかのidを変えてください")
