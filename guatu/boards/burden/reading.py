"""The meter: demands of whole weeks with the reminders that went out, by unit and by week.

Sums stand for units. Of people there is one's own and nobody else's: no list of persons is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.burden.queries.asked import Weeks, demands_in
from guatu.burden.terms import caps_of
from guatu.domain.burden.caps import Cap, Scope
from guatu.domain.burden.counting import (
    NOTHING,
    Count,
    Demand,
    Measure,
    amount,
    of_reminders,
    tallied,
    week_of,
)
from guatu.kit.clock import CHINA
from guatu.notices.choices import NoticeKind
from guatu.notices.models import Notice, NoticeQuerySet
from guatu.org.models import Holding, Unit, User


@dataclass(frozen=True, slots=True)
class Used:
    """How much of a cap is used in a week."""

    cap: Cap
    amount: int

    @property
    def is_reached(self) -> bool:
        return self.amount >= self.cap.limit

    @property
    def is_over(self) -> bool:
        return self.amount > self.cap.limit


@dataclass(frozen=True, slots=True)
class Week:
    """What was asked in the week that begins on ``monday``, and of it for each unit."""

    monday: date
    count: Count
    units: Mapping[UUID, Count]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in one week, with the caps that it has reached."""

    unit: Unit
    count: Count
    reached: Sequence[Used]


@dataclass(frozen=True, slots=True)
class Meter:
    """Weeks from the oldest to the newest; ``caps`` are those of the scope that is shown."""

    weeks: Sequence[Week]
    caps: Sequence[Cap]

    def week(self, monday: date) -> Week:
        there = (one for one in self.weeks if one.monday == monday)
        return next(there, Week(monday, NOTHING, {}))

    def cap(self, measure: Measure) -> Cap | None:
        return next((cap for cap in self.caps if cap.measure is measure), None)

    def used(self, count: Count) -> list[Used]:
        return [Used(cap, amount(count, cap.measure)) for cap in self.caps]


def meter_of_units(tenant_id: UUID, weeks: Weeks, units: Collection[UUID] | None = None) -> Meter:
    """Of all units, or of these."""
    demands = [*demands_in(tenant_id, weeks, units), *_reminders(tenant_id, weeks, units)]
    return Meter(_weeks(weeks, demands), _caps(tenant_id, Scope.UNIT))


def meter_of_person(user: User, weeks: Weeks) -> Meter:
    """Of the posts that ``user`` held on the day; reminders on the day of what they tell."""
    held = list(Holding.objects.filter(user=user).values_list("post_id", "since", "until"))
    demands = [
        one.of_one()
        for one in demands_in(user.tenant_id, weeks)
        if any(_held(one, *holding) for holding in held)
    ]
    told = _told(user.tenant_id, weeks).filter(user=user).values_list("at", flat=True)
    demands += [
        Demand(None, frozenset(), at.astimezone(CHINA).date(), of_reminders(1)) for at in told
    ]
    return Meter(_weeks(weeks, demands), _caps(user.tenant_id, Scope.PERSON))


def lines_of(meter: Meter, week: Week, units: Sequence[Unit]) -> list[UnitLine]:
    """The units in their own order, never by how much they bear."""
    lines = ((unit, week.units.get(unit.pk, NOTHING)) for unit in units)
    return [
        UnitLine(unit, count, [used for used in meter.used(count) if used.is_reached])
        for unit, count in lines
    ]


def _held(one: Demand, post: UUID, since: date, until: date | None) -> bool:
    return post in one.posts and since <= one.day and (until is None or one.day <= until)


def _weeks(weeks: Weeks, demands: Sequence[Demand]) -> list[Week]:
    by_place = tallied(((week_of(one.day), one.unit), one.count) for one in demands)
    whole = tallied((monday, count) for (monday, _unit), count in by_place.items())
    units: dict[date, dict[UUID, Count]] = {monday: {} for monday in weeks.mondays}
    for (monday, unit), count in by_place.items():
        if unit is not None:
            units[monday][unit] = count
    return [Week(monday, whole.get(monday, NOTHING), units[monday]) for monday in weeks.mondays]


def _caps(tenant_id: UUID, scope: Scope) -> list[Cap]:
    return [cap for cap in caps_of(tenant_id) if cap.scope is scope]


def _reminders(tenant_id: UUID, weeks: Weeks, units: Collection[UUID] | None) -> list[Demand]:
    """One for each person told, at the unit of the post for whose sake; without a post it is the
    person's own affair and counted there alone."""
    rows = _told(tenant_id, weeks).filter(post__isnull=False)
    if units is not None:
        rows = rows.filter(post__unit_id__in=units)
    return [
        Demand(unit, frozenset({post}), at.astimezone(CHINA).date(), of_reminders(1))
        for at, post, unit in rows.values_list("at", "post_id", "post__unit_id")
    ]


def _told(tenant_id: UUID, weeks: Weeks) -> NoticeQuerySet:
    first, end = weeks.moments
    rows = Notice.objects.filter(tenant_id=tenant_id, kind=NoticeKind.REMINDER)
    return rows.filter(at__gte=first, at__lt=end).order_by()
