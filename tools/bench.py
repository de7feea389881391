"""Measures what the project promises: times of a build, and Cases per second of the engine.

`make bench` prints figures; it judges nothing. Run it on a quiet machine.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kigen.offices import check_digit  # noqa: E402
from tests.cases import CONTRACT_EXAMPLES, random_cases  # noqa: E402

RUNS = 5
CASES = 4000
TOWNS = 1741  # municipalities in Japan
# The same pages as they are, without our data, macros and finishing: what the theme alone takes.
PLAIN = """INHERIT: {root}/mkdocs.yml
docs_dir: {pages}
theme: {{custom_dir: {root}/overrides}}
hooks: []
watch: []
plugins: [search]
"""


def main() -> None:
    """Print every figure with its minimum, median and maximum."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if "--from-nothing" in sys.argv:
            report("make site、何もないところから", [timed(lambda: from_nothing(work))])
        if "--towns" in sys.argv:
            every = all_towns(work)
            seconds = timed(lambda: build(every / "mkdocs.yml", work / "towns"))
            report(f"{TOWNS}の市区町村でサイトを作る", [seconds])
            pages = [path.stat().st_size for path in (work / "towns/offices").rglob("*.html")]
            print(f"都道府県のページ: 中央{statistics.median(pages):.0f}、最大{max(pages)}バイト")
        whole = [timed(lambda: build(ROOT / "mkdocs.yml", work / "site")) for _ in range(RUNS)]
        report("サイトを作る（2回目から）", whole)
        plain = [timed(lambda: build(plain_config(work), work / "plain")) for _ in range(RUNS)]
        report("　そのうち、テーマと文章だけ", plain)
        pages = len(list((work / "site").rglob("*.html")))
        more = statistics.median(whole) - statistics.median(plain)
        each = f"{pages}ページ、1ページ{more / pages * 1000:.1f}ミリ秒"
        print(f"データとマクロと仕上げの分: {more:.2f}秒（{each}）")
    examples = [example["case"] for example in CONTRACT_EXAMPLES]
    rate("kigen answer（契約の例）", examples * (CASES // len(examples)))
    rate("kigen answer（でたらめな例）", random_cases(1, CASES))


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run on the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(name: str, seconds: list[float]) -> None:
    """Print the minimum, the median and the maximum."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    print(f"{name}: {middle:.2f}秒（{low:.2f}〜{high:.2f}、{len(seconds)}回）")


def rate(name: str, cases: list[dict]) -> None:
    """Print how many Cases a second the command answers, reading and writing included."""
    lines = "\n".join(json.dumps(case) for case in cases)

    def answer() -> None:
        command = [sys.executable, "-m", "kigen", "answer"]
        subprocess.run(
            command, input=lines, encoding="utf-8", cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )

    seconds = [timed(answer) for _ in range(RUNS)]
    each = len(cases) / statistics.median(seconds)
    print(f"{name}: 毎秒{each:.0f}件（{len(cases)}件、{RUNS}回の中央値）")


def build(config: Path, target: Path) -> None:
    """One strict build as `make site` does it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--clean", "-f", str(config)]
    strict = ["--strict"] if config.parent == ROOT else []
    run = subprocess.run([*command, *strict, "-d", str(target)], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)


def plain_config(work: Path) -> Path:
    """A configuration that leaves out our macros, data and finishing."""
    config = work / "plain.yml"
    config.write_text(PLAIN.format(root=ROOT, pages=ROOT / "docs"), "utf-8")
    return config


def all_towns(work: Path) -> Path:
    """A copy of the project with as many towns as there are, all but ours made up from one."""
    copy = work / "every-town"
    skipped = shutil.ignore_patterns(".git", ".venv", "site", "__pycache__", "dist")
    shutil.copytree(ROOT, copy, ignore=skipped)
    folder = copy / "data" / "municipalities"
    model = (folder / "11" / "112437.yaml").read_text("utf-8")
    made = len(list(folder.glob("*/*.yaml")))
    for number in range(TOWNS * 2):
        five = f"{number % 47 + 1:02d}{600 + number // 47:03d}"
        code = f"{five}{check_digit(five)}"
        path = folder / code[:2] / f"{code}.yaml"
        if made == TOWNS:
            break
        path.parent.mkdir(exist_ok=True)
        path.write_text(model.replace("112437", code), "utf-8")
        made += 1
    return copy


def from_nothing(work: Path) -> None:
    """`make site` in a fresh copy of the tracked files."""
    copy = work / "copy"
    copy.mkdir()
    tracked = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x"], cwd=copy, input=tracked.stdout, check=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("VIRTUAL_ENV", "MAKE"))}
    subprocess.run(
        ["make", "site"], cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    main()
