"""From rows to the facts that the light rules judge: read for many projects at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from guatu.domain.lights import Excuse as ExcuseFact
from guatu.domain.lights import MilestoneFact, ProjectFacts
from guatu.kit.clock import CHINA
from guatu.projects.models import Excuse, Milestone, MilestoneLink, ProgressReport, Project


@dataclass(slots=True)
class Rows:
    """The rows that belong to one project."""

    reports: list[ProgressReport] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    links: list[MilestoneLink] = field(default_factory=list)
    excuses: list[Excuse] = field(default_factory=list)


def rows_of(projects: Sequence[Project]) -> Mapping[UUID, Rows]:
    """Four queries for all ``projects``: reports of their year, milestones, links, excuses."""
    found: dict[UUID, Rows] = defaultdict(Rows)
    ids = [p.pk for p in projects]
    years = {p.pk: p.year for p in projects}
    for report in ProgressReport.objects.filter(project_id__in=ids).order_by("period"):
        if report.period.year == years[report.project_id]:
            found[report.project_id].reports.append(report)
    for milestone in Milestone.objects.filter(project_id__in=ids).order_by("serial"):
        found[milestone.project_id].milestones.append(milestone)
    for link in MilestoneLink.objects.filter(project_id__in=ids).order_by("id"):
        found[link.project_id].links.append(link)
    for excuse in Excuse.objects.filter(project_id__in=ids).select_related("granted_by"):
        found[excuse.project_id].excuses.append(excuse)
    return found


def facts_of(project: Project, rows: Rows, slack: int | None) -> ProjectFacts:
    """The facts of one project as of its rows; money in 万元, ``slack`` of its plan in workdays."""
    withdrawn = project.withdrawn_at
    return ProjectFacts(
        year=project.year,
        planned_start=project.planned_start,
        actual_start=project.actual_start,
        required_finish=project.required_finish,
        actual_finish=project.actual_finish,
        year_plan=project.year_plan,
        done_year_by_month=_done(rows.reports),
        month_curve=curve_of(project),
        registered_on=project.registered_on,
        milestones=tuple(_milestone(m) for m in rows.milestones if m.planned_finish),
        min_slack=slack,
        last_report_period=rows.reports[-1].period if rows.reports else None,
        excuses=tuple(_excuse(e) for e in rows.excuses),
        withdrawn_on=withdrawn.astimezone(CHINA).date() if withdrawn else None,
        listed_on=project.listed_on,
        registration_unknown=_began_earlier(project),
    )


def _began_earlier(project: Project) -> bool:
    """Works that began before the year of the list were registered, if at all, in another list;
    an empty date then says that nobody looked, not that it was not done."""
    start = project.actual_start
    return project.registered_on is None and start is not None and start.year < project.year


def curve_of(project: Project) -> tuple[tuple[date, Decimal], ...] | None:
    """The project's own plan by month, cumulative, or None where it has none."""
    if len(project.month_curve) != 12:
        return None
    return tuple(
        (date(project.year, month, 1), Decimal(amount))
        for month, amount in enumerate(project.month_curve, start=1)
    )


def _done(reports: Iterable[ProgressReport]) -> tuple[tuple[date, Decimal], ...]:
    return tuple((r.period, r.invested) for r in reports if r.invested is not None)


def _milestone(row: Milestone) -> MilestoneFact:
    assert row.planned_finish is not None
    return MilestoneFact(
        name=row.name,
        planned=row.planned_finish,
        forecast=row.forecast_finish,
        actual=row.actual_finish,
        committed=row.committed,
    )


def _excuse(row: Excuse) -> ExcuseFact:
    return ExcuseFact(row.dimension, row.since, row.until, row.reason, row.granted_by.name)
