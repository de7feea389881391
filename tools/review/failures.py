"""The tests that failed, for people who did not write them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

MANY = 20
HELP = (
    "ここは、プログラムの確認です。文やデータだけを直した人は、そのまま待ってください。"
    "わかる人が見て、直しかたを書きます。日本語のわけが出ていれば、それが直しかたです。"
)


def markdown(report: Path) -> str:
    """Each failed test with the first line of its reason; a report that is missing says so."""
    if not report.is_file():
        return "# × テストが、終わりまで動きませんでした\n\nわけは、この作業の記録にあります。\n"
    tree = ElementTree.parse(report)
    failed = [
        (case, trouble)
        for case in tree.iter("testcase")
        for trouble in (*case.iter("failure"), *case.iter("error"))
    ]
    if not failed:
        return "# ○ テストは、すべて合格です\n"
    parts = [f"# × 合格しなかったテストが{len(failed)}つあります", HELP]
    for case, trouble in failed[:MANY]:
        file = f"{case.get('classname', '').replace('.', '/')}.py"
        why = (trouble.get("message") or "").splitlines()[0][:300] if trouble.get("message") else ""
        parts.append(f"**`{file}`** {case.get('name')}\n\n```text\n{why}\n```")
    if len(failed) > MANY:
        parts.append(f"ほかに{len(failed) - MANY}つあります。")
    return "\n\n".join(parts) + "\n"
