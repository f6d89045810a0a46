"""Saying how much a sponsor or a unit can give at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.org.models import Post, Tenant, Unit, User
from guatu.projects.models import Milestone

#: Defaults of the product, shown as such: of a sponsor and of a unit.
SPONSOR: Final = (Counted.DUE, 2)
UNIT: Final = (Counted.UNDER_WAY, 6)
MOST: Final = 999


@transaction.atomic
def set_capacity(
    whose: Post | Unit,
    counted: Counted,
    at_most: int,
    *,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> Capacity:
    """New, or another limit in place of the one there was; the same once more changes nothing."""
    require(by, "capacity.set")
    if not 1 <= at_most <= MOST:
        wrong = say("可承接量应是 1 到 {most} 的整数；不想限定的请删去这一行。", most=MOST)
        raise Refusal(wrong, {"at_most": wrong})
    held = _held(whose)
    if held is None:
        held = Capacity(tenant_id=whose.tenant_id, **_whose(whose), version=0)
    elif (held.counted, held.at_most) == (counted, at_most) and not held.by_default:
        return held
    elif seen is not None and seen != held.version:
        raise StateChanged(say("“{name}”的可承接量刚被别人改过，请刷新后再改。", name=held.name))
    held.counted, held.at_most, held.by_default = counted, at_most, False
    held.version += 1
    held.save()
    journal.record(
        "capacity.set",
        held,
        by=by,
        at=now,
        name=held.name,
        counted=str(Counted(counted).label),
        at_most=at_most,
    )
    return held


@transaction.atomic
def remove_capacity(capacity: Capacity, *, by: User, now: datetime) -> None:
    """Nobody waits for this post or unit any more; removed twice changes nothing."""
    require(by, "capacity.set")
    held = Capacity.objects.select_for_update(of=("self",)).filter(pk=capacity.pk).first()
    if held is None:
        return
    journal.record("capacity.removed", held, by=by, at=now, name=held.name)
    held.delete()


@transaction.atomic
def adopt_defaults(tenant: Tenant, *, by: User, now: datetime) -> int:
    """The defaults for sponsors of projects and units that handle steps, where nothing is said."""
    require(by, "capacity.set")
    journal.await_turn(tenant.pk)
    missing: list[Post | Unit] = [*sponsors_without(tenant), *units_without(tenant)]
    Capacity.objects.bulk_create(
        Capacity(
            tenant=tenant,
            **_whose(one),
            counted=(SPONSOR if isinstance(one, Post) else UNIT)[0],
            at_most=(SPONSOR if isinstance(one, Post) else UNIT)[1],
            by_default=True,
        )
        for one in missing
    )
    if missing:
        journal.record("capacity.defaults", tenant, by=by, at=now, count=len(missing))
    return len(missing)


def sponsors_without(tenant: Tenant) -> list[Post]:
    """Sponsors of listed projects whose limit is not set."""
    posts = Post.objects.filter(tenant=tenant, closed_on__isnull=True)
    sponsors = posts.filter(post_roles__role=Role.SPONSOR, sponsored_projects__isnull=False)
    known = Capacity.objects.filter(tenant=tenant, post__isnull=False).values("post_id")
    return list(sponsors.exclude(pk__in=known).distinct().order_by("rank", "id"))


def units_without(tenant: Tenant) -> list[Unit]:
    """Units that handle steps of plans and whose limit is not set."""
    steps = Milestone.objects.filter(project__tenant=tenant, unit__isnull=False)
    known = Capacity.objects.filter(tenant=tenant, unit__isnull=False).values("unit_id")
    return list(Unit.objects.filter(pk__in=steps.values("unit_id")).exclude(pk__in=known))


def _held(whose: Post | Unit) -> Capacity | None:
    rows = Capacity.objects.select_for_update(of=("self",))
    return rows.filter(tenant_id=whose.tenant_id, **_whose(whose)).first()


def _whose(whose: Post | Unit) -> dict[str, Post | Unit]:
    return {"post" if isinstance(whose, Post) else "unit": whose}
