from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.overview import views

urlpatterns: list[URLPattern] = [
    path("", views.overview_page, name="overview"),
    path("overview/turns/", views.overview_turns, name="overview-turns"),
    path("overview/turns/export/", views.overview_turns_export, name="overview-turns-export"),
    path("overview/week/", views.overview_week, name="overview-week"),
    path("overview/week/export/", views.overview_week_export, name="overview-week-export"),
    path("overview/export/", views.overview_export, name="overview-export"),
]
