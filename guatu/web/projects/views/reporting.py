"""Reporting a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.lights.colours import Light
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.progress import report_progress
from guatu.projects.models import ProgressReport, Project
from guatu.projects.queries.months import ReportMonth, month_to_report, report_months
from guatu.web.projects.finding import visible_project
from guatu.web.projects.forms.controls import plain_figure
from guatu.web.projects.forms.report import ReportForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import pct, sentence
from guatu.web.templatetags.projects import month_name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_report(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "progress.report", project)
    months = report_months(project, request.today)
    form = _form(request, months)
    if form.is_bound and form.is_valid():
        figures = form.figures()
        try:
            report = report_progress(project, figures, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
            form.hold(figures.photo)
        else:
            return _reported(request, project, report)
    return form_page(request, "projects/report.html", form, _around(project, months, form))


def _form(request: Request, months: Sequence[ReportMonth]) -> ReportForm:
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, months=months)
    meant = month_to_report(months, request.today)
    return ReportForm(months=months, initial=_initial(meant) if meant else {})


def _initial(month: ReportMonth) -> dict[str, Any]:
    """A correction begins with what was reported; the rest is asked for anew."""
    initial: dict[str, Any] = {"period": month.period.isoformat()}
    if month.given:
        given = month.given
        initial |= {
            "invested": given.invested,
            "registered": given.registered,
            "paid": given.paid,
            "physical_words": given.physical_words,
            "physical_percent": given.physical_percent,
        }
    return initial


def _around(project: Project, months: Sequence[ReportMonth], form: ReportForm) -> dict[str, Any]:
    chosen = str(form["period"].value() or "")
    month = next((m for m in months if m.period.isoformat() == chosen), None)
    return {
        "project": project,
        "month": month,
        "last_physical": _physical(month.last if month else None),
        "months": [_as_json(m) for m in months],
        "asks_reason": "reason" in form.errors or bool(form["reason"].value()),
        "kept_photo": bool(form.data.get("kept")) if form.is_bound else False,
        "cancel_url": reverse("project-detail", args=[project.pk]),
    }


def _as_json(month: ReportMonth) -> dict[str, Any]:
    """What the form shows when another month is chosen; amounts as text, for it only shows them."""
    return {
        "period": month.period.isoformat(),
        "given": _amount(month.given),
        "last": _amount(month.last),
        "lastMonth": month_name(month.last.period) if month.last else "",
        "lastPhysical": _physical(month.last),
        "expected": pct(month.expected),
        "due": plain_figure(month.due) if month.due is not None else None,
    }


def _physical(report: ProgressReport | None) -> str:
    """What was said of the works last time, to follow the amount."""
    if report is None:
        return ""
    percent = pct(report.physical_percent) if report.physical_percent is not None else ""
    said = " ".join(filter(None, [percent, report.physical_words]))
    return _("；形象进度 %(physical)s") % {"physical": said} if said else ""


def _amount(report: ProgressReport | None) -> str | None:
    return plain_figure(report.invested) if report and report.invested is not None else None


def _reported(request: Request, project: Project, report: ProgressReport) -> HttpResponse:
    before = project.light
    project.refresh_from_db(fields=["light", "light_reason"])
    words = _("已报 %(month)s 进度。") % {"month": month_name(report.period)}
    messages.success(request, words + _light_words(project, before))
    return redirect("project-detail", project.pk)


def _light_words(project: Project, before: str) -> str:
    said = {
        "before": _(Light(before).word),
        "after": _(Light(project.light).word),
        "reason": sentence(project.light_reason),
    }
    if before == project.light:
        return _("灯仍为%(after)s：%(reason)s") % said
    return _("灯由%(before)s转%(after)s：%(reason)s") % said
