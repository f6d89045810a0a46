"""Who is overloaded and when, and setting the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.capacity.actions import limits
from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity, Levelling
from guatu.capacity.queries.loads import Loads, expected_loads, planned_loads
from guatu.capacity.queries.portfolio import portfolio_of
from guatu.domain.capacity import WeekLoad
from guatu.domain.schedule import ScheduleError
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.models import Milestone, Project
from guatu.web.capacity.finding import visible_capacities, visible_capacity
from guatu.web.capacity.forms import LimitForm, NewLimitForm
from guatu.web.capacity.picture import limit_words, months, pictures
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class AskedWeek:
    """A week of one capacity: the steps that the person may see, the others only counted."""

    week: WeekLoad
    seen: list[Milestone]
    hidden: int


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    active: bool


@login_required
@require_safe
def capacity_list(request: Request) -> HttpResponse:
    """``?by=expected`` counts the earliest days from today on instead of those of the plans."""
    by = asked_by(request)
    capacities = list(visible_capacities(request))
    found = loads_of(request, capacities, by)
    may = request.access.can
    return render(
        request,
        "capacity/list.html",
        {
            "pictures": list(pictures(found.loads)),
            "months": list(months(found.loads[0].weeks)) if found.loads else [],
            "over": sum(1 for load in found.loads if load.over),
            "segments": _segments(by),
            "by": by,
            "may_set": may("capacity.set"),
            "may_level": may("capacity.level"),
            "without": _without(request) if may("capacity.set") else 0,
            "proposals": list(Levelling.objects.visible_to(request.user)[:5]),
        },
    )


@login_required
@require_safe
def capacity_week(request: Request, pk: UUID, monday: str) -> HttpResponse:
    """The steps of one week, those of projects that the person may not see only counted."""
    capacity = visible_capacity(request, pk)
    asked = asked_week(request, capacity, monday)
    return render(
        request,
        "capacity/week.html",
        {
            "capacity": capacity,
            "words": limit_words(capacity),
            "week": asked.week,
            "sunday": asked.week.monday + timedelta(days=6),
            "steps": asked.seen,
            "hidden": asked.hidden,
            "by": asked_by(request),
        },
    )


@login_required
@_METHODS
def capacity_new(request: Request) -> HttpResponse:
    require(request.user, "capacity.set")
    form = NewLimitForm(
        request.POST or None,
        user=request.user,
        initial={"counted": Counted.DUE, "at_most": 2},
    )
    if request.method == "POST" and form.is_valid():
        try:
            held = limits.set_capacity(
                form.whose(), *_limit(form), by=request.user, now=request.now
            )
            messages.success(request, _("已设定：%(name)s。") % {"name": held.name})
            return redirect("capacity-list")
        except Refusal as refusal:
            put_on_form(form, refusal)
    return form_page(request, "capacity/form.html", form, _titled(_("设定可承接量")))


@login_required
@_METHODS
def capacity_edit(request: Request, pk: UUID) -> HttpResponse:
    capacity = visible_capacity(request, pk)
    require(request.user, "capacity.set")
    form = LimitForm.of(request.POST or None, capacity)
    if request.method == "POST" and form.is_valid():
        whose = capacity.post or capacity.unit
        assert whose
        try:
            limits.set_capacity(
                whose,
                *_limit(form),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=request.now,
            )
            messages.success(request, _("已设定：%(name)s。") % {"name": capacity.name})
            return redirect("capacity-list")
        except Refusal as refusal:
            put_on_form(form, refusal)
    context = {**_titled(_("可承接量")), "subtitle": capacity.name, "capacity": capacity}
    return form_page(request, "capacity/form.html", form, context)


@login_required
@require_POST
def capacity_removal(request: Request, pk: UUID) -> HttpResponse:
    capacity = visible_capacity(request, pk)
    limits.remove_capacity(capacity, by=request.user, now=request.now)
    messages.success(request, _("%(name)s 不再限定可承接量。") % {"name": capacity.name})
    return redirect("capacity-list")


@login_required
@require_POST
def capacity_defaults(request: Request) -> HttpResponse:
    count = limits.adopt_defaults(request.tenant, by=request.user, now=request.now)
    said = ngettext("已按默认设定 %(count)s 个。", "已按默认设定 %(count)s 个。", count)
    messages.success(request, said % {"count": count})
    return redirect("capacity-list")


def asked_by(request: Request) -> str:
    return "expected" if request.GET.get("by") == "expected" else "planned"


def asked_week(request: Request, capacity: Capacity, monday: str) -> AskedWeek:
    first = _day_or_404(monday)
    found = loads_of(request, [capacity], asked_by(request))
    week = next((one for one in found.loads[0].weeks if one.monday == first), None)
    if week is None:
        raise Http404
    steps = [found.steps[key] for key in week.keys]
    own = _seen(request, steps)
    seen = [step for step in steps if step.project_id in own]
    return AskedWeek(week, seen, len(steps) - len(seen))


def loads_of(request: Request, capacities: Sequence[Capacity], by: str) -> Loads:
    if by == "planned" or not capacities:
        return planned_loads(request.tenant, capacities, request.today)
    try:
        portfolio = portfolio_of(request.tenant, request.today, calendar_in_force())
        return expected_loads(portfolio, capacities, request.today)
    except (ScheduleError, CalendarOutOfRange) as error:
        raise Refusal(error.sentence) from error


def _segments(by: str) -> list[Choice]:
    base = reverse("capacity-list")
    return [
        Choice(_("按计划"), base, by == "planned"),
        Choice(_("按预计"), f"{base}?by=expected", by == "expected"),
    ]


def _without(request: Request) -> int:
    tenant = request.tenant
    return len(limits.sponsors_without(tenant)) + len(limits.units_without(tenant))


def _seen(request: Request, steps: Sequence[Milestone]) -> set[UUID]:
    ids = [step.project_id for step in steps]
    rows = Project.objects.visible_to(request.user).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _limit(form: LimitForm) -> tuple[Counted, int]:
    return Counted(form.cleaned_data["counted"]), form.cleaned_data["at_most"]


def _titled(title: str) -> dict[str, Any]:
    return {"title": title, "submit": _("设定"), "cancel_url": reverse("capacity-list")}


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
