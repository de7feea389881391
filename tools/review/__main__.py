"""``python -m tools.review BASE`` reviews this folder against a version of git, in Markdown.

The site is built into site/, as for `make site`. Where GITHUB_STEP_SUMMARY names a file, the
review is written there and each problem is printed as a note beside its line. Ends with 1 where
something has to be mended. ``python -m tools.review tests REPORT`` tells of failed tests.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from kigen import diff
from kigen.book import load_book
from kigen.clock import today
from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.versions import NotUnpacked, unpack
from macros.site import load_site
from tools.review import failures, pages, problems
from tools.review.text import Review, annotations, markdown

PREVIEW = (
    "この画面の下の「Artifacts」から、名前の終わりが `.zip` のものを取り、中を開いて、"
    "`index.html` を押します。文と表が読めます（計算と検索は、フォルダーからは動きません）。"
)
LOCAL_PREVIEW = "`make serve` か、`site` フォルダーで見られます。"
USAGE = """使いかた:
  python -m tools.review 版           gitの版とくらべて、直すところと、動く日付とページを出します
  python -m tools.review tests FILE   テストの記録（JUnit）から、合格しなかったものを出します"""


def main(arguments: list[str]) -> int:
    """Run one command; 0 if all is well, 1 if not, 2 if it was called wrongly."""
    match arguments:
        case ["tests", report]:
            _publish(failures.markdown(Path(report)))
            return 0
        case [base]:
            found = review(base)
            on_github = bool(os.environ.get("GITHUB_STEP_SUMMARY"))
            _publish(markdown(found, PREVIEW if on_github else LOCAL_PREVIEW))
            if on_github:
                print(*annotations(found.problems), sep="\n")
            return 1 if found.problems else 0
    print(USAGE, file=sys.stderr)
    return 2


def review(base: str, root: Path = ROOT) -> Review:
    """Everything to be told of this folder against a version of git."""
    found = Review(problems.in_data(root))
    built = None
    if found.problems:
        found.notes.append("データが直ると、文とページも確かめ、変わるページを、ここに出します。")
    elif not (built := _built(found, root)):
        found.notes.append("サイトを作れると、文が変わるページを、ここに出します。")
    with tempfile.TemporaryDirectory() as temporary:
        before = Path(temporary).resolve()
        try:
            unpack(base, before, ROOT)
        except (NotUnpacked, FileNotFoundError) as error:
            why = error if isinstance(error, NotUnpacked) else "git がありません"
            found.notes.append(f"「{base}」とくらべられませんでした（{why}）。")
        else:
            _compare(found, before, root, built)
    return found


def _built(found: Review, root: Path) -> Path | None:
    """The built site, or None; what is wrong in the pages is added to `found`."""
    found.problems += problems.in_words(root)
    run = pages.build(root, root / "site")
    if not run.returncode:
        found.problems += problems.in_promises(root / "site", today())
        return root / "site"
    places = {(each.file, each.line) for each in found.problems}
    stopped = problems.in_build(run.stderr + run.stdout, load_site(root))
    found.problems += [each for each in stopped if (each.file, each.line) not in places]
    return None


def _compare(found: Review, before: Path, root: Path, built: Path | None) -> None:
    """Add what moves; what cannot be compared is left out or noted."""
    with suppress(DataError):  # `problems` has named it, or the older data has another form
        found.moved = diff.difference(before, root, today())
        tables = read(root / "data/tables.yaml", "tables", root)
        labels = {each.id: each.label for each in load_book(root).parameters.values()}
        found.names = labels | {name: words["title"] for name, words in tables.items()}
    if built is None:
        return
    run = pages.build(before, before / "site")
    if run.returncode:
        found.notes.append("前の版のサイトを作れないので、ページをくらべられませんでした。")
    else:
        found.pages = pages.differing(before / "site", built)


def _publish(text: str) -> None:
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)
    print(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
