"""A plan of a file through the engine's own passes, counted in minutes of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from guatu.domain.schedule.axis import Line
from guatu.domain.schedule.build import Activity, Link, ProjectPlan, build_network
from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK, Expanded, chain_of, expand
from guatu.domain.schedule.files.minutes import Axis
from guatu.domain.schedule.files.model import (
    FileActivity,
    FilePlan,
    FileProject,
    Held,
    Limit,
    ShiftCalendar,
    label,
)
from guatu.domain.schedule.files.noting import Notes, refuse
from guatu.domain.schedule.files.slipping import slipped_between
from guatu.domain.schedule.network import NONE, Ints, Network, ScheduleError
from guatu.domain.schedule.passes import (
    Work,
    backward,
    clear,
    forward,
    free_slack,
    put,
    total_slack,
    work_of,
)
from guatu.domain.words import N_
from guatu.domain.workcalendar import CalendarOutOfRange

#: Years that dates may lead before the first day that the plan names, and after the last.
YEARS_BEFORE, YEARS_AFTER = 5, 30
MOST_USED = 120
_ANY_DAY = date(2000, 1, 1)


@dataclass(slots=True)
class Run:
    """The passes over a plan. ``work`` holds the dates by position, ``place`` the positions.

    ``planned`` is ``work`` with what is to be done as late as possible at its late dates;
    ``total`` and ``free`` are slack in minutes, by position; ``ends`` the instant from which the
    late dates of each project are counted.
    """

    axis: Axis
    net: Network
    work: Work
    planned: Work
    place: dict[str, int]
    lines: dict[str, Line]
    ends: dict[str, int]
    total: list[int]
    free: list[int]

    def driver(self, uid: str) -> str | None:
        """The uid of the activity whose link fixes the early start of ``uid``."""
        e = self.work.early_by[self.place[uid]]
        while e != NONE and self.net.ids[self.work.src[e]].startswith("\0"):
            e = self.work.early_by[self.work.src[e]]
        return None if e == NONE else self.net.ids[self.work.src[e]]


def run(plan: FilePlan, notes: Notes) -> Run:
    """Both passes over ``plan``; ScheduleError for a cycle or dates out of all reach."""
    try:
        return _run(plan, expand(plan, notes))
    except CalendarOutOfRange as fault:
        raise ScheduleError(fault.sentence) from fault


def _run(plan: FilePlan, expanded: Expanded) -> Run:
    axis = _axis(plan)
    calendars = _used(plan, expanded)
    lines = {one.id: axis.line(one) for one in calendars}
    net = _network(expanded, {one.id: n for n, one in enumerate(calendars)})
    facts = _Facts(plan, axis, _freed(expanded))
    by_uid = {one.uid: one for one in expanded.activities}
    rows = [by_uid.get(uid) for uid in net.ids]
    net = facts.dated(net, rows)
    flag = expanded.lag_of_successor
    work = work_of(net, 0, [lines[one.id] for one in calendars], lag_of_successor=flag)
    facts.meet_work(work)
    facts.hold_started(work, rows)
    facts.forward(work, rows)
    ends = facts.ends(work, rows)
    facts.cap(work, rows, ends)
    end = max(ends.values())
    backward(work, [end])
    total = total_slack(work)
    planned = _planned(work)
    place = {uid: i for i, uid in enumerate(net.ids)}
    slipped = slipped_between(work, net, expanded)
    if plan.options.free_of_limits:
        free = facts.free(slipped, rows, total)
    else:
        free = free_slack(slipped, [end], total)
    return Run(axis, net, work, planned, place, lines, ends, total, free)


def _axis(plan: FilePlan) -> Axis:
    days = [at.date() for at in _moments(plan)]
    first, last = min(days), max(days)
    return Axis(date(first.year - YEARS_BEFORE, 1, 1), date(last.year + YEARS_AFTER, 12, 31))


def _moments(plan: FilePlan) -> Iterator[datetime]:
    for project in plan.projects:
        yield from (at for at in (project.start, project.data_date, project.required) if at)
    for one in plan.activities:
        named = (one.actual_start, one.actual_finish, one.resume, one.fixed)
        yield from (at for at in named if at)
        yield from (held.at for held in one.held if held.at)
    for heading in plan.headings:
        yield from (held.at for held in heading.held if held.at)


def _used(plan: FilePlan, expanded: Expanded) -> list[ShiftCalendar]:
    wanted = {one.calendar for one in plan.activities} | {one.calendar for one in plan.projects}
    found = [one for one in plan.calendars if one.id in wanted]
    between = any(one.calendar == ROUND_THE_CLOCK.id for one in expanded.between)
    if between and ROUND_THE_CLOCK not in found:
        found.append(ROUND_THE_CLOCK)
    if len(found) > MOST_USED:
        sentence = N_("计划用到 {count} 个日历，超过 {most} 个；请在原软件中合并相同的日历。")
        refuse(sentence, count=len(found), most=MOST_USED)
    return found


def _network(expanded: Expanded, place: dict[str, int]) -> Network:
    """The network without dates; cycles are refused by the names and lines of their activities."""
    activities = [
        Activity(one.uid, label(one), work_left(one), place[one.calendar], alap=_alap(one))
        for one in expanded.activities
    ]
    activities += [
        Activity(one.uid, one.name, one.minutes, place[one.calendar]) for one in expanded.between
    ]
    links = [Link(one.before, one.after, one.type, one.lag) for one in expanded.links]
    return build_network([ProjectPlan("plan", _ANY_DAY, activities, links)])


def work_left(one: FileActivity) -> int:
    """Minutes still to do; of done work all that it took."""
    if one.remaining is None or one.actual_finish:
        return one.duration
    return one.remaining


def _alap(one: FileActivity) -> bool:
    return any(held.limit is Limit.ALAP for held in one.held)


def _freed(expanded: Expanded) -> set[str]:
    """What may lie before its project's start in MS Project: what has links, none of them FF."""
    held = {link.after for link in expanded.links if link.type == "FF"}
    return {link.after for link in expanded.links} - held


