"""The repository itself: what the README promises, the locks, the workflows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kigen.reader import ROOT
from tests.site import build
from tests.test_site import copy, same  # noqa: F401 - a fixture and a helper

README = (ROOT / "README.md").read_text("utf-8")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def run(*command):
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    return result.returncode, result.stdout + result.stderr


def test_the_readme_leads_with_the_two_commands():
    first = re.search(r"```\n(.*?)```", README, re.S)[1]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make site", "make test"]


def test_the_plain_python_lines_build_the_same_bytes(copy, site, tmp_path):  # noqa: F811
    """The lines for people without make, read out of the README and run in another folder.

    One commit and one day give the same bytes, whatever the hash seed and the time zone are.
    """
    venv, install, make = re.search(r"```sh\n(.*?)```", README, re.S)[1].strip().splitlines()
    assert venv == "python3 -m venv .venv"
    assert install == ".venv/bin/python -m pip install --require-hashes -r requirements.txt"
    python, *command = shlex.split(make)
    assert (python, command) == (".venv/bin/python", ["-m", "mkdocs", "build", "--strict"])
    result = build(
        tmp_path / "plain", copy, PYTHONHASHSEED="7", TZ="America/Los_Angeles"
    )  # that same command, with a folder of its own
    assert result.returncode == 0, result.stderr
    assert same(site, tmp_path / "plain") == []


def test_every_variable_the_readme_names_is_read_somewhere():
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))
    code = "".join(
        path.read_text("utf-8")
        for path in (
            ROOT / "Makefile",
            ROOT / "mkdocs.yml",
            *(ROOT / "macros").glob("*.py"),
            *(ROOT / "kigen").glob("*.py"),
            *(ROOT / "tools").glob("*.py"),
        )
    )
    assert named == {"SITE_URL", "REPO_URL", "SITE_TODAY", "CHROME", "PY"}
    assert all(name in code for name in named)


def test_every_link_of_the_readme_inside_the_repository_exists():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.txt", []),
        ("requirements-test.txt", ["test", "lock"]),
        ("requirements-successor.txt", ["test", "successor"]),
        ("requirements-html.txt", ["html"]),
    ],
)
def test_the_locks_hold_what_pyproject_pins(lock, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = project["dependencies"] + sum(
        (project["optional-dependencies"][extra] for extra in extras), []
    )
    text = (ROOT / lock).read_text("utf-8").lower()
    for pin in pins:
        assert f"{pin.lower()} " in text, f"{pin}: make lock で {lock} を作り直してください"
    assert "://" not in text and "index-url" not in text
    entries = re.findall(r"^([a-z0-9][^\s=]*)==", text, re.M)
    assert text.count("--hash=sha256:") >= len(entries) > 20


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_workflow_fits_its_schema_and_pins_its_actions(path):
    code, output = run("check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))
    assert code == 0, output
    text = path.read_text("utf-8")
    for action in re.findall(r"uses: (\S+)", text):
        assert action.startswith(("./", "$/")) or re.search(r"@[0-9a-f]{40}$", action), action
    assert re.search(r"^permissions:\n  contents: read$|^permissions: \{\}$", text, re.M), path


def test_the_workflows_are_safe():
    result = subprocess.run(
        [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", ".github"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr


def test_ci_calls_the_same_command():
    text = (ROOT / ".ci/run").read_text("utf-8")
    assert "make test" in text
    check = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    assert "- run: make test" in check
