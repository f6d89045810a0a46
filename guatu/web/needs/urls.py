from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.needs.views import acts, asking, detail, listing

_ONE = "<uuid:pk>/"
_PROJECT = "projects/<uuid:project_pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.need_list, name="need-list"),
    path("export/", listing.need_export, name="need-export"),
    path("suppliers/<uuid:pk>/", listing.need_supplier, name="need-supplier"),
    path(f"{_PROJECT}new/", asking.need_new, name="need-new"),
    path(f"{_PROJECT}template/", asking.need_template, name="need-template"),
    path(_ONE, detail.need_detail, name="need-detail"),
    path(f"{_ONE}edit/", asking.need_edit, name="need-edit"),
    path(f"{_ONE}promise/", acts.need_promise, name="need-promise"),
    path(f"{_ONE}delivery/", acts.need_delivery, name="need-delivery"),
    path(f"{_ONE}blocker/", acts.need_blocker, name="need-blocker"),
    path(f"{_ONE}blocker/clearing/", acts.need_clearing, name="need-clearing"),
    path(f"{_ONE}dropping/", acts.need_dropping, name="need-dropping"),
    path(f"{_ONE}reopening/", acts.need_reopening, name="need-reopening"),
]
