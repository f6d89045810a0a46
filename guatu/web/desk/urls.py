from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.desk.views import desk_page, desk_start

urlpatterns: list[URLPattern] = [
    path("", desk_page, name="desk"),
    path("start/", desk_start, name="desk-start"),
]
