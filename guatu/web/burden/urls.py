from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.burden.views import caps, complaints, costs, five, meter

_ONE = "complaints/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", meter.meter, name="burden"),
    path("export/", meter.meter_export, name="burden-export"),
    path("caps/", caps.cap_rules, name="burden-caps"),
    path("waivers/new/", caps.waiver_new, name="burden-waiver-new"),
    path("costs/dispatch/", costs.dispatch_cost, name="burden-cost-dispatch"),
    path("costs/meeting/", costs.meeting_cost, name="burden-cost-meeting"),
    path("costs/sheets/", costs.sheet_cost, name="burden-cost-sheets"),
    path("costs/lists/", costs.list_cost, name="burden-cost-lists"),
    path("five/", five.five, name="burden-five"),
    path("complaints/", complaints.complaint_list, name="complaint-list"),
    path("complaints/export/", complaints.complaint_export, name="complaint-export"),
    path("complaints/new/", complaints.complaint_new, name="complaint-new"),
    path("complaints/code/", complaints.complaint_by_code, name="complaint-code"),
    path(_ONE, complaints.complaint_detail, name="complaint-detail"),
    path(f"{_ONE}answer/", complaints.complaint_answer, name="complaint-answer"),
    path(f"{_ONE}again/", complaints.complaint_again, name="complaint-again"),
    path(f"{_ONE}settlement/", complaints.complaint_settle, name="complaint-settlement"),
]
