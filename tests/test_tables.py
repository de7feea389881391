"""The computed tables against the law, the worked examples and arithmetic done by hand."""

from __future__ import annotations

import calendar
import json
import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
import yaml

from kigen.model import DataError
from kigen.reader import ROOT, read
from kigen.tables import TABLES, build, lifetime, people, timing, year

TODAY = date(2026, 11, 25)
BY_YEAR = {"by-issue-year", "leap-day"}  # the only tables that grow with the years
MAY_BE_EMPTY = {"other", "kind", "window_other", "new_stay_end", "shown"}


@pytest.fixture(scope="module")
def words():
    return read(ROOT / "data" / "tables.yaml", "tables")


@pytest.fixture(scope="module")
def tables(book):
    return {table_id: build(table_id, book, TODAY) for table_id in TABLES}


@pytest.fixture(scope="module")
def cells(tables):
    """The cells of a row by its table and its anchor."""

    def find(table_id, anchor):
        return next(row.cells for row in tables[table_id].rows if row.anchor == anchor)

    return find


def with_value(book, parameter_id, since, value):
    """The book after an amendment."""
    parameter = book.parameters[parameter_id]
    amended = replace(parameter.values[-1], since=since, value=value)
    parameter = replace(parameter, values=(*parameter.values, amended))
    return replace(book, parameters={**book.parameters, parameter_id: parameter})


# ---------------------------------------------------------------- all tables


def test_every_table_has_words_and_all_words_have_a_table(words):
    assert list(words) == list(TABLES)


@pytest.mark.parametrize("table_id", TABLES)
def test_the_columns_of_a_table_are_the_cells_of_each_of_its_rows(table_id, tables, words):
    keys = [column["key"] for column in words[table_id]["columns"]]
    assert all(list(row.cells) == keys for row in tables[table_id].rows)


@pytest.mark.parametrize("table_id", TABLES)
def test_no_cell_is_unknown_and_only_remarks_may_be_empty(table_id, tables):
    for row in tables[table_id].rows:
        empty = {key for key, cell in row.cells.items() if cell in (None, "")}
        assert None not in row.cells.values() and empty <= MAY_BE_EMPTY, row


def test_anchors_are_unique_over_all_tables_so_that_any_two_can_share_a_page(tables):
    anchors = [row.anchor for table in tables.values() for row in table.rows]
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", anchor) for anchor in anchors)


def test_every_table_names_its_law_once_and_the_register_has_it(tables, sources):
    for table in tables.values():
        assert table.cites and len(set(table.cites)) == len(table.cites)
        assert all(cite.source in sources for cite in table.cites), table.id


def test_the_doubts_of_the_tables_are_those_of_the_law_dossier(tables, book):
    doubts = {table.id: table.doubts for table in tables.values() if table.doubts}
    assert doubts == {
        "by-issuance-age": ("A8",),
        "window-start": ("A3",),
        "lifetime-visits": ("A6",),
        "insurance-grace": ("A13",),
        "after-moving": ("A9",),
        "short-stay": ("A10",),
        "leap-day": ("A2", "A3"),
    }
    assert {code for codes in doubts.values() for code in codes} <= set(book.ambiguities)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2027, 1, 1), date(2028, 2, 29)])
def test_only_the_tables_by_year_change_while_the_law_does_not(day, book, tables):
    for table_id in set(TABLES) - BY_YEAR:
        assert build(table_id, book, day) == tables[table_id]


@pytest.mark.parametrize("table_id", sorted(BY_YEAR))
def test_tables_by_year_run_from_2016_to_next_year(table_id, book):
    anchors = [row.anchor for row in build(table_id, book, date(2031, 1, 1)).rows]
    name = anchors[0].split("-")[0]
    years = [int(anchor.split("-")[1]) for anchor in anchors]
    assert anchors[0] == f"{name}-2016" and sorted(set(years)) == list(range(2016, 2033))


def test_an_unknown_table_is_refused_with_the_nearest_one(book):
    with pytest.raises(DataError, match="by-issuance-age"):
        build("by-issuance-ages", book, TODAY)


