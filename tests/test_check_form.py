"""The form of /check/ in a real Chromium: reading dates, saying what is wrong, links, people."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date, timedelta

import pytest

from kigen.eras import load_eras
from tests.site import TODAY
from tests.test_browser import LOOKS, OVERFLOW, STORED, violations

pytestmark = pytest.mark.browser

CARD = {"e": ("2032", "1", "27"), "b": ("30", "1", "27")}
LINK = "#v=1&k=card&e=2032-01-27&b=1955-01-27"
SUMMARY = "#kg-errors"


@pytest.fixture
def check(base_url, shared):
    """The page /check/ on the day of the build, as it is before anything is typed."""
    yield opened(shared, base_url)
    assert shared.noise == []


@pytest.fixture(scope="module")
def modules(base_url, browser, browser_context_args):
    """The same page, for what its modules do without it."""
    with browser.new_context(**browser_context_args) as context:
        yield opened(context.new_page(), base_url)


def opened(page, base_url, link=""):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto("about:blank")  # from there even another fragment loads the page anew
    page.goto(f"{base_url}check/{link}")
    page.wait_for_selector("#kg-form:visible, #kg-result h2:visible")
    return page


def type_date(page, key, parts, era=None):
    for name, text in zip("ymd", parts, strict=True):
        page.fill(f"#kg-{key}-{name}", text)
    if era:
        page.check(f"#kg-{key}-{era}")


def type_card(page):
    type_date(page, "e", CARD["e"])
    type_date(page, "b", CARD["b"], "showa")


def focused(page):
    return page.evaluate("document.activeElement.id")


def address(page):
    """The fragment, which is written after the answer."""
    return page.evaluate("new Promise((done) => setTimeout(() => done(location.hash)))")


def typed_values(page):
    return page.eval_on_selector_all("#kg-form [type=text]", "all => all.map((one) => one.value)")


# ---------------------------------------------------------------- dates, without the page

READ = """async ([root, texts]) => {
  const { readDate } = await import(`${root}assets/check/form.mjs`);
  const { eras } = JSON.parse(document.getElementById("kigen-book").textContent);
  const read = (text, more) => {
    try {
      const typed = typeof text === "string" ? { y: text, m: "", d: "" } : text;
      return readDate(typed, { eras, ...more });
    } catch (error) {
      return { thrown: String(error) };
    }
  };
  return texts.map((text) => [read(text), read(text, { withEra: true }).iso ?? null]);
}"""
ERAS = {era.name: era for era in load_eras()}
LETTERS = {era.letter: era.name for era in load_eras()}


def plain_reading(text: str) -> str | None:
    """The day in one of the usual forms of writing one, read without cleverness."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[‐-―−ー]", "-", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ?([年月日/.\-]) ?", r"\1", text)
    text = re.sub(r"(\([月火水木金土日]\))?(まで|まで有効|生|生まれ)?$", "", text)
    # 20320127, S330427
    text = re.sub(r"^([^0-9]*(?:[0-9]{4}|[0-9]{2}))([0-9]{2})([0-9]{2})$", r"\1-\2-\3", text)
    date_form = r"(西暦|大正|昭和|平成|令和|[TSHRtshr])?[. ]?(元|[0-9]{1,4})[年/. \-]([0-9]{1,2})[月/. \-]([0-9]{1,2})日?"
    found = re.fullmatch(date_form, text)
    if not found:
        return None
    name, year, month, day = found.groups()
    year = 1 if year == "元" else int(year)
    name = LETTERS.get((name or "").upper(), name)
    if name in ERAS:
        if len(found[2]) > 2:
            return None
        year += ERAS[name].first.year - 1
    elif year < 1000:
        return None
    try:
        return within_era(date(year, int(month), int(day)), name)
    except ValueError:
        return None


def within_era(day: date, name: str | None) -> str | None:
    if name in ERAS:
        firsts = sorted(era.first for era in ERAS.values())
        first = ERAS[name].first
        later = [each for each in firsts if each > first]
        if day < first or (later and day >= later[0]):
            return None
    return day.isoformat()


