"""Blockers as lists show them: narrowed, in batches, by department."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from guatu.command.choices import BlockerStatus
from guatu.command.models import Blocker, BlockerBatch
from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch
from guatu.domain.blockers import STUCK, UNCLEARED
from guatu.kit.clock import CHINA
from guatu.org.choices import Role
from guatu.org.models import Post, Tenant, Unit, User


class Show(StrEnum):
    """What a list of blockers is narrowed to."""

    STUCK = ""
    LATE = "late"
    SOLVED = "solved"
    SIGNED_OFF = "signed_off"
    UNACCEPTED = "open"
    PASSED_UP = "passed_up"
    CLEARED = "cleared"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class BlockerFilter:
    """Empty values do not narrow."""

    year: int
    show: Show = Show.STUCK
    kind: str = ""
    unit: UUID | None = None
    batch: UUID | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """What a unit has to clear; ``unit`` is None for blockers that nobody has been named for."""

    unit: Unit | None
    all: int
    left: int


@dataclass(frozen=True, slots=True)
class BatchCount:
    """“第二批剩余 12 个”: a batch with how many blockers it had and how many are left."""

    batch: BlockerBatch
    all: int
    left: int

    @property
    def cleared(self) -> int:
        return self.all - self.left


def blockers_in_order(user: User, wanted: BlockerFilter, today: date) -> QuerySet[Blocker]:
    """What matches, the longest open first."""
    rows = _matching(user, wanted).filter(SHOWN[wanted.show](today))
    return rows.select_related(
        "project__lead_unit", "project__task_force", "owner_unit", "doing_unit", "milestone",
        "dispatch", "batch",
    ).prefetch_related("dispatch__parts__unit").order_by("raised_at", "id")  # fmt: skip


def blocker_counts(user: User, wanted: BlockerFilter, today: date) -> dict[Show, int]:
    counted = _matching(user, wanted).aggregate(
        **{show.name: Count("pk", filter=SHOWN[show](today)) for show in Show}
    )
    return {show: counted[show.name] for show in Show}


def departments(user: User, wanted: BlockerFilter) -> list[Department]:
    """What each unit has to clear, the most left first."""
    rows = _matching(user, wanted)
    counted = rows.order_by().values("doing_unit").annotate(all=Count("pk"), left=_LEFT)
    found = list(counted.values_list("doing_unit", "all", "left"))
    units = Unit.objects.visible_to(user).in_bulk([pk for pk, *_ in found if pk])
    departed = [Department(units.get(pk), every, left) for pk, every, left in found]
    return sorted(departed, key=lambda one: (-one.left, -one.all, str(one.unit or "")))


def batch_counts(tenant: Tenant, year: int) -> list[BatchCount]:
    """The batches of a year, the newest first, as the office released them."""
    rows = BlockerBatch.objects.filter(tenant=tenant, year=year)
    left = Count("blockers", filter=Q(blockers__status__in=_values(UNCLEARED)))
    counted = rows.annotate(all=Count("blockers"), left=left).order_by("-number")
    return [BatchCount(row, row.all, row.left) for row in counted]


def unreleased(tenant: Tenant) -> QuerySet[Blocker]:
    """Open ones that no batch has yet."""
    rows = Blocker.objects.filter(tenant=tenant, batch__isnull=True).stuck()
    return rows.select_related("project", "doing_unit", "owner_unit")


def left_open(dispatch: Dispatch) -> list[Blocker]:
    """What a signed-off dispatch should have cleared and has not."""
    if dispatch.status != DispatchStatus.SIGNED_OFF:
        return []
    return list(dispatch.blockers.filter(status__in=_values(STUCK)))


def blockers_of_project(project_id: UUID) -> QuerySet[Blocker]:
    """Open ones, the longest first."""
    return Blocker.objects.uncleared().filter(project_id=project_id).order_by("raised_at", "id")


def office_unit(tenant: Tenant) -> Unit | None:
    """Where the command-post office sits; it answers for what has no other unit."""
    posts = Post.objects.filter(tenant=tenant, closed_on__isnull=True, post_roles__role=Role.OFFICE)
    post = posts.select_related("unit").order_by("rank", "id").first()
    if post is not None:
        return post.unit
    root: Unit | None = Unit.objects.filter(tenant=tenant, depth=1).first()
    return root


def cleared_between(first: date, last: date) -> Q:
    """Confirmed from ``first`` to ``last``, both included."""
    since = datetime.combine(first, time(), CHINA)
    until = datetime.combine(last + timedelta(1), time(), CHINA)
    return Q(cleared_at__gte=since, cleared_at__lt=until)


def _matching(user: User, wanted: BlockerFilter) -> QuerySet[Blocker]:
    running = Q(status__in=_values(UNCLEARED))
    rows = Blocker.objects.visible_to(user).filter(Q(year=wanted.year) | running)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit is not None:
        rows = rows.filter(Q(doing_unit=wanted.unit) | Q(owner_unit=wanted.unit))
    if wanted.batch is not None:
        rows = rows.filter(batch=wanted.batch)
    if wanted.words:
        named = Q(words__icontains=wanted.words) | Q(project__name__icontains=wanted.words)
        rows = rows.filter(named)
    return rows


def _values(statuses: Sequence[str] | frozenset[str]) -> list[str]:
    return [str(status) for status in statuses]


_STUCK = Q(status__in=_values(STUCK))
_LEFT = Count("pk", filter=Q(status__in=_values(UNCLEARED)))
SHOWN: Mapping[Show, Callable[[date], Q]] = {
    Show.STUCK: lambda today: _STUCK,
    Show.LATE: lambda today: _STUCK & Q(due_on__lt=today),
    Show.SOLVED: lambda today: Q(status=BlockerStatus.SOLVED),
    Show.SIGNED_OFF: lambda today: _STUCK & Q(dispatch__status=DispatchStatus.SIGNED_OFF),
    Show.UNACCEPTED: lambda today: Q(status=BlockerStatus.OPEN),
    Show.PASSED_UP: lambda today: Q(status=BlockerStatus.PASSED_UP),
    Show.CLEARED: lambda today: Q(status=BlockerStatus.CONFIRMED),
    Show.ALL: lambda today: Q(),
}
