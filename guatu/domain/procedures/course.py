"""How long the procedures take: early days of each and the chain that fixes the start of works."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from guatu.domain.procedures.choosing import links_among
from guatu.domain.procedures.library import Place, Procedure
from guatu.domain.schedule import Activity, Link, ProjectPlan, build_network, schedule
from guatu.domain.schedule.explain import driving_chain
from guatu.domain.workcalendar import WorkCalendar

WORKS = "@works"
OFFICE, EVERY = 0, 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chosen procedure: ``days`` as counted, its early days, and whether it is in the chain."""

    procedure: Procedure
    days: int
    start: date
    finish: date
    critical: bool


@dataclass(frozen=True, slots=True)
class Course:
    """From ``start`` on the works can begin on ``begins``; ``links`` are pairs of codes.

    ``workdays`` and ``days`` are what the ``chain`` takes, by the way of counting.
    """

    start: date
    begins: date
    drawn: tuple[Drawn, ...]
    links: tuple[tuple[str, str], ...]
    chain: tuple[Procedure, ...]
    workdays: int
    days: int


def course_of(
    library: Sequence[Procedure],
    chosen: Set[str],
    start: date,
    calendars: Sequence[WorkCalendar],
    *,
    promised: bool,
) -> Course:
    """The procedures before the works, and what comes later from that day on.

    ``calendars`` are the office's and one in which every day counts. CalendarOutOfRange when the
    dates leave them.
    """
    taken = [one for one in library if one.code in chosen]
    links = links_among(library, chosen)
    known = {one.code: one for one in taken}
    lengths = {one.code: one.shortest if promised else one.days for one in taken}
    activities = [
        Activity(one.code, one.name, lengths[one.code], EVERY if one.calendar_days else OFFICE)
        for one in taken
    ]
    plan = ProjectPlan(
        "library", start, [*activities, Activity(WORKS, WORKS, 1)], _links(known, links)
    )
    found = schedule(build_network([plan]), calendars)
    dates = {one.id: one for one in found.activities()}
    chain = tuple(known[s.id] for s in driving_chain(found, WORKS) if s.id != WORKS)
    codes = {one.code for one in chain}
    return Course(
        start=start,
        begins=dates[WORKS].early_start,
        drawn=tuple(
            Drawn(
                one,
                lengths[one.code],
                dates[one.code].early_start,
                dates[one.code].early_finish,
                one.code in codes,
            )
            for one in taken
        ),
        links=tuple(links),
        chain=chain,
        workdays=sum(lengths[one.code] for one in chain if not one.calendar_days),
        days=sum(lengths[one.code] for one in chain if one.calendar_days),
    )


def _links(known: dict[str, Procedure], links: Sequence[tuple[str, str]]) -> list[Link]:
    ties = [Link(before, after) for before, after in links]
    leaving = {before for before, after in links if known[after].place is Place.BEFORE}
    entered = {after for _, after in links}
    for one in known.values():
        if one.place is Place.BEFORE and one.code not in leaving:
            ties.append(Link(one.code, WORKS))
        elif one.place is not Place.BEFORE and one.code not in entered:
            ties.append(Link(WORKS, one.code))
    return ties
