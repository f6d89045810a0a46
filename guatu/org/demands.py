"""What an act is about to ask of people, shown to whoever keeps caps before it is asked.

Acts that ask something of units stand below the app that counts it, so it registers here, as
audiences register for events: an act calls ``weigh`` in its transaction, before it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from guatu.domain.burden.counting import Demand
from guatu.org.acts import UNIT_WIDE
from guatu.org.choices import Role
from guatu.org.models import PostRole

#: Raises ``Refusal`` when the demands may not be made.
Weigh = Callable[[UUID, Sequence[Demand]], None]
_keepers: dict[str, Weigh] = {}


def weighed_by(name: str, keeper: Weigh) -> None:
    """Let ``keeper`` see all demands from now on; under one name there is one."""
    _keepers[name] = keeper


def weigh(tenant_id: UUID, demands: Sequence[Demand]) -> None:
    """Raise ``Refusal`` unless these demands may be made of their units now."""
    for keeper in _keepers.values():
        keeper(tenant_id, demands)


def answering_posts(tenant_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """By unit the posts that answer for what the unit is asked: its liaisons, without one its
    heads."""
    rows = PostRole.objects.filter(
        post__tenant_id=tenant_id, post__closed_on__isnull=True, role__in=UNIT_WIDE
    )
    found: dict[UUID, dict[str, set[UUID]]] = {}
    for unit, post, role in rows.values_list("post__unit_id", "post_id", "role"):
        found.setdefault(unit, {}).setdefault(role, set()).add(post)
    return {
        unit: frozenset(posts.get(Role.LIAISON) or posts[Role.UNIT_HEAD])
        for unit, posts in found.items()
    }
