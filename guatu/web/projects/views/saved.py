"""Views of the list under a name: choosing, saving, sharing, putting in order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.projects.actions.views import (
    drop_view,
    prefer_view,
    rename_view,
    renew_view,
    save_view,
    share_view,
)
from guatu.projects.models import SavedView
from guatu.web.projects.arranging import (
    WHOLE,
    address_of,
    arranged_query,
    arrangement,
    remember_default,
)
from guatu.web.projects.columns import columns_of, known
from guatu.web.projects.forms.saved import NameForm, ViewForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A saved view as menu and table show it; ``may_keep``: this person may change it."""

    view: SavedView
    url: str
    is_own: bool
    may_keep: bool
    is_here: bool

    @property
    def columns(self) -> str:
        return "、".join(str(one.title) for one in columns_of(known(self.view.columns)))


@login_required
@require_safe
def project_views_menu(request: Request) -> HttpResponse:
    """The menu above the list: read only when somebody opens it."""
    arranged = arrangement(request)
    here = arranged.view
    context = {
        "lines": _lines(request, here),
        "arranged": arranged,
        "may_renew": here is not None and request.access.can("view.keep", here),
        "query": arranged_query(request),
        "whole_url": f"{reverse('project-list')}?{WHOLE}",
    }
    return render(request, "projects/_views_menu.html", context)


@login_required
@require_safe
def project_views(request: Request) -> HttpResponse:
    context = {"lines": _lines(request, None), "may_share": request.access.can("view.share")}
    return render(request, "projects/views.html", context)


@login_required
@require_safe
def project_view(request: Request, pk: UUID) -> HttpResponse:
    """A short address for a view, as one sends it to others."""
    return redirect(address_of(_visible(request, pk)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_view_new(request: Request) -> HttpResponse:
    """The query of the list in the address is what will be kept."""
    sharing = request.access.can("view.share")
    form = ViewForm(request.POST or None, sharing=sharing)
    if form.is_bound and form.is_valid():
        try:
            view = _save(request, form)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
            return redirect(address_of(view))
    context = {
        "title": _("保存视图"),
        "cancel_url": f"{reverse('project-list')}?{arranged_query(request) or WHOLE}",
        "submit": _("保存"),
    }
    return form_page(request, "projects/view_form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_view_name(request: Request, pk: UUID) -> HttpResponse:
    view = _visible(request, pk)
    form = NameForm(request.POST or None, initial={"name": view.name})
    if form.is_bound and form.is_valid():
        try:
            rename_view(view, form.cleaned_data["name"], by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("project-views")
    context = {
        "title": _("视图改名"),
        "cancel_url": reverse("project-views"),
        "submit": _("改名"),
    }
    return form_page(request, "projects/view_form.html", form, context)


@login_required
@require_POST
def project_view_renewal(request: Request, pk: UUID) -> HttpResponse:
    """The view takes over what the list shows now."""
    view, arranged = _visible(request, pk), arrangement(request)
    renew_view(view, arranged.query, arranged.chosen, by=request.user, now=request.now)
    messages.success(request, _("视图“%(name)s”已按现在的样子更新。") % {"name": view.name})
    return redirect("project-view", view.pk)


@login_required
@require_POST
def project_view_sharing(request: Request, pk: UUID) -> HttpResponse:
    shared = request.POST.get("shared") == "1"
    share_view(_visible(request, pk), shared=shared, by=request.user, now=request.now)
    return redirect("project-views")


@login_required
@require_POST
def project_view_preference(request: Request, pk: UUID) -> HttpResponse:
    preferred = request.POST.get("preferred") == "1"
    prefer_view(_visible(request, pk), preferred=preferred, by=request.user, now=request.now)
    remember_default(request)
    return redirect("project-views")


@login_required
@require_POST
def project_view_removal(request: Request, pk: UUID) -> HttpResponse:
    drop_view(_visible(request, pk), by=request.user, now=request.now)
    remember_default(request)
    return redirect("project-views")


def _visible(request: Request, pk: UUID) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def _save(request: Request, form: ViewForm) -> SavedView:
    arranged, wanted = arrangement(request), form.cleaned_data
    view = save_view(
        wanted["name"],
        arranged.query,
        arranged.chosen,
        shared=wanted.get("shared", False),
        by=request.user,
        now=request.now,
    )
    if wanted["preferred"]:
        prefer_view(view, preferred=True, by=request.user, now=request.now)
        remember_default(request)
    return view


def _lines(request: Request, here: SavedView | None) -> list[ViewLine]:
    """The own ones first."""
    rows = SavedView.objects.visible_to(request.user).select_related("user")
    lines = [
        ViewLine(
            view,
            address_of(view),
            view.user_id == request.user.pk,
            request.access.can("view.keep", view),
            view == here,
        )
        for view in rows
    ]
    return sorted(lines, key=lambda line: not line.is_own)
