"""The closed loop over all governments, by the clock of each: a demonstration stands on its day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from guatu.commitments.actions.reminding import remind
from guatu.datechanges.actions.pausing import end_delivered, tenants_to_end
from guatu.dayclear.actions.closing import close_days_of
from guatu.dayclear.actions.opening import open_day_of
from guatu.dispatches.actions.pressing import Pressing, press_due
from guatu.dispatches.actions.recounting import recount_due
from guatu.ops.rounds import moment_of
from guatu.org.models import Tenant
from guatu.starts.actions.looking import look
from guatu.worklists.actions.rounds import Kept, keep_rounds_of


def press_all(now: datetime) -> Pressing:
    """Found by one index for all governments that run; those that stand still one by one."""
    rounds = [press_due(at, tenant=tenant) for tenant, at in _standing_still(now)]
    rounds.append(press_due(now, running=True))
    return Pressing(sum(r.clocks for r in rounds), sum(r.rungs for r in rounds))


def recount_dues(now: datetime) -> int:
    """By the calendar in force, after a new one was loaded."""
    moved = sum(recount_due(at, tenant=tenant) for tenant, at in _standing_still(now))
    return moved + recount_due(now, running=True)


def remind_all(now: datetime) -> int:
    return _summed(now, lambda tenant, at: remind(at, tenant))


def end_pauses(now: datetime) -> int:
    """Of governments in which something that was waited for is there, found in one query."""
    tenants = Tenant.objects.filter(pk__in=tenants_to_end()).order_by("id")
    return sum(end_delivered(tenant, now=moment_of(tenant, now)) for tenant in tenants)


def close_all(now: datetime) -> int:
    return _summed(now, close_days_of)


def list_all(now: datetime) -> int:
    return _summed(now, open_day_of)


def keep_lists(now: datetime) -> Kept:
    """Lists of work: prepared, called in at the deadline, frozen at the cut-off."""
    tenants = Tenant.objects.order_by("id")
    kept = [keep_rounds_of(tenant, moment_of(tenant, now)) for tenant in tenants]
    return Kept(
        sum(one.prepared for one in kept),
        sum(one.called for one in kept),
        sum(one.frozen for one in kept),
    )


def look_at_starts(now: datetime) -> int:
    return _summed(now, look)


def _summed(now: datetime, act: Callable[[Tenant, datetime], int]) -> int:
    tenants = Tenant.objects.order_by("id")
    return sum(act(tenant, moment_of(tenant, now)) for tenant in tenants)


def _standing_still(now: datetime) -> Iterator[tuple[Tenant, datetime]]:
    for tenant in Tenant.objects.filter(stopped_on__isnull=False).order_by("id"):
        yield tenant, moment_of(tenant, now)
