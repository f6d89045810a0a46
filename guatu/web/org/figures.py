"""How many projects units lead, and the duties that are bound to a post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from guatu.domain import pace
from guatu.lines.choices import LineStatus
from guatu.lines.models import HeadQuarters, ScoreItem, TaskForce, WorkLine
from guatu.lines.queries import TargetRow, target_row
from guatu.org.models import Post, Unit, User
from guatu.projects.choices import TallyBy
from guatu.projects.models import Project, Tally
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import ListRow, rows_of
from guatu.projects.queries.past import past_projects

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Duties:
    """What is bound to a post; ``projects`` are at most ``SHOWN`` of ``count``, worst first."""

    projects: Sequence[ListRow]
    count: int
    lines: Sequence[WorkLine]
    forces: Sequence[TaskForce]
    headquarters: Sequence[HeadQuarters]
    targets: Sequence[TargetRow]
    items: Sequence[ScoreItem]

    @property
    def any(self) -> bool:
        return bool(self.count or self.beside)

    @property
    def beside(self) -> bool:
        """Whether anything is bound to it beside projects."""
        rows = (self.lines, self.forces, self.headquarters, self.targets, self.items)
        return any(rows)

    @property
    def points(self) -> Decimal:
        return sum((item.points for item in self.items), Decimal(0))


def led_projects(user: User, year: int) -> dict[UUID, int]:
    """Listed projects by lead unit, as far as ``user`` sees them."""
    if user.access.sees_all:
        rows = Tally.objects.filter(tenant=user.tenant_id, year=year, by=TallyBy.UNIT)
        return dict(rows.values_list("key", "projects"))
    seen = Project.objects.visible_to(user).filter(year=year).counted().order_by()
    own = Project.objects.filter(pk__in=seen.values("pk"), lead_unit__isnull=False).order_by()
    counted = own.values("lead_unit_id").annotate(n=Count("pk"))
    return {row["lead_unit_id"]: row["n"] for row in counted}


def led_projects_at(user: User, year: int, moment: datetime) -> dict[UUID, int]:
    """The same as it stood."""
    listed = past_projects(user, ListFilter(year), moment)
    leads = Counter(past.state.lead_unit_id for past in listed)
    return {unit_id: n for unit_id, n in leads.items() if unit_id is not None}


def duties_of(post: Post, user: User, today: date) -> Duties:
    bound = Project.objects.visible_to(user).listed()
    bound = bound.filter(Q(sponsor=post) | Q(owner_post=post)).order_by("light_rank", "number")
    expected = pace.expected_by_months(today, today.year)
    return Duties(
        projects=rows_of(bound[:SHOWN], expected, today),
        count=bound.count(),
        lines=list(post.led_lines.exclude(status=LineStatus.CLOSED)),
        forces=_forces(Q(head=post) | Q(members=post)),
        headquarters=list(HeadQuarters.objects.filter(commander=post)),
        targets=_targets(post, today),
        items=_items(post),
    )


def _targets(post: Post, today: date) -> list[TargetRow]:
    """Those of lines that are not closed, as are the lines that it leads."""
    open_ = post.targets.exclude(line__status=LineStatus.CLOSED)
    rows = open_.select_related("line").order_by("line__year", "line__number", "serial", "id")
    return [target_row(target, today, target.line.year) for target in rows]


def _items(post: Post) -> list[ScoreItem]:
    open_ = post.score_items.exclude(line__status=LineStatus.CLOSED)
    rows = open_.select_related("line").order_by("line__year", "line__number", "serial", "id")
    return list(rows)


def forces_of(unit: Unit) -> list[TaskForce]:
    """Task forces that posts of the unit head or belong to."""
    return _forces(Q(head__unit=unit) | Q(members__unit=unit))


def _forces(wanted: Q) -> list[TaskForce]:
    heads = Prefetch("head__holdings__user")
    rows = TaskForce.objects.filter(wanted).select_related("head__unit", "line")
    return list(rows.prefetch_related(heads).distinct())
