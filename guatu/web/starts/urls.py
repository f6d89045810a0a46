from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.starts.views import acting, listing, projects, rules

_ROW = "projects/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.start_list, name="start-list"),
    path("export/", listing.start_list_export, name="start-list-export"),
    path("new/", acting.start_new, name="start-new"),
    path("rules/", rules.start_rules, name="start-rules"),
    path("<uuid:pk>/", listing.start_event, name="start-event"),
    path("<uuid:pk>/export/", listing.start_event_export, name="start-event-export"),
    path("<uuid:pk>/edit/", acting.start_edit, name="start-edit"),
    path("<uuid:pk>/projects/new/", projects.projects_add, name="start-adding"),
    path("<uuid:pk>/holding/", acting.start_hold, name="start-holding"),
    path("<uuid:pk>/cancellation/", acting.start_cancel, name="start-cancellation"),
    path("<uuid:pk>/reopening/", acting.start_reopen, name="start-reopening"),
    path(f"{_ROW}edit/", projects.project_figures, name="start-figures"),
    path(f"{_ROW}removal/", projects.project_remove, name="start-removal"),
]
