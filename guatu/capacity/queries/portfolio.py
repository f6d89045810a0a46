"""All open plans of a government as one network, and what each step takes of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity
from guatu.domain.capacity import Booking, Demand
from guatu.domain.schedule import (
    Network,
    ProjectPlan,
    Schedule,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.org.models import Tenant
from guatu.projects.facts import rows_of
from guatu.projects.models import Milestone, Project
from guatu.projects.networks import calendars_of, plan_of
from guatu.projects.standing import Standing

Places = Mapping[UUID | None, int]


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """``steps`` are the milestones by activity of ``net``, ``projects`` its projects.

    ``left_out`` are projects whose plan cannot be computed as it stands.
    """

    net: Network
    calendars: Sequence[WorkCalendar]
    projects: tuple[Project, ...]
    steps: tuple[Milestone, ...]
    left_out: tuple[Project, ...]

    def project_of(self) -> Iterator[Project]:
        """The project of each activity."""
        for p, project in enumerate(self.projects):
            first, last = self.net.span(p)
            yield from [project] * (last - first)

    def scheduled(self) -> Schedule:
        return schedule(self.net, self.calendars)

    def demands(self, capacities: Sequence[Capacity]) -> list[Demand]:
        """What open steps take of ``capacities``, by their places."""
        posts, units = _places(capacities)
        found = []
        for i, (step, project) in enumerate(zip(self.steps, self.project_of(), strict=True)):
            for n in _takes(step, project, posts, units):
                if not _is_idle(step, capacities[n]):
                    found.append(Demand(i, n))
        return found


def portfolio_of(tenant: Tenant, today: date, calendar: WorkCalendar) -> Portfolio:
    """The listed projects of the government's year that have an open plan and a promise."""
    listed = Project.objects.filter(tenant=tenant, year=tenant.year).listed()
    with_plan = listed.filter(milestones__isnull=False).distinct().order_by("number", "id")
    projects = list(with_plan.select_related("sponsor", "lead_unit", "line"))
    rows, calendars = rows_of(projects), calendars_of(calendar)
    plans: list[ProjectPlan] = []
    kept: list[Project] = []
    left_out: list[Project] = []
    steps: dict[str, dict[str, Milestone]] = {}
    for project in projects:
        works = Standing.of(project, rows[project.pk]).works(today, calendar)
        if works is None:
            continue
        try:
            plan = plan_of(replace(works, project=str(project.pk)), today, calendar)
            schedule(build_network([plan]), calendars)
        except (ScheduleError, CalendarOutOfRange):
            left_out.append(project)
            continue
        plans.append(plan)
        kept.append(project)
        steps[str(project.pk)] = {m.code: m for m in rows[project.pk].milestones}
    net = build_network(plans)
    return Portfolio(net, calendars, tuple(kept), tuple(_by_activity(net, steps)), tuple(left_out))


def planned_bookings(
    tenant: Tenant, capacities: Sequence[Capacity]
) -> tuple[list[tuple[int, Booking]], dict[str, Milestone]]:
    """Open steps on the days of the plan in force, each with the place of what it takes, and the
    steps by the keys of the bookings."""
    posts, units = _places(capacities)
    open_steps = Milestone.objects.filter(
        project__tenant=tenant,
        project__year=tenant.year,
        project__withdrawn_at__isnull=True,
        actual_finish__isnull=True,
        planned_finish__isnull=False,
    ).select_related("project")
    booked, by_key = [], {}
    for step in open_steps.order_by("planned_finish", "id"):
        for n in _takes(step, step.project, posts, units):
            if _is_idle(step, capacities[n]) or not step.planned_start or not step.planned_finish:
                continue
            booked.append((n, Booking(str(step.pk), step.planned_start, step.planned_finish)))
            by_key[str(step.pk)] = step
    return booked, by_key


def _places(capacities: Sequence[Capacity]) -> tuple[Places, Places]:
    """The places of the capacities by post and by unit."""
    posts: Places = {c.post_id: n for n, c in enumerate(capacities) if c.post_id}
    units: Places = {c.unit_id: n for n, c in enumerate(capacities) if c.unit_id}
    return posts, units


def _takes(
    step: Milestone,
    project: Project,
    posts: Places,
    units: Places,
) -> Iterator[int]:
    """A sponsor is asked for at the committed steps of his projects, a unit at those it handles."""
    if step.actual_finish is not None:
        return
    if step.committed and project.sponsor_id in posts:
        yield posts[project.sponsor_id]
    if step.unit_id in units:
        yield units[step.unit_id]


def _is_idle(step: Milestone, capacity: Capacity) -> bool:
    """A moment is never under way."""
    return capacity.counted == Counted.UNDER_WAY and step.duration == 0


def _by_activity(net: Network, steps: Mapping[str, Mapping[str, Milestone]]) -> Iterator[Milestone]:
    for p, project in enumerate(net.project_ids):
        for i in range(*net.span(p)):
            yield steps[project][net.ids[i]]
