"""The page of one line and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.lines.actions.status import STEPS, Step
from guatu.lines.choices import LineStatus
from guatu.lines.models import HeadQuarters, PlanTask, ScoreItem, TaskForce, WorkLine
from guatu.lines.queries import (
    RoadRow,
    TargetRow,
    TaskState,
    Timetable,
    road_map,
    target_row,
    timetable,
)
from guatu.org.models import Holding, Post
from guatu.projects.queries.chain import counts_of
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import ListPage, list_page
from guatu.projects.queries.past import list_page_at
from guatu.web.lines.finding import line_with_people, visible_line
from guatu.web.lines.linesheet import PLAN_WIDTHS, plan_rows, plan_titles
from guatu.web.shared.history import history
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import asked_file
from guatu.workdays.queries import calendar_in_force

BY_QUARTER = "quarters"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan in one of its two views; the other one is None."""

    tasks: int
    done: int
    late: int
    road: list[RoadRow] | None
    table: Timetable | None


@dataclass(frozen=True, slots=True)
class Rights:
    """Which buttons the page offers."""

    edit: bool
    plan: bool
    report: bool
    score: bool
    forces: bool
    steps: list[Step]

    @property
    def acts(self) -> bool:
        """Whether rows have a column of buttons."""
        return self.plan or self.report


@login_required
@require_safe
def line_detail(request: Request, pk: UUID) -> HttpResponse:
    """``?as_of=2021-02-15`` shows its projects as they stood; nothing else of it is kept by day."""
    line = line_with_people(request.user, pk)
    if request.as_of:
        return _as_it_stood(request, line)
    by_quarter = request.GET.get("plan") == BY_QUARTER
    items = _items(line)
    context = {
        "line": line,
        "chain": counts_of(request.user, [line])[line.pk],
        "targets": _targets(request, line),
        "items": items,
        "points": sum((item.points for item in items), Decimal(0)),
        "plan": _plan(request, line, by_quarter=by_quarter),
        "views": _views(line, by_quarter=by_quarter),
        "projects": _projects(request, line),
        "linked": line.year == request.tenant.year,
        "forces": _forces(line),
        "posts_of_command": _headquarters(line),
        "history": history(line.pk),
        "can": _rights(request, line),
        "past": past_control(request, line.year),
    }
    return render(request, "lines/detail.html", context)


def _as_it_stood(request: Request, line: WorkLine) -> HttpResponse:
    context = {
        "line": line,
        "projects": _projects(request, line),
        "linked": line.year == request.tenant.year,
        "past": past_control(request, line.year),
    }
    return render(request, "lines/past.html", context)


@login_required
@require_safe
def line_history(request: Request, pk: UUID) -> HttpResponse:
    """Twenty more events from ``?before=`` on; a page of its own, or a part of one."""
    line = visible_line(request.user, pk)
    shown = history(line.pk, before=request.GET.get("before", ""))
    name = "_history" if request.headers.get("HX-Request") else "history"
    return render(request, f"lines/{name}.html", {"line": line, "history": shown})


@login_required
@require_safe
def plan_export(request: Request, pk: UUID) -> HttpResponse:
    """The tasks of the year's plan in order, with their goals by quarter."""
    line = line_with_people(request.user, pk)
    road = road_map(_tasks(line), request.today, line.year, calendar_in_force())
    name = _("%(line)s工作方案") % {"line": line.title} + request.now.strftime("-%Y%m%d-%H%M")
    rows = plan_rows(road)
    return asked_file(request, name, "plan", plan_titles(), rows, widths=PLAN_WIDTHS)


def _targets(request: Request, line: WorkLine) -> list[TargetRow]:
    return [target_row(target, request.today, line.year) for target in _with_posts(line.targets)]


def _items(line: WorkLine) -> list[ScoreItem]:
    return list(_with_posts(line.score_items.select_related("target")))


def _with_posts(rows: Any) -> QuerySet[Any]:
    """Targets or score items with the post that answers and who holds it."""
    held = Prefetch("post__holdings", queryset=_now_held())
    return rows.select_related("post__unit").prefetch_related(held)  # type: ignore[no-any-return]


def _plan(request: Request, line: WorkLine, *, by_quarter: bool) -> Plan:
    tasks = _tasks(line)
    road = road_map(tasks, request.today, line.year, calendar_in_force())
    states = [row.state for row in road]
    return Plan(
        tasks=len(tasks),
        done=states.count(TaskState.DONE),
        late=states.count(TaskState.LATE),
        road=None if by_quarter else road,
        table=timetable(tasks, request.today, line.year) if by_quarter else None,
    )


def _tasks(line: WorkLine) -> Sequence[PlanTask]:
    rows = line.tasks.select_related("lead_unit", "leader__unit")
    return list(rows.prefetch_related(Prefetch("leader__holdings", queryset=_now_held())))


def _now_held() -> QuerySet[Holding]:
    return Holding.objects.current().select_related("user")


def _views(line: WorkLine, *, by_quarter: bool) -> list[Segment]:
    here = reverse("line-detail", args=[line.pk])
    return [
        Segment(_("路线图（按顺序）"), f"{here}#plan", not by_quarter),
        Segment(_("时间表（按季度）"), f"{here}?plan={BY_QUARTER}#plan", by_quarter),
    ]


def _projects(request: Request, line: WorkLine) -> ListPage:
    """The worst fifty, and the totals of all."""
    wanted = ListFilter(line.year, line=line.pk)
    if request.as_of:
        return list_page_at(request.user, wanted, request.as_of, order="light")
    return list_page(request.user, wanted, today=request.today, order="light")


def _forces(line: WorkLine) -> Sequence[TaskForce]:
    members = Post.objects.select_related("unit").prefetch_related(
        Prefetch("holdings", queryset=_now_held())
    )
    return list(
        line.task_forces.select_related("head__unit").prefetch_related(
            Prefetch("members", queryset=members), Prefetch("head__holdings", queryset=_now_held())
        )
    )


def _headquarters(line: WorkLine) -> Sequence[HeadQuarters]:
    return list(
        line.headquarters.select_related("commander__unit", "office_unit").prefetch_related(
            Prefetch("commander__holdings", queryset=_now_held())
        )
    )


def _rights(request: Request, line: WorkLine) -> Rights:
    edit = request.access.can("line.edit", line)
    steps = [step for step in STEPS if step.source == line.status]
    return Rights(
        edit=edit and line.status != LineStatus.CLOSED,
        plan=edit and line.status == LineStatus.DRAFT,
        report=edit and line.status in (LineStatus.APPROVED, LineStatus.RUNNING),
        score=line.status != LineStatus.CLOSED and request.access.can("score_item.edit", line),
        forces=request.access.can("task_force.edit", line),
        steps=steps if request.access.can("line.approve", line) else [],
    )