class _Facts:
    """Dates of the file on the axis of the engine."""

    def __init__(self, plan: FilePlan, axis: Axis, freed: set[str]) -> None:
        self.plan, self.axis, self.freed = plan, axis, freed
        self.projects = {one.id: one for one in plan.projects}
        self.headings = {one.uid: one for one in plan.headings}

    def dated(self, net: Network, rows: list[FileActivity | None]) -> Network:
        limits = [self._limits(one) if one else _FREE for one in rows]
        begun = [self._actual(one) if one else (NONE, NONE) for one in rows]
        return replace(
            net,
            snet=_ints(one.snet for one in limits),
            snlt=_ints(one.snlt for one in limits),
            fnet=_ints(one.fnet for one in limits),
            cap=_ints(one.cap for one in limits),
            must=np.array([one.must for one in limits], dtype=bool),
            act_s=_ints(start for start, _ in begun),
            act_f=_ints(finish for _, finish in begun),
            rem=_ints(NONE if one is None else work_left(one) for one in rows),
            start=_ints([0]),
        )

    def meet_work(self, work: Work) -> None:
        """A latest start between two shifts is the beginning of the second."""
        if self.plan.options.limits_meet_work:
            for i, at in enumerate(work.snlt):
                if at != NONE:
                    work.snlt[i] = work.lines[work.cal[i]].start_from(at)

    def hold_started(self, work: Work, rows: list[FileActivity | None]) -> None:
        """Where the rest of begun work goes on, and whether it waits for its predecessors."""
        for i, one in enumerate(rows):
            if one and work.act_s[i] != NONE and work.act_f[i] == NONE:
                data_date = self._data_date(self.projects[one.project])
                goes_on = self._at(one.resume)
                if goes_on == NONE and not self.plan.options.open_after_data_date:
                    goes_on = self._done_until(one, work.act_s[i], work.lines[work.cal[i]])
                work.floor[i] = max(work.floor[i], data_date, goes_on)
                work.must[i] = not self.plan.options.links_hold_started

    def _done_until(self, one: FileActivity, start: int, line: Line) -> int:
        """Where work that went on without a break since its start has got to."""
        done = one.duration - work_left(one)
        return line.end_of(line.before(start) + done) if done > 0 else start

    def forward(self, work: Work, rows: list[FileActivity | None]) -> None:
        """The early dates; in Microsoft Project a limit may pull work before its predecessors."""
        if not self.plan.options.limits_pull:
            forward(work, work.floor)
            return
        clear(work)
        for i, one in enumerate(rows):
            put(work, i, work.floor[i])
            if one and work.act_s[i] == work.act_f[i] == NONE:
                self._pull(work, i, one)

    def _pull(self, work: Work, i: int, one: FileActivity) -> None:
        line = work.lines[work.cal[i]]
        for held in one.held:
            at = self._at(held.at)
            if held.limit is Limit.SNLT and line.before(work.es[i]) > line.before(at):
                work.floor[i], work.fnet[i] = at, NONE
            elif held.limit is Limit.FNLT and line.before(work.ef[i]) > line.before(at):
                work.floor[i], work.fnet[i] = 0, at
            else:
                continue
            work.must[i] = True
            put(work, i, work.floor[i])

    def ends(self, work: Work, rows: list[FileActivity | None]) -> dict[str, int]:
        due = {one.id: one.required for one in self.plan.projects}
        own = self._early_ends(work, rows)
        return {id: self._at(due[id]) if due[id] else end for id, end in own.items()}

    def free(self, work: Work, rows: list[FileActivity | None], total: list[int]) -> list[int]:
        """Free slack up to successors and the early end of the project, whatever the limits ask.

        Only without successors the total slack bounds it.
        """
        n, ends = len(rows), self._early_ends(work, rows)
        unbound = replace(work, cap=[NONE] * n, snlt=[NONE] * n)
        self.cap(unbound, rows, ends)
        end, leads = max(ends.values()), set(work.src)
        bounds = [end if i in leads else slack for i, slack in enumerate(total)]
        return free_slack(unbound, [end], bounds)

    def _early_ends(self, work: Work, rows: list[FileActivity | None]) -> dict[str, int]:
        own: dict[str, int] = {}
        for i, row in enumerate(rows):
            if row:
                own[row.project] = max(own.get(row.project, NONE), work.ef[i])
        own = {one.id: own.get(one.id, self._at(one.start)) for one in self.plan.projects}
        if self.plan.options.one_end:
            own = dict.fromkeys(own, max(own.values()))
        return own

    def cap(self, work: Work, rows: list[FileActivity | None], ends: dict[str, int]) -> None:
        """Late finishes of each project end with it, not with the last of all projects."""
        if len(ends) == 1:
            return
        for i, one in enumerate(rows):
            if one:
                end = ends[one.project]
                work.cap[i] = end if work.cap[i] == NONE else min(end, work.cap[i])

    def _limits(self, one: FileActivity) -> _Limits:
        found = _Limits(snet=self._floor(one))
        for held in one.held:
            self._hold(found, held)
        for heading in chain_of(self.headings, one.heading):
            for held in heading.held:
                self._hold(found, held)
        if one.fixed:
            found.snet, found.must = self._at(one.fixed), True
        return found

    def _hold(self, found: _Limits, held: Held) -> None:
        at = self._at(held.at)
        if held.limit in (Limit.SNET, Limit.START_ON, Limit.MUST_START):
            found.snet = max(found.snet, at)
        if held.limit in (Limit.SNLT, Limit.START_ON, Limit.MUST_START):
            found.snlt = _less(found.snlt, at)
        if held.limit in (Limit.FNET, Limit.FINISH_ON, Limit.MUST_FINISH):
            found.fnet = max(found.fnet, at)
        if held.limit in (Limit.FNLT, Limit.DEADLINE, Limit.FINISH_ON, Limit.MUST_FINISH):
            found.cap = _less(found.cap, at)
        found.must = found.must or held.limit in (Limit.MUST_START, Limit.MUST_FINISH)

    def _floor(self, one: FileActivity) -> int:
        project = self.projects[one.project]
        free = one.uid in self.freed and not self.plan.options.start_holds_linked
        return max(NONE if free else self._at(project.start), self._data_date(project))

    def _data_date(self, project: FileProject) -> int:
        waits = self.plan.options.open_after_data_date
        return self._at(project.data_date) if waits else NONE

    def _actual(self, one: FileActivity) -> tuple[int, int]:
        start, finish = self._at(one.actual_start), self._at(one.actual_finish)
        if one.duration == 0 and not one.remaining and (start != NONE or finish != NONE):
            only = start if finish == NONE else finish
            return only, only
        return start, finish

    def _at(self, moment: datetime | None) -> int:
        return NONE if moment is None else self.axis.at(moment)


@dataclass(slots=True)
class _Limits:
    snet: int = NONE
    snlt: int = NONE
    fnet: int = NONE
    cap: int = NONE
    must: bool = False


_FREE = _Limits()


def _less(held: int, at: int) -> int:
    return at if held == NONE else min(held, at)


def _planned(work: Work) -> Work:
    """What is to be done as late as possible pushes its successors, within their own slack."""
    if not any(work.alap):
        return work
    floors = [
        max(floor, late) if alap else floor
        for floor, late, alap in zip(work.floor, work.late_resume, work.alap, strict=True)
    ]
    planned = replace(work)
    forward(planned, floors)
    return planned


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int32)
