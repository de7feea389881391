"""The open data: the same bytes from both doors, described truly, safe to open, and promised."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
import sys
import textwrap
from datetime import date
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from kigen import DataError, publish, tables
from kigen.publish import promise, tabular
from kigen.publish.fields import Field
from kigen.reader import ROOT
from macros.site import load_site
from tests.site import SITE_URL, TODAY, soup

API = "api/v1"
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)" href="([^"]+)" title="[^"]+">')


@pytest.fixture(scope="module")
def files():
    return dict(publish.files(date.fromisoformat(TODAY), SITE_URL))


@pytest.fixture(scope="module")
def contents(files):
    """Every JSON file, read."""
    return {path: json.loads(text) for path, text in files.items() if path.endswith(".json")}


@pytest.fixture(scope="module")
def listed():
    return publish.datasets(ROOT, date.fromisoformat(TODAY))


def rows(content: bytes):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# ---------------------------------------------------------------- the same bytes


def test_the_site_holds_exactly_these_files(site, files):
    built = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for folder in ("api", "feeds")
        for path in (site / folder).rglob("*")
        if path.is_file()
    }
    assert built == files


def test_the_command_writes_the_same_bytes_without_the_site_generator(files, tmp_path):
    environment = {"SITE_URL": SITE_URL, "SITE_TODAY": TODAY, "PYTHONHASHSEED": "7"}
    program = (
        "import sys; from kigen.__main__ import main; code = main(sys.argv[1:]);"
        "assert not {'mkdocs', 'jinja2'} & set(sys.modules); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "publish", str(tmp_path / "out")],
        cwd=ROOT, env={**environment, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert f"{len(files)}個" in run.stdout
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert written == files


def test_the_name_is_that_of_the_site():
    assert f"site_name: {publish.SITE}\n" in (ROOT / "mkdocs.yml").read_text("utf-8")


# ---------------------------------------------------------------- described truly


def test_every_part_of_the_data_is_there(contents):
    site = load_site()
    wanted = {
        "parameters": [p.id for p in site.book.parameters.values()],
        "doubts": list(site.book.ambiguities),
        "findings": [f"F{number}" for number in range(1, 18)],
        "questions": list(site.questions),
        "myths": list(site.myths),
        "terms": list(site.terms),
        "sources": list(site.sources),
    }
    for name, ids in wanted.items():
        assert [record["id"] for record in contents[f"{API}/{name}.json"]["data"]] == ids
    codes = {path.stem for path in (ROOT / "data/municipalities").rglob("*.yaml")}
    assert {record["code"] for record in contents[f"{API}/offices.json"]["data"]} == codes
    for table_id in tables.TABLES:
        found = contents[f"{API}/tables/{table_id}.json"]["data"]
        built = tables.build(table_id, site.book, date.fromisoformat(TODAY))
        assert [record["row"] for record in found] == [row.anchor for row in built.rows]
    (age,) = (r for r in contents[f"{API}/parameters.json"]["data"] if r["id"] == "card.adult_age")
    assert [(v["since"], v["value"]) for v in age["values"]] == [("2015-10-05", 20), ("2022-04-01", 18)]  # fmt: skip
    assert all(value["cites"] for value in age["values"])


def test_every_file_fits_its_own_schema_and_so_does_its_example(contents):
    for path, content in contents.items():
        if "/schema/" in path:
            Draft202012Validator.check_schema(content)
        elif not path.endswith("openapi.json"):
            name = path.removeprefix(f"{API}/").removesuffix(".json")
            schema = contents[f"{API}/schema/{name}.schema.json"]
            check = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
            assert [error.message for error in check.iter_errors(content)] == [], path
            assert content["generated_at"] == TODAY
            if "data" in content:
                assert content["count"] == len(content["data"]) > 0, path
                items = schema["properties"]["data"]["items"]
                assert Draft202012Validator(items).is_valid(items["examples"][0]), path


def test_a_schema_refuses_what_is_not_so(contents):
    schema = contents[f"{API}/schema/parameters.schema.json"]
    content = json.loads(json.dumps(contents[f"{API}/parameters.json"]))
    del content["data"][0]["unit"]
    content["data"][1]["values"][0]["since"] = 2015
    content["data"][2]["new_field"] = "いつか足す項目"
    found = {error.message for error in Draft202012Validator(schema).iter_errors(content)}
    assert found == {"'unit' is a required property", "2015 is not of type 'string'"}


def test_the_validator_passes_the_openapi_document_and_it_names_every_file(files, contents):
    document = contents[f"{API}/openapi.json"]
    validate(document)
    described = {urljoin(f"/{API}/", f".{path}") for path in document["paths"]}
    data = {f"/{path}" for path in files if path.startswith(API) and "/schema/" not in path}
    assert described == data - {f"/{API}/openapi.json"}


def test_the_index_leads_to_every_dataset(files, contents):
    index = contents[f"{API}/index.json"]
    assert len(index["datasets"]) == 10 + len(tables.TABLES)
    for each in index["datasets"]:
        for kind in ("json", "csv", "schema"):
            assert f"{API}/{each[kind]}" in files
    for path in (index["openapi"], index["changelog"], *index["feeds"]):
        assert urljoin(f"{API}/", path).lstrip("/") in files


# ---------------------------------------------------------------- a spreadsheet


def test_every_csv_opens_in_a_spreadsheet(files, listed):
    for dataset in listed:
        content = files[f"{API}/{dataset.id}.csv"]
        assert content.startswith(b"\xef\xbb\xbf"), "without the mark Japanese is garbled"
        assert content.endswith(b"\r\n")
        head, *body = rows(content)
        assert head == list(tabular.columns(dataset.fields, dataset.each))
        assert len(head) == len(set(head))
        records = list(dataset.records())
        wanted = sum(len(record[dataset.each]) if dataset.each else 1 for record in records)
        assert len(body) == wanted
        assert all(len(row) == len(head) for row in body)


def test_a_csv_says_the_same_as_the_json(files, contents):
    head, *body = rows(files[f"{API}/parameters.csv"])
    first = dict(zip(head, body[0], strict=True))
    record = contents[f"{API}/parameters.json"]["data"][0]
    assert first["id"] == record["id"]
    assert first["values_since"] == record["values"][0]["since"]
    assert first["values_value"] == str(record["values"][0]["value"])
    assert first["checked_on"] == record["checked"]["on"]
    cites = [f"{cite['source']} {cite['place']}" for cite in record["values"][0]["cites"]]
    assert first["values_cites"] == "; ".join(cites)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_can_begin_a_formula(begin):
    field = Field("note", "string", "")
    content = tabular.csv_bytes((field,), [{"note": f'{begin}HYPERLINK("http://x")'}], None)
    assert rows(content)[1][0].startswith(f"'{begin}")


def test_no_cell_of_ours_needs_that(files):
    for path, content in files.items():
        if path.endswith(".csv"):
            assert not [cell for row in rows(content) for cell in row if cell.startswith("'")], path


# ---------------------------------------------------------------- the promise


def test_the_promise_is_kept_and_whole():
    assert publish.broken() == []
    assert publish.unpromised() == [], "make freeze で data/api-v1.lock に足してください"
    lines = promise.kept(ROOT)
    assert len(lines) == len(set(lines))


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_a_field_that_is_gone_or_changed_breaks_it_and_a_new_one_does_not(copy, monkeypatch):
    shapes = sys.modules["kigen.publish.shapes"]
    gone = [field for field in shapes.FINDING if field.name != "mark"]
    retyped = [Field("id", "integer", "番号") if field.name == "id" else field for field in gone]
    monkeypatch.setattr(shapes, "FINDING", (*retyped, Field("new", "string", "新しい項目")))
    places = [error.place for error in publish.broken(copy)]
    assert places == [
        "field findings.data.id string", "field findings.data.mark string", "column findings mark",
    ]  # fmt: skip
    assert all("/api/v2/" in error.mend for error in publish.broken(copy))
    assert "field findings.data.new string" in publish.unpromised(copy)
    before = (copy / promise.NAME).read_text("utf-8")
    assert publish.freeze(copy) == 3
    assert (copy / promise.NAME).read_text("utf-8").startswith(before)
    assert publish.unpromised(copy) == []


def test_a_table_or_a_column_that_is_gone_breaks_it(copy):
    path = copy / "data/tables.yaml"
    path.write_text(path.read_text("utf-8").replace("{key: before_2022,", "{key: until_2022,"), "utf-8")  # fmt: skip
    assert [error.place for error in publish.broken(copy)] == [
        "field tables/by-issuance-age.data.before_2022 cell?",
        "column tables/by-issuance-age before_2022",
    ]


def test_a_lost_promise_is_not_made_anew(copy):
    (copy / promise.NAME).unlink()
    with pytest.raises(DataError, match=r"api-v1\.lock"):
        publish.freeze(copy)


# ---------------------------------------------------------------- the pages


def test_search_engines_are_told_the_day_of_the_site(site):
    """The day in Tokyo: that of UTC is the day before until nine in the morning."""
    days = re.findall(r"<lastmod>(.*?)</lastmod>", (site / "sitemap.xml").read_text("utf-8"))
    assert len(days) > 200 and set(days) == {TODAY}


def test_the_heads_of_the_pages_name_their_data(site):
    found = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        for kind, href in ALTERNATE.findall(path.read_text("utf-8")):
            target = urljoin(f"/{address}", href).lstrip("/")
            assert (site / target).is_file(), (address, target)
            found.setdefault(address, set()).add((kind, target))
    wanted = {
        "questions/": "questions", "myths/": "myths", "terms/": "terms", "sources/": "sources",
        "doubts/": "doubts", "2020/": "findings", "about/changes/": "changes",
        "law/card.adult_age/": "parameters", "tables/leap-day/": "tables/leap-day",
    }  # fmt: skip
    wanted |= {f.page[1:]: "findings" for f in load_site().findings.values()}
    wanted |= {
        path.parent.relative_to(site).as_posix() + "/": "offices"
        for path in site.glob("offices/**/index.html")
    }
    for address, name in wanted.items():
        assert ("application/json", f"{API}/{name}.json") in found[address], address
        assert ("text/csv", f"{API}/{name}.csv") in found[address], address
    for address in ("", "about/changes/"):
        assert ("application/atom+xml", "feeds/changes.xml") in found[address]
    shown = {target for targets in found.values() for _, target in targets}
    assert {f"{API}/tables/{name}.json" for name in tables.TABLES} <= shown


@pytest.fixture(scope="module")
def examples(site):
    """The code on the page about the data, by its heading."""
    body = soup(site / "about/data/index.html")
    return {
        heading["id"]: [code.get_text() for code in heading.find_next("ol").find_all("code")]
        for heading in body.select("#kg-main h3")
    }


def addresses(code, base_url):
    found = re.findall(rf"{re.escape(SITE_URL)}[^\s\"]+", code)
    assert found, code
    return [each.replace(SITE_URL, base_url) for each in found]


def test_the_python_example_works(examples, base_url):
    (code,) = examples["python"]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(textwrap.dedent(code).replace(SITE_URL, base_url), {})  # noqa: S102 - our own page
    assert said.getvalue() == "2015-10-05 20\n2022-04-01 18\n"


def test_the_shell_example_works(examples, base_url, tmp_path):
    (code,) = examples["shell"]
    for address in addresses(code, base_url):
        with urlopen(address) as answer:
            assert answer.status == 200 and answer.read()
    if shutil.which("curl") and shutil.which("sh"):
        command = code.replace(SITE_URL, base_url).replace("curl -O", "curl -sSfO")
        subprocess.run(["sh", "-ec", command], cwd=tmp_path, check=True)
        names = {path.name for path in tmp_path.iterdir()}
        assert names == {"parameters.json", "by-issuance-age.csv"}


def test_the_spreadsheet_example_leads_to_a_csv(examples, base_url):
    (code,) = examples["spreadsheet"]
    (address,) = addresses(code, base_url)
    assert re.fullmatch(r'=IMPORTDATA\("[^"]+"\)', code.strip())
    with urlopen(address) as answer:
        assert len(rows(answer.read())) > 100


def test_the_page_lists_every_file(site, listed):
    links = {a["href"] for a in soup(site / "about/data/index.html").select("#kg-main a[href]")}
    for dataset in listed:
        for path in (f"{dataset.id}.json", f"{dataset.id}.csv", f"schema/{dataset.id}.schema.json"):
            assert f"../../{API}/{path}" in links
