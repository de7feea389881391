"""``python -m tools.successor`` builds the site both ways and compares; ``build DIR`` only builds.

SITE_URL, REPO_URL and SITE_TODAY as for the build. Ends with 1 where something differs that
tools/successor/known.yaml does not know.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from kigen.model import DataError
from kigen.reader import ROOT, read
from macros.site import load_site
from tools.successor import compare, report
from tools.successor.building import Failed, build_here, build_there

WORK = ROOT / ".cache" / "successor"
USAGE = """使いかた:
  python -m tools.successor               次のテーマでもサイトを作り、いまのサイトとくらべます
  python -m tools.successor build 場所    次のテーマで、場所/site にサイトを作ります"""


def main(arguments: list[str]) -> int:
    """Run one command; 0 if all is well, 1 if not, 2 if it was called wrongly."""
    try:
        match arguments:
            case ["build", folder]:
                print(*build_there(load_site(), Path(folder).resolve()).problems, sep="\n")
                return 0
            case []:
                return _compare()
    except (DataError, Failed) as error:
        print(error, file=sys.stderr)
        return 1
    print(USAGE, file=sys.stderr)
    return 2


def _compare() -> int:
    site = load_site()
    known = read(ROOT / report.KNOWN, "successor")
    here = build_here(WORK / "here")
    there = build_there(site, WORK / "there")
    found = [*there.problems, *compare.sites(here.site, there.site)]
    sorted_out = report.sort_out(found, known)
    tools = [f"{name} {version(name)}" for name in ("mkdocs-material", "zensical")]
    print(report.text(sorted_out, here, there, tools))
    return 1 if sorted_out.new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
