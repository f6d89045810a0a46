from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.journal import views

urlpatterns: list[URLPattern] = [
    path("", views.journal, name="journal"),
    path("export/", views.journal_export, name="journal-export"),
]
