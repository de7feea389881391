"""The repository itself: what the README promises, the locks, the workflows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

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
        assert action.startswith("$/") or re.search(r"@[0-9a-f]{40}$", action), action
    for line in re.findall(r"uses: .*@.*", text):
        assert re.search(r"@[0-9a-f]{40} # v\d+(\.\d+)+$", line), f"{line}: 版の番号を # で書きます"
    assert re.search(r"^permissions:\n  contents: read$|^permissions: \{\}$", text, re.M), path


def test_what_the_host_reads_fits_its_schema():
    """The bot's settings and the issue forms: the host ignores a broken one without a word."""
    config = ROOT / ".github/ISSUE_TEMPLATE/config.yml"
    forms = set(config.parent.glob("*.yml")) - {config}
    for schema, paths in {
        "dependabot": [ROOT / ".github/dependabot.yml"],
        "github-issue-config": [config],
        "github-issue-forms": forms,
    }.items():
        command = ("check_jsonschema", "--builtin-schema", f"vendor.{schema}")
        code, output = run(*command, *map(str, paths))
        assert paths and code == 0, output


def test_updates_come_by_themselves_and_wait_before_they_come():
    """A week in which a poisoned version is found by others; security updates do not wait."""
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {each["package-ecosystem"] for each in updates} == {"github-actions", "pip"}
    assert all(each["cooldown"]["default-days"] >= 7 for each in updates)


def test_the_workflows_are_safe():
    zizmor = str(Path(sys.executable).with_name("zizmor"))
    result = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--persona", "pedantic", ".github"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr


def test_ci_calls_the_same_command():
    text = (ROOT / ".ci/run").read_text("utf-8")
    assert "make test" in text
    check = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    assert "- run: make test" in check


# ---------------------------------------------------------------- the weekly look at outside links

WEEKLY = yaml.safe_load((ROOT / ".github/workflows/weekly.yml").read_text("utf-8"))


def test_only_the_weekly_run_asks_other_people():
    """Never a pull request, never make test, never a copy of the repository."""
    asks = {
        path.name
        for path in WORKFLOWS
        if re.search(r"links\.py|make links", path.read_text("utf-8"))
    }
    assert asks == {"weekly.yml"}
    assert set(WEEKLY[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads `on` as True
    job = WEEKLY["jobs"]["links"]
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    assert "!github.event.repository.fork" in job["if"]
    assert (
        "links"
        not in re.search(r"^test:.*\n(\t.*\n)*", (ROOT / "Makefile").read_text("utf-8"), re.M)[0]
    )


@pytest.mark.parametrize(
    ("code", "opened", "expected"),
    [
        ("0", "", []),
        ("0", "7", ["close 7"]),
        ("3", "7", ["edit 7 --body-file links.md"]),
        ("3", "", ["label", "create --title 題 --label 印 --body-file links.md"]),
    ],
)
def test_the_weekly_run_keeps_one_issue(tmp_path, code, opened, expected):
    """The step itself, with a `gh` that only writes down how it was called."""
    step = next(s for s in WEEKLY["jobs"]["links"]["steps"] if "GH_TOKEN" in s.get("env", {}))
    assert "${{" not in step["run"]
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\n[ "$2" = list ] && echo "{opened}" || echo "$@" >> called\n')
    gh.chmod(0o755)
    values = {"CODE": code, "LABEL": "印", "TITLE": "題", "PATH": f"{tmp_path}:/usr/bin:/bin"}
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=values, check=True)
    called = tmp_path / "called"
    lines = called.read_text("utf-8").splitlines() if called.exists() else []
    assert len(lines) == len(expected)
    for line, part in zip(lines, expected, strict=True):
        assert part in line


def test_the_weekly_run_tells_what_is_to_mend_from_what_went_wrong(tmp_path):
    step = next(s for s in WEEKLY["jobs"]["links"]["steps"] if s.get("id") == "links")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    for code, passes in ((0, True), (3, True), (1, False)):
        python.write_text(f"#!/bin/sh\nexit {code}\n")
        python.chmod(0o755)
        values = {"GITHUB_OUTPUT": str(tmp_path / "out"), "PATH": "/usr/bin:/bin"}
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=values)
        assert (done.returncode == 0) is passes
    assert (tmp_path / "out").read_text() == "code=0\ncode=3\ncode=1\n"
