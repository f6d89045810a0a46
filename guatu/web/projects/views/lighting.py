"""Why a project has, or on a day of the past had, its light."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.projects.models import Project
from guatu.projects.packs import rules_at
from guatu.projects.replay import Shown, shown_at
from guatu.web.projects.finding import visible_project
from guatu.web.projects.lights import DAY, end_of, strip_of, told_of, wants_of
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_at


@login_required
@require_safe
def project_light(request: Request, pk: UUID) -> HttpResponse:
    """``?day=2021-02-15``: as it stood at the end of that day; without it, as it stands now."""
    project = visible_project(request, pk)
    today = request.today
    day = min(day_of(request.GET.get("day", "")) or today, today)
    shown = shown_at(project, end_of(day))
    moment = request.now if day == today else end_of(day)
    context = {
        "project": project,
        "day": day,
        "is_today": day == today,
        "judged_at": moment,
        "data_time": moment,
        "today": today,
        "before": day - DAY,
        "after": day + DAY if day < today else None,
        "strip": strip_of(project, day, today),
        "can_excuse": project.is_listed and request.access.can("excuse.grant", project),
        **(_told(project, shown) if shown else {}),
    }
    return render(request, "projects/light.html", context)


def _told(project: Project, shown: Shown) -> dict[str, object]:
    rules = rules_at(project.tenant, shown.moment)
    return {
        "shown": shown,
        "verdict": shown.verdict,
        "by_original": shown.judged.by_original,
        "told": told_of(shown, rules),
        "wants": wants_of(shown.verdict),
        "rules": rules,
        "calendar": calendar_at(shown.moment).version,
        "differs": str(shown.verdict.light) != shown.state.light,
        "since": _known_since(shown),
    }


def _known_since(shown: Shown) -> date:
    return shown.state.since.date()
