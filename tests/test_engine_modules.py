"""Rules about the page's engine: no law, no words and no clock in it, imports in one direction."""

from __future__ import annotations

import ast
import gzip
import re

import pytest

from kigen.eras import load_eras
from kigen.reader import ROOT
from kigen.render.book_json import book_json, script_text

FOLDER = ROOT / "docs" / "assets" / "kigen"
# Each module imports only from the rows before its own.
LAYERS = [
    {"days.mjs"},
    {"words.mjs"},
    {"model.mjs", "contract.mjs"},
    {"rules.mjs"},
    {"stories.mjs"},
    {"answer.mjs"},
]
ENGINE = sorted(set().union(*LAYERS))
# Calendar, patterns of input, and the years that can be meant are no law.
RULES = sorted(set(ENGINE) - {"days.mjs", "contract.mjs", "words.mjs"})
COUNTING = {"0", "1", "2", "12"}

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_STRING = re.compile(r'"[^"\n]*"|`[^`]*`')


def code(name, *, strings=True):
    """A module without its comments, and without its strings if asked."""
    text = _COMMENT.sub("", (FOLDER / name).read_text("utf-8"))
    return text if strings else _STRING.sub('""', text)


def imports(name):
    """The modules that a module imports; all of them stand beside it."""
    found = set(re.findall(r'from "\./(.*?)";', code(name)))
    assert len(found) == code(name).count('from "'), name
    return found


def packed(text):
    return len(gzip.compress(text.encode(), 9, mtime=0))


@pytest.mark.parametrize("name", ENGINE)
def test_no_japanese_outside_comments(name):
    """Every word for the reader comes with the book."""
    assert code(name).isascii()


@pytest.mark.parametrize("name", RULES)
def test_no_legal_number_in_the_rules(name):
    numbers = set(re.findall(r"(?<![\w.$])\d[\w.]*", code(name, strings=False)))
    assert numbers <= COUNTING, numbers - COUNTING


@pytest.mark.parametrize("name", ENGINE)
def test_the_engine_knows_no_clock_no_page_and_no_network(name):
    names = set(re.findall(r"(?<![.\w])[A-Za-z_$][\w$]*", code(name, strings=False)))
    beyond = {"Date", "Intl", "Temporal", "performance", "document", "location", "navigator"}
    beyond |= {"fetch", "localStorage", "sessionStorage", "globalThis", "self", "eval", "Function"}
    assert not names & beyond


def test_imports_go_one_way():
    for row, names in enumerate(LAYERS):
        below = set().union(*LAYERS[:row]) if row else set()
        for name in names:
            assert imports(name) <= below, f"{name}: {imports(name) - below}"


def test_every_module_of_the_engine_has_its_place():
    reached, waiting = set(), ["answer.mjs", "words.mjs"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting += imports(name) - reached
    assert reached == set(ENGINE)


def test_each_rule_of_kigen_has_its_function():
    """Function by function, under the same name."""
    names = set()
    for path in [ROOT / "kigen" / "days.py", *(ROOT / "kigen" / "rules").glob("*.py")]:
        tree = ast.parse(path.read_text("utf-8"))
        names |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    ours = set()
    for name in ENGINE:
        ours |= set(re.findall(r"(?:function|const) (\w+)", code(name)))
    public = {name for name in names if not name.startswith("_")}
    camel = {re.sub(r"_(\w)", lambda match: match[1].upper(), name) for name in public}
    assert camel - ours == {"unknown"}, camel - ours  # merge() of nothing gives it


def test_exported_functions_say_what_they_are():
    for name in ENGINE:
        lines = (FOLDER / name).read_text("utf-8").splitlines()
        for above, line in zip(lines, lines[1:], strict=False):
            if re.match(r"export (function|class)", line):
                assert above.endswith("*/"), f"{name}: {line}"


def test_the_modules_and_the_book_stay_light(book, sources):
    """Bytes as sent, comments included; the page's own modules share 25 KB with these."""
    engine = sum(packed((FOLDER / name).read_text("utf-8")) for name in ENGINE)
    assert engine <= 15_600, engine
    texts = [script_text(book_json(book, sources, load_eras())) for _ in range(2)]
    assert packed(texts[0]) <= 12_000
    assert texts[0] == texts[1]


def test_modules_stay_short():
    for name in ENGINE:
        lines = (FOLDER / name).read_text("utf-8").splitlines()
        assert len(lines) <= 260, name
        assert max(map(len, lines)) <= 100, name
