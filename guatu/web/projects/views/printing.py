"""The whole list on paper, not only the page of it that was shown."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.web.projects import heads
from guatu.web.projects.arranging import arrangement
from guatu.web.projects.asking import asked_for
from guatu.web.projects.lines import head_markup, rows_markup, total_cells
from guatu.web.projects.views.listing import every_row, filled, light_page, names_for, page_of
from guatu.web.shared.requests import Request

#: Some eighty sheets of A4; longer lists are read as files.
LIMIT = 2_000


@login_required
@require_safe
def project_print(request: Request) -> HttpResponse:
    """As the list by filter, order, columns and day, at most ``LIMIT`` rows."""
    asked, arranged = asked_for(request.GET, request.tenant.year), arrangement(request)
    columns, values = arranged.columns, filled(request.GET)
    page = page_of(request, replace(asked, page=1), arranged)
    ordered = replace(asked, order=page.order, descending=page.descending)
    rows = list(every_row(request, ordered, columns, limit=LIMIT))
    page = replace(page, rows=rows)
    chips = heads.chips(values, asked.wanted, names_for(request, asked.wanted))
    markup = rows_markup(rows, columns, reverse("project-list"), light_page(request), picking=False)
    context = {
        "page": page,
        "totals": page.totals,
        "count": heads.count_words(page),
        "span": len(columns) + 1,
        "total_cells": total_cells(page.totals, columns),
        "heads": head_markup(heads.heads(values, page, columns), picking=False),
        "lines": markup,
        "print_words": heads.print_all_words(page, columns, chips),
        "cut_short": page.totals.more or page.totals.matches > len(rows),
        "limit": f"{LIMIT:,}",
        "query": values.urlencode(),
        "moment": request.as_of or request.now,
        "printed": request.today,
    }
    return render(request, "projects/print.html", context)
