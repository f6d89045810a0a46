from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.org.views import accounts, posts, units

_ONE = "<uuid:pk>/"
_POST = "posts/<uuid:pk>/"
_ACCOUNT = "accounts/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", units.unit_list, name="unit-list"),
    path("export/", units.unit_export, name="unit-export"),
    path("new/", units.unit_new, name="unit-new"),
    path("accounts/", accounts.account_list, name="unit-accounts"),
    path("accounts/export/", accounts.account_export, name="unit-accounts-export"),
    path("accounts/new/", accounts.account_new, name="unit-account-new"),
    path(f"{_ACCOUNT}closing/", accounts.account_closing, name="unit-account-closing"),
    path(f"{_ACCOUNT}opening/", accounts.account_opening, name="unit-account-opening"),
    path(f"{_ACCOUNT}password/", accounts.account_password, name="unit-account-password"),
    path(
        f"{_ACCOUNT}second-factor/removal/",
        accounts.account_second_factor,
        name="unit-account-second-factor",
    ),
    path(_POST, posts.post_detail, name="post-detail"),
    path(f"{_POST}edit/", posts.post_edit, name="post-edit"),
    path(f"{_POST}handover/", posts.post_handover, name="post-handover"),
    path(f"{_POST}receipt/", posts.post_receipt, name="post-receipt"),
    path(f"{_POST}roles/", posts.post_roles, name="post-roles"),
    path(f"{_POST}closing/", posts.post_closing, name="post-closing"),
    path(_ONE, units.unit_detail, name="unit-detail"),
    path(f"{_ONE}edit/", units.unit_edit, name="unit-edit"),
    path(f"{_ONE}closing/", units.unit_closing, name="unit-closing"),
    path(f"{_ONE}posts/new/", posts.post_new, name="post-new"),
]
