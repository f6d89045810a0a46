"""Posts by what they are there for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from guatu.org.choices import Role
from guatu.org.models import Post


def office_posts(tenant_id: UUID) -> list[UUID]:
    """Those of the command-post office."""
    return _posts(Role.OFFICE, tenant_id=tenant_id)


def inspector_posts(tenant_id: UUID) -> list[UUID]:
    """Those who inspect."""
    return _posts(Role.INSPECTOR, tenant_id=tenant_id)


def unit_posts(unit_ids: Iterable[UUID | None]) -> list[UUID]:
    """The liaisons of these units."""
    return _posts(Role.LIAISON, unit_id__in=[pk for pk in unit_ids if pk is not None])


def head_posts(unit_ids: Iterable[UUID | None]) -> list[UUID]:
    """The heads of these units."""
    return _posts(Role.UNIT_HEAD, unit_id__in=[pk for pk in unit_ids if pk is not None])


def _posts(role: Role, **where: object) -> list[UUID]:
    posts = Post.objects.filter(closed_on__isnull=True, post_roles__role=role, **where)
    return list(posts.order_by("rank", "id").values_list("pk", flat=True))
