"""最迟送件 of one project on paper and as a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.procedures import HandIn
from guatu.domain.procedures.handing import State
from guatu.projects.models import Project
from guatu.projects.queries.detail import plan_of
from guatu.projects.queries.handing import hand_ins_of
from guatu.web.projects.finding import visible_project
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.workdays.queries import calendar_in_force


@login_required
@require_safe
def project_hand_ins(request: Request, pk: UUID) -> HttpResponse:
    """A sheet of paper for those who run the errands."""
    project = visible_project(request, pk)
    context = {"project": project, "rows": _rows(request, project), "moment": request.now}
    return render(request, "projects/hand_ins.html", context)


@login_required
@require_safe
def project_hand_ins_export(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    titles = [
        _("手续"), _("办理单位"), _("最迟送件"), _("最迟办结"), _("天数"), _("计日方式"),
        _("状态"), _("说明"),
    ]  # fmt: skip
    name = _("%(name)s最迟送件") % {"name": project.name}
    rows = [_cells(row) for row in _rows(request, project)]
    return asked_file(request, name, "hand-ins", titles, rows, usual="csv")


def _rows(request: Request, project: Project) -> list[HandIn]:
    plan = plan_of(project, request.today)
    return hand_ins_of(project, plan, request.today, calendar_in_force())


def _cells(row: HandIn) -> list[Cell]:
    step = row.step
    return [
        step.name,
        step.unit,
        step.start,
        step.finish,
        step.days,
        _("日历日") if step.calendar_days else _("工作日"),
        _state(row),
        "".join(in_words(words) for words in row.words),
    ]


def _state(row: HandIn) -> str:
    match row.state:
        case State.DONE:
            return _("已办结")
        case State.BEGUN:
            return _("已送件")
        case State.LATE:
            return _("已晚 %(n)s 个工作日") % {"n": row.late_by}
    return _("未送件")
