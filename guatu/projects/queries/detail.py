"""One project as its page shows it: light with reasons, plan, reports, curve, parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from guatu.domain import pace
from guatu.domain.lights.verdicts import Verdict
from guatu.org.models import Holding, User
from guatu.projects.facts import Rows, curve_of, rows_of
from guatu.projects.models import (
    Baseline,
    Milestone,
    MilestoneLink,
    ProgressReport,
    Project,
)
from guatu.projects.networks import WORKDAYS
from guatu.projects.queries.progresses import Compared, compared
from guatu.projects.standards import Judged, Standard
from guatu.projects.standing import Standing
from guatu.projects.tallies import curve_by_month

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with the dates of the original plan beside those in force.

    ``duration``, ``optimistic`` and ``pessimistic`` are in the days that ``counting`` names;
    ``unit`` answers for the step where another than that of the project does, "" without one.
    """

    pk: UUID
    code: str
    name: str
    duration: int
    weight: Decimal
    committed: bool
    planned: Span | None
    original: Span | None
    forecast: date | None
    actual_start: date | None
    actual_finish: date | None
    slack: int | None
    critical: bool
    overdue: bool
    counting: str = WORKDAYS
    optimistic: int | None = None
    pessimistic: int | None = None
    procedure: str = ""
    unit: str = ""

    @property
    def days_moved(self) -> int:
        """Calendar days by which the plan in force ends after the original one."""
        if self.planned is None or self.original is None:
            return 0
        return (self.planned[1] - self.original[1]).days


@dataclass(frozen=True, slots=True)
class LinkRow:
    before: UUID
    after: UUID
    type: str
    lag: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A month's report; ``own`` is what the month itself added, None where that is unknown."""

    pk: UUID
    period: date
    invested: Decimal | None
    own: Decimal | None
    physical_words: str
    physical_percent: Decimal | None
    photo: str
    reason: str
    source: str
    reported_at: datetime
    reported_by: str
    registered: Decimal | None = None
    paid: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CurveRows:
    """Cumulative 万元 at the end of months 1–12; ``plan`` is empty without a plan by month."""

    plan: tuple[Decimal, ...]
    pace: tuple[Decimal, ...]
    done: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    milestones: Sequence[MilestoneRow]
    links: Sequence[LinkRow]
    baselines: Sequence[Baseline]

    @property
    def replans(self) -> Sequence[Baseline]:
        return [b for b in self.baselines if b.number]


