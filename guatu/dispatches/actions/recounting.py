"""A new workday calendar: what still runs is counted anew by it, what has stopped stays.

So nothing that was in time becomes late by a calendar that was not in force then, and no ladder
stays silent because its calendar ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from guatu.dispatches.actions.holding import Held, lock, record
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import ClockStatus, Leg
from guatu.dispatches.models import Clock, Dispatch
from guatu.domain.clocks import CHINA, Span, closing, due
from guatu.domain.lifecycle import Verb, row_of
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.journal import actions as journal
from guatu.org.models import Tenant
from guatu.workdays.queries import calendar_in_force

AT_A_TIME = 200


def recount_due(now: datetime, *, tenant: Tenant | None = None, running: bool = False) -> int:
    """Count anew what was counted by another calendar; returns how many due moments moved.

    Costs one query when nothing was.
    """
    of: dict[str, Any] = {"dispatch__tenant": tenant} if tenant else {}
    if running:
        of["dispatch__tenant__stopped_on__isnull"] = True
    moved = 0
    while ids := _stale(of):
        moved += sum(_recount(pk, now) for pk in ids)
    return moved


def _stale(of: Mapping[str, Any]) -> list[UUID]:
    """Dispatches with a clock that still runs by another calendar."""
    rows = Clock.objects.exclude(status=ClockStatus.STOPPED).filter(**of)
    rows = rows.exclude(calendar=calendar_in_force().version)
    return list(rows.order_by("dispatch").values_list("dispatch", flat=True).distinct()[:AT_A_TIME])


@transaction.atomic
def _recount(dispatch_id: UUID, now: datetime) -> int:
    dispatch = lock(Dispatch(pk=dispatch_id))
    timing, moved = Timing(dispatch, now), 0
    for clock in dispatch.clocks.exclude(status=ClockStatus.STOPPED).select_related("part"):
        before = clock.due_at
        clock.due_at = _due(timing, clock)
        clock.calendar = timing.calendar.version
        if clock.due_at != before:
            clock.moved_at, moved = now, moved + 1
        paused = clock.status == ClockStatus.PAUSED
        clock.next_at = None if paused else timing.next_of(clock)
        clock.save(update_fields=["due_at", "calendar", "moved_at", "next_at"])
    if moved:
        held = Held(dispatch, row_of(Verb.REPORT))
        timing.settle(held)
        dispatch.save(update_fields=sorted(held.changed))
        record(
            "dispatch.recounted", dispatch, by=journal.SYSTEM, now=now,
            calendar=timing.calendar.version, moved=moved,
        )  # fmt: skip
    return moved


def _due(timing: Timing, clock: Clock) -> datetime:
    """From the beginning where only the limit made it; a day that was named or agreed stays, but
    for a day off."""
    named = timing.dispatch.due_on if clock.leg == Leg.FINISH else None
    try:
        if named is None and clock.moved_at is None and clock.span:
            span = Span.from_json(clock.span)
            return due(clock.started_at, span, timing.calendar, timing.hours)
        day = clock.due_at.astimezone(CHINA).date()
        moved = closing(day, timing.calendar, timing.hours)
        return clock.due_at if moved.date() == day else moved
    except CalendarOutOfRange:
        return clock.due_at
