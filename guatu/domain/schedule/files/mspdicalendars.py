"""The calendars of an MSPDI file: weeks, other weeks for a time, exceptions and their patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from guatu.domain.schedule.files.elements import Element
from guatu.domain.schedule.files.model import OFFICE, ShiftCalendar, Shifts, in_order
from guatu.domain.schedule.files.noting import MOST_EXCEPTIONS, Notes, moment, refuse, whole
from guatu.domain.words import N_

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_WEEKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
#: What stands in ``MonthItem``: any day, a weekday, a weekend day, then Sunday to Saturday.
_ITEMS = ((0, 1, 2, 3, 4, 5, 6), _WEEKDAYS, _WEEKEND, (6,), (0,), (1,), (2,), (3,), (4,), (5,))
_LAST = 4
#: Days that the patterns of all exceptions may be tried on.
MOST_WALKED = 3_000_000


@dataclass(slots=True)
class Told:
    """A calendar as the file tells it; ``week`` holds only the days that it names."""

    uid: str
    name: str
    line: int
    base: str
    week: dict[int, Shifts] = field(default_factory=dict)
    exceptions: dict[date, Shifts] = field(default_factory=dict)


class Calendars:
    """The calendars of one file by uid, resolved along their bases."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.told: dict[str, Told] = {}
        self._resolved: dict[str, ShiftCalendar] = {}
        self._days = self._walked = 0

    def take(self, element: Element) -> None:
        uid = element.get("UID")
        name = element.get("Name") or uid
        place = f"第 {element.line} 行 日历“{name}”"
        base = (
            "" if element.get("BaseCalendarUID") in ("-1", "0") else element.get("BaseCalendarUID")
        )
        one = Told(uid, name, element.line, base)
        for day in element.all("WeekDays", "WeekDay"):
            kind = whole(day.get("DayType") or "0", place)
            if 1 <= kind <= 7:
                one.week[(kind - 2) % 7] = _shifts(day, place)
        for week in element.all("WorkWeeks", "WorkWeek"):
            self._other_week(one, week, place)
        exceptions = element.all("Exceptions", "Exception")
        if not exceptions:  # the older way, which newer files write besides
            exceptions = [
                day for day in element.all("WeekDays", "WeekDay") if day.get("DayType") == "0"
            ]
        for exception in exceptions:
            self._exception(one, exception, place)
        self.told[uid] = one

    def resolved(self, uid: str, day: int) -> ShiftCalendar:
        """``uid`` with all that its bases give it; refused without a workday."""
        if uid not in self._resolved:
            self._resolved[uid] = self._along_bases(self.told[uid], day)
        return self._resolved[uid]

    def _along_bases(self, one: Told, day: int) -> ShiftCalendar:
        week: dict[int, Shifts] = {}
        exceptions: dict[date, Shifts] = {}
        for step in self._way(one):
            week = {**step.week, **week}
            exceptions = {**step.exceptions, **exceptions}
        full = tuple(week.get(n, OFFICE if n < 5 else ()) for n in range(7))
        if not any(full):
            sentence = N_("第 {line} 行 日历“{name}”没有一个工作日；请至少留一天上班。")
            refuse(sentence, line=one.line, name=one.name)
        return ShiftCalendar(one.uid, one.name, full, exceptions, day)

    def _way(self, one: Told) -> Iterator[Told]:
        seen: set[str] = set()
        while one.uid not in seen:
            seen.add(one.uid)
            yield one
            one = self.told.get(one.base, one)

    def _other_week(self, one: Told, week: Element, place: str) -> None:
        first, last = _period(week, place)
        self._walk((last - first).days, place)
        days = {
            (whole(day.get("DayType") or "0", place) - 2) % 7: _shifts(day, place)
            for day in week.all("WeekDays", "WeekDay")
            if day.get("DayType") != "0"
        }
        for day in _days(first, last):
            if day.weekday() in days:
                self._put(one, day, days[day.weekday()], place)

    def _exception(self, one: Told, exception: Element, place: str) -> None:
        shifts = _shifts(exception, place)
        first, last = _period(exception, place)
        self._walk((last - first).days, place)
        most = whole(exception.get("Occurrences") or "0", place)
        counted = exception.get("EnteredByOccurrences") == "1" and most > 0
        for n, day in enumerate(occurrences(exception, place)):
            if counted and n >= most:
                break
            self._put(one, day, shifts, place)

    def _walk(self, days: int, place: str) -> None:
        self._walked += days
        if self._walked > MOST_WALKED:
            refuse(
                N_("{place} 及其他日历的例外跨越的年份太多，不像是一个计划；请核对。"), place=place
            )

    def _put(self, one: Told, day: date, shifts: Shifts, place: str) -> None:
        self._days += 1
        if self._days > MOST_EXCEPTIONS:
            sentence = N_("{place} 及其他日历的例外日合计超过 {most} 天，不像是一个计划；请核对。")
            refuse(sentence, place=place, most=MOST_EXCEPTIONS)
        one.exceptions[day] = shifts


