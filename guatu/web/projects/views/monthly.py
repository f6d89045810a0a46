"""月度必做 of all projects: a page, a sheet to print, a workbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.projects.queries.monthly import (
    MOST,
    PER_PAGE,
    cell_rules,
    count_of,
    every_month,
    monthly_page,
)
from guatu.web.projects import heads
from guatu.web.projects.asking import asked_for
from guatu.web.projects.monthly import as_xlsx, chosen_rules, rule_segments
from guatu.web.projects.views.listing import filled, names_for
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request


@login_required
@require_safe
def monthly(request: Request) -> HttpResponse:
    """Narrowed like the list of projects; ``?rules=ouhai`` marks the months by other rules."""
    asked = asked_for(request.GET, request.tenant.year)
    total = count_of(request.user, asked.wanted)
    pages = max(1, -(-min(total, MOST) // PER_PAGE))
    number = min(asked.page, pages)
    context = _around(request)
    rules = context["rules"].rules if context["rules"] else None
    rows = monthly_page(request.user, asked.wanted, request.today, rules, number)
    context |= {"rows": rows, "pager": heads.Pager(number, pages, f"{total:,}", len(rows))}
    return render(request, "projects/monthly.html", context)


@login_required
@require_safe
def monthly_print(request: Request) -> HttpResponse:
    """The same on paper, A3 across, without pages to turn."""
    context = _around(request)
    rules = context["rules"].rules if context["rules"] else None
    wanted = asked_for(request.GET, request.tenant.year).wanted
    rows = list(every_month(request.user, wanted, request.today, rules, _only(request)))
    context |= {"rows": rows, "limit": f"{MOST:,}", "cut_short": len(rows) == MOST}
    return render(request, "projects/monthly_print.html", context)


@login_required
@require_safe
def monthly_export(request: Request) -> HttpResponse:
    rules = chosen_rules(request.GET, cell_rules(request.tenant))
    wanted = asked_for(request.GET, request.tenant.year).wanted
    judged_by = rules.rules if rules else None
    rows = every_month(request.user, wanted, request.today, judged_by, _only(request))
    return as_xlsx(rows, wanted.year, rules, now=request.now)


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
        "moment": request.now,
        "printed": request.today,
    }
