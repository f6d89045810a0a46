"""Industry chains and parks of the government: a register of each, adding and renaming."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.models import Chain, Park
from guatu.org.access import require
from guatu.org.models import Post, Unit
from guatu.org.queries import with_holders
from guatu.projects.models import Project
from guatu.web.settings.forms import ChainForm, ParkForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Register:
    """What differs between the two: model, form, acts and words.

    ``code`` names it in addresses and in the filter of projects; ``unit`` is the field with the
    unit that looks after a row, ``head_title`` is empty where no post is at its head.
    """

    code: str
    model: type[Chain] | type[Park]
    form: type[ChainForm] | type[ParkForm]
    enter: Callable[..., Chain | Park]
    change: Callable[..., Any]
    unit: str
    title: str | Promise
    head_title: str | Promise
    unit_title: str | Promise
    new_title: str | Promise
    edit_title: str | Promise
    created: str | Promise
    saved: str | Promise
    empty: str | Promise
    hint: str | Promise
    foot: str | Promise = ""

    @property
    def new_url(self) -> str:
        return reverse(f"settings-{self.code}-new")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a register with the unit that looks after it; ``counted`` are its projects."""

    row: Any
    unit: Unit | None
    counted: int
    edit_url: str
    list_url: str


@dataclass(frozen=True, slots=True)
class Section:
    register: Register
    lines: list[Line]


CHAINS = Register(
    "chain",
    Chain,
    ChainForm,
    actions.create_chain,
    actions.change_chain,
    "lead_unit",
    title=_("产业链"),
    head_title=_("链长"),
    unit_title=_("牵头单位"),
    new_title=_("增加产业链"),
    edit_title=_("修改产业链"),
    created=_("已设立产业链“%(name)s”。"),
    saved=_("已保存产业链“%(name)s”。"),
    empty=_("还没有产业链"),
    hint=_("设立后，在项目表里选择所属产业链。"),
)
PARKS = Register(
    "park",
    Park,
    ParkForm,
    actions.create_park,
    actions.change_park,
    "unit",
    title=_("园区"),
    head_title="",
    unit_title=_("管理单位"),
    new_title=_("增加园区"),
    edit_title=_("修改园区"),
    created=_("已设立园区“%(name)s”。"),
    saved=_("已保存园区“%(name)s”。"),
    empty=_("还没有园区"),
    hint=_("设立后，在项目表里选择所在园区。"),
    foot=_("园区里的项目同时属于一个乡镇街道，两边都列，合计只计一次。"),
)


@login_required
@require_safe
def chains_page(request: Request) -> HttpResponse:
    """Both registers, with the projects of the year that the reader may see in each row."""
    context = {
        "sections": [Section(one, _lines(request, one)) for one in (CHAINS, PARKS)],
        "partial": not request.access.sees_all,
        "can_edit": request.access.can("chain.edit", request.tenant),
    }
    return render(request, "settings/chains.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_new(request: Request, register: Register) -> HttpResponse:
    require(request.user, "chain.edit", request.tenant)
    form = register.form(request.POST or None, user=request.user)

    def act() -> None:
        register.enter(request.tenant, form.cleaned_data, by=request.user, now=request.now)

    return _kept(request, form, act, register.new_title, register.created)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_edit(request: Request, pk: UUID, register: Register) -> HttpResponse:
    row: Any = get_object_or_404(register.model.objects.visible_to(request.user), pk=pk)
    require(request.user, "chain.edit", row)
    initial = {name: getattr(row, name) for name in register.form.base_fields}
    form = register.form(request.POST or None, user=request.user, row=row, initial=initial)

    def act() -> None:
        register.change(row, form.cleaned_data, by=request.user, now=request.now)

    return _kept(request, form, act, register.edit_title, register.saved)


def _kept(
    request: Request,
    form: forms.Form,
    act: Callable[[], None],
    title: str | Promise,
    said: str | Promise,
) -> HttpResponse:
    """The form until ``act`` takes what was typed, then back to the registers."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, str(said) % {"name": form.cleaned_data["name"]})
            return redirect("settings-chains")
    context = {"title": title, "cancel_url": reverse("settings-chains")}
    return form_page(request, "settings/chain_form.html", form, context)


def _lines(request: Request, register: Register) -> list[Line]:
    """Projects as the totals count: without reserve projects and parts of packages."""
    year = Project.objects.visible_to(request.user).filter(year=request.tenant.year)
    seen = year.counted().order_by().values("pk")
    number = Count("projects", filter=Q(projects__in=seen), distinct=True)
    found = register.model.objects.visible_to(request.user).annotate(counted=number)
    rows: Any = found.select_related(register.unit)
    if register.head_title:
        posts = with_holders(Post.objects.visible_to(request.user))
        rows = rows.prefetch_related(Prefetch("head", posts))
    projects = f"{reverse('project-list')}?{register.code}="
    return [
        Line(
            row,
            getattr(row, register.unit),
            row.counted,
            reverse(f"settings-{register.code}-edit", args=[row.pk]),
            f"{projects}{row.pk}",
        )
        for row in rows
    ]
