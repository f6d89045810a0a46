"""A recurrence in the making and the text of its rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Draft:
    """A rule in the making; ``unit`` is one of day, workday, week, ten, halfmonth, month …"""

    unit: str
    count: int = 1
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    place_in_set: int = 0
    qualifier: str | None = None


def rule_text(draft: Draft) -> str:
    frequency, interval = _FREQUENCIES[draft.unit]
    interval *= draft.count
    weekdays = draft.weekdays or ((WORKDAYS,) if draft.unit == "workday" else ())
    days = draft.days
    if not days and not weekdays:
        days = {"ten": (10, 20, -1), "halfmonth": (15, -1)}.get(draft.unit, ())
    if draft.months and draft.unit != "year":
        interval = 1
    parts = [f"FREQ={frequency}"]
    parts += [f"INTERVAL={interval}"] if interval > 1 else []
    parts += [f"BYMONTH={_joined(draft.months)}"] if draft.months else []
    parts += [f"BYMONTHDAY={_joined(days)}"] if days else []
    parts += [f"BYDAY={','.join(weekdays)}"] if weekdays else []
    parts += [f"BYSETPOS={draft.place_in_set}"] if draft.place_in_set else []
    return ";".join(parts)


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)


def is_detailed(draft: Draft) -> bool:
    return bool(draft.days or draft.weekdays or draft.months or draft.qualifier)


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = "MO,TU,WE,TH,FR"


UNITS = {
    "日": "day", "天": "day", "号": "day", "工作日": "workday", "个工作日": "workday",
    "周": "week", "星期": "week", "礼拜": "week", "旬": "ten", "半月": "halfmonth",
    "半个月": "halfmonth", "月": "month", "月份": "month", "个月": "month", "月度": "month",
    "季": "quarter", "季度": "quarter", "半年": "halfyear", "半年度": "halfyear", "年": "year",
    "年度": "year", "年份": "year",
}  # fmt: skip
_FREQUENCIES = {
    "day": ("DAILY", 1), "workday": ("WEEKLY", 1), "week": ("WEEKLY", 1), "ten": ("MONTHLY", 1),
    "halfmonth": ("MONTHLY", 1), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3),
    "halfyear": ("MONTHLY", 6), "year": ("YEARLY", 1),
}  # fmt: skip
BOUNDS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "quarter": ((1, 4, 7, 10), (3, 6, 9, 12)),
    "halfyear": ((1, 7), (6, 12)),
    "year": ((1,), (12,)),
}
"""The first and the last months of a unit."""
