from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.worklists.views import acting, filling, listing, rules, together

_ROW = "rows/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.home, name="work-lists"),
    path("all/", together.all_lists, name="work-list-all"),
    path("all/export/", together.all_export, name="work-list-all-export"),
    path("promises/", together.promises, name="work-list-promises"),
    path("promises/export/", together.promises_export, name="work-list-promises-export"),
    path("rules/", rules.list_rules, name="work-list-rules"),
    path("rounds/<uuid:pk>/freezing/", acting.round_freeze, name="work-list-freezing"),
    path("<uuid:pk>/", listing.one_list, name="work-list"),
    path("<uuid:pk>/export/", listing.list_export, name="work-list-export"),
    path("<uuid:pk>/copy/", listing.list_copy, name="work-list-copy"),
    path("<uuid:pk>/refreshing/", filling.list_refresh, name="work-list-refreshing"),
    path("<uuid:pk>/edit/", filling.sheet_edit, name="work-list-sheet"),
    path("<uuid:pk>/rows/new/", filling.row_new, name="work-list-row-new"),
    path("<uuid:pk>/filing/", acting.list_file, name="work-list-filing"),
    path("<uuid:pk>/taking-back/", acting.list_take_back, name="work-list-taking-back"),
    path("<uuid:pk>/approval/", acting.list_approve, name="work-list-approval"),
    path("<uuid:pk>/return/", acting.list_return, name="work-list-return"),
    path("<uuid:pk>/review/", acting.list_review, name="work-list-review"),
    path(f"{_ROW}edit/", filling.row_edit, name="work-list-row"),
    path(f"{_ROW}striking/", filling.row_strike, name="work-list-striking"),
    path(f"{_ROW}restoring/", filling.row_restore, name="work-list-restoring"),
    path(f"{_ROW}amendment/", filling.row_amend, name="work-list-amendment"),
]
