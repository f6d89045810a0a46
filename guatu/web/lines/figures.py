"""What a row of the list says of a line's projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from guatu.domain import pace
from guatu.lines.models import WorkLine
from guatu.lines.queries import lines_of
from guatu.org.models import User
from guatu.projects.choices import LightColour, TallyBy
from guatu.projects.models import Milestone, Project, Tally
from guatu.projects.tallies import NOBODY

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Projects by light; ``share`` in percent of the year's plan, ``gap`` to pace in points."""

    projects: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    paused: int = 0
    none: int = 0
    share: Decimal | None = None
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    line: WorkLine
    figures: Figures
    next: Milestone | None


@dataclass(frozen=True, slots=True)
class LineTable:
    """``whole`` counts every project once; ``unlined`` those in no line, if there are any."""

    rows: list[LineRow]
    whole: Figures
    unlined: Figures | None


def line_table(user: User, year: int, today: date) -> LineTable:
    """The lines of a year in order, over the projects that ``user`` may see."""
    lines = list(lines_of(user, year))
    found = _figures(user, year, pace.expected_by_months(today, year))
    coming = _next_milestones(user, lines, today)
    rows = [LineRow(line, found.get(line.pk, Figures()), coming.get(line.pk)) for line in lines]
    return LineTable(rows, found.get(None, Figures()), found.get(NOBODY))


def _figures(user: User, year: int, expected: pace.Share) -> dict[UUID | None, Figures]:
    """By line, ``NOBODY`` for none, and under None the whole."""
    if user.access.sees_all:
        cuts = [TallyBy.CITY, TallyBy.LINE]
        rows = Tally.objects.filter(tenant=user.tenant_id, year=year, by__in=cuts)
        return {
            None if row.by == TallyBy.CITY else row.key: _from(vars(row), expected)
            for row in rows
            if row.projects
        }
    return _added_up(user, year, expected)


def _added_up(user: User, year: int, expected: pace.Share) -> dict[UUID | None, Figures]:
    """For people who see a part: their own projects, added up."""
    seen = Project.objects.visible_to(user).filter(year=year).counted()
    own = Project.objects.filter(pk__in=seen.order_by().values("pk")).order_by()
    found: dict[UUID | None, Figures] = {
        row["line_id"] or NOBODY: _from(row, expected)
        for row in own.values("line_id").annotate(**_SUMS)
    }
    whole = own.aggregate(**_SUMS)
    return found | {None: _from(whole, expected)}


def _from(sums: Mapping[str, Any], expected: pace.Share) -> Figures:
    done, plan = sums["year_done"] or ZERO, sums["year_plan"] or ZERO
    counts = {name: sums[name] or 0 for name in ("projects", *LightColour.values)}
    return Figures(**counts, share=pace.rate(done, plan), gap=pace.gap(done, plan, expected))


_SUMS: dict[str, Any] = {
    "projects": Count("pk"),
    **{colour: Count("pk", filter=Q(light=colour)) for colour in LightColour.values},
    "year_plan": Sum("year_plan"),
    "year_done": Sum("year_done"),
}


def _next_milestones(user: User, lines: Iterable[WorkLine], today: date) -> dict[UUID, Milestone]:
    """The next open milestone of each line, found along the index of dates."""
    rows = WorkLine.objects.filter(pk__in=[line.pk for line in lines]).order_by()
    chosen = dict(rows.values_list("pk", Subquery(_upcoming(user, today).values("pk")[:1])))
    ids = [pk for pk in chosen.values() if pk]
    milestones = Milestone.objects.select_related("project").in_bulk(ids)
    return {line: milestones[pk] for line, pk in chosen.items() if pk}


def _upcoming(user: User, today: date) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(
        project__line=OuterRef("pk"),
        project__withdrawn_at__isnull=True,
        actual_finish__isnull=True,
        planned_finish__gte=today,
    )
    if not user.access.sees_all:
        seen = Project.objects.visible_to(user).order_by().values("pk")
        rows = rows.filter(project__in=seen)
    return rows.order_by("planned_finish", "serial")
