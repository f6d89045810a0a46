"""试排: the chart asks what would follow. A POST only because it is long; it writes nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from guatu.kit.refusals import Refusal
from guatu.projects.facts import rows_of
from guatu.projects.models import Project
from guatu.projects.queries.detail import plan_of
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing
from guatu.projects.trial import tried
from guatu.web.projects.finding import visible_project
from guatu.web.projects.trial import bars_of, moves_of, next_of
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_POST
def project_trial(request: Request, pk: UUID) -> JsonResponse:
    """``bars`` for the chart and ``said`` as markup; 422 with the sentence of a refusal."""
    project = visible_project(request, pk)
    try:
        return _answer(request, project)
    except Refusal as refusal:
        said = _said(request, {"refused": refusal.sentence})
        return JsonResponse({"bars": [], "said": said}, status=422)


def _answer(request: Request, project: Project) -> JsonResponse:
    rows = rows_of([project])[project.pk]
    standard = Standard.of(project.tenant, request.now)
    standing, moves = Standing.of(project, rows), moves_of(request.POST)
    outcome = tried(standing, moves, standard, of=project.pk)
    plan = plan_of(project, request.today)
    may_plan = project.is_listed and request.access.can("plan.schedule", project)
    may_ask = project.is_listed and request.access.can("date_change.ask", project)
    context: dict[str, object] = {
        "project": project,
        "outcome": outcome,
        "next": next_of(project, plan, outcome, may_plan=may_plan, may_ask=may_ask),
        "why": [in_words(sentence) for sentence in outcome.why],
        "data_time": request.now,
    }
    return JsonResponse({"bars": bars_of(outcome, plan), "said": _said(request, context)})


def _said(request: Request, context: dict[str, object]) -> str:
    """Without what surrounds a page: its badges would cost more than the trial."""
    return render_to_string("projects/_trial.html", {**context, "csrf_token": get_token(request)})
