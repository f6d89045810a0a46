"""Reading the calendar in force."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from guatu.domain.workcalendar import CalendarDay, DayKind, WorkCalendar
from guatu.workdays.models import CalendarVersion, SpecialDay
from guatu.workdays.shipped import shipped_calendar


def calendar_in_force() -> WorkCalendar:
    """The newest calendar that was loaded; before any was, the one that the product ships."""
    newest = CalendarVersion.objects.order_by("-loaded_at").first()
    return _built(newest.pk) if newest else _shipped()


def calendar_at(moment: datetime) -> WorkCalendar:
    """The newest calendar that was loaded by ``moment``; before the first, the first."""
    known = CalendarVersion.objects.filter(loaded_at__lte=moment).order_by("-loaded_at").first()
    found = known or CalendarVersion.objects.order_by("loaded_at").first()
    return _built(found.pk) if found else _shipped()


@lru_cache(maxsize=4)
def _built(version_id: UUID) -> WorkCalendar:
    row = CalendarVersion.objects.get(pk=version_id)
    days = SpecialDay.objects.filter(calendar=row).order_by("day")
    return WorkCalendar.from_days(
        row.version,
        date(row.first_year, 1, 1),
        date(row.last_year, 12, 31),
        [CalendarDay(d.day, DayKind(d.kind), d.name) for d in days],
        range(row.provisional_from, row.last_year + 1),
    )


@lru_cache(maxsize=1)
def _shipped() -> WorkCalendar:
    return shipped_calendar()
