"""Workdays (工作日) with 法定节假日 and 调休: counting, adding, and the sentence why a day is one.

A calendar is a value: a version, a span of days, a week pattern and the days that depart from it.
It is built once from rows and then only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from guatu.domain.words import N_, Sentence, say

MONDAY_TO_FRIDAY = (1, 1, 1, 1, 1, 0, 0)
EVERY_DAY = (1, 1, 1, 1, 1, 1, 1)

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class CalendarOutOfRange(ValueError):
    """A day, or a count of workdays, that leads out of the years the calendar holds."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class DayKind(StrEnum):
    """What a row says of its day; days without a row follow the week pattern."""

    STATUTORY_HOLIDAY = "statutory_holiday"  # a festival day named by law, 法定节假日
    REST_DAY = "rest_day"  # any other day off of the holiday period, 调休或补假
    MAKE_UP_WORKDAY = "make_up_workday"  # a weekend day worked in exchange, 调休上班


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row of a holiday notice; ``provisional`` while the year's notice is not published."""

    day: date
    kind: DayKind
    name: str
    source: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The workdays from ``first`` to ``last``, both included.

    ``exceptions`` maps a day to whether it is worked, against the ``week`` pattern (Monday
    first). ``provisional_years`` have no State Council notice yet. ``named`` holds the rows that
    ``describe`` takes its words from. Every question about a day outside the span raises
    CalendarOutOfRange.

    ``cum[n]`` is the number of workdays before day ``n`` of the span (0 … length, int32) and
    ``inv[k]`` the offset of the k-th workday; ``cum_list`` and ``inv_list`` are the same figures
    for loops in plain Python.
    """

    version: str
    first: date
    last: date
    exceptions: Mapping[date, bool] = field(hash=False)
    provisional_years: frozenset[int] = frozenset()
    week: tuple[int, ...] = MONDAY_TO_FRIDAY
    named: Mapping[date, CalendarDay] = field(default_factory=dict, hash=False, repr=False)
    cum: NDArray[np.int32] = field(init=False, repr=False, compare=False)
    inv: NDArray[np.int32] = field(init=False, repr=False, compare=False)
    cum_list: list[int] = field(init=False, repr=False, compare=False)
    inv_list: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a calendar needs at least one day")
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week has seven days and at least one workday")
        worked = self._worked()
        cum = np.concatenate(([0], np.cumsum(worked))).astype(np.int32)
        inv = np.flatnonzero(worked).astype(np.int32)
        for name, value in (
            ("cum", _read_only(cum)),
            ("inv", _read_only(inv)),
            ("cum_list", cum.tolist()),
            ("inv_list", inv.tolist()),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def from_days(
        cls,
        version: str,
        first: date,
        last: date,
        days: Iterable[CalendarDay],
        provisional_years: Iterable[int] = (),
    ) -> WorkCalendar:
        """A Monday-to-Friday calendar from rows; rows outside the span are left out.

        A year is provisional when it is listed or when one of its rows is.
        """
        named = {row.day: row for row in days if first <= row.day <= last}
        years = {row.day.year for row in named.values() if row.provisional}
        return cls(
            version=version,
            first=first,
            last=last,
            exceptions={day: row.kind is DayKind.MAKE_UP_WORKDAY for day, row in named.items()},
            provisional_years=frozenset(years | set(provisional_years)),
            named=named,
        )

    def is_workday(self, day: date) -> bool:
        n = self._offset(day)
        return self.cum_list[n + 1] > self.cum_list[n]

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays in [start, end): the end is not counted; negative when ``end`` comes first.

        workdays_between(2026-02-13, 2026-02-26) is 4: Friday the 13th, the make-up Saturday
        the 14th, then the 24th and 25th after Spring Festival.
        """
        return self.cum_list[self._edge(end)] - self.cum_list[self._edge(start)]

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after ``day``, or before it when ``n`` is negative.

        The day of the event is not counted (期间开始的当日不计入), so one workday after a Friday is
        the next Monday. Zero gives the day itself, moved on to a workday if it is a day off.
        """
        at = self._offset(day)
        if n > 0:
            return self._workday(self.cum_list[at + 1] + n - 1, day, n)
        return self._workday(self.cum_list[at] + n, day, n)

    def next_workday(self, day: date) -> date:
        """``day`` itself if it is a workday, else the first workday after it."""
        return self.add_workdays(day, 0)

    def previous_workday(self, day: date) -> date:
        """``day`` itself if it is a workday, else the last workday before it."""
        return self._workday(self.cum_list[self._offset(day) + 1] - 1, day, 0)

    def index(self, day: date) -> int:
        """Workdays of the calendar before ``day``; on a workday the inverse of ``day_at``."""
        return self.cum_list[self._offset(day)]

    def day_at(self, index: int) -> date:
        """The workday with ``index`` workdays before it."""
        if not 0 <= index < len(self.inv_list):
            raise self._beyond(_INDEX_BEYOND, index=index)
        return self.first + timedelta(self.inv_list[index])

    def is_provisional(self, first: int | date, last: date | None = None) -> bool:
        """Whether a year, a day, or any year of a span (both ends included) lacks its notice."""
        if isinstance(first, int):
            return first in self.provisional_years
        final = first if last is None else last
        return any(y in self.provisional_years for y in range(first.year, final.year + 1))

    def describe(self, day: date) -> Sentence:
        """Why a day is worked or not: “2026-02-14（星期六）春节调休，上班。”"""
        row = self.named.get(day)
        template = _BY_KIND[row.kind] if row is not None else self._plain(day)
        if day.year in self.provisional_years:
            template = _PROVISIONAL[template]
        return say(
            template,
            day=day.isoformat(),
            weekday=_WEEKDAYS[day.weekday()],
            name="" if row is None else row.name,
            year=day.year,
        )

    def _worked(self) -> NDArray[np.bool_]:
        length = (self.last - self.first).days + 1
        weekday = (np.arange(length) + self.first.weekday()) % 7
        worked = np.asarray(self.week, dtype=bool)[weekday]
        for day, is_worked in self.exceptions.items():
            if self.first <= day <= self.last:
                worked[(day - self.first).days] = is_worked
        if not worked.any():
            raise ValueError("a calendar needs at least one workday")
        return worked

    def _offset(self, day: date) -> int:
        n = day.toordinal() - self.first.toordinal()
        if not 0 <= n < len(self.cum_list) - 1:
            raise self._beyond(_DAY_BEYOND, day=day.isoformat())
        return n

    def _edge(self, day: date) -> int:
        # The exclusive end of a span may be the day after the last one.
        n = day.toordinal() - self.first.toordinal()
        return n if n == len(self.cum_list) - 1 else self._offset(day)

    def _workday(self, index: int, day: date, n: int) -> date:
        if 0 <= index < len(self.inv_list):
            return self.first + timedelta(self.inv_list[index])
        raise self._beyond(_COUNT_BEYOND, day=day.isoformat(), n=n)

    def _beyond(self, template: str, **params: str | int) -> CalendarOutOfRange:
        first, last = self.first.isoformat(), self.last.isoformat()
        return CalendarOutOfRange(say(template, first=first, last=last, **params))

    def _plain(self, day: date) -> str:
        if self.is_workday(day):
            return _WORKDAY
        return _WEEKEND if day.weekday() >= 5 else _DAY_OFF


_DAY_BEYOND = N_(
    "{day} 不在工作日历的范围内（{first} 至 {last}）；请核对日期，或请管理员补充日历年份。"
)
_COUNT_BEYOND = N_(
    "从 {day} 起数 {n} 个工作日，超出工作日历的范围（{first} 至 {last}）；"
    "请核对日期，或请管理员补充日历年份。"
)
_INDEX_BEYOND = N_(
    "第 {index} 个工作日超出工作日历的范围（{first} 至 {last}）；请管理员补充日历年份。"
)
_WORKDAY = N_("{day}（{weekday}）工作日。")
_WEEKEND = N_("{day}（{weekday}）周末，休息。")
_DAY_OFF = N_("{day}（{weekday}）放假。")
_BY_KIND = {
    DayKind.STATUTORY_HOLIDAY: N_("{day}（{weekday}）{name}，法定节假日，放假。"),
    DayKind.REST_DAY: N_("{day}（{weekday}）{name}调休，放假。"),
    DayKind.MAKE_UP_WORKDAY: N_("{day}（{weekday}）{name}调休，上班。"),
}
_PROVISIONAL = {
    _WORKDAY: N_("{day}（{weekday}）暂按工作日计，{year} 年放假安排尚未发布。"),
    _WEEKEND: N_("{day}（{weekday}）周末，暂按休息计，{year} 年放假安排尚未发布。"),
    _DAY_OFF: N_("{day}（{weekday}）暂按放假计，{year} 年放假安排尚未发布。"),
    _BY_KIND[DayKind.STATUTORY_HOLIDAY]: N_(
        "{day}（{weekday}）{name}，法定节假日，暂按放假计，{year} 年放假安排尚未发布。"
    ),
    _BY_KIND[DayKind.REST_DAY]: N_(
        "{day}（{weekday}）{name}补假，暂按放假计，{year} 年放假安排尚未发布。"
    ),
    _BY_KIND[DayKind.MAKE_UP_WORKDAY]: N_(
        "{day}（{weekday}）{name}调休，暂按上班计，{year} 年放假安排尚未发布。"
    ),
}


def _read_only(values: NDArray[np.int32]) -> NDArray[np.int32]:
    values.flags.writeable = False
    return values
