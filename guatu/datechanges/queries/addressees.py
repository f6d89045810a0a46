"""Which posts a request or a pause speaks to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from guatu.datechanges.choices import ChangeLevel
from guatu.datechanges.models import DateChange, PlanPause
from guatu.org.choices import Role
from guatu.org.models import Post, Unit
from guatu.projects.models import Project

Posts = list[UUID]


def deciders(change: DateChange) -> Posts:
    """The office up to its level, above it the commander and the sponsor of the project."""
    if change.level == ChangeLevel.OFFICE:
        return _held(change.tenant_id, Q(post_roles__role=Role.OFFICE))
    return leaders(change.project)


def leaders(project: Project) -> Posts:
    commander = _held(project.tenant_id, Q(post_roles__role=Role.COMMANDER))
    return [*commander, *([project.sponsor_id] if project.sponsor_id else [])]


def office(pause: PlanPause) -> Posts:
    return _held(pause.tenant_id, Q(post_roles__role=Role.OFFICE))


def awaited(pause: PlanPause) -> Posts:
    """The liaisons of the unit that is waited for."""
    return of_units([pause.unit])


def own_side(project: Project) -> Posts:
    """Who answers for the project: its owner and the liaisons of the unit that does the work."""
    owner = [project.owner_post_id] if project.owner_post_id else []
    unit = project.responsible_unit or project.lead_unit
    return [*owner, *of_units([unit])]


def of_units(units: Iterable[Unit | None]) -> Posts:
    found = [unit for unit in units if unit is not None]
    posts = Post.objects.filter(unit__in=found, closed_on__isnull=True)
    return list(posts.filter(post_roles__role=Role.LIAISON).values_list("pk", flat=True))


def _held(tenant_id: UUID, which: Q) -> Posts:
    """Posts that somebody holds."""
    posts = Post.objects.filter(which, tenant_id=tenant_id, closed_on__isnull=True)
    held = posts.filter(holdings__isnull=False, holdings__until__isnull=True)
    return list(held.values_list("pk", flat=True).distinct())
