"""From plans in dates and names to the arrays of a network; what cannot be right is refused."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from guatu.domain.schedule.network import LINK_TYPES, NONE, Network, ScheduleError
from guatu.domain.words import N_, Sentence, say

LinkType = Literal["FS", "SS", "FF", "SF"]


@dataclass(frozen=True, slots=True)
class Activity:
    """One step of a plan (工序); ``duration`` in workdays of its calendar, 0 for a milestone.

    ``calendar`` is a position in the calendars given to ``schedule``. ``snet`` and ``snlt``
    are the first and the last day on which it may start, ``fnet`` and ``fnlt`` those on which it
    may finish: the first of each pair moves early dates, the last late ones, and neither breaks a
    link. With ``must`` the first ones hold whatever its predecessors ask, until it has started;
    what cannot be kept is then negative slack of the predecessors. Actual dates are days of work;
    a milestone is reached on either of them. ``remaining`` workdays count from the data date and
    matter only between actual start and finish; without it the unused part of the duration, at
    least one day, is taken. ``alap`` plans the activity as late as possible.
    """

    id: str
    name: str
    duration: int
    calendar: int = 0
    snet: date | None = None
    fnlt: date | None = None
    snlt: date | None = None
    fnet: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    remaining: int | None = None
    alap: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """``after`` depends on ``before``; ``lag`` in workdays, negative for an overlap (压茬)."""

    before: str
    after: str
    type: LinkType = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project's activities and links; nothing starts before ``start``.

    ``required`` is the promised last day; ``data_date`` the day up to which actual dates are
    known, before which open work can no longer be planned.
    """

    id: str
    start: date
    activities: Sequence[Activity]
    links: Sequence[Link] = ()
    required: date | None = None
    data_date: date | None = None


def build_network(projects: Sequence[ProjectPlan]) -> Network:
    """One network of all ``projects``, each sorted topologically in the order given (Kahn).

    Raises ScheduleError for a cycle (its loop named), unknown or repeated ids, a link from an
    activity to itself, negative durations and impossible actual dates.
    """
    _refuse_repeats([plan.id for plan in projects], N_("项目编号“{id}”重复；请改用不同的编号。"))
    columns = _Columns()
    for plan in projects:
        _check(plan)
        columns.add(plan, _in_working_order(plan))
    return columns.network()


class _Columns:
    """The arrays while they grow."""

    def __init__(self) -> None:
        self.projects: list[ProjectPlan] = []
        self.activities: list[Activity] = []
        self.pptr = [0]
        self.indptr = [0]
        self.links: list[tuple[int, int, int]] = []

    def add(self, plan: ProjectPlan, ordered: Sequence[Activity]) -> None:
        place = {activity.id: n for n, activity in enumerate(ordered, start=self.pptr[-1])}
        entering: dict[str, list[tuple[int, int, int]]] = {a.id: [] for a in ordered}
        for link in plan.links:
            found = (place[link.before], LINK_TYPES.index(link.type), link.lag)
            entering[link.after].append(found)
        for activity in ordered:
            self.links += entering[activity.id]
            self.indptr.append(len(self.links))
        self.projects.append(plan)
        self.activities += ordered
        self.pptr.append(len(self.activities))

    def network(self) -> Network:
        links = np.array(self.links, dtype=np.int32).reshape(-1, 3)
        actual = [_actual(activity) for activity in self.activities]
        return Network(
            project_ids=tuple(plan.id for plan in self.projects),
            ids=tuple(a.id for a in self.activities),
            names=tuple(a.name for a in self.activities),
            pptr=_ints(self.pptr),
            indptr=_ints(self.indptr),
            src=links[:, 0].copy(),
            ty=links[:, 1].astype(np.int8),
            lag=links[:, 2].copy(),
            dur=_ints(a.duration for a in self.activities),
            cal=np.array([a.calendar for a in self.activities], dtype=np.int8),
            snet=_ints(_day(a.snet) for a in self.activities),
            cap=_ints(_end(a.fnlt) for a in self.activities),
            snlt=_ints(_last_start(a) for a in self.activities),
            fnet=_ints(_end(a.fnet) for a in self.activities),
            act_s=_ints(_day(start) for start, _ in actual),
            act_f=_ints(_end(finish) for _, finish in actual),
            rem=_ints(NONE if a.remaining is None else a.remaining for a in self.activities),
            alap=np.array([a.alap for a in self.activities], dtype=bool),
            must=np.array([a.must for a in self.activities], dtype=bool),
            start=_ints(_day(plan.start) for plan in self.projects),
            datadate=_ints(_day(plan.data_date) for plan in self.projects),
            required=_ints(_end(plan.required) for plan in self.projects),
        )


def _check(plan: ProjectPlan) -> None:
    ids = [activity.id for activity in plan.activities]
    _refuse_repeats(ids, N_("工序编号“{id}”重复；请改用不同的编号。"))
    for activity in plan.activities:
        _check_numbers(activity)
        _check_actuals(activity, plan.data_date)
    known = {activity.id: activity.name for activity in plan.activities}
    for link in plan.links:
        _check_link(link, known)


