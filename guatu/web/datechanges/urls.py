from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.datechanges.views import asking, deciding, listing, pausing, rules

_ONE = "<uuid:pk>/"
_PAUSE = "pauses/<uuid:pk>/"
_PROJECT = "projects/<uuid:project_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.change_list, name="date-change-list"),
    path("export/", listing.change_export, name="date-change-export"),
    path("rules/", rules.change_rules, name="date-change-rules"),
    path(f"{_PROJECT}new/", asking.change_new, name="date-change-new"),
    path(f"{_PROJECT}effect/", asking.change_effect, name="date-change-effect"),
    path(f"{_PROJECT}pausing/", pausing.pause_new, name="pause-new"),
    path(_ONE, listing.change_detail, name="date-change-detail"),
    path(f"{_ONE}approval/", deciding.change_approval, name="date-change-approval"),
    path(f"{_ONE}refusal/", deciding.change_refusal, name="date-change-refusal"),
    path(f"{_ONE}withdrawal/", deciding.change_withdrawal, name="date-change-withdrawal"),
    path(f"{_ONE}reading/", deciding.change_reading, name="date-change-reading"),
    path("pauses/", listing.pause_list, name="pause-list"),
    path("pauses/export/", listing.pause_export, name="pause-export"),
    path(_PAUSE, pausing.pause_detail, name="pause-detail"),
    path(f"{_PAUSE}approval/", pausing.pause_approval, name="pause-approval"),
    path(f"{_PAUSE}refusal/", pausing.pause_refusal, name="pause-refusal"),
    path(f"{_PAUSE}withdrawal/", pausing.pause_withdrawal, name="pause-withdrawal"),
    path(f"{_PAUSE}reading/", pausing.pause_reading, name="pause-reading"),
    path(f"{_PAUSE}ending/", pausing.pause_ending, name="pause-ending"),
    path(f"{_PAUSE}giving-back/", pausing.pause_giving_back, name="pause-giving-back"),
]