def test_an_amendment_moves_the_tables_of_the_present_rule_on_its_day_and_not_before(book, tables):
    amended = with_value(book, "certificate.birthdays", date(2028, 4, 1), 10)
    before = build("by-issuance-age", amended, date(2028, 3, 31))
    after = build("by-issuance-age", amended, date(2028, 4, 1))
    assert before == tables["by-issuance-age"]
    assert after.rows[66].cells["authentication"] == "76歳"
    visits = build("lifetime-visits", amended, date(2028, 4, 1)).rows
    assert next(row.cells["total"] for row in visits if row.anchor == "from-20") == "8回"
    assert build("boundary-2022", amended, date(2028, 4, 1)) == tables["boundary-2022"]


def test_a_rule_that_has_ended_stops_its_table_with_file_and_place(book):
    ended = with_value(book, "insurance.grace_months", date(2028, 4, 1), None)
    assert build("insurance-grace", ended, date(2028, 3, 31)).rows
    with pytest.raises(DataError, match="insurance-grace"):
        build("insurance-grace", ended, date(2028, 4, 1))


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda table: table.update(colour="red"), "colour"),
        (lambda table: table.pop("rule"), "rule"),
        (lambda table: table["columns"][0].update(width=3), "width"),
        (lambda table: table["notes"].append("句点のない文"), "notes"),
        (lambda table: table.update(rule="あ" * 60 + "。"), "rule"),
        (lambda table: table.update(title="あ" * 33), "title"),
    ],
)
def test_words_that_do_not_fit_the_schema_are_refused(spoil, place, words, tmp_path):
    spoiled = json.loads(json.dumps(words))
    spoil(spoiled["leap-day"])
    shutil.copytree(ROOT / "data" / "schema", tmp_path / "data" / "schema")
    file = tmp_path / "data" / "tables.yaml"
    file.write_text(yaml.safe_dump(spoiled, allow_unicode=True), "utf-8")
    with pytest.raises(DataError) as error:
        read(file, "tables", tmp_path)
    assert "leap-day" in error.value.place and place in str(error.value)


