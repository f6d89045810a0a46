from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.screens.views import addresses, composing, exports, pages, showing

_PAGE = "pages/<uuid:pk>/"
_SHOW = "show/<str:token>/"

urlpatterns: list[URLPattern] = [
    path("", composing.board_list, name="board-list"),
    path("export/", exports.board_export, name="board-export"),
    path("new/", composing.board_new, name="board-new"),
    path(_SHOW, showing.show, name="screen-show"),
    path(f"{_SHOW}now/", showing.show_now, name="screen-show-now"),
    path("<uuid:pk>/", composing.board_detail, name="board-detail"),
    path("<uuid:pk>/edit/", composing.board_edit, name="board-edit"),
    path("<uuid:pk>/removal/", composing.board_remove, name="board-removal"),
    path("<uuid:pk>/restoring/", composing.board_restore, name="board-restoring"),
    path("<uuid:pk>/preview/", showing.preview, name="board-preview"),
    path("<uuid:pk>/preview/now/", showing.preview_now, name="board-preview-now"),
    path("<uuid:pk>/pages/new/", pages.page_new, name="board-page-new"),
    path("<uuid:pk>/addresses/export/", exports.address_export, name="board-addresses-export"),
    path("<uuid:pk>/addresses/new/", addresses.address_new, name="board-address-new"),
    path(f"{_PAGE}edit/", pages.page_edit, name="board-page-edit"),
    path(f"{_PAGE}moving/", pages.page_move, name="board-page-moving"),
    path(f"{_PAGE}removal/", pages.page_remove, name="board-page-removal"),
    path(f"{_PAGE}restoring/", pages.page_restore, name="board-page-restoring"),
    path("addresses/<uuid:pk>/revocation/", addresses.address_revoke, name="board-address-revoke"),
]
