from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.dayclear.views import acting, day

_ITEM = "items/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", day.day_page, name="dayclear"),
    path("export/", day.day_export, name="dayclear-export"),
    path("items/new/", acting.item_new, name="dayclear-new"),
    path(_ITEM, day.item_page, name="dayclear-item"),
    path(f"{_ITEM}completion/", acting.item_done, name="dayclear-done"),
    path(f"{_ITEM}carrying/", acting.item_carry, name="dayclear-carry"),
    path(f"{_ITEM}blocking/", acting.item_block, name="dayclear-block"),
    path(f"{_ITEM}dropping/", acting.item_drop, name="dayclear-drop"),
    path(f"{_ITEM}correction/", acting.item_correct, name="dayclear-correction"),
    path("evenings/<uuid:pk>/confirmation/", acting.evening_confirm, name="dayclear-confirmation"),
]
