"""Loading a calendar: a new edition is a new row, an old one is never rewritten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.models import CalendarVersion, SpecialDay
from guatu.workdays.shipped import shipped_calendar


@transaction.atomic
def load_shipped(*, now: datetime) -> CalendarVersion:
    """Put the shipped edition in force, once."""
    return load(shipped_calendar(), now=now)


@transaction.atomic
def load(calendar: WorkCalendar, *, now: datetime) -> CalendarVersion:
    """Store an edition; the same version twice is the same row."""
    last = calendar.last.year
    row, fresh = CalendarVersion.objects.get_or_create(
        version=calendar.version,
        defaults={
            "first_year": calendar.first.year,
            "last_year": last,
            "provisional_from": min(calendar.provisional_years, default=last + 1),
            "loaded_at": now,
        },
    )
    if fresh:
        SpecialDay.objects.bulk_create(
            [
                SpecialDay(calendar=row, day=day.day, kind=day.kind.value, name=day.name)
                for day in calendar.named.values()
            ],
            batch_size=1000,
        )
    return row
