from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.overview.views import overview_export, overview_page, overview_turns, overview_week

urlpatterns: list[URLPattern] = [
    path("", overview_page, name="overview"),
    path("overview/turns/", overview_turns, name="overview-turns"),
    path("overview/week/", overview_week, name="overview-week"),
    path("overview/export/", overview_export, name="overview-export"),
]