def _check_numbers(activity: Activity) -> None:
    if activity.duration < 0:
        sentence = N_("工序“{name}”的工期写作 {days}，不能为负；请改为 0 或正数。")
        raise ScheduleError(say(sentence, name=activity.name, days=activity.duration))
    if activity.remaining is not None and activity.remaining < 0:
        sentence = N_("工序“{name}”的剩余工期写作 {days}，不能为负；请改为 0 或正数。")
        raise ScheduleError(say(sentence, name=activity.name, days=activity.remaining))
    if not 0 <= activity.calendar <= 127:
        raise ScheduleError(say(N_("工序“{name}”所用的工作日历不存在。"), name=activity.name))


def _check_actuals(activity: Activity, data_date: date | None) -> None:
    start, finish = activity.actual_start, activity.actual_finish
    if start and finish and finish < start:
        sentence = N_(
            "工序“{name}”的实际完成 {finish} 早于实际开工 {start}；请核对后改正其中一个日期。"
        )
        raise ScheduleError(say(sentence, name=activity.name, start=f"{start}", finish=f"{finish}"))
    for day in (start, finish):
        if day and data_date and day > data_date:
            sentence = N_(
                "工序“{name}”的实际日期 {day} 晚于数据日期 {data_date}；"
                "尚未发生的日期请填在计划里，或更正数据日期。"
            )
            raise ScheduleError(
                say(sentence, name=activity.name, day=f"{day}", data_date=f"{data_date}")
            )


def _check_link(link: Link, known: dict[str, str]) -> None:
    for end in (link.before, link.after):
        if end not in known:
            sentence = N_("搭接关系“{before}→{after}”中的工序“{id}”不在本项目内；请先添加该工序。")
            raise ScheduleError(say(sentence, before=link.before, after=link.after, id=end))
    if link.before == link.after:
        sentence = N_("工序“{name}”不能以自己为紧前工序；请去掉这条搭接关系。")
        raise ScheduleError(say(sentence, name=known[link.after]))
    if link.type not in LINK_TYPES:
        sentence = N_("搭接关系的类型“{type}”无法识别；请用 FS、SS、FF 或 SF。")
        raise ScheduleError(say(sentence, type=link.type))


def _refuse_repeats(ids: Sequence[str], sentence: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ScheduleError(say(sentence, id=one))
        seen.add(one)


def _in_working_order(plan: ProjectPlan) -> list[Activity]:
    by_id = {activity.id: activity for activity in plan.activities}
    waiting = dict.fromkeys(by_id, 0)
    leaving: dict[str, list[str]] = {one: [] for one in by_id}
    for link in plan.links:
        waiting[link.after] += 1
        leaving[link.before].append(link.after)
    ready = deque(one for one, count in waiting.items() if count == 0)
    ordered: list[Activity] = []
    while ready:
        one = ready.popleft()
        ordered.append(by_id[one])
        for after in leaving[one]:
            waiting[after] -= 1
            if waiting[after] == 0:
                ready.append(after)
    if len(ordered) < len(by_id):
        stuck = [one for one, count in waiting.items() if count]
        raise ScheduleError(_loop_sentence([by_id[one].name for one in _loop(plan.links, stuck)]))
    return ordered


def _loop(links: Sequence[Link], stuck: Sequence[str]) -> list[str]:
    # Every stuck activity has a stuck predecessor, so walking back must meet itself.
    cause = {link.after: link.before for link in links if {link.before, link.after} <= {*stuck}}
    walked = [stuck[0]]
    while cause[walked[-1]] not in walked:
        walked.append(cause[walked[-1]])
    loop = walked[walked.index(cause[walked[-1]]) :][::-1]
    first = loop.index(min(loop, key=stuck.index))
    return loop[first:] + loop[:first]


def _loop_sentence(names: Sequence[str]) -> Sentence:
    loop = "→".join(f"“{name}”" for name in (*names, names[0]))
    return say(N_("工序首尾相接成环：{loop}；请去掉其中一条搭接关系。"), loop=loop)


def _actual(activity: Activity) -> tuple[date | None, date | None]:
    start, finish = activity.actual_start, activity.actual_finish
    if activity.duration == 0 and (start or finish):
        return finish or start, finish or start
    return start, finish


def _last_start(activity: Activity) -> int:
    # A milestone may take all of its last day, unless that is also its first.
    if activity.duration == 0 and activity.snlt != activity.snet:
        return _end(activity.snlt)
    return _day(activity.snlt)


def _ints(values: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(list(values), dtype=np.int32)


def _day(day: date | None) -> int:
    return NONE if day is None else day.toordinal()


def _end(day: date | None) -> int:
    return NONE if day is None else day.toordinal() + 1
