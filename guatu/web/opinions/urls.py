from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.opinions import giving, listing

urlpatterns: list[URLPattern] = [
    path("", listing.opinion_list, name="opinion-list"),
    path("export/", listing.opinion_export, name="opinion-export"),
    path("projects/<uuid:pk>/owner/", giving.owner_view, name="opinion-owner"),
    path("projects/<uuid:pk>/review/", giving.review, name="opinion-review"),
]
