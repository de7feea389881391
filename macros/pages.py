"""Pages made from data: /sources/, /doubts/, /terms/, /questions/ … and old addresses that moved.

Plain functions from a Site to Markdown, so that they also run without the site generator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from kigen import myths, questions
from kigen.book import Source
from kigen.model import Ambiguity, DecidedBy, Parameter
from kigen.render.words import amount_ja, day_ja
from macros.ask import ask_pages
from macros.changes import changes_page
from macros.cites import ageing, doubt_anchor, link, source_dates, tokens
from macros.kit import check_kit
from macros.languages import in_language
from macros.myths import myths_page
from macros.offices import office_pages
from macros.questions import questions_page
from macros.site import Site
from macros.targets import check_targets
from macros.terms import terms_page

KINDS = {
    "law": "法令",
    "gov": "国",
    "jlis": "J-LIS(地方公共団体情報システム機構)",
    "municipal": "市区町村",
    "press": "報道",
    "private": "民間・個人",
    "data": "統計・データ",
}
DECIDED_BY = {
    DecidedBy.ACCEPTED: "申請が受理された日",
    DecidedBy.CREATED: "カードが作られた日",
    DecidedBy.APPLIED: "申請した日",
    DecidedBy.ISSUED: "電子証明書が発行された日",
    DecidedBy.EXPIRY: "有効期限の日",
    DecidedBy.EVENT: "その出来事の日",
    DecidedBy.TODAY: "今日",
}


def generated_pages(site: Site) -> Mapping[str, str]:
    """Each generated page's Markdown by its path under docs/.

    Raises DataError for a question or a myth that leads nowhere.
    """
    pages = base_pages(site)
    check_targets(site.myths.values(), myths.NAME, site, pages)
    pages["myths.md"] = _myths(site, pages)
    check_targets(site.questions.values(), questions.NAME, site, pages)
    pages["questions.md"] = _questions(site, pages)
    pages |= ask_pages(site)
    check_kit(site, pages)
    return pages


def base_pages(site: Site) -> dict[str, str]:
    """The generated pages to which a question may lead, /myths/ aside."""
    laws = {f"law/{p.id}.md": _law(p, site) for p in site.book.parameters.values()}
    return {
        "sources.md": _sources(site),
        "doubts.md": _doubts(site),
        "terms.md": _terms(site),
        "about/changes.md": changes_page(site),
        "law/index.md": _law_index(site),
        **laws,
        **dict(office_pages(site)),
    }


def redirect_page(target: str) -> str:
    """The page that stands at an old address and leads to `target` (`/guide/x/`)."""
    head = _head("ページが移りました", "このページは、新しい住所に移りました。", "redirect")
    return (
        f"{head[:-4]}redirect_to: {target}\n---\n# ページが移りました\n\n新しい住所に移りました。\n"
    )


def _head(title: str, description: str, kind: str) -> str:
    return f"---\ntitle: {title}\ndescription: {description}\nkind: {kind}\n---\n"


def _sources(site: Site) -> str:
    lines = [
        _head("出典と最終確認日", "このサイトの根拠にした資料と、確かめた日の一覧です。", "data"),
        "# 出典と最終確認日",
        "",
        f"このサイトの文と数字は、次の{len(site.sources)}の資料によります。",
        "資料に書いてある日付と、いつ、どうやって確かめたかを書いています。",
        "**公式ページを開いて確かめたものは、まだ多くありません。**"
        "「保存された写しで確認」は、保存されたページの写しを読んだという意味です。",
        "「ほかの人の記録で確認」は、ほかの人が公式ページを読んで書いた、日付のある記録を読んだという意味です。",
        "",
    ]
    for kind, name in KINDS.items():
        listed = [source for source in site.sources.values() if source.kind == kind]
        if listed:
            lines += [f"## {name} {{: #{kind} }}", "", f'<ul class="kg-src"{ageing(site)}>']
            lines += [_source_item(source, site) for source in listed]
            lines += ["</ul>", ""]
    return "\n".join(lines)


def _source_item(source: Source, site: Site) -> str:
    quote = f"<br>「{in_language(source.quote, source.lang)}」" if source.quote else ""
    note = f"<br>{escape(source.note)}" if source.note else ""
    return (
        f'<li id="{source.id}">{escape(source.publisher)}'
        f'「<a href="{escape(source.url)}">{in_language(source.title, source.lang)}</a>」'
        f"<br>{source_dates(source, site)}{quote}{note}</li>"
    )


def _terms(site: Site) -> str:
    lines = [
        _head("言葉の説明", "カードと電子証明書の言葉を、やさしく説明する一覧です。", "data"),
        "# 言葉の説明",
        "",
        "このサイトで使う言葉の意味です。あいうえおの順に並んでいます。",
        "ページの中の言葉は、はじめに出るところで、ここにリンクしています。",
        "英語の言いかたは、このサイトが決めたものです。公式の訳ではありません。",
        "",
        terms_page(site.terms),
    ]
    return "\n".join(lines)


def _doubts(site: Site) -> str:
    lines = [
        _head(
            "はっきりしないこと",
            "法令や公式の説明だけでは決まらない点と、このサイトの考えかたの一覧です。",
            "data",
        ),
        "# はっきりしないこと",
        "",
        "法令や公式の説明を読んでも、ひとつに決まらない点があります。",
        "どんな読みかたがあり、このサイトがどれで計算しているかを、ここに書きます。",
        "日付が変わるときは、ほかの読みかたの日付も並べて示します。",
        "",
    ]
    for ambiguity in site.book.ambiguities.values():
        lines += _doubt(ambiguity, site)
    lines += [
        "## まだわからないこと {: #unknown }",
        "",
        "わかる資料をごぞんじの方は、出典をそえて教えてください。",
        "",
        *(f"- {unknown['ja']}{unknown['ask'] or ''}" for unknown in site.unknowns),
        "",
    ]
    return "\n".join(lines)


def _doubt(ambiguity: Ambiguity, site: Site) -> Iterator[str]:
    code = ambiguity.code
    yield from (f"## {ambiguity.title} {{: #{doubt_anchor(code)} }}", "", ambiguity.question, "")
    for reading in ambiguity.readings:
        kind = "計算" if ambiguity.raised_by_engine else "案内"
        used = f" **(このサイトの{kind})**" if reading.id == ambiguity.we_use else ""
        first = " **(先に示す日)**" if _shown_first(ambiguity, reading.id) else ""
        yield f"- {reading.ja}{tokens(reading.held_by)}{used}{first}"
    yield from ("", f"どうすればよいか: {ambiguity.ask}", "")
    related = [p for p in site.book.parameters.values() if code in p.doubts]
    if related:
        links = "、".join(link(f"/law/{p.id}/", p.label) for p in related)
        yield from (f"関係する数字: {links}", "")


def _shown_first(ambiguity: Ambiguity, reading: str) -> bool:
    return ambiguity.show_first != ambiguity.we_use and ambiguity.show_first == reading


def _myths(site: Site, pages: Mapping[str, str]) -> str:
    description = "電子証明書の更新についてのまちがいと、法令や公式の案内にある正しいことです。"
    lines = [
        _head("よくあるまちがい", description, "data"),
        "# よくあるまちがい",
        "",
        "インターネットや人の話にある、まちがいを集めました。",
        "見出しのかぎかっこの中が、まちがった話です。",
        "どこに書いてあったかは書かず、正しいことの根拠だけを示します。",
        "",
        myths_page(site, pages),
    ]
    return "\n".join(lines)


def _questions(site: Site, pages: Mapping[str, str]) -> str:
    description = "電子証明書の更新についてよく聞かれることと短い答えを、場面ごとに並べています。"
    lines = [
        _head("よくある質問", description, "data"),
        "# よくある質問",
        "",
        "短い答えと、くわしいページを、場面ごとに並べています。",
        "答えの後の番号を押すと、もとにした法令や案内の名前が見られます。",
        "",
        questions_page(site, pages),
    ]
    return "\n".join(lines)


def _law_index(site: Site) -> str:
    rows = [
        f"<li>{link(f'/law/{p.id}/', p.label)}: {_now(p, site)}</li>"
        for p in site.book.parameters.values()
    ]
    return "\n".join(
        [
            _head("決まりの数字", "計算に使う法令の数字と、その移り変わりの一覧です。", "data"),
            "# 決まりの数字",
            "",
            "このサイトの計算は、次の数字だけを使います。",
            "それぞれに、いつからの数字か、どの法令によるかを書いています。",
            "",
            "<ul>",
            *rows,
            "</ul>",
            "",
        ]
    )


def _now(parameter: Parameter, site: Site) -> str:
    in_force = [value for value in parameter.values if value.since <= site.today]
    return amount_ja(in_force[-1].value, parameter.unit) if in_force else "まだ始まっていません"


def _law(parameter: Parameter, site: Site) -> str:
    decided = DECIDED_BY[parameter.decided_by]
    lines = [
        _head(
            parameter.label.split("(")[0],
            f"「{parameter.label}」の数字と、その移り変わり、根拠です。",
            "data",
        ),
        f"# {parameter.label}",
        "",
        f"どの日の数字を使うか: **{decided}**で決まります。",
        "",
        *_assumption(parameter),
        '<div class="kg-tbl" role="region" tabindex="0" aria-labelledby="history">',
        '<table class="kg-t"><caption id="history">数字の移り変わり</caption>',
        '<thead><tr><th scope="col">いつから</th><th scope="col">数字</th>'
        '<th scope="col">説明</th></tr></thead><tbody>',
    ]
    for value in parameter.values:
        since, amount = day_ja(value.since), amount_ja(value.value, parameter.unit)
        lines.append(
            f'<tr id="since-{value.since}"><th scope="row">{since}</th>'
            f"<td>{amount}{tokens(value.cites)}</td><td>{escape(value.note or '')}</td></tr>"
        )
    lines += ["</tbody></table></div>", ""]
    for code in parameter.doubts:
        title = site.book.ambiguities[code].title
        lines += [f"- はっきりしないこと: {link(f'/doubts/#{doubt_anchor(code)}', title)}"]
    lines += ["", link("/law/", "決まりの数字の一覧"), ""]
    return "\n".join(lines)


def _assumption(parameter: Parameter) -> Iterable[str]:
    if parameter.assumption:
        return ("**これは法令の数字ではなく、このサイトの見こみです。**", "")
    return ()
