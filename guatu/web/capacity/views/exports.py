"""Loads as files: who is asked for how much in which week, and for which steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.capacity.queries.loads import Load
from guatu.web.capacity.finding import visible_capacities, visible_capacity
from guatu.web.capacity.picture import limit_words
from guatu.web.capacity.views.limits import asked_by, asked_week, loads_of
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file


@login_required
@require_safe
def capacity_export(request: Request) -> HttpResponse:
    """A row for each week in which somebody is asked for something."""
    found = loads_of(request, list(visible_capacities(request)), asked_by(request))
    titles = [_("单位或领导"), _("可承接量"), _("哪一周（周一）"), _("节点"), _("超出")]
    name = _("承接能力") + request.now.strftime("-%Y%m%d-%H%M")
    rows, widths = _week_rows(found.loads), (28, 28, 14, 8, 8)
    return asked_file(request, name, "capacity", titles, rows, widths=widths)


@login_required
@require_safe
def week_export(request: Request, pk: UUID, monday: str) -> HttpResponse:
    """The steps of one week that the person may see."""
    capacity = visible_capacity(request, pk)
    asked = asked_week(request, capacity, monday)
    rows: Iterator[list[Cell]] = (
        [step.project.name, step.name, step.planned_start, step.planned_finish]
        for step in asked.seen
    )
    titles = [_("项目"), _("节点"), _("计划开始"), _("计划完成")]
    name = _("承接能力") + f"-{capacity.name}-{monday}"
    return asked_file(request, name, "week", titles, rows, widths=(32, 28, 12, 12))


def _week_rows(loads: Iterable[Load]) -> Iterator[list[Cell]]:
    for load in loads:
        for week in load.weeks:
            if week.load:
                words = limit_words(load.capacity)
                yield [load.capacity.name, words, week.monday, week.load, week.over]
