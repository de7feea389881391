"""The way out of the theme: the plain pages for another generator, and what the comparison sees.

Whether that generator builds the same site is asked by `make successor`, not here.
"""

from __future__ import annotations

import re

import markdown
import pytest

from kigen.model import DataError
from kigen.reader import ROOT, front_matter, read, split_page
from macros.site import load_site
from tools.successor import compare, prerender, report
from tools.successor.compare import Difference
from tools.successor.terms import mark

LISTED = re.compile(r"^markdown_extensions:\n((?:  - \S+\n)+)", re.M)
EXTENSIONS = re.findall(r"- (\S+)", LISTED.search((ROOT / "mkdocs.yml").read_text("utf-8"))[1])


@pytest.fixture(scope="module")
def facts():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_TODAY", "2026-11-25")
        patch.setenv("SITE_URL", "https://example.test/repo/")
        patch.delenv("REPO_URL", raising=False)
        load_site.cache_clear()
        yield load_site()
        load_site.cache_clear()


@pytest.fixture(scope="module")
def plain(facts, tmp_path_factory):
    """The whole site as plain pages."""
    target = tmp_path_factory.mktemp("plain")
    prerender.write(facts, target, facts.site_url)
    return target / prerender.DOCS


# ---------------------------------------------------------------- the plain pages


def test_every_page_of_the_site_is_among_the_plain_ones(plain, site):
    built = {p.relative_to(site).as_posix() for p in site.rglob("*.html")} - {"404.html"}
    names = (p.relative_to(plain).with_suffix("").as_posix() for p in plain.rglob("*.md"))
    assert {
        f"{name.removesuffix('index').rstrip('/')}/index.html".lstrip("/") for name in names
    } == built


def test_nothing_is_left_for_macros_and_hooks_to_do(plain):
    for path in plain.rglob("*.md"):
        _, text = split_page(path.read_text("utf-8"), path.name)
        assert not re.search(
            r"\[\[(cite|to|fact|home)|\{\{|\{%",
            re.sub(r"<textarea.*?</textarea>", "", text, flags=re.S),
        ), path


def test_the_data_files_are_those_of_the_site(plain, site):
    names = [
        p.relative_to(site) for folder in ("api", "feeds") for p in (site / folder).rglob("*.*")
    ]
    assert len(names) > 20
    for name in names:
        assert (plain / name).read_bytes() == (site / name).read_bytes(), name


@pytest.mark.parametrize("name", ["guide/where", "terms", "law/card.adult_age", "tables/leap-day"])
def test_a_plain_page_says_what_the_built_one_says(name, plain, site):
    """Converted without any generator, it has the same text, tables, ids and words linked."""
    _, text = split_page((plain / f"{name}.md").read_text("utf-8"), name)
    html = markdown.markdown(text, extensions=[*EXTENSIONS, "tools.successor.terms"])
    ours = compare.parts(f'<div id="kg-main">{html}</div>', f"{name}/index.html")["本文"]
    page = re.sub(
        r'<p class="kg-meta">.*?</p>', "", (site / name / "index.html").read_text("utf-8")
    )
    theirs = compare.parts(page, f"{name}/index.html")["本文"]
    assert squeezed(ours.text) == squeezed(theirs.text)
    assert squeezed(ours.tables) == squeezed(theirs.tables)
    assert ours.ids == theirs.ids
    assert terms(ours) == terms(theirs)


def squeezed(lines):
    """Without white space: the finished site has none at the line ends of Japanese text."""
    return re.sub(r"\s+", "", str(lines))


def terms(part):
    return [link.partition("terms/#")[2] for link in part.links if "terms/#" in link]


def test_what_the_templates_need_stands_in_the_head(plain):
    where = front_matter(plain / "guide/where.md")
    assert where["badge"]["text"] == "保存された写しで確認"
    assert where["title"] == front_matter(ROOT / "docs/guide/where.md")["title"]
    assert front_matter(plain / "check.md")["check"]["modules"]


