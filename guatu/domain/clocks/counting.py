"""When something is due, how a pause moves it, and the steps of a ladder around it.

The rules are those of 民法典 第二百条至第二百零四条, as offices apply them: the day of the event is
not counted; a last day that is a day off moves on to the next workday; the last day ends when
business ends; hours count from the moment. The closing hour is a setting of the government.

A day outside the work calendar raises CalendarOutOfRange, which has a sentence.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from guatu.domain.clocks.hours import DAY, NOTHING, OfficeHours
from guatu.domain.clocks.moments import at, elapsed, later, local
from guatu.domain.clocks.spans import Span, SpanUnit
from guatu.domain.workcalendar import WorkCalendar


def due(start: datetime, span: Span, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """The last moment that is in time for something that began at ``start``.

    Friday 2026-02-13 16:40 and 3 workdays, closing at 17:30: Saturday the 14th is made up for
    Spring Festival, the 15th to 23rd are off, so it is the 25th at 17:30. The same day (0) is the
    next workday for what comes on a day off or after the closing hour. The first moment by which
    office hours have passed is taken: the closing hour and not the opening of the next day.
    """
    if span.unit is SpanUnit.HOURS:
        return later(start, timedelta(hours=span.amount))
    if span.unit is SpanUnit.OFFICE_HOURS:
        return _after_office_time(start, timedelta(hours=span.amount), calendar, hours)
    day = local(start).date()
    if span.unit is SpanUnit.WORKDAYS:
        last = calendar.add_workdays(day, span.amount)
    else:
        last = due_day(day + span.amount * DAY, calendar)
    if is_late(start, hours.closing(last)):
        last = calendar.add_workdays(last, 1)
    return hours.closing(last)


def closing(day: date, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """When a day that was named (完成时限 6月30日) ends: on a day off, with the next workday."""
    return hours.closing(due_day(day, calendar))


def due_day(day: date, calendar: WorkCalendar) -> date:
    """``day`` itself, or the next workday when it is a day off."""
    return calendar.next_workday(day)


def is_late(received_at: datetime, due: datetime) -> bool:
    """Whether what the server received at ``received_at`` came after ``due``; at it is in time."""
    return elapsed(due, received_at) > NOTHING


def pause(
    due: datetime,
    since: datetime,
    until: datetime,
    span: Span,
    calendar: WorkCalendar,
    hours: OfficeHours,
) -> datetime:
    """``due`` moved on by what the wait from ``since`` to ``until`` took of the time left.

    In the unit of ``span``: whole workdays or days, the day on which the wait began not counted;
    hours and office hours exactly. A wait of three workdays from Monday 10:00 to Thursday 9:00
    moves by three, a wait within one day by none, so that afterwards as many workdays are left as
    when it began. Nobody comes back from waiting too late: what ran out meanwhile ends a workday
    later, in office hours at the next opening. Nothing is given back for a wait that began when it
    was late already, nor for one that ended before it began because a clock was put back.
    """
    if is_late(since, due) or not is_late(until, since):
        return local(due)
    if span.unit is SpanUnit.HOURS:
        return later(due, elapsed(since, until))
    if span.unit is SpanUnit.OFFICE_HOURS:
        return _moved_by_office_time(due, since, until, calendar, hours)
    return _moved_by_days(local(due), local(since), local(until), span.unit, calendar)


def before(due: datetime, span: Span, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """``span`` ahead of ``due``, for reminders (T−3): in the morning, when the office opens.

    Days that lead to a day off go back to the workday before it, so that nobody gets less
    notice. Hours go back to the moment itself. 0 is ``due``.
    """
    if span.amount == 0:
        return local(due)
    if span.unit is SpanUnit.HOURS:
        return later(due, -timedelta(hours=span.amount))
    if span.unit is SpanUnit.OFFICE_HOURS:
        return _before_office_time(due, timedelta(hours=span.amount), calendar, hours)
    day = local(due).date()
    if span.unit is SpanUnit.WORKDAYS:
        return hours.opening(calendar.add_workdays(day, -span.amount))
    return hours.opening(calendar.previous_workday(day - span.amount * DAY))


def after(due: datetime, span: Span, calendar: WorkCalendar, hours: OfficeHours) -> datetime:
    """``span`` past ``due``, for the rungs of a ladder (T+2): when the office opens that day.

    到期次日发催办: due on Friday, one workday after it is Monday morning. Days that lead to a day
    off move on to the next workday. Hours go on to the moment itself. 0 is ``due``.
    """
    if span.amount == 0:
        return local(due)
    if span.unit is SpanUnit.HOURS:
        return later(due, timedelta(hours=span.amount))
    if span.unit is SpanUnit.OFFICE_HOURS:
        return _after_office_time(due, timedelta(hours=span.amount), calendar, hours)
    day = local(due).date()
    if span.unit is SpanUnit.WORKDAYS:
        return hours.opening(calendar.add_workdays(day, span.amount))
    return hours.opening(due_day(day + span.amount * DAY, calendar))


def office_time(moment: datetime, calendar: WorkCalendar, hours: OfficeHours) -> timedelta:
    """How long the office has been open by ``moment`` since the calendar begins."""
    here = local(moment)
    day = here.date()
    today = hours.served_by(here.time()) if calendar.is_workday(day) else NOTHING
    return calendar.index(day) * hours.length + today


def _after_office_time(
    moment: datetime, length: timedelta, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    if length == NOTHING:
        return local(moment)
    index, served = divmod(office_time(moment, calendar, hours) + length, hours.length)
    if served == NOTHING:
        index, served = index - 1, hours.length
    return at(calendar.day_at(index), hours.first_served(served))


def _before_office_time(
    moment: datetime, length: timedelta, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    index, served = divmod(office_time(moment, calendar, hours) - length, hours.length)
    return at(calendar.day_at(index), hours.last_served(served))


def _moved_by_office_time(
    due: datetime, since: datetime, until: datetime, calendar: WorkCalendar, hours: OfficeHours
) -> datetime:
    taken = office_time(until, calendar, hours) - office_time(since, calendar, hours)
    moved = _after_office_time(due, taken, calendar, hours)
    if is_late(until, moved):  # began at the due moment, ended while the office was closed
        return _before_office_time(until, NOTHING, calendar, hours)
    return moved


def _moved_by_days(
    due: datetime, since: datetime, until: datetime, unit: SpanUnit, calendar: WorkCalendar
) -> datetime:
    first, last, day = since.date(), until.date(), due.date()
    if unit is SpanUnit.WORKDAYS:
        taken = calendar.workdays_between(first + DAY, last + DAY)
        day = calendar.add_workdays(day, taken) if taken else day
    elif last > first:
        day = due_day(day + (last - first), calendar)
    moved = at(day, due.time())
    return at(calendar.add_workdays(day, 1), due.time()) if is_late(until, moved) else moved
