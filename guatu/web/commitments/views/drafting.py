"""Writing a promise down, and changing the draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.commitments.access import require_verb
from guatu.commitments.actions import drafting
from guatu.domain.commitments import Verb
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.web.commitments.answering import overtaken_page
from guatu.web.commitments.finding import visible_commitment
from guatu.web.commitments.forms import PromiseForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request

TEMPLATE = "commitments/form.html"
_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def commitment_new(request: Request) -> HttpResponse:
    """``?project=…`` offers a star project's letter."""
    require(request.user, "commitment.draft")
    form = PromiseForm(request.POST or None, user=request.user, initial=_offered(request))
    if form.is_bound and form.is_valid():
        try:
            row = drafting.draft(request.tenant, form.promise(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已拟好%(label)s，送承诺人确认后才进入审诺。")
            messages.success(request, said % {"label": row.label})
            return redirect("commitment-detail", row.pk)
    context = {"title": _("拟诺"), "submit": _("拟好"), "cancel_url": reverse("commitment-list")}
    return form_page(request, TEMPLATE, form, context)


@login_required
@_METHODS
def commitment_edit(request: Request, pk: UUID) -> HttpResponse:
    row = visible_commitment(request, pk)
    require_verb(request.user, Verb.EDIT, row)
    form = PromiseForm(request.POST or None, user=request.user, commitment=row)
    address = reverse("commitment-detail", args=[row.pk])
    context = {
        "row": row,
        "title": _("修改%(label)s") % {"label": row.label},
        "submit": _("保存"),
        "cancel_url": address,
    }
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            drafting.edit(row, form.promise(), seen=seen, by=request.user, now=request.now)
        except StateChanged as refusal:
            version = visible_commitment(request, pk).version
            return overtaken_page(request, TEMPLATE, form, context, refusal, version)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已保存%(label)s。") % {"label": row.label})
            return redirect(address)
    return form_page(request, TEMPLATE, form, context)


def _offered(request: Request) -> dict[str, object]:
    project = row_id(request.GET.get("project", ""))
    own = sorted(request.access.post_ids)
    alone = len(own) == 1 and Role.OFFICE not in request.access.roles
    offered: dict[str, object] = {"post": own[0]} if alone else {}
    return {**offered, "project": project, "kind": "star"} if project else offered
