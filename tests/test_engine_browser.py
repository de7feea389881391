"""The engine of the page, in a real Chromium, gives exactly what kigen gives.

Whole reports are compared, with steps and doubts; the browser stands in two time zones, because
a day that went through a Date would move in one of them.
"""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from statistics import median

import pytest

from kigen import CaseError, answer_json, contract, days
from kigen.eras import load_eras
from kigen.model import Step
from kigen.reader import ROOT
from kigen.render.book_json import book_json, script_text
from kigen.render.steps import day_as, step_ja
from kigen.vectors import CONTRACT, random_cases, vectors
from tests import cases
from tests.site import served
from tests.test_contract import BAD

pytestmark = pytest.mark.browser

ZONES = ["Asia/Tokyo", "America/Los_Angeles"]
SEED = 20261125
DAY = timedelta(days=1)

# Answers each {case, report | error} of a file of lines; gives the first differences.
COMPARE = """async (file) => {
  const { answer } = await import("./kigen/answer.mjs");
  const book = await (await fetch("book.json")).json();
  const lines = (await (await fetch(file)).text()).trim().split("\\n");
  const wrong = [];
  for (const line of lines) {
    const { case: content, report, error } = JSON.parse(line);
    const before = JSON.stringify(content);
    let given;
    try {
      given = { report: answer(content, book) };
    } catch ({ field, code, ja, message }) {
      given = { error: code ? { ...(field && { field }), code, ja } : message };
    }
    const expected = JSON.stringify(report ? { report } : { error });
    if (JSON.stringify(given) !== expected || JSON.stringify(content) !== before) {
      wrong.push({ case: before, given: JSON.stringify(given), expected });
    }
  }
  return { count: lines.length, differing: wrong.length, first: wrong.slice(0, 3) };
}"""

