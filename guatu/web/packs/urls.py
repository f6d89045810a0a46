from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.packs import views

urlpatterns: list[URLPattern] = [
    path("", views.pack_list, name="pack-list"),
    path("view/", views.pack_preview, name="pack-preview"),
    path("file/", views.pack_file, name="pack-file"),
]
