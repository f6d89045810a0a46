"""One pack in words, with what a check finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.domain.lights import RulePack
from guatu.projects.packs import adopted_at
from guatu.web.rules.finding import found_pack
from guatu.web.rules.numberlines import NumberLines, number_lines
from guatu.web.shared.history import History, history
from guatu.web.shared.requests import Request
from guatu.web.shared.rulewords import DimensionLines, lines_of, terms_of


@dataclass(frozen=True, slots=True)
class DimensionShown:
    words: DimensionLines
    drawn: NumberLines | None


@login_required
@require_safe
def rule_detail(request: Request, key: str) -> HttpResponse:
    pack = found_pack(request, key)
    can, tenant = request.access.can, request.tenant
    context = {
        "pack": pack,
        "since": adopted_at(tenant) if pack.in_force else None,
        "dimensions": list(dimensions_shown(pack.rules)),
        "terms": terms_of(pack.rules.terms),
        "doubts": [problem.sentence for problem in pack.doubts],
        "can_edit": can("pack.edit", tenant),
        "can_try": pack.fits and can("pack.try", tenant),
        "can_adopt": pack.fits and not pack.in_force and can("pack.adopt", tenant),
        "history": history(pack.row.pk) if pack.row else History([], None),
    }
    return render(request, "rules/detail.html", context)


def dimensions_shown(rules: RulePack) -> Iterator[DimensionShown]:
    for dimension in rules.dimensions:
        yield DimensionShown(lines_of(dimension), number_lines(dimension))
