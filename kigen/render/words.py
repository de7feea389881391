"""Days and numbers in Japanese words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kigen.model import DataError, NotInForce, Parameter
from kigen.refusals import nearest
from kigen.statements import PLACEHOLDER

UNITS = {
    "age": "歳",
    "years": "年",
    "months": "か月",
    "days": "日",
    "birthdays": "回目",
    "times": "回",
    "yen": "円",
    "flag": "",
    "month_day": "",
}
VALUES = {True: "決まりがある", False: "決まりがない", "feb28": "2月28日", None: "廃止"}
CHECKS = {
    "copy": "保存された写しで確認",
    "relayed": "ほかの人の記録で確認",
    "live": "公式ページで確認",
}


def day_ja(day: date) -> str:
    """A day in the Gregorian calendar: 2027年1月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def old_ja(days: int) -> str:
    """What is said of a check that is older than `days`."""
    return f"確認から{days}日以上。"


def amount_ja(value: int | bool | str | None, unit: str) -> str:
    """A parameter's value with its unit: 5回目, 3か月, 2月28日."""
    if value is None or isinstance(value, (bool, str)):
        return VALUES.get(value, str(value))
    return f"{value}{UNITS[unit]}"


def filled(text: str, numbers: Mapping[str, Parameter], day: date) -> str:
    """A sentence with its legal numbers, {certificate.window_months}, as they are on `day`."""

    def amount(name: str) -> str:
        place = f"決まりの数字「{name}」"
        if name not in numbers:
            raise DataError("この文", place, "ありません", nearest(name, numbers))
        try:
            return amount_ja(numbers[name].on(day).value, numbers[name].unit)
        except NotInForce:
            problem = f"{day_ja(day)}には決まりがありません"
            raise DataError("この文", place, problem, "文を直してください") from None

    return PLACEHOLDER.sub(lambda found: amount(found[1]), text)