def with_people(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Line, units and posts with those who hold them now; the people are two more queries."""
    now = Holding.objects.current().select_related("user")
    return projects.select_related(
        "tenant",
        "line",
        "chain",
        "park",
        "township",
        "task_force",
        "parent",
        "lead_unit",
        "responsible_unit",
        "owner_post__unit",
        "sponsor__unit",
    ).prefetch_related(
        "assist_units",
        "also_lines",
        "targets",
        Prefetch("sponsor__holdings", queryset=now),
        Prefetch("owner_post__holdings", queryset=now),
    )


@dataclass(frozen=True, slots=True)
class SeenNow:
    """What the rules say of a project at a moment, and its four progresses."""

    verdict: Verdict
    compared: Compared
    judged: Judged


def seen_now(project: Project, now: datetime, rows: Rows) -> SeenNow:
    standing = Standing.of(project, rows)
    standard = Standard.of(project.tenant, now)
    judged = standard.judged(standing, project.pk)
    return SeenNow(judged.glance.verdict, compared(standing, standard), judged)


def light_now(project: Project, now: datetime) -> Verdict:
    """What the rules say of a listed project at this moment, its figures as of today."""
    standing = Standing.of(project, rows_of([project])[project.pk])
    return Standard.of(project.tenant, now).judged(standing, project.pk).glance.verdict


def plan_of(project: Project, today: date) -> Plan:
    """Milestones, links and baselines: three queries."""
    baselines = list(project.baselines.all())
    original = _dates(baselines[0]) if baselines else {}
    steps = project.milestones.select_related("unit")
    rows = [_milestone(m, original.get(m.code), today) for m in steps]
    links = [
        LinkRow(link.before_id, link.after_id, str(link.type), link.lag)
        for link in MilestoneLink.objects.filter(project=project).order_by("id")
    ]
    return Plan(rows, links, baselines)


def reports_of(project: Project) -> list[ReportRow]:
    """Newest first, of every year."""
    rows = list(project.reports.select_related("reported_by").order_by("period"))
    shown, last = [], None
    for row in rows:
        shown.append(_report(row, last))
        if row.invested is not None:
            last = row
    return shown[::-1]


def curve_rows(project: Project, reports: Sequence[ReportRow]) -> CurveRows:
    """Plan, pace and done by month; done ends with the last month that was reported."""
    own = [r for r in reports if r.period.year == project.year]
    last = max((r.period.month for r in own if r.invested is not None), default=0)
    done = curve_by_month((r.period.month, r.invested) for r in own if r.invested is not None)
    plan = project.year_plan or Decimal(0)
    return CurveRows(
        plan=tuple(amount for _, amount in curve_of(project) or ()),
        pace=tuple(plan * month / 12 for month in range(1, 13)),
        done=tuple(done[month - 1] if month <= last else None for month in range(1, 13)),
    )


def parts_of(project: Project, user: User) -> list[Project]:
    """The parts of a package that ``user`` may see, in their order."""
    own = Project.objects.visible_to(user).listed().filter(parent=project)
    # sorted here: an order would tempt the planner to walk the whole list by number
    return sorted(own.select_related("lead_unit").order_by(), key=lambda p: (p.number, p.pk))


def gap_of(project: Project, today: date) -> Decimal | None:
    """Points ahead of pace by complete months, below zero when behind."""
    expected = pace.expected_by_months(today, project.year)
    return pace.gap(project.year_done, project.year_plan, expected)


def _dates(baseline: Baseline) -> Mapping[str, Span]:
    return {
        code: (date.fromisoformat(start), date.fromisoformat(finish))
        for code, (start, finish) in baseline.dates.items()
    }


def _milestone(row: Milestone, original: Span | None, today: date) -> MilestoneRow:
    finish = row.planned_finish
    return MilestoneRow(
        pk=row.pk,
        code=row.code,
        name=row.name,
        duration=row.duration,
        weight=row.weight,
        committed=row.committed,
        planned=(row.planned_start or finish, finish) if finish else None,
        original=original,
        forecast=row.forecast_finish,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        slack=row.slack,
        critical=row.critical,
        overdue=row.is_overdue(today),
        counting=str(row.counting),
        optimistic=row.optimistic,
        pessimistic=row.pessimistic,
        procedure=row.procedure,
        unit=str(row.unit) if row.unit else "",
    )


def _report(row: ProgressReport, last: ProgressReport | None) -> ReportRow:
    return ReportRow(
        pk=row.pk,
        period=row.period,
        invested=row.invested,
        own=_added(row, last),
        physical_words=row.physical_words,
        physical_percent=row.physical_percent,
        photo=row.photo,
        reason=row.reason,
        source=row.source,
        reported_at=row.reported_at,
        reported_by=row.reported_by.name,
        registered=row.registered,
        paid=row.paid,
    )


def _added(row: ProgressReport, last: ProgressReport | None) -> Decimal | None:
    """What the month itself added: known in January and after a report of the month before."""
    invested: Decimal | None = row.invested
    if invested is None or row.period.month == 1:
        return invested
    if last is None or last.period.year != row.period.year:
        return None
    before: Decimal = last.invested or Decimal(0)
    return invested - before if _follows(last.period, row.period) else None


def _follows(earlier: date, later: date) -> bool:
    return later.month - earlier.month == 1
