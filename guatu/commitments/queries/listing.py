"""The list of promises of a year, the reader's own first, with how many were kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment, own_of
from guatu.domain.commitments import HIDDEN, OUTCOMES, RUNNING, Status
from guatu.org.models import Holding, Unit, User

#: Days in which a promise counts as falling due soon.
SOON = timedelta(days=7)


class Show(StrEnum):
    """What the list is narrowed to."""

    ALL = ""
    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    PARTLY = "partly"
    BROKEN = "broken"
    REVISED = "revised"
    PREPARING = "preparing"


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Empty values do not narrow."""

    year: int
    show: Show = Show.ALL
    mine: bool = False
    unit: UUID | None = None
    kind: str = ""
    words: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self) if f.name != "year" and getattr(self, f.name))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises of each sort; ``all`` leaves out what was withdrawn."""

    all: int = 0
    running: int = 0
    soon: int = 0
    late: int = 0
    kept: int = 0
    kept_late: int = 0
    partly: int = 0
    broken: int = 0
    revised: int = 0
    preparing: int = 0

    @property
    def public(self) -> int:
        return self.all - self.preparing

    def of(self, show: Show) -> int:
        count: int = getattr(self, show.value or "all")
        return count


def _in(statuses: frozenset[Status]) -> Q:
    return Q(status__in=sorted(status.value for status in statuses))


_RUNNING = _in(RUNNING)
SHOWN: Mapping[Show, Callable[[date], Q]] = {
    Show.ALL: lambda today: ~Q(status=CommitmentStatus.WITHDRAWN),
    Show.RUNNING: lambda today: _RUNNING,
    Show.SOON: lambda today: _RUNNING & Q(due_on__range=(today, today + SOON)),
    Show.LATE: lambda today: _RUNNING & Q(due_on__lt=today),
    Show.KEPT: lambda today: Q(status=CommitmentStatus.KEPT),
    Show.KEPT_LATE: lambda today: Q(status=CommitmentStatus.KEPT_LATE),
    Show.PARTLY: lambda today: Q(status=CommitmentStatus.PARTLY),
    Show.BROKEN: lambda today: Q(status=CommitmentStatus.BROKEN),
    Show.REVISED: lambda today: Q(revised__gt=0) & ~Q(status=CommitmentStatus.WITHDRAWN),
    Show.PREPARING: lambda today: _in(HIDDEN),
}


def in_order(user: User, wanted: CommitmentFilter, today: date) -> QuerySet[Commitment]:
    """What matches, the reader's own first, then what is in force by its day, then the rest."""
    rows = _matching(user, wanted).filter(SHOWN[wanted.show](today))
    ranked = rows.annotate(own=_first(own_of(user)), settled=_settled())
    return with_people(ranked.order_by("own", "settled", "due_on", "number"))


def promised_for(project_id: UUID, user: User) -> QuerySet[Commitment]:
    """What was promised about a project, in force first and by its day."""
    rows = Commitment.objects.visible_to(user).filter(project_id=project_id)
    ranked = rows.exclude(status=CommitmentStatus.WITHDRAWN).annotate(settled=_settled())
    return with_people(ranked.order_by("settled", "due_on", "number"))


def counts_for(user: User, wanted: CommitmentFilter, today: date) -> Counts:
    """The counts of everything but ``wanted.show``."""
    return counts_in(_matching(user, wanted), today)


def counts_in(rows: QuerySet[Commitment], today: date) -> Counts:
    counted: dict[str, Any] = {
        show.value or "all": Count("pk", filter=which(today)) for show, which in SHOWN.items()
    }
    return Counts(**rows.order_by().aggregate(**counted))


def units_with_promises(user: User, year: int) -> QuerySet[Unit]:
    """Units that promised something, to choose from."""
    own = Commitment.objects.visible_to(user).filter(year=year).order_by().values("unit_id")
    return Unit.objects.visible_to(user).filter(pk__in=own).order_by("path")  # type: ignore[no-any-return]


def with_people(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """With the posts and units that promise and handle them, and who holds those posts now."""
    now = Holding.objects.current().select_related("user")
    return rows.select_related(
        "post__unit",
        "unit",
        "handling_unit",
        "owner_post__unit",
        "project",
        "line",
        "tenant",
    ).prefetch_related(
        Prefetch("post__holdings", queryset=now), Prefetch("owner_post__holdings", queryset=now)
    )


def _matching(user: User, wanted: CommitmentFilter) -> QuerySet[Commitment]:
    rows = Commitment.objects.visible_to(user).filter(year=wanted.year)
    if wanted.mine:
        rows = rows.of(user)
    if wanted.unit is not None:
        rows = rows.filter(Q(unit_id=wanted.unit) | Q(handling_unit_id=wanted.unit))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.words:
        rows = rows.filter(
            Q(words__icontains=wanted.words)
            | Q(measure__icontains=wanted.words)
            | Q(project__name__icontains=wanted.words)
        )
    return rows


def _first(which: Q) -> Case:
    return Case(When(which, then=Value(0)), default=Value(1), output_field=IntegerField())


def _settled() -> Case:
    """In force, then being prepared, then judged."""
    return Case(
        When(_RUNNING, then=Value(0)),
        When(_in(OUTCOMES), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
