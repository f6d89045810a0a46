"""The tree of units and the page of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.org import actions
from guatu.org.access import require
from guatu.org.models import Unit
from guatu.org.queries import parts_of, posts_of, units_in_tree_order, units_named
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import list_page
from guatu.web.org.figures import forces_of, led_projects, led_projects_at
from guatu.web.org.finding import visible_unit
from guatu.web.org.forms import UnitForm, initial_of_unit
from guatu.web.org.then import page_of_then
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import plain_words, row_id
from guatu.web.shared.history import history
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 200
EXPORT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class UnitRow:
    """``indent`` in pixels; a search shows its hits without indent, with what they belong to."""

    unit: Unit
    indent: int
    above: str
    projects: int


@login_required
@require_safe
def unit_list(request: Request) -> HttpResponse:
    words = plain_words(request.GET.get("q", ""))
    page = Paginator(_asked(request, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page), tree=not words),
        "words": words,
        "can_edit": request.access.can("org.edit"),
        "can_open": request.access.can("user.open"),
        "can_grant": request.access.can("post.grant"),
        "past": past_control(request),
    }
    return render(request, "org/units.html", context)


@login_required
@require_safe
def unit_export(request: Request) -> HttpResponse:
    """Units with their posts, as found by ``?q=`` or from the top down."""
    units = _asked(request, plain_words(request.GET.get("q", "")))
    rows: Iterator[list[Cell]] = (
        [
            row.unit.name,
            row.above,
            str(row.unit.get_kind_display()),
            "、".join(post.holder_label for post in row.unit.posts.all()),
            row.projects,
        ]
        for row in _rows(request, list(units[:EXPORT_LIMIT]), tree=False)
    )
    titles = [_("单位"), _("上级单位"), _("类别"), _("岗位"), _("牵头项目")]
    moment, widths = request.as_of or request.now, (28, 28, 12, 60, 10)
    name = _("单位与岗位") + moment.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "units", titles, rows, widths=widths, moment=moment)


@login_required
@require_safe
def unit_detail(request: Request, pk: UUID) -> HttpResponse:
    """``?as_of=2021-02-15`` shows the projects that it led as they stood."""
    unit = visible_unit(request.user, pk)
    wanted = ListFilter(request.tenant.year, unit=unit.pk)
    if request.as_of:
        words = {"name": unit.name, "title": _("牵头的项目")}
        return page_of_then(request, wanted, words, request.as_of)
    context = {
        "unit": unit,
        "above": Unit.objects.get_ancestors(unit),
        "parts": parts_of(unit),
        "posts": posts_of(unit),
        "projects": list_page(request.user, wanted, today=request.today, order="light"),
        "forces": forces_of(unit),
        "history": history(unit.pk, before=request.GET.get("before", "")),
        "can_edit": request.access.can("org.edit", unit) and not unit.closed_on,
        "past": past_control(request),
    }
    return render(request, "org/unit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: Request) -> HttpResponse:
    require(request.user, "org.edit", request.tenant)
    form = UnitForm(request.POST or None, user=request.user, initial=_above(request))
    if request.method == "POST" and form.is_valid():
        try:
            unit = actions.add_unit(
                request.tenant, **form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已新增单位“%(unit)s”，请接着设岗位。") % {"unit": unit})
            return redirect("unit-detail", unit.pk)
    context = {"title": _("新增单位"), "submit": _("新增"), "cancel_url": reverse("unit-list")}
    return form_page(request, "org/form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: Request, pk: UUID) -> HttpResponse:
    unit = visible_unit(request.user, pk)
    require(request.user, "org.edit", unit)
    form = UnitForm(
        request.POST or None, user=request.user, unit=unit, initial=initial_of_unit(unit)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(unit, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            name = form.cleaned_data["name"]
            messages.success(request, _("已保存对“%(unit)s”的修改。") % {"unit": name})
            return redirect("unit-detail", unit.pk)
    context = {
        "title": _("修改“%(unit)s”") % {"unit": unit.name},
        "submit": _("保存"),
        "cancel_url": reverse("unit-detail", args=[unit.pk]),
    }
    return form_page(request, "org/form.html", form, context)


@login_required
@require_POST
def unit_closing(request: Request, pk: UUID) -> HttpResponse:
    """Close the unit as of today; what is in the way is said on its page."""
    unit = visible_unit(request.user, pk)
    today: date = request.today
    try:
        actions.close_unit(unit, on=today, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, _("已撤销单位“%(unit)s”，历史记录仍可查。") % {"unit": unit.name})
    return redirect("unit-detail", unit.pk)


def _asked(request: Request, words: str) -> QuerySet[Unit]:
    tenant_id = request.tenant.pk
    return units_named(tenant_id, words) if words else units_in_tree_order(tenant_id)


def _rows(request: Request, units: list[Unit], *, tree: bool) -> list[UnitRow]:
    led = _led(request)
    names = {} if tree else _names_above(request, units)
    return [
        UnitRow(
            unit,
            18 * (unit.depth - 1) if tree else 0,
            names.get(unit.path[: -Unit.steplen], ""),
            led.get(unit.pk, 0),
        )
        for unit in units
    ]


def _led(request: Request) -> dict[UUID, int]:
    if request.as_of:
        return led_projects_at(request.user, request.tenant.year, request.as_of)
    return led_projects(request.user, request.tenant.year)


def _names_above(request: Request, units: list[Unit]) -> dict[str, str]:
    paths = {unit.path[: -Unit.steplen] for unit in units if unit.depth > 1}
    rows = Unit.objects.visible_to(request.user).filter(path__in=paths)
    return dict(rows.values_list("path", "name"))


def _above(request: Request) -> dict[str, Any]:
    """The unit from whose page the person comes, or the top of the tree."""
    rows = Unit.objects.visible_to(request.user).filter(closed_on__isnull=True)
    asked = rows.filter(pk=row_id(request.GET.get("parent", ""))).first()
    return {"parent": asked or rows.order_by("path").first(), "kind": "department"}
