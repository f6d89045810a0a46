from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.procedures.views import keeping, listing

_ONE = "<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.procedure_list, name="procedure-list"),
    path("export/", listing.procedure_export, name="procedure-export"),
    path("adoption/", keeping.procedure_adoption, name="procedure-adoption"),
    path("defaults/", keeping.procedure_defaults, name="procedure-defaults"),
    path("new/", keeping.procedure_new, name="procedure-new"),
    path(_ONE, keeping.procedure_edit, name="procedure-edit"),
    path(f"{_ONE}removal/", keeping.procedure_removal, name="procedure-removal"),
    path(f"{_ONE}default/", keeping.procedure_default, name="procedure-default"),
]
