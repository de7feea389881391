"""The answers of /check/ in a real Chromium: verdicts, rows, pictures, calendar, paper."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kigen import answer_json
from macros.check_result import result_data
from macros.site import load_site
from tests.site import TODAY
from tests.test_browser import LOOKS, OVERFLOW
from tests.test_tokens import CSS

pytestmark = pytest.mark.browser

CARD = "k=card&e=2032-01-27&b=1955-01-27"
CHILD = "k=card&e=2027-05-10&b=2019-05-10"
MONTH = "k=made&m=2022-01&b=1955-01-27"
CERT = "k=cert&a=2027-01-27"
OLD = "k=card&e=2028-03-01&b=1980-03-01"
ABROAD = "k=card&e=2032-06-30&b=1955-06-30&o=1"
STAY = "k=card&e=2027-06-30&b=1990-03-05&s=mid_term"
LEAP = "k=card&e=2032-02-29&b=1960-02-29"

# Draws the answers of a link for a day, without the form and without loading the page again.
DRAW = """async ([link, today]) => {
  const get = (name) => import(new URL(`../assets/check/${name}.mjs`, location.href.split("#")[0]));
  const [{ readFragment, toCase }, { showResults }] = await Promise.all(
    ["entry", "result"].map(get),
  );
  const book = JSON.parse(document.getElementById("kigen-book").textContent);
  const people = readFragment("v=1&" + link).people.map(({ entry }, number) => ({
    entry, label: number ? `家族${number}` : "自分", case: toCase(entry, book),
  }));
  const calls = (window.calls = []);
  const does = (name) => (number) => calls.push([name, number]);
  showResults(people, {
    book, today, root: document.getElementById("kg-result"), focus: false,
    onEdit: does("edit"), onRemove: does("remove"), onAdd: does("add"),
  });
  document.getElementById("kg-calc").dataset.done = "";
  await new Promise((done) => setTimeout(done));
  return people.map((person) => person.case);
}"""

OPEN_ALL = "document.querySelectorAll('#kg-result details').forEach((one) => (one.open = true))"
DAY = re.compile(r"(\d{4})年(\d+)月(\d+)日（.）")


@pytest.fixture(scope="module")
def check(base_url, browser, browser_context_args):
    """The page /check/, loaded once; each test draws its own answers."""
    wide = {"viewport": {"width": 1280, "height": 900}}
    with browser.new_context(**browser_context_args, **wide) as context:
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{base_url}check/")
        page.wait_for_selector("#kg-form:visible")
        yield page
        assert page.errors == []


def draw(page, link, today=TODAY):
    return page.evaluate(DRAW, [link, today])


def rows(page):
    """{row: text} of the first person."""
    found = page.locator(".kg-person").first.locator("[data-row]").all()
    texts = {row.get_attribute("data-row"): row.locator("dd").inner_text() for row in found}
    return {name: re.sub(r"\n+", "\n", text) for name, text in texts.items()}


def days_in(text):
    return {date(*map(int, match)) for match in DAY.findall(text)}


def ja(day):
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"


# ---------------------------------------------------------------- the verdict

VERDICTS = [
    (CARD, "2026-05-25", "2027年1月27日（水）までに更新", "まだ行けません。2026年10月28日（水）から"),
    (CARD, "2026-10-28", "2027年1月27日（水）までに、窓口で更新してください", "あと91日です。今日（10月28日）"),
    (CARD, "2027-01-13", "2027年1月27日（水）までに、窓口で更新してください", "予約がとれないときは"),
    (CARD, "2027-01-27", "今日、2027年1月27日（水）が電子証明書の期限です", "切れても無料で"),
    (CARD, "2027-01-28", "電子証明書は、2027年1月27日（水）に切れています", "病院では2027年4月30日（金）まで"),
    (CARD, "2031-10-28", "カードも更新の時期です", "写真と申請が必要です。"),
    (CARD, "2032-01-28", "カードの期限が切れています", "新しいカードの申請が必要です。"),
    (MONTH, TODAY, "電子証明書は、もう切れているかもしれません", "2026年1月27日（火）か、2027年1月27日（水）"),
    (MONTH, "2025-11-01", "2026年1月27日（火）か、2027年1月27日（水）までに、窓口で", "早い方の日を目安に"),
    (OLD, TODAY, "電子証明書は、2023年3月1日（水）に切れています", "更新していれば、次の期限は2028年3月1日"),
    (CHILD, TODAY, "2027年5月10日（月）までに更新", "カードの期限も同じ日です。"),
    (ABROAD, TODAY, "2027年6月30日（水）までに、窓口で更新してください", "次の期限が短くなります。"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "today", "line", "also"), VERDICTS)
def test_the_verdict_says_first_what_is_to_be_done(check, link, today, line, also):
    draw(check, link, today)
    assert check.inner_text(".kg-big").startswith(line)
    assert also in check.inner_text(".kg-result__top")
    assert check.text_content("#kg-result > [role=status]") == check.text_content(".kg-big")


def test_today_is_the_day_of_the_reader_s_clock_in_japan(base_url, page):
    page.clock.set_fixed_time("2027-01-26T23:30:00+00:00")  # already the 27th in Japan
    type_card(page, base_url)
    page.keyboard.press("Enter")
    assert page.inner_text(".kg-big").startswith("今日、")


def type_card(page, base_url):
    page.goto(f"{base_url}check/")
    page.wait_for_selector("#kg-form:visible")
    for key, parts in {"e": ("2032", "1", "27"), "b": ("1955", "1", "27")}.items():
        for name, text in zip("ymd", parts, strict=True):
            page.fill(f"#kg-{key}-{name}", text)


def test_the_answer_takes_the_focus_and_the_form_gives_it_by_enter(base_url, page):
    page.clock.set_fixed_time(f"{TODAY}T12:00:00+09:00")
    type_card(page, base_url)
    page.keyboard.press("Enter")
    expect(page.locator("#kg-result-0")).to_be_focused()
    box = page.locator("#kg-result-0").bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box["y"] >= header["y"] + header["height"]


# ---------------------------------------------------------------- the rows


def test_the_rows_are_those_of_the_engine(check, book):
    draw(check, CARD, "2026-05-25")
    assert {name: text.split("\n") for name, text in rows(check).items()} == {
        "window": ["2026年10月28日（水）〜2027年1月27日（水）"],
        "due": ["2027年1月27日（水）", "署名用・利用者証明用とも。この日の終わりまで使えます。"],
        "card": ["2032年1月27日（火）", "カードの更新は2031年10月28日（火）から。写真が必要です。"],
        "hospital": [
            "2027年4月30日（金）まで",
            "更新しなかったときの、いちばん遅い日です。",
            "2027年4月27日（火）までと数える案内もあります。",
            "コンビニ交付・e-Taxは2027年1月28日（木）から使えません。",
        ],
        "next": [
            "次の期限は2032年1月27日（火）",
            "2026年10月27日（火）までに更新すると、2031年1月27日（月）になり、1年短くなります。",
            "切れた後に作り直しても、同じ日になります。",
        ],
    }
    for issued, last in {"2026-10-28": 2032, "2026-10-27": 2031, "2027-01-28": 2032}.items():
        facts = {"issued": issued, "old_expiry": "2027-01-27"}
        case = {"card": {"printed_expiry": "2032-01-27"}, "birth": "1955-01-27"}
        report = answer_json({**case, "authentication": facts, "signature": facts}, book)
        assert report["authentication"]["day"] == f"{last}-01-27"


def test_several_possible_days_are_shown_as_such(check):
    draw(check, MONTH, "2025-11-01")
    found = rows(check)
    assert found["due"].startswith("目安：2026年1月27日（火）か、2027年1月27日（水）")
    assert found["card"].startswith("目安：2031年1月27日（月）か、2032年1月27日（火）")
    assert found["hospital"].startswith("目安：2026年4月30日（木）か、2027年4月30日（金）まで")
    assert len(days_in(found["window"])) == 4
    assert "マイナポータル" in check.inner_text(".kg-result__top")
    assert "next" not in found


def test_a_child_has_no_certificate_for_signing_and_renews_the_card(check):
    draw(check, CHILD)
    found = rows(check)
    assert "署名用は、原則として15歳になってから" in found["due"]
    assert "新しいカードの期限は2032年5月10日（月）" in found["next_card"]


def test_only_the_certificate_s_date_still_answers(check):
    draw(check, CERT)
    found = rows(check)
    assert found["window"] == "2026年10月28日（水）〜2027年1月27日（水）"
    assert "カードの表に、期限の日が印刷されています。" in found["card"]
    assert "カードの有効期限と生年月日を入れると" in found["next"]


def test_without_a_rule_the_hospital_row_says_why(check, book):
    draw(check, OLD)
    assert rows(check)["hospital"] == book.words["why"]["not_in_force"]


def test_a_limited_stay_has_no_ten_years(check):
    draw(check, STAY)
    assert rows(check)["card"].startswith("2027年6月30日（水）")
    assert check.locator(".kg-years").count() == 0


# ---------------------------------------------------------------- doubts and reasons


def test_a_doubt_shows_the_other_day_and_whom_to_ask(check, book):
    draw(check, ABROAD)
    note = check.locator(".kg-warn", has_text=book.ambiguities["A3"].title)
    assert "2027年3月31日（水）" in note.inner_text()
    assert book.ambiguities["A3"].ask in note.inner_text()
    assert note.locator("a").get_attribute("href") == "../doubts/#a3"


def test_every_doubt_of_the_engine_is_said_or_silent_on_purpose(check, book):
    for link in (CARD, CHILD, MONTH, CERT, OLD, ABROAD, STAY, LEAP):
        (case,) = draw(check, link)
        report = answer_json(case, book)
        outcomes = [*report.values(), report]
        raised = {
            doubt["code"]
            for outcome in outcomes
            if isinstance(outcome, dict)
            for doubt in outcome.get("doubts", [])
            if book.ambiguities[doubt["code"]].shown != "silent"
        }
        if report["card_window"]:  # years ahead
            raised -= {doubt["code"] for doubt in report["card_window"]["doubts"]} - {
                doubt["code"]
                for window in (report["authentication_window"], report["signature_window"])
                if window
                for doubt in window["doubts"]
            }
        shown = check.locator("#kg-result .kg-warn h3, #kg-result .kg-more > summary")
        text = "\n".join(shown.all_text_contents())
        assert all(book.ambiguities[code].title in text for code in raised), link


def test_each_date_opens_its_reason_with_its_law(check, site, sources):
    draw(check, CARD)
    reasons = check.locator(".kg-why details")
    text = "\n".join(reasons.all_text_contents())
    assert "電子証明書が発行された2022年（令和4年）1月27日（木）より後の、5回目の誕生日は" in text
    assert sources["law-jpki-rules"].title in text
    for link in check.locator("#kg-result a").all():
        path, _, anchor = link.get_attribute("href").removeprefix("../").partition("#")
        page = (site / path / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in page, link.get_attribute("href")


# ---------------------------------------------------------------- the pictures


@pytest.mark.parametrize("link", [CARD, CHILD, ABROAD, LEAP])
def test_the_picture_the_lists_the_rows_and_the_calendar_tell_the_same_days(check, link):
    draw(check, link)
    told = days_in(check.text_content("#kg-result dl"))
    descriptions = check.locator("#kg-result svg desc").all_text_contents()
    assert len(descriptions) == 2 and len(set(descriptions)) == 1
    (flow,) = set(map(frozenset, map(days_in, descriptions)))
    listed = check.locator(".kg-tl--short + .kg-more ol").text_content()
    assert days_in(listed) == flow and len(flow) == 3
    assert flow <= told
    drawn = "".join(check.locator(".kg-tl--long text").all_text_contents())
    assert all(f"{day.month}月{day.day}日" in drawn for day in flow)
    events = days_in(check.text_content(".kg-events"))
    assert {day for day in flow if day.isoformat() >= TODAY} <= events
    assert days_in(check.text_content(".kg-years")) & told


def test_the_ten_years_are_those_of_the_engine(check, book):
    draw(check, CARD)
    items = check.locator(".kg-years li")
    assert [days_in(text) for text in items.all_text_contents()] == [
        {date(2027, 1, 27)}, {date(2032, 1, 27)}, {date(2037, 1, 27)},
    ]  # fmt: skip
    assert "カード" in items.nth(1).text_content()
    renewed = {
        "birth": "1955-01-27",
        "card": {
            "reason": "renewed", "created": "2031-10-28", "accepted": "2031-10-28",
            "applied": "2031-10-28", "old_expiry": "2032-01-27",
        },
        "authentication": {"old_expiry": "2032-01-27"},
    }  # fmt: skip
    assert answer_json(renewed, book)["authentication"]["day"] == "2037-01-27"


@pytest.mark.parametrize("width", [320, 1280])
def test_one_drawing_is_seen_and_nothing_in_it_is_cut_off(check, width):
    check.set_viewport_size({"width": width, "height": 900})
    for link in (CARD, ABROAD, LEAP):
        draw(check, link)
        assert sorted(svg.is_visible() for svg in check.locator("svg.kg-tl").all()) == [False, True]
        assert check.evaluate(OVERFLOW) <= 0
        box = check.locator("svg.kg-tl:visible").bounding_box()
        for text in check.locator("svg.kg-tl:visible text").all():
            inner = text.bounding_box()
            assert box["x"] - 1 <= inner["x"]
            assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1
    check.set_viewport_size({"width": 1280, "height": 900})


# ---------------------------------------------------------------- the calendar file


def saved(page, path):
    with page.expect_download() as download:
        page.click("[data-do=calendar]")
    download.value.save_as(path)
    return path.read_bytes()


def events_of(content):
    """A second reader: {UID: {property: text}}, by hand."""
    events = {}
    for block in content.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        lines = block.split("BEGIN:VALARM")[0].strip().split("\r\n")
        event = dict(line.split(":", 1) for line in lines if ":" in line)
        plain = {name: re.sub(r"\\n", "\n", text) for name, text in event.items()}
        events[event["UID"]] = {name: re.sub(r"\\(.)", r"\1", text) for name, text in plain.items()}
    return events


def test_the_calendar_file_is_read_back_by_two_readers(check, tmp_path):
    draw(check, CARD, "2026-05-25")
    content = saved(check, tmp_path / "one.ics")
    assert content.count(b"\n") == content.count(b"\r\n") and content.endswith(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # never cut inside a character
    calendar = icalendar.Calendar.from_ical(content)
    by_hand = events_of(content)
    words = result_data(load_site())["result"]
    seen = {}
    for event in calendar.walk("VEVENT"):
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert end - start == timedelta(days=1)  # DTEND is not included
        assert event.decoded("DTSTAMP").date().isoformat() == TODAY  # the day of the build
        other = by_hand[str(event["UID"])]
        assert other["SUMMARY"] == str(event["SUMMARY"])
        assert other["DESCRIPTION"] == str(event["DESCRIPTION"])
        assert other["DTSTART;VALUE=DATE"] == start.strftime("%Y%m%d")
        assert event.walk("VALARM")
        text, note = str(event["DESCRIPTION"]).split("\n")
        assert note == words["prior"] + words["unofficial"]
        item = check.locator(".kg-events li", has_text=str(event["SUMMARY"])).text_content()
        assert text in item and ja(start) in item
        seen[str(event["UID"]).split("-")[0]] = start.isoformat()
    assert len(by_hand) == len(calendar.walk("VEVENT"))
    assert seen == {
        "open": "2026-10-28",
        "month": "2026-12-27",
        "due": "2027-01-27",
        "hospital": "2027-04-30",
        "card_open": "2031-10-28",
        "card_due": "2032-01-27",
    }


def test_the_same_event_has_the_same_name_on_any_day_and_only_chosen_ones_are_saved(
    check, tmp_path
):
    draw(check, CARD, "2026-05-25")
    before = events_of(saved(check, tmp_path / "before.ics"))
    draw(check, CARD, "2026-11-25")
    check.evaluate(OPEN_ALL)
    after = events_of(saved(check, tmp_path / "after.ics"))
    assert {uid: before[uid] for uid in after} == after
    assert len(after) == len(before) - 1  # the first day of the window is past
    check.uncheck(".kg-events li:first-child input")
    assert len(events_of(saved(check, tmp_path / "fewer.ics"))) == len(after) - 1


def test_a_family_is_in_one_file_each_event_with_its_owner(check, tmp_path):
    draw(check, f"{CHILD}&{CHILD}&{CARD}")
    events = events_of(saved(check, tmp_path / "family.ics"))
    owners = [re.search("（(.*)）$", event["SUMMARY"])[1] for event in events.values()]
    assert {name: owners.count(name) for name in owners} == {"自分": 6, "家族1": 6, "家族2": 5}


@pytest.mark.parametrize(
    ("link", "today", "point"),
    [
        (CARD, "2026-05-25", "adult/early/"),
        (CARD, TODAY, "adult/open/"),
        (CARD, "2027-01-28", "adult/ended/"),
        (CARD, "2031-10-28", "adult/card-open/"),
        (CHILD, "2027-05-11", "child/card-ended/"),
        (STAY, TODAY, "stay/early/"),
        (ABROAD, TODAY, "abroad/open/"),
        (CERT, TODAY, ""),
        (MONTH, TODAY, "adult/"),
    ],
)
def test_the_answer_leads_to_the_right_point_of_the_five_questions(check, site, link, today, point):
    draw(check, link, today)
    for who in ("self", "proxy"):
        address = f"ask/{who}/{point}"
        assert check.locator(f".kg-next a[href$='/{address}']").count() == 1, address
        assert (site / address / "index.html").is_file()


# ---------------------------------------------------------------- people, links, old copies


def test_each_person_can_be_edited_removed_and_one_added(check):
    draw(check, f"{CARD}&{CHILD}")
    assert check.locator(".kg-person h2").all_text_contents() == [
        "計算の結果（自分）",
        "計算の結果（家族1）",
    ]
    check.get_by_role("button", name="家族1の入力を直す").click()
    check.get_by_role("button", name="自分を消す").click()
    check.get_by_role("button", name="家族を加える").click()
    calls = check.evaluate("window.calls")
    assert [(name, number) for name, number in calls[:2]] == [("edit", 1), ("remove", 0)]
    assert calls[2][0] == "add"
    draw(check, CARD)
    assert check.get_by_role("button", name="自分を消す").count() == 0


def test_a_link_is_copied_or_shown_to_be_copied_by_hand(check, base_url):
    draw(check, CARD)
    check.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    check.click(".kg-actions summary:text('リンクをコピー')")
    check.click("text=日付だけのリンク")
    expect(check.locator(".kg-actions [role=status]")).to_have_text("コピーしました。")
    assert check.evaluate("window.copied") == f"{base_url}check/#v=1&k=cert&a=2027-01-27"
    check.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    check.click("text=入力した内容のリンク")
    assert check.input_value(".kg-actions textarea") == f"{base_url}check/#v=1&{CARD}"


def test_an_old_copy_says_how_old_its_rules_are(check):
    old_days = load_site().old_days
    built = date.fromisoformat(TODAY)
    draw(check, CARD, str(built + timedelta(days=old_days)))
    assert check.locator("#kg-result > .kg-warn").count() == 0
    draw(check, CARD, str(built + timedelta(days=old_days + 1)))
    assert f"このページの決まりは、{ja(built)}のものです。" in check.inner_text(
        "#kg-result > .kg-warn"
    )


def test_a_case_that_cannot_be_answered_leaves_a_sentence(check):
    link = "k=made&m=2022-01&b=2023-01-27"
    draw(check, link)
    assert check.inner_text(".kg-big").startswith("計算できませんでした。")
    assert "生年月日が、カードが作られた日より後" in check.inner_text(".kg-result__top")


# ---------------------------------------------------------------- every answer is whole

# Random entries: their words must all be in the page, and none may be left open.
RANDOM = """async ([count, seed]) => {
  const load = (path) => import(new URL(`../assets/${path}.mjs`, location.href.split("#")[0]));
  const [{ showResults }, { shift }, { toCase }, { answer }] = await Promise.all(
    ["check/result", "check/when", "check/entry", "kigen/answer"].map(load),
  );
  const book = JSON.parse(document.getElementById("kigen-book").textContent);
  const root = document.getElementById("kg-result");
  let state = seed;
  const next = (n) => (state = (state * 48271) % 2147483647) % n;
  const pick = (...all) => all[next(all.length)];
  const day = (from, span) => shift(from, next(span));
  const some = (one, value) => next(one) ? {} : value;
  const entryOf = () => {
    const e = day("2025-01-01", 4000);
    const b = pick(shift(`${pick(1931, 1960, 1988, 2004, 2009, 2015, 2020)}${e.slice(4)}`, 0), day("1930-01-01", 34500), "1960-02-29");
    const told = {
      card: { k: "card", e, b },
      made: { k: "made", m: day("2016-01-01", 3900).slice(0, pick(7, 10)), b },
      cert: { k: "cert", a: day("2023-01-01", 3600), ...some(2, { e, b }) },
    }[pick("card", "card", "made", "cert")];
    return {
      ...told, ...some(5, { o: "1" }), ...some(6, { a: day("2025-01-01", 2600) }),
      ...some(4, { r: day("2021-01-01", 2150).slice(0, pick(7, 10)) }),
      ...some(5, { g: day("2021-01-01", 2150).slice(0, pick(7, 10)) }),
      ...some(4, { x: pick("renewed", "reissued") }),
      ...some(5, { s: pick("mid_term", "temporary"), ...some(2, { z: pick(e, day("2026-01-01", 2000)) }) }),
    };
  };
  const unsaid = (report) => Object.entries(report).flatMap(([name, outcome]) =>
    ["phone", "loss"].includes(name) || !outcome ? [] : [
      ...(outcome.doubts ?? []).filter(({ code, reading, other_day: other }) => {
        const { title, readings } = book.ambiguities[code];
        return !title || (other && !readings[reading]);
      }),
      ...(outcome.steps ?? []).filter(({ rule, cites }) =>
        !book.words.rules[rule] || !cites.length || cites.some(({ source }) => !book.sources[source])),
      ...(outcome.why && !book.words.why[outcome.why] ? [outcome.why] : []),
    ]);
  const wrong = [];
  let good = 0;
  for (let number = 0; number < count; number += 1) {
    const entry = entryOf();
    const today = day("2025-01-01", 3000);
    try {
      let content;
      try {
        content = toCase(entry, book);
        const report = answer(content, book);
        const lacking = [...unsaid(report), ...unsaid({ whole: report })];
        if (lacking.length) wrong.push([entry, lacking]);
        good += 1;
      } catch (error) {
        if (!error.ja) throw error; // a CaseError, which is said
        if (/undefined|null/.test(error.ja)) wrong.push([entry, error.ja]);
        if (!content) continue;
      }
      showResults([{ label: "自分", entry, case: content }], { book, today, root, focus: false });
      await new Promise((done) => setTimeout(done));
      const text = root.textContent;
      const bad = /undefined|null|NaN|\\{|\\[object|false/.exec(text.replaceAll("{address}", ""));
      if (bad) wrong.push([entry, today, text.slice(Math.max(0, bad.index - 40), bad.index + 40)]);
    } catch (error) {
      wrong.push([entry, today, String(error.stack)]);
    }
  }
  return [wrong.slice(0, 3), good];
}"""


def check_random_answers(page, count, seed):
    wrong, good = page.evaluate(RANDOM, [count, seed])
    assert wrong == [], json.dumps(wrong, ensure_ascii=False, indent=1)
    assert good > count / 3


def test_no_answer_has_a_hole_in_it(check):
    check_random_answers(check, 100, 20261125)


@pytest.mark.weekly
def test_no_answer_of_many_has_a_hole_in_it(check):
    check_random_answers(check, 6000, 7)


# ---------------------------------------------------------------- everybody, paper, speed


def test_colours_of_the_answer_come_from_the_tokens():
    style = (CSS / "check.css").read_text("utf-8")
    defined = set(re.findall(r"(--kg-[a-z0-9-]+):", (CSS / "tokens.css").read_text("utf-8")))
    assert set(re.findall(r"var\((--kg-[a-z0-9-]+)", style)) <= defined
    assert not re.findall(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\b|\brgb\(", style)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_result_and_its_doubts_have_no_axe_violation(base_url, browser, width, scheme):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        page.goto(f"{base_url}check/")
        page.wait_for_selector("#kg-form:visible")
        draw(page, f"{CARD}&{STAY}&{ABROAD}")
        page.evaluate(OPEN_ALL)
        found = Axe().run(page, "#kg-result").response["violations"]
        assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found] == []
        assert page.evaluate(OVERFLOW) <= 0


def test_forced_colours_and_reduced_motion_hide_nothing(check):
    draw(check, CARD)
    seen = ".kg-big, .kg-rows dd p, .kg-tl--long text, .kg-years li, .kg-more > summary, .kg-btn"
    count = check.locator(f"#kg-result :is({seen}):visible").count()
    check.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert check.locator(f"#kg-result :is({seen}):visible").count() == count
    colours = "([a, b]) => [a, b].map((s) => getComputedStyle(document.querySelector(s)).fill)"
    text, bar = check.evaluate(colours, [".kg-tl__on", ".kg-tl__open"])
    assert text != bar
    check.emulate_media(forced_colors="none", reduced_motion="no-preference")


@pytest.mark.parametrize(
    "link",
    [
        ABROAD,
        STAY,
        MONTH,
        *(pytest.param(link, marks=pytest.mark.weekly) for link in (CARD, OLD, CHILD, LEAP)),
    ],
)
def test_an_answer_is_printed_on_one_sheet(check, link):
    draw(check, link)
    paper = check.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1


def test_a_family_is_printed_a_sheet_each(check):
    draw(check, f"{CARD}&{CHILD}")
    paper = check.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 2


def test_the_answer_comes_within_50_ms_on_a_slow_phone(base_url, page):
    """From 計算する to the answer in the page, on a processor with a sixth of this one's speed.

    The processor's time for the page's scripts is counted, because other programs may hold up
    the page. The best of several runs; the first of all is told, too, which the page has
    prepared for.
    """
    type_card(page, base_url)
    page.evaluate("new Promise((done) => requestIdleCallback(() => setTimeout(done, 200)))")
    counter = page.context.new_cdp_session(page)
    counter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def processor_ms():
        metrics = counter.send("Performance.getMetrics")["metrics"]
        return next(1000 * each["value"] for each in metrics if each["name"] == "ScriptDuration")

    took = []
    while len(took) < 3 or (min(took) > 50 and len(took) < 30):
        page.evaluate("document.getElementById('kg-result').replaceChildren()")
        before = processor_ms()
        page.evaluate("document.getElementById('kg-form').requestSubmit()")
        took.append(6 * (processor_ms() - before))
        assert page.locator("#kg-result .kg-rows dd").count()
    print(f"the first answer took {took[0]:.0f} ms")
    assert 0 < min(took) <= 50, took