@pytest.mark.parametrize(
    ("mistake", "named"),
    [("{{ facts('x') }}", "facts"), ("{{ fact('office.hom') }}", "office.home")],
)
def test_a_mistake_in_a_page_names_the_page(facts, mistake, named):
    head = "---\ntitle: 題です\ndescription: 一文の説明です。\nkind: about\n---\n"
    with pytest.raises(DataError, match=f"docs/about/x.md: .*{named}"):
        prerender.page(
            f"{head}# 題\n\n{mistake}\n", "about/x.md", prerender.environment(facts, ""), facts
        )


def test_words_are_linked_where_the_mark_says_so():
    said = "住民票を見ます。"
    linked = markdown.markdown(f"{said}\n\n{mark('../')}", extensions=["tools.successor.terms"])
    assert '<a class="kg-term" href="../terms/#resident-record">住民票</a>を見ます。</p>' in linked
    assert "kg-terms" not in linked
    assert markdown.markdown(said, extensions=["tools.successor.terms"]) == f"<p>{said}</p>"


# ---------------------------------------------------------------- the comparison

PAGE = """<html lang="ja"><head><title>題</title><meta name="description" content="説明">
<link rel="stylesheet" href="../assets/stylesheets/main.1.css"></head><body><div class="md-a">テーマ</div>
<nav class="kg-tabs"><a href="../">ホーム</a></nav>
<div id="kg-main"><h1 id="a">題</h1><p>文です。<a href="../b/#c">先</a></p>
<table><tr><th>年</th></tr><tr><td>5<span>回</span></td></tr></table></div></body></html>"""


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("文です。", "文でした。", "本文の文"),
        ("<td>5<span>", "<td>6<span>", "本文の表"),
        ('id="a"', 'id="b"', "本文のid"),
        ("../b/#c", "../b/#d", "本文のリンク"),
        ("<title>題", "<title>別", "頭の文"),
        ('content="説明"', 'content=""', "頭の文"),
        ('lang="ja"', 'lang="en"', "頭の文"),
        ('<a href="../">', '<a href="../none">', "タブのリンク"),
        ('<nav class="kg-tabs"><a href="../">ホーム</a></nav>', "", "タブの文"),
    ],
)
def test_the_comparison_sees(old, new, what, tmp_path):
    found = list(compare.sites(*two_sites(tmp_path, PAGE, PAGE.replace(old, new))))
    assert what in [each.what for each in found]
    assert {each.page for each in found} == {"x/index.html"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("テーマ", "別のテーマ"),
        ("main.1.css", "main.2.css"),
        ('<a href="../">', '<a href=".././">'),
        ("\n<table>", "<table>"),
        ("5<span>回</span>", "5回"),
    ],
)
def test_the_comparison_passes_over(old, new, tmp_path):
    assert list(compare.sites(*two_sites(tmp_path, PAGE, PAGE.replace(old, new)))) == []


def test_the_comparison_sees_missing_changed_and_added_files(tmp_path):
    here, there = two_sites(tmp_path, PAGE, PAGE)
    (here / "gone.csv").write_text("1", "utf-8")
    (there / "more.html").write_text(PAGE, "utf-8")
    for site, text in ((here, "1"), (there, "2")):
        (site / "data.json").write_text(text, "utf-8")
    assert list(compare.sites(here, there)) == [
        Difference("data.json", "中身がちがう"),
        Difference("gone.csv", "次のサイトにない"),
        Difference("more.html", "次のサイトだけにある"),
    ]


def two_sites(folder, *pages):
    for name, page in zip(("here", "there"), pages, strict=True):
        (folder / name / "x").mkdir(parents=True)
        (folder / name / "x/index.html").write_text(page, "utf-8")
    return folder / "here", folder / "there"


def test_differences_are_new_unless_a_row_knows_them():
    known, new = Difference("sitemap.xml", "中身がちがう"), Difference("x/index.html", "本文の文")
    rows = [
        {"page": "sitemap.xml", "what": "中身*", "why": "更新日がないためです。"},
        {"page": "old.html", "what": "*", "why": "もうありません。"},
    ]
    found = report.sort_out([known, new], rows)
    assert (found.known, found.new, found.stale) == ([known], [new], [rows[1]])


def test_every_known_difference_has_its_reason():
    assert all(row["why"].endswith("。") for row in read(ROOT / report.KNOWN, "successor"))
