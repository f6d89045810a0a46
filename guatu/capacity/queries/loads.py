"""What is asked of everybody with a limit, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from guatu.capacity.models import Capacity, Levelling
from guatu.capacity.queries.portfolio import Portfolio, planned_bookings
from guatu.domain.capacity import Booking, WeekLoad, weekly_loads
from guatu.domain.capacity.loads import monday_of
from guatu.org.models import Tenant
from guatu.projects.models import Milestone

WEEKS = 40


@dataclass(frozen=True, slots=True)
class Load:
    """The weeks of one capacity; ``overdue`` are open steps planned for days before the first."""

    capacity: Capacity
    weeks: tuple[WeekLoad, ...]
    overdue: int

    @property
    def over(self) -> int:
        """Weeks in which more is asked than there is."""
        return sum(1 for week in self.weeks if week.over)

    @property
    def fullest(self) -> WeekLoad:
        return max(self.weeks, key=lambda week: (week.load, -week.monday.toordinal()))


@dataclass(frozen=True, slots=True)
class Loads:
    """Most overloaded first; ``steps`` are those that a booking's key names."""

    loads: tuple[Load, ...]
    steps: Mapping[str, Milestone]


def planned_loads(tenant: Tenant, capacities: Sequence[Capacity], today: date) -> Loads:
    """By the days of the plans in force."""
    booked, steps = planned_bookings(tenant, capacities)
    return Loads(_ordered(_loads(capacities, booked, today)), steps)


def expected_loads(
    portfolio: Portfolio,
    capacities: Sequence[Capacity],
    today: date,
    moved: Mapping[str, str] | None = None,
) -> Loads:
    """By the earliest days from today on, or where a proposal has ``moved`` steps by its days."""
    found, line = portfolio.scheduled(), portfolio.calendars[0]
    booked, steps = [], {}
    for demand in portfolio.demands(capacities):
        step = portfolio.steps[demand.activity]
        start, finish = found.early_days(demand.activity)
        if moved and str(step.pk) in moved:
            finish = date.fromisoformat(moved[str(step.pk)])
            days = max(1, int(found.left[demand.activity]))
            start = line.add_workdays(line.previous_workday(finish), 1 - days)
        booked.append((demand.resource, Booking(str(step.pk), start, max(start, finish))))
        steps[str(step.pk)] = step
    return Loads(_ordered(_loads(capacities, booked, today)), steps)


def projects_of(proposal: Levelling) -> list[UUID]:
    """By slip, the most first."""
    by_slip = sorted(proposal.projects.items(), key=lambda row: (-row[1]["slip"], row[0]))
    return [UUID(pk) for pk, _ in by_slip]


def _loads(
    capacities: Sequence[Capacity], booked: Sequence[tuple[int, Booking]], today: date
) -> Iterator[Load]:
    first = monday_of(today)
    last = first + timedelta(weeks=WEEKS, days=-1)
    of: dict[int, list[Booking]] = defaultdict(list)
    for place, booking in booked:
        of[place].append(booking)
    for place, capacity in enumerate(capacities):
        weeks = weekly_loads(capacity.resource(), of[place], first, last)
        overdue = sum(1 for booking in of[place] if booking.finish < today)
        yield Load(capacity, weeks, overdue)


def _ordered(loads: Iterator[Load]) -> tuple[Load, ...]:
    return tuple(sorted(loads, key=lambda load: (-load.over, -load.fullest.load, load.capacity.pk)))
