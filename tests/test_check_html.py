"""`make html`: what the Nu checker says, without what is known to be no mistake.

The checker itself needs Java and takes ten seconds; `make html` runs once a week.
"""

from __future__ import annotations

import pytest

from tools.check_html import SILENT, Finding, findings, main, report


@pytest.fixture
def said(tmp_path):
    def say(message, page="index.html", kind="error"):
        address = f"file:{(tmp_path / page).as_posix()}"
        row = {
            "type": kind,
            "url": address,
            "lastLine": 7,
            "message": message,
            "extract": "<p>\n x",
        }
        return findings([row], tmp_path)

    return say


def test_a_mistake_is_named_with_its_page_and_line(said):
    (found,) = said("Stray end tag “p”.", "guide/where/index.html")
    assert found == Finding("guide/where/index.html", 7, "まちがい", "Stray end tag “p”.", "<p> x")
    text = report([found], 2, 3)
    assert "guide/where/index.html の 7行目：<p> x" in text
    assert "2ページを調べました。まちがい 1、注意 0、理由があって数えなかったもの 2" in text


def test_a_warning_counts_too(said):
    (found,) = said("Section lacks heading.", kind="info")
    assert found.kind == "注意"


def test_only_what_is_known_to_be_no_mistake_is_silent(said):
    assert not said("Inline script violates Content Security Policy (meta tag): …")
    assert not said("Empty heading.", "check/index.html")
    assert said("Empty heading.", "guide/where/index.html")
    assert all(silence.why.endswith(".") for silence in SILENT)


def test_an_empty_folder_is_no_success(tmp_path):
    with pytest.raises(SystemExit, match="make site"):
        main(tmp_path)


def test_the_themes_check_boxes_carry_no_attribute_that_html_forbids(site):
    for page in ("index.html", "404.html"):
        assert 'type="checkbox" id="__drawer" autocomplete' not in (site / page).read_text("utf-8")