# One number for every birthday of every person on every issue day (FNV-1a over the days).
GRID = """async ([births, first, last, counts]) => {
  const { addDays, nthBirthdayAfter } = await import("./kigen/days.mjs");
  let hash = 2166136261;
  for (const birth of births) {
    for (let day = first; day <= last; day = addDays(day, 1)) {
      for (const n of counts) {
        hash = Math.imul(hash ^ nthBirthdayAfter(birth, day, n), 16777619) >>> 0;
      }
    }
  }
  return hash;
}"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory, book, sources):
    """A folder with the modules and the book, and the address at which it is served."""
    folder = tmp_path_factory.mktemp("engine")
    shutil.copytree(ROOT / "docs" / "assets" / "kigen", folder / "kigen")
    (folder / "book.json").write_text(script_text(book_json(book, sources, load_eras())), "utf-8")
    for name in ("index.html", "404.html"):
        (folder / name).write_text("<!doctype html><title>kigen</title>", "utf-8")
    with served(folder) as address:
        yield folder, address


@pytest.fixture(scope="session")  # pytest takes the tests with a browser apart from the others
def told(book):
    """The examples and the boundaries of the book, answered."""
    return list(vectors(book))


@pytest.fixture
def run(engine, browser):
    """Runs a script in the browser, in a time zone."""
    contexts = []

    def run(script, argument, zone=ZONES[0]):
        contexts.append(browser.new_context(timezone_id=zone))
        page = contexts[-1].new_page()
        page.goto(engine[1])
        return page.evaluate(script, argument)

    yield run
    for context in contexts:
        context.close()


def answered(book, cases):
    """Vectors for cases of the tests."""
    for case in cases:
        try:
            yield {"case": case, "report": answer_json(case, book)}
        except CaseError as error:
            field = {"field": error.field} if error.field else {}
            yield {"case": case, "error": {**field, "code": error.code, "ja": error.ja}}


def compare(engine, run, name, found, every_zone=False):
    """Hold the modules against vectors: all of them in one time zone, a part in the other."""
    lines = [json.dumps(vector, ensure_ascii=False) + "\n" for vector in found]
    for zone, part in zip(ZONES, (lines, lines if every_zone else lines[::10]), strict=True):
        (engine[0] / name).write_text("".join(part), "utf-8")
        result = run(COMPARE, name, zone)
        assert result["count"] == len(part) > 0
        assert not result["differing"], json.dumps(result, ensure_ascii=False, indent=1)


def test_examples_and_the_boundaries_of_the_book(engine, run, told):
    compare(engine, run, "vectors.jsonl", told)


def test_bad_input_random_cases_and_a_part_of_the_hand_made_boundaries(engine, run, book):
    found = [*(case for case, _, _ in BAD), *cases.boundary_cases()[::3]]
    found += [*cases.random_cases(SEED, 100), *random_cases(book, 100, SEED)]
    compare(engine, run, "cases.jsonl", answered(book, found))


@pytest.mark.weekly
def test_all_hand_made_boundaries_in_both_time_zones(engine, run, book):
    compare(engine, run, "all.jsonl", answered(book, cases.boundary_cases()), every_zone=True)


@pytest.mark.weekly
@pytest.mark.parametrize("shard", range(4))
def test_20000_random_cases_in_both_time_zones(engine, run, book, shard):
    found = answered(book, cases.random_cases(SEED + shard, 5000))
    compare(engine, run, f"random-{shard}.jsonl", found, every_zone=True)


@pytest.mark.weekly
def test_20000_wilder_cases_in_both_time_zones(engine, run, book):
    found = answered(book, random_cases(book, 20_000, SEED))
    compare(engine, run, "wild.jsonl", found, every_zone=True)


def as_number(day):
    return day.year * 10000 + day.month * 100 + day.day


@pytest.mark.weekly
def test_every_birthday_after_every_issue_day_has_the_same_hash(run):
    """366 birthdays × every issue day 2016–2036 × the 5th, 6th and 10th birthday."""
    births = [date(2000, 1, 1) + n * DAY for n in range(366)]
    first, last, counts = date(2016, 1, 1), date(2036, 12, 31), (5, 6, 10)
    issued = [first + n * DAY for n in range((last - first).days + 1)]
    expected = 2166136261
    for birth in births:
        for day in issued:
            for n in counts:
                found = days.nth_birthday_after(birth, day, n)
                number = found.year * 10000 + found.month * 100 + found.day
                expected = ((expected ^ number) * 16777619) & 0xFFFFFFFF
    asked = [[as_number(birth) for birth in births], as_number(first), as_number(last), counts]
    assert [run(GRID, asked, zone) for zone in ZONES] == [expected, expected]


@pytest.mark.weekly
def test_an_answer_takes_no_time_on_a_slow_phone(engine, browser):
    """At a sixth of this machine's speed; the page counts one Case beforehand, to be warm."""
    script = """async (told) => {
      const { answer } = await import("./kigen/answer.mjs");
      const book = await (await fetch("book.json")).json();
      return told.map((content) => {
        const start = performance.now();
        answer(content, book);
        return performance.now() - start;
      });
    }"""
    told = [case for name, case in CONTRACT.items() if name != "S8"]
    rounds = 10
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(engine[1])
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        took = page.evaluate(script, told * rounds)
    # Other programs may hold up any of them, but hardly each time the same one.
    best = [min(took[number :: len(told)]) for number in range(len(told))]
    assert median(best) < 25, took


def test_the_published_cases_are_the_contract_s():
    assert list(CONTRACT.values()) == [e["case"] for e in cases.CONTRACT_EXAMPLES]


def test_years_and_shapes_that_both_engines_know(run):
    """Numbers that are no law and therefore stand in both: which years are taken for real."""
    first, last = contract._YEARS[0], contract._YEARS[-1]
    script = """async (years) => {
      const { readCase } = await import("./kigen/contract.mjs");
      const { openBook } = await import("./kigen/model.mjs");
      const book = openBook(await (await fetch("book.json")).json());
      return years.map((year) => {
        try {
          readCase({ card: {}, birth: `${year}-01-01` }, book);
          return true;
        } catch {
          return false;
        }
      });
    }"""
    assert run(script, [first - 1, first, last, last + 1]) == [False, True, True, False]


