"""What a pack is made of: a meeting, a line, or all that a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from guatu.boards.packs import Pack, of_everything, of_line, of_meeting
from guatu.command.choices import MeetingStatus
from guatu.command.models import Meeting
from guatu.command.queries.meetings import meetings_of, with_people
from guatu.lines.models import WorkLine
from guatu.org.models import User
from guatu.web.shared.asking import row_id

#: The newest meetings that can be chosen on the page.
MOST_MEETINGS = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """``running`` meetings come first."""

    running: QuerySet[Meeting]
    past: QuerySet[Meeting]
    lines: QuerySet[WorkLine]


def choices_for(user: User) -> Choices:
    rows = meetings_of(user).exclude(status=MeetingStatus.CANCELLED)
    open_ones = (MeetingStatus.CALLED, MeetingStatus.HELD)
    return Choices(
        running=rows.filter(status__in=open_ones).order_by("starts_at", "id"),
        past=rows.exclude(status__in=open_ones)[:MOST_MEETINGS],
        lines=lines_of(user),
    )


def lines_of(user: User) -> QuerySet[WorkLine]:
    rows = WorkLine.objects.visible_to(user).of_year(user.tenant.year)
    return rows.select_related("lead_unit").order_by("number", "id")


def asked_pack(user: User, asked: Mapping[str, str], now: datetime) -> Pack:
    """``meeting`` or ``line``, neither for everything; what is not visible is 404."""
    if meeting_id := asked.get("meeting"):
        rows = with_people(Meeting.objects.visible_to(user))
        return of_meeting(user, get_object_or_404(rows, pk=row_id(meeting_id)), now)
    if line_id := asked.get("line"):
        return of_line(user, get_object_or_404(lines_of(user), pk=row_id(line_id)), now)
    return of_everything(user, now)
