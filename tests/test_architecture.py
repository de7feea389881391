"""Rules about the house: who may import whom, where the law's numbers and the clock live."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from kigen.reader import ROOT

PYTHON = sorted(
    path
    for room in ("kigen", "macros", "postbuild", "tools")
    for path in (ROOT / room).rglob("*.py")
)
RULES = sorted((ROOT / "kigen" / "rules").glob("*.py"))
COUNTING = {0, 1, -1, 2, 12, 29}  # empty, next, previous, 29 February, months of a year


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def test_imports_go_one_way():
    """I1 and I2: the contracts of pyproject.toml."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_code_is_clean():
    for command in (["check"], ["format", "--check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_clock_reads_the_clock(path):
    """I3."""
    if path.name == "clock.py":
        return
    calls = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"today", "now", "utcnow"}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_no_legal_number_and_no_day_of_law_in_the_rules(path):
    """I4: numbers of law are in data/parameters/ only."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            assert node.value in COUNTING or isinstance(node.value, bool), ast.dump(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "date", "a day of law belongs in data/parameters/"


def test_macros_only_register():
    """I9: define_env holds no logic."""
    (function,) = (
        n for n in tree(ROOT / "macros/__init__.py").body if isinstance(n, ast.FunctionDef)
    )
    assert function.name == "define_env"
    assert not [n for n in ast.walk(function) if isinstance(n, (ast.If, ast.BinOp, ast.While))]
    assert sum(isinstance(n, ast.stmt) for n in ast.walk(function)) <= 6


def test_modules_stay_short():
    for path in PYTHON:
        assert len(path.read_text("utf-8").splitlines()) <= 400, path


def test_no_file_names_a_package_index():
    """The lock files work with whatever index a machine is set up for."""
    names = re.compile(r"--(extra-)?index-url|pypi\.org|files\.pythonhosted")
    for path in ROOT.glob("*"):
        if path.is_file():
            assert not names.search(path.read_text("utf-8")), path
