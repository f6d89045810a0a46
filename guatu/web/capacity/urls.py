from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.capacity.views import exports, limits, proposals

_ONE = "<uuid:pk>/"
_PROPOSAL = "proposals/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", limits.capacity_list, name="capacity-list"),
    path("export/", exports.capacity_export, name="capacity-export"),
    path("new/", limits.capacity_new, name="capacity-new"),
    path("defaults/", limits.capacity_defaults, name="capacity-defaults"),
    path("proposals/", proposals.proposal_new, name="capacity-proposal-new"),
    path(_PROPOSAL, proposals.proposal_page, name="capacity-proposal"),
    path(f"{_PROPOSAL}progress/", proposals.proposal_progress, name="capacity-proposal-progress"),
    path(f"{_PROPOSAL}search/", proposals.proposal_search, name="capacity-proposal-search"),
    path(f"{_PROPOSAL}adoption/", proposals.proposal_adoption, name="capacity-proposal-adoption"),
    path(f"{_PROPOSAL}export/", proposals.proposal_export, name="capacity-proposal-export"),
    path(f"{_ONE}edit/", limits.capacity_edit, name="capacity-edit"),
    path(f"{_ONE}removal/", limits.capacity_removal, name="capacity-removal"),
    path(f"{_ONE}weeks/<str:monday>/", limits.capacity_week, name="capacity-week"),
    path(f"{_ONE}weeks/<str:monday>/export/", exports.week_export, name="capacity-week-export"),
]
