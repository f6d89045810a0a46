from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.wallchart.views import wallchart, wallchart_board, wallchart_print

urlpatterns: list[URLPattern] = [
    path("", wallchart, name="wallchart"),
    path("print/", wallchart_print, name="wallchart-print"),
    path("board/", wallchart_board, name="wallchart-board"),
]
