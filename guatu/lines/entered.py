"""What was entered for a quarter, as it holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from guatu.lines.models import QuarterActual, QuarterTarget


def holding_on(row: QuarterTarget, as_of: date) -> Decimal | None:
    """What is entered for exactly that day, None when nothing is or it was taken back."""
    last = row.actuals.filter(as_of=as_of).order_by("-entered_at", "-id").first()
    return last.value if last else None


def holding_by_row(rows: Iterable[QuarterTarget], as_of: date) -> dict[UUID, Decimal | None]:
    """As ``holding_on``, for many rows at once."""
    entries = QuarterActual.objects.filter(
        quarter_target__in=[row.pk for row in rows], as_of=as_of
    ).order_by("entered_at", "id")
    return {entry.quarter_target_id: entry.value for entry in entries}


def latest_actuals(
    rows: Iterable[QuarterTarget], day: date, moment: datetime
) -> dict[UUID, QuarterActual]:
    """Of each row the entry of the latest day up to ``day``, as known at ``moment``."""
    entries = QuarterActual.objects.filter(
        quarter_target__in=[row.pk for row in rows], as_of__lte=day, entered_at__lte=moment
    )
    last: dict[tuple[UUID, date], QuarterActual] = {}
    for entry in entries.order_by("as_of", "entered_at", "id"):
        last[entry.quarter_target_id, entry.as_of] = entry
    return {pk: entry for (pk, _), entry in last.items() if entry.value is not None}
