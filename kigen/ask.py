"""The five questions: what a person is asked, in which order, and the one outcome of the answers.

The data lists questions, rules and outcomes. Who is asked what follows from them: the next
question is the first one whose answer can still change the outcome, so none is asked in vain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from kigen.book import load_book
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.refusals import nearest
from kigen.statements import PLACEHOLDER

NAME = "data/ask.yaml"
RESERVED = ("outcome", "map")
"""Addresses under /ask/ that no answer may have."""

Answers = Mapping[str, str]
"""The id of the chosen answer by the id of its question, in the order of asking."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text: the same for everybody, or worded by the answer to the question `by`."""

    by: str | None
    texts: Mapping[str, str]

    def said(self, answers: Answers) -> str:
        """The text for somebody who gave these answers."""
        return self.texts[answers[self.by] if self.by else ""]


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `short` is for titles and the figure."""

    id: str
    ja: Words
    short: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask; `help` names the page on which the answer can be found out."""

    id: str
    title: Words
    short: str
    choices: Mapping[str, Choice]
    help: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the answers it is for (a question left out: any), and the outcome."""

    when: Mapping[str, tuple[str, ...]]
    outcome: str

    def fits(self, answers: Answers) -> bool:
        """True if the row is for these answers."""
        return all(answers[question] in choices for question, choices in self.when.items())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody is to do, and whom it is for; its text is a page."""

    id: str
    title: str
    case: str


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody stands after some answers: before a question, or at an outcome."""

    answers: Answers
    question: Question | None
    outcome: Outcome | None

    @property
    def address(self) -> str:
        """Its page, counted from the root of the site; it names the answers and nothing else."""
        return "/ask/" + "".join(f"{choice}/" for choice in self.answers.values())


@dataclass(frozen=True)
class Flow:
    """Questions, rules and outcomes."""

    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]
    outcomes: Mapping[str, Outcome]

    def combinations(self) -> Iterator[Answers]:
        """Every way to answer all the questions."""
        for choices in product(*(question.choices for question in self.questions.values())):
            yield dict(zip(self.questions, choices, strict=True))

    @cached_property
    def results(self) -> tuple[tuple[Answers, str], ...]:
        """The outcome of every combination; one that no rule names is left out."""
        found = ((each, self.rule(each)) for each in self.combinations())
        return tuple((each, self.rules[row].outcome) for each, row in found if row is not None)

    def rule(self, answers: Answers) -> int | None:
        """The number of the first row for these answers; None if there is none."""
        return next((n for n, rule in enumerate(self.rules) if rule.fits(answers)), None)

    def next_question(self, answers: Answers) -> Question | None:
        """The first question not yet answered whose answer can still change the outcome."""
        left = [
            (each, outcome)
            for each, outcome in self.results
            if all(each[question] == choice for question, choice in answers.items())
        ]
        open_questions = (q for q in self.questions.values() if q.id not in answers)
        return next((q for q in open_questions if _matters(q.id, left)), None)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every point that can be reached, each before those that follow from it."""
        found = []
        waiting: list[Answers] = [{}]
        while waiting:
            point = self._stand(waiting.pop())
            found.append(point)
            if point.question:
                for choice in reversed(point.question.choices):
                    waiting.append({**point.answers, point.question.id: choice})
        return tuple(found)

    @cached_property
    def _by_choices(self) -> Mapping[tuple[str, ...], Point]:
        return {tuple(point.answers.values()): point for point in self.points}

    def point(self, answers: Answers) -> Point:
        """Where somebody stands who gave these answers, and was asked for no other."""
        return self._by_choices[tuple(answers.values())]

    def _stand(self, answers: Answers) -> Point:
        question = self.next_question(answers)
        outcome = None
        if question is None:
            whole = {**{q.id: next(iter(q.choices)) for q in self.questions.values()}, **answers}
            outcome = self.outcomes[self.rules[self.rule(whole)].outcome]
        return Point(dict(answers), question, outcome)

    def reached(self, known: Answers) -> Point:
        """The deepest point to which these answers lead, in the order of asking."""
        point = self.point({})
        while point.question and point.question.id in known:
            point = self.point({**point.answers, point.question.id: known[point.question.id]})
        return point


def _matters(question: str, left: list[tuple[Answers, str]]) -> bool:
    """True if two of these combinations differ in this answer only, and in their outcome."""
    outcomes: dict[tuple[str, ...], str] = {}
    for answers, outcome in left:
        others = tuple(choice for each, choice in answers.items() if each != question)
        if outcomes.setdefault(others, outcome) != outcome:
            return True
    return False


@lru_cache(maxsize=4)
def load_flow(root: Path = ROOT) -> Flow:
    """The questions. Raises DataError for a gap, and for what is never used or never asked."""
    content = read(root / NAME, "ask", root)
    questions: dict[str, Question] = {}
    for row in content["questions"]:
        _once(row["id"], questions, row["id"])
        questions[row["id"]] = _question(row, questions)
    outcomes = {key: Outcome(key, **row) for key, row in content["outcomes"].items()}
    rules = []
    for number, row in enumerate(content["rules"], start=1):
        place = f"rules.{number}番目の行"
        _known("結果", row["outcome"], outcomes, f"{place}.outcome")
        rules.append(Rule(_when(row["when"], questions, f"{place}.when"), row["outcome"]))
    flow = Flow(questions, tuple(rules), outcomes)
    _check_numbers(flow, root)
    _check_rules(flow)
    _check_asked(flow)
    return flow


