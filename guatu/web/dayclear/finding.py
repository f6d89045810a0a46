"""What an address of a day names: the day itself, an item, an evening."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from guatu.dayclear.models import DayClosing, DayItem
from guatu.dayclear.queries.days import item_seen
from guatu.domain.workcalendar import WorkCalendar
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request


def asked_day(request: Request, calendar: WorkCalendar) -> date:
    """``?day=2021-03-12``; without it today, on a day off the workday before.

    What lies beyond the years of the calendar is no day that anybody works on: today instead.
    """
    asked = day_of(request.GET.get("day", ""))
    if asked is not None and calendar.first < asked < calendar.last:
        return asked
    return calendar.previous_workday(request.today)


def visible_item(request: Request, pk: UUID) -> DayItem:
    item = item_seen(request.user, pk)
    if item is None:
        raise Http404
    return item


def visible_closing(request: Request, pk: UUID) -> DayClosing:
    rows = DayClosing.objects.visible_to(request.user).select_related("unit", "force")
    return get_object_or_404(rows, pk=pk)
