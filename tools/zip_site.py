"""Pack the site in site/ into dist/<name>-<day>.zip: readable from a folder and on any server.

python tools/zip_site.py
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kigen.clock import today  # noqa: E402
from kigen.reader import read  # noqa: E402
from kigen.render.words import day_ja  # noqa: E402
from postbuild import SiteError, folder  # noqa: E402

README = ROOT / "tools" / "zip_README.txt"


def make(site: Path, dist: Path, day: date) -> tuple[Path, int]:
    """Write the zip of a built site; its path and how many files are in it.

    Raises SiteError where a link cannot be followed in a folder.
    """
    name = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"]
    with tempfile.TemporaryDirectory() as temporary:
        copied = Path(temporary) / f"{name}-{day}"
        folder.copy(site, copied, readme(day))
        if found := folder.problems(copied):
            raise SiteError(found)
        folder.write_manifest(copied, name, day)
        target = dist / f"{copied.name}.zip"
        folder.pack(copied, target, day)
        return target, sum(path.is_file() for path in copied.rglob("*"))


def readme(day: date) -> str:
    """The README.txt of the copy."""
    licence = read(ROOT / "data" / "site.yaml", "site")["licence"]
    return README.read_text("utf-8").format(
        day=day_ja(day),
        text=licence["text"]["name"],
        code=licence["code"]["name"],
        proposed="案" if licence["proposed"] else "決まっています",
    )


def main() -> None:
    """Pack site/ into dist/ and say how big it is."""
    if not (ROOT / "site" / "index.html").is_file():
        sys.exit("site/ がありません。先に「make site」を実行してください。")
    try:
        target, count = make(ROOT / "site", ROOT / "dist", today())
    except SiteError as error:
        sys.exit(str(error))
    print(f"dist/{target.name}: {count:,}個のファイル、{target.stat().st_size:,}バイト")


if __name__ == "__main__":
    main()
