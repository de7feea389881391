"""「自治体ページの書き方」: each advice has its reason, and our own pages follow what can be tested."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

import pytest
from bs4 import BeautifulSoup

from kigen.prose import remarks, texts
from kigen.reader import ROOT, front_matter
from postbuild import PERMALINKS, permalinks

PAGE = (ROOT / "docs/kit/writing.md").read_text("utf-8")
PAGES = sorted((ROOT / "docs").rglob("*.md"))
TESTED = "**テストあり。**"
ADVICE = {
    found[1]: found[2]
    for found in re.finditer(r"^### [^\n]*\{: #([a-z-]+) \}$(.*?)(?=^##|\Z)", PAGE, re.M | re.S)
}

QUOTED = re.compile(r"「[^「」]*」|『[^』]*』")
RELATIVE = re.compile("今年|来年|去年|昨年|今月|来月|先月|今週|来週|まもなく|近日")
YEAR = re.compile(r"[0-9]{4}年")
DAY_WITHOUT_YEAR = re.compile(r"(?<![年0-9])[0-9]{1,2}月[0-9]{1,2}日")
# A day of every year, an example of somebody's birthday or expiry: such a day has no year.
EVERY_YEAR = re.compile("期限|誕生日|生まれ|切れ|うるう年|2月28日|年末|毎年|例")
BARE_END = re.compile(r"(?<![0-9年])[0-9]{1,2}月まで|前日まで|[月日年]以前")
ERA_ALONE = re.compile(r"(?<!（)(?:平成|令和|昭和)(?:[0-9]+|元)年")
NO_TARGET = re.compile(r"(?:こちら|ここ|リンク|詳細|くわしく)(?:から|へ|です)?")
EITHER_OR = 4  # 「片方？両方？」 asks one question; a longer second one would be another


@cache
def said():
    """(file, sentence, its text without what is quoted) of all that people wrote for readers."""
    return [(file, each, QUOTED.sub("「」", each.text)) for file, each in texts()]


def broken(rule, but=lambda text: False):
    return [(f, s.line, s.text) for f, s, own in said() if rule.search(own) and not but(own)]


@cache
def soups(site):
    """All pages, by the fast parser: what is asked of them here is the same for both."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def bodies(site):
    return {name: page.select_one("#kg-main") for name, page in soups(site).items()}


def dates(_):
    """No day by the writer's own calendar; a day of one year names it, or its section did before."""
    assert not broken(RELATIVE, but=lambda text: text.endswith("か。"))
    for file, here in groupby(said(), key=lambda row: row[0]):
        section = ""
        for _, sentence, own in here:
            section = own if sentence.heading or not file.startswith("docs/") else section + own
            if DAY_WITHOUT_YEAR.search(own):
                known = YEAR.search(section) or EVERY_YEAR.search(section)
                assert known, (file, sentence.line, sentence.text)


def last_day(_):
    assert not broken(BARE_END)


def eras(_):
    # an example of what to type follows what the card prints
    assert not broken(ERA_ALONE, but=lambda text: YEAR.search(text) or text.startswith("例："))


def printed(site):
    for name, body in bodies(site).items():
        if name.startswith("tables/") and body.select("table.kg-t"):
            assert "印刷された日付が優先です" in body.get_text(), name


def one_question(_):
    for file, sentence, _ in said():
        if file.startswith("docs/") and sentence.heading:
            first, *more = re.findall(r"[^？]*？", sentence.text) or [""]
            assert not more or len(more) == 1 and len(more[0]) <= EITHER_OR + 1, (file, first)


def plain(_):
    assert not [remark for remark in remarks() if remark.blocks]


def link_words(site):
    for name, body in bodies(site).items():
        for a in body.find_all("a"):
            assert not NO_TARGET.fullmatch(a.get_text(strip=True)), (name, a)


def not_only_pdf(site):
    for name, body in bodies(site).items():
        ours = [a for a in body.select('a[href$=".pdf"]') if "://" not in a["href"]]
        assert not ours or name.startswith("kit/handouts/"), name  # where the pages say the same
        assert all(image.has_attr("alt") for image in body.find_all("img")), name


def titles(site):
    for path in PAGES:
        head = front_matter(path)
        assert 2 <= len(head["title"]) <= 32 and 10 <= len(head["description"]) <= 120, path
    for name, page in soups(site).items():
        assert page.title.get_text() and page.find("meta", attrs={"name": "description"}), name


def stable(site):
    permalinks.check(site, PERMALINKS)


def checked(site):
    for path in PAGES:
        if front_matter(path)["kind"] in ("guide", "table"):
            name = path.relative_to(ROOT / "docs").as_posix().removesuffix(".md")
            built = f"{name}.html" if name.endswith("index") else f"{name}/index.html"
            page = soups(site)[built]
            assert page.select("ol.kg-src li") and page.select_one(".kg-badge time"), path


CHECKS = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        dates, last_day, eras, printed, one_question, plain, link_words, not_only_pdf, titles,
        stable, checked,
    )
}  # fmt: skip


def test_each_advice_has_its_reason():
    assert len(ADVICE) == int(re.search(r"\*\*(\d+)のすすめ", PAGE)[1]) >= 12
    assert all("**理由。**" in text for text in ADVICE.values())


def test_what_is_said_to_be_tested_is_tested():
    assert {advice for advice, text in ADVICE.items() if TESTED in text} == set(CHECKS)


@pytest.mark.parametrize("advice", CHECKS)
def test_our_own_pages_follow_the_advice(site, advice):
    CHECKS[advice](site)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (RELATIVE, "来月から始まります。"),
        (DAY_WITHOUT_YEAR, "1月15日まで受け付けます。"),
        (BARE_END, "1月まで使えます。"),
        (BARE_END, "4月1日以前の人です。"),
        (BARE_END, "前日まで使えます。"),
        (ERA_ALONE, "令和9年に変わります。"),
        (NO_TARGET, "こちら"),
    ],
)
def test_the_rules_find_what_they_are_for(rule, text):
    assert rule.search(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (DAY_WITHOUT_YEAR, "2027年1月15日までです。"),
        (BARE_END, "2027年1月31日まで使えます。"),
        (BARE_END, "18歳以上の人です。"),
        (ERA_ALONE, "2027年（令和9年）に変わります。"),
    ],
)
def test_the_rules_leave_the_good_ones_alone(rule, text):
    assert not rule.search(text)
