from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.wallchart.printed import (
    wallchart_pdf,
    wallchart_since,
    wallchart_since_export,
    wallchart_stickers,
)
from guatu.web.wallchart.views import wallchart, wallchart_board, wallchart_print

urlpatterns: list[URLPattern] = [
    path("", wallchart, name="wallchart"),
    path("print/", wallchart_print, name="wallchart-print"),
    path("print/pdf/", wallchart_pdf, name="wallchart-pdf"),
    path("print/stickers/", wallchart_stickers, name="wallchart-stickers"),
    path("since/", wallchart_since, name="wallchart-since"),
    path("since/export/", wallchart_since_export, name="wallchart-since-export"),
    path("board/", wallchart_board, name="wallchart-board"),
]
