from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.versions.views import adjusting, comparing, detail, listing, moves, splitting

urlpatterns: list[URLPattern] = [
    path("", listing.version_list, name="version-list"),
    path("export/", listing.version_list_export, name="version-list-export"),
    path("first/", listing.version_first, name="version-first"),
    path("compare/", comparing.version_compare, name="version-compare"),
    path("compare/export/", comparing.version_compare_export, name="version-compare-export"),
    path("adjust/", adjusting.version_adjust, name="version-adjust"),
    path("adjust/moves/new/", moves.move_new, name="version-move-new"),
    path("adjust/moves/project/", moves.move_project, name="version-move-project"),
    path("adjust/moves/<int:place>/", moves.move_edit, name="version-move"),
    path("adjust/moves/<int:place>/removal/", moves.move_removal, name="version-move-removal"),
    path("split/<uuid:pk>/", splitting.project_split, name="version-split"),
    path("split/<uuid:pk>/undoing/", splitting.project_unsplit, name="version-unsplit"),
    path("<uuid:pk>/", detail.version_detail, name="version-detail"),
    path("<uuid:pk>/export/", detail.version_export, name="version-export"),
]
