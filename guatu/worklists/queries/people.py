"""Which units file a list, and who leads and does things there; a few queries for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from guatu.org.access import UNIT_WIDE
from guatu.org.choices import Role, UnitKind
from guatu.org.models import Holding, Unit

STEP = 4
"""Characters of a unit's path for each level of the tree."""


@dataclass(frozen=True, slots=True)
class People:
    """Names by post, heads and liaisons by unit, and the unit on whose list a unit's matters are:
    itself, else the nearest above that files one."""

    by_post: Mapping[UUID, str]
    heads: Mapping[UUID, str]
    liaisons: Mapping[UUID, str]
    lists_of: Mapping[UUID, UUID]

    @property
    def filing(self) -> list[UUID]:
        """The units that file a list, in the order of the tree."""
        return [unit for unit, on in self.lists_of.items() if unit == on]

    def name(self, post_id: UUID | None) -> str:
        return self.by_post.get(post_id, "") if post_id else ""


def people_of(tenant_id: UUID) -> People:
    """As posts are held now; a unit files a list when somebody stands for it, but an office inside
    a unit files with that unit."""
    held = Holding.objects.current().with_roles().filter(tenant_id=tenant_id, user__is_active=True)
    by_post: dict[UUID, str] = {}
    standing: dict[str, dict[UUID, str]] = {str(role): {} for role in UNIT_WIDE}
    for holding in held.select_related("user", "post__unit").order_by("post__rank", "post_id"):
        by_post[holding.post_id] = holding.user.name
        for role in holding.roles & UNIT_WIDE:
            standing[role].setdefault(holding.post.unit_id, holding.user.name)
    heads, liaisons = standing[str(Role.UNIT_HEAD)], standing[str(Role.LIAISON)]
    return People(by_post, heads, liaisons, _lists_of(tenant_id, {*heads, *liaisons}))


def _lists_of(tenant_id: UUID, staffed: set[UUID]) -> dict[UUID, UUID]:
    units = Unit.objects.filter(tenant_id=tenant_id, closed_on__isnull=True).order_by("path")
    places: dict[str, UUID] = {}
    found: dict[UUID, UUID] = {}
    for pk, path, kind in units.values_list("id", "path", "kind"):
        files = pk in staffed and kind != UnitKind.OFFICE
        on = pk if files else places.get(path[:-STEP])
        if on is not None:
            places[path] = found[pk] = on
    return found
