"""Bars of a draft plan in percent of its span, for a chart made of plain boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guatu.domain.periods import months
from guatu.projects.actions.planning import PlannedStep, Preview

#: More month names than these would run into each other.
MOST_TICKS = 7
#: Months from tick to tick, counted from January, whose tick names the year.
_STEPS = (1, 2, 3, 6)


@dataclass(frozen=True, slots=True)
class Bar:
    step: PlannedStep
    left: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    left: str
    label: str


@dataclass(frozen=True, slots=True)
class Bars:
    """``today`` and ``required`` are places, empty when they lie outside."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    today: str
    required: str


def bars_of(preview: Preview, required: date, today: date) -> Bars:
    first = min([today, *(step.start for step in preview.rows)])
    last = max([required, *(step.finish for step in preview.rows)])
    days = (last - first).days + 1

    def place(day: date, after: int = 0) -> str:
        return f"{100 * ((day - first).days + after) / days:.2f}"

    bars = [
        Bar(s, place(s.start), f"{100 * ((s.finish - s.start).days + 1) / days:.2f}")
        for s in preview.rows
    ]
    return Bars(bars, list(_ticks(first, last, days)), place(today), place(required, 1))


def _ticks(first: date, last: date, days: int) -> list[Tick]:
    starts = [month for month in months(first, last) if month >= first]
    step = next((n for n in _STEPS if len(starts) <= n * MOST_TICKS), 12)
    return [
        Tick(f"{100 * (month - first).days / days:.2f}", _label(month))
        for month in starts
        if (month.month - 1) % step == 0
    ]


def _label(month: date) -> str:
    if month.month == 1:
        return _("%(year)s年") % {"year": month.year}
    return _("%(month)s月") % {"month": month.month}
