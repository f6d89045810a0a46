"""Two versions side by side, or a version and the list as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.annuallist import Comparison
from guatu.projects.models import ListVersion
from guatu.projects.queries.versions import Recorded, comparison, drift, recorded_changes
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.versions import sheets
from guatu.web.versions.finding import asked_year, newest_first, openable, year_segments
from guatu.web.versions.rows import MOST, groups_of, sum_lines

NOW = "now"


@dataclass(frozen=True, slots=True)
class Pair:
    """``after`` None is the living list; versions newest first are what to choose from."""

    year: int
    versions: Sequence[ListVersion]
    before: ListVersion
    after: ListVersion | None

    @property
    def to(self) -> str:
        return str(self.after.number) if self.after else NOW

    @property
    def names(self) -> tuple[str, str]:
        return _name(self.before), _name(self.after) if self.after else str(_("现在的清单"))


@login_required
@require_safe
def version_compare(request: Request) -> HttpResponse:
    pair = _pair(request)
    held = _held(pair)
    context = {
        "pair": pair,
        "held": held,
        "sums": sum_lines(held.sums),
        "groups": groups_of(_recorded(pair, held), openable(request, pair.year)),
        "years": year_segments(request, pair.year),
        "may_see_now": request.access.sees_all,
        "most": MOST,
        "query": request.GET.urlencode(),
        "can_approve": request.access.can("list.approve", request.tenant),
    }
    return render(request, "versions/compare.html", context)


@login_required
@require_safe
def version_compare_export(request: Request) -> HttpResponse:
    pair = _pair(request)
    return sheets.comparison_file(request, pair.names, _held(pair), _reasons(pair))


def _pair(request: Request) -> Pair:
    """``?from=1&to=2``; by default the last step, or what has moved since the only version."""
    year = asked_year(request)
    versions = newest_first(request, year)
    if not versions:
        raise Http404
    by_number = {version.number: version for version in versions}
    to = request.GET.get("to", "")
    after = by_number.get(whole_number(to) or 0)
    if after is None and (not request.access.sees_all or (to != NOW and len(versions) > 1)):
        after = versions[0]
    earlier = by_number.get(whole_number(request.GET.get("from", "")) or 0)
    return Pair(year, versions, earlier or _one_before(versions, after), after)


def _one_before(versions: Sequence[ListVersion], after: ListVersion | None) -> ListVersion:
    if after is None:
        return versions[0]
    return next((one for one in versions if one.number == after.number - 1), after)


def _held(pair: Pair) -> Comparison:
    return drift(pair.before) if pair.after is None else comparison(pair.before, pair.after)


def _recorded(pair: Pair, held: Comparison) -> list[Recorded]:
    reasons = _reasons(pair)
    return [Recorded(one, reasons.get(one.entry.project, "")) for one in held.changes]


def _reasons(pair: Pair) -> dict[UUID, str]:
    """Of the versions on the way the last reason that was given for each project."""
    first = pair.before.number
    last = pair.after.number if pair.after else pair.versions[0].number
    between = [v for v in pair.versions[::-1] if min(first, last) < v.number <= max(first, last)]
    recorded = recorded_changes(between)
    return {
        one.change.entry.project: one.reason or version.reason
        for version in between
        for one in recorded.get(version.pk, [])
    }


def _name(version: ListVersion) -> str:
    return _("第 %(n)s 版（%(day)s）") % {
        "n": version.number,
        "day": version.approved_on.isoformat(),
    }
