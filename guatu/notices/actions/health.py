"""How a channel of a government is doing: after a failure it rests for a pause that doubles."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from guatu.domain.words import Sentence
from guatu.notices.models import ChannelSetting

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=30)


def is_resting(now: datetime) -> Exists:
    """For rows with a government and a channel: whether that channel is not tried now."""
    here = Q(tenant_id=OuterRef("tenant_id"), channel=OuterRef("channel"))
    return Exists(ChannelSetting.objects.filter(here, paused_until__gt=now))


def note_failure(tenant_id: UUID, channel: str, fault: Sentence, now: datetime) -> None:
    with transaction.atomic():
        row = setting_for_change(tenant_id, channel)
        row.failures += 1
        row.failing_since = row.failing_since or now
        row.paused_until = now + _rest_after(row.failures)
        row.fault = fault.as_json()
        row.save(update_fields=["failures", "failing_since", "paused_until", "fault"])


def note_success(tenant_id: UUID, channel: str, now: datetime) -> None:
    with transaction.atomic():
        row = setting_for_change(tenant_id, channel)
        row.failures, row.failing_since, row.paused_until, row.fault = 0, None, None, None
        row.worked_at = now
        names = ["failures", "failing_since", "paused_until", "fault", "worked_at"]
        row.save(update_fields=names)


def setting_for_change(tenant_id: UUID, channel: str) -> ChannelSetting:
    """The row of a channel, locked; made if there is none yet, not enabled."""
    rows = ChannelSetting.objects.select_for_update(no_key=True)
    row, _fresh = rows.get_or_create(tenant_id=tenant_id, channel=channel)
    return row


def _rest_after(failures: int) -> timedelta:
    return min(FIRST_REST * (1 << min(failures - 1, 20)), LONGEST_REST)
