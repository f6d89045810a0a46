"""Lists of work on the desk: 清单待填 for the liaison, 清单待审 for the head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.standing import Standing
from guatu.domain.desk import Duty, DutyKind
from guatu.kit.clock import CHINA
from guatu.org.choices import Role
from guatu.org.models import Holding
from guatu.worklists.choices import ListStatus
from guatu.worklists.models import WorkList


def rows_of(standing: Standing) -> Iterator[Row]:
    for row in to_fill(standing).select_related("round", "unit"):
        yield _row(row, DutyKind.FILL_LIST)
    for row in to_approve(standing).select_related("round", "unit"):
        yield _row(row, DutyKind.APPROVE_LIST)


def to_fill(standing: Standing) -> QuerySet[Any]:
    """Open lists of the own units: of the liaison, where there is none of the head."""
    rows = WorkList.objects.filter(
        tenant_id=standing.access.tenant_id, unit__in=standing.units, status=ListStatus.OPEN
    )
    rows = rows.annotate(due=F("round__due_at"))
    if standing.has(Role.LIAISON):
        return rows
    return (
        rows.exclude(Exists(_staff(Role.LIAISON))) if standing.has(Role.UNIT_HEAD) else rows.none()
    )


def to_approve(standing: Standing) -> QuerySet[Any]:
    """Filed lists of the own units that somebody else filed; of units without a head the
    office's."""
    late = Q(status=ListStatus.LOCKED, filed_at__isnull=False, approved_at__isnull=True)
    rows = WorkList.objects.filter(Q(status=ListStatus.FILED) | late)
    rows = rows.filter(tenant_id=standing.access.tenant_id).annotate(due=F("round__freeze_at"))
    mine = Q(pk__in=[])
    if standing.has(Role.UNIT_HEAD):
        mine |= Q(unit__in=standing.units)
    if standing.has(Role.OFFICE):
        heads = _staff(Role.UNIT_HEAD).exclude(user_id=OuterRef("filed_by"))
        mine |= Q(~Exists(heads))
    return rows.filter(mine).exclude(filed_by_id=standing.access.user_id)


def _staff(role: Role) -> QuerySet[Holding]:
    """Who holds a post of the unit with this role."""
    return Holding.objects.current().filter(
        post__unit=OuterRef("unit"),
        post__closed_on__isnull=True,
        post__post_roles__role=role,
        user__is_active=True,
    )


def _row(row: WorkList, kind: DutyKind) -> Row:
    filling = kind is DutyKind.FILL_LIST
    duty = Duty(
        kind=kind,
        key=f"work list {row.pk}",
        due=row.round.due_at if filling else row.round.freeze_at,
        since=(row.filed_at or row.round.prepared_at).astimezone(CHINA).date(),
    )
    return Row(duty, Place.WORK_LIST, row.pk, row.pk, str(row), about=row.unit.label)
