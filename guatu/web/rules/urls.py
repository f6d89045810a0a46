from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.rules import views

urlpatterns: list[URLPattern] = [
    path("", views.rule_list, name="rule-list"),
    path("<slug:code>/", views.rule_detail, name="rule-detail"),
    path("<slug:code>/adoption/", views.rule_adoption, name="rule-adoption"),
]
