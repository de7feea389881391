"""The plain doors of the engine, and of what is checked, published and compared."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from kigen import diff, forecast_command, prose, publish, stale, vectors
from kigen.audit import check
from kigen.book import load_book
from kigen.clock import today
from kigen.contract import answer_text, case_error
from kigen.model import CaseError, DataError, RuleBook
from kigen.publish import promise

USAGE = """使いかた:
  python -m kigen answer   標準入力のCase(1行に1つのJSON)に、1行ずつ答えます
  python -m kigen vectors  見本のCaseと答えを、1行に1つのJSONで出します
                           （--random 1000 --seed 7 なら、でたらめなCaseも1000件）
  python -m kigen check    data/ のファイルを調べます
  python -m kigen prose    ページの文の長さと言葉を調べます
  python -m kigen stale    次に確かめ直すものを、古い順に20件出します（stale 50 なら50件）
  python -m kigen publish フォルダー   公開するデータ(/api/v1/ と /feeds/)を書きます
  python -m kigen forecast   混雑の見通しを、月ごとに出します
                           （--counts FILE.csv なら、その市区町村の分。--from --to --lag --chart）
  python -m kigen freeze   公開するデータの新しい項目を data/api-v1.lock に書き足します
  python -m kigen diff 前 後   決まりを変えると動く、表・例・ページを出します（フォルダーかgitの版）
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
            case ["vectors", *options] if (asked := _vector_options(options)) is not None:
                sys.stdout.reconfigure(encoding="utf-8")
                for line in vectors.lines(vectors.vectors(load_book(), **asked)):
                    print(line)
                return 0
            case ["check"]:
                return _report([*check(), *_broken()], sys.stdout)
            case ["publish", folder]:
                return _publish(Path(folder))
            case ["forecast", *options] if (
                wanted := forecast_command.options(options)
            ) is not None:
                return forecast_command.run(wanted, today())
            case ["freeze"]:
                print(f"{promise.NAME} に{publish.freeze()}行を足しました。")
                return 0
            case ["diff", base, head]:
                print(diff.report(base, head, today()))
                return 0
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


def _vector_options(options: list[str]) -> dict[str, int] | None:
    """`--random N --seed S` as numbers; None if something else is written."""
    names = {"--random": "count", "--seed": "seed"}
    known = all(name in names for name in options[::2])
    if len(options) % 2 or not known or not all(text.isdecimal() for text in options[1::2]):
        return None
    return {names[name]: int(text) for name, text in zip(options[::2], options[1::2], strict=True)}


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
        return answer_text(case, book)
    except CaseError as error:
        field = {"field": error.field} if error.field else {}
        content = {"error": {"line": number, **field, "code": error.code, "ja": error.ja}}
        return json.dumps(content, ensure_ascii=False)


def _publish(folder: Path) -> int:
    """Write the open data as the site's build does, with the address in SITE_URL."""
    written = 0
    for path, content in publish.files(today(), os.environ.get("SITE_URL", "")):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written += 1
    print(f"{folder} に{written}個のファイルを書きました。")
    return 0


def _broken() -> list[DataError]:
    """The promises of the open data that are broken; [] where other data stops the look."""
    try:
        return publish.broken()
    except DataError:
        return []  # check() has named it


def _report(errors: list[DataError], out: TextIO) -> int:
    for error in errors:
        print(error, file=out)
    print(f"data: まちがい {len(errors)} 件", file=out)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