def written(day: date, chance: random.Random) -> str:
    """A day in one of the usual forms."""
    year, month, number = day.year, day.month, day.day
    era = next(era for era in reversed(load_eras()) if era.first <= day)
    count = year - era.first.year + 1
    forms = [
        f"{year}-{month:02}-{number:02}", f"{year}/{month}/{number}", f"{year}.{month}.{number}",
        f"{year}{month:02}{number:02}", f"{year}年{month}月{number}日", f"西暦{year}年{month}月{number}日",
        f"{era.name}{count}年{month}月{number}日", f"{era.letter}{count}.{month}.{number}",
        f"{era.letter.lower()}{count}/{month}/{number}", f"{era.letter}{count:02}{month:02}{number:02}",
        f"{year}年{month}月{number}日まで有効", f"{year} {month} {number}", f"{year}ー{month}ー{number}",
        f"{era.name}{'元' if count == 1 else count}年{month}月{number}日生まれ",
    ]  # fmt: skip
    text = chance.choice(forms)
    if chance.random() < 0.4:
        text = text.translate({ord("0") + n: ord("０") + n for n in range(10)})
    if chance.random() < 0.2:
        text = f" {text.replace('年', '年 ')}　"
    return text


def strings(count: int, seed: int) -> list[str]:
    """Days in usual forms, the same with a slip of the finger, and rubbish."""
    chance = random.Random(seed)
    letters = "0123456789０１２年月日/-.－ ー元昭和平成令和大正西暦SHRTs　生まで有効（水）<>&'\"\0😀é１٣三"
    found = []
    for _ in range(count):
        day = date(1912, 7, 30) + timedelta(chance.randrange(45000))
        text = written(day, chance)
        kind = chance.random()
        if kind > 0.5:
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(letters) + text[place + chance.randrange(2) :]
        if kind > 0.8:
            text = "".join(chance.choice(letters) for _ in range(chance.randrange(14)))
        found.append(text)
    return found


def check_strings(page, base_url, count, seed):
    texts = strings(count, seed)
    good = 0
    for text, (read, birth) in zip(texts, page.evaluate(READ, [base_url, texts]), strict=True):
        expected = plain_reading(text)
        assert "thrown" not in read, (text, read)
        assert read.get("iso") == expected, (text, read, expected)
        assert birth == expected, (text, birth, expected)
        good += expected is not None
    assert good > count / 3


def test_random_strings_are_read_as_a_plain_reader_reads_them(base_url, modules):
    check_strings(modules, base_url, 1500, 6)


@pytest.mark.weekly
def test_many_more_strings(base_url, modules):
    for seed in range(20):
        check_strings(modules, base_url, 20_000, seed + 100)


BORDERS = [
    (("taisho", "15", "12", "24"), "1926-12-24"),
    (("taisho", "15", "12", "25"), "大正は15年12月24日までです。昭和元年ではありませんか。"),
    (("showa", "元", "12", "25"), "1926-12-25"),
    (("showa", "1", "12", "24"), "昭和は元年12月25日からです。大正15年ではありませんか。"),
    (("showa", "64", "1", "7"), "1989-01-07"),
    (("showa", "64", "1", "8"), "昭和は64年1月7日までです。平成元年ではありませんか。"),
    (("showa", "65", "4", "1"), "昭和は64年1月7日までです。平成2年ではありませんか。"),
    (("heisei", "元", "1", "8"), "1989-01-08"),
    (("heisei", "31", "4", "30"), "2019-04-30"),
    (("heisei", "31", "5", "1"), "平成は31年4月30日までです。令和元年ではありませんか。"),
    (("reiwa", "1", "5", "1"), "2019-05-01"),
    (("taisho", "1", "7", "29"), "大正は元年7月30日からです。西暦1912年ではありませんか。"),
    (("ad", "1955", "1", "27"), "1955-01-27"),
    (("showa", "1955", "1", "27"), "1955-01-27"),
    ((None, "Ｓ３３", "４", "２７"), "1958-04-27"),
    ((None, "昭和33年", "4月", "27日"), "1958-04-27"),
    ((None, "S33.4.27", "", ""), "1958-04-27"),
    (("showa", "33年4月27日", "", ""), "1958-04-27"),
    ((None, "", "", "平成元年１月８日"), "1989-01-08"),
]


def test_birthdays_at_the_borders_of_the_eras(modules, base_url):
    births = [dict(zip(("era", "y", "m", "d"), typed, strict=True)) for typed, _ in BORDERS]
    forms = [{"k": "made", "dates": {"m": ymd("2020|5|"), "b": birth}} for birth in births]
    for said, (typed, expected) in zip(read_form(modules, base_url, forms), BORDERS, strict=True):
        found = said["entry"]["b"] if "entry" in said else said["problems"][0]["text"]
        assert found == expected, typed


