"""Workdays as pages say them."""

from __future__ import annotations

from datetime import date, timedelta

from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar

DAY = timedelta(days=1)


def workdays_until(calendar: WorkCalendar, today: date, day: date | None) -> int | None:
    """Workdays after ``today`` up to ``day``, below zero when it has passed.

    None without a day or where the calendar does not reach.
    """
    if day is None:
        return None
    try:
        return calendar.workdays_between(today + DAY, day + DAY)
    except CalendarOutOfRange:
        return None


def days_off(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    """The days from ``first`` to ``last`` that are not worked, as far as the calendar reaches."""
    first, last = max(first, calendar.first), min(last, calendar.last)
    span = (last - first).days + 1
    return [day for n in range(span) if not calendar.is_workday(day := first + n * DAY)]
