"""The facts of the wall chart, read from the projects that a person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from guatu.boards.wallchart.facts import (
    Band,
    ChartMilestone,
    ChartRow,
    MilestoneState,
    WallChart,
)
from guatu.boards.wallchart.waiting import Waiting, waiting_of
from guatu.domain.lights.colours import Light
from guatu.org.models import User
from guatu.projects.models import Baseline, Milestone
from guatu.projects.queries.filters import ListFilter, in_order, matching
from guatu.projects.queries.listing import holders_of
from guatu.projects.reasons import AsOf

#: More rows than this are no chart any more; the worst lights are drawn then.
ROW_LIMIT = 400


Milestones = Mapping[UUID, Sequence[ChartMilestone]]


class BandBy(StrEnum):
    """What the rows are put together by."""

    LINE = "line"
    SPONSOR = "sponsor"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which projects, put together how; no ``lights`` means all of them, ``only`` is for a choice
    that no filter makes."""

    wanted: ListFilter
    by: BandBy = BandBy.LINE
    lights: frozenset[Light] = frozenset()
    only: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """How a page puts things: a stored sentence in words, the address of a project, a band of
    the projects that have no line, sponsor or unit."""

    sentence: Callable[[Mapping[str, Any]], str]
    address: Callable[[UUID], str]
    nobody: Mapping[BandBy, str]


@dataclass(frozen=True, slots=True)
class Wall:
    """The chart, how many projects of each light match, and whether only some are drawn."""

    chart: WallChart
    counts: Mapping[Light, int]
    cut_short: bool

    @property
    def drawn(self) -> int:
        return sum(1 for row in self.chart.rows if isinstance(row, ChartRow))


def read_wall(user: User, asked: Asked, speech: Speech, *, today: date) -> Wall:
    """Four queries: projects, their milestones and needs, the holders of the posts; more for
    the plans of those that wait for a late need."""
    found = in_order(matching(user, asked.wanted), "light", descending=False)
    if asked.only is not None:
        found = found.filter(pk__in=asked.only)
    raw = list(found.values_list(*COLUMNS, named=True)[: ROW_LIMIT + 1])
    projects = raw[:ROW_LIMIT]
    milestones = _milestones(projects, asked.wanted.year, today)
    waiting = waiting_of((p.id for p in projects), today)
    told = AsOf(today).told
    current = replace(speech, sentence=lambda said: speech.sentence(told(said)))
    return wall_of(
        asked, current, projects, milestones, waiting, today, cut_short=len(raw) > ROW_LIMIT
    )


def wall_of(
    asked: Asked,
    speech: Speech,
    projects: Sequence[Any],
    milestones: Milestones,
    waiting: Mapping[UUID, Waiting],
    today: date,
    *,
    cut_short: bool,
) -> Wall:
    """The chart of ``projects``, rows with the names of ``COLUMNS``."""
    counts = {light: sum(p.light == light for p in projects) for light in Light}
    if asked.lights:
        projects = [p for p in projects if p.light in asked.lights]
    rows = _banded(projects, asked.by, speech, milestones, waiting)
    first, last = _year(asked.wanted.year)
    chart = WallChart(asked.wanted.year, first, last, today, tuple(rows))
    return Wall(chart, counts, cut_short)


def done_until(start: date, finish: date, share: Decimal) -> date | None:
    """The day of the plan that the work has reached; None before the first of it.

    Half of a plan from 2021-01-01 to 2021-12-31 is 2021-07-02: left of today the work is
    behind an even pace, right of it ahead. More than the whole is the whole.
    """
    if share <= 0:
        return None
    days = int((finish - start).days * min(share, Decimal(1)))
    return start + timedelta(days=days)


COLUMNS = (
    "id", "year", "number", "name", "light", "light_reason", "total_investment", "done_before_year",
    "year_done", "physical_percent", "planned_start", "actual_start", "required_finish",
    "actual_finish", "original_finish", "forecast_finish", "green_by_replanning", "replans",
    "line_id", "line__number", "line__title", "lead_unit_id",
    "lead_unit__short_name", "lead_unit__name", "sponsor_id", "sponsor__rank", "sponsor__title",
)  # fmt: skip
NOT_WAITING = Waiting()
Place = tuple[bool, int, str]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _milestones(projects: Sequence[Any], year: int, today: date) -> Milestones:
    rows = Milestone.objects.filter(project_id__in=[p.id for p in projects])
    columns = ("project_id", "code", "name", "planned_finish", "actual_finish", "critical")
    first = original_finishes([p.id for p in projects if p.replans])
    found: dict[UUID, list[ChartMilestone]] = defaultdict(list)
    for project_id, code, name, planned, actual, critical in rows.order_by().values_list(*columns):
        if day := planned or actual:
            was = first.get(project_id, {}).get(code)
            found[project_id].append(milestone_on(name, day, actual, critical, today, was))
    return found


