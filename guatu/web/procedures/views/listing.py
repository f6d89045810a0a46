"""The library with the picture of its network, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.procedures import Course, course_of
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.journal.queries import events_of
from guatu.procedures.library import library_of
from guatu.procedures.models import Procedure
from guatu.projects.networks import calendars_of
from guatu.web.procedures.drawing import draw
from guatu.web.shared.history import LENGTH, lines_of
from guatu.web.shared.picking import Picks, picks_of
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import asked_file
from guatu.workdays.queries import calendar_in_force


@dataclass(frozen=True, slots=True)
class Band:
    """The procedures of one group."""

    title: str
    rows: tuple[Procedure, ...]


@login_required
@require_safe
def procedure_list(request: Request) -> HttpResponse:
    library = library_of(request.tenant)
    picks = picks_of(library, request.GET)
    course = _course(request, library, picks) if picks else None
    events = events_of(request.tenant.pk).filter(code__startswith="procedure.")[:LENGTH]
    context = {
        "bands": _bands(library),
        "names": {row.code: row.name for row in library},
        "count": len(library),
        "defaults": sum(row.by_default for row in library),
        "picks": picks,
        "course": course,
        "drawing": draw(course, library) if course else "",
        "events": lines_of(events, sees_projects=False),
        "can_edit": request.access.can("procedure.edit", request.tenant),
    }
    return render(request, "procedures/list.html", context)


@login_required
@require_safe
def procedure_export(request: Request) -> HttpResponse:
    library = library_of(request.tenant)
    names = {row.code: row.name for row in library}
    titles = [
        _("分组"), _("手续"), _("主管部门"), _("办理单位"), _("法定天数"), _("承诺天数"),
        _("计日方式"), _("办理阶段"), _("前置手续"), _("几选一"), _("适用条件"), _("可容缺"),
        _("申请材料"), _("依据"), _("天数来源"),
    ]  # fmt: skip
    rows = [
        [
            row.get_group_display(),
            row.name,
            row.owner,
            row.unit.name if row.unit else "",
            row.statutory_days,
            row.promised_days,
            row.get_counting_display(),
            row.get_place_display(),
            _("、").join(names[code] for code in row.after),
            row.alternative,
            row.condition,
            _("可") if row.deferrable else "",
            row.materials,
            row.source,
            _("产品默认") if row.by_default else _("本地设定"),
        ]
        for row in library
    ]
    day = request.today.isoformat()
    name = _("前期手续%(day)s") % {"day": day}
    return asked_file(request, name, "procedures", titles, rows, usual="csv")


def _bands(library: Sequence[Procedure]) -> list[Band]:
    groups: dict[str, list[Procedure]] = {}
    for row in library:
        groups.setdefault(row.get_group_display(), []).append(row)
    return [Band(title, tuple(rows)) for title, rows in groups.items()]


def _course(request: Request, library: Sequence[Procedure], picks: Picks) -> Course | None:
    """None where the calendar does not reach."""
    calendars = calendars_of(calendar_in_force())
    rules = [row.as_domain() for row in library]
    try:
        return course_of(rules, picks.chosen, request.today, calendars, promised=picks.promised)
    except CalendarOutOfRange:
        return None
