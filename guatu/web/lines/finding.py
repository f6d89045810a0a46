"""Finding lines and what belongs to them: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.lines.models import PlanTask, ScoreItem, Target, TaskForce, WorkLine
from guatu.org.models import User


def visible_line(user: User, pk: UUID) -> WorkLine:
    return get_object_or_404(WorkLine.objects.visible_to(user), pk=pk)


def line_with_people(user: User, pk: UUID) -> WorkLine:
    """With units, leader and his post's holders, as the page shows them."""
    rows = (
        WorkLine.objects.visible_to(user)
        .select_related("lead_unit", "sponsor__unit")
        .prefetch_related("assist_units", "sponsor__holdings__user")
    )
    return get_object_or_404(rows, pk=pk)


def visible_target(user: User, pk: UUID, row_pk: UUID) -> Target:
    return get_object_or_404(Target, pk=row_pk, line=visible_line(user, pk))


def visible_task(user: User, pk: UUID, row_pk: UUID) -> PlanTask:
    return get_object_or_404(PlanTask, pk=row_pk, line=visible_line(user, pk))


def visible_item(user: User, pk: UUID, row_pk: UUID) -> ScoreItem:
    return get_object_or_404(ScoreItem, pk=row_pk, line=visible_line(user, pk))


def visible_force(user: User, pk: UUID) -> TaskForce:
    return get_object_or_404(TaskForce, pk=pk, tenant_id=user.tenant_id)
