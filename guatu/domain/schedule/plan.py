"""``backplan``: latest dates from a promised finish, by how much it fails, and what to compress."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from guatu.domain.schedule.compress import NOTHING_GRANTED, Compression, compressions
from guatu.domain.schedule.engine import LagCalendar, schedule
from guatu.domain.schedule.explain import ChainStep, driving_chain
from guatu.domain.schedule.network import NONE, Network, ScheduleError
from guatu.domain.schedule.result import ActivityDates, Schedule
from guatu.domain.schedule.slack import held_by_promise, slack_in_office
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class BackPlan:
    """A project planned backwards (倒排): each activity's latest start and finish.

    ``short_by`` is the number of workdays by which the promise cannot be kept, 0 if it can.
    ``chain`` is the driving chain up to the tightest promise; ``compressions`` are the cheapest
    single changes, each with its effect found by a run of its own, empty when nothing is short.
    All of them and ``slacks``, one for each of the ``activities``, are in workdays of the first
    calendar, in whatever days an activity itself is counted.
    """

    project: str
    required: date
    activities: tuple[ActivityDates, ...]
    short_by: int
    verdict: Sentence
    chain: tuple[ChainStep, ...]
    compressions: tuple[Compression, ...]
    slacks: tuple[int, ...]

    @property
    def feasible(self) -> bool:
        return self.short_by == 0


def backplan(
    net: Network,
    calendars: Sequence[WorkCalendar],
    required: date | None = None,
    project: str | None = None,
    *,
    lag_calendar: LagCalendar = "predecessor",
    deferrable: Collection[str] = (),
    granted: Mapping[str, int] = NOTHING_GRANTED,
) -> BackPlan:
    """The plan of one project backwards from ``required``, or from the date in the network.

    ``project`` may be left out when the network holds one. ``deferrable`` are the ids of
    activities (容缺) for which what follows need not wait; those that must be ``granted`` have
    there the fewest days in which that is done. Raises ScheduleError without a required date and
    CalendarOutOfRange when the dates leave the calendars.
    """
    alone = _held_to(net.only(net.project_index(project)), required)
    result = schedule(alone, calendars, lag_calendar=lag_calendar)
    tightest = _tightest(result)
    short_by = 0 if tightest is None else max(0, -slack_in_office(result, tightest))
    found: tuple[Compression, ...] = ()
    if tightest is not None and short_by:
        found = compressions(
            result,
            calendars,
            tightest,
            lag_calendar=lag_calendar,
            deferrable=deferrable,
            granted=granted,
        )
    return BackPlan(
        project=alone.project_ids[0],
        required=date.fromordinal(int(alone.required[0]) - 1),
        activities=result.activities(),
        short_by=short_by,
        verdict=_verdict(result, tightest),
        chain=() if tightest is None else driving_chain(result, alone.ids[tightest]),
        compressions=found,
        slacks=tuple(slack_in_office(result, i) for i in range(len(alone.ids))),
    )


def _held_to(net: Network, required: date | None) -> Network:
    if required is not None:
        return replace(net, required=np.array([required.toordinal() + 1], dtype=np.int32))
    if net.required[0] == NONE:
        raise ScheduleError(say(N_("倒排工期需要要求完成日期；请先填写该项目的要求完成日期。")))
    return net


def _tightest(result: Schedule) -> int | None:
    """Of the activities with the least slack the last one that a promise itself holds."""
    held = held_by_promise(result).tolist()
    return min(held, key=lambda i: (slack_in_office(result, i), -int(result.lf[i])), default=None)


def _verdict(result: Schedule, tightest: int | None) -> Sentence:
    if tightest is None:
        return say(N_("全部工序已经完成。"))
    slack = slack_in_office(result, tightest)
    return say(
        _FEASIBLE if slack >= 0 else _SHORT,
        name=result.net.names[tightest],
        early=result.early_days(tightest)[1].isoformat(),
        due=result.late_days(tightest)[1].isoformat(),
        days=abs(slack),
    )


_FEASIBLE = N_("“{name}”最早 {early} 完成，可以满足 {due} 的要求，余量 {days} 个工作日。")
_SHORT = N_("“{name}”最早 {early} 完成，晚于要求的 {due}，需压缩 {days} 个工作日。")
