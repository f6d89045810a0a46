"""Whose duty it is: the post it is bound to, else the unit, else the unit above."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from guatu.dispatches.terms import terms_of
from guatu.domain.workcalendar import WorkCalendar
from guatu.org.access import UNIT_WIDE, Access
from guatu.org.choices import Role
from guatu.org.models import Holding, Unit
from guatu.workdays.queries import calendar_in_force

STEP = 4
"""Characters of a unit's path for each level of the tree."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person for whom a desk is read, at a moment.

    ``units`` are those whose duties come to this person: the own ones, and those below that have
    neither head nor liaison. ``orphans``: for the office, units that have nobody up to the root.
    """

    access: Access
    now: datetime
    calendar: WorkCalendar
    closes: time
    cut_off: time
    units: frozenset[UUID]
    orphans: frozenset[UUID]

    @property
    def posts(self) -> frozenset[UUID]:
        return self.access.post_ids

    def has(self, role: Role) -> bool:
        return role in self.access.roles

    def owns(self, unit: str, post: str) -> Q:
        """Rows whose duty is this person's, by the names of their columns."""
        unit_own = Q(**{f"{unit}__in": self.units})
        return Q(**{f"{post}__in": self.posts}) | (unit_own & _nobody_in(post))

    def issued(self, unit: str = "issuer_unit", post: str = "issuer_post") -> Q:
        """As ``owns``; what has no other owner comes to the office."""
        unit_own = Q(**{f"{unit}__in": self.units | self.orphans})
        return Q(**{f"{post}__in": self.posts}) | (unit_own & _nobody_in(post))


def standing_of(access: Access, now: datetime) -> Standing:
    terms = terms_of(access.tenant_id)
    units, orphans = _units_of(access)
    return Standing(
        access=access,
        now=now,
        calendar=calendar_in_force(),
        closes=terms.closes,
        cut_off=terms.cut_off,
        units=units,
        orphans=orphans,
    )


def _nobody_in(post: str) -> Q:
    """No post was named, or nobody holds it now."""
    held = Holding.objects.current().filter(post=OuterRef(post), user__is_active=True)
    return Q(**{f"{post}__isnull": True}) | Q(~Exists(held))


def _units_of(access: Access) -> tuple[frozenset[UUID], frozenset[UUID]]:
    office = Role.OFFICE in access.roles
    if not access.unit_paths and not office:
        return frozenset(), frozenset()
    rows = Unit.objects.filter(tenant_id=access.tenant_id)
    if not office:
        rows = rows.below(access.unit_paths)
    staffed = _staffed(access)
    own = set(access.unit_paths)
    nearest = {pk: _nearest(path, staffed) for pk, path in rows.values_list("id", "path")}
    return (
        frozenset(pk for pk, path in nearest.items() if path in own),
        frozenset(pk for pk, path in nearest.items() if path is None) if office else frozenset(),
    )


def _staffed(access: Access) -> set[str]:
    """Where in the tree somebody holds a post that stands for a whole unit."""
    held = Holding.objects.current().filter(
        tenant_id=access.tenant_id,
        post__closed_on__isnull=True,
        post__post_roles__role__in=UNIT_WIDE,
        user__is_active=True,
    )
    return set(held.order_by().values_list("post__unit__path", flat=True))


def _nearest(path: str, staffed: AbstractSet[str]) -> str | None:
    while path:
        if path in staffed:
            return path
        path = path[:-STEP]
    return None
