"""Lists of date changes and pauses, what waits for the reader first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from guatu.datechanges.choices import ChangeLevel, ChangeStatus
from guatu.datechanges.models import DateChange, PlanPause
from guatu.org.access import Access
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.access import GRANTERS
from guatu.projects.models import Project


class Show(StrEnum):
    """What the list is narrowed to."""

    ALL = ""
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DIRECT = "direct"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Empty values do not narrow; ``cause`` is objective or subjective."""

    show: Show = Show.ALL
    reason: str = ""
    cause: str = ""
    project: UUID | None = None
    words: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self) if getattr(self, f.name))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests of each sort."""

    all: int = 0
    waiting: int = 0
    approved: int = 0
    refused: int = 0
    withdrawn: int = 0
    direct: int = 0
    short: int = 0

    def of(self, show: Show) -> int:
        count: int = getattr(self, show.value or "all")
        return count


SHOWN: Mapping[Show, Callable[[], Q]] = {
    Show.ALL: Q,
    Show.WAITING: lambda: Q(status=ChangeStatus.ASKED),
    Show.APPROVED: lambda: Q(status=ChangeStatus.APPROVED),
    Show.REFUSED: lambda: Q(status=ChangeStatus.REFUSED),
    Show.WITHDRAWN: lambda: Q(status=ChangeStatus.WITHDRAWN),
    Show.DIRECT: lambda: Q(direct=True),
    Show.SHORT: lambda: Q(level=ChangeLevel.LEADER),
}


def in_order(user: User, wanted: ChangeFilter) -> QuerySet[DateChange]:
    """What matches: what waits for the reader, then what waits for others, then the newest."""
    rows = _matching(user, wanted).filter(SHOWN[wanted.show]())
    ranked = rows.annotate(
        place=Case(
            When(for_decision_by(user.access), then=Value(0)),
            When(status=ChangeStatus.ASKED, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    return with_people(ranked.order_by("place", "-asked_at", "-id"))


def counts_for(user: User, wanted: ChangeFilter) -> Counts:
    """The counts of everything but ``wanted.show``."""
    counted: dict[str, Any] = {
        show.value or "all": Count("pk", filter=which()) if show else Count("pk")
        for show, which in SHOWN.items()
    }
    return Counts(**_matching(user, wanted).order_by().aggregate(**counted))


def for_decision_by(access: Access) -> Q:
    """Requests that this person may decide on; whoever asked is never the approver."""
    asked = Q(status=ChangeStatus.ASKED) & ~Q(asked_by_id=access.user_id)
    return asked & (_by_leader(access) | _by_office(access, Q(level=ChangeLevel.OFFICE)))


def pauses_for_decision_by(access: Access) -> Q:
    """Of pauses, for those who accept reasons where the rules of lights leave it open; nobody of
    the unit that is waited for decides."""
    if not access.roles & GRANTERS:
        return _NONE
    asked = Q(status=ChangeStatus.ASKED) & ~Q(asked_by_id=access.user_id)
    return asked & ~Q(unit_id__in=access.unit_ids)


def waiting_changes(access: Access) -> QuerySet[DateChange]:
    """For the desk: to decide on, or refused to this person and not read yet."""
    refused = Q(status=ChangeStatus.REFUSED, asked_by_id=access.user_id)
    unread = refused & Q(acknowledged_at__isnull=True)
    rows = DateChange.objects.filter(tenant_id=access.tenant_id)
    return rows.filter(for_decision_by(access) | unread).select_related("project", "asked_by")


def waiting_pauses(access: Access) -> QuerySet[PlanPause]:
    refused = Q(status=ChangeStatus.REFUSED, asked_by_id=access.user_id)
    unread = refused & Q(acknowledged_at__isnull=True)
    rows = PlanPause.objects.filter(tenant_id=access.tenant_id)
    found = rows.filter(pauses_for_decision_by(access) | unread)
    return found.select_related("project", "asked_by", "unit")


def pauses_of(project: Project) -> QuerySet[PlanPause]:
    """All pauses of a project, the newest first."""
    return PlanPause.objects.filter(project=project).select_related("unit", "need", "asked_by")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a project has used of its limits: counted changes, and their calendar days."""

    times: int
    days: int
    paused: int


def tally_of(project: Project) -> Tally:
    made = DateChange.objects.filter(
        project=project, status=ChangeStatus.APPROVED, counted=True
    ).aggregate(times=Count("pk"), days=Sum("days"))
    paused = PlanPause.objects.filter(project=project).aggregate(days=Sum("days"))["days"]
    return Tally(made["times"] or 0, made["days"] or 0, paused or 0)


def with_people(rows: QuerySet[DateChange]) -> QuerySet[DateChange]:
    return rows.select_related(
        "project__lead_unit", "asked_by", "decided_by", "waiting_unit", "baseline", "pause__unit"
    ).prefetch_related("agreed__unit")


def _by_leader(access: Access) -> Q:
    if Role.COMMANDER in access.roles:
        return Q()
    if Role.SPONSOR in access.roles:
        return Q(project__sponsor_id__in=access.post_ids)
    return _NONE


def _by_office(access: Access, which: Q) -> Q:
    return which if Role.OFFICE in access.roles else _NONE


_NONE = Q(pk__in=[])


def _matching(user: User, wanted: ChangeFilter) -> QuerySet[DateChange]:
    rows = DateChange.objects.visible_to(user)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason)
    if wanted.cause:
        rows = rows.filter(objective=wanted.cause == "objective")
    if wanted.project is not None:
        rows = rows.filter(project_id=wanted.project)
    if wanted.words:
        named = Q(project__name__icontains=wanted.words)
        rows = rows.filter(named | Q(words__icontains=wanted.words))
    return rows
