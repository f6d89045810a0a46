"""Visits as the log shows them, and what a month of them came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet

from guatu.command.choices import VisitStage
from guatu.command.models import Blocker, Decision, Visit
from guatu.command.queries.blockers import cleared_between
from guatu.domain.blockers import UNCLEARED
from guatu.org.models import Post, User
from guatu.projects.models import Project


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.replace(day=1))

    @property
    def last(self) -> date:
        return self.following.first - timedelta(1)

    @property
    def following(self) -> Month:
        return Month.of(self.first + timedelta(31))

    @property
    def before(self) -> Month:
        return Month.of(self.first - timedelta(1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Sponsored:
    """A leader's month: visits held against what came of them. ``left`` are blockers of the
    projects that the leader sponsors; never ranked by visits."""

    leader: Post
    projects: int
    visits: int
    last_on: date | None
    left: int
    cleared: int
    decided: int
    done: int


def stage_of(visit: Visit) -> VisitStage:
    """How far it is; reads ``decisions`` as prefetched."""
    if visit.made_on is None:
        return VisitStage.PLANNED
    decisions = list(visit.decisions.all())
    if not decisions:
        return VisitStage.MADE
    given = [one.dispatch for one in decisions if one.dispatch is not None]
    cleared = all(dispatch.is_closed for dispatch in given)
    return VisitStage.CLEARED if cleared else VisitStage.DECIDED


def visits_of(user: User) -> QuerySet[Visit]:
    """With project, leader and decisions: planned ones first, then the newest."""
    return with_decisions(Visit.objects.visible_to(user))


def with_decisions(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    decided = Decision.objects.select_related("unit", "dispatch", "blocker")
    rows = rows.order_by(F("made_on").desc(nulls_first=True), "planned_on", "-id")
    return rows.select_related(
        "project__lead_unit", "project__task_force", "leader__unit", "logged_by"
    ).prefetch_related(Prefetch("decisions", decided), "leader__holdings__user")


def in_month(rows: QuerySet[Visit], month: Month) -> QuerySet[Visit]:
    """Made in it, or planned for it and not made."""
    span = (month.first, month.last)
    return rows.filter(Q(made_on__range=span) | Q(made_on__isnull=True, planned_on__range=span))


def decisions_of_month(user: User, month: Month) -> QuerySet[Decision]:
    """汇总交办: what the month's visits decided, in the order of the projects."""
    rows = Decision.objects.visible_to(user).filter(
        visit__isnull=False, made_on__range=(month.first, month.last)
    )
    return rows.select_related(
        "visit__project", "visit__leader__unit", "unit", "dispatch", "blocker"
    ).prefetch_related("visit__leader__holdings__user").order_by(
        "visit__project__number", "visit__project__name", "made_at", "serial"
    )  # fmt: skip


def sponsored_in(user: User, month: Month, year: int) -> list[Sponsored]:
    """Each leader that sponsors a project, in the order of the posts; five queries."""
    seen = Project.objects.visible_to(user).filter(year=year).listed()
    # each once, though a scope may find a project by several of its units
    projects = Project.objects.filter(pk__in=seen.order_by().values("pk"))
    owned = _counts(projects.filter(sponsor__isnull=False), "sponsor", n=Count("pk"))
    visits = Visit.objects.visible_to(user)
    span = Q(made_on__range=(month.first, month.last))
    made = _counts(visits, "leader", n=Count("pk", filter=span), last=Max("made_on"))
    blocked = _counts(
        Blocker.objects.filter(project__in=projects.order_by().values("pk")),
        "project__sponsor",
        left=Count("pk", filter=Q(status__in=[str(one) for one in UNCLEARED])),
        cleared=Count("pk", filter=cleared_between(month.first, month.last)),
    )
    decided = _decided(decisions_of_month(user, month))
    posts = Post.objects.visible_to(user).filter(pk__in=owned)
    return [
        Sponsored(
            leader=post,
            projects=owned[post.pk]["n"],
            visits=made.get(post.pk, {}).get("n", 0),
            last_on=made.get(post.pk, {}).get("last"),
            left=blocked.get(post.pk, {}).get("left", 0),
            cleared=blocked.get(post.pk, {}).get("cleared", 0),
            decided=len(decided.get(post.pk, ())),
            done=sum(decided.get(post.pk, ())),
        )
        for post in posts.select_related("unit").prefetch_related("holdings__user")
    ]


def _counts(rows: QuerySet[Any], by: str, **counted: Any) -> dict[UUID, dict[str, Any]]:
    found = rows.order_by().values(by).annotate(**counted)
    return {row[by]: row for row in found}


def _decided(decisions: Iterable[Decision]) -> dict[UUID, Sequence[bool]]:
    """By leader: of each decision that was given whether it is done."""
    found: dict[UUID, list[bool]] = {}
    for one in decisions:
        if one.visit is not None and one.dispatch is not None:
            found.setdefault(one.visit.leader_id, []).append(one.dispatch.is_closed)
    return dict(found)