# ---------------------------------------------------------------- what is wrong

READ_FORM = """async ([root, today, forms]) => {
  const { readForm } = await import(`${root}assets/check/form.mjs`);
  const book = JSON.parse(document.getElementById("kigen-book").textContent);
  return forms.map((typed) => readForm(typed, ["z"], book, today));
}"""


def read_form(page, base_url, forms):
    return page.evaluate(READ_FORM, [base_url, TODAY, forms])


def ymd(text, era=None):
    return {"era": era, **dict(zip("ymd", text.split("|"), strict=True))}


GOOD_E, GOOD_B = ymd("2032|1|27"), ymd("30|1|27", "showa")
WRONG = [
    # E1 to E12 of the design, in its words
    ("||", GOOD_B, ["カードの有効期限を入れてください。"]),
    (GOOD_E, "||", ["生年月日を入れてください。"]),
    (GOOD_E, ymd("30|1|", "showa"), ["生年月日の「日」を入れてください。"]),
    (GOOD_E, ymd("30||", "showa"), ["生年月日の「月」と「日」を入れてください。"]),
    (GOOD_E, ymd("30|1|27"), ["年号（昭和・平成など）を選んでください。"]),
    ("2032|13|27", GOOD_B, ["カードの有効期限の「月」は、1から12の数字で入れてください。"]),
    ("2027|2|29", GOOD_B, ["2027年2月は28日までです。「日」を確かめてください。"]),
    (GOOD_E, ymd("64|1|8", "showa"), ["昭和は64年1月7日までです。平成元年ではありませんか。"]),
    ("31|1|27", GOOD_B, ["カードの有効期限は、西暦の4けたで入れてください。例：2031年"]),
    ("二千|1|27", GOOD_B, ["「年」は数字で入れてください。"]),
    (GOOD_E, ymd("2026|11|26"), ["生年月日が、今日より先の日付になっています。"]),
    (GOOD_E, ymd("1900|1|27"), ["生年月日の年を確かめてください。（126歳になります）"]),
    ("2015|1|27", GOOD_B, ["カードの有効期限の年を確かめてください。カードは長くても10年ほどです。"]),
    ("2038|1|27", GOOD_B, ["カードの有効期限の年を確かめてください。カードは長くても10年ほどです。"]),
    ("2032|0|27", GOOD_B, ["カードの有効期限の「月」は、1から12の数字で入れてください。"]),
    # all of them at once
    (
        "2032|13|27",
        ymd("30|1|", "showa"),
        ["カードの有効期限の「月」は、1から12の数字で入れてください。", "生年月日の「日」を入れてください。"],
    ),
]  # fmt: skip


def test_every_mistake_has_its_one_plain_sentence(modules, base_url):
    as_typed = lambda text: ymd(text) if isinstance(text, str) else text  # noqa: E731
    forms = [{"k": "card", "dates": {"e": as_typed(e), "b": as_typed(b)}} for e, b, _ in WRONG]
    for said, (e, b, texts) in zip(read_form(modules, base_url, forms), WRONG, strict=True):
        assert [problem["text"] for problem in said["problems"]] == texts, (e, b)


def test_days_that_cannot_follow_each_other_are_named_by_the_engine(modules, base_url):
    forms = [
        {"k": "made", "dates": {"m": ymd("2020|5|"), "b": ymd("2021|1|1")}},
        {"k": "made", "dates": {"m": ymd("2014|5|"), "b": GOOD_B}},
        {"k": "made", "dates": {"m": ymd("2020|5|"), "b": GOOD_B, "r": ymd("2019|5|")}},
        {"k": "made", "dates": {"m": ymd("2027|5|"), "b": GOOD_B}},
    ]
    said = [form["problems"][0] for form in read_form(modules, base_url, forms)]
    assert [problem["text"] for problem in said] == [
        "生年月日が、カードが作られた日より後になっています。",  # E12
        "カードが作られた日が、カードの申請が始まった日より前になっています。",
        "利用者証明用電子証明書が発行された日が、カードが作られた日より前になっています。",
        "カードが作られた日が、今日より先の日付になっています。",
    ]
    assert [problem["key"] for problem in said] == ["b", "m", "r", "m"]


