from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.dispatches.doors import DOORS
from guatu.web.dispatches.views import acting, detail, drafting, listing, rechecking, ruling

_ONE = "<uuid:pk>/"
_SAMPLE = "samples/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.dispatch_list, name="dispatch-list"),
    path("export/", listing.dispatch_export, name="dispatch-export"),
    path("new/", drafting.dispatch_new, name="dispatch-new"),
    path("terms/", ruling.dispatch_terms, name="dispatch-terms"),
    path("terms/edit/", ruling.dispatch_terms_edit, name="dispatch-terms-edit"),
    path("samples/", rechecking.sample_list, name="dispatch-samples"),
    path("samples/export/", rechecking.samples_export, name="dispatch-samples-export"),
    path("samples/new/", rechecking.sample_new, name="dispatch-sample-new"),
    path(_SAMPLE, rechecking.sample_detail, name="dispatch-sample"),
    path(f"{_SAMPLE}export/", rechecking.sample_export, name="dispatch-sample-export"),
    path(
        f"{_SAMPLE}rechecks/<uuid:recheck_pk>/finding/",
        rechecking.sample_finding,
        name="dispatch-sample-finding",
    ),
    path(_ONE, detail.dispatch_detail, name="dispatch-detail"),
    path(f"{_ONE}edit/", drafting.dispatch_edit, name="dispatch-edit"),
    path(f"{_ONE}print/", detail.dispatch_print, name="dispatch-print"),
    path(f"{_ONE}evidence/<uuid:evidence_pk>/", detail.dispatch_evidence, name="dispatch-evidence"),
    *(
        path(f"{_ONE}{door.noun}/", acting.dispatch_act, {"door": door}, name=door.name)
        for door in DOORS
    ),
]
