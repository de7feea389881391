"""The only reader of the clock."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """Today in Japan, or the day in SITE_TODAY. Raises ValueError if that is no YYYY-MM-DD."""
    stated = os.environ.get("SITE_TODAY")
    if not stated:
        return datetime.now(ZoneInfo("Asia/Tokyo")).date()
    try:
        return date.fromisoformat(stated)
    except ValueError:
        raise ValueError(
            f"環境変数 SITE_TODAY の「{stated}」は日付ではありません。2026-11-23 のように書きます。"
        ) from None
