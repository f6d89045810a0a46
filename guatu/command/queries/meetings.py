"""Meetings as lists and minutes show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from guatu.command.choices import ItemStatus, MeetingStatus
from guatu.command.models import AgendaItem, Decision, Meeting
from guatu.dispatches.models import Dispatch
from guatu.domain.lifecycle import CLOSED
from guatu.lines.models import HeadQuarters, TaskForce
from guatu.org.models import Post, User


@dataclass(frozen=True, slots=True)
class Point:
    """A matter of the minutes with what was decided of it; ``number`` counts from 1."""

    number: int
    item: AgendaItem
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting came to. ``put_off`` and ``struck`` were on the agenda and not discussed."""

    meeting: Meeting
    points: Sequence[Point]
    undecided: Sequence[AgendaItem]
    put_off: Sequence[AgendaItem]
    struck: Sequence[AgendaItem]

    @property
    def decisions(self) -> list[Decision]:
        return [decision for point in self.points for decision in point.decisions]

    @property
    def given(self) -> int:
        """How many became dispatches."""
        return sum(decision.dispatch is not None for decision in self.decisions)

    @property
    def done(self) -> int:
        """How many of those are closed."""
        return sum(one.dispatch is not None and one.dispatch.is_closed for one in self.decisions)


def meetings_of(user: User) -> QuerySet[Meeting]:
    """The newest first, with what a list shows of each."""
    given = Q(items__decisions__dispatch__isnull=False)
    closed = given & Q(items__decisions__dispatch__status__in=[str(one) for one in CLOSED])
    return (
        Meeting.objects.visible_to(user)
        .select_related("task_force", "headquarters", "chair__unit")
        .prefetch_related("chair__holdings__user")
        .annotate(
            given=Count("items__decisions", filter=given, distinct=True),
            closed=Count("items__decisions", filter=closed, distinct=True),
        )
        .order_by("-starts_at", "-id")
    )


def with_people(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    posts = Post.objects.select_related("unit").prefetch_related("holdings__user")
    return rows.select_related(
        "tenant", "task_force", "headquarters", "chair__unit", "called_by"
    ).prefetch_related(Prefetch("attendees", posts), "chair__holdings__user")


def minutes_of(meeting: Meeting) -> Minutes:
    """Read in three queries, however much was decided."""
    decided = Decision.objects.select_related("unit", "dispatch", "blocker").prefetch_related(
        "dispatch__parts__unit"
    )
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("project")
    items = list(rows.prefetch_related(Prefetch("decisions", decided)))
    settled = [item for item in items if item.decisions.all()]
    return Minutes(
        meeting,
        [Point(n, item, list(item.decisions.all())) for n, item in enumerate(settled, start=1)],
        [item for item in items if item.status == ItemStatus.OPEN and not item.decisions.all()],
        [item for item in items if item.status == ItemStatus.PUT_OFF],
        [item for item in items if item.status == ItemStatus.STRUCK],
    )


def open_dispatches_of(meeting: Meeting) -> QuerySet[Dispatch]:
    """What of its decisions is not done yet."""
    return Dispatch.objects.open().filter(decision__item__meeting=meeting)


def coming(user: User, now: datetime) -> QuerySet[Meeting]:
    """Called and not begun."""
    return meetings_of(user).filter(status=MeetingStatus.CALLED).order_by("starts_at", "id")


def task_forces_of(user: User) -> QuerySet[TaskForce]:
    return TaskForce.objects.filter(tenant_id=user.tenant_id)


def headquarters_of(user: User) -> QuerySet[HeadQuarters]:
    return HeadQuarters.objects.filter(tenant_id=user.tenant_id)


def attended_by_default(force: TaskForce | None, headquarters: HeadQuarters | None) -> list[Post]:
    """The people of the body; they can be changed."""
    if force is not None:
        return list(force.members.filter(closed_on__isnull=True))
    if headquarters is not None and headquarters.commander is not None:
        return [headquarters.commander]
    return []
