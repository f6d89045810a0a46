"""Finding versions, and which projects on them a person may open."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from guatu.projects.models import ListVersion, Project
from guatu.projects.queries.versions import versions_of, years_with_versions
from guatu.web.shared.asking import whole_number
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.requests import Request


def visible_version(request: Request, pk: UUID) -> ListVersion:
    rows = ListVersion.objects.visible_to(request.user).select_related("approved_by")
    return get_object_or_404(rows, pk=pk)


def visible_project(request: Request, pk: UUID) -> Project:
    rows = Project.objects.visible_to(request.user).select_related("tenant")
    return get_object_or_404(rows, pk=pk)


def asked_year(request: Request) -> int:
    asked = whole_number(request.GET.get("year", ""))
    return asked if asked and 2000 <= asked <= 2100 else request.tenant.year


def newest_first(request: Request, year: int) -> Sequence[ListVersion]:
    return list(versions_of(request.user, year))


def year_segments(request: Request, year: int) -> list[Segment]:
    """Years to choose from; nothing to choose is not shown."""
    years = sorted({*years_with_versions(request.user), request.tenant.year, year}, reverse=True)
    if len(years) < 2:
        return []
    return [Segment(_("%(y)s 年") % {"y": y}, f"?year={y}", y == year) for y in years]


def openable(request: Request, year: int) -> set[UUID] | None:
    """The projects whose pages this person may open; None when all of them."""
    if request.access.sees_all:
        return None
    rows = Project.objects.visible_to(request.user).filter(year=year)
    return set(rows.order_by().values_list("pk", flat=True))
