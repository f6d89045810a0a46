"""What a run found: arrays for the portfolio, dates and sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.axis import Line
from guatu.domain.schedule.network import NONE, SF, SS, Ints, Network


@dataclass(frozen=True, slots=True)
class ActivityDates:
    """One activity in dates: starts and finishes are days worked, the finish included.

    ``start`` and ``finish`` are the plan: the early dates, or the late ones of an activity to be
    done as late as possible. A milestone falls on one day. Slack is in workdays of the activity's
    calendar; ``driver`` is the predecessor that fixes the early start, None when the project
    start, a date or the data date does.
    """

    id: str
    name: str
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    start: date
    finish: date
    total_slack: int
    free_slack: int
    critical: bool
    driver: str | None


@dataclass(frozen=True, slots=True)
class ProjectDates:
    """A project's early finish, the day it is held to, and its least total slack in workdays.

    ``due`` is the required finish, or the early finish where nothing is required. ``slack`` is
    None when all work is done.
    """

    id: str
    early_finish: date
    due: date
    slack: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """ES EF LS LF as half-open ordinals, TF FF in workdays, by activity of ``net`` (N).

    ``early_by`` and ``late_by`` are the links that fix the early start and the late finish, -1
    where the project, a date or actual work does. ``start`` and ``finish`` are the plan.
    """

    net: Network
    lines: tuple[Line, ...]
    origin: int
    es: Ints
    ef: Ints
    ls: Ints
    lf: Ints
    tf: Ints
    ff: Ints
    start: Ints
    finish: Ints
    critical: NDArray[np.bool_]
    early_by: Ints
    late_by: Ints
    left: Ints  # N, workdays still to do
    ends: Ints  # P, the half-open end each project is held to

    @property
    def driver(self) -> Ints:
        """The driving predecessor of each activity, -1 for none (N)."""
        return np.where(self.early_by == NONE, NONE, _at(self.net.src, self.early_by))

    @property
    def follower(self) -> Ints:
        """The successor that fixes the late finish of each activity, -1 for none (N)."""
        return np.where(self.late_by == NONE, NONE, _at(self.net.dst, self.late_by))

    @property
    def last_days(self) -> Ints:
        """The last day of each activity at its earliest, as an ordinal (N): ``early_days``."""
        net, end = self.net, self.ef - self.origin
        last, opens = self.ef - 1, self._opening()
        for c, line in enumerate(self.lines):
            cum, inv = np.array(line.cum, dtype=np.int32), np.array(line.inv, dtype=np.int32)
            before = cum[np.clip(end, 0, len(cum) - 1)]
            moment = (self.es == self.ef) & opens
            place = np.clip(np.where(moment, before, before - 1), 0, len(inv) - 1)
            mine = (net.cal == c) & (net.act_f == NONE)
            last = np.where(mine, inv[place] + np.int32(self.origin), last)
        return last

    def _opening(self) -> NDArray[np.bool_]:
        """``_opens_a_day`` of all activities (N); it has a meaning for milestones only."""
        net, end = self.net, self.ef - self.origin
        opens: NDArray[np.bool_] = (self.early_by == NONE) & (self.ef != net.fnet)
        for c, line in enumerate(self.lines):
            cum = np.array(line.cum, dtype=np.int32)
            x = np.clip(end, 1, len(cum) - 1)
            opens |= (net.cal == c) & (cum[x] == cum[x - 1])
        if not len(net.ty):
            return opens
        lag, kind, before = (column[self.early_by] for column in (net.lag, net.ty, net.src))
        driven = self.early_by != NONE
        asks = driven & ((lag != 0) | (kind == SS) | (kind == SF))
        opens |= asks & (lag <= 0)
        follows = driven & ~opens & ~asks & (net.dur[before] == 0) & (net.act_f[before] == NONE)
        while (now := follows & opens[before]).any():
            opens |= now
            follows &= ~now
        return opens

    def activities(self, project: str | None = None) -> tuple[ActivityDates, ...]:
        """The activities of a project in working order; its name may be left out if it is alone."""
        first, last = self.net.span(self.net.project_index(project))
        return tuple(self._dates(i) for i in range(first, last))

    def activity(self, activity: str, project: str | None = None) -> ActivityDates:
        return self._dates(self.net.activity_index(activity, project))

    def project(self, project: str | None = None) -> ProjectDates:
        """ValueError for a project without activities: it has no dates."""
        p = self.net.project_index(project)
        first, last = self.net.span(p)
        open_work = self.net.act_f[first:last] == NONE
        slack = self.tf[first:last][open_work]
        finish = max(self.early_days(i)[1] for i in range(first, last))
        required = int(self.net.required[p])
        return ProjectDates(
            id=self.net.project_ids[p],
            early_finish=finish,
            due=finish if required == NONE else date.fromordinal(required - 1),
            slack=int(slack.min()) if len(slack) else None,
        )

    def early_days(self, i: int) -> tuple[date, date]:
        """First and last day of activity ``i`` at its earliest."""
        return self._days(i, self.es, self.ef, self._opens_a_day(i))

    def late_days(self, i: int) -> tuple[date, date]:
        """First and last day of activity ``i`` at its latest."""
        if (self.ls[i], self.lf[i]) == (self.es[i], self.ef[i]):
            return self.early_days(i)
        opens = self._opens_a_day(i) and int(self.late_by[i]) != NONE
        return self._days(i, self.ls, self.lf, opens)

    def _dates(self, i: int) -> ActivityDates:
        early, late = self.early_days(i), self.late_days(i)
        plan = self._planned_days(i, early, late)
        e = int(self.early_by[i])
        return ActivityDates(
            id=self.net.ids[i],
            name=self.net.names[i],
            early_start=early[0],
            early_finish=early[1],
            late_start=late[0],
            late_finish=late[1],
            start=plan[0],
            finish=plan[1],
            total_slack=int(self.tf[i]),
            free_slack=int(self.ff[i]),
            critical=bool(self.critical[i]),
            driver=None if e == NONE else self.net.ids[self.net.src[e]],
        )

    def _planned_days(
        self, i: int, early: tuple[date, date], late: tuple[date, date]
    ) -> tuple[date, date]:
        if self.start[i] == self.es[i]:
            return early
        if self.start[i] == self.ls[i]:
            return late
        return self._days(i, self.start, self.finish, opens=False)

    def _days(self, i: int, starts: Ints, ends: Ints, opens: bool) -> tuple[date, date]:
        start, end = int(starts[i]), int(ends[i])
        if start < end:
            return date.fromordinal(start), date.fromordinal(self._last_worked(i, end))
        day = end - 1 if self.net.act_f[i] != NONE else self._milestone_day(i, end, opens)
        return date.fromordinal(day), date.fromordinal(day)

    def _last_worked(self, i: int, end: int) -> int:
        # Work that is done on Friday may count as finished on Monday only, with its predecessor.
        if self.net.act_f[i] != NONE:
            return end - 1
        line = self.lines[int(self.net.cal[i])]
        return self.origin + line.day(line.before(end - self.origin) - 1)

    def _milestone_day(self, i: int, instant: int, opens: bool) -> int:
        # An instant lies between two days: a milestone reached when work is done belongs to the
        # day that ends, one that may begin something to the day that opens.
        line = self.lines[int(self.net.cal[i])]
        x = instant - self.origin
        if opens:
            return self.origin + line.start_from(x)
        return self.origin + line.day(line.before(x) - 1)

    def _opens_a_day(self, i: int) -> bool:
        """Whether milestone ``i`` falls on the day that begins at its instant: its driver asks for
        the beginning of a day, or nothing drives it but a date on which it may start."""
        while True:
            e = int(self.early_by[i])
            line = self.lines[self.net.cal[i]]
            if not line.is_workday(int(self.ef[i]) - self.origin - 1):
                return True
            if e == NONE:
                return int(self.ef[i]) != int(self.net.fnet[i])
            lag, before = int(self.net.lag[e]), int(self.net.src[e])
            if lag or self.net.ty[e] in (SS, SF):
                return lag <= 0
            if self.net.dur[before] or self.net.act_f[before] != NONE:
                return False
            i = before


def _at(values: Ints, places: Ints) -> Ints:
    return values[places] if len(values) else places