def original_finishes(ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, date]]:
    """By project the finish of each step, by code, in the original plan; no query for none."""
    if not ids:
        return {}
    rows = Baseline.objects.filter(project_id__in=ids, number=0).values_list("project_id", "dates")
    return {
        pk: {code: date.fromisoformat(finish) for code, (_, finish) in dates.items()}
        for pk, dates in rows
    }


def milestone_on(
    name: str,
    planned: date,
    actual: date | None,
    critical: bool,
    today: date,
    original: date | None = None,
) -> ChartMilestone:
    state: MilestoneState = "done" if actual else "overdue" if planned < today else "planned"
    was = None if original == planned else original
    return ChartMilestone(name, planned, actual, state, critical, was)


def _banded(
    projects: Sequence[Any],
    by: BandBy,
    speech: Speech,
    milestones: Milestones,
    waiting: Mapping[UUID, Waiting],
) -> Iterable[Band | ChartRow]:
    """Bands in their order, with the projects of each by number below it."""
    holders = holders_of({p.sponsor_id for p in projects if p.sponsor_id})
    keyed = sorted(
        ((_band_of(p, by, holders, speech), p) for p in projects),
        key=lambda pair: (pair[0], pair[1].number, pair[1].id),
    )
    for (*_, title), group in groupby(keyed, key=lambda pair: pair[0]):
        inside = [project for _, project in group]
        yield Band(title, len(inside))
        for project in inside:
            own = milestones.get(project.id, ())
            yield _row(project, holders, own, waiting.get(project.id, NOT_WAITING), speech)


def _band_of(project: Any, by: BandBy, holders: Mapping[UUID, str], speech: Speech) -> Place:
    """Where a band stands: those without come last, then the order of lines or posts, a title."""
    match by:
        case BandBy.LINE:
            rank, title = project.line__number, project.line__title
        case BandBy.SPONSOR:
            rank, title = project.sponsor__rank, _sponsor(project, holders)
        case BandBy.UNIT:
            rank, title = 0, _unit(project)
    return not title, rank or 0, title or speech.nobody[by]


def _row(
    project: Any,
    holders: Mapping[UUID, str],
    milestones: Sequence[ChartMilestone],
    waiting: Waiting,
    speech: Speech,
) -> ChartRow:
    start = project.actual_start or project.planned_start
    finish = project.required_finish or project.actual_finish or _last(milestones)
    return ChartRow(
        id=str(project.id),
        href=speech.address(project.id),
        name=project.name,
        light=Light(project.light),
        reason=speech.sentence(project.light_reason) if project.light_reason else "",
        unit=_unit(project),
        sponsor=_sponsor(project, holders),
        total_wan=project.total_investment,
        start=start,
        finish=finish,
        done_until=project.actual_finish or _reached(project, start, finish, milestones),
        milestones=_on_chart(project, milestones),
        needs=waiting.needs,
        breaks=waiting.breaks,
        original=project.original_finish,
        forecast=None if project.actual_finish else project.forecast_finish,
        replanned=project.green_by_replanning,
        number=project.number,
    )


def _on_chart(project: Any, milestones: Iterable[ChartMilestone]) -> tuple[ChartMilestone, ...]:
    """By day. In a backward plan nearly all is critical: only trouble shows its critical path."""
    ordered = sorted(milestones, key=lambda milestone: milestone.day)
    if project.light in (Light.RED, Light.YELLOW):
        return tuple(ordered)
    return tuple(replace(milestone, critical=False) for milestone in ordered)


def _last(milestones: Iterable[ChartMilestone]) -> date | None:
    return max((milestone.planned for milestone in milestones), default=None)


def _reached(
    project: Any, start: date | None, finish: date | None, milestones: Sequence[ChartMilestone]
) -> date | None:
    """By the share of the work, or, where that is unknown, the last milestone done."""
    if start is None or finish is None or finish < start:
        return None
    share = _share(project, start)
    if share is None:
        return _last(milestone for milestone in milestones if milestone.actual)
    return done_until(start, finish, share)


def _share(project: Any, start: date) -> Decimal | None:
    """Physical progress as reported, else investment since the start of construction.

    Ledgers often leave out what earlier years came to: then the sum since the start is unknown.
    """
    if project.physical_percent is not None:
        return Decimal(project.physical_percent) / 100
    before = Decimal(0) if start.year == project.year else project.done_before_year
    if before is None or not project.total_investment:
        return None
    return Decimal((before + project.year_done) / project.total_investment)


def _unit(project: Any) -> str:
    return str(project.lead_unit__short_name or project.lead_unit__name or "")


def _sponsor(project: Any, holders: Mapping[UUID, str]) -> str:
    return str(holders.get(project.sponsor_id) or project.sponsor__title or "")
