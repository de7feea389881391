"""/outlook/ and /outlook/method/: what stands on them, and the two tools in a real Chromium."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from kigen.forecast import forecast, outlook
from kigen.forecast.statistics import load_statistics
from kigen.forecast.town import CountsError, read_counts, town
from macros.outlook import outlook_words
from macros.site import load_site
from tests.site import TODAY, built, page_of, served
from tests.test_browser import OVERFLOW, STORED, violations
from tests.test_forecast import BAD, ERRORS, EXAMPLE, SAME, WORDS

PAGES = ("outlook/", "outlook/method/")


@pytest.fixture(scope="module")
def made():
    return forecast()


# ---------------------------------------------------------------- what stands on the pages


def test_the_chart_and_the_table_say_the_same(site, made):
    page = page_of(site, "outlook")
    months = outlook.coming(made, date.fromisoformat(TODAY))
    ends = [text.get_text() for text in page.select("svg.kg-chart")[0].select("text")]
    rows = page.select("#outlook-caption")[0].find_parent("table").select("tbody tr")
    assert len(rows) == len(months) == 24 == len(ends) / 2
    for row, month, label, end in zip(rows, months, ends[::2], ends[1::2], strict=True):
        cells = [cell.get_text() for cell in row.select("th, td")]
        assert row["id"] == f"m-{month.month}"
        level = WORDS["levels"][month.level]
        assert cells[0] == label and end == f"{month.index.value} {level}"
        assert cells[1].startswith(level) and cells[2] == str(month.index.value)
        assert cells[4] == f"{round(month.total.value / 10000)}万"


def test_every_picture_is_told_in_words_and_stands_beside_the_statement(site, made):
    said = outlook.statement(made, WORDS["statement"])
    pictures = [(page, svg) for page in PAGES for svg in page_of(site, page).select("svg.kg-chart")]
    assert len(pictures) == 2
    for _, svg in pictures:
        assert svg["role"] == "img"
        title, desc = (svg.find(id=name) for name in svg["aria-labelledby"].split())
        assert title.get_text() and desc.get_text().endswith("。")
        assert svg.parent.find("figcaption").get_text() == said
    home = page_of(site, "").select_one("svg.kg-chart")
    assert "待ち時間" in home.parent.find("figcaption").get_text()


def test_the_three_levels_differ_in_grey(site):
    greys = {}
    for rect in page_of(site, "outlook").select("svg.kg-chart rect"):
        greys[rect["class"][0]] = int(rect["fill"][1:3], 16)
    tones = sorted(greys[f"kg-chart__{level}"] for level in ("busy", "middle", "quiet"))
    assert tones[1] - tones[0] > 60 < tones[2] - tones[1]


def test_the_misses_are_printed_like_the_hits(site, made):
    page = page_of(site, "outlook/method")
    text = page.select_one("#kg-main").get_text()
    for year in outlook.compared(made.years):
        row = page.find(id=f"fy-{year.fiscal_year}-{year.what}")
        assert f"{outlook.signed(year.error)}%" in row.get_text()
    assert "6個だけ" in text and "カードの差は、−42〜+12%" in text


def test_every_assumption_and_every_input_has_its_line(site):
    page = page_of(site, "outlook/method")
    statistics = load_statistics()
    for each in statistics.assumptions.values():
        row = page.find(id=f"a-{each.id.replace('_', '-')}").get_text()
        assert each.label in row and each.basis in row
    text = page.select_one("#kg-main").get_text()
    for name in statistics.meta:
        assert f"data/statistics/{name}.csv" in text
    for name in ("certificate.birthdays", "card.birthdays_adult", "card.adult_age"):
        assert page.select(f'a[href="../../law/{name}/"]')


def test_the_home_page_stays_small(site):
    home = (site / "index.html").read_text("utf-8")
    figure = BeautifulSoup(home, "html5lib").select_one("figure.kg-figure")
    assert len(str(figure)) < 4000
    assert len(home.encode()) < 45_000


def test_after_its_end_the_page_says_so():
    later = replace(load_site(), today=date(2029, 4, 1))
    parts = outlook_words(later)
    for part in ("chart", "table", "summary"):
        assert WORDS["ended"] in parts[part]()
    for part in ("form", "home"):  # nothing but the places that were promised
        assert not BeautifulSoup(parts[part](), "html.parser").find_all(["form", "input", "p", "a"])
        assert not BeautifulSoup(parts[part](), "html.parser").get_text()
    assert "fy-2027-sum" in parts["years"](), "the comparison stays"
    assert '"outlook-data"' in parts["data"]()


@pytest.mark.weekly
@pytest.mark.browser
def test_a_site_of_a_later_day_builds_and_is_quiet(tmp_path, page):
    site = built(tmp_path / "site", SITE_TODAY="2029-04-01")
    text = page_of(site, "outlook").select_one("#kg-main").get_text()
    assert WORDS["ended"] in text
    # No promised address of the page is lost on the way there, nor does a script trip over one.
    built(tmp_path / "last", SITE_TODAY="2029-03-31")
    noise = []
    page.on("pageerror", lambda error: noise.append(str(error)))
    with served(site) as address:
        page.goto(f"{address}outlook/")
        page.wait_for_selector("#counts-form:visible")
    assert noise == []


# ---------------------------------------------------------------- the tools


@pytest.fixture
def opened(base_url, shared):
    shared.goto(f"{base_url}outlook/")
    shared.wait_for_selector("#outlook-form:visible")
    yield shared
    assert not shared.noise


def ask(page, *parts):
    for name, text in zip("ymd", parts, strict=True):
        page.fill(f"#outlook-{name}", text)
    page.click("#outlook-form button")


@pytest.mark.browser
def test_a_date_gives_the_months_of_its_window(opened, made):
    requests = []
    opened.on("request", lambda request: requests.append(request.url))
    ask(opened, "2027", "5", "20")
    items = opened.locator("#outlook-answer li").all_inner_texts()
    index = {month.month: month.index.value for month in made.months}
    assert [item.split("：")[0] for item in items] == [f"2027年{n}月" for n in (2, 3, 4, 5)]
    assert f"指数{index['2027-02']}、" in items[0]
    answer = opened.locator("#outlook-answer").inner_text()
    assert "2027年2月21日から2027年5月20日まで" in answer
    assert "いちばん少なそうな月は2027年2月です" in answer
    assert not requests and opened.evaluate(STORED) == [0, 0, ""]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        (("2027", "", "1"), "wrong"),
        (("27", "5", "1"), "wrong"),
        (("2027", "2", "29"), "impossible"),
        (("2027", "13", "1"), "impossible"),
        (("2026", "11", "24"), "past"),
        (("2029", "4", "1"), "beyond"),
    ],
)
def test_a_date_that_cannot_be_answered_says_why(opened, parts, problem):
    ask(opened, *parts)
    assert opened.locator("#outlook-problem").inner_text() == WORDS["form"][problem]
    assert opened.locator("#outlook-answer").inner_text() == ""
    assert opened.get_attribute("#outlook-y", "aria-invalid") == "true"
    ask(opened, "２０２７", "５月", "31日")
    assert opened.locator("#outlook-problem").inner_text() == ""
    assert opened.locator("#outlook-answer li").count() == 3


TOWN = """async ([root, files]) => {
  const { decode, readCounts, town } = await import(`${root}assets/outlook/town.mjs`);
  const data = JSON.parse(document.getElementById("outlook-data").textContent);
  return files.map((bytes) => {
    try {
      return town(readCounts(decode(new Uint8Array(bytes))), data);
    } catch ({ code, places }) {
      return [code, places?.line ?? null];
    }
  });
}"""


@pytest.mark.browser
def test_the_page_counts_like_the_command(opened, base_url, made):
    """The same numbers, and for a bad file the same mistake in the same line."""
    files = [EXAMPLE.read_bytes(), *SAME, *(content for content, _, _ in BAD)]
    found = opened.evaluate(TOWN, [base_url, [list(content) for content in files]])
    for content, told in zip(files, found, strict=True):
        try:
            expected = town(read_counts(content, ERRORS), made, load_statistics())
        except CountsError as error:
            assert told == [error.code, error.line]
            continue
        assert told["completeUntil"] == expected.complete_until
        for month, ours in zip(told["months"], expected.months, strict=True):
            assert month["month"] == ours.month
            for name in ("certificates", "cards", "total", "low", "high"):
                assert abs(month[name] - getattr(ours, name)) <= 1, (ours, month)


@pytest.mark.browser
def test_a_chosen_file_is_answered_on_the_device_within_a_tenth_of_a_second(opened):
    requests = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.set_input_files("#counts-file", EXAMPLE)
    opened.wait_for_selector("#counts-answer table")
    assert opened.locator("#counts-answer tbody tr").count() == 24
    assert opened.locator("#counts-answer svg[role=img]").count() == 1
    assert "2026年10月より後は" in opened.locator("#counts-answer").inner_text()
    took = opened.evaluate(
        """async ([root, bytes]) => {
          const { showCounts } = await import(`${root}assets/outlook/counts.mjs`);
          const data = JSON.parse(document.getElementById("outlook-data").textContent);
          const times = [];
          while (!times.length || (Math.min(...times) >= 100 && times.length < 100)) {
            const begin = performance.now();
            showCounts(new Uint8Array(bytes), data);
            times.push(performance.now() - begin);
          }
          return Math.min(...times); // other programs may hold many of them up
        }""",
        [opened.url.removesuffix("outlook/"), list(EXAMPLE.read_bytes())],
    )
    assert took < 100
    assert [url for url in requests if not url.endswith((".mjs", ".svg"))] == []
    assert opened.evaluate(STORED) == [0, 0, ""]


@pytest.mark.browser
def test_a_wrong_file_says_which_line(opened, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"date,issued_cum\n2020-04-01,200\n2020-05-01,100\n")
    opened.set_input_files("#counts-file", path)
    opened.wait_for_selector("#counts-problem:not(:empty)")
    assert opened.locator("#counts-problem").inner_text() == ERRORS["falling"].format(line=3)
    assert opened.locator("#counts-answer").inner_text() == ""


@pytest.mark.browser
def test_the_date_is_answered_within_a_tenth_of_a_second(opened):
    took = opened.evaluate(
        """() => {
          for (const [part, value] of [["y", 2027], ["m", 5], ["d", 20]]) {
            document.getElementById(`outlook-${part}`).value = value;
          }
          const form = document.getElementById("outlook-form");
          const times = [];
          while (!times.length || (Math.min(...times) >= 100 && times.length < 100)) {
            const begin = performance.now();
            form.requestSubmit();
            times.push(performance.now() - begin);
          }
          return Math.min(...times); // other programs may hold many of them up
        }"""
    )
    assert opened.locator("#outlook-answer li").count() == 4
    assert took < 100


@pytest.mark.browser
def test_without_script_the_table_answers(base_url, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base_url}outlook/")
        assert not page.locator("#outlook-form").is_visible()
        assert not page.locator("#counts-form").is_visible()
        assert page.locator("#m-2027-05").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (320, "light"),
        pytest.param(1280, "dark", marks=pytest.mark.weekly),
        pytest.param(320, "dark", marks=pytest.mark.weekly),
        pytest.param(1280, "light", marks=pytest.mark.weekly),
    ],
)
def test_the_pages_have_no_axe_violation_and_fit(base_url, browser, width, scheme):
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        page.clock.set_fixed_time(f"{TODAY}T12:00:00+09:00")
        for address in PAGES:
            page.goto(base_url + address)
            if address == "outlook/":
                ask(page, "2027", "13", "1")
                page.set_input_files("#counts-file", EXAMPLE)
                page.wait_for_selector("#counts-answer table")
            assert not violations(page), address
            assert page.evaluate(OVERFLOW) <= 0


def test_the_data_in_the_page_is_what_the_forecast_says(site, made):
    data = json.loads(page_of(site, "outlook").find(id="outlook-data").string)
    assert len(data["months"]) == len(made.months)
    assert tuple(data["town"]["certificate"]["rates"]) == made.town["certificate"].rates
    assert data["window_months"] == 3
