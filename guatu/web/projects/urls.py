from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.projects.views import (
    detail,
    editing,
    excuses,
    listing,
    milestones,
    planning,
    reporting,
)

_ONE = "<uuid:pk>/"
_MILESTONE = f"{_ONE}milestones/<uuid:milestone_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.project_list, name="project-list"),
    path("filters/", listing.project_filters, name="project-filters"),
    path("export/", listing.project_export, name="project-export"),
    path("new/", editing.project_new, name="project-new"),
    path(_ONE, detail.project_detail, name="project-detail"),
    path(f"{_ONE}history/", detail.project_history, name="project-history"),
    path(f"{_ONE}edit/", editing.project_edit, name="project-edit"),
    path(f"{_ONE}withdrawal/", editing.project_withdrawal, name="project-withdrawal"),
    path(f"{_ONE}restoration/", editing.project_restoration, name="project-restoration"),
    path(f"{_ONE}excuses/", excuses.project_excuse, name="project-excuse"),
    path(f"{_ONE}start/", milestones.project_start, name="project-start"),
    path(f"{_ONE}reports/", reporting.project_report, name="project-report"),
    path(f"{_ONE}reports/<uuid:report_pk>/photo/", detail.project_photo, name="project-photo"),
    path(f"{_ONE}plan/", planning.project_plan, name="project-plan"),
    path(f"{_ONE}plan/draft/", planning.project_plan_draft, name="project-plan-draft"),
    path(f"{_MILESTONE}completion/", milestones.milestone_completion, name="milestone-completion"),
    path(f"{_MILESTONE}reopening/", milestones.milestone_reopening, name="milestone-reopening"),
    path(f"{_MILESTONE}forecast/", milestones.milestone_forecast, name="milestone-forecast"),
]
