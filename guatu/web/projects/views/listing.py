"""The list of projects, its filters and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.projects.choices import LightColour
from guatu.projects.queries.filters import CUT_COLUMNS, ListFilter
from guatu.projects.queries.listing import (
    ListPage,
    ListRow,
    Options,
    iterate,
    list_page,
    options,
)
from guatu.projects.queries.past import iterate_at, list_page_at
from guatu.projects.tallies import NOBODY
from guatu.web.projects import clipboard, heads, sheets
from guatu.web.projects.arranging import WHOLE, Arrangement, arrangement, default_address
from guatu.web.projects.asking import Asked, asked_for
from guatu.web.projects.columns import Column, extras_of
from guatu.web.projects.forms.filters import filter_fields
from guatu.web.projects.lines import head_markup, rows_markup, total_cells
from guatu.web.shared.asking import row_id
from guatu.web.shared.past import past_control, project_address
from guatu.web.shared.requests import Request


@login_required
@require_safe
def project_list(request: Request) -> HttpResponse:
    """``?as_of=2021-02-15`` shows it as it stood; the bare address may lead to a default view."""
    if not request.GET and (address := default_address(request)):
        return redirect(address)
    asked, arranged = asked_for(request.GET, request.tenant.year), arrangement(request)
    page = page_of(request, asked, arranged)
    context = {**_around(request, asked, page, arranged), "past": past_control(request)}
    return render(request, "projects/list.html", {"page": page, "totals": page.totals, **context})


@login_required
@require_safe
def project_filters(request: Request) -> HttpResponse:
    """The fields of the filter panel: read only when somebody opens it."""
    asked = asked_for(request.GET, request.tenant.year)
    fields = filter_fields(request.user, asked.wanted)
    asks = {"q", "page", *(field.name for field in fields)}
    context = {"fields": fields, "kept": _others(filled(request.GET), asks)}
    return render(request, "projects/_filter_fields.html", context)


@login_required
@require_safe
def project_export(request: Request) -> HttpResponse:
    """``?as=csv`` or ``?as=xlsx`` beside the query of the list."""
    columns = arrangement(request).of_files
    write = sheets.as_csv if request.GET.get("as") == "csv" else sheets.as_xlsx
    asked = asked_for(request.GET, request.tenant.year)
    rows = every_row(request, asked, columns, limit=sheets.LIMIT)
    return write(rows, columns, now=request.as_of or request.now)


@login_required
@require_safe
def project_copy(request: Request) -> HttpResponse:
    """What matches, or the rows chosen with ``id=``, for the clipboard."""
    columns = arrangement(request).columns
    only = [pk for text in request.GET.getlist("id") if (pk := row_id(text))]
    asked = asked_for(request.GET, request.tenant.year)
    copied = list(every_row(request, asked, columns, limit=clipboard.LIMIT + 1, only=only))
    return JsonResponse(clipboard.copied(copied, columns, chosen=bool(only)))


def page_of(request: Request, asked: Asked, arranged: Arrangement) -> ListPage:
    turned: dict[str, Any] = {
        "order": asked.order,
        "descending": asked.descending,
        "number": asked.page,
    }
    if request.as_of:
        return list_page_at(request.user, asked.wanted, request.as_of, **turned)
    turned["extras"] = arranged.extras
    return list_page(request.user, asked.wanted, today=request.today, **turned)


def every_row(
    request: Request,
    asked: Asked,
    columns: Sequence[Column],
    *,
    limit: int,
    only: Sequence[UUID] = (),
) -> Iterable[ListRow]:
    """What matches, for a file or for paper."""
    turned: dict[str, Any] = {"order": asked.order, "descending": asked.descending}
    turned["limit"] = limit
    if request.as_of:
        found = iterate_at(request.user, asked.wanted, request.as_of, **turned)
        return [row for row in found if not only or row.pk in only]
    turned |= {"extras": extras_of(columns), "only": only, "today": request.today}
    return iterate(request.user, asked.wanted, **turned)


def _around(
    request: Request, asked: Asked, page: ListPage, arranged: Arrangement
) -> dict[str, object]:
    values = filled(request.GET)
    chosen, columns, picking = asked.wanted.chosen, arranged.columns, request.as_of is None
    chips = heads.chips(values, asked.wanted, names_for(request, asked.wanted))
    return {
        "arranged": arranged,
        "picking": picking,
        "may_edit": picking and request.access.can("project.edit"),
        "total_cells": total_cells(page.totals, columns),
        "span": len(columns) + 1,
        "heads": head_markup(heads.heads(values, page, columns), picking=picking),
        "chips": chips,
        "pager": heads.pager(page),
        "lines": rows_markup(
            page.rows, columns, reverse("project-list"), light_page(request), picking=picking
        ),
        "whole": WHOLE,
        "print_words": heads.print_words(page, columns, chips),
        "count": heads.count_words(page),
        "cut_short": heads.is_cut_short(page),
        "wanted": asked.wanted,
        "lights": LightColour,
        "kept": _others(values, {"q", "page"}),
        "kept_all": _others(values, {"page"}),
        "query": values.urlencode(),
        "export_limit": f"{sheets.LIMIT:,}",
        "is_narrowed": bool(chosen),
        "may_create": request.access.can("project.create"),
    }


def light_page(request: Request) -> str:
    """What follows the address of a project: of the past, the page of its light."""
    if request.as_of is None:
        return ""
    return project_address(NOBODY, request.as_of).rpartition(f"{NOBODY}/")[2]


def filled(asked: QueryDict) -> QueryDict:
    """The query without empty values, as the fields of a form leave them."""
    values = asked.copy()
    for name in [name for name in values if not values[name]]:
        del values[name]
    return values


def _others(values: QueryDict, asked: set[str]) -> list[tuple[str, str]]:
    """What a form has to carry along besides the names that it asks itself."""
    return [(name, str(values[name])) for name in values if name not in asked]


def names_for(request: Request, wanted: ListFilter) -> Options | None:
    """Read only when a chip has to name a line, a unit or a sponsor."""
    needed = any(getattr(wanted, name) for name in ("line", *CUT_COLUMNS))
    return options(request.user, wanted.year) if needed else None
