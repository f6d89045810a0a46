"""The door of one ledger: where it stands decides which page opens; progress; giving it up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.intake.queries import Header
from guatu.web.intake.finding import visible_intake
from guatu.web.intake.memory import all_remembered
from guatu.web.intake.steps import WORKING, steps
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import moment


@login_required
@require_safe
def intake_detail(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    if intake.status in (IntakeStatus.ENTERED, IntakeStatus.ENTERING, IntakeStatus.UNDOING):
        return redirect("intake-entering", pk)
    header = queries.header(intake)
    if intake.status == IntakeStatus.READ:
        known = all_remembered(request.user, header.tables)
        return redirect("intake-rows" if known else "intake-columns", pk)
    context = {
        "intake": header,
        "status": intake.get_status_display(),
        "steps": steps(),
        "undone_words": _undone_words(header),
        "history": history(intake.pk),
        **progress_context(intake),
    }
    return render(request, "intake/detail.html", context)


@login_required
@require_safe
def intake_progress(request: Request, pk: UUID) -> HttpResponse:
    """The bar again while there is work, else the page to which the ledger has come."""
    intake = visible_intake(request, pk)
    if intake.status not in WORKING:
        return HttpResponseClientRedirect(reverse("intake-detail", args=[pk]))
    return render(request, "shared/_progress.html", progress_context(intake))


@login_required
@require_safe
def intake_history(request: Request, pk: UUID) -> HttpResponse:
    """Older events than a number; a whole page, or for a partial request only the list."""
    intake = visible_intake(request, pk)
    past = history(intake.pk, before=request.GET.get("before", ""))
    name = "_history" if request.headers.get("HX-Request") else "history"
    return render(request, f"intake/{name}.html", {"intake": intake, "history": past})


@login_required
@require_POST
def intake_drop(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    actions.drop(intake, by=request.user, now=request.now)
    messages.success(request, _("已放弃“%(file)s”，台账没有改动。") % {"file": intake.filename})
    return redirect("intake-list")


def _undone_words(header: Header) -> str:
    if header.undone is None:
        return ""
    return _("%(moment)s 撤销：收回 %(new)s 个项目，复原 %(old)s 个项目。") % {
        "moment": moment(header.undone_at),
        "new": header.undone.withdrawn,
        "old": header.undone.restored,
    }


def progress_context(intake: Intake) -> dict[str, Any]:
    """What ``shared/_progress.html`` shows of this ledger."""
    told = queries.progress_of(intake)
    moving = intake.status in (IntakeStatus.ENTERING, IntakeStatus.UNDOING)
    words = intake.get_status_display() if moving else _("正在读取")
    return {
        "id": "intake-progress",
        "url": reverse("intake-progress", args=[intake.pk]),
        "running": intake.status in WORKING,
        "done": told.percent if told else 0,
        "total": 100 if told else 0,
        "words": f"{words}：{told.words}" if told and told.words else words,
    }
