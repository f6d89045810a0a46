"""Plans as plain JSON values: what ``guatu schedule`` reads and what it answers.

Durations and lags are workdays of the calendar of the activity (a lag: of the predecessor), days
are ISO dates, a finish is the last day worked. Every refusal names the place: ``activities[3]
(“桩基”) duration``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from guatu.domain.schedule.build import Activity, Link, LinkType, ProjectPlan
from guatu.domain.schedule.draws import ThreePoint
from guatu.domain.schedule.network import LINK_TYPES, NONE, ScheduleError
from guatu.domain.schedule.result import ActivityDates, ProjectDates, Schedule
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import WorkCalendar

BUILT_IN = "china"
#: How far a calendar of the file reaches before its first day and after its last.
AHEAD, BEYOND = timedelta(days=2 * 366), timedelta(days=40 * 366)
#: What a constraint says, in the columns of an activity.
CONSTRAINTS: Mapping[str, tuple[str, ...]] = {
    "snet": ("snet",),
    "snlt": ("snlt",),
    "fnet": ("fnet",),
    "fnlt": ("fnlt",),
    "deadline": ("fnlt",),
    "start_on": ("snet", "snlt"),
    "finish_on": ("fnet", "fnlt"),
    "mso": ("snet", "snlt"),
    "must_start_on": ("snet", "snlt"),
    "mfo": ("fnet", "fnlt"),
    "must_finish_on": ("fnet", "fnlt"),
    "asap": (),
    "alap": ("alap",),
}
#: Kinds that hold whatever the predecessors ask.
MUST = ("mso", "must_start_on", "mfo", "must_finish_on")
#: Three durations of an activity, in the order of ``ThreePoint``.
THREE_POINTS = ("optimistic", "most_likely", "pessimistic")
MOST_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class Read:
    """A plan with the calendars that its activities name by position.

    ``spreads`` has, by activity, the three points of those that tell at least one of them.
    """

    plan: ProjectPlan
    calendars: tuple[WorkCalendar, ...]
    spreads: Mapping[str, ThreePoint] = field(default_factory=dict)


def read_plan(raw: object, china: WorkCalendar) -> Read:
    """The plan in ``raw``; ``china`` is the calendar of that name. Raises ScheduleError."""
    top = _object(raw, N_("文件"))
    activities = _list(top, "activities", required=True)
    days = _Calendars(top, china)
    steps = [_activity(one, n, days) for n, one in enumerate(activities)]
    plan = ProjectPlan(
        id=str(top.get("id") or "plan"),
        start=_day(top, "start", "") or _lacking("start"),
        activities=steps,
        links=[_link(one, n) for n, one in enumerate(_list(top, "links"))],
        required=_day(top, "required_finish", ""),
        data_date=_day(top, "data_date", ""),
    )
    spreads = {}
    for n, (one, step) in enumerate(zip(activities, steps, strict=True)):
        if (spread := _spread(one, step, f"activities[{n}]")) is not None:
            spreads[step.id] = spread
    return Read(plan, days.built(), spreads)


def answer(result: Schedule, order: Sequence[str]) -> dict[str, Any]:
    """The dates of the only project of ``result``, its activities in this ``order``."""
    by_id = {one.id: one for one in result.activities()}
    project = result.project() if by_id else None
    required = int(result.net.required[0])
    return {
        "activities": [_dates(by_id[one]) for one in order],
        "finish": _iso(project.early_finish if project else None),
        "required_finish": _iso(None if required == NONE else date.fromordinal(required - 1)),
        "short_by": 0 if project is None or required == NONE else _short_by(result, project),
    }


def _short_by(result: Schedule, project: ProjectDates) -> int:
    """What is missing of the tightest activity; when all is done, how late the last one was."""
    if project.slack is not None:
        return max(0, -project.slack)
    line = result.lines[0]
    due, finish = (day.toordinal() - result.origin for day in (project.due, project.early_finish))
    return max(0, line.before(finish + 1) - line.before(due + 1))


def _dates(one: ActivityDates) -> dict[str, Any]:
    return {
        "id": one.id,
        "early_start": _iso(one.early_start),
        "early_finish": _iso(one.early_finish),
        "late_start": _iso(one.late_start),
        "late_finish": _iso(one.late_finish),
        "total_slack": one.total_slack,
        "free_slack": one.free_slack,
        "critical": one.critical,
        "driver": one.driver,
    }


def _activity(raw: object, n: int, calendars: _Calendars) -> Activity:
    place = f"activities[{n}]"
    given = _object(raw, place)
    one = _id(given, "id", place)
    place = f"{place}（“{given.get('name') or one}”）"
    limits = _constraint(given.get("constraint"), f"{place}.constraint")
    began, ended = _day(given, "actual_start", place), _day(given, "actual_finish", place)
    _refuse_contradiction(limits, began, ended, place)
    return Activity(
        id=one,
        name=str(given.get("name") or one),
        duration=_duration(given, place),
        calendar=calendars.place_of(given.get("calendar"), place),
        actual_start=began,
        actual_finish=ended,
        remaining=None if ended else _count(given, "remaining", place),
        **limits,
    )


def _duration(given: Mapping[str, Any], place: str) -> int:
    """Without a duration the most likely one is taken."""
    likely = _count(given, "most_likely", place)
    return _count(given, "duration", place, required=likely is None) or likely or 0


def _spread(raw: Mapping[str, Any], step: Activity, place: str) -> ThreePoint | None:
    """What is told of three points, the rest assumed; a milestone has none."""
    low, likely, high = (_count(raw, name, place) for name in THREE_POINTS)
    if (low, likely, high) == (None, None, None) or step.duration == 0:
        return None
    middle = step.duration if likely is None else likely
    assumed = ThreePoint.assumed(middle)
    return ThreePoint(
        assumed.optimistic if low is None else low,
        middle,
        assumed.pessimistic if high is None else high,
    ).checked(step.name)


def _constraint(raw: object, place: str) -> dict[str, Any]:
    if raw is None:
        return {}
    given = _object(raw, place)
    kind = str(given.get("kind", "")).lower()
    if kind not in CONSTRAINTS:
        sentence = N_("{place} 的约束“{kind}”无法识别；可用的有 {kinds}。")
        raise ScheduleError(say(sentence, place=place, kind=kind, kinds="、".join(CONSTRAINTS)))
    columns = CONSTRAINTS[kind]
    if columns == ("alap",):
        return {"alap": True}
    if not columns:
        return {}
    day = _day(given, "date", place) or _lacking(f"{place}.date")
    return {**dict.fromkeys(columns, day), "must": kind in MUST}


def _refuse_contradiction(
    limits: Mapping[str, Any], began: date | None, ended: date | None, place: str
) -> None:
    """What has happened cannot have happened before the day that a constraint names."""
    sentence = N_("{place} 的实际日期 {fact} 早于约束的日期 {day}；两者不能同时成立，请更正其一。")
    for limit, fact in (("snet", began), ("fnet", ended)):
        day = limits.get(limit)
        if day is not None and fact is not None and fact < day:
            raise ScheduleError(say(sentence, place=place, fact=f"{fact}", day=f"{day}"))


def _link(raw: object, n: int) -> Link:
    place = f"links[{n}]"
    given = _object(raw, place)
    kind = str(given.get("type") or "FS").upper()
    if kind not in LINK_TYPES:
        sentence = N_("{place} 的类型“{type}”无法识别；请用 FS、SS、FF 或 SF。")
        raise ScheduleError(say(sentence, place=place, type=kind))
    lag = _whole(given, "lag", place) or 0
    return Link(_id(given, "from", place), _id(given, "to", place), cast(LinkType, kind), lag)


class _Calendars:
    """The calendars that a file uses, each built once, by name."""

    def __init__(self, top: Mapping[str, Any], china: WorkCalendar) -> None:
        self._china, self._named = china, _by_name(top.get("calendars"))
        self._default = str(top.get("default_calendar") or BUILT_IN)
        self._top = top
        self._used: list[str] = []

    def place_of(self, name: object, place: str) -> int:
        wanted = self._default if name is None else str(name)
        if wanted not in self._named and wanted != BUILT_IN:
            known = "、".join([*self._named, BUILT_IN])
            sentence = N_("{place} 所用的日历“{name}”没有定义；文件里有 {known}。")
            raise ScheduleError(say(sentence, place=place, name=wanted, known=known))
        if wanted not in self._used:
            self._used.append(wanted)
        return self._used.index(wanted)

    def built(self) -> tuple[WorkCalendar, ...]:
        return tuple([self._built(name) for name in self._used or [self._default]])

    def _built(self, name: str) -> WorkCalendar:
        if name not in self._named:
            return self._china
        place = f"calendars.{name}"
        given = self._named[name]
        week = given.get("week", [1, 1, 1, 1, 1, 0, 0])
        if not isinstance(week, list) or len(week) != 7 or any(day not in (0, 1) for day in week):
            sentence = N_("{place}.week 应是 7 个 0 或 1，从星期一起，如 [1,1,1,1,1,0,0]。")
            raise ScheduleError(say(sentence, place=place))
        if not any(week):
            raise ScheduleError(say(N_("{place} 没有一个工作日；请至少留一天上班。"), place=place))
        exceptions = _object(given.get("exceptions") or {}, f"{place}.exceptions")
        days = {}
        for day, works in exceptions.items():
            if works not in (0, 1):
                sentence = N_("{place}.exceptions 中 {day} 应是 0（休息）或 1（上班）。")
                raise ScheduleError(say(sentence, place=place, day=str(day)))
            days[_iso_day(day, f"{place}.exceptions")] = bool(works)
        first, last = self._span()
        return WorkCalendar(name, first, last, days, week=tuple(week))

    def _span(self) -> tuple[date, date]:
        """Wide enough for the plan; with the built-in calendar no wider than that."""
        if BUILT_IN in self._used and BUILT_IN not in self._named:
            return self._china.first, self._china.last
        start = _day(self._top, "start", "") or self._china.first
        try:
            return start - AHEAD, start + BEYOND
        except OverflowError:
            sentence = N_("计划中的日期 {day} 不能用来排工期；请核对年份。")
            raise ScheduleError(say(sentence, day=f"{start}")) from None


def _by_name(raw: object) -> dict[str, Mapping[str, Any]]:
    """Calendars by name, or a list of calendars that tell their own."""
    if raw is None:
        return {}
    if isinstance(raw, list):
        rows = [(n, _object(one, f"calendars[{n}]")) for n, one in enumerate(raw)]
        return {str(one.get("id") or one.get("name") or n): one for n, one in rows}
    return {str(name): _object(one, f"calendars.{name}") for name, one in _object(raw, "").items()}


def _object(raw: object, place: str) -> Mapping[str, Any]:
    if isinstance(raw, Mapping):
        return raw
    sentence = N_("{place} 应是一个 JSON 对象（花括号）；请对照说明检查。")
    raise ScheduleError(say(sentence, place=place or "calendars"))


def _list(given: Mapping[str, Any], name: str, *, required: bool = False) -> list[Any]:
    held = given.get(name)
    if held is None and not required:
        return []
    if not isinstance(held, list):
        raise ScheduleError(say(N_("{place} 应是一个 JSON 数组（方括号）。"), place=name))
    return held


def _id(given: Mapping[str, Any], name: str, place: str) -> str:
    held = given.get(name)
    if isinstance(held, bool) or not isinstance(held, str | int) or held == "":
        raise ScheduleError(say(N_("{place} 缺少“{name}”。"), place=place, name=name))
    return str(held)


def _whole(given: Mapping[str, Any], name: str, place: str) -> int | None:
    held = given.get(name)
    if held is None:
        return None
    if isinstance(held, float) and held.is_integer():
        held = int(held)
    if isinstance(held, bool) or not isinstance(held, int) or abs(held) > MOST_DAYS:
        sentence = N_("{place}.{name} 写作“{value}”；请写成整数的工作日数。")
        raise ScheduleError(say(sentence, place=place, name=name, value=str(held)))
    return held


def _count(
    given: Mapping[str, Any], name: str, place: str, *, required: bool = False
) -> int | None:
    held = _whole(given, name, place)
    if held is None and required:
        raise ScheduleError(say(N_("{place} 缺少“{name}”。"), place=place, name=name))
    return held


def _day(given: Mapping[str, Any], name: str, place: str) -> date | None:
    held = given.get(name)
    return None if held is None else _iso_day(held, f"{place}.{name}" if place else name)


def _iso_day(held: object, place: str) -> date:
    try:
        if isinstance(held, str):
            return datetime.fromisoformat(held).date()
        raise ValueError
    except ValueError:
        sentence = N_("{place} 写作“{value}”，不是日期；请写成 2026-03-02。")
        raise ScheduleError(say(sentence, place=place, value=str(held))) from None


def _lacking(name: str) -> date:
    raise ScheduleError(say(N_("缺少“{name}”。"), name=name))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
