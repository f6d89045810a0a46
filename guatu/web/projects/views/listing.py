"""The list of projects, its filters and its files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.projects.choices import LightColour
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import ListPage, Options, list_page, options
from guatu.web.projects import heads, sheets
from guatu.web.projects.asking import Asked, asked_for
from guatu.web.projects.forms.filters import filter_fields
from guatu.web.projects.lines import head_markup, rows_markup
from guatu.web.shared.requests import Request


@login_required
@require_safe
def project_list(request: Request) -> HttpResponse:
    asked = asked_for(request.GET, request.tenant.year)
    page = list_page(
        request.user,
        asked.wanted,
        today=request.today,
        order=asked.order,
        descending=asked.descending,
        number=asked.page,
    )
    context = _around(request, asked, page)
    return render(request, "projects/list.html", {"page": page, "totals": page.totals, **context})


@login_required
@require_safe
def project_filters(request: Request) -> HttpResponse:
    """The fields of the filter panel: read only when somebody opens it."""
    asked = asked_for(request.GET, request.tenant.year)
    fields = filter_fields(request.user, asked.wanted)
    asks = {"q", "page", *(field.name for field in fields)}
    context = {"fields": fields, "kept": _others(_filled(request.GET), asks)}
    return render(request, "projects/_filter_fields.html", context)


@login_required
@require_safe
def project_export(request: Request) -> HttpResponse:
    """``?as=csv`` or ``?as=xlsx`` beside the query of the list."""
    asked = asked_for(request.GET, request.tenant.year)
    write = sheets.as_csv if request.GET.get("as") == "csv" else sheets.as_xlsx
    return write(request.user, asked, now=request.now)


def _around(request: Request, asked: Asked, page: ListPage) -> dict[str, object]:
    values = _filled(request.GET)
    chosen = asked.wanted.chosen
    return {
        "heads": head_markup(heads.heads(values, page)),
        "chips": heads.chips(values, asked.wanted, _names(request, asked.wanted)),
        "pager": heads.pager(page),
        "lines": rows_markup(page.rows, reverse("project-list")),
        "count": heads.count_words(page),
        "cut_short": heads.is_cut_short(page),
        "wanted": asked.wanted,
        "lights": LightColour,
        "kept": _others(values, {"q", "page"}),
        "query": values.urlencode(),
        "export_limit": f"{sheets.LIMIT:,}",
        "is_narrowed": bool(chosen),
        "may_create": request.access.can("project.create"),
    }


def _filled(asked: QueryDict) -> QueryDict:
    """The query without empty values, as the fields of a form leave them."""
    values = asked.copy()
    for name in [name for name in values if not values[name]]:
        del values[name]
    return values


def _others(values: QueryDict, asked: set[str]) -> list[tuple[str, str]]:
    """What a form has to carry along besides the names that it asks itself."""
    return [(name, str(values[name])) for name in values if name not in asked]


def _names(request: Request, wanted: ListFilter) -> Options | None:
    """Read only when a chip has to name a line, a unit or a sponsor."""
    needed = wanted.line or wanted.unit or wanted.sponsor
    return options(request.user, wanted.year) if needed else None
