"""限额: everybody may read them; the office adopts, changes and lets through with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.burden.actions.caps import set_terms, waive
from guatu.burden.models import BurdenWaiver
from guatu.burden.terms import terms_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.burden.forms import CapsForm, WaiverForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_WAIVERS = 50


@login_required
@_METHODS
def cap_rules(request: Request) -> HttpResponse:
    terms = terms_of(request.tenant.pk)
    if request.method == "POST":
        require(request.user, "burden.cap", request.tenant)
    form = CapsForm(request.POST or None, terms=terms)
    context = {
        "terms": terms,
        "adopted": terms.version > 0,
        "may_edit": request.access.can("burden.cap", request.tenant),
        "may_waive": request.access.can("burden.waive", request.tenant),
        "waivers": BurdenWaiver.objects.visible_to(request.user)[:SHOWN_WAIVERS],
        "history": history(terms.pk),
    }
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            changed = set_terms(
                request.tenant, form.rules(), seen=seen, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
            page = form_page(request, "burden/caps.html", form, context)
            page.status_code = 409 if isinstance(refusal, StateChanged) else 422
            return page
        said = _("限额已采用，从现在起按它提示和把关。") if changed else _("没有改动。")
        messages.success(request, said)
        return redirect("burden-caps")
    return form_page(request, "burden/caps.html", form, context)


@login_required
@_METHODS
def waiver_new(request: Request) -> HttpResponse:
    require(request.user, "burden.waive", request.tenant)
    initial = {"day": request.today}
    form = WaiverForm(request.POST or None, user=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            waive(request.tenant, form.waiving(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已放行，理由在负担页面公开。"))
            return redirect("burden-caps")
    context = {
        "title": _("放行超限事项"),
        "submit": _("放行"),
        "cancel_url": reverse("burden-caps"),
    }
    return form_page(request, "burden/form.html", form, context)
