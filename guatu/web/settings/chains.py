"""Industry chains and parks of the government: a list of each, adding and renaming."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.models import Chain, Park
from guatu.org.access import require
from guatu.org.models import Post
from guatu.org.queries import with_holders
from guatu.projects.models import Project
from guatu.web.settings.forms import ChainForm, ParkForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@login_required
@require_safe
def chains_page(request: Request) -> HttpResponse:
    """Both lists, with the projects of the year that the reader may see in each."""
    heads = Prefetch("head", with_holders(Post.objects.visible_to(request.user)))
    chains = Chain.objects.visible_to(request.user).select_related("lead_unit")
    parks = Park.objects.visible_to(request.user).select_related("unit")
    context = {
        "chains": _counted(request, chains).prefetch_related(heads),
        "parks": _counted(request, parks),
        "partial": not request.access.sees_all,
        "can_edit": request.access.can("chain.edit", request.tenant),
    }
    return render(request, "settings/chains.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chain_new(request: Request) -> HttpResponse:
    require(request.user, "chain.edit", request.tenant)
    form = ChainForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            chain = actions.create_chain(
                request.tenant, form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, _("已设立产业链“%(name)s”。") % {"name": chain})
    return _page(request, form, _("增加产业链"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def chain_edit(request: Request, pk: UUID) -> HttpResponse:
    chain = get_object_or_404(Chain.objects.visible_to(request.user), pk=pk)
    require(request.user, "chain.edit", chain)
    initial = {name: getattr(chain, name) for name in ChainForm.base_fields}
    form = ChainForm(request.POST or None, user=request.user, chain=chain, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_chain(chain, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, _("已保存产业链“%(name)s”。") % form.cleaned_data)
    return _page(request, form, _("修改产业链"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def park_new(request: Request) -> HttpResponse:
    require(request.user, "chain.edit", request.tenant)
    form = ParkForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            park = actions.create_park(
                request.tenant, form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, _("已设立园区“%(name)s”。") % {"name": park})
    return _page(request, form, _("增加园区"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def park_edit(request: Request, pk: UUID) -> HttpResponse:
    park = get_object_or_404(Park.objects.visible_to(request.user), pk=pk)
    require(request.user, "chain.edit", park)
    initial = {name: getattr(park, name) for name in ParkForm.base_fields}
    form = ParkForm(request.POST or None, user=request.user, park=park, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_park(park, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, _("已保存园区“%(name)s”。") % form.cleaned_data)
    return _page(request, form, _("修改园区"))


def _counted(request: Request, rows: Any) -> Any:
    """As the totals count: without reserve projects and parts of packages."""
    year = Project.objects.visible_to(request.user).filter(year=request.tenant.year)
    seen = year.counted().order_by().values("pk")
    return rows.annotate(counted=Count("projects", filter=Q(projects__in=seen), distinct=True))


def _done(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("settings-chains")


def _page(request: Request, form: forms.Form, title: str) -> HttpResponse:
    context = {"title": title, "cancel_url": reverse("settings-chains")}
    return form_page(request, "settings/chain_form.html", form, context)
