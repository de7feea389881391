"""What a change of the data moves, between two folders and between two versions of git."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date

import pytest

from kigen import DataError
from kigen.__main__ import main
from kigen.diff import as_text, difference, report
from kigen.reader import ROOT
from tests.site import TODAY

DAY = date.fromisoformat(TODAY)
BIRTHDAYS = "data/parameters/certificate/birthdays.yaml"


def whole(folder):
    for part in ("data", "docs"):
        leave = shutil.ignore_patterns("municipalities", "assets")
        shutil.copytree(ROOT / part, folder / part, ignore=leave)
    return folder


def change(folder):
    """Certificates of ten birthdays from 2028 on, an edited page and an edited sentence."""
    path = folder / BIRTHDAYS
    path.write_text(path.read_text("utf-8").replace("    value: 5\n", "    value: 10\n"), "utf-8")
    page = folder / "docs/about/index.md"
    page.write_text(f"{page.read_text('utf-8')}\n足した文です。\n", "utf-8")
    fact = folder / "data/facts/office.yaml"
    text = fact.read_text("utf-8")
    fact.write_text(
        text.replace("オンラインではできません。", "インターネットではできません。"), "utf-8"
    )


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    before = whole(tmp_path_factory.mktemp("before"))
    after = whole(tmp_path_factory.mktemp("after"))
    change(after)
    return before, after


@pytest.fixture(scope="module")
def found(folders):
    return difference(*folders, DAY)


def test_nothing_moves_where_nothing_changed(folders, capsys, monkeypatch):
    monkeypatch.setenv("SITE_TODAY", TODAY)
    assert main(["diff", str(folders[0]), str(folders[0])]) == 0
    said = capsys.readouterr().out
    counts = re.findall(r"^(\S[^:\n]*): (\d+)$", said, re.M)
    assert len(counts) == 5 and {count for _, count in counts} == {"0"}


def test_it_names_the_number_and_the_cells_it_moves(found):
    (number,) = found.numbers
    assert (number.where, number.before) == ("certificate.birthdays", "2015-10-05から5回目")
    assert number.after == "2015-10-05から10回目"
    cells = {cell.where: (cell.before, cell.after) for cell in found.cells["by-issuance-age"]}
    assert cells["age-66・電子証明書"] == ("71歳", "76歳")
    assert "age-66・カード" not in cells
    assert "window-start" not in found.cells, "the window does not depend on that number"


def test_it_names_the_worked_examples_it_moves(found):
    moved = {each.where.split(" ")[0] for each in found.examples}
    assert moved and not {name for name in moved if name.startswith("win-")}
    assert all(each.before != each.after for each in found.examples)


def test_it_names_the_pages_and_why(found):
    assert found.pages["docs/about/index.md"] == ["文"]
    assert "by-issuance-age" in found.pages["docs/tables/by-issuance-age.md"]
    assert found.pages["/law/certificate.birthdays/"]
    using = [page for page, why in found.pages.items() if "office.online_none" in why]
    assert "docs/guide/next-card.md" in using
    assert "docs/tables/window-start.md" not in found.pages
    assert "questions.online-or-mail" in found.pages["/questions/"], "it prints the sentence"


def test_it_names_what_the_change_makes_untrue(found):
    """Under ten birthdays a claim of the myths is right: its example must go."""
    assert any("early-costs-nothing.example.claimed" in error for error in found.errors)


def test_it_names_the_prose_that_still_has_the_old_number(found):
    prose = {each.where.rpartition(":")[0] for each in found.prose}
    assert "data/tables.yaml" in prose
    assert all("5回目" in each.after and "15回目" not in each.after for each in found.prose)


@pytest.mark.skipif(not shutil.which("git"), reason="git がありません")
def test_two_versions_of_git_give_the_same(folders, found, tmp_path):
    def git(*arguments):
        who = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for number, folder in enumerate(folders):
        for part in ("data", "docs"):
            shutil.rmtree(tmp_path / part, ignore_errors=True)
            shutil.copytree(folder / part, tmp_path / part)
        git("add", "-A")
        git("commit", "-q", "-m", str(number))
    assert report("HEAD~1", "HEAD", DAY, tmp_path) == as_text(found, "HEAD~1", "HEAD")
    with pytest.raises(DataError, match="no-such-version"):
        report("no-such-version", "HEAD", DAY, tmp_path)


def test_it_is_told_in_japanese(found):
    text = as_text(found, "前", "後")
    for said in ("直さないと", "決まりの数字: 1", "2015-10-05から5回目 → 2015-10-05から10回目", "by-issuance-age", "表のます: ", "計算の例: ", "読み直してください"):  # fmt: skip
        assert said in text
