"""Between plans in minutes, as files hold them, and plans in workdays, as the product does.

Going to workdays rounds: work that is not whole days takes the whole of its last one. What was
rounded is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from guatu.domain.schedule.build import Activity, Link, ProjectPlan
from guatu.domain.schedule.exchange import AHEAD, BEYOND, Read
from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK, Expanded, chain_of, expand
from guatu.domain.schedule.files.model import (
    OFFICE,
    FileActivity,
    FileLink,
    FilePlan,
    FileProject,
    Held,
    Kind,
    LagTime,
    Limit,
    Note,
    ShiftCalendar,
    label,
)
from guatu.domain.schedule.files.noting import Notes
from guatu.domain.schedule.files.result import last_day
from guatu.domain.words import N_
from guatu.domain.workcalendar import WorkCalendar

_MORNING, _EVENING = time(8), time(17)
_DAY = 480


def from_days(plan: ProjectPlan, calendars: Sequence[WorkCalendar]) -> FilePlan:
    """``plan`` with workdays of eight hours, from 8:00 to 12:00 and from 13:00 to 17:00."""
    return FilePlan(
        source="days",
        projects=(
            FileProject(
                id="1",
                name=plan.id,
                start=datetime.combine(plan.start, _MORNING),
                calendar="1",
                data_date=_morning(plan.data_date),
                required=_evening(plan.required),
            ),
        ),
        calendars=tuple(_shifts(one, str(n)) for n, one in enumerate(calendars, start=1)),
        activities=tuple(
            _timed(one, calendars[one.calendar], plan.data_date) for one in plan.activities
        ),
        links=tuple(
            FileLink(one.before, one.after, one.type, one.lag * _DAY) for one in plan.links
        ),
    )


def _shifts(calendar: WorkCalendar, id: str) -> ShiftCalendar:
    return ShiftCalendar(
        id=id,
        name=calendar.version,
        week=tuple(OFFICE if works else () for works in calendar.week),
        exceptions={day: OFFICE if works else () for day, works in calendar.exceptions.items()},
        day=_DAY,
    )


def _timed(one: Activity, calendar: WorkCalendar, data_date: date | None) -> FileActivity:
    began, ended = _morning(one.actual_start), _evening(one.actual_finish)
    if one.duration == 0:
        began = ended = _evening(one.actual_finish or one.actual_start)
    return FileActivity(
        id=one.id,
        uid=one.id,
        name=one.name,
        project="1",
        kind=Kind.TASK if one.duration else Kind.FINISH_MILESTONE,
        calendar=str(one.calendar + 1),
        duration=one.duration * _DAY,
        held=tuple(_held(one)),
        actual_start=began,
        actual_finish=ended,
        remaining=_left(one, calendar, data_date) if began and not ended else None,
    )


def _left(one: Activity, calendar: WorkCalendar, data_date: date | None) -> int:
    """Minutes of begun work still to do: as reported, else the unused part of its duration."""
    if one.remaining is not None or one.actual_start is None:
        return (one.remaining or 0) * _DAY
    now = max(one.actual_start, data_date or one.actual_start)
    used = calendar.workdays_between(one.actual_start, now)
    return max(1, one.duration - used) * _DAY


def _held(one: Activity) -> Iterable[Held]:
    if one.alap:
        yield Held(Limit.ALAP)
    if one.snet and one.snet == one.snlt:
        yield Held(Limit.MUST_START if one.must else Limit.START_ON, _morning(one.snet))
    else:
        yield from (Held(Limit.SNET, _morning(day)) for day in (one.snet,) if day)
        yield from (Held(Limit.SNLT, _morning(day)) for day in (one.snlt,) if day)
    if one.fnet and one.fnet == one.fnlt:
        yield Held(Limit.MUST_FINISH if one.must else Limit.FINISH_ON, _evening(one.fnet))
    else:
        yield from (Held(Limit.FNET, _evening(day)) for day in (one.fnet,) if day)
        yield from (Held(Limit.FNLT, _evening(day)) for day in (one.fnlt,) if day)


def _morning(day: date | None) -> datetime | None:
    return datetime.combine(day, _MORNING) if day else None


def _evening(day: date | None) -> datetime | None:
    return datetime.combine(day, _EVENING) if day else None


def to_days(plan: FilePlan) -> tuple[Read, tuple[Note, ...]]:
    """``plan`` as one project in workdays, and what was rounded or left out."""
    notes = Notes()
    return _Days(plan, expand(plan, notes), notes).read(), notes.all()


class _Days:
    def __init__(self, plan: FilePlan, expanded: Expanded, notes: Notes) -> None:
        self.plan, self.expanded, self.notes = plan, expanded, notes
        self.calendars = list(plan.calendars)
        if any(one.calendar == ROUND_THE_CLOCK.id for one in expanded.between):
            self.calendars += [ROUND_THE_CLOCK] if ROUND_THE_CLOCK not in self.calendars else []
        self.place = {one.id: n for n, one in enumerate(self.calendars)}
        self.ids = {one.uid: one.id for one in expanded.activities}
        self.ids |= {one.uid: f"~{n}" for n, one in enumerate(expanded.between, start=1)}
        self.of_calendar = {one.uid: one.calendar for one in expanded.activities}
        self.of_calendar |= {one.uid: one.calendar for one in expanded.between}
        self.headings = {one.uid: one for one in plan.headings}

    def read(self) -> Read:
        plan, first = self.plan, self.plan.projects[0]
        for one in plan.activities:
            if one.uid not in self.ids:
                sentence = N_("{name} 的起止由别的工序决定（LOE、WBS 汇总），不作为一道工序。")
                self.notes.add("span", sentence, one.line, name=label(one))
        if len(plan.projects) > 1:
            self.notes.add("projects", N_("文件里有几个项目；合为一个，以最早的开始日期为准。"))
        start = min(one.start for one in plan.projects).date()
        dues = [one.required for one in plan.projects if one.required]
        holds = plan.options.open_after_data_date and first.data_date
        activities = [self._activity(one) for one in self.expanded.activities]
        activities += [
            Activity(
                self.ids[one.uid],
                one.name,
                self._whole(one.minutes, one.calendar, one.name),
                self.place[one.calendar],
            )
            for one in self.expanded.between
        ]
        project = ProjectPlan(
            id=first.name or first.id,
            start=start,
            activities=activities,
            links=[self._link(one) for one in self.expanded.links],
            required=last_day(max(dues)) if dues else None,
            data_date=first.data_date.date() if holds and first.data_date else None,
        )
        return Read(project, tuple(_workdays(one, start) for one in self.calendars))

    def _activity(self, one: FileActivity) -> Activity:
        days = self._limits(one)
        begun = one.actual_start and not one.actual_finish
        left = one.remaining if one.remaining is not None else one.duration
        name = label(one)
        return Activity(
            id=one.id,
            name=one.name,
            duration=self._whole(one.duration, one.calendar, name),
            calendar=self.place[one.calendar],
            actual_start=one.actual_start.date() if one.actual_start else None,
            actual_finish=last_day(one.actual_finish) if one.actual_finish else None,
            remaining=max(1, self._whole(left, one.calendar, name)) if begun else None,
            **days,
        )

    def _limits(self, one: FileActivity) -> dict[str, Any]:
        held = [
            *one.held,
            *(held for head in chain_of(self.headings, one.heading) for held in head.held),
        ]
        if one.fixed:
            held.append(Held(Limit.MUST_START, one.fixed))
        found: dict[str, Any] = {}
        for limit, at in ((each.limit, each.at) for each in held):
            if limit is Limit.ALAP:
                found["alap"] = True
            elif at:
                for name, least in _COLUMNS[limit]:
                    day = at.date() if name.startswith("s") else last_day(at)
                    chosen = min if least else max
                    found[name] = chosen(found[name], day) if name in found else day
                if limit in (Limit.MUST_START, Limit.MUST_FINISH):
                    found["must"] = True
        return found

    def _link(self, one: FileLink) -> Link:
        source = one.after if self.expanded.lag_of_successor else one.before
        name = f"{self.ids[one.before]}→{self.ids[one.after]}"
        differ = self.of_calendar[one.before] != self.of_calendar[one.after]
        if one.lag and differ and one.lag_time is LagTime.SUCCESSOR:
            sentence = N_("“{name}”的延隔时间原按紧后工序的日历计，改按紧前工序的日历计。")
            self.notes.add("lag-calendar", sentence, one.line, name=name)
        lag = self._whole(one.lag, self.of_calendar[source], name)
        return Link(self.ids[one.before], self.ids[one.after], one.type, lag)

    def _whole(self, minutes: int, calendar: str, name: str) -> int:
        """Workdays, a part of one counted as one."""
        day = self.calendars[self.place[calendar]].day
        if minutes % day:
            sentence = N_("{name}：{hours} 小时不是整数个工作日，进为 {days} 个工作日。")
            days = -(-minutes // day)
            self.notes.add("rounded", sentence, name=name, hours=f"{minutes / 60:g}", days=days)
        return -(-minutes // day)


_COLUMNS = {
    Limit.SNET: (("snet", False),),
    Limit.SNLT: (("snlt", True),),
    Limit.FNET: (("fnet", False),),
    Limit.FNLT: (("fnlt", True),),
    Limit.DEADLINE: (("fnlt", True),),
    Limit.START_ON: (("snet", False), ("snlt", True)),
    Limit.MUST_START: (("snet", False), ("snlt", True)),
    Limit.FINISH_ON: (("fnet", False), ("fnlt", True)),
    Limit.MUST_FINISH: (("fnet", False), ("fnlt", True)),
}


def _workdays(one: ShiftCalendar, start: date) -> WorkCalendar:
    days = {day: bool(shifts) for day, shifts in one.exceptions.items()}
    week = tuple(int(bool(shifts)) for shifts in one.week)
    return WorkCalendar(one.name or one.id, start - AHEAD, start + BEYOND, days, week=week)


def as_json(read: Read) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """The input of ``guatu schedule FILE.json`` for a plan in workdays, and what it cannot hold."""
    plan, notes = read.plan, Notes()
    for one in plan.activities:
        if len(_constraints(one)) > 1:
            sentence = N_("“{name}”有几个限制条件，JSON 里只能写一个；写的是 {kind}。")
            notes.add(
                "second-constraint", sentence, name=one.name, kind=_constraints(one)[0]["kind"]
            )
    return _json(read, plan), notes.all()


def _json(read: Read, plan: ProjectPlan) -> dict[str, Any]:
    names = [f"{n} {one.version}" for n, one in enumerate(read.calendars, start=1)]
    return {
        "id": plan.id,
        "start": plan.start.isoformat(),
        "data_date": plan.data_date.isoformat() if plan.data_date else None,
        "required_finish": plan.required.isoformat() if plan.required else None,
        "calendars": {
            name: {
                "week": list(one.week),
                "exceptions": {
                    f"{day}": int(works) for day, works in sorted(one.exceptions.items())
                },
            }
            for name, one in zip(names, read.calendars, strict=True)
        },
        "default_calendar": names[0],
        "activities": [_row(one, names) for one in plan.activities],
        "links": [
            {"from": one.before, "to": one.after, "type": one.type, "lag": one.lag}
            for one in plan.links
        ],
    }


def _row(one: Activity, names: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "duration": one.duration,
        "calendar": names[one.calendar],
        "constraint": next(iter(_constraints(one)), None),
        "actual_start": one.actual_start.isoformat() if one.actual_start else None,
        "actual_finish": one.actual_finish.isoformat() if one.actual_finish else None,
        "remaining": one.remaining,
    }
    return {name: value for name, value in row.items() if value is not None}


def _constraints(one: Activity) -> list[dict[str, str]]:
    on_start, on_finish = one.snet == one.snlt, one.fnet == one.fnlt
    kinds = (
        ("must_start_on" if one.must else "start_on", one.snet if on_start else None),
        ("must_finish_on" if one.must else "finish_on", one.fnet if on_finish else None),
        ("snet", None if on_start else one.snet),
        ("fnet", None if on_finish else one.fnet),
        ("snlt", None if on_start else one.snlt),
        ("fnlt", None if on_finish else one.fnlt),
    )
    found = [{"kind": kind, "date": day.isoformat()} for kind, day in kinds if day]
    return [{"kind": "alap"}, *found] if one.alap else found
