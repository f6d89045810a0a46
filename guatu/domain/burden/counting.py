"""What one demand costs whoever it is made of: each count is defined here and nowhere else.

A demand belongs to the week in which it is made; a meeting to the week in which it is held,
progress to that in which it is typed. It is made of a unit and, in it, of the posts that answer.
What is counted is stored; never estimated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeVar
from uuid import UUID

from guatu.domain.words import N_

WEEK = timedelta(days=7)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count:
    """How much was asked.

    ``fields`` are the cells of forms (rows times columns) that carry something, ``prefilled``
    those of them that the system filled; the rest is typed by somebody. ``forms`` are sheets to be
    filled: lists, reports and replies. ``minutes`` are those of meetings, a head.
    """

    fields: int = 0
    prefilled: int = 0
    forms: int = 0
    lists: int = 0
    list_fields: int = 0
    list_prefilled: int = 0
    reports: int = 0
    slips: int = 0
    meetings: int = 0
    minutes: int = 0
    reminders: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) + getattr(other, name) for name in _NAMES))

    def __sub__(self, other: Count) -> Count:
        return Count(*(getattr(self, name) - getattr(other, name) for name in _NAMES))

    def times(self, number: int) -> Count:
        return Count(*(getattr(self, name) * number for name in _NAMES))

    @property
    def typed(self) -> int:
        """Cells that somebody has to fill."""
        return self.fields - self.prefilled

    @property
    def prefilled_percent(self) -> int | None:
        """Of the lists, cut, not rounded; None without a list."""
        if not self.list_fields:
            return None
        return self.list_prefilled * 100 // self.list_fields


_NAMES = tuple(field.name for field in fields(Count))
NOTHING = Count()


@cache
def of_receipt() -> Count:
    """A dispatch slip reaches a unit: one click, nothing to fill."""
    return Count(slips=1)


@cache
def of_first_reply() -> Count:
    """The lead says within its time how the matter stands: one form of one cell."""
    return Count(forms=1, fields=1)


@cache
def of_reply(*, lead: bool, evidence: int) -> Count:
    """What came of it, one cell; from the lead each kind of evidence asked for is one more."""
    return Count(forms=1, fields=1 + (evidence if lead else 0))


def of_list(cells: int, by_hand: int) -> Count:
    """A list of work: its cells with something in them, less those typed by hand."""
    filled = cells - by_hand
    return Count(
        forms=1,
        fields=cells,
        prefilled=filled,
        lists=1,
        list_fields=cells,
        list_prefilled=filled,
    )


def of_report(cells: int) -> Count:
    """A month's progress of one project: the cells that were given, of a correction those that
    were changed."""
    return Count(forms=1, reports=1, fields=cells)


def of_meeting(people: int, minutes: int) -> Count:
    """One meeting for a unit, however many it sends; minutes by head."""
    return Count(meetings=1, minutes=people * minutes)


@cache
def of_reminders(told: int) -> Count:
    """One person told of one matter is one reminder, by however many channels."""
    return Count(reminders=told)


@dataclass(frozen=True, slots=True)
class Demand:
    """``count`` asked of ``unit`` on ``day``; ``posts`` answer for it, any of them."""

    unit: UUID | None
    posts: frozenset[UUID]
    day: date
    count: Count

    @property
    def week(self) -> date:
        return week_of(self.day)

    def of_one(self) -> Demand:
        """What falls on one of those who answer: a meeting of three people and an hour is an hour
        for each."""
        minutes = self.count.minutes // max(len(self.posts), 1)
        return replace(self, count=replace(self.count, minutes=minutes))


def week_of(day: date) -> date:
    """The Monday of its week: of Wednesday 2021-03-17 the 15th."""
    return day - timedelta(days=day.weekday())


def tallied(counts: Iterable[tuple[Key, Count]]) -> dict[Key, Count]:
    """The sum by key. Most demands are alike: what is equal is multiplied, not added one by one,
    which matters for tens of thousands of them."""
    found: dict[Key, Count] = {}
    for (key, count), number in Counter(counts).items():
        found[key] = found.get(key, NOTHING) + count.times(number)
    return found


def total(demands: Iterable[Demand]) -> Count:
    return tallied((None, demand.count) for demand in demands).get(None, NOTHING)


class Measure(StrEnum):
    """What a cap can be set on."""

    TYPED = "typed"
    FORMS = "forms"
    SLIPS = "slips"
    MEETINGS = "meetings"
    MINUTES = "minutes"
    REMINDERS = "reminders"


def amount(count: Count, measure: Measure) -> int:
    measured: int = getattr(count, measure.value)
    return measured


MEASURE_WORDS: dict[Measure, str] = {
    Measure.TYPED: N_("人工填报项"),
    Measure.FORMS: N_("表单"),
    Measure.SLIPS: N_("派单"),
    Measure.MEETINGS: N_("会议"),
    Measure.MINUTES: N_("参会人分钟"),
    Measure.REMINDERS: N_("提醒催办"),
}
