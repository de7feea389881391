"""The site built by the program of today and by the one that may follow, with what each took."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from kigen.reader import ROOT
from macros.site import Site
from postbuild import PERMALINKS, SiteError, finish, permalinks
from tools.successor import prerender
from tools.successor.compare import Difference


class Failed(Exception):
    """A program that did not build the site; what it said stands above."""


@dataclass(frozen=True)
class Built:
    """A built site, what each step took, and what our own check says of it."""

    site: Path
    seconds: dict[str, float]
    """Of computing, so that a busy machine does not count."""
    megabytes: int
    """The most memory that the program needed."""
    problems: tuple[Difference, ...] = ()


def build_here(folder: Path) -> Built:
    """Build as `make site` does, which ends in our own check."""
    shutil.rmtree(folder, ignore_errors=True)
    seconds, memory = _run("mkdocs", "build", "--strict", "--site-dir", str(folder))
    return Built(folder, {"作る（仕上げと確かめも）": seconds}, memory)


def build_there(site: Site, folder: Path) -> Built:
    """Write plain pages, let the next program build them, then finish and check as ever."""
    steps, clock = {}, time.process_time()
    prerender.write(site, folder, site.site_url)
    steps["書き出す"] = time.process_time() - clock
    config = str(folder / prerender.CONFIG)
    steps["作る"], memory = _run("zensical", "build", "--clean", "--strict", "-f", config)
    clock = time.process_time()
    problems = _finish(folder / prerender.OUTPUT, site.site_url)
    steps["仕上げて確かめる"] = time.process_time() - clock
    return Built(folder / prerender.OUTPUT, steps, memory, tuple(problems))


def _finish(built: Path, site_url: str) -> list[Difference]:
    """Finish the site; everything that our own check finds in it."""
    found: list[Difference] = []
    # The first stops at what it finds, so the promised addresses are asked for once more.
    for step in (lambda: finish(built, site_url), lambda: permalinks.check(built, PERMALINKS)):
        try:
            step()
        except SiteError as error:
            found += [Difference(each.page, each.wrong) for each in error.findings]
    return list(dict.fromkeys(found))


def _run(module: str, *arguments: str) -> tuple[float, int]:
    """Run a module of Python in the repository: the seconds and megabytes it took."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    _, status, usage = os.wait4(subprocess.Popen(command, cwd=ROOT, env=environment).pid, 0)
    if status:
        raise Failed(f"{module} でサイトを作れませんでした。理由は、上の表示にあります。")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1000
