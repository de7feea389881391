"""The plain doors of the engine: answer, check, stale, prose and release-check."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from kigen import prose, stale
from kigen.audit import check
from kigen.book import load_book
from kigen.clock import today
from kigen.contract import case_error, read_case, to_text
from kigen.model import CaseError, DataError, RuleBook
from kigen.rules.answer import answer

USAGE = """使いかた:
  python -m kigen answer   標準入力のCase(1行に1つのJSON)に、1行ずつ答えます
  python -m kigen check    data/ のファイルを調べます
  python -m kigen prose    ページの文の長さと言葉を調べます
  python -m kigen stale    次に確かめ直すものを、古い順に20件出します（stale 50 なら50件）
  python -m kigen release-check   新しい版を作ってよいかを調べます（版を作るときだけ）"""


def main(arguments: list[str]) -> int:
    """Run one command; 0 if all is well, 1 if data is wrong, 2 if the command is not known."""
    try:
        match arguments:
            case ["answer"]:
                book = load_book()
                sys.stdin.reconfigure(encoding="utf-8")
                sys.stdout.reconfigure(encoding="utf-8")
                for line in answers(sys.stdin, book):
                    print(line)
                return 0
            case ["check"]:
                return _report(check(), sys.stdout)
            case ["prose"]:
                found = prose.remarks()
                print(prose.report(found))
                return 1 if any(remark.blocks for remark in found) else 0
            case ["stale"]:
                return main(["stale", "20"])
            case ["stale", most] if most.isdecimal():
                print(stale.report(stale.items(), today(), stale.promises(), int(most)))
                return 0
            case ["release-check"]:
                late = stale.release_report(stale.items(), today(), stale.promises())
                print(late or "新しい版を作れます。", file=sys.stderr if late else sys.stdout)
                return 1 if late else 0
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    print(USAGE, file=sys.stderr)
    return 2


def answers(lines: Iterable[str], book: RuleBook) -> Iterator[str]:
    """One Report or Error as JSON for each line that is not empty; line numbers count from 1."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, book)


def _answer(line: str, number: int, book: RuleBook) -> str:
    try:
        try:
            case = json.loads(line)
        except (ValueError, RecursionError):
            raise case_error(None, "not_json", book) from None
        return to_text(answer(read_case(case, book), book))
    except CaseError as error:
        field = {"field": error.field} if error.field else {}
        content = {"error": {"line": number, **field, "code": error.code, "ja": error.ja}}
        return json.dumps(content, ensure_ascii=False)


def _report(errors: list[DataError], out: TextIO) -> int:
    for error in errors:
        print(error, file=out)
    print(f"data: まちがい {len(errors)} 件", file=out)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
