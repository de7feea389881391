"""/about/changes/: what changed since the card began, and what is to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kigen.publish import API, ATOM, CALENDAR
from kigen.render.changes import Entry, entries
from macros.cites import fact_token, link, tokens
from macros.site import Site

UNCONFIRMED = "予定の日を過ぎました。始まったかどうかは、確かめられていません。"


def changes_page(site: Site) -> str:
    """The Markdown of the log, plans first, then the newest."""
    log = entries(site.today, site.root)
    lines = [
        "---",
        "title: 決まりの変わり方",
        "description: マイナンバーカードと電子証明書の決まりで、変わったことと、これから変わることの一覧です。",  # noqa: E501
        "kind: data",
        "---",
        "# 決まりの変わり方",
        "",
        "カードと電子証明書の決まりで、変わったことと、これから変わることを集めました。",
        "数字が変わったものは、[決まりの数字](../law/index.md)から自動で並びます。",
        "もとの資料で確かめたことだけを書くので、ここにない変化もあります。",
        "",
        "新しいものを知りたい人は、次のものを使えます。",
        "",
        f"- {link(f'/{ATOM}', 'フィード（Atom）')}：フィードリーダーに登録します。",
        f"- {link(f'/{CALENDAR}', 'カレンダー（ICS）')}：カレンダーのアプリに登録します。",
        f"- {link(f'/{API}/changes.json', 'JSON')}と{link(f'/{API}/changes.csv', 'CSV')}：{link('/about/data/', 'データを使う')}",  # noqa: E501
        "",
        "## これから {: #coming }",
        "",
        *_listed(each for each in log if each.status != "done"),
        "## 変わったこと {: #changed }",
        "",
        *_listed(each for each in log if each.status == "done"),
    ]
    return "\n".join(lines)


def _listed(log: Iterable[Entry]) -> Iterator[str]:
    for entry in log:
        late = UNCONFIRMED if entry.status == "unconfirmed" else ""
        checked = fact_token(entry.parameter or f"changes.{entry.id}")
        yield from (f"### {entry.title} {{: #{entry.id} }}", "")
        yield f"**{entry.when}**　{entry.ja}{tokens(entry.cites)}{checked}{late}"
        if entry.parameter:
            yield link(f"/law/{entry.parameter}/", "数字の移り変わり")
        yield ""