def texts(value):
    """All Japanese of a table's words."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [text for each in values for text in texts(each)]


def numbers(words, unit):
    """Every number that stands before `unit`, parts of a date apart."""
    everything = " ".join(texts(words))
    return {int(n) for n in re.findall(rf"(?<!月)(?<!\d)(\d+){unit}", everything)}


def test_numbers_of_the_law_in_the_words_are_those_in_force(words, book):
    def value(parameter_id):
        return book.on(parameter_id, TODAY).value

    counts = {value(f"card.birthdays_{group}") for group in ("adult", "minor")}
    counts |= {value("certificate.birthdays")}
    extra = {count + value("certificate.extra_in_window") for count in counts}
    assert numbers(words, "回目") <= counts | extra
    months = {"certificate.window_months", "insurance.grace_months", "stay.special_months"}
    assert numbers(words, "か月") <= {value(p) for p in months} | {people.MONTHS_OF_MAKING}
    adult = {entry.value for entry in book.parameters["card.adult_age"].values}
    ages = adult | {age - 1 for age in adult} | {value("certificate.signature_min_age")}
    assert numbers(words, "歳") <= ages | {lifetime.LAST_AGE}
    limits = ("moved_out_days", "never_registered_days", "submit_days")
    assert numbers(words["after-moving"]["rule"], "日") == {value(f"loss.{n}") for n in limits}


def test_full_dates_in_the_words_are_turning_days_of_the_law_or_those_of_the_sample(words, book):
    def ja(day):
        return f"{day.year}年{day.month}月{day.day}日"

    turns = {
        book.parameters["card.adult_age"].values[1].since,
        book.parameters["insurance.grace_months"].values[0].since,
        book.parameters["stay.minor_birthday_cap"].values[1].since,
    }
    known = turns | {date.fromordinal(day.toordinal() - 1) for day in turns}
    known |= {timing.BIRTH, timing.MADE, year.BORN_ON_LEAP_DAY}
    found = re.findall(r"\d+年\d+月\d+日", " ".join(texts(words)))
    assert found and set(found) <= {ja(day) for day in known}
    assert ja(timing.BIRTH) in words["renewal-timing"]["caption"]
    assert ja(timing.MADE) in words["renewal-timing"]["caption"]
    assert ja(year.BORN_ON_LEAP_DAY) in words["leap-day"]["caption"]
    assert "{}月{}日".format(*year.LEAP_MADE) in words["leap-day"]["caption"]
    example = words["window-by-birth-month"]["columns"][-1]
    assert f"{people.SAMPLE_DAY}日に生まれた" in example["wide"]


def test_words_and_cells_keep_to_plain_japanese(words, tables):
    everything = texts(words) + [
        cell
        for table in tables.values()
        for row in table.rows
        for cell in row.cells.values()
        if isinstance(cell, str)
    ]
    banned = re.compile(r"等|当該|に係る|未満|分か|出来|必ず|絶対|[!！()]|印刷された日付")
    assert not [text for text in everything if banned.search(text)]


# ---------------------------------------------------------------- by-issuance-age, boundary-2022


def test_all_ages_from_0_to_100_agree_with_arithmetic_done_by_hand(tables):
    rows = tables["by-issuance-age"].rows
    assert [row.anchor for row in rows] == [f"age-{age}" for age in range(101)]
    for age, row in enumerate(rows):
        adult, adult_before = age >= 18, age >= 20
        card = age + 10 if adult else age + 5
        assert row.cells == {
            "age": f"{age}歳",
            "authentication": f"{age + 5}歳",
            "card": f"{card}歳",
            "signature": f"{age + 5}歳" if age >= 15 else "なし",
            "first_end": "電子証明書" if adult else "同じ日",
            "first_visit": f"{age + 5}歳・{'電子証明書' if adult else 'カード'}",
            "before_2022": "同じ" if adult == adult_before else f"カードは{age + 5}歳",
        }


def test_somebody_of_66_has_certificates_until_71_and_a_card_until_76(cells):
    row = cells("by-issuance-age", "age-66")
    assert (row["authentication"], row["card"]) == ("71歳", "76歳")


def test_the_acceptance_day_decides_for_18_and_19_and_for_nobody_else(tables):
    rows = [tuple(row.cells.values()) for row in tables["boundary-2022"].rows]
    assert rows == [
        ("17歳", "22歳（5回目）", "22歳（5回目）", "22歳"),
        ("18歳", "23歳（5回目）", "28歳（10回目）", "23歳"),
        ("19歳", "24歳（5回目）", "29歳（10回目）", "24歳"),
        ("20歳", "30歳（10回目）", "30歳（10回目）", "25歳"),
    ]


# ---------------------------------------------------------------- by year


def test_a_card_made_before_the_birthday_ends_a_year_earlier_than_one_made_on_it(tables):
    rows = {row.anchor: row.cells for row in tables["by-issue-year"].rows}
    assert len(rows) == 2 * (2027 - 2016 + 1)
    for made in range(2016, 2028):
        early, late = rows[f"made-{made}"], rows[f"made-{made}-birthday"]
        assert (early["authentication"], early["card"]) == (f"{made + 4}年", f"{made + 9}年")
        assert (late["authentication"], late["card"]) == (f"{made + 5}年", f"{made + 10}年")


def test_a_card_of_somebody_born_on_29_february_ends_on_28_february_in_a_common_year(cells):
    """Worked examples d10, d12 and d11, whose card was made in the same year of birthdays."""
    row = cells("leap-day", "leap-2020")
    assert row["card"] == date(2030, 2, 28)
    assert (row["authentication"], row["other"]) == (date(2025, 2, 28), date(2025, 3, 1))
    assert cells("leap-day", "leap-2018")["card"] == date(2028, 2, 29)


def test_in_a_leap_year_nothing_is_open_but_the_first_day_of_the_window(cells):
    """Worked example win-feb29."""
    row = cells("leap-day", "leap-2023")
    assert (row["authentication"], row["other"]) == (date(2028, 2, 29), "")
    assert (row["window"], row["window_other"]) == (date(2027, 12, 1), date(2027, 11, 30))


# ---------------------------------------------------------------- windows


def test_the_window_of_each_month_of_birth_begins_three_months_earlier(tables):
    rows = tables["window-by-birth-month"].rows
    assert [row.anchor for row in rows] == [f"born-{month:02}" for month in range(1, 13)]
    for month, row in enumerate(rows, start=1):
        first = f"{month - 3}月" if month > 3 else f"前の年の{month + 9}月"
        assert row.cells == {
            "month": f"{month}月生まれ",
            "first": f"{first}の、誕生日と同じ日の次の日",
            "last": f"{month}月の誕生日",
            "example": f"{first}16日から{month}月15日まで",
        }


def by_hand(end):
    """The day after the same day three months earlier, or after that month's last day."""
    year, month = (end.year, end.month - 3) if end.month > 3 else (end.year - 1, end.month + 9)
    last = calendar.monthrange(year, month)[1]
    if end.day >= last:
        year, month, day = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    else:
        day = end.day + 1
    return f"{'前の年の' if year < end.year else ''}{month}月{day}日"


