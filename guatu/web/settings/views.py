"""Settings: what a person changes about himself, and an administrator about the installation."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.kit.refusals import Refusal
from guatu.org import actions
from guatu.org.access import require
from guatu.org.models import Tenant
from guatu.org.queries import people_of, posts_held_by
from guatu.web.settings.forms import GovernmentForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@login_required
@require_safe
def settings_page(request: Request) -> HttpResponse:
    opens_accounts = request.access.can("user.open")
    context = {
        "held": posts_held_by(request.user),
        "has_second_factor": is_mfa_enabled(request.user),
        "can_edit": request.access.can("tenant.edit", request.tenant),
        "can_read_health": request.access.can("health.read"),
        "can_open": opens_accounts,
        "accounts": people_of(request.tenant.pk).filter(is_active=True).count()
        if opens_accounts
        else None,
    }
    return render(request, "settings/page.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def government(request: Request) -> HttpResponse:
    require(request.user, "tenant.edit", request.tenant)
    form = GovernmentForm(request.POST or None, initial=_initial(request.tenant))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_tenant(
                request.tenant, form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已保存本地信息。"))
            return redirect("settings")
    context = {"cancel_url": reverse("settings")}
    return form_page(request, "settings/government.html", form, context)


def _initial(tenant: Tenant) -> dict[str, object]:
    return {name: getattr(tenant, name) for name in GovernmentForm.base_fields}
