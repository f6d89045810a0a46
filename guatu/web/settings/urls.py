from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.settings import chains, views

_CHAIN = {"register": chains.CHAINS}
_PARK = {"register": chains.PARKS}

urlpatterns: list[URLPattern] = [
    path("", views.settings_page, name="settings"),
    path("government/", views.government, name="settings-government"),
    path("chains/", chains.chains_page, name="settings-chains"),
    path("chains/new/", chains.register_new, _CHAIN, name="settings-chain-new"),
    path("chains/<uuid:pk>/", chains.register_edit, _CHAIN, name="settings-chain-edit"),
    path("parks/new/", chains.register_new, _PARK, name="settings-park-new"),
    path("parks/<uuid:pk>/", chains.register_edit, _PARK, name="settings-park-edit"),
]
