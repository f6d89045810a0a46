"""Finding lists, rows and rounds: what a person may not see does not exist."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.domain.worklists.rhythm import Rhythm
from guatu.web.shared.asking import row_id
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request
from guatu.worklists.models import WorkItem, WorkList, WorkRound
from guatu.worklists.queries.listing import round_of, with_people


def visible_list(request: Request, pk: UUID) -> WorkList:
    return get_object_or_404(with_people(WorkList.objects.visible_to(request.user)), pk=pk)


def visible_item(request: Request, pk: UUID) -> WorkItem:
    """A row of a list that is visible, by that list."""
    lists = with_people(WorkList.objects.visible_to(request.user))
    found = get_object_or_404(lists, items__pk=pk)
    item: WorkItem = found.items.get(pk=pk)
    item.work_list = found
    return item


def visible_round(request: Request, pk: UUID) -> WorkRound:
    rows = WorkList.objects.visible_to(request.user).filter(round=pk).select_related("round")
    found = rows.first()
    return found.round if found else get_object_or_404(WorkRound.objects.none())


def asked_rhythm(request: Request) -> Rhythm:
    asked = request.GET.get("rhythm", "")
    return Rhythm(asked) if asked in list(Rhythm) else Rhythm.WEEK


def asked_round(request: Request) -> WorkRound | None:
    """``?round=…``, or ``?rhythm=month&day=2021-03-01``; without them this week's."""
    pk = row_id(request.GET.get("round", ""))
    if pk is not None:
        return visible_round(request, pk)
    day: date = day_of(request.GET.get("day", "")) or request.today
    return round_of(request.user, asked_rhythm(request), day)
