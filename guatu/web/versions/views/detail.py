"""One version as it was: the paper, what it changed, the list; and its files."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.projects.queries.versions import entries_of, recorded_changes, version_rows
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.versions import sheets
from guatu.web.versions.finding import newest_first, openable, visible_version
from guatu.web.versions.rows import groups_of, lines_of, paper_of

PER_PAGE = 500


@login_required
@require_safe
def version_detail(request: Request, pk: UUID) -> HttpResponse:
    version = visible_version(request, pk)
    may_open = openable(request, version.year)
    lines = lines_of(entries_of(version), may_open)
    paginator = Paginator(lines, PER_PAGE)
    by_number = {one.number: one for one in newest_first(request, version.year)}
    recorded = recorded_changes([version]).get(version.pk, [])
    context = {
        "version": version,
        "row": version_rows([version])[0],
        "paper": paper_of(version),
        "groups": groups_of(recorded, may_open, standing=version.reason),
        "page": paginator.get_page(whole_number(request.GET.get("page", "")) or 1),
        "earlier": by_number.get(version.number - 1),
        "later": by_number.get(version.number + 1),
    }
    return render(request, "versions/detail.html", context)


@login_required
@require_safe
def version_export(request: Request, pk: UUID) -> HttpResponse:
    """``?as=csv`` or ``?as=xlsx``: the whole version."""
    version = visible_version(request, pk)
    lines = lines_of(entries_of(version), None)
    if request.GET.get("as") == "csv":
        return sheets.version_csv(version, lines)
    return sheets.version_xlsx(version, lines, now=request.now)
