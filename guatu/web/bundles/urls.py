from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.bundles.views import arrivals, sending, trusting

urlpatterns: list[URLPattern] = [
    path("", sending.bundle_list, name="bundle-list"),
    path("export/", sending.bundle_export, name="bundle-export"),
    path("<uuid:pk>/file/", sending.bundle_file, name="bundle-file"),
    path("key/", trusting.bundle_key, name="bundle-key"),
    path("senders/new/", trusting.sender_new, name="bundle-sender-new"),
    path("senders/<uuid:pk>/revocation/", trusting.sender_revoke, name="bundle-sender-revocation"),
    path("arrivals/new/", arrivals.arrival_new, name="bundle-arrival-new"),
    path("arrivals/<uuid:pk>/", arrivals.arrival_detail, name="bundle-arrival"),
    path("arrivals/<uuid:pk>/entry/", arrivals.arrival_enter, name="bundle-arrival-entry"),
    path("arrivals/<uuid:pk>/drop/", arrivals.arrival_drop, name="bundle-arrival-drop"),
    path("arrivals/<uuid:pk>/undoing/", arrivals.arrival_undo, name="bundle-arrival-undoing"),
]
