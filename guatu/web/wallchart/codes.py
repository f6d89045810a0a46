"""Addresses of the codes on paper: short, and in capitals, which a code holds in less room."""

from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.wallchart.printed import wallchart_code

urlpatterns: list[URLPattern] = [path("<str:code>", wallchart_code, name="wallchart-code")]
