"""Damaged data: each kind of damage is named with its file and place, and the way to mend it.

Never a traceback, never accepted in silence: the people who edit data/ are often not programmers.
"""

from __future__ import annotations

import functools
import itertools
import json
import os
import random
import re
import shutil
from copy import deepcopy
from pathlib import PurePosixPath

import pytest
from mkdocs.exceptions import Abort

from kigen.audit import PARTS, check, not_in_the_future
from kigen.model import DataError
from kigen.reader import ROOT, read, validate
from macros.hooks import on_build_error
from postbuild.check import Finding, SiteError
from tests.site import build

BOOK = "data/parameters/card/adult_age.yaml"
TOWN = "data/municipalities/13/131237.yaml"
SOURCES, FACTS, TERMS = "data/sources.yaml", "data/facts/office.yaml", "data/terms.yaml"
QUESTIONS, MYTHS, NEEDS = "data/questions.yaml", "data/myths.yaml", "data/needs.yaml"
DECISIONS, ASK, CHANGES = "data/decisions/proxy-visits.yaml", "data/ask.yaml", "data/changes.yaml"
SITE, EXAMPLES, ERAS = "data/site.yaml", "data/examples.yaml", "data/eras.yaml"
FINDINGS, TABLES = "data/findings.yaml", "data/tables.yaml"
CARDS, META = "data/statistics/cards.csv", "data/statistics/cards.meta.yaml"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A copy of data/, from which the damaged ones are linked file by file."""
    folder = tmp_path_factory.mktemp("original")
    shutil.copytree(ROOT / "data", folder / "data")
    return folder


@pytest.fixture
def damaged(original, tmp_path):
    """Puts bytes in the place of one file of a new copy (None: takes it away); gives its folder."""
    numbers = itertools.count()

    def make(file, content):
        folder = tmp_path / str(next(numbers))
        (folder / "data").mkdir(parents=True)
        top = PurePosixPath(file).parts[1]
        for entry in (original / "data").iterdir():
            if entry.name != top:
                (folder / "data" / entry.name).symlink_to(entry, entry.is_dir())
            elif entry.is_dir():
                shutil.copytree(entry, folder / "data" / top, copy_function=os.link)
        path = folder / file
        path.unlink(missing_ok=True)  # never written through the link
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder

    return make


def text_of(file):
    return (ROOT / file).read_text("utf-8")


def replaced(file, old, new):
    """The bytes of the file with the first `old` that stands in no remark replaced."""
    found, count = re.subn(
        rf"^([^#\n]*?){re.escape(old)}",
        lambda line: line[1] + new,
        text_of(file),
        count=1,
        flags=re.M,
    )
    assert count, f"{file}: the damage must touch the file: {old!r}"
    return found.encode()


def parts_of(file):
    name = PurePosixPath("/", file.removeprefix("data/"))
    return [part for part in PARTS if any(name.match(f"/{pattern}") for pattern in part.files)]


def mistakes(folder, file):
    """What check() says of that file, without the time that all the others take."""
    errors = []
    for load in (*(part.load for part in parts_of(file)), not_in_the_future):
        try:
            if not errors:
                load(folder)
        except DataError as error:
            errors.append(error)
    return errors


def named(errors, file, place, hint=""):
    """The one error names the file, the place in it, what is wrong and the way to mend it."""
    (error,) = errors
    assert error.file == file, error
    assert place in error.place and error.place.strip(), error
    assert error.problem and error.mend and hint in f"{error.problem} {error.mend}", error


# ---------------------------------------------------------------- kinds of damage, one each
# kind: (file, what stands there, what it becomes, the place that is named, a word of the message)
DAY = '{on: "2026-11-23", how: copy}'
KINDS = {
    "a required key is missing": (SOURCES, "  kind: law\n", "", "law-number-act", "kind"),
    "an unknown key": (BOOK, "unit: age", "unit: age\nunits: years", "いちばん外側", "「unit」"),
    "a mistyped key": (TERMS, "  reading:", "  readng:", "card", "reading"),
    "a number instead of a text": (TERMS, "term: マイナンバーカード", "term: 5", "card.term", "文字"),
    "a text instead of a number": (SITE, "old_days: 180", "old_days: 180日", "checks.old_days", "数字だけ"),
    "a text instead of true or false": (SITE, "free: true", "free: はい", "phone.free", "true"),
    "yes instead of true": (SITE, "free: true", "free: yes", "phone.free", "true"),
    "no is a word and not false": (SITE, "proposed: true", "proposed: no", "licence.proposed", "true"),
    "on is a word and not true": (SITE, "proposed: true", "proposed: on", "licence.proposed", "true"),
    "an empty list": (FACTS, "cite: [law-jpki-act 第3条第1項, law-jpki-act 第22条第1項, shika-renewal]", "cite: []", "home.cite", ""),
    "a list instead of keys": (NEEDS, "- {id: letter, title: 手紙が来た}", "- [letter, 手紙が来た]", "0", "項目"),
    "keys instead of a list": (FINDINGS, "- id: F1", "F1:\n  id: F1", "行目", ""),
    "a text instead of a list": (FACTS, "cite: [law-jpki-act 第3条第1項, law-jpki-act 第22条第1項, shika-renewal]", "cite: shika-renewal", "home.cite", "[1つ目"),
    "null where something must stand": (TERMS, "term: マイナンバーカード", "term: null", "card.term", "文字"),
    "nothing after the colon": (TERMS, "term: マイナンバーカード", "term:", "行目(term)", "null と書きます"),
    "a key written twice": (BOOK, "unit: age", "unit: age\nunit: age", "行目(unit)", "2回"),
    "an id used twice in a list": (SOURCES, "- id: law-number-act-r5", "- id: law-number-act", "law-number-act", "2回"),
    "an id used twice, elsewhere": (QUESTIONS, "- id: notice-lost", "- id: notice-not-arrived", "notice-not-arrived", "2回"),
    "a word of the glossary twice": (TERMS, "also: [個人番号カード]", "also: [電子証明書]", "certificate", "「電子証明書」"),
    "an example's id twice": (EXAMPLES, "- id: win-nerima-2", "- id: win-nerima-1", "win-nerima-1", "2回"),
    "a month 13": (SOURCES, f"checked: {DAY}", 'checked: {on: "2026-13-23", how: copy}', "checked.on", "2026-13-23"),
    "a day that no year has": (TOWN, DAY, '{on: "2026-02-30", how: copy}', "pages.0.checked.on", "2026-02-30"),
    "a day that this year has not": (CHANGES, '"2022-05-10"', '"2022-02-30"', "post-office-certificates.on", "2022-02-30"),
    "a day as a key that no year has": (BOOK, '"2022-04-01":', '"2022-04-31":', "values.2022-04-31", "日付の形"),
    "a day with slashes": (TOWN, 'shown: "2024-04-01"', 'shown: "2024/04/01"', "pages.0.shown", '"2024-04-01" と書いて'),
    "a day in full-width digits": (TOWN, DAY, '{on: "２０２６-11-23", how: copy}', "pages.0.checked.on", '"2026-11-23" と、半角'),
    "a day in Japanese words": (TOWN, DAY, '{on: 令和8年11月23日, how: copy}', "pages.0.checked.on", "西暦"),
    "a day in the future": (FACTS, '{on: "2026-11-25", how: copy}', '{on: "2999-11-25", how: copy}', "home.checked.on", "今日"),
    "a page newer than its check": (TOWN, 'shown: "2024-04-01"', 'shown: "2026-11-24"', "pages.0.shown", "後"),
    "a change newer than its check": (CHANGES, '"2022-05-10"', '"2026-12-10"', "post-office-certificates.on", "planned"),
    "a phone number that lost its 0": (SITE, '"0120-95-0178"', "120-95-0178", "phone.number", ""),
    "a phone number without quotes and hyphens": (SITE, '"0120-95-0178"', "0120950178", "phone.number", '" "'),
    "a number that YAML reads as another": (BOOK, "value: 20", "value: 024", "行目(value)", "引用符"),
    "a number ended that the rules need": (BOOK, "value: 18", "value: null", "values.2022-04-01.value", "null"),
    "a number in words": (BOOK, "value: 20", "value: 二十", "values.2015-10-05.value", ""),
    "a full-width number": (BOOK, "value: 20", "value: ２０", "values.2015-10-05.value", "20 と、半角"),
    "a number with its unit": (BOOK, "value: 20", "value: 20歳", "values.2015-10-05.value", "数字だけ"),
    "a code in typographic quotes": (TOWN, '"131237"', "“131237”", "code", '"131237" と、半角'),
    "a wide remark": (TOWN, "main_office: true", "main_office: true ＃ できる", "pages.0.main_office", "true と、半角"),
    "a day without its way": (TOWN, DAY, '"2026-11-23"', "pages.0.checked", "how: live"),
    "an address of a town with a space": (TOWN, "https://www.city.", "https://www. city.", "pages.0.url", "空白なし"),
    "names with a Japanese comma": (TOWN, "branch_names: [", "branch_names: [甲支所、乙支所, ", "pages.0.branch_names.0", "半角の「, 」"),
    "two sources with a Japanese comma": (FACTS, "第22条第1項, shika-renewal", "第22条第1項、shika-renewal", "home.cite", "出典が2つ"),
    "a wide space after a source": (BOOK, "law-card-order 第", "law-card-order　第", "values.2015-10-05.cite.0", "半角"),
    "a quotation mark never closed": (TOWN, "quote: ", 'quote: "', "行目(quote)", "引用符が閉じて"),
    "a wide colon between braces": (QUESTIONS, "{fact: notice.without_ok}", "{fact：notice.without_ok}", "行目(answer)", "「：」が全角"),
    "a Japanese comma between braces": (TOWN, DAY, '{on: "2026-11-23"、how: copy}', "行目(checked)", "半角の「, 」"),
    "a sign at the start of a text": (TOWN, "quote: ", "quote: @", "行目(quote)", "囲んで"),
    "a negative number": (BOOK, "value: 20", "value: -20", "values.2015-10-05.value", ""),
    "a fraction of a year": (BOOK, "value: 20", "value: 20.5", "values.2015-10-05.value", ""),
    "not a number at all": (SITE, "old_days: 180", "old_days: .nan", "行目(old_days)", ""),
    "a code without its quotes": (TOWN, 'code: "131237"', "code: 131237", "code", '" "'),
    "a code with a wrong check digit": (TOWN, '"131237"', '"131238"', "code", "7です"),
    "a code of another place": (TOWN, '"131237"', '"131016"', "code", "131016.yaml"),
    "an address that is not https": (SITE, "url: https://opensource", "url: http://opensource", "licence.code.url", ""),
    "an address with a space": (SOURCES, "https://laws.e-gov.go.jp/law/425AC0000000027", '"https://laws.e-gov.go.jp/law/ 425"', "law-number-act.url", ""),
    "an address of somebody else": (TOWN, "https://www.city.edogawa.tokyo.jp", "https://example.test", "pages.0.url", "公式"),
    "an address that is no page": (FINDINGS, "page: /guide/expiry-message/", "page: guide/expiry-message", "F1.page", ""),
    "a text over the limit": (TOWN, "quote: 必ず", f"quote: {'必ず' * 40}", "pages.0.quote", "60字"),
    "a sentence without its 。": (TOWN, "読めた部分にありません。", "読めた部分にありません", "pages.0.note", "。"),
    "a group of words missing": ("data/words/ja.yaml", "rules:  ", "rule:  ", "いちばん外側", "「rule」"),
    "a word missing that the calculator says": ("data/words/check-result.yaml", "  or_other:", "  or_others:", "join", "「or_other"),
    "an empty text": (TERMS, "term: マイナンバーカード", 'term: ""', "card.term", ""),
    "an unknown word of a choice": (BOOK, "decided_by: accepted", "decided_by: handed_over", "decided_by", "accepted"),
    "an unknown source": (FACTS, "shika-renewal]", "shika-renewa]", "home.cite", "shika-renewal"),
    "an unknown source of a rule": ("data/rules.yaml", "law-jpki-rules 第13条第2号", "law-jpki-rule 第13条第2号", "", "law-jpki-rules"),
    "an unknown source in a CSV": (CARDS, "jp24h-2020-07", "jp24h-2020-7", "2行目 source", "jp24h-2020-07"),
    "an unknown source of the phone": (SITE, "source: kojinbango-tel", "source: kojinbango", "phone.source", "kojinbango-tel"),
    "an unknown legal number": (MYTHS, "{certificate.birthdays}", "{certificate.birthday}", "three-years-and-one-year.correction.ja", "certificate.birthdays"),
    "an unknown doubt": (BOOK, "doubts: [A1, A15]", "doubts: [A1, A77]", "doubts", "A77"),
    "an unknown shared sentence": (QUESTIONS, "{fact: notice.without_ok}", "{fact: notice.without}", "notice-not-arrived.answer.fact", "notice.without_ok"),
    "an unknown need": (QUESTIONS, "need: letter", "need: leter", "notice-not-arrived.need", "letter"),
    "an unknown reading": ("data/ambiguities.yaml", "we_use: creation_day", "we_use: creation", "A1.we_use", "creation_day"),
    "a reference to what comes later": (ASK, "by: who", "by: whom", "whom.title", "前の質問"),
    "two answers for one question": (QUESTIONS, "{fact: notice.without_ok}", "{fact: notice.without_ok, ja: はい。, cite: [shika-renewal], checked: {on: \"2026-11-25\", how: copy}}", "notice-not-arrived.answer", ""),
    "two rows for one case": (DECISIONS, "{who: voluntary, certificate: valid, sheet: ready, pin: unknown}", "{who: voluntary, certificate: valid, sheet: ready}", "rows", "番目と"),
    "a case without a row": (DECISIONS, "certificate: valid, sheet: missing}", "certificate: valid, sheet: missing, pin: known}", "rows", "行を足して"),
    "a value in force twice": (BOOK, '"2022-04-01":', '"2015-10-05":', "行目(2015-10-05)", "2回"),
    "days out of order": (ERAS, '"1926-12-25"', '"1990-12-25"', "heisei", "古い順"),
    "a finding's anchor of another": (FINDINGS, "anchor: f1", "anchor: f2", "F", "f"),
    "a person who cannot be": (EXAMPLES, '{printed_expiry: "2023-07-07"}', '{printed_expiry: "2023-07-37"}', "win-nerima-1.cases", "直して"),
    "a false claim that is true": (MYTHS, 'claimed: "2027-05-20"', 'claimed: "2028-08-10"', "three-years-and-one-year.example.claimed", ""),
    "a tab instead of spaces": (BOOK, "    value: 20", "\tvalue: 20", "行目", "タブ"),
    "a quotation mark left open": (BOOK, '"2015-10-05":', '"2015-10-05:', "行目", "引用符"),
    "a colon inside a text": (TERMS, "plain: 名前", "plain: 中身: 名前", "行目(plain)", "「: 」"),
    "a bracket left open": (TERMS, "[個人番号カード]", "[個人番号カード", "行目(also)", "閉じるかっこ"),
    "a name for another place, and back": (TERMS, "also: [個人番号カード]", "also: &names [個人番号カード]\n  deprecated_: *names", "行目", "ほかの場所"),
    "an alias of nothing": (TERMS, "also: [個人番号カード]", "also: *names", "行目(also)", "「*」"),
    "a merge": (TERMS, "  term: マイナンバーカード", "  <<: {term: マイナンバーカード}", "行目(<<)", "<<"),
    "an instruction to build an object": (TERMS, "term: マイナンバーカード", "term: !!python/object/apply:os.getcwd []", "行目(term)", "!"),
    "a key that is no text": ("data/prefectures.yaml", '"01": 北海道', "1: 北海道", "行目(1)", "引用符"),
    "a key that is a list": (TERMS, "  term: マイナンバーカード", "  ? [term]\n  : マイナンバーカード", "行目", "引用符"),
    "an invisible character": (TERMS, "term: マイナンバーカード", "term: マイナンバー\x00カード", "行目", "U+0000"),
    "a CSV with a wrong head": (CARDS, "measure,date", "measure,day", "1行目", "measure,date"),
    "a CSV with a cell too many": (CARDS, "applied_month,2020-05-01,", "applied_month,,2020-05-01,", "2行目", "コンマ"),
    "a number with a comma in a CSV": (CARDS, "2020-05-01,1590000", '2020-05-01,"1,590,000"', "2行目 value", "整数"),
    "a month missing in a CSV": ("data/statistics/births-by-month.csv", "1972,2,163702,final\n", "", "1972年", "12か月"),
    "a CSV whose columns nobody explains": (META, "  note: 説明\n", "", "1行目", ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_damage_is_named_with_its_file_and_place(damaged, kind):
    file, old, new, place, hint = KINDS[kind]
    where = CARDS if file == META else file  # there the missing words show
    named(mistakes(damaged(file, replaced(file, old, new)), where), where, place, hint)


# ---------------------------------------------------------------- kinds of damage to a whole file

DEEP = "x: " + "[" * 3000
BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"
    for old, new in itertools.pairwise("abcdefghijklmn")
)
WHOLE = {
    "it is not UTF-8": lambda text: f"{text}文字\n".encode("shift_jis", "replace"),
    "it is UTF-16": lambda text: text.encode("utf-16"),
    "it is empty": lambda _: b"",
    "it is only a remark": lambda _: b"# nothing\n",
    "it is a picture": lambda _: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "it is one word": lambda _: "言葉\n".encode(),
    "it is a list of nothing": lambda _: b"- \n- \n",
    "it is nested without end": lambda _: DEEP.encode(),
    "it is a bomb of aliases": lambda _: BOMB.encode(),
    "it is cut in the middle of a character": lambda text: text.encode() + "字".encode()[:2],
    "it holds the marks of a merge": lambda text: f"<<<<<<< ours\n{text}=======\n".encode(),
    "it holds two documents": lambda text: f"{text}\n---\n{text}".encode(),
}
FILES = sorted(
    {
        next(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "data").glob(pattern)))
        for part in PARTS
        for pattern in part.files
    }
)
"""One file of every kind that data/ has."""
PAIRS = list(itertools.product(FILES, WHOLE))


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        pytest.param(*pair, marks=() if (n + n // len(WHOLE)) % 7 == 0 else pytest.mark.weekly)
        for n, pair in enumerate(PAIRS)
    ],
)
def test_a_damaged_file_of_any_kind_is_named(damaged, file, kind):
    named(mistakes(damaged(file, WHOLE[kind](text_of(file))), file), file, "")


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(damaged, file):
    """Where files may come and go, the data that needs one of them names what is missing."""
    errors = check(damaged(file, None))
    if re.match(r"data/(municipalities|decisions)/", file):
        assert not errors
    else:
        assert errors and all(error.problem and error.mend for error in errors)
        assert any(PurePosixPath(file).name.split(".")[0] in str(error) for error in errors)


@pytest.mark.parametrize("name", ["adult_age", "window_months", "birthdays_minor"])
def test_a_legal_number_that_the_rules_need_is_missed(damaged, name):
    file = f"data/parameters/card/{name}.yaml"
    errors = check(damaged(file, None))
    assert file in {error.file for error in errors} and all(error.mend for error in errors)


@pytest.mark.parametrize(
    "file",
    [
        "data/facts/office.yml",
        "data/facts/new/office.yaml",
        "data/parameters/adult_age.yaml",
        "data/municipalities/131237.yaml",
        "data/sorces.yaml",
        "data/statistics/cards.xlsx",
        "data/schema/new.json",
    ],
)
def test_a_file_that_nobody_reads_is_named(damaged, file):
    *_, error = check(damaged(file, b"x"))
    named([error], file, "-", "どこからも読まれません")


@pytest.mark.parametrize("name", ["131237.yaml", "13/131237.yml"])
def test_a_town_at_another_place_is_told_its_own(damaged, name):
    file = f"data/municipalities/{name}"
    *_, error = check(damaged(file, b"x"))
    named([error], file, "-", f"{TOWN} に置いて")


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"{", "1行目"), (b'{"type": "wrong"}', "type"), (b"[]", "いちばん外側"), (None, "-")],
)
def test_a_damaged_schema_is_named(damaged, content, place):
    file = "data/schema/terms.schema.json"
    named(check(damaged(file, content)), file, place)


# ---------------------------------------------------------------- what may differ


@pytest.mark.parametrize("change", ["crlf", "bom", "end"])
def test_what_other_editors_write_changes_nothing(damaged, change):
    for file in (FACTS, SOURCES, CARDS, TOWN):
        content = {
            "crlf": text_of(file).replace("\n", "\r\n").encode(),
            "bom": text_of(file).encode("utf-8-sig"),
            "end": text_of(file).rstrip("\n").encode(),
        }[change]
        assert not check(damaged(file, content))


def test_a_damage_that_is_mended_is_forgotten(damaged):
    folder = damaged(BOOK, replaced(BOOK, "value: 20", "value: x"))
    assert check(folder)
    (folder / BOOK).write_text(text_of(BOOK), "utf-8")
    assert not check(folder)


# ---------------------------------------------------------------- damage by chance

GONE = object()
OTHER_KINDS = {"gone": GONE, "null": None, "[]": [], "{}": {}, "7": 7, "x": "x", "true": True}


def schema_of(file):
    return re.search(r"([\w-]+)\.schema\.json", text_of(file))[1]


def places(content, way=()):
    """The way to everything in YAML values."""
    if way:
        yield way
    rows = content.items() if isinstance(content, dict) else ()
    for key, value in enumerate(content) if isinstance(content, list) else rows:
        yield from places(value, (*way, key))


def general(way, names):
    """The way with * for the number of a row and for a name that the schema does not know."""
    return ".".join(str(key) if key in names else "*" for key in way)


def names_of(schema):
    """The keys that a schema knows by name."""
    found, waiting = set(), [json.loads(text_of(f"data/schema/{schema}.schema.json"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found |= set(node.get("properties", ()))
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return found


def damages(file, chance):
    """Every kind of place, once for each other kind of content: (what was done, the content)."""
    content = read(ROOT / file, schema_of(file))
    names = names_of(schema_of(file))
    kinds = {}
    for way in places(content):
        kinds.setdefault(general(way, names), []).append(way)
    for (kind, ways), (change, value) in itertools.product(kinds.items(), OTHER_KINDS.items()):
        *parents, last = chance.choice(ways)
        spoiled = deepcopy(content)
        part = functools.reduce(lambda part, key: part[key], parents, spoiled)
        if value is GONE:
            del part[last]
        elif type(part[last]) is type(value) or {type(part[last]), type(value)} == {int, float}:
            continue
        else:
            part[last] = value
        yield f"{file} {kind} {change}", spoiled


def survivors(damaged, file, chance, share):
    """What is accepted of a share of all damages; anything but a DataError is a fault."""
    for done, content in damages(file, chance):
        if chance.random() < share:
            try:
                try:
                    validate(content, schema_of(file), file)
                    folder = damaged(file, json.dumps(content, ensure_ascii=False).encode())
                    errors = mistakes(folder, file)
                except DataError as error:
                    errors = [error]
            except Exception as error:
                raise AssertionError(f"{done}: {error!r}") from error
            assert all(error.place and error.problem and error.mend for error in errors)
            if not errors:
                yield done


HARMLESS = [
    # One row or one entry fewer is data, too; what still points at it names it.
    r"\S+ \S*\* gone",
    # What need not be written (terms.yaml has entries that are called like keys).
    r"\S+ \S*\.(hint|help|by|note|awaits|limit|lang|table|preview|mark|tag|wide|date) gone",
    r"\S+ \S*\.(chosen|doubts|other_days|example|also|deprecated|link|host_reason) gone",
    r"data/ask.yaml rules\.\*\.when\.\w+ gone",
    r"data/parameters/\S+ (doubts|assumption) gone",
    r"data/terms.yaml [a-z]+ gone",
    # A number of the forecast that is gone is named by the build, which computes it.
    r"data/statistics/assumptions.yaml \w+ gone",
    # What may be unknown, or not be there.
    r"\S+ \S*\.(shown|licence|quote|note|ask|code|page_date|always|why|person) null",
    r"data/site.yaml (phone|operator|contact) null",
    r"data/municipalities/\S+ pages\.\*\.\w+ null",
    r"\S+ \S*\.case\.\S+ (gone|null|{})",
    # A yes, a number or a text where there may be one.
    r"data/municipalities/\S+ pages\.\*\.(main_office|post_office|evenings|proxies) true",
    r"data/municipalities/\S+ pages\.\*\.(window_words|post_office_detail) x",
    r"data/sources.yaml \*\.(licence|quote) x",
    r"data/terms.yaml \S+\.code x",
    r"data/ask.yaml \S+\.(title|ja) x",
    r"data/(terms|search|kit).yaml \S+ \[\]",
    # A sentence of its own instead of a shared one, or no sentence where none is needed.
    r"data/words/check-result.yaml (prior_fact|facts\.\*|notes\.\*|verdict\.\*\.do\.\*) x",
    r"data/words/check-result.yaml (verdict\.\w+|verdict\.\*)\.do \[\]",
]
"""All that may be accepted. Everything else has to be refused, by name."""
YAML = [file for file in FILES if file.endswith(".yaml")]


@pytest.mark.parametrize(
    ("file", "share"),
    [(file, 0.3) for file in ("data/needs.yaml", "data/eras.yaml", "data/unknowns.yaml")]
    + [pytest.param(file, 1, marks=pytest.mark.weekly) for file in YAML],
)
def test_nothing_is_accepted_by_chance(damaged, file, share):
    """Every place of a file, deleted or of another kind: refused by name, or known as harmless."""
    found = survivors(damaged, file, random.Random(11), share)
    assert not [done for done in found if not any(re.fullmatch(h, done) for h in HARMLESS)]


# ---------------------------------------------------------------- where people meet it


@pytest.mark.parametrize(
    "error",
    [
        DataError("data/x.yaml", "y", "だめです", "直してください"),
        SiteError([Finding("a/index.html", "だめです", "直してください")]),
    ],
)
def test_the_build_ends_with_the_message_and_no_traceback(error, caplog):
    with pytest.raises(Abort) as caught:
        on_build_error(error)
    assert caplog.messages == [str(error)] and caught.value.__suppress_context__
    assert on_build_error(KeyError("a fault of ours")) is None


@pytest.mark.weekly
def test_a_whole_build_of_damaged_data_names_it_and_stops(damaged, tmp_path):
    folder = damaged(SOURCES, replaced(SOURCES, "kind: law", "kind: lw"))
    for part in ("docs", "overrides", "macros", "kigen", "postbuild"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    run = build(tmp_path / "site", folder)
    assert run.returncode == 1
    assert "data/sources.yaml: law-number-act.kind" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
