"""What is told to whoever comes second: who was first, and when."""

from __future__ import annotations

from uuid import UUID

from guatu.domain.words import say
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged


def overtaken(object_id: UUID, template: str, **params: str) -> StateChanged:
    """``template`` with {who} and {at} (03-15 09:20) of the latest event of the object."""
    event = latest(object_id)
    at = event.at.astimezone(CHINA).strftime("%m-%d %H:%M") if event else ""
    return StateChanged(say(template, who=event.actor_name if event else "", at=at, **params))
