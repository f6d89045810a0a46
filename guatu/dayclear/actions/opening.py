"""Putting on the list of a day what is due then."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.dayclear.models import DayItem
from guatu.dayclear.queries.owed import Owed, owed
from guatu.dispatches.terms import terms_of
from guatu.domain.dayclear import cut_off_of
from guatu.kit.clock import standing
from guatu.org.models import Tenant
from guatu.workdays.queries import calendar_in_force


def open_days(now: datetime) -> int:
    """Complete the list of today of every government; returns how many items were added.

    On a day off, and once the day is over, there is nothing to do. Running it again adds only
    what came in between.
    """
    return sum(open_day_of(tenant, now) for tenant in Tenant.objects.order_by("id"))


def open_day_of(tenant: Tenant, now: datetime) -> int:
    calendar, moment = calendar_in_force(), standing(now, tenant.stopped_on)
    today = moment.date()
    over = cut_off_of(today, terms_of(tenant.pk).cut_off) <= moment
    if over or not calendar.is_workday(today):
        return 0
    return list_day(tenant.pk, today, now=moment)


@transaction.atomic
def list_day(tenant_id: UUID, day: date, *, since: date | None = None, now: datetime) -> int:
    """What is due by ``day`` and not listed yet; two at once list the same thing once.

    What fell on days off since the last workday belongs to ``day``. With ``since`` what was due
    and done from that day on is listed as well.
    """
    rows = [_item(tenant_id, one, day, now) for one in owed(tenant_id, day, since=since)]
    made = DayItem.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(made)


def _item(tenant_id: UUID, one: Owed, day: date, now: datetime) -> DayItem:
    return DayItem(
        tenant_id=tenant_id,
        unit_id=one.unit_id,
        post_id=one.post_id,
        day=day,
        kind=one.kind,
        what_id=one.what_id,
        page_id=one.page_id,
        aspect=one.aspect,
        label=one.label,
        due_on=one.known.due_on,
        first_on=day,
        entered_at=now,
    )
