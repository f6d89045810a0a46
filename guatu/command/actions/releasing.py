"""Releasing blockers in numbered batches (第几批)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from guatu.command.models import Blocker, BlockerBatch
from guatu.command.queries.blockers import unreleased
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User


@transaction.atomic
def release(
    tenant: Tenant, blockers: Iterable[Blocker], *, title: str = "", by: User, now: datetime
) -> BlockerBatch:
    """发布一批: numbered within the year; each blocker stands in one batch."""
    require(by, "blocker.release", tenant)
    wanted = {blocker.pk for blocker in blockers}
    open_ones = unreleased(tenant).filter(pk__in=wanted).order_by("id")
    rows = list(open_ones.select_for_update(of=("self",), no_key=True))
    journal.await_turn(tenant.pk)
    if not rows:
        raise Refusal(say(N_("请至少勾选一个还没有打通、也没有进过清单的堵点。")))
    batch = BlockerBatch.objects.create(
        tenant=tenant, year=now.year, number=_next_number(tenant, now.year),
        title=title.strip()[:120], released_at=now, released_by_name=by.name,
    )  # fmt: skip
    Blocker.objects.filter(pk__in=[row.pk for row in rows]).update(batch=batch)
    journal.record("blocker_batch.released", batch, by=by, at=now, count=len(rows))
    return batch


def _next_number(tenant: Tenant, year: int) -> int:
    """During the turn, so that no two batches get one number."""
    rows = BlockerBatch.objects.filter(tenant=tenant, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
