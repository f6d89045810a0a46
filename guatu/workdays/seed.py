"""The first calendar of a new installation: published notices, then provisional years.

Years with a State Council notice come from ``chinesecalendar``; later years are the statutory
festival days and their 补假 from ``holidays``, marked provisional until a notice is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version

import holidays
from chinese_calendar import constants

from guatu.domain.workcalendar import CalendarDay, DayKind

_COMPENSATION = "（补假）"


def seed_days(first_year: int, last_year: int) -> tuple[CalendarDay, ...]:
    """Rows in day order for ``first_year`` to ``last_year``, both included.

    By law (全国年节及纪念日放假办法) a festival day on a weekend is compensated on a workday; in a
    provisional year the compensation is taken to follow the festival at once. Years before the
    first notice known (2004) raise ValueError.
    """
    noticed = {day.year for day in constants.holidays}
    if first_year < min(noticed):
        raise ValueError(f"no holiday notice known before {min(noticed)}")
    rows: list[CalendarDay] = []
    for year in range(first_year, last_year + 1):
        rows += _noticed(year) if year in noticed else _provisional(year)
    return tuple(sorted(rows, key=lambda row: row.day))


def _noticed(year: int) -> Iterator[CalendarDay]:
    source = f"国务院办公厅 {year} 年放假通知（据 chinesecalendar {version('chinesecalendar')}）"
    festivals = _festivals(year)
    off = {day: name for day, name in constants.holidays.items() if day.year == year}
    for day in sorted(off.keys() | festivals.keys()):
        if day in festivals:
            yield CalendarDay(day, DayKind.STATUTORY_HOLIDAY, festivals[day], source)
        else:
            yield CalendarDay(day, DayKind.REST_DAY, _chinese(off[day]), source)
    for day, name in constants.workdays.items():
        if day.year == year:
            yield CalendarDay(day, DayKind.MAKE_UP_WORKDAY, _chinese(name), source)


def _provisional(year: int) -> Iterator[CalendarDay]:
    source = f"按法定节日推算（据 holidays {version('holidays')}），{year} 年放假通知尚未发布"
    for day, name in _all_named(year).items():
        festival = name.removesuffix(_COMPENSATION)
        kind = DayKind.STATUTORY_HOLIDAY if festival == name else DayKind.REST_DAY
        yield CalendarDay(day, kind, festival, source, provisional=True)


def _festivals(year: int) -> dict[date, str]:
    return {d: n for d, n in _all_named(year).items() if not n.endswith((_COMPENSATION, "调休）"))}


def _all_named(year: int) -> dict[date, str]:
    named = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {day: named[day] for day in sorted(named)}


def _chinese(english: str) -> str:
    name: str = constants.Holiday(english).chinese
    return name if name.endswith(("节", "旦", "日")) else f"{name}节"
