from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.rules.views import comparing, detail, drafts, listing, trials

_ONE = "<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("", listing.rule_list, name="rule-list"),
    path("compare/", comparing.rule_compare, name="rule-compare"),
    path(_ONE, detail.rule_detail, name="rule-detail"),
    path(f"{_ONE}trial/", trials.rule_trial, name="rule-trial"),
    path(f"{_ONE}adoption/", trials.rule_adoption, name="rule-adoption"),
    path(f"{_ONE}copy/", drafts.rule_copy, name="rule-copy"),
    path(f"{_ONE}edit/", drafts.rule_edit, name="rule-edit"),
    path(f"{_ONE}revision/", drafts.rule_revision, name="rule-revision"),
    path(f"{_ONE}removal/", drafts.rule_removal, name="rule-removal"),
]
