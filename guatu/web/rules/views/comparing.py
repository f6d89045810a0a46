"""Two packs: what differs, in words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.web.rules.comparing import dimension_differences, pack_differences
from guatu.web.rules.finding import Pack, all_packs, found_pack
from guatu.web.shared.requests import Request


@login_required
@require_safe
def rule_compare(request: Request) -> HttpResponse:
    """``?from=`` and ``to=`` are keys of packs; left out, the pack in force and the first other."""
    packs = all_packs(request)
    before = _asked(request, "from") or next(pack for pack in packs if pack.in_force)
    others = [pack for pack in packs if pack.key != before.key]
    after = _asked(request, "to") or next(iter(others), before)
    context = {
        "packs": packs,
        "before": before,
        "after": after,
        "told": pack_differences(before.rules, after.rules),
        "dimensions": dimension_differences(before.rules, after.rules),
    }
    return render(request, "rules/compare.html", context)


def _asked(request: Request, name: str) -> Pack | None:
    key = request.GET.get(name, "")
    return found_pack(request, key) if key else None