def occurrences(exception: Element, place: str) -> Iterator[date]:
    """The days of an exception with its pattern: every n days, weeks, months, or every year."""
    first, last = _period(exception, place)
    kind = whole(exception.get("Type") or "1", place)
    period = max(1, whole(exception.get("Period") or "1", place))
    numbers = {
        name: whole(exception.get(name) or "0", place)
        for name in ("DaysOfWeek", "Month", "MonthDay", "MonthItem", "MonthPosition")
    }
    monday = first - timedelta(first.weekday())
    for day in _days(first, last):
        months = (day.year - first.year) * 12 + day.month - first.month
        match kind:
            case 2 | 3:
                fits = day.month == numbers["Month"] + 1 and _in_month(day, kind == 2, numbers)
            case 4 | 5:
                fits = months % period == 0 and _in_month(day, kind == 4, numbers)
            case 6:
                bit = 1 << (day.weekday() + 1) % 7
                fits = bool(numbers["DaysOfWeek"] & bit) and (day - monday).days // 7 % period == 0
            case 8:
                fits = day.weekday() in _WEEKDAYS
            case _:
                fits = (day - first).days % period == 0
        if fits:
            yield day


def _in_month(day: date, by_number: bool, numbers: Mapping[str, int]) -> bool:
    if by_number:
        return day.day == numbers["MonthDay"]
    item = numbers["MonthItem"]
    wanted = _ITEMS[item] if 0 <= item < len(_ITEMS) else ()
    if day.weekday() not in wanted:
        return False
    if numbers["MonthPosition"] >= _LAST:
        later = (day + timedelta(n) for n in range(1, 32))
        return not any(one.month == day.month and one.weekday() in wanted for one in later)
    earlier = sum(day.replace(day=n).weekday() in wanted for n in range(1, day.day))
    return earlier == numbers["MonthPosition"]


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def _period(element: Element, place: str) -> tuple[date, date]:
    """First and last day, both included."""
    first, last = element.get("TimePeriod", "FromDate"), element.get("TimePeriod", "ToDate")
    if not first:
        refuse(N_("{place} 有一条例外没有日期；请在原软件中核对后重新导出。"), place=place)
    begin = moment(first, place).date()
    end = moment(last, place).date() if last else begin
    if end < begin:
        refuse(
            N_("{place} 有一条例外 {last} 早于 {first}；请核对。"),
            place=place,
            first=f"{begin}",
            last=f"{end}",
        )
    return begin, end


def _shifts(day: Element, place: str) -> Shifts:
    spans = [
        (_minute(one.get("FromTime"), place), _minute(one.get("ToTime"), place) or 24 * 60)
        for one in day.all("WorkingTimes", "WorkingTime")
        if one.get("FromTime") or one.get("ToTime")
    ]
    if any(end < start for start, end in spans):
        refuse(N_("{place} 有一班的结束早于开始；请把跨夜的一班按午夜分开。"), place=place)
    if not spans and day.get("DayWorking") == "1":
        return OFFICE
    return in_order(spans) if day.get("DayWorking") != "0" else ()


def _minute(text: str, place: str) -> int:
    found = _CLOCK.search(text or "00:00")
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        refuse(
            N_("{place} 里的时刻写作“{text}”，应像 08:00；请核对。"), place=place, text=text[:20]
        )
    return int(found[1]) * 60 + int(found[2])
