"""Common errors: each is corrected on authority, and those about a date by the engine."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pytest
import yaml
from bs4 import BeautifulSoup

from kigen import DataError, load_sources
from kigen.audit import check
from kigen.myths import AUTHORITIES, load_myths
from kigen.reader import ROOT, read
from kigen.render.words import day_ja

MYTHS = load_myths()
# Worked out by hand from the law, with a calendar.
DAYS = {
    "three-years-and-one-year": date(2028, 8, 10),  # 5th birthday after 2024-05-20
    "exactly-five-years": date(2029, 10, 10),  # 6th after 2024-08-01
    "always-fifth-birthday": date(2029, 10, 10),
    "early-costs-nothing": date(2028, 10, 10),  # 5th after 2024-06-01
    "window-from-same-day": date(2027, 3, 16),  # the day after three months before 15 June
    "five-years-before-the-card": date(2029, 10, 10),  # the day of the card
    "adult-card-five-years": date(2034, 2, 3),  # 10th after 2024-05-20
    "adult-is-twenty": date(2034, 6, 15),  # 10th after 2024-09-01
    "card-every-ten-years": date(2031, 3, 3),  # 5th after 2026-05-10
    "until-eighteenth-birthday": date(2030, 4, 5),  # 5th after 2026-01-20
    "hospital-from-the-day": date(2026, 2, 28),  # three months from the end of November
    "moving-extends": date(2027, 8, 10),  # the day of the other certificate
}
# The claims collected from the web, then those of the 2020 article that are not or no longer right.
FIELD = [
    "three-years-and-one-year", "shop-renews", "online-renews", "new-pin-at-renewal",
    "adult-card-five-years", "until-eighteenth-birthday", "under-sixteen", "exactly-five-years",
    "fee-after-expiry", "fee-by-town", "fee-two-hundred", "five-years-before-the-card",
    "hospital-from-the-day", "pin-reuse", "card-without-photo", "only-as-a-pair", "parent-always",
]  # fmt: skip
ARTICLE = [
    "always-fifth-birthday", "adult-is-twenty", "no-reason-given", "head-office-only",
    "always-collect", "two-pins-only", "pins-without-use", "unlock-at-counter-only", "both-by-law",
    "revoked-without-asking", "card-every-ten-years", "moving-extends",
]  # fmt: skip
ABOUT_A_DATE = re.compile(r"\d年|\d+回目|\d歳の誕生日|か月|期限も|損は")
NOT_A_DATE = {"pin-reuse"}  # names the five years, asks for their reason


def test_every_false_claim_that_was_collected_is_there():
    assert len(FIELD) == 17
    assert set(FIELD) | set(ARTICLE) <= set(MYTHS)


@pytest.mark.parametrize("myth", MYTHS.values(), ids=lambda myth: myth.id)
def test_it_rests_on_law_or_on_an_official_page(myth):
    sources = load_sources()
    assert {sources[cite.source].kind for cite in myth.correction.cites} & set(AUTHORITIES)


def test_every_claim_about_a_date_has_an_example():
    dated = {m.id for m in MYTHS.values() if ABOUT_A_DATE.search(m.claim)} - NOT_A_DATE
    assert dated <= {m.id for m in MYTHS.values() if m.example} == set(DAYS)


@pytest.mark.parametrize("myth_id", DAYS)
def test_the_engine_gives_the_day_of_the_law_and_not_the_one_of_the_claim(myth_id):
    example = MYTHS[myth_id].example
    assert example.ours == DAYS[myth_id] != example.claimed


def test_the_page_names_the_claim_the_correction_and_both_days(site):
    page = BeautifulSoup((site / "myths/index.html").read_text("utf-8"), "html5lib")
    for myth in MYTHS.values():
        heading = page.find(id=myth.id)
        assert heading.name == "h2" and heading.get_text() == f"まちがい「{myth.claim}」"
        parts = []
        for sibling in heading.find_next_siblings():
            if sibling.name == "h2":
                break
            parts.append(sibling)
        text = "".join(part.get_text() for part in parts)
        assert parts[0].get_text().startswith("正しくは：") and parts[0].select(".kg-mark"), myth.id
        assert parts[-1].find("a")["href"] == f"..{myth.page}#{myth.anchor}"
        if myth.example:
            assert f"まちがった計算：{day_ja(myth.example.claimed)}" in text
            assert f"このサイトの計算：{day_ja(myth.example.ours)}" in text
            assert "印刷された日付が優先です" in text


def test_no_site_is_named():
    """The claim is named, never who made it."""
    text = (ROOT / "data/myths.yaml").read_text("utf-8")
    assert not re.search(r"https?://|\.(?:com|jp|net|info|si|il)\b", text)


# ---------------------------------------------------------------- what stops the build


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """One copy of data/ for all damages, so that what they leave alone is read once."""
    copied = tmp_path_factory.mktemp("myths")
    shutil.copytree(ROOT / "data", copied / "data")
    return copied


@pytest.fixture
def copy(root):
    """That copy; what was read of the myths is forgotten afterwards."""
    yield root
    load_myths.cache_clear()


def write(root, change):
    """The myths, the first one changed."""
    rows = read(ROOT / "data/myths.yaml", "myths")
    rows[0] |= change
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).replace("'on':", "on:")
    (root / "data/myths.yaml").write_text(text, "utf-8")


def own(*cites):
    checked = {"on": "2026-11-25", "how": "copy"}
    return {"ja": "文です。", "cite": list(cites), "checked": checked}


FIRST, SECOND = list(MYTHS)[:2]
PERSON = {"who": "ある人の例", "case": {"card": {}}, "outcome": "card.day", "claimed": "2027-05-20"}
BORN = {"birth": "1980-08-10", "card": {"created": "2024-05-20"}}


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"correction": own()}, f"{FIRST}.correction.cite", "根拠"),
        ({"correction": own("limo-97861", "sapo-cafe")}, f"{FIRST}.correction", "根拠がありません"),
        ({"correction": {}}, f"{FIRST}.correction", "答えがありません"),
        ({"correction": own("jpki-top") | {"fact": "pin.shop"}}, f"{FIRST}.correction", "2つ"),
        ({"correction": {"fact": "pin.shops"}}, f"{FIRST}.correction.fact", "pin.shop"),
        ({"id": SECOND}, SECOND, "2回"),
        ({"claim": "「3年」で切れる"}, f"{FIRST}.claim", "かぎかっこ"),
        ({"example": PERSON}, f"{FIRST}.example.outcome", "1つの日ではありません"),
        ({"example": PERSON | {"case": BORN, "outcome": "card.days"}}, f"{FIRST}.example.outcome", "card.days"),
        ({"example": PERSON | {"case": BORN, "outcome": "card.nothing.day"}}, f"{FIRST}.example.outcome", "nothing"),
        ({"example": PERSON | {"case": BORN, "claimed": "2033-08-10"}}, f"{FIRST}.example.claimed", "まちがいの例"),
        ({"example": PERSON | {"case": {"card": {"creatd": "2024-05-20"}}}}, f"{FIRST}.example.case", None),
        ({"example": PERSON | {"case": {}}}, f"{FIRST}.example.case", None),
    ],
)  # fmt: skip
def test_a_damaged_myth_is_named_with_its_mend(copy, change, place, said):
    write(copy, change)
    with pytest.raises(DataError) as caught:
        load_myths(copy)
    error = caught.value
    assert error.file == "data/myths.yaml" and error.mend
    assert place in error.place and (said is None or said in f"{error.problem}{error.mend}"), error


def test_the_example_of_the_damages_is_a_good_one_and_the_audit_reads_the_myths(copy):
    write(copy, {"example": PERSON | {"case": BORN, "claimed": "2034-08-10"}})
    assert load_myths(copy)[FIRST].example.ours == date(2033, 8, 10)
    load_myths.cache_clear()
    write(copy, {"correction": own("limo-97861")})
    assert [error.file for error in check(copy)] == ["data/myths.yaml"]