def test_mistakes_are_summed_up_and_nothing_typed_is_lost(check):
    title = check.title()
    type_date(check, "e", ("2032", "13", "27"))
    type_date(check, "b", ("30", "1", ""), "showa")
    before = typed_values(check)
    check.press("#kg-b-m", "Enter")
    assert focused(check) == "kg-errors"
    assert check.title() == f"エラー: {title}"
    assert check.inner_text(f"{SUMMARY} h2") == "入力を確かめてください（2か所）"
    texts = check.locator(f"{SUMMARY} li").all_inner_texts()
    assert texts == [check.inner_text("#kg-e-error"), check.inner_text("#kg-b-error")]
    invalid = "all => all.map((one) => [one.id, one.getAttribute('aria-describedby')])"
    assert check.eval_on_selector_all("[aria-invalid]", invalid) == [
        ["kg-e-m", "kg-e-error"],
        ["kg-b-d", "kg-b-error"],
    ]
    check.click(f"{SUMMARY} li:nth-child(2) a")
    assert focused(check) == "kg-b-d"
    assert typed_values(check) == before
    check.fill("#kg-b-d", "27")
    check.fill("#kg-e-m", "1")
    check.press("#kg-e-m", "Enter")
    assert check.title() == title
    assert not check.locator("[aria-invalid]").count()
    assert check.locator("#kg-result h2").first.is_visible()


def test_a_card_that_ends_on_no_birthday_is_a_question(check):
    type_date(check, "e", ("2028", "10", "1"))
    type_date(check, "b", ("2", "5", "5"), "heisei")
    check.press("#kg-b-d", "Enter")
    assert focused(check) == "kg-ask"
    assert "在留期限のある人ですか。" in check.inner_text("#kg-ask")
    check.click("#kg-ask-no")
    assert focused(check) == "kg-e-m"
    check.press("#kg-b-d", "Enter")
    check.click("#kg-ask-yes")
    assert address(check).endswith("&b=1990-05-05&s=mid_term")


def test_a_birthday_on_29_february_is_no_question(check):
    type_date(check, "e", ("2031", "2", "28"))
    type_date(check, "b", ("1964", "2", "29"))
    check.press("#kg-b-d", "Enter")
    assert check.locator("#kg-result h2").first.is_visible()


# ---------------------------------------------------------------- typing and pasting


def test_what_is_typed_is_shown_back(check):
    type_date(check, "b", ("30", "", ""), "showa")
    assert check.inner_text("#kg-b .kg-echo") == "→ 昭和30年＝西暦1955年"
    type_date(check, "b", ("３０", "１", "２７"))
    assert check.inner_text("#kg-b .kg-echo") == "→ 西暦1955年1月27日生まれ（71歳）"
    check.fill("#kg-b-y", "1955")
    assert check.is_checked("#kg-b-ad")
    assert check.get_attribute("#kg-b-y", "autocomplete") == "bday-year"


PASTE = """([id, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.getElementById(id).dispatchEvent(event);
}"""
PASTED = [
    ("e", "2032-01-27", ["2032", "01", "27"]),
    ("e", "令和14年1月27日", ["2032", "1", "27"]),
    ("b", "昭和33年4月27日", ["33", "4", "27"]),
    ("b", "19580427", ["1958", "04", "27"]),
]


def test_a_pasted_or_typed_date_goes_into_its_three_fields(check):
    def fields(key):
        return [check.input_value(f"#kg-{key}-{part}") for part in "ymd"]

    for key, text, expected in PASTED:
        check.evaluate(PASTE, [f"kg-{key}-m", text])
        assert fields(key) == expected, text
        type_date(check, key, (text, "", ""))
        check.press(f"#kg-{key}-y", "Tab")
        assert fields(key) == expected, text


def test_only_what_a_way_of_telling_needs_is_asked(check):
    def asked():
        shown = "all => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.date)"
        return check.eval_on_selector_all("[data-date]", shown)

    assert asked() == ["e", "b"]
    check.check("[name=k][value=cert]")
    assert asked() == ["a"]
    check.click("#kg-more summary")
    assert asked() == ["a", "e", "b"]
    check.check("[name=k][value=made]")
    assert asked() == ["m", "b"]
    check.click("#kg-extras summary")
    for name, key in (("stay", "z"), ("known", "a"), ("renewed", "r"), ("remade", "g")):
        check.check(f"#kg-sit-{name}")
        assert key in asked()
    check.check("#kg-sit-overseas")
    check.check("[name=k][value=cert]")
    assert "r" not in asked() and "z" in asked()


