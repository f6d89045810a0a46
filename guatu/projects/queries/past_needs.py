"""What suppliers owed at a moment of the past, read from what was kept then.

A need is told as a row of its table that is never saved, so that the rules of a day (``state_on``)
are those of today's pages. What is not kept is not told: who was responsible, since when it was
blocked, why there was no step, and needs that were dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Milestone, Project, ProjectState, SupportNeed
from guatu.projects.queries.needs import (
    COUNTED,
    NeedFilter,
    NeedRow,
    NeedState,
    Owed,
    Show,
    Supplier,
    by_urgency,
    month_of,
    row_alone,
    state_on,
)
from guatu.projects.standing import Need, Standing, Step
from guatu.workdays.queries import calendar_at


@dataclass(frozen=True, slots=True)
class PastNeeds:
    """``shown`` is all that matched, the most pressing first; the counts are of everything but
    ``wanted.show``."""

    shown: Sequence[SupportNeed]
    owed: Owed
    suppliers: Sequence[Supplier]


def needs_at(user: User, wanted: NeedFilter, moment: datetime) -> PastNeeds:
    day = moment.date()
    found = [need for need in _kept(user, wanted.year, moment) if _matches(need, wanted)]
    found.sort(key=_pressing)
    shown = [need for need in found if _SHOWN[wanted.show](need, day)]
    return PastNeeds(shown, _owed(found, day), _suppliers(found, day))


def rows_at(needs: Iterable[SupportNeed], moment: datetime) -> list[NeedRow]:
    """The days that a need would cost are not told."""
    calendar = calendar_at(moment)
    return [row_alone(need, moment.date(), calendar) for need in needs]


def _kept(user: User, year: int, moment: datetime) -> list[SupportNeed]:
    """The needs that ``user`` may see, in the order of each project.

    As of today a person sees those of some projects and those that the own unit supplies; of the
    past, those that it supplied then in projects of which it may see a need today.
    """
    states = list(_states(user, year, moment))
    standings = {state.project_id: Standing.from_json(state.facts) for state in states}
    seen = _seen(user, standings)
    own = user.access.unit_ids
    lines = WorkLine.objects.in_bulk({state.line_id for state in states if state.line_id})
    units = _units(standings.values())
    found: list[SupportNeed] = []
    for state in states:
        project, standing = _project(state, lines), standings[state.project_id]
        needs = [
            _need(place, need, project, standing.steps, units)
            for place, need in enumerate(standing.needs)
        ]
        found += [n for n in needs if state.project_id in seen or n.supplier_id in own]
    return found


def _states(user: User, year: int, moment: datetime) -> Any:
    rows = ProjectState.objects.at(moment).filter(tenant=user.tenant_id, year=year, listed=True)
    rows = rows.filter(facts__has_key="needs_of").order_by("number", "project_id")
    if user.access.sees_all:
        return rows
    seen = Project.objects.visible_to(user).order_by().values("pk")
    owed = SupportNeed.objects.visible_to(user).order_by().values("project")
    return rows.filter(Q(project__in=seen) | Q(project__in=owed))


def _seen(user: User, ids: Iterable[UUID]) -> set[UUID]:
    if user.access.sees_all:
        return set(ids)
    rows = Project.objects.visible_to(user).filter(pk__in=list(ids)).order_by()
    return set(rows.values_list("pk", flat=True))


def _units(standings: Iterable[Standing]) -> Mapping[UUID, Unit]:
    ids = {UUID(n.supplier) for standing in standings for n in standing.needs if n.supplier}
    units: Mapping[UUID, Unit] = Unit.objects.in_bulk(ids)
    return units


def _project(state: ProjectState, lines: Mapping[UUID, WorkLine]) -> Project:
    return Project(
        id=state.project_id,
        tenant_id=state.tenant_id,
        year=state.year,
        number=state.number,
        name=state.name,
        line=lines.get(state.line_id) if state.line_id else None,
    )


def _need(
    place: int, need: Need, project: Project, steps: Sequence[Step], units: Mapping[UUID, Unit]
) -> SupportNeed:
    return SupportNeed(
        project=project,
        serial=place,
        element=need.element,
        name=need.name,
        milestone=_milestone(steps[need.step]) if need.step is not None else None,
        lead=need.lead,
        needed_by=need.needed_by,
        supplier=units.get(UUID(need.supplier)) if need.supplier else None,
        status=_status(need),
        promised_on=need.promised,
        delivered_on=need.delivered,
        expires_on=need.expires,
        blocker=need.blocker,
    )


def _milestone(step: Step) -> Milestone:
    return Milestone(code=step.code, name=step.name, actual_finish=step.actual_finish)


def _status(need: Need) -> NeedStatus:
    if need.delivered is not None:
        return NeedStatus.DELIVERED
    return NeedStatus.NEEDED if need.promised is None else NeedStatus.PROMISED


def _matches(need: SupportNeed, wanted: NeedFilter) -> bool:
    """All but ``wanted.show``."""
    said = wanted.words.casefold()
    return (
        (wanted.supplier is None or need.supplier_id == wanted.supplier)
        and (not wanted.element or need.element == wanted.element)
        and (wanted.line is None or need.project.line_id == wanted.line)
        and (said in need.name.casefold() or said in need.project.name.casefold())
    )


def _pressing(need: SupportNeed) -> tuple[date, int, int]:
    """What has no day comes last."""
    return need.needed_by or date.max, need.project.number, need.serial


def _owed(needs: Sequence[SupportNeed], day: date) -> Owed:
    counts = {
        name: sum(_SHOWN[show](need, day) for need in needs) for name, show in COUNTED.items()
    }
    return Owed(**counts, on_time=sum(_was_on_time(need, day) for need in needs))


def _suppliers(needs: Sequence[SupportNeed], day: date) -> list[Supplier]:
    by_unit: dict[UUID | None, list[SupportNeed]] = defaultdict(list)
    for need in needs:
        by_unit[need.supplier_id].append(need)
    found = [
        Supplier(pk, own[0].supplier.label if own[0].supplier else "", _owed(own, day))
        for pk, own in by_unit.items()
    ]
    return sorted(found, key=by_urgency)


def _is(*states: NeedState) -> Callable[[SupportNeed, date], bool]:
    return lambda need, day: state_on(need, day) in states


def _is_promised_late(need: SupportNeed, day: date) -> bool:
    by, promised = need.needed_by, need.promised_on
    return need.is_open and by is not None and promised is not None and promised > by


def _is_of_month(need: SupportNeed, day: date) -> bool:
    first, last = month_of(day)
    return need.is_open and need.needed_by is not None and first <= need.needed_by <= last


def _was_on_time(need: SupportNeed, day: date) -> bool:
    by, there = need.needed_by, need.delivered_on
    in_time = by is not None and there is not None and there <= by
    return in_time and state_on(need, day) is NeedState.DELIVERED


#: As ``SHOWN`` of today, for rows that no database holds.
_SHOWN: Mapping[Show, Callable[[SupportNeed, date], bool]] = {
    Show.OPEN: lambda need, day: need.is_open or state_on(need, day) is NeedState.EXPIRED,
    Show.LATE: _is(NeedState.LATE, NeedState.EXPIRED),
    Show.UNPROMISED: lambda need, day: need.status == NeedStatus.NEEDED,
    Show.TOO_LATE: _is_promised_late,
    Show.MONTH: _is_of_month,
    Show.BLOCKED: lambda need, day: need.is_blocked,
    Show.DELIVERED: _is(NeedState.DELIVERED),
    Show.ALL: lambda need, day: True,
}
