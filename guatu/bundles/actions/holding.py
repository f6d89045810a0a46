"""Taking a bundle that came in for an act: its sender first, so that two cannot enter at once."""

from __future__ import annotations

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, Sender
from guatu.domain.words import say
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged


def hold(arrival: Arrival, status: ArrivalStatus, seen: int | None) -> Arrival:
    """The row, locked, in ``status`` and at version ``seen``; raises ``StateChanged``."""
    Sender.objects.select_for_update(no_key=True).get(pk=arrival.sender_id)
    rows = Arrival.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("sender", "tenant").get(pk=arrival.pk)
    if held.status != status or (seen is not None and held.version != seen):
        raise StateChanged(
            say(
                "{label}{status}（{who}，{when}），请刷新后再操作。",
                label=str(held),
                status=str(ArrivalStatus(held.status).label),
                who=held.settled_by_name or "—",
                when=f"{held.settled_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
                if held.settled_at
                else "—",
            )
        )
    return held
