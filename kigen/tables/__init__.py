"""The computed tables, by their public and permanent ids. Their words are in data/tables.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kigen.model import DataError, RuleBook
from kigen.refusals import nearest
from kigen.table import Table
from kigen.tables.afterwards import after_moving, insurance_grace
from kigen.tables.age import boundary_2022, by_issuance_age
from kigen.tables.lifetime import lifetime_visits
from kigen.tables.stay import short_stay
from kigen.tables.timing import renewal_timing
from kigen.tables.window import window_by_birth_month, window_start
from kigen.tables.year import by_issue_year, leap_day

TABLES: Mapping[str, Callable[[RuleBook, date], Table]] = {
    "by-issuance-age": by_issuance_age,
    "by-issue-year": by_issue_year,
    "window-by-birth-month": window_by_birth_month,
    "renewal-timing": renewal_timing,
    "window-start": window_start,
    "boundary-2022": boundary_2022,
    "lifetime-visits": lifetime_visits,
    "insurance-grace": insurance_grace,
    "after-moving": after_moving,
    "short-stay": short_stay,
    "leap-day": leap_day,
}


def build(table_id: str, book: RuleBook, today: date) -> Table:
    """A table computed under the rules of `book` as of `today`. Raises DataError for no such id."""
    if table_id not in TABLES:
        problem = f"「{table_id}」という表はありません"
        raise DataError("kigen/tables", table_id, problem, nearest(table_id, TABLES))
    return TABLES[table_id](book, today)
