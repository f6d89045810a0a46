from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.projects.views import (
    bulk,
    columns,
    comparing,
    detail,
    editing,
    excuses,
    handing,
    lighting,
    listing,
    milestones,
    monthly,
    pasting,
    planning,
    printing,
    reporting,
    saved,
    timetable,
    trial,
)

_ONE = "<uuid:pk>/"
_VIEW = "views/<uuid:pk>/"
_EDIT = "edits/<uuid:pk>/"
_MILESTONE = f"{_ONE}milestones/<uuid:milestone_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.project_list, name="project-list"),
    path("filters/", listing.project_filters, name="project-filters"),
    path("export/", listing.project_export, name="project-export"),
    path("print/", printing.project_print, name="project-print"),
    path("progresses/", comparing.progress_check, name="progress-check"),
    path("progresses/export/", comparing.progress_check_export, name="progress-check-export"),
    path("timetable/", timetable.timetable, name="timetable"),
    path("timetable/rows/", timetable.timetable_rows, name="timetable-rows"),
    path("timetable/steps/", timetable.timetable_steps, name="timetable-steps"),
    path("monthly/", monthly.monthly, name="monthly"),
    path("monthly/print/", monthly.monthly_print, name="monthly-print"),
    path("monthly/export/", monthly.monthly_export, name="monthly-export"),
    path("copy/", listing.project_copy, name="project-copy"),
    path("columns/", columns.project_columns, name="project-columns"),
    path("views/", saved.project_views, name="project-views"),
    path("views/menu/", saved.project_views_menu, name="project-views-menu"),
    path("views/new/", saved.project_view_new, name="project-view-new"),
    path(_VIEW, saved.project_view, name="project-view"),
    path(f"{_VIEW}name/", saved.project_view_name, name="project-view-name"),
    path(f"{_VIEW}renewal/", saved.project_view_renewal, name="project-view-renewal"),
    path(f"{_VIEW}sharing/", saved.project_view_sharing, name="project-view-sharing"),
    path(f"{_VIEW}preference/", saved.project_view_preference, name="project-view-preference"),
    path(f"{_VIEW}removal/", saved.project_view_removal, name="project-view-removal"),
    path("bulk/", bulk.project_bulk, name="project-bulk"),
    path("paste/", pasting.project_paste, name="project-paste"),
    path("edits/", bulk.project_edits, name="project-edits"),
    path("edits/export/", bulk.project_edits_export, name="project-edits-export"),
    path(_EDIT, bulk.project_edit_record, name="project-edit-record"),
    path(f"{_EDIT}undoing/", bulk.project_edit_undoing, name="project-edit-undoing"),
    path("new/", editing.project_new, name="project-new"),
    path(_ONE, detail.project_detail, name="project-detail"),
    path(f"{_ONE}light/", lighting.project_light, name="project-light"),
    path(f"{_ONE}history/", detail.project_history, name="project-history"),
    path(f"{_ONE}edit/", editing.project_edit, name="project-edit"),
    path(f"{_ONE}withdrawal/", editing.project_withdrawal, name="project-withdrawal"),
    path(f"{_ONE}restoration/", editing.project_restoration, name="project-restoration"),
    path(f"{_ONE}excuses/", excuses.project_excuse, name="project-excuse"),
    path(f"{_ONE}start/", milestones.project_start, name="project-start"),
    path(f"{_ONE}reports/", reporting.project_report, name="project-report"),
    path(f"{_ONE}reports/<uuid:report_pk>/photo/", detail.project_photo, name="project-photo"),
    path(f"{_ONE}plan/", planning.project_plan, name="project-plan"),
    path(f"{_ONE}trial/", trial.project_trial, name="project-trial"),
    path(f"{_ONE}hand-ins/", handing.project_hand_ins, name="project-hand-ins"),
    path(
        f"{_ONE}hand-ins/export/", handing.project_hand_ins_export, name="project-hand-ins-export"
    ),
    path(f"{_ONE}plan/draft/", planning.project_plan_draft, name="project-plan-draft"),
    path(f"{_MILESTONE}completion/", milestones.milestone_completion, name="milestone-completion"),
    path(f"{_MILESTONE}handing/", milestones.milestone_handing, name="milestone-handing"),
    path(f"{_MILESTONE}reopening/", milestones.milestone_reopening, name="milestone-reopening"),
    path(f"{_MILESTONE}forecast/", milestones.milestone_forecast, name="milestone-forecast"),
]
