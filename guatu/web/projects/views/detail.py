"""The page of one project, its history and its photos."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.commitments.queries.listing import promised_for
from guatu.datechanges.queries.project import moved_in
from guatu.dispatches.queries.listing import issued_for
from guatu.domain.lights.colours import Light
from guatu.domain.lights.verdicts import Verdict
from guatu.domain.words import Sentence
from guatu.kit.files import fetch
from guatu.projects.facts import rows_of
from guatu.projects.models import Project, RulePack
from guatu.projects.packs import preset, preset_codes
from guatu.projects.queries.detail import (
    curve_rows,
    parts_of,
    plan_of,
    reports_of,
    seen_now,
)
from guatu.projects.queries.forecast import forecast_of
from guatu.projects.queries.monthly import cell_rules, monthly_of
from guatu.projects.queries.needs import grid_of
from guatu.projects.queries.opinions import row_of
from guatu.projects.standing import Standing
from guatu.projects.trial import course_of
from guatu.starts.queries import events_with
from guatu.web.projects import bars, curves, gantt
from guatu.web.projects.calendars import workdays_until
from guatu.web.projects.facts import facts_of
from guatu.web.projects.finding import project_with_people, visible_project
from guatu.web.projects.handing import hand_in_lines
from guatu.web.projects.listed import listed_lines, parts_sum
from guatu.web.projects.monthly import chosen_rules, months_with_duties
from guatu.web.projects.outlooks import section_of
from guatu.web.projects.photos import small
from guatu.web.shared.history import history
from guatu.web.shared.needs import need_lines
from guatu.web.shared.opinions import said_of
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

#: The newest on the page of the project; the list has all.
MOST_DISPATCHES = 6


@dataclass(frozen=True, slots=True)
class Rights:
    """Which buttons the page offers."""

    report: bool
    edit: bool
    milestone: bool
    plan: bool
    excuse: bool
    need: bool
    withdraw: bool
    restore: bool
    split: bool
    dispatch: bool
    blocker: bool
    date_change: bool
    pause: bool


@login_required
@require_safe
def project_detail(request: Request, pk: UUID) -> HttpResponse:
    project = project_with_people(request, pk)
    calendar, today = calendar_in_force(), request.today
    plan, reports = plan_of(project, today), reports_of(project)
    rows = rows_of([project])[project.pk]
    seen = seen_now(project, request.now, rows) if project.is_listed else None
    verdict = seen.verdict if seen else None
    needs, outlook = grid_of(project, today, calendar, rows)
    left = workdays_until(calendar, today, project.required_finish)
    month_rules = chosen_rules(request.GET, cell_rules(project.tenant))
    parts = parts_of(project, request.user)
    context = {
        "project": project,
        "verdict": verdict,
        "by_original": seen.judged.by_original if seen else None,
        "pack_name": _pack_name(project, verdict) if verdict else "",
        "wants": _wants(verdict),
        "facts": facts_of(project, today, left),
        "plan": plan,
        "chart": gantt.chart_of(
            plan, outlook, course_of(Standing.of(project, rows), today, calendar), calendar, today
        ),
        "months": months_with_duties(
            monthly_of(project, rows, today, month_rules.rules if month_rules else None)
        ),
        "month_rules": month_rules,
        "hand_ins": hand_in_lines(project, plan, calendar, today),
        "needs": need_lines(needs, request.user),
        "outlook": outlook,
        "forecast": section_of(forecast_of(project, rows, today, calendar)),
        "curve": curves.chart_of(curve_rows(project, reports), project.year, today),
        "changes": moved_in(project, request.user),
        "said": said_of(row_of(project, today), request.access),
        "progresses": bars.bars_of(seen.compared) if seen else None,
        "reports": reports,
        "parts": parts,
        "parts_sum": parts_sum(project, parts),
        "starts": events_with(request.user, project),
        "in_lists": listed_lines(project),
        "dispatches": list(issued_for(project, request.user)[:MOST_DISPATCHES]),
        "promises": list(promised_for(project.pk, request.user)[:MOST_DISPATCHES]),
        "history": history(project.pk),
        "can": _rights(request, project),
    }
    return render(request, "projects/detail.html", context)


@login_required
@require_safe
def project_history(request: Request, pk: UUID) -> HttpResponse:
    """Twenty more events from ``?before=`` on; a page of its own, or a part of one."""
    project = visible_project(request, pk)
    shown = history(project.pk, before=request.GET.get("before", ""))
    name = "_history_more" if request.headers.get("HX-Request") else "history"
    return render(request, f"projects/{name}.html", {"project": project, "history": shown})


@login_required
@require_safe
def project_photo(request: Request, pk: UUID, report_pk: UUID) -> HttpResponse:
    """The photo of a report, or with ``?small`` a small copy."""
    report = get_object_or_404(visible_project(request, pk).reports, pk=report_pk)
    try:
        raw = fetch(report.photo)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(small(raw) if "small" in request.GET else raw)
    response["Content-Type"] = "image/jpeg"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _pack_name(project: Project, verdict: Verdict) -> str:
    """What people call the pack: as the government adopted it, or as it ships."""
    packs = RulePack.objects.filter(tenant=project.tenant_id, code=verdict.pack)
    name = packs.values_list("name", flat=True).first()
    if name is None and verdict.pack in preset_codes():
        name = preset(verdict.pack).name
    return _(name) if name else verdict.pack


def _wants(verdict: Verdict | None) -> list[Sentence]:
    """What would turn the light green, worst first; nothing where it is green already."""
    reasons = verdict.reasons if verdict else ()
    return [r.wants for r in reasons if r.wants and r.light in (Light.RED, Light.YELLOW)]


def _rights(request: Request, project: Project) -> Rights:
    listed, can = project.is_listed, request.access.can
    planned = project.original_finish is not None
    return Rights(
        report=listed and can("progress.report", project),
        edit=listed and can("project.edit", project),
        milestone=listed and can("milestone.report", project),
        plan=listed and can("plan.schedule", project),
        excuse=listed and can("excuse.grant", project),
        need=listed and can("need.edit", project),
        withdraw=listed and can("project.withdraw", project),
        restore=not listed and can("project.withdraw", project),
        split=listed and project.parent_id is None and can("project.split", project),
        dispatch=listed and can("dispatch.draft"),
        blocker=listed and can("blocker.raise", project),
        date_change=listed and planned and can("date_change.ask", project),
        pause=listed and planned and can("pause.ask", project),
    )
