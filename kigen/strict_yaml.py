"""The part of YAML that the files people write need, and why a text is not in it, in Japanese."""

from __future__ import annotations

import re
from typing import Any

import yaml

from kigen.model import DataError

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """The part of YAML that these files need.

    Dates, `on` and `no` stay text. A key written twice, a key that is no text, a number that
    YAML would read as another one (0120 is 80) and everything by which one place of a file
    refers to another is an error: none of it is needed, and all of it surprises.
    """

    def get_single_node(self) -> yaml.Node | None:
        root = super().get_single_node()
        if root is not None:
            _refuse_surprises(root)
        return root


_KINDS = {f"tag:yaml.org,2002:{kind}" for kind in "str int float bool null seq map".split()}
_DEEPEST = 20
"""Far deeper than any file here; deeper ones would exhaust Python's own stack."""


def _refuse_surprises(root: yaml.Node) -> None:
    """Raise MarkedYAMLError for a reference, a kind we do not use, endless nesting, no value."""
    seen = set()
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        problem = None
        if id(node) in seen:
            problem = (
                "& と * で、ほかの場所を指すことはできません。同じことを書くか、引用符を付けます"
            )
        elif node.tag == "tag:yaml.org,2002:merge":
            problem = "<< は使えません。項目をそのまま書きます"
        elif node.tag not in _KINDS:
            problem = f"「{node.tag}」という書きかたは使えません。! を消すか、引用符で囲みます"
        elif depth > _DEEPEST:
            problem = f"{_DEEPEST}段より深い入れ子です"
        elif isinstance(node, yaml.MappingNode) and any("：" in key.value for key, _ in node.value):
            problem = "「：」が全角です。半角の「:」と、半角の空白1つにします"
        elif node.tag == "tag:yaml.org,2002:null" and not node.value:
            problem = "中身がありません。分からないときと、ないときは、null と書きます"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [(each, depth + 1) for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(each, depth + 1) for each in node.value]


_GUESSED = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag not in _GUESSED]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for number, (key, (key_node, _)) in enumerate(zip(keys, node.value, strict=True)):
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(
                problem=f"項目の名前「{_written(key_node)}」が文字ではありません。引用符で囲みます",
                problem_mark=key_node.start_mark,
            )
        if key in keys[:number]:
            problem = f"「{key}」が2回書かれています。どちらか1つを消します"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
    return dict(
        zip(
            keys,
            (loader.construct_object(value, deep=True) for _, value in node.value),
            strict=True,
        )
    )


def _number(loader: Any, node: yaml.ScalarNode) -> int | float:
    """A number as everybody reads it; else the text needs its quotes."""
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", node.value):
        raise yaml.MarkedYAMLError(
            problem=f"「{node.value}」は、ほかの数と読まれます。引用符で囲みます",
            problem_mark=node.start_mark,
        )
    return float(node.value) if "." in node.value else int(node.value)


def _written(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else "[ ] や { }"


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def parse(text: str, name: str) -> Any:
    """What the text of the file `name` holds. Raises DataError with the line."""
    if sign := yaml.reader.Reader.NON_PRINTABLE.search(text):
        number = text.count("\n", 0, sign.start())
        problem = f"文字ではないもの(U+{ord(sign[0]):04X})が入っています"
        raise DataError(name, _line(text, number), problem, "その行を打ちなおしてください")
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, text, name) from None


def _unreadable(error: yaml.MarkedYAMLError, text: str, name: str) -> DataError:
    """Why a file is no YAML: a slip that a person makes, else what the parser says, in Japanese."""
    mark, said = error.problem_mark, f"{error.context} {error.problem}"
    if not error.problem.isascii():  # _refuse_surprises and the constructors above
        wrong, _, mend = error.problem.partition("。")
    elif slip := slip_in(text):
        number, wrong, mend = slip
        return DataError(name, _line(text, number - 1), wrong, mend)
    elif known := next((told for part, told in _UNREADABLE_JA.items() if part in said), None):
        wrong, mend, begun = known
        mark = error.context_mark if begun else mark
    else:
        wrong, mend = f"書きかたを読めません({error.problem})", ""
    return DataError(name, _line(text, mark.line), wrong, mend or _LOOK_AT_IT)


_LOOK_AT_IT = "この行と、すぐ上の行を、ほかの行と見くらべてください"
_UNREADABLE_JA = {
    "mapping values are not allowed": (
        "文の中に「: 」があるか、行の初めの空白の数がちがいます",
        '文の全体を " で囲むか、「: 」を「：」にするか、空白の数を上の行とそろえてください',
        False,
    ),
    "cannot start any token": (
        "文の初めに、使えない記号があります",
        '文の全体を " で囲んでください',
        False,
    ),
    "alias": (
        "文の初めに、使えない記号「*」があります",
        '文の全体を " で囲んでください',
        False,
    ),
    "quoted scalar": (
        "引用符が閉じていません",
        "初めの引用符と同じものを、文の終わりにも書いてください",
        True,
    ),
    "flow": (
        "[ ] か { } の中の区切りか、閉じるかっこがありません",
        "半角の「, 」で区切り、同じ行で閉じてください",
        True,
    ),
    "expected": (
        "この行か、すぐ上の行の書きかたが、ほかの行とちがいます",
        "行の初めの空白の数を、上の行とそろえてください。引用符やかっこの閉じ忘れ、消した行も見てください",
        False,
    ),
}
"""The parser's English reasons by a part of them: what is wrong, how to mend it, and whether
the line is that where the thing began and not that where the parser gave up."""


def _line(text: str, number: int) -> str:
    """A line by its number, with the key that stands on it."""
    lines = text.split("\n")
    key = re.match(r"[\s-]*\"?([^\s:#'\"{\[-][^:\"]*)\"?:", lines[min(number, len(lines) - 1)])
    return f"{number + 1}行目" + (f"({key[1]})" if key else "")


_KEY = r"\s*(?:- )?\"?[A-Za-z0-9_.-]+\"?"
_SLIPS = (
    (re.compile(r" *\t"), "行の初めにタブがあります", "半角の空白にしてください"),
    (re.compile(r" *　"), "行の初めに全角の空白があります", "半角の空白にしてください"),
    (re.compile(rf"{_KEY}："), "「：」が全角です", "半角の「:」と、半角の空白1つにしてください"),
    (
        re.compile(rf"{_KEY}:(?!//)\S"),
        "「:」の後に空白がありません",
        "半角の空白を1つ入れてください",
    ),
)


def slip_in(text: str) -> tuple[int, str, str] | None:
    """The likely reason why a text is no YAML: the line of a slip, what is wrong, the mend."""
    for number, line in enumerate(text.split("\n"), start=1):
        for sign, wrong, mend in _SLIPS:
            if sign.match(line):
                return number, wrong, mend
    return None
