"""When a trigger that is counted from the due date comes."""

from __future__ import annotations

from datetime import datetime

from guatu.domain.clocks import CHINA, OfficeHours, Span, SpanUnit, after, before
from guatu.domain.escalation.ladders import Trigger, When
from guatu.domain.workcalendar import WorkCalendar


def moment_of(
    trigger: Trigger, due: datetime, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    """Not for LAPSED, which is counted from the rung before. Raises CalendarOutOfRange.

    Due on Friday 2021-03-19 at 17:30: three workdays BEFORE is the 16th at 8:30, ON the 19th at
    8:30, AT the 19th at 17:30, two workdays AFTER the 23rd at 8:30. What is due before the office
    opens is not reminded of afterwards.
    """
    here = due.astimezone(CHINA)
    if trigger.when is When.ON:
        return min(hours.opening(here.date()), here)
    if trigger.when is When.AT:
        return here
    reckon = before if trigger.when is When.BEFORE else after
    return reckon(due, trigger.span or _NONE, calendar, hours)


_NONE = Span(0, SpanUnit.HOURS)
