"""What ends by itself when a dispatch goes on: a wait, and requests that nobody need decide."""

from __future__ import annotations

from guatu.dispatches.actions.holding import Held
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import ExtensionStatus, Leg
from guatu.dispatches.models import Part


def end_wait(held: Held, timing: Timing) -> None:
    """Nobody is waited for any more; the clock of the wait stops, those of the doer do not move."""
    timing.stop(Leg.WAIT)
    held.dispatch.pauses.filter(until__isnull=True).update(until=timing.now)
    held.set(waiting=False)


def drop_requests(held: Held, timing: Timing, part: Part | None = None) -> None:
    """Requests for more time lapse with what they were asked for; of one part or of all."""
    asked = held.dispatch.extensions.filter(status=ExtensionStatus.ASKED)
    if part is not None:
        asked = asked.filter(part=part)
    asked.update(status=ExtensionStatus.LAPSED, decided_at=timing.now)