def test_the_first_day_for_all_366_days_and_the_common_28_february(tables):
    rows = {row.anchor: row.cells for row in tables["window-start"].rows}
    assert len(rows) == len(tables["window-start"].rows) == 367
    for number in range(366):
        end = date.fromordinal(date(2028, 1, 1).toordinal() + number)
        row = rows[f"end-{end:%m-%d}"]
        if (end.month, end.day) not in ((2, 28), (2, 29)):
            end = end.replace(year=2027)
        assert (row["other"] or row["first"]) == by_hand(end), end
    assert rows["end-02-28-common"]["other"] == by_hand(date(2027, 2, 28))


def test_the_safe_day_is_shown_first_and_the_statute_beside_it_where_they_differ(tables):
    """A3: exactly the five month ends of the law dossier."""
    rows = tables["window-start"].rows
    assert {r.anchor: (r.cells["first"], r.cells["other"]) for r in rows if r.cells["other"]} == {
        "end-02-28-common": ("前の年の12月1日", "前の年の11月29日"),
        "end-02-29": ("前の年の12月1日", "前の年の11月30日"),
        "end-04-30": ("2月1日", "1月31日"),
        "end-06-30": ("4月1日", "3月31日"),
        "end-11-30": ("9月1日", "8月31日"),
    }


@pytest.mark.parametrize(
    ("anchor", "first"),
    [
        ("end-07-07", "4月8日"),  # Nerima
        ("end-05-28", "3月1日"),  # Nerima, a common year
        ("end-09-24", "6月25日"),  # Setagaya
        ("end-05-01", "2月2日"),  # Kameyama
        ("end-08-01", "5月2日"),  # Omura
        ("end-06-15", "3月16日"),  # Tsurugashima
        ("end-05-31", "3月1日"),  # Nerima's rule for a day that does not exist
        ("end-07-31", "5月1日"),
        ("end-12-31", "10月1日"),
    ],
)
def test_the_first_day_is_the_one_printed_by_municipalities(anchor, first, cells):
    assert cells("window-start", anchor)["first"] == first


def test_only_days_that_are_not_ordinary_carry_a_remark(tables):
    remarks = {r.anchor: r.cells["kind"] for r in tables["window-start"].rows if r.cells["kind"]}
    assert remarks == {
        "end-02-28-common": "月末、うるう年でない年",
        "end-02-28": "うるう年",
        "end-02-29": "月末、うるう年",
        "end-04-30": "月末",
        "end-05-28": "うるう年は2月29日",
        "end-05-29": "3か月前に同じ日がない",
        "end-05-30": "3か月前に同じ日がない",
        "end-05-31": "3か月前に同じ日がない",
        "end-06-30": "月末",
        "end-07-31": "3か月前に同じ日がない",
        "end-11-30": "月末",
        "end-12-31": "3か月前に同じ日がない",
    }


def test_a_card_with_another_window_than_its_certificates_is_told_apart(book):
    amended = with_value(book, "certificate.window_months", date(2026, 1, 1), 12)
    row = build("window-start", amended, TODAY).rows[0]
    assert row.cells["first"] == "前の年の1月2日（カードは前の年の10月2日）"


