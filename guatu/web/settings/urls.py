from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.settings import chains, views

urlpatterns: list[URLPattern] = [
    path("", views.settings_page, name="settings"),
    path("government/", views.government, name="settings-government"),
    path("chains/", chains.chains_page, name="settings-chains"),
    path("chains/new/", chains.chain_new, name="settings-chain-new"),
    path("chains/<uuid:pk>/", chains.chain_edit, name="settings-chain-edit"),
    path("parks/new/", chains.park_new, name="settings-park-new"),
    path("parks/<uuid:pk>/", chains.park_edit, name="settings-park-edit"),
]
