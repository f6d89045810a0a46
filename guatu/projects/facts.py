"""From rows to the facts that the light rules judge: read for many projects at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from guatu.domain.lights import Excuse as ExcuseFact
from guatu.domain.lights import ProjectFacts
from guatu.kit.clock import CHINA
from guatu.projects.choices import Nature
from guatu.projects.models import (
    Baseline,
    Excuse,
    Milestone,
    MilestoneLink,
    ProgressReport,
    Project,
    SupportNeed,
)


@dataclass(slots=True)
class Rows:
    """The rows that belong to one project; ``also_lines`` are ids of further work lines.

    ``original`` has the start and finish of each milestone, by code, in the original plan of a
    project that was planned anew.
    """

    reports: list[ProgressReport] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    links: list[MilestoneLink] = field(default_factory=list)
    excuses: list[Excuse] = field(default_factory=list)
    needs: list[SupportNeed] = field(default_factory=list)
    also_lines: list[UUID] = field(default_factory=list)
    original: Mapping[str, tuple[date, date]] = field(default_factory=dict)


def rows_of(projects: Sequence[Project]) -> Mapping[UUID, Rows]:
    """Six queries for all ``projects``: reports of their year, milestones, links, excuses, needs
    and further lines; and one for the original plans of those that were planned anew."""
    ids = [p.pk for p in projects]
    found = _listed_rows({p.pk: p.year for p in projects})
    for milestone in Milestone.objects.filter(project_id__in=ids).order_by("serial"):
        found[milestone.project_id].milestones.append(milestone)
    for link in MilestoneLink.objects.filter(project_id__in=ids).order_by("id"):
        found[link.project_id].links.append(link)
    for excuse in Excuse.objects.filter(project_id__in=ids).select_related("granted_by"):
        found[excuse.project_id].excuses.append(excuse)
    for need in SupportNeed.objects.filter(project_id__in=ids).order_by("serial", "id"):
        found[need.project_id].needs.append(need)
    if replanned := [p.pk for p in projects if p.replans]:
        _add_originals(found, replanned)
    return found


def _add_originals(found: Mapping[UUID, Rows], ids: Sequence[UUID]) -> None:
    first = Baseline.objects.filter(project_id__in=ids, number=0)
    for project_id, dates in first.values_list("project_id", "dates"):
        found[project_id].original = {
            code: (date.fromisoformat(start), date.fromisoformat(finish))
            for code, (start, finish) in dates.items()
        }


def listed_rows(projects: Sequence[Project]) -> Mapping[UUID, Rows]:
    """What totals need: reports of their year and further lines, two queries."""
    return _listed_rows({p.pk: p.year for p in projects})


def _listed_rows(years: Mapping[UUID, int]) -> dict[UUID, Rows]:
    found: dict[UUID, Rows] = defaultdict(Rows)
    ids = list(years)
    for report in ProgressReport.objects.filter(project_id__in=ids).order_by("period"):
        if report.period.year == years[report.project_id]:
            found[report.project_id].reports.append(report)
    also = Project.also_lines.through._default_manager.filter(project_id__in=ids)
    for project_id, line_id in also.order_by("id").values_list("project_id", "workline_id"):
        found[project_id].also_lines.append(line_id)
    return found


def facts_of(project: Project, rows: Rows) -> ProjectFacts:
    """The facts of one project as of its rows, money in 万元; its plan and its needs are added by
    ``guatu.projects.standing``."""
    withdrawn = project.withdrawn_at
    return ProjectFacts(
        year=project.year,
        planned_start=project.planned_start,
        actual_start=project.actual_start,
        required_finish=project.required_finish,
        original_finish=project.original_finish,
        actual_finish=project.actual_finish,
        year_plan=project.year_plan,
        done_year_by_month=_by_month(rows.reports, "invested"),
        registered_year_by_month=_by_month(rows.reports, "registered"),
        paid_year_by_month=_by_month(rows.reports, "paid"),
        physical_by_month=_by_month(rows.reports, "physical_percent"),
        month_curve=curve_of(project),
        total_investment=project.total_investment,
        done_before_year=project.done_before_year,
        registered_on=project.registered_on,
        planned_paid=project.planned_paid,
        paid=project.year_paid,
        last_report_period=rows.reports[-1].period if rows.reports else None,
        excuses=tuple(_excuse(e) for e in rows.excuses),
        withdrawn_on=withdrawn.astimezone(CHINA).date() if withdrawn else None,
        listed_on=project.listed_on,
        registration_unknown=_began_earlier(project),
        is_reserve=project.nature == Nature.RESERVE,
        paused_on=project.paused_on,
        paused_until=project.paused_until,
        paused_for=project.paused_for,
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


def _by_month(reports: Iterable[ProgressReport], name: str) -> tuple[tuple[date, Decimal], ...]:
    return tuple((r.period, value) for r in reports if (value := getattr(r, name)) is not None)


def _excuse(row: Excuse) -> ExcuseFact:
    return ExcuseFact(row.dimension, row.since, row.until, row.reason, row.granted_by.name)