@pytest.mark.parametrize(
    ("anchor", "day", "last", "lost", "count"),
    [
        ("renew-two-early", date(2024, 4, 9), date(2028, 4, 10), "2年", "5回目"),  # d23
        ("renew-too-early", date(2025, 1, 10), date(2029, 4, 10), "1年", "5回目"),
        ("renew-first-day", date(2025, 1, 11), date(2030, 4, 10), "なし", "6回目"),  # d03
        ("renew-inside", date(2025, 2, 1), date(2030, 4, 10), "なし", "6回目"),  # d02
        ("renew-last-day", date(2025, 4, 10), date(2030, 4, 10), "なし", "6回目"),  # d04
        ("renew-day-after", date(2025, 4, 11), date(2030, 4, 10), "なし", "5回目"),  # d06
        ("renew-long-after", date(2027, 6, 1), date(2030, 4, 10), "なし", "5回目"),
    ],
)
def test_only_renewing_before_the_window_costs_years(anchor, day, last, lost, count, cells):
    row = cells("renewal-timing", anchor)
    assert (row["day"], row["last"], row["lost"], row["count"]) == (day, last, lost, count)


# ---------------------------------------------------------------- visits, grace, moving, stay


def test_visits_up_to_100_come_every_five_years(tables):
    """By hand: four cards up to 20, then by turns a certificate and a card."""
    for row in tables["lifetime-visits"].rows:
        start = int(row.anchor.removeprefix("from-"))
        due = range(start + 5, 101, 5)
        grown = [age for age in due if age - 5 >= 18]
        certificates = len(grown[::2])
        assert row.cells["total"] == f"{len(due)}回"
        assert row.cells["certificate"] == f"{certificates}回"
        assert row.cells["card"] == f"{len(due) - certificates}回"
        assert f"{due[0]}歳" in row.cells["ages"] and f"{due[-1]}歳" in row.cells["ages"]


def test_the_insurance_card_works_to_the_end_of_the_third_month_after(tables, cells):
    rows = tables["insurance-grace"].rows
    assert [row.anchor for row in rows[:-1]] == [f"grace-{month:02}" for month in range(1, 13)]
    assert cells("insurance-grace", "grace-02")["last"] == "5月31日"  # Matsuyama, Tama
    assert cells("insurance-grace", "grace-04")["last"] == "7月31日"  # Nara
    assert cells("insurance-grace", "grace-11")["last"] == "次の年の2月28日（うるう年は29日）"
    assert cells("insurance-grace", "grace-12")["last"] == "次の年の3月31日"
    assert cells("insurance-grace", "grace-01")["other"] == "4月15日"


def test_the_grace_table_says_that_earlier_expiries_had_none(cells):
    row = cells("insurance-grace", "grace-before")
    assert row["month"] == "2024年12月2日より前" and "2024年12月2日からの期限が対象" in row["last"]


def test_the_three_limits_after_moving_count_from_the_next_day(tables):
    rows = [(r.cells["days"], r.cells["day"], r.cells["last"]) for r in tables["after-moving"].rows]
    assert rows == [
        ("30日", date(2027, 3, 25), date(2027, 4, 24)),
        ("14日", date(2027, 3, 28), date(2027, 4, 11)),
        ("90日", date(2027, 4, 5), date(2027, 7, 4)),
    ]


@pytest.mark.parametrize(
    ("anchor", "card", "authentication"),
    [
        ("stay-adult", date(2026, 8, 15), date(2026, 8, 15)),
        ("stay-child-before-2026", date(2031, 3, 20), date(2030, 9, 9)),
        ("stay-child", date(2030, 9, 9), date(2030, 9, 9)),
        ("stay-pending", date(2026, 10, 15), date(2026, 8, 15)),
        ("stay-extended", date(2029, 8, 15), date(2026, 8, 15)),
        ("stay-past-birthday", date(2030, 9, 9), date(2028, 8, 15)),
        ("stay-permanent", date(2034, 3, 3), date(2026, 8, 15)),
        ("stay-too-late", date(2026, 8, 15), date(2026, 8, 15)),
    ],
)
def test_a_change_of_the_stay_moves_the_card_and_not_its_certificates(
    anchor, card, authentication, cells
):
    row = cells("short-stay", anchor)
    assert (row["card"], row["authentication"]) == (card, authentication)


def test_the_two_children_differ_in_nothing_but_the_day_their_cards_were_made(cells):
    before, since = cells("short-stay", "stay-child-before-2026"), cells("short-stay", "stay-child")
    assert (before["made"], since["made"]) == (date(2026, 3, 26), date(2026, 3, 27))
    assert (before["stay_end"], before["birth"]) == (since["stay_end"], since["birth"])
