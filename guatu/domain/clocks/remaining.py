"""How much time is left, or by how much it has run out, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from guatu.domain.clocks.counting import is_late, office_time
from guatu.domain.clocks.hours import DAY, OfficeHours
from guatu.domain.clocks.moments import elapsed, local
from guatu.domain.clocks.spans import Span, SpanUnit
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Left:
    """Whole units, below zero once it is ``late``; 0 is less than one unit, either way."""

    amount: int
    unit: SpanUnit
    late: bool

    @property
    def sentence(self) -> Sentence:
        """“还有 2 个工作日”, “已逾期 3 小时”, “已逾期不到 1 小时”."""
        if self.amount == 0:
            return say(_LATE_UNDER[self.unit] if self.late else _UNDER[self.unit])
        return say((_LATE if self.late else _LEFT)[self.unit], n=abs(self.amount))


def left(
    at: datetime, due: datetime, span: Span, calendar: WorkCalendar, hours: OfficeHours
) -> Left:
    """What is left at ``at`` until ``due``, in the unit of ``span``.

    Workdays and days are counted like a time limit: today does not count, the last day does. What
    is due today, or since today, is told in hours. Due on Wednesday: on Monday 2 workdays are
    left, on Wednesday at noon 5 hours, on Thursday it is one workday late. Raises
    CalendarOutOfRange.
    """
    late = is_late(at, due)
    first, last = (due, at) if late else (at, due)
    amount, unit = _between(local(first), local(last), span.unit, calendar, hours)
    return Left(-amount if late else amount, unit, late)


def _between(
    first: datetime, last: datetime, unit: SpanUnit, calendar: WorkCalendar, hours: OfficeHours
) -> tuple[int, SpanUnit]:
    """Whole units from the one moment to a later one."""
    if unit is SpanUnit.OFFICE_HOURS:
        served = office_time(last, calendar, hours) - office_time(first, calendar, hours)
        return served // HOUR, unit
    if unit is SpanUnit.HOURS or first.date() == last.date():
        return elapsed(first, last) // HOUR, SpanUnit.HOURS
    if unit is SpanUnit.DAYS:
        return (last.date() - first.date()).days, unit
    return calendar.workdays_between(first.date() + DAY, last.date() + DAY), unit


_LEFT = {
    SpanUnit.WORKDAYS: N_("还有 {n} 个工作日"),
    SpanUnit.DAYS: N_("还有 {n} 天"),
    SpanUnit.HOURS: N_("还有 {n} 小时"),
    SpanUnit.OFFICE_HOURS: N_("还有 {n} 个工作小时"),
}
_LATE = {
    SpanUnit.WORKDAYS: N_("已逾期 {n} 个工作日"),
    SpanUnit.DAYS: N_("已逾期 {n} 天"),
    SpanUnit.HOURS: N_("已逾期 {n} 小时"),
    SpanUnit.OFFICE_HOURS: N_("已逾期 {n} 个工作小时"),
}
_UNDER = {
    SpanUnit.WORKDAYS: N_("还有不到 1 个工作日"),
    SpanUnit.DAYS: N_("还有不到 1 天"),
    SpanUnit.HOURS: N_("还有不到 1 小时"),
    SpanUnit.OFFICE_HOURS: N_("还有不到 1 个工作小时"),
}
_LATE_UNDER = {
    SpanUnit.WORKDAYS: N_("已逾期不到 1 个工作日"),
    SpanUnit.DAYS: N_("已逾期不到 1 天"),
    SpanUnit.HOURS: N_("已逾期不到 1 小时"),
    SpanUnit.OFFICE_HOURS: N_("已逾期不到 1 个工作小时"),
}
