"""Visits: a month of them with what came of it, one visit, and the month's decisions on paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.command.actions.deciding import decide_nothing_on_site, decide_on_site
from guatu.command.actions.visiting import log_visit, make_visit, plan_visit
from guatu.command.models import Visit
from guatu.command.queries.blockers import blockers_of_project
from guatu.command.queries.visits import (
    Month,
    decisions_of_month,
    in_month,
    sponsored_in,
    stage_of,
    visits_of,
)
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.command.asked import asked_month
from guatu.web.command.finding import seen_projects, visible_project, visible_visit
from guatu.web.command.forms.meetings import DecisionForm, NoActionForm
from guatu.web.command.forms.visits import PlanForm, VisitForm
from guatu.web.command.views.blockers import photo_answer
from guatu.web.command.views.exports import EXPORT_LIMIT
from guatu.web.shared.answering import Done, answered, form_page, put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def visit_list(request: Request) -> HttpResponse:
    """``?month=2021-03``: leaders in the order of their posts, never by how often they went."""
    month = asked_month(request)
    visits = list(in_month(visits_of(request.user), month))
    context = {
        "month": month,
        "months": _months(request, month, reverse("visit-list")),
        "sponsored": sponsored_in(request.user, month, request.tenant.year),
        "visits": [(visit, stage_of(visit)) for visit in visits],
        "opening": seen_projects(request, {visit.project_id for visit in visits}),
        "may_log": request.access.can("visit.log"),
        "limit": EXPORT_LIMIT,
    }
    return render(request, "command/visits.html", context)


@login_required
@_METHODS
def visit_new(request: Request) -> HttpResponse:
    """登记走访, without a plan before."""
    require(request.user, "visit.log")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VisitForm(*sent, user=request.user, initial=_first(request))

    def act() -> Done:
        given = form.cleaned_data
        project = visible_project(request, given["project"].pk)
        visit = log_visit(
            project, given["leader"], form.what_was_seen(), by=request.user, now=request.now
        )
        return Done(_("走访已登记，可以写议定事项了。"), reverse("visit-detail", args=[visit.pk]))

    return answered(request, "command/form.html", form, act, _around(_("登记走访"), _("登记")))


@login_required
@_METHODS
def visit_plan(request: Request) -> HttpResponse:
    require(request.user, "visit.log")
    form = PlanForm(request.POST or None, user=request.user, initial=_first(request))

    def act() -> Done:
        given = form.cleaned_data
        project = visible_project(request, given["project"].pk)
        visit = plan_visit(
            project, given["leader"], given["planned_on"], by=request.user, now=request.now
        )
        return Done(_("走访已安排。"), reverse("visit-detail", args=[visit.pk]))

    return answered(request, "command/form.html", form, act, _around(_("安排走访"), _("安排")))


@login_required
@require_safe
def visit_detail(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, visible_visit(request, pk))


@login_required
@_METHODS
def visit_log(request: Request, pk: UUID) -> HttpResponse:
    """What was planned has been made; later, what was noted is put right."""
    visit = visible_visit(request, pk)
    require(request.user, "visit.log", visit)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = VisitForm(*sent, user=request.user, settled=True, initial=_noted(visit, request.today))
    if form.is_bound and form.is_valid():
        try:
            make_visit(
                visit, form.what_was_seen(), version=form.cleaned_data["seen"],
                by=request.user, now=request.now,
            )  # fmt: skip
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("走访已登记。"))
            return redirect("visit-detail", pk)
    around = _around(_("登记走访"), _("保存"), reverse("visit-detail", args=[pk]))
    return form_page(request, "command/form.html", form, {**around, "about": visit.project.name})


@login_required
@require_POST
def visit_decision(request: Request, pk: UUID) -> HttpResponse:
    visit = visible_visit(request, pk)
    require(request.user, "visit.log", visit)
    form = _decision_form(request, visit)
    if form.is_valid():
        try:
            decision = decide_on_site(
                visit, form.order(), blocker=form.cleaned_data.get("blocker"),
                by=request.user, now=request.now,
            )  # fmt: skip
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            unit = decision.unit.label if decision.unit else ""
            told = {"unit": unit, "day": decision.due_on, "number": str(decision.dispatch)}
            messages.success(request, _("已交办：%(unit)s，%(day)s 前办结。") % told)
            return redirect("visit-detail", pk)
    return _page(request, visit, decision_form=form, status=422)


@login_required
@require_POST
def visit_no_action(request: Request, pk: UUID) -> HttpResponse:
    visit = visible_visit(request, pk)
    require(request.user, "visit.log", visit)
    form = NoActionForm(request.POST)
    if form.is_valid():
        try:
            decide_nothing_on_site(visit, **form.cleaned_data, by=request.user, now=request.now)
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已记下，无需交办。"))
            return redirect("visit-detail", pk)
    return _page(request, visit, no_action_form=form, status=422)


@login_required
@require_safe
def visit_photo(request: Request, pk: UUID) -> HttpResponse:
    visit = visible_visit(request, pk)
    return photo_answer(visit.photo, visit.photo_media)


@login_required
@require_safe
def visit_month(request: Request) -> HttpResponse:
    """汇总交办: the month's decisions with how far each is, to be printed, and what is still open
    for the joint meeting."""
    month = asked_month(request)
    decisions = list(decisions_of_month(request.user, month))
    given = [one for one in decisions if one.dispatch is not None]
    still = [one for one in given if one.dispatch is not None and not one.dispatch.is_closed]
    context = {
        "month": month,
        "months": _months(request, month, reverse("visit-month")),
        "decisions": decisions,
        "given": len(given),
        "still": len(still),
        "done": len(given) - len(still),
        "may_call": request.access.can("meeting.call"),
        "meeting_url": f"{reverse('meeting-new')}?month={month}",
    }
    return render(request, "command/visit_month.html", context)


def _page(
    request: Request,
    visit: Visit,
    *,
    decision_form: DecisionForm | None = None,
    no_action_form: NoActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_log = request.access.can("visit.log", visit)
    may_decide = may_log and visit.made_on is not None
    context = {
        "visit": visit,
        "stage": stage_of(visit),
        "decisions": visit.decisions.all(),
        "blockers": blockers_of_project(visit.project_id),
        "may_log": may_log,
        "form": decision_form or (_decision_form(request, visit) if may_decide else None),
        "no_action_form": no_action_form or (NoActionForm() if may_decide else None),
        "sees_project": bool(seen_projects(request, {visit.project_id})),
    }
    return render(request, "command/visit.html", context, status=status)


def _decision_form(request: Request, visit: Visit) -> DecisionForm:
    stuck = blockers_of_project(visit.project_id)
    sent = request.POST if "words" in request.POST and "reason" not in request.POST else None
    return DecisionForm(sent, user=request.user, blockers=stuck if stuck.exists() else None)


def _months(request: Request, month: Month, url: str) -> list[Segment]:
    """The month before, this one, the next one unless it has not begun."""
    shown = [month.before, month]
    if month.following.first <= request.today:
        shown.append(month.following)
    return [Segment(_month_words(one), f"{url}?month={one}", one == month) for one in shown]


def _month_words(month: Month) -> str:
    return _("%(year)s 年 %(month)s 月") % {"year": month.first.year, "month": month.first.month}


def _first(request: Request) -> dict[str, Any]:
    asked = row_id(request.GET.get("project", ""))
    return {"project": asked, "made_on": request.today}


def _noted(visit: Visit, today: date) -> dict[str, Any]:
    return {
        "seen": visit.version,
        "made_on": visit.made_on or today,
        "found": visit.found,
        "follow_up": visit.follow_up,
    }


def _around(title: str, submit: str, cancel_url: str = "") -> dict[str, Any]:
    return {"title": title, "submit": submit, "cancel_url": cancel_url or reverse("visit-list")}
