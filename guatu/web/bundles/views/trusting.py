"""The key of this installation, and whose bundles it believes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.bundles.actions.trusting import accept_sender, found_key, revoke_sender
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.web.bundles.finding import visible_sender
from guatu.web.bundles.forms import ReasonForm, SenderForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def bundle_key(request: Request) -> HttpResponse:
    found_key(request.tenant, by=request.user, now=request.now)
    messages.success(request, _("密钥已生成。请把公钥交给对端，再打电话核对指纹。"))
    return redirect("bundle-list")


@login_required
@_METHODS
def sender_new(request: Request) -> HttpResponse:
    require(request.user, "bundle.trust", request.tenant)
    form = SenderForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            accept_sender(
                request.tenant, given["name"], given["public_key"], given["heard"],
                by=request.user, now=request.now,
            )  # fmt: skip
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已认可，它签的数据包可以接收了。"))
            return redirect("bundle-list")
    return form_page(request, "bundles/sender.html", form, {})


@login_required
@_METHODS
def sender_revoke(request: Request, pk: UUID) -> HttpResponse:
    sender = visible_sender(request, pk)
    require(request.user, "bundle.trust", sender)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            revoke_sender(sender, reason=reason, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已停用，它的数据包不再接收。"))
            return redirect("bundle-list")
    return form_page(request, "bundles/revoke.html", form, {"sender": sender})