# ---------------------------------------------------------------- the words of an answer


def steps_of(part):
    """Every step of a report's JSON."""
    if isinstance(part, list):
        for each in part:
            yield from steps_of(each)
    elif isinstance(part, dict):
        if "rule" in part:
            yield part
        else:
            yield from steps_of(list(part.values()))


def as_step(step):
    def value(told):
        try:
            return date.fromisoformat(told)
        except (TypeError, ValueError):
            return told

    says = {name: value(told) for name, told in step["says"].items()}
    return Step(step["rule"], says, value(step["result"]), ())


def test_each_step_is_the_same_sentence_in_both(run, book, told):
    found = {}
    for vector in told:
        for step in steps_of(vector.get("report")):
            found.setdefault(step["rule"], step)
            found.setdefault((step["rule"], step["result"]), step)
    assert {rule for rule in found if isinstance(rule, str)} == set(book.words["rules"])
    script = """async (steps) => {
      const { stepJa } = await import("./kigen/words.mjs");
      const book = await (await fetch("book.json")).json();
      return steps.map((step) => stepJa(step, book));
    }"""
    steps = list(found.values())[:1000]
    expected = [step_ja(as_step(step), book.words, load_eras()) for step in steps]
    assert not [sentence for sentence in expected if "{" in sentence or "None" in sentence]
    assert run(script, steps) == expected


def test_days_are_written_alike_and_as_the_browser_s_own_calendar_has_them(run, book):
    """Weekdays and eras against Intl, which knows the Japanese calendar by itself."""
    eras = load_eras()
    told = [era.first + n * DAY for era in eras for n in (-1, 0, 1, 365)]
    told += [date(year, 12, 31) + n * DAY for year in range(1905, 2095, 7) for n in (0, 1)]
    told += [date(2028, 2, 29), date(2026, 11, 25)]
    script = """async (texts) => {
      const { dayAs } = await import("./kigen/words.mjs");
      const book = await (await fetch("book.json")).json();
      const own = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", {
        era: "long", year: "numeric", weekday: "short", timeZone: "UTC",
      });
      return texts.map((text) => {
        const parts = own.formatToParts(new Date(`${text}T00:00Z`));
        const get = (type) => parts.find((part) => part.type === type).value;
        const forms = ["day", "weekday", "era"].map((form) => dayAs(form, text, book));
        return [forms, get("weekday"), get("era"), get("year")];
      });
    }"""
    rows = run(script, [day.isoformat() for day in told])
    for day, (forms, weekday, era, year) in zip(told, rows, strict=True):
        assert forms == [day_as(form, day, book.words, eras) for form in ("day", "weekday", "era")]
        assert forms[1].endswith(f"（{weekday}）")
        if day >= eras[0].first:
            year = "元" if year == "1" else year
            assert f"（{era}{year}年）" in forms[2]
        else:
            assert forms[2] == forms[1]


def test_the_book_of_the_page_has_the_words_for_everything_an_answer_says(book, sources, told):
    content = book_json(book, sources, load_eras())
    said = {"doubts": set(), "why": set(), "sources": set()}

    def look(part):
        if isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, dict):
            if "other_day" in part:
                said["doubts"].add(part["code"])
            if part.get("why"):
                said["why"].add(part["why"])
            if "locator" in part:
                said["sources"].add(part["source"])
            look(list(part.values()))

    for vector in told:
        look(vector.get("report"))
    assert said["doubts"] == set(content["ambiguities"])
    assert said["why"] <= set(content["words"]["why"])
    assert said["sources"] <= set(content["sources"])
    assert "<" not in script_text({**content, "more": "</script>"})
