"""How people join: the forms, the links under each page, and the file of a new town."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from kigen.offices import load_municipalities
from kigen.reader import ROOT
from macros.building import added_files
from macros.joining import NEW_TOWN, made_from, page_links
from macros.site import load_site

FORMS = {path.name: path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml")}
REPO = "https://example.test/owner/guide"
SITE = replace(load_site(), repo_url=REPO, site_url="https://example.test/guide/")
PAGE = {"title": "どこで更新できる？", "address": "/guide/where/", "checked": "2026年11月23日"}
PRIVACY = "個人情報・カードの番号・暗証番号は書かないでください"


def paths():
    """Every page of the site: the written and the generated ones."""
    written = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    added = [each.path for each in added_files(SITE, ROOT / "docs", "") if each.in_nav]
    return [*written, *(path for path in added if path.endswith(".md"))]


def form(name):
    """The fields of a form by their ids."""
    content = yaml.safe_load(FORMS[name].read_text("utf-8"))
    return content, {field["id"]: field for field in content["body"] if "id" in field}


# ---------------------------------------------------------------- the forms


def test_there_is_a_form_for_each_kind_of_news():
    assert len(FORMS) == 6
    for schema, files in {
        "vendor.github-issue-forms": FORMS.values(),
        "vendor.github-issue-config": [ROOT / ".github/ISSUE_TEMPLATE/config.yml"],
    }.items():
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
        run = subprocess.run([*command, *map(str, files)], capture_output=True, text=True)
        assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("name", FORMS)
def test_a_form_warns_before_it_asks_and_makes_nobody_write_what_he_does_not_know(name):
    content, fields = form(name)
    first = content["body"][0]
    assert first["type"] == "markdown" and PRIVACY in first["attributes"]["value"]
    assert "labels" not in content, "a label that nobody has made is left out without a word"
    needed = {key for key, field in fields.items() if field.get("validations", {}).get("required")}
    assert needed
    if name in ("1-error.yml", "3-question.yml"):
        assert not needed & {"right", "answer", "source", "read_on"}
    if name in ("2-law-change.yml", "4-municipality.yml"):
        assert needed & {"source", "url"} and needed & {"read_on", "checked"}


def test_the_form_of_a_town_asks_for_all_that_its_file_holds():
    schema = json.loads((ROOT / "data/schema/municipality.schema.json").read_text("utf-8"))
    asked = form("4-municipality.yml")[1]
    page = schema["$defs"]["page"]
    assert set(page["required"]) | {"code", "name"} == set(asked)
    for key, field in asked.items():
        if field["type"] != "dropdown":
            continue
        rule = page["properties"][key]
        choices = rule["enum"] if "enum" in rule else [True, False, None]
        assert len(field["attributes"]["options"]) == len(choices), key


def test_the_pull_request_template_asks_for_the_source_the_day_and_own_words():
    text = (ROOT / ".github/pull_request_template.md").read_text("utf-8")
    for asked in (PRIVACY, "出典", "読んだ日", "自分の言葉", "動いた日付とページ"):
        assert asked in text
    assert text.count("<!--") == text.count("-->")


# ---------------------------------------------------------------- the links


def test_every_page_leads_to_the_file_that_it_is_made_from():
    found = {path: made_from(path, SITE) for path in paths()}
    for path, source in found.items():
        assert source and (ROOT / source).exists(), path
    assert found["guide/where.md"] == "docs/guide/where.md"
    assert found["offices/11.md"] == "data/municipalities/11"
    assert found["law/certificate.birthdays.md"] == "data/parameters/certificate/birthdays.yaml"
    assert found["questions.md"] == "data/questions.yaml"
    assert found["ask/self/index.md"] == "data/ask.yaml"
    assert found["ask/self/adult/open/known/index.md"] == "docs/ask/outcome/self-known.md"


@pytest.mark.parametrize("path", ["guide/where.md", "offices/11.md"])
def test_a_link_fills_in_fields_that_the_form_has(path):
    links = page_links(path, PAGE, SITE)
    url = urlsplit(links["report_url"])
    asked = {key: value[0] for key, value in parse_qs(url.query).items()}
    assert url.path == "/owner/guide/issues/new"
    fields = form(asked.pop("template"))[1]
    assert asked.pop("title") == "まちがい: どこで更新できる？"
    assert asked == {
        "page": "https://example.test/guide/guide/where/",
        "checked": "2026年11月23日",
    }
    assert set(asked) <= set(fields)


def test_a_page_of_towns_opens_a_new_file_that_is_almost_right():
    links = page_links("offices/03.md", PAGE, SITE)
    url = urlsplit(links["add_town_url"])
    assert url.path == "/owner/guide/new/main/data/municipalities/03"
    text = parse_qs(url.query)["value"][0]
    assert len(links["add_town_url"]) < 6000, "a longer address may be refused"
    assert text == (ROOT / NEW_TOWN).read_text("utf-8")
    assert "add_town_url" not in page_links("guide/where.md", PAGE, SITE)


def test_the_new_town_is_right_once_the_blanks_are_filled(tmp_path):
    text = (ROOT / NEW_TOWN).read_text("utf-8")
    for blank, said in {
        '"000000"': '"112437"',
        "〇〇市": "吉川市",
        "https://…": "https://www.city.yoshikawa.saitama.jp/",
        "〇〇": "窓口",
        "2026-00-00": "2026-11-25",
    }.items():
        assert blank in text
        text = text.replace(blank, said)
    for part in ("data/schema", "data/municipalities/11"):
        (tmp_path / part).mkdir(parents=True)
    for name in ("municipality", "prefectures"):
        schema = f"data/schema/{name}.schema.json"
        (tmp_path / schema).write_bytes((ROOT / schema).read_bytes())
    prefectures = "data/prefectures.yaml"
    (tmp_path / prefectures).write_bytes((ROOT / prefectures).read_bytes())
    (tmp_path / "data/municipalities/11/112437.yaml").write_text(text, "utf-8")
    assert load_municipalities(tmp_path)["112437"].pages[0].branches is None


def test_who_has_no_account_gets_the_contact_or_the_truth():
    known = replace(SITE, about={**SITE.about, "contact": "post@example.test"})
    letter = page_links("guide/where.md", PAGE, known)["contact_url"]
    assert letter.startswith("mailto:post@example.test?subject=")
    body = unquote(letter)
    for told in ("https://example.test/guide/guide/where/", "2026年11月23日", "どこで更新できる"):
        assert told in body
    assert "+" not in letter, "a mail program shows it as it stands"
    desk = replace(SITE, about={**SITE.about, "contact": "https://example.test/desk"})
    assert page_links("guide/where.md", PAGE, desk)["contact_url"] == "https://example.test/desk"
    assert page_links("guide/where.md", PAGE, replace(SITE, repo_url=None)) == {}
    partial = (ROOT / "overrides/partials/kg-help.html").read_text("utf-8")
    assert re.search(r"if not joining.contact_url %}.*まだありません", partial)
