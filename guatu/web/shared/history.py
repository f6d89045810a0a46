"""Events as lists of history show them, with the address of what each is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from guatu.domain.words import Sentence
from guatu.journal.queries import history_of, sentence_of
from guatu.web.shared.asking import whole_number

LENGTH = 20
Event = Any  # rows of the journal stay behind guatu.journal


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """``url`` is empty where there is no page, or where the list is on that page already."""

    seq: int
    at: datetime
    who: str
    sentence: Sentence
    url: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """``more`` is the number before which there are more events, None at the end."""

    lines: list[HistoryLine]
    more: int | None


def history(*object_ids: UUID, before: str = "", length: int = LENGTH) -> History:
    """The newest events of these objects, or those before a number that an address gave."""
    events = history_of(*object_ids)
    if (number := whole_number(before)) is not None:
        events = events.filter(seq__lt=number)
    found = list(events[: length + 1])
    lines = [line_of(event) for event in found[:length]]
    return History(lines, lines[-1].seq if len(found) > length else None)


def lines_of(events: Iterable[Event], *, sees_projects: bool) -> list[HistoryLine]:
    """Lines with addresses, for lists that are not about one object."""
    return [line_of(event, address_of(event, sees_projects=sees_projects)) for event in events]


def line_of(event: Event, url: str = "") -> HistoryLine:
    return HistoryLine(event.seq, event.at, event.actor_name, sentence_of(event), url)


def address_of(event: Event, *, sees_projects: bool) -> str:
    """The page of what the event is about; empty if there is none that the reader may open."""
    name = _PAGES.get(event.object_kind)
    if name is None or (name == "project-detail" and not sees_projects):
        return ""
    try:
        return reverse(name, args=[event.object_id])
    except NoReverseMatch:
        return ""


_PAGES = {
    "org.Unit": "unit-detail",
    "org.Post": "post-detail",
    "lines.WorkLine": "line-detail",
    "projects.Project": "project-detail",
    "dispatches.Dispatch": "dispatch-detail",
    "dispatches.Sample": "dispatch-sample",
    "commitments.Commitment": "commitment-detail",
    "datechanges.DateChange": "date-change-detail",
    "datechanges.PlanPause": "pause-detail",
    "commitments.YearlyReview": "commitment-review",
    "command.Meeting": "meeting-detail",
    "command.Blocker": "blocker-detail",
    "command.Visit": "visit-detail",
    "worklists.WorkList": "work-list",
    "starts.StartEvent": "start-event",
    "lines.QuarterTarget": "quarter-cell",
    "burden.Complaint": "complaint-detail",
}
