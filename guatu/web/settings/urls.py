from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.settings import views

urlpatterns: list[URLPattern] = [
    path("", views.settings_page, name="settings"),
    path("government/", views.government, name="settings-government"),
]
