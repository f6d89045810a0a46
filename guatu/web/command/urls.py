from __future__ import annotations

from django.urls import URLPattern, path

from guatu.domain.meetings import Verb
from guatu.web.command.doors import DOORS
from guatu.web.command.views import blockers, exports, meetings, room, visits

_MEETING = "meetings/<uuid:pk>/"
_BLOCKER = "blockers/<uuid:pk>/"
_VISIT = "visits/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meeting_list, name="meeting-list"),
    path("meetings/export/", exports.meeting_export, name="meeting-export"),
    path("meetings/new/", meetings.meeting_new, name="meeting-new"),
    path(_MEETING, meetings.meeting_detail, name="meeting-detail"),
    path(f"{_MEETING}edit/", meetings.meeting_edit, name="meeting-edit"),
    path(f"{_MEETING}opening/", meetings.meeting_act, {"verb": Verb.HOLD}, name="meeting-opening"),
    path(
        f"{_MEETING}minutes/approval/",
        meetings.meeting_act,
        {"verb": Verb.MINUTE},
        name="meeting-minuting",
    ),
    path(f"{_MEETING}closing/", meetings.meeting_act, {"verb": Verb.CLOSE}, name="meeting-closing"),
    path(
        f"{_MEETING}cancellation/",
        meetings.meeting_reasoned,
        {"verb": Verb.CANCEL},
        name="meeting-cancellation",
    ),
    path(
        f"{_MEETING}correction/",
        meetings.meeting_reasoned,
        {"verb": Verb.TAKE_BACK},
        name="meeting-correction",
    ),
    path(f"{_MEETING}items/", meetings.meeting_item_new, name="meeting-item-new"),
    path(f"{_MEETING}items/aside/", meetings.meeting_item_aside, name="meeting-item-aside"),
    path(f"{_MEETING}room/", room.meeting_room, name="meeting-room"),
    path(
        f"{_MEETING}items/<uuid:item_pk>/decision/", room.meeting_decision, name="meeting-decision"
    ),
    path(
        f"{_MEETING}items/<uuid:item_pk>/no-action/",
        room.meeting_no_action,
        name="meeting-no-action",
    ),
    path(f"{_MEETING}minutes/", meetings.meeting_minutes, name="meeting-minutes"),
    path("blockers/", blockers.blocker_list, name="blocker-list"),
    path("blockers/export/", exports.blocker_export, name="blocker-export"),
    path("blockers/new/", blockers.blocker_new, name="blocker-new"),
    path("blockers/release/", blockers.blocker_release, name="blocker-release"),
    path(_BLOCKER, blockers.blocker_detail, name="blocker-detail"),
    path(f"{_BLOCKER}notes/<uuid:note_pk>/photo/", blockers.blocker_photo, name="blocker-photo"),
    *(
        path(f"{_BLOCKER}{door.noun}/", blockers.blocker_act, {"door": door}, name=door.name)
        for door in DOORS
    ),
    path("visits/", visits.visit_list, name="visit-list"),
    path("visits/export/", exports.visit_export, name="visit-export"),
    path("visits/new/", visits.visit_new, name="visit-new"),
    path("visits/plan/", visits.visit_plan, name="visit-plan"),
    path("visits/month/", visits.visit_month, name="visit-month"),
    path(_VISIT, visits.visit_detail, name="visit-detail"),
    path(f"{_VISIT}log/", visits.visit_log, name="visit-log"),
    path(f"{_VISIT}decision/", visits.visit_decision, name="visit-decision"),
    path(f"{_VISIT}no-action/", visits.visit_no_action, name="visit-no-action"),
    path(f"{_VISIT}photo/", visits.visit_photo, name="visit-photo"),
]
