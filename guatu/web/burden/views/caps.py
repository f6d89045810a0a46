"""限额: everybody may read them; the office adopts, changes and lets through with a reason."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.burden.actions.caps import set_terms, waive
from guatu.burden.models import BurdenWaiver
from guatu.burden.terms import terms_of
from guatu.org.access import require
from guatu.web.burden.forms import CapsForm, WaiverForm
from guatu.web.shared.answering import Done, answered
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

    def act() -> Done:
        seen = form.cleaned_data["seen"]
        changed = set_terms(
            request.tenant, form.rules(), seen=seen, by=request.user, now=request.now
        )
        said = _("限额已采用，从现在起按它提示和把关。") if changed else _("没有改动。")
        return Done(said, reverse("burden-caps"))

    return answered(request, "burden/caps.html", form, act, context)


@login_required
@_METHODS
def waiver_new(request: Request) -> HttpResponse:
    require(request.user, "burden.waive", request.tenant)
    initial = {"day": request.today}
    form = WaiverForm(request.POST or None, user=request.user, initial=initial)
    back = reverse("burden-caps")

    def act() -> Done:
        waive(request.tenant, form.waiving(), by=request.user, now=request.now)
        return Done(_("已放行，理由在负担页面公开。"), back)

    context = {"title": _("放行超限事项"), "submit": _("放行"), "cancel_url": back}
    return answered(request, "burden/form.html", form, act, context)