def texts(flow: Flow) -> Iterator[str]:
    """Every text that people wrote for readers, with the numbers in it still by name."""
    for question in flow.questions.values():
        yield from question.title.texts.values()
        yield from (question.help["ja"],) if question.help else ()
        for choice in question.choices.values():
            yield from choice.ja.texts.values()
            yield from (choice.hint,) if choice.hint else ()
    for outcome in flow.outcomes.values():
        yield from (outcome.title, outcome.case)


def _question(row: Mapping[str, Any], earlier: Mapping[str, Question]) -> Question:
    choices: dict[str, Choice] = {}
    for each in row["choices"]:
        place = f"{row['id']}.choices.{each['id']}"
        _once(each["id"], choices, place)
        if each["id"] in RESERVED:
            problem = f"「{each['id']}」は、/ask/{each['id']}/ というページの名前です"
            raise DataError(NAME, place, problem, "ほかの言葉にしてください")
        choices[each["id"]] = Choice(**{**each, "ja": _words(each["ja"], earlier, f"{place}.ja")})
    title = _words(row["title"], earlier, f"{row['id']}.title")
    return Question(**{**row, "title": title, "choices": choices})


def _words(text: str | Mapping[str, str], earlier: Mapping[str, Question], place: str) -> Words:
    if isinstance(text, str):
        return Words(None, {"": text})
    by = text["by"]
    _known("前の質問", by, earlier, place)
    texts = {key: value for key, value in text.items() if key != "by"}
    if set(texts) != set(earlier[by].choices):
        wanted = "、".join(earlier[by].choices)
        problem = f"「{by}」の答えと合いません"
        raise DataError(NAME, place, problem, f"{wanted} のそれぞれに文を書いてください")
    return Words(by, texts)


def _when(
    row: Mapping[str, Any], questions: Mapping[str, Question], place: str
) -> Mapping[str, tuple[str, ...]]:
    when = {}
    for question, value in row.items():
        _known("質問", question, questions, place)
        when[question] = tuple(value) if isinstance(value, list) else (value,)
        for choice in when[question]:
            _known("答え", choice, questions[question].choices, f"{place}.{question}")
    return when


def _check_numbers(flow: Flow, root: Path) -> None:
    numbers = load_book(root).parameters
    for text in texts(flow):
        for number in PLACEHOLDER.findall(text):
            if number not in numbers:
                problem = f"決まりの数字「{number}」は parameters/ にありません"
                raise DataError(NAME, text, problem, nearest(number, numbers))


def _check_rules(flow: Flow) -> None:
    """No gap, no row that an earlier one hides, no outcome to which nothing leads."""
    used = set()
    for answers in flow.combinations():
        row = flow.rule(answers)
        if row is None:
            problem = f"「{_told(flow, answers)}」の結果がありません"
            raise DataError(NAME, "rules", problem, "この答えかたに当たる行を足してください")
        used.add(row)
    for row, rule in enumerate(flow.rules):
        if row not in used:
            hidden = next(each for each in flow.combinations() if rule.fits(each))
            problem = (
                f"この行は使われません。「{_told(flow, hidden)}」などは、"
                f"先に{flow.rule(hidden) + 1}番目の行に当たります"
            )
            mend = "どちらかの when を直すか、この行を消してください"
            raise DataError(NAME, f"rules.{row + 1}番目の行", problem, mend)
    for outcome in flow.outcomes.values():
        if outcome.id not in {rule.outcome for rule in flow.rules}:
            problem = f"結果「{outcome.title}」になる答えかたがありません"
            mend = "rules で使うか、消してください"
            raise DataError(NAME, f"outcomes.{outcome.id}", problem, mend)


def _check_asked(flow: Flow) -> None:
    """No question that nobody is asked, and none worded by one that was not asked before."""
    asked = set()
    for point in flow.points:
        if question := point.question:
            asked.add(question.id)
            for words in (question.title, *(choice.ja for choice in question.choices.values())):
                if words.by and words.by not in point.answers:
                    told = _told(flow, point.answers)
                    problem = f"「{told}」の人は、言いかたを分ける「{words.by}」に答えていません"
                    raise DataError(NAME, question.id, problem, "言いかたを1つにしてください")
    for question in flow.questions.values():
        if question.id not in asked:
            example = _told(flow, next(flow.combinations()), without=question.id)
            problem = (
                f"質問「{question.short}」の答えで、結果が変わることがありません。"
                f"「{example}」でも、ほかのどの答えかたでも同じです"
            )
            raise DataError(NAME, question.id, problem, "rules で使うか、質問を消してください")


def _told(flow: Flow, answers: Answers, without: str = "") -> str:
    """A combination in words."""
    asked = (flow.questions[key] for key in answers if key != without)
    return "、".join(f"{q.short}＝{q.choices[answers[q.id]].short}" for q in asked)


def _once(key: str, known: Mapping[str, Any], place: str) -> None:
    if key in known:
        raise DataError(NAME, place, "同じidが2回あります", "どちらかのidを変えてください")


def _known(kind: str, wanted: str, known: Mapping[str, Any], place: str) -> None:
    if wanted not in known:
        raise DataError(NAME, place, f"{kind}「{wanted}」はありません", nearest(wanted, known))
