"""Collecting notes, numbers and dates of a file; every refusal names line and activity."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from math import isnan
from typing import NoReturn

from guatu.domain.schedule.files.model import Note
from guatu.domain.schedule.network import ScheduleError
from guatu.domain.words import N_, say

MOST_BYTES = 64 * 1024 * 1024
MOST_ACTIVITIES = 100_000
MOST_LINKS = 500_000
MOST_CALENDARS = 5_000
#: Days off and shifts that all calendars of a file may hold together.
MOST_EXCEPTIONS = 500_000
#: A century of minutes: no duration, lag or slack is longer.
MOST_MINUTES = 100 * 366 * 24 * 60
FIRST_YEAR, LAST_YEAR = 1950, 2149
#: Notes of one kind that are told one by one; the rest is counted.
TOLD = 20

_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")


class Notes:
    """Notes in the order found; the first of each kind in full, then how many more there were."""

    def __init__(self) -> None:
        self._told: list[Note] = []
        self._counts: Counter[str] = Counter()

    def add(self, code: str, template: str, line: int | None = None, **params: str | int) -> None:
        self._counts[code] += 1
        if self._counts[code] <= TOLD:
            self._told.append(Note(code, say(template, **params), line))

    def all(self) -> tuple[Note, ...]:
        more = [
            Note(
                code, say(N_("同类情况（{code}）另有 {count} 处。"), code=code, count=count - TOLD)
            )
            for code, count in self._counts.items()
            if count > TOLD
        ]
        return (*self._told, *more)


def refuse(template: str, **params: str | int) -> NoReturn:
    raise ScheduleError(say(template, **params))


def whole(text: str, place: str) -> int:
    """A whole number."""
    try:
        found = int(text)
    except ValueError:
        refuse(
            N_("{place} 写作“{text}”，不是整数；请在原软件中核对后重新导出。"),
            place=place,
            text=text[:40],
        )
    if abs(found) > 10**12:
        refuse(N_("{place} 写作“{text}”，数太大；请核对。"), place=place, text=text[:40])
    return found


def minutes_of_hours(text: str, place: str) -> int:
    """Hours as XER writes them, a decimal comma allowed, to the nearest minute."""
    try:
        found = float(text.replace(",", "."))
        if isnan(found):
            raise ValueError
    except ValueError:
        refuse(
            N_("{place} 写作“{text}”，不是小时数；请在原软件中核对后重新导出。"),
            place=place,
            text=text[:40],
        )
    if not abs(found) * 60 <= MOST_MINUTES:
        refuse(N_("{place} 写作“{text}”，超过一百年；请核对。"), place=place, text=text[:40])
    return round(found * 60)


def moment(text: str, place: str) -> datetime:
    """A date with or without a time, to the minute."""
    found = _MOMENT.match(text)
    try:
        if not found:
            raise ValueError
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        at = datetime(year, month, day, hour, minute)
    except ValueError:
        refuse(
            N_("{place} 写作“{text}”，不是日期；请在原软件中核对后重新导出。"),
            place=place,
            text=text[:40],
        )
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        sentence = N_("{place} 写作 {text}，年份不在 {first} 至 {last} 之间；请核对。")
        refuse(sentence, place=place, text=text[:40], first=FIRST_YEAR, last=LAST_YEAR)
    return at
