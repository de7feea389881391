"""Expiry days of the My Number Card and its certificates, each with the law it rests on."""

from kigen.book import load_book, load_sources
from kigen.contract import answer_json, read_case, to_text
from kigen.model import Case, CaseError, DataError, Report
from kigen.rules.answer import answer

__all__ = [
    "Case",
    "CaseError",
    "DataError",
    "Report",
    "answer",
    "answer_json",
    "load_book",
    "load_sources",
    "read_case",
    "to_text",
]
