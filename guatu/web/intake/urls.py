from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.intake.views import columns, detail, difference, entering, listing, rows

_ONE = "<uuid:pk>/"
_ROW = f"{_ONE}rows/<uuid:row_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.intake_list, name="intake-list"),
    path("export/", listing.intake_export, name="intake-export"),
    path("upload/", listing.intake_upload, name="intake-upload"),
    path(_ONE, detail.intake_detail, name="intake-detail"),
    path(f"{_ONE}progress/", detail.intake_progress, name="intake-progress"),
    path(f"{_ONE}history/", detail.intake_history, name="intake-history"),
    path(f"{_ONE}dropping/", detail.intake_drop, name="intake-drop"),
    path(f"{_ONE}columns/", columns.intake_columns, name="intake-columns"),
    path(f"{_ONE}basics/", columns.intake_basics, name="intake-basics"),
    path(f"{_ONE}rows/", rows.intake_rows, name="intake-rows"),
    path(f"{_ONE}rows/skips/", rows.intake_skips, name="intake-skips"),
    path(f"{_ROW}cell/", rows.intake_cell, name="intake-cell"),
    path(f"{_ROW}skip/", rows.intake_skip, name="intake-skip"),
    path(f"{_ROW}match/", difference.intake_match, name="intake-match"),
    path(f"{_ROW}fate/", difference.intake_fate, name="intake-fate"),
    path(f"{_ONE}difference/", difference.intake_difference, name="intake-difference"),
    path(f"{_ONE}entering/", entering.intake_entering, name="intake-entering"),
    path(f"{_ONE}undoing/", entering.intake_undo, name="intake-undo"),
]