def test_a_certificate_date_alone_is_enough(check):
    check.check("[name=k][value=cert]")
    type_date(check, "a", ("2027", "1", "27"))
    check.press("#kg-a-d", "Enter")
    assert address(check) == "#v=1&k=cert&a=2027-01-27"


def test_the_whole_of_it_by_keyboard(check):
    check.focus("[name=k]")
    order = []
    for text in ("", "", "2032", "1", "27", "", "30", "1", "27"):
        if text:
            check.keyboard.type(text)
        order.append(focused(check))
        check.keyboard.press("Tab")
        if focused(check).startswith("kg-b-taisho"):
            check.keyboard.press("ArrowRight")  # from 大正 …
            check.keyboard.press("ArrowLeft")
            check.keyboard.press("ArrowRight")  # … to 昭和, as with any radio buttons
    assert order[2:5] == ["kg-e-y", "kg-e-m", "kg-e-d"]
    assert order[5:] == ["kg-b-showa", "kg-b-y", "kg-b-m", "kg-b-d"]
    check.focus("#kg-b-d")
    check.keyboard.press("Enter")
    check.wait_for_selector("#kg-result h2:focus")
    assert address(check) == LINK


# ---------------------------------------------------------------- links

FRAGMENTS = """async ([root, texts]) => {
  const { readFragment, fragmentOf } = await import(`${root}assets/check/entry.mjs`);
  return texts.map((text) => {
    try {
      const read = readFragment(text);
      return { ...read, again: read.people && fragmentOf(read.people) };
    } catch (error) {
      return { thrown: String(error) };
    }
  });
}"""
HOSTILE = [
    "#v=1&k=card&e=2032-01-27&b=<img src=x onerror=hacked=1>",
    "#v=1&k=card&e=2032-02-30&b=1955-01-27",
    "#v=1&k=__proto__&__proto__=1&constructor=2",
    "#v=1&k=card&k=card&e=2032-01-27",
    "#v=1&k=card&e=2032-01-27&e=2032-01-27&b=1955-01-27",
    "#v=9&k=cert&a=2027-01-27",
    "#v=1",
    "#=",
    "#v=1&k=cert&a=2027-01-27&" + "x" * 5000,
    "#%E0%A4%A&v=1",
    "#v=1&k=card&e=2032-01-27&b=2030-01-27",
    "#v=1&k=made&m=2014-01&b=1955-01-27",
]


def a_person(chance: random.Random) -> str:
    def day():
        return (date(1990, 1, 1) + timedelta(chance.randrange(20000))).isoformat()

    told = {
        "card": f"k=card&e={day()}&b={day()}",
        "cert": f"k=cert&a={day()}",
        "made": f"k=made&m={day()[:7]}&b={day()}",
    }[chance.choice(["card", "cert", "made"])]
    return told + chance.choice(["", "&o=1", f"&r={day()}", f"&r={day()[:7]}", "&x=renewed"])


def links(count: int, seed: int) -> list[tuple[str, bool]]:
    """Links of one to three people, whole or with something changed."""
    chance = random.Random(seed)
    letters = "0123456789-&=#%kebamv<>\"'\\ \0é日😀/._"
    found = []
    for _ in range(count):
        people = [a_person(chance) for _ in range(chance.randrange(1, 4))]
        text = "&".join(["#v=1", *people])
        whole = chance.random() < 0.3
        for _ in range(0 if whole else chance.randrange(1, 4)):
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(letters) + text[place + chance.randrange(3) :]
        found.append((text, whole))
    return found


def check_links(page, base_url, count, seed):
    made = links(count, seed)
    read = page.evaluate(FRAGMENTS, [base_url, [text for text, _ in made]])
    for (text, whole), told in zip(made, read, strict=True):
        assert "thrown" not in told, (text, told)
        assert told.get("problem") in (None, "link")
        if whole:
            assert f"#{told['again']}" == text
        for person in told.get("people", ()):
            for key, value in person["entry"].items():
                if key in "eambzrg":
                    assert date.fromisoformat(f"{value}-01"[:10]), (text, key)


