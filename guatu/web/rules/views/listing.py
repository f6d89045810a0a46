"""All rule packs: in force, drafts, earlier ones of the government's own, what ships."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.projects.packs import adopted_at
from guatu.projects.queries.packs import adoptions_of
from guatu.web.rules.finding import Pack, own_packs, shipped_packs
from guatu.web.shared.requests import Request


@login_required
@require_safe
def rule_list(request: Request) -> HttpResponse:
    context = {
        "groups": _groups(request),
        "since": adopted_at(request.tenant),
        "adoptions": adoptions_of(request.tenant),
        "can_edit": request.access.can("pack.edit", request.tenant),
    }
    return render(request, "rules/list.html", context)


def _groups(request: Request) -> list[tuple[str, list[Pack]]]:
    """Titles with their packs, empty groups left out."""
    own, shipped = own_packs(request), shipped_packs(request)
    both = [*own, *shipped]
    groups = [
        (_("在用"), [pack for pack in both if pack.in_force]),
        (_("草稿"), [pack for pack in own if pack.is_draft]),
        (_("本地以前采用过的"), [p for p in own if not (p.in_force or p.is_draft)]),
        (_("随软件提供，判项目"), [p for p in shipped if p.fits and not p.in_force]),
        (_("随软件提供，判别的事项"), [p for p in shipped if not p.fits]),
    ]
    return [group for group in groups if group[1]]
