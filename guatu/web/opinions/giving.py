"""Giving an opinion: the owner's view, or an independent review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.opinions import give_owner_view, rate_confidence
from guatu.projects.models import Opinion, Project
from guatu.projects.queries.opinions import Given, Views, views_of
from guatu.web.opinions.forms import OpinionForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.opinions import step_word
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between the two: the act, its words, and the opinion that it follows."""

    act: str
    give: Callable[..., Opinion]
    title: str | Promise
    done: str | Promise
    hint: str | Promise
    last: Callable[[Views], Given | None]


OWNER = Kind(
    "opinion.owner",
    give_owner_view,
    gettext_lazy("业主判断"),
    gettext_lazy("已记下业主判断“%(step)s”。"),
    gettext_lazy("由项目负责人、牵头单位或责任单位给出。灯由规则算出，不因判断改变。"),
    lambda views: views.owner,
)
REVIEW = Kind(
    "opinion.review",
    rate_confidence,
    gettext_lazy("独立评估"),
    gettext_lazy("已记下独立评估“%(step)s”。"),
    gettext_lazy("由不承担这个项目责任的人给出。灯由规则算出，不因评估改变。"),
    lambda views: views.review,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owner_view(request: Request, pk: UUID) -> HttpResponse:
    return _opinion(request, pk, OWNER)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, pk: UUID) -> HttpResponse:
    return _opinion(request, pk, REVIEW)


def _opinion(request: Request, pk: UUID, kind: Kind) -> HttpResponse:
    rows = Project.objects.visible_to(request.user).select_related("tenant", "task_force")
    project = get_object_or_404(rows, pk=pk)
    require(request.user, kind.act, project)
    form = OpinionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            given = kind.give(project, **form.typed(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, str(kind.done) % {"step": step_word(given.step)})
            return redirect(_project_page(project))
    return form_page(request, "opinions/form.html", form, _around(request, project, kind))


def _around(request: Request, project: Project, kind: Kind) -> dict[str, object]:
    return {
        "project": project,
        "title": kind.title,
        "hint": kind.hint,
        "last": kind.last(views_of(project, request.today)),
        "submit": _("记下"),
        "cancel_url": _project_page(project),
    }


def _project_page(project: Project) -> str:
    return reverse("project-detail", args=[project.pk])
