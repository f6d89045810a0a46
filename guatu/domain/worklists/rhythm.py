"""Periods of four rhythms, and the moments at which their lists are prepared, filed, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from guatu.domain.clocks import CHINA
from guatu.domain.periods import Quarter, month_end, month_label, month_start
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

DAY = timedelta(days=1)


class Rhythm(StrEnum):
    """How often a list is asked for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """A week from Monday to Sunday, a month, a quarter or a year; both ends included."""

    rhythm: Rhythm
    first: date
    last: date

    @classmethod
    def of(cls, rhythm: Rhythm, day: date) -> Period:
        """The period in which ``day`` lies: of 2021-03-17 the week 03-15 … 03-21."""
        if rhythm is Rhythm.WEEK:
            first = day - timedelta(days=day.weekday())
            return cls(rhythm, first, first + timedelta(days=6))
        if rhythm is Rhythm.MONTH:
            return cls(rhythm, month_start(day), month_end(day))
        if rhythm is Rhythm.QUARTER:
            quarter = Quarter.of(day)
            return cls(rhythm, quarter.first, quarter.last)
        return cls(rhythm, date(day.year, 1, 1), date(day.year, 12, 31))

    @property
    def before(self) -> Period:
        return Period.of(self.rhythm, self.first - DAY)

    @property
    def after(self) -> Period:
        return Period.of(self.rhythm, self.last + DAY)

    @property
    def label(self) -> Sentence:
        """“3月15日至3月21日”, “2021年3月”, “2021年一季度”, “2021年”."""
        if self.rhythm is Rhythm.WEEK:
            return say(
                N_("{month}月{day}日至{month2}月{day2}日"),
                month=self.first.month,
                day=self.first.day,
                month2=self.last.month,
                day2=self.last.day,
            )
        if self.rhythm is Rhythm.MONTH:
            return month_label(self.first)
        if self.rhythm is Rhythm.QUARTER:
            return Quarter.of(self.first).label
        return say(N_("{year}年"), year=self.first.year)

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A moment of a period: its ``day``-th day, 1 the first (of a week: Monday), and the hour.

    On a day off it moves on to the next workday.
    """

    day: int
    at: time

    def moment(self, period: Period, calendar: WorkCalendar) -> datetime:
        """Day 1 at 07:00 of the week of the Spring Festival 2021 (11 to 17 February off), which
        begins on the 15th, is Thursday the 18th."""
        day = calendar.next_workday(period.first + (self.day - 1) * DAY)
        return datetime.combine(day, self.at, CHINA)


@dataclass(frozen=True, slots=True)
class Timing:
    """The rules of one rhythm: data of a government. ``on``: such lists are asked for at all."""

    on: bool
    prepare: Mark
    file: Mark
    freeze: Mark

    def moments(self, period: Period, calendar: WorkCalendar) -> Moments:
        """In their order: where holidays push one up to the one before it, it comes a workday
        later."""
        prepare = self.prepare.moment(period, calendar)
        due = _after(prepare, self.file.moment(period, calendar), calendar)
        return Moments(prepare, due, _after(due, self.freeze.moment(period, calendar), calendar))


@dataclass(frozen=True, slots=True)
class Moments:
    """When a list is prepared, due, and frozen."""

    prepare: datetime
    due: datetime
    freeze: datetime


def load_timings(stored: Mapping[str, Mapping[str, Any]]) -> dict[Rhythm, Timing]:
    """From ``{"week": {"on": true, "prepare": [1, "07:00"], "file": …, "freeze": …}}``."""
    return {
        rhythm: Timing(
            bool(stored[rhythm]["on"]),
            *(_mark(stored[rhythm][name]) for name in ("prepare", "file", "freeze")),
        )
        for rhythm in Rhythm
    }


def faults(stored: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Rhythm, Sentence]]:
    """What is wrong with stored rules, by rhythm."""
    for rhythm, timing in load_timings(stored).items():
        marks = (timing.prepare, timing.file, timing.freeze)
        if not all(1 <= mark.day <= LONGEST[rhythm] for mark in marks):
            yield rhythm, say(N_("天数应在 1 到 {most} 之间。"), most=LONGEST[rhythm])
        elif not marks[0] < marks[1] < marks[2]:
            yield rhythm, say(N_("应当先生成，再报送，最后截止冻结，请核对先后。"))


def due_period(
    rhythm: Rhythm, timing: Timing, now: datetime, calendar: WorkCalendar
) -> Period | None:
    """The period whose list is to be prepared now, None outside of its time.

    A period that passed its cut-off while the server stood still is not asked for any more, nor
    one without a workday.
    """
    period = Period.of(rhythm, now.astimezone(CHINA).date())
    if not timing.on or not calendar.workdays_between(period.first, period.last + DAY):
        return None
    moments = timing.moments(period, calendar)
    return period if moments.prepare <= now < moments.freeze else None


def _after(before: datetime, moment: datetime, calendar: WorkCalendar) -> datetime:
    while moment <= before:
        following = calendar.add_workdays(moment.date(), 1)
        moment = datetime.combine(following, moment.timetz())
    return moment


def _mark(stored: Any) -> Mark:
    day, at = stored
    return Mark(int(day), time.fromisoformat(at))


#: The farthest day of a period on which something may fall due.
LONGEST = {Rhythm.WEEK: 7, Rhythm.MONTH: 28, Rhythm.QUARTER: 60, Rhythm.YEAR: 60}
RHYTHM_WORDS: dict[Rhythm, str] = {
    Rhythm.WEEK: N_("周清单"),
    Rhythm.MONTH: N_("月调度"),
    Rhythm.QUARTER: N_("季推进"),
    Rhythm.YEAR: N_("年清单"),
}