def test_damaged_links_give_a_sentence_and_whole_ones_come_back(base_url, modules):
    check_links(modules, base_url, 1500, 7)
    read = modules.evaluate(FRAGMENTS, [base_url, HOSTILE[:10]])
    assert [told.get("problem") for told in read] == ["link"] * 10


@pytest.mark.weekly
def test_many_more_links(base_url, modules):
    for seed in range(20):
        check_links(modules, base_url, 20_000, seed + 100)


def test_hostile_links_do_nothing_but_say_so(base_url, check):
    for link in HOSTILE:
        check.evaluate("(link) => { location.hash = link; }", link)
        check.wait_for_selector("#kg-problem:visible")
        text = "リンクの中の日付が読めませんでした。下に入れ直してください。"
        assert check.inner_text("#kg-problem") == text, link
        check.evaluate("() => { location.hash = 'nothing'; }")
        check.wait_for_selector("#kg-problem", state="hidden")
    assert check.evaluate("window.hacked === undefined")
    for part in "ymd":
        check.fill(f"#kg-e-{part}", "<img src=x onerror=hacked=1>")
    check.press("#kg-e-y", "Enter")
    assert check.evaluate("window.hacked === undefined")
    assert check.locator("#kg-form img").count() == 0


def test_a_link_restores_the_answer_and_follows_the_address(base_url, shared):
    page = opened(shared, base_url, LINK)
    assert page.locator("#kg-result h2").first.is_visible()
    assert page.input_value("#kg-e-y") == "2032"
    assert address(page) == LINK
    page.evaluate("() => { location.hash = '#v=1&k=cert&a=2028-03-03'; }")
    page.wait_for_function("document.getElementById('kg-a-y').value === '2028'")
    assert page.is_checked("[name=k][value=cert]")
    assert page.locator("#kg-result h2").first.is_visible()


@pytest.mark.parametrize(
    "told",
    [
        "k=cert&a=2028-03-03",
        "k=card&e=2032-01-27&b=1955-01-27&a=2027-01-27",
        "k=card&e=2027-05-01&b=1985-01-27&s=mid_term&z=2027-05-01",
        "k=made&m=2021-05-01&b=1955-01-27&r=2026-01-10",
        "k=made&m=2021-05-01&b=1955-01-27&g=2023-01-10",
    ],
)
def test_a_link_with_the_date_of_a_situation_is_answered_and_can_be_mended(base_url, shared, told):
    page = opened(shared, base_url, f"#v=1&{told}")
    page.locator("#kg-result h2").first.wait_for()
    assert not page.locator("#kg-problem").is_visible()
    page.locator("#kg-result").get_by_text("直す", exact=True).first.click()
    assert not page.locator("#kg-problem").is_visible()
    key, day = told.rpartition("&")[2].split("=")
    assert [int(page.input_value(f"#kg-{key}-{part}")) for part in "ymd"] == [
        int(number) for number in day.split("-")
    ]


def test_a_place_on_the_page_is_no_answer(base_url, shared):
    page = opened(shared, base_url, "#window")
    assert not page.locator("#kg-problem").is_visible()


# ---------------------------------------------------------------- people


def test_a_family_is_added_changed_and_removed(check):
    type_card(check)
    check.press("#kg-b-d", "Enter")
    check.click("text=家族を加える")
    assert check.inner_text("#kg-who") == "家族1の日付"
    assert set(typed_values(check)) == {""}
    type_date(check, "e", ("2031", "8", "27"))
    type_date(check, "b", ("1958", "8", "27"))
    check.press("#kg-b-d", "Enter")
    second = "k=card&e=2031-08-27&b=1958-08-27"
    assert address(check) == f"{LINK}&{second}"
    check.locator("#kg-result button", has_text="直す").first.click()
    assert check.inner_text("#kg-who") == "自分の日付"
    assert check.input_value("#kg-e-y") == "2032"
    check.click("#kg-back")
    assert check.locator("#kg-result .kg-person").count() == 2
    check.locator("#kg-result button[aria-label*=自分]", has_not_text="直す").first.click()
    assert address(check) == f"#v=1&{second}"


def test_on_a_phone_the_form_gives_way_to_the_answer(check):
    check.set_viewport_size({"width": 390, "height": 800})
    type_card(check)
    check.press("#kg-b-d", "Enter")
    assert not check.locator("#kg-form").is_visible()
    check.locator("#kg-result button", has_text="直す").first.click()
    assert check.locator("#kg-form").is_visible()
    assert not check.locator("#kg-result").is_visible()


