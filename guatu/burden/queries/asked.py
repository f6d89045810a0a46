"""What was asked of units in whole weeks, read from what is stored; five queries, no estimate.

Reminders are added by ``guatu.boards.burden``: notices stand above this app.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guatu.command.choices import MeetingStatus
from guatu.command.models import Meeting
from guatu.command.queries.demands import Seat
from guatu.command.queries.demands import demands_of as meeting_demands
from guatu.dispatches.models import Clock
from guatu.dispatches.queries.demands import ASKING, count_of, posts_of
from guatu.domain.burden.counting import WEEK, Count, Demand, Measure, of_list, of_report, tallied
from guatu.kit.clock import CHINA
from guatu.org.demands import answering_posts
from guatu.org.models import Post
from guatu.projects.models import ReportTyping
from guatu.worklists.models import WorkList

Units = Collection[UUID] | None
Answering = Mapping[UUID, frozenset[UUID]]
NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Weeks:
    """Whole weeks from the Monday ``first`` on, ``number`` of them."""

    first: date
    number: int = 1

    @property
    def mondays(self) -> list[date]:
        return [self.first + n * WEEK for n in range(self.number)]

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first midnight up to that after the last Sunday."""
        end = self.first + self.number * WEEK
        return _midnight(self.first), _midnight(end)


def demands_in(
    tenant_id: UUID,
    weeks: Weeks,
    units: Units = None,
    measures: Collection[Measure] = tuple(Measure),
) -> list[Demand]:
    """The demands of these weeks that ``measures`` count, but for reminders; of these units only,
    where they are named."""
    wanted = set(measures)
    answering = answering_posts(tenant_id)
    found: list[Demand] = []
    if wanted & {Measure.TYPED, Measure.FORMS, Measure.SLIPS}:
        found += _slips(tenant_id, weeks, units, answering)
    if wanted & {Measure.TYPED, Measure.FORMS}:
        found += _lists(tenant_id, weeks, units, answering)
        found += _reports(tenant_id, weeks, units)
    if wanted & {Measure.MEETINGS, Measure.MINUTES}:
        found += _meetings(tenant_id, weeks, units)
    return found


def by_unit(demands: Iterable[Demand]) -> dict[UUID, Count]:
    """What each unit is asked in all."""
    return tallied((one.unit, one.count) for one in demands if one.unit is not None)


def of_posts(demands: Iterable[Demand], posts: Collection[UUID]) -> list[Demand]:
    """What is asked of a person who holds ``posts``, by what falls on one."""
    held = frozenset(posts)
    return [one.of_one() for one in demands if one.posts & held]


def _slips(tenant_id: UUID, weeks: Weeks, units: Units, answering: Answering) -> Iterator[Demand]:
    rows: QuerySet[Clock, tuple[Any, ...]] = _within(
        Clock.objects.filter(dispatch__tenant_id=tenant_id, leg__in=ASKING, part__isnull=False),
        "started_at",
        weeks,
    ).values_list(
        "leg",
        "started_at",
        "part__unit_id",
        "part__post_id",
        "part__is_lead",
        "dispatch__evidence",
    )
    if units is not None:
        rows = rows.filter(part__unit_id__in=units)
    for leg, at, unit, post, lead, evidence in rows:
        count = count_of(leg, lead=lead, evidence=len(evidence))
        posts = posts_of(unit, post, answering)
        yield Demand(unit, posts, _day(at), count)


def _lists(tenant_id: UUID, weeks: Weeks, units: Units, answering: Answering) -> Iterator[Demand]:
    rows = _within(WorkList.objects.filter(tenant_id=tenant_id), "round__prepared_at", weeks)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    columns = ("unit_id", "round__prepared_at", "cells", "by_hand")
    for unit, at, cells, by_hand in rows.values_list(*columns):
        posts = answering.get(unit, NOBODY)
        yield Demand(unit, posts, _day(at), of_list(cells, by_hand))


def _reports(tenant_id: UUID, weeks: Weeks, units: Units) -> Iterator[Demand]:
    """Each act of typing by itself; what a ledger or a bundle brought was typed by nobody here."""
    rows = _within(ReportTyping.objects.filter(tenant_id=tenant_id).order_by(), "at", weeks)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    for at, unit, post, cells in rows.values_list("at", "unit_id", "post_id", "cells"):
        yield Demand(unit, frozenset({post} if post else ()), _day(at), of_report(cells))


def _meetings(tenant_id: UUID, weeks: Weeks, units: Units) -> Iterator[Demand]:
    held = Meeting.objects.filter(tenant_id=tenant_id).exclude(status=MeetingStatus.CANCELLED)
    meetings = list(
        _within(held, "starts_at", weeks).values_list("pk", "starts_at", "minutes", "chair_id")
    )
    seats: dict[UUID, list[UUID]] = {pk: [chair] for pk, _, _, chair in meetings}
    seated = Meeting.objects.filter(pk__in=seats, attendees__isnull=False).order_by()
    for meeting, post in seated.values_list("pk", "attendees"):
        seats[meeting].append(post)
    posts = {post for named in seats.values() for post in named}
    unit_of = dict(Post.objects.filter(pk__in=posts).values_list("pk", "unit_id"))
    for pk, starts_at, minutes, _chair in meetings:
        taken: list[Seat] = [(post, unit_of[post]) for post in seats[pk]]
        for one in meeting_demands(starts_at, minutes, taken):
            if units is None or one.unit in units:
                yield one


def _within(rows: QuerySet[Any], column: str, weeks: Weeks) -> QuerySet[Any]:
    first, end = weeks.moments
    return rows.filter(**{f"{column}__gte": first, f"{column}__lt": end})


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), CHINA)


def weeks_until(day: date, number: int) -> Weeks:
    """The week of ``day`` and those before it, ``number`` in all."""
    monday = day - timedelta(days=day.weekday())
    return Weeks(monday - (number - 1) * WEEK, number)
