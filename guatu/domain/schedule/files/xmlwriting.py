"""Writing XML line by line, and the calendars of MSPDI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from xml.sax.saxutils import escape

from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK
from guatu.domain.schedule.files.model import ShiftCalendar, Shifts

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Xml:
    """Lines of XML, indented as they nest."""

    def __init__(self) -> None:
        self.lines = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>']
        self._open: list[str] = []

    def open(self, name: str, attributes: str = "") -> None:
        self.lines.append(f"{'  ' * len(self._open)}<{name}{attributes}>")
        self._open.append(name)

    def close(self) -> None:
        name = self._open.pop()
        self.lines.append(f"{'  ' * len(self._open)}</{name}>")

    def put(self, name: str, value: str | int | None) -> None:
        if value is not None:
            text = escape(_NOT_XML.sub(" ", str(value)))
            self.lines.append(f"{'  ' * len(self._open)}<{name}>{text}</{name}>")

    def bytes(self) -> bytes:
        return "\n".join([*self.lines, ""]).encode("utf-8")


def write_calendars(
    xml: Xml, calendars: Iterable[ShiftCalendar], numbers: Mapping[str, int]
) -> None:
    """All ``calendars`` with their ``numbers``; round the clock needs none."""
    xml.open("Calendars")
    for one in calendars:
        if one.id != ROUND_THE_CLOCK.id:
            _write_calendar(xml, one, numbers[one.id])
    xml.close()


def _write_calendar(xml: Xml, one: ShiftCalendar, number: int) -> None:
    xml.open("Calendar")
    xml.put("UID", number)
    xml.put("Name", one.name)
    xml.put("IsBaseCalendar", 1)
    xml.put("BaseCalendarUID", -1)
    xml.open("WeekDays")
    for n in range(7):  # Sunday first
        xml.open("WeekDay")
        xml.put("DayType", n + 1)
        _write_shifts(xml, one.week[(n - 1) % 7])
        xml.close()
    xml.close()
    if one.exceptions:
        xml.open("Exceptions")
        for first, last, shifts in _runs(one):
            _write_exception(xml, first, last, shifts)
        xml.close()
    xml.close()


def _write_exception(xml: Xml, first: date, last: date, shifts: Shifts) -> None:
    xml.open("Exception")
    xml.put("EnteredByOccurrences", 0)
    xml.open("TimePeriod")
    xml.put("FromDate", f"{first}T00:00:00")
    xml.put("ToDate", f"{last}T23:59:00")
    xml.close()
    xml.put("Occurrences", (last - first).days + 1)
    xml.put("Type", 1)
    xml.put("Period", 1)
    _write_shifts(xml, shifts)
    xml.close()


def _write_shifts(xml: Xml, shifts: Shifts) -> None:
    xml.put("DayWorking", 1 if shifts else 0)
    if not shifts:
        return
    xml.open("WorkingTimes")
    for start, end in shifts:
        xml.open("WorkingTime")
        xml.put("FromTime", _clock(start))
        xml.put("ToTime", _clock(end))
        xml.close()
    xml.close()


def _runs(calendar: ShiftCalendar) -> Iterator[tuple[date, date, Shifts]]:
    """Exceptions of days in a row with the same shifts, as first and last day."""
    days = sorted(calendar.exceptions)
    while days:
        first, shifts = days[0], calendar.exceptions[days[0]]
        n = 1
        while n < len(days) and days[n] == first + timedelta(n):
            if calendar.exceptions[days[n]] != shifts:
                break
            n += 1
        yield first, days[n - 1], shifts
        del days[:n]


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"
