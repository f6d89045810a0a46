"""月度必做 of all projects: a page, a sheet to print, a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.domain.lights import RulePack as Rules
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.monthly import (
    MOST,
    MonthlyRow,
    all_at,
    cell_rules,
    count_of,
    every_month,
    monthly_page,
    page_at,
    pages_of,
)
from guatu.web.projects import heads
from guatu.web.projects.asking import asked_for
from guatu.web.projects.monthly import as_xlsx, chosen_rules, rule_segments
from guatu.web.projects.views.listing import filled, names_for
from guatu.web.shared.asking import row_id
from guatu.web.shared.past import day_of, past_control
from guatu.web.shared.requests import Request


@login_required
@require_safe
def monthly(request: Request) -> HttpResponse:
    """Narrowed like the list of projects; ``?rules=ouhai`` marks the months by other rules,
    ``?as_of=2021-02-15`` shows it as it stood."""
    asked = asked_for(request.GET, request.tenant.year)
    context = _around(request)
    rules = context["rules"].rules if context["rules"] else None
    rows, total = _page(request, asked.wanted, rules, asked.page)
    pages = pages_of(total)
    pager = heads.Pager(min(asked.page, pages), pages, f"{total:,}", len(rows))
    context |= {"rows": rows, "pager": pager}
    return render(request, "projects/monthly.html", context)


@login_required
@require_safe
def monthly_print(request: Request) -> HttpResponse:
    """The same on paper, A3 across, without pages to turn."""
    context = _around(request)
    rules = context["rules"].rules if context["rules"] else None
    wanted = asked_for(request.GET, request.tenant.year).wanted
    rows = list(_every_row(request, wanted, rules))
    context |= {"rows": rows, "limit": f"{MOST:,}", "cut_short": len(rows) == MOST}
    return render(request, "projects/monthly_print.html", context)


@login_required
@require_safe
def monthly_export(request: Request) -> HttpResponse:
    rules = chosen_rules(request.GET, cell_rules(request.tenant))
    wanted = asked_for(request.GET, request.tenant.year).wanted
    rows = _every_row(request, wanted, rules.rules if rules else None)
    return as_xlsx(rows, wanted.year, rules, now=request.as_of or request.now)


def _page(
    request: Request, wanted: ListFilter, rules: Rules | None, number: int
) -> tuple[list[MonthlyRow], int]:
    """The rows of the page, and how many projects match."""
    if request.as_of:
        return page_at(request.user, wanted, request.as_of, rules, number)
    total = count_of(request.user, wanted)
    number = min(number, pages_of(total))
    return monthly_page(request.user, wanted, request.today, rules, number), total


def _every_row(request: Request, wanted: ListFilter, rules: Rules | None) -> Iterable[MonthlyRow]:
    if request.as_of:
        return all_at(request.user, wanted, request.as_of, rules, _only(request))
    return every_month(request.user, wanted, request.today, rules, _only(request))


def _only(request: Request) -> UUID | None:
    """``?project=``: that project alone, whatever list it stands in."""
    return row_id(request.GET.get("project", ""))


def _around(request: Request) -> dict[str, Any]:
    wanted = asked_for(request.GET, request.tenant.year).wanted
    values, known = filled(request.GET), cell_rules(request.tenant)
    rules = chosen_rules(request.GET, known)
    return {
        "year": wanted.year,
        "wanted": wanted,
        "rules": rules,
        "markings": rule_segments(request.GET, known, rules),
        "chips": heads.chips(values, wanted, names_for(request, wanted)),
        "kept": [(name, values[name]) for name in values if name not in ("q", "page")],
        "query": values.urlencode(),
        "numbers": range(1, 13),
        "moment": request.as_of or request.now,
        "printed": request.today,
        "day": day_of(request),
        "past": past_control(request, wanted.year),
    }
