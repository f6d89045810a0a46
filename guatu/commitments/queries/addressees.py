"""Which posts a promise speaks to."""

from __future__ import annotations

from uuid import UUID

from guatu.commitments.models import Commitment
from guatu.org.choices import Role
from guatu.org.models import Post, Unit

Posts = list[UUID]


def promisers(commitment: Commitment) -> Posts:
    """Whoever promised it, then whoever answers for it; units are heard by their liaisons."""
    named = [post for post in (commitment.post_id, commitment.owner_post_id) if post]
    unit = commitment.handling_unit
    return [*named, *(_of_unit(unit) if unit else [])]


def judges(commitment: Commitment) -> Posts:
    """Inspectors; where there are none the office."""
    return _with_role(commitment, Role.INSPECTOR) or office(commitment)


def office(commitment: Commitment) -> Posts:
    return _with_role(commitment, Role.OFFICE)


def _of_unit(unit: Unit) -> Posts:
    posts = Post.objects.filter(unit=unit, closed_on__isnull=True)
    return list(posts.filter(post_roles__role=Role.LIAISON).values_list("pk", flat=True))


def _with_role(commitment: Commitment, role: Role) -> Posts:
    """Posts of that role that somebody holds."""
    posts = Post.objects.filter(tenant_id=commitment.tenant_id, closed_on__isnull=True)
    held = posts.filter(post_roles__role=role, holdings__until__isnull=True)
    return list(held.filter(holdings__isnull=False).values_list("pk", flat=True).distinct())