CASES = """async ([root, entries]) => {
  const { toCase, inputSummary } = await import(`${root}assets/check/entry.mjs`);
  const { answer } = await import(`${root}assets/kigen/answer.mjs`);
  const book = JSON.parse(document.getElementById("kigen-book").textContent);
  return entries.map((entry) => {
    const { card, authentication, signature } = answer(toCase(entry, book), book);
    const day = (outcome) => outcome && (outcome.day ?? outcome.days);
    return [day(card), day(authentication), day(signature), inputSummary(entry, book.check.form)];
  });
}"""


TOLD = [
    (
        {"k": "card", "e": "2032-01-27", "b": "1955-01-27"},
        ["2032-01-27", "2027-01-27", "2027-01-27"],
        "カード 2032年1月27日 ／ 誕生日 1955年1月27日",
    ),
    (  # renewed in the window of what came before
        {"k": "card", "e": "2032-01-27", "b": "1955-01-27", "r": "2026-11-02"},
        ["2032-01-27", "2032-01-27", "2032-01-27"],
        "カード 2032年1月27日 ／ 誕生日 1955年1月27日 ／ 更新した日 2026年11月2日",
    ),
    (  # a month too early
        {"k": "card", "e": "2032-01-27", "b": "1955-01-27", "r": "2026-09-02"},
        ["2032-01-27", "2031-01-27", "2031-01-27"],
        "カード 2032年1月27日 ／ 誕生日 1955年1月27日 ／ 更新した日 2026年9月2日",
    ),
    (  # a child has no certificate for signing
        {"k": "card", "e": "2027-05-05", "b": "2019-05-05"},
        ["2027-05-05", "2027-05-05", None],
        "カード 2027年5月5日 ／ 誕生日 2019年5月5日",
    ),
    (  # the date on the certificate counts, for both of them
        {"k": "card", "e": "2032-01-27", "a": "2031-01-27", "b": "1955-01-27"},
        ["2032-01-27", "2031-01-27", "2031-01-27"],
        "カード 2032年1月27日 ／ 電子証明書 2031年1月27日 ／ 誕生日 1955年1月27日",
    ),
    (
        {"k": "cert", "a": "2027-01-27", "o": "1"},
        [[], "2027-01-27", []],
        "電子証明書 2027年1月27日 ／ 海外に住んでいる",
    ),
]


def test_what_was_told_is_what_the_engine_is_asked(modules, base_url):
    answers = modules.evaluate(CASES, [base_url, [entry for entry, _, _ in TOLD]])
    for answer, (entry, days, summary) in zip(answers, TOLD, strict=True):
        assert answer == [*days, summary], entry


# ---------------------------------------------------------------- open to everyone, quiet


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_form_has_no_axe_violation_empty_or_with_mistakes(base_url, browser, width, scheme):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = opened(context.new_page(), base_url)
        assert not violations(page)
        page.click("#kg-extras summary")
        for name in ("stay", "renewed", "card"):
            page.check(f"#kg-sit-{name}")
        type_date(page, "b", ("30", "1", "27"))
        page.click("#kg-form [type=submit]")
        page.wait_for_selector(f"{SUMMARY}:visible")
        assert not violations(page)
        assert page.evaluate(OVERFLOW) <= 0


def test_after_loading_nothing_is_asked_for_or_kept_and_it_works_offline(check):
    requests = []
    check.on("request", lambda request: requests.append(request.url))
    check.context.set_offline(True)
    type_card(check)
    check.press("#kg-b-d", "Enter")
    check.wait_for_selector("#kg-result h2")
    assert address(check) == LINK
    check.context.set_offline(False)
    # the browser itself looks for a tab's icon whenever the address changes
    assert not [url for url in requests if not url.endswith("favicon.svg")]
    assert check.evaluate(STORED) == [0, 0, ""]


def test_without_script_the_tables_stand_in_the_place_of_the_form(base_url, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base_url + "check/")
        assert page.locator("noscript p", has_text="計算の機能が使えません。").is_visible()
        assert not page.locator("#kg-form").is_visible()
        assert not page.locator("#kg-wait").is_visible()
        row = page.locator("#kg-static .kg-t").first.locator("tbody tr").first
        assert row.is_visible()
