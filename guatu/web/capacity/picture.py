"""Loads as bars: a week is a bar, what is too much stands on top of the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity
from guatu.capacity.queries.loads import Load
from guatu.domain.capacity import WeekLoad

WIDE, HIGH = 14, 44
"""Of a week and of the whole, in the units of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: heights ``within`` the limit and ``over`` it, each with where it begins from the
    top."""

    x: int
    y: float
    within: float
    over_y: float
    over: float
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One capacity; ``limit`` is where its line lies from the top."""

    capacity: Capacity
    words: str
    bars: tuple[Bar, ...]
    limit: float
    width: int
    over: int
    overdue: int
    fullest: str

    @property
    def height(self) -> int:
        return HIGH


@dataclass(frozen=True, slots=True)
class Month:
    x: int
    label: str


def pictures(loads: Sequence[Load]) -> Iterator[Picture]:
    """Each on a scale of its own: the limit at half the height, or lower if more is asked."""
    for load in loads:
        yield _picture(load)


def months(weeks: Sequence[WeekLoad]) -> Iterator[Month]:
    """The weeks in which a month begins."""
    before = 0
    for n, week in enumerate(weeks):
        if week.monday.month != before:
            before = week.monday.month
            yield Month(n * WIDE, _month_word(week.monday))


def limit_words(capacity: Capacity) -> str:
    """``每周到期至多 2 个节点``."""
    return {
        Counted.UNDER_WAY: _("同时办理至多 %(most)s 个节点"),
        Counted.BEGUN: _("每周受理至多 %(most)s 个节点"),
        Counted.DUE: _("每周到期至多 %(most)s 个节点"),
    }[Counted(capacity.counted)] % {"most": capacity.at_most}


def _picture(load: Load) -> Picture:
    most = max(load.capacity.at_most * 2, load.fullest.load)
    unit = HIGH / most
    return Picture(
        capacity=load.capacity,
        words=limit_words(load.capacity),
        bars=tuple(
            _bar(n * WIDE, week, load.capacity, unit)
            for n, week in enumerate(load.weeks)
            if week.load
        ),
        limit=round(HIGH - load.capacity.at_most * unit, 1),
        width=len(load.weeks) * WIDE,
        over=load.over,
        overdue=load.overdue,
        fullest=_week_words(load.fullest) if load.fullest.load else "",
    )


def _bar(x: int, week: WeekLoad, capacity: Capacity, unit: float) -> Bar:
    within, over = (week.load - week.over) * unit, week.over * unit
    return Bar(
        x,
        round(HIGH - within, 1),
        round(within, 1),
        round(HIGH - within - over, 1),
        round(over, 1),
        _week_words(week),
        reverse("capacity-week", args=[capacity.pk, week.monday.isoformat()]),
    )


def _week_words(week: WeekLoad) -> str:
    said = {"day": week.monday.isoformat(), "load": week.load, "over": week.over}
    if week.over:
        return _("%(day)s 一周：%(load)s 个，超出 %(over)s 个") % said
    return _("%(day)s 一周：%(load)s 个") % said


def _month_word(monday: date) -> str:
    return _("%(month)s月") % {"month": monday.month}
