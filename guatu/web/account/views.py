"""The log-in page, and the changes to a second factor, which the journal keeps."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse

from guatu.org.actions import record_second_factor
from guatu.org.queries import demo_accounts, demo_tenant


class Login(LoginView):  # type: ignore[misc]
    """The log-in page; a demonstration lists its accounts so that a visitor can look around."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tenant = demo_tenant()
        accounts = demo_accounts(tenant) if tenant else []
        context: dict[str, Any] = super().get_context_data(
            demo_tenant=tenant, demo_accounts=accounts, **kwargs
        )
        return context


class Activate(ActivateTOTPView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_second_factor(self.request.user, "on", now=self.request.now)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_second_factor(self.request.user, "off", now=self.request.now)
        return response


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_second_factor(self.request.user, "codes", now=self.request.now)
        return response
