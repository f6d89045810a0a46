"""The four progresses of projects, and where they part by the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from guatu.domain.lights import Reason, RulePack, alarms
from guatu.domain.lights.colours import Light
from guatu.domain.progresses import Progress, ProgressKind, progresses
from guatu.org.models import User
from guatu.projects.models import ProjectState
from guatu.projects.packs import DEFAULT, preset
from guatu.projects.queries.filters import ListFilter, in_order, matching
from guatu.projects.queries.past import past_projects
from guatu.projects.replay import standard_at
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing

#: The dimensions that hold the progresses against each other.
PARTING = "progresses"
DIMENSIONS = (PARTING, "registration")
#: So many projects are compared for a page; a longer list is narrowed first.
MOST = 2_000
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """Works, investment, registration, payment of a project, and what is amiss between them.

    ``advice``: the rules in force don't compare them, so that our default does, without a light.
    """

    rows: tuple[Progress, ...]
    alarms: Sequence[Reason]
    advice: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    pk: UUID
    number: int
    name: str
    unit: str
    light: str
    compared: Compared


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """``parted`` of ``matches`` have an alarm; ``more``: only the first were compared."""

    rows: Sequence[ComparedRow]
    matches: int
    parted: int
    more: bool
    number: int
    pages: int


def compared(standing: Standing, standard: Standard) -> Compared:
    """As of the moment of ``standard``."""
    facts, day = standing.judged_facts(), standard.today
    own = standard.judge.pack
    pack = own if _compares(own) else preset(DEFAULT)
    found = alarms(pack, facts, day, standard.judge.workdays, DIMENSIONS)
    return Compared(progresses(facts, day), found, pack is not own)


def compared_page(
    user: User,
    wanted: ListFilter,
    now: datetime,
    *,
    parted: bool = False,
    number: int = 1,
    order: str = "",
    descending: bool = False,
) -> ComparedPage:
    """Projects of a list by number, or by one of ``ORDERS``; ``parted`` leaves only those with an
    alarm, the gravest first."""
    found = in_order(matching(user, wanted), "number", descending=False)
    raw = list(found.values_list(*_COLUMNS, named=True)[: MOST + 1])
    states = ProjectState.objects.now().filter(project_id__in=[row.id for row in raw[:MOST]])
    facts = dict(states.values_list("project_id", "facts"))
    standard = Standard.of(user.tenant, now)
    rows = [
        ComparedRow(
            row.id,
            row.number,
            row.name,
            row.lead_unit__short_name or row.lead_unit__name or "",
            row.light,
            compared(Standing.from_json(facts[row.id]), standard),
        )
        for row in raw[:MOST]
        if row.id in facts
    ]
    key = order or ("alarms" if parted else "")
    return _paged(rows, key, descending, parted=parted, number=number, more=len(raw) > MOST)


def compared_page_at(
    user: User,
    wanted: ListFilter,
    moment: datetime,
    *,
    parted: bool = False,
    number: int = 1,
    order: str = "",
    descending: bool = False,
) -> ComparedPage:
    """As ``compared_page``, of ``moment``: what was known then by the rules of then."""
    found = past_projects(user, wanted, moment)
    standard = standard_at(user.tenant, moment)
    rows = [
        ComparedRow(
            past.state.project_id,
            past.state.number,
            past.state.name,
            past.unit,
            past.state.light,
            compared(past.standing, standard),
        )
        for past in found[:MOST]
    ]
    key = order or ("alarms" if parted else "")
    return _paged(rows, key, descending, parted=parted, number=number, more=len(found) > MOST)


def _paged(
    rows: Sequence[ComparedRow],
    order: str,
    descending: bool,
    *,
    parted: bool,
    number: int,
    more: bool,
) -> ComparedPage:
    amiss = [row for row in rows if row.compared.alarms]
    shown = _sorted(amiss if parted else rows, order, descending)
    pages = max(1, -(-len(shown) // PER_PAGE))
    number = min(max(number, 1), pages)
    part = shown[(number - 1) * PER_PAGE : number * PER_PAGE]
    return ComparedPage(part, len(rows), len(amiss), more, number, pages)


def _sorted(rows: Sequence[ComparedRow], order: str, descending: bool) -> Sequence[ComparedRow]:
    """What is not known comes last either way."""
    key = ORDERS.get(order)
    if key is None:
        return rows
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*sorted(known, key=key, reverse=descending), *unknown]


def _gap(place: int) -> Callable[[ComparedRow], Any]:
    """By how far a progress is behind: the farthest first."""
    return lambda row: row.compared.rows[place].gap


def _compares(pack: RulePack) -> bool:
    return any(dimension.code == PARTING for dimension in pack.dimensions)


def _gravity(row: ComparedRow) -> tuple[int, int, int] | None:
    """Red before yellow, many alarms before one."""
    if not (listed := row.compared.alarms):
        return None
    return min(reason.light.rank for reason in listed), -len(listed), row.number


#: What the comparison can be sorted by.
ORDERS: Mapping[str, Callable[[ComparedRow], Any]] = {
    "number": lambda row: row.number,
    "light": lambda row: (Light(row.light).rank, row.number),
    **{kind.value: _gap(place) for place, kind in enumerate(ProgressKind)},
    "alarms": _gravity,
}
_COLUMNS = (
    "id", "number", "name", "light", "lead_unit__short_name", "lead_unit__name",
)  # fmt: skip
