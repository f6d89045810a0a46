"""Accepting a reason: the colour of one dimension rests for a time."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.lights import Reason
from guatu.domain.lights.colours import Light
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.models import Project
from guatu.projects.packs import rules_in_force
from guatu.projects.queries.detail import light_now
from guatu.web.projects.finding import visible_project
from guatu.web.projects.forms.acts import ExcuseForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_excuse(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "excuse.grant", project)
    verdict = light_now(project, request.now)
    reasons = verdict.reasons if verdict else ()
    form = ExcuseForm(
        request.POST or None,
        rules=rules_in_force(request.tenant),
        lights={reason.dimension: reason.light for reason in reasons},
        initial={"since": request.today, "dimension": _worst(reasons)},
    )
    if form.is_bound and form.is_valid():
        try:
            grant_excuse(project, **form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            project.refresh_from_db(fields=["light", "light_reason"])
            messages.success(request, _("已认可正当理由，这一方面在期内不计色。") + _now(project))
            return redirect("project-detail", project.pk)
    return form_page(request, "projects/act.html", form, _around(project))


def _worst(reasons: Iterable[Reason]) -> str:
    """The dimension that most likely needs a reason."""
    ranked = sorted(reasons, key=lambda reason: reason.light.rank)
    return ranked[0].dimension if ranked else ""


def _now(project: Project) -> str:
    said = {"light": _(Light(project.light).word), "reason": sentence(project.light_reason)}
    return _("灯现为%(light)s：%(reason)s") % said


def _around(project: Project) -> dict[str, object]:
    return {
        "project": project,
        "title": _("认可正当理由"),
        "submit": _("认可"),
        "cancel_url": reverse("project-detail", args=[project.pk]),
    }
