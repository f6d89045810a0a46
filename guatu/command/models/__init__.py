"""The tables of command, an aggregate a file."""

from __future__ import annotations

from guatu.command.models.blockers import Blocker, BlockerBatch, BlockerNote, BlockerQuerySet
from guatu.command.models.decisions import Decision, DecisionQuerySet
from guatu.command.models.meetings import USUAL_MINUTES, AgendaItem, Meeting, MeetingQuerySet
from guatu.command.models.visits import Visit, VisitQuerySet

__all__ = [
    "USUAL_MINUTES",
    "AgendaItem",
    "Blocker",
    "BlockerBatch",
    "BlockerNote",
    "BlockerQuerySet",
    "Decision",
    "DecisionQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Visit",
    "VisitQuerySet",
]
