from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from guatu.web.account import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("2fa/totp/activate/", views.Activate.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", views.Deactivate.as_view(), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/generate/",
        views.NewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]
