"""Reminding of promises that fall due: three days ahead, one day ahead, on the day, and after.

``remind_on`` is the one indexed column that is asked, so the cost follows what is due now and not
what is promised. Moving it on and writing the event are one transaction: each rung once, however
many schedulers run and however often.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.commitments.models import Commitment
from guatu.domain.commitments import Rung, next_reminder, rung_on
from guatu.journal.actions import PATROL, Note, record_many
from guatu.kit.bulk import update_rows
from guatu.kit.clock import CHINA
from guatu.org.models import Tenant

#: Promises in one transaction.
AT_A_TIME = 500


def remind(now: datetime, tenant: Tenant | None = None) -> int:
    """Remind of everything that is due by ``now``; returns how many reminders were written.

    After a stop of the server only the rung that holds today is written, for “还有 3 天” is not
    true any more the day before.
    """
    today = now.astimezone(CHINA).date()
    tenants = Commitment.objects.filter(remind_on__lte=today)
    if tenant is not None:
        tenants = tenants.filter(tenant=tenant)
    ids = list(tenants.order_by().values_list("tenant_id", flat=True).distinct())
    return sum(_remind_all(tenant_id, today, now) for tenant_id in ids)


def _remind_all(tenant_id: UUID, today: date, now: datetime) -> int:
    written = 0
    while batch := _remind_some(tenant_id, today, now):
        written += sum(batch)
    return written


@transaction.atomic
def _remind_some(tenant_id: UUID, today: date, now: datetime) -> list[bool]:
    """The first ones that are due, locked in order of id, then the turn; for each whether a
    reminder was written."""
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    held = list(rows.filter(tenant_id=tenant_id, remind_on__lte=today).order_by("id")[:AT_A_TIME])
    rungs = [(row, rung_on(row.due_on, today)) for row in held]
    for row in held:
        row.remind_on = next_reminder(row.due_on, today)
    update_rows(held, ["remind_on"])
    record_many([_note(row, rung, today) for row, rung in rungs if rung], by=PATROL, at=now)
    return [rung is not None for _, rung in rungs]


def _note(row: Commitment, rung: Rung, today: date) -> Note:
    words = rung.words.format(left=(row.due_on - today).days)
    details = {"rung": rung.code, "words": words, "day": row.due_on}
    return Note("commitment.reminded", row, details)
