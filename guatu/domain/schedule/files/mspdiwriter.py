"""A plan as MSPDI XML, which Microsoft Project opens; what it cannot hold comes back as notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK
from guatu.domain.schedule.files.model import (
    FileActivity,
    FileLink,
    FilePlan,
    Heading,
    Held,
    Kind,
    LagTime,
    Limit,
    Note,
    ShiftCalendar,
    label,
)
from guatu.domain.schedule.files.mspdi import NAMESPACE
from guatu.domain.schedule.files.mspdilinks import LINK_TYPES
from guatu.domain.schedule.files.noting import Notes
from guatu.domain.schedule.files.result import FileSchedule, Placed
from guatu.domain.schedule.files.xmlwriting import Xml, write_calendars
from guatu.domain.words import N_

_CONSTRAINTS = {
    Limit.ALAP: 1,
    Limit.START_ON: 2,
    Limit.MUST_START: 2,
    Limit.FINISH_ON: 3,
    Limit.MUST_FINISH: 3,
    Limit.SNET: 4,
    Limit.SNLT: 5,
    Limit.FNET: 6,
    Limit.FNLT: 7,
}
_DAYS, _ELAPSED_DAYS = 7, 8


def write_mspdi(
    plan: FilePlan, placed: FileSchedule | None = None
) -> tuple[bytes, tuple[Note, ...]]:
    """``plan`` as a file, with the dates of ``placed`` where they are given, and what was lost.

    What was read from MSPDI reads back the same.
    """
    writing = _Writing(plan, placed)
    writing.project()
    return writing.xml.bytes(), writing.notes.all()


@dataclass(slots=True)
class _Row:
    """A line of the outline: an activity or a heading with what stands below it."""

    one: FileActivity | Heading
    below: list[_Row] = field(default_factory=list)


class _Writing:
    def __init__(self, plan: FilePlan, placed: FileSchedule | None) -> None:
        self.plan, self.notes, self.xml = plan, Notes(), Xml()
        self.placed = {one.activity.uid: one for one in placed.activities} if placed else {}
        kept = [one for one in plan.activities if one.kind is not Kind.SUMMARY]
        self.uids = _numbers([*(one.uid for one in plan.headings), *(one.uid for one in kept)])
        self.kept = {one.uid: one for one in kept}
        self.entering: dict[str, list[FileLink]] = {}
        self.leaving: set[str] = set()
        for link in plan.links:
            if {link.before, link.after} <= self.uids.keys() and not self._spanning(link):
                self.entering.setdefault(link.after, []).append(link)
                self.leaving.add(link.before)
        self.calendars = _calendar_numbers(plan.calendars)
        self.first = plan.projects[0]

    def _spanning(self, link: FileLink) -> bool:
        ends = (self.kept.get(link.before), self.kept.get(link.after))
        return any(one and one.kind is Kind.SPANNING for one in ends)

    def project(self) -> None:
        xml, first = self.xml, self.first
        backward = self.plan.source == "mspdi" and first.required is not None
        self._note_plan(backward)
        xml.open("Project", f' xmlns="{NAMESPACE}"')
        xml.put("SaveVersion", 14)
        xml.put("Title", first.name or None)
        xml.put("ScheduleFromStart", 0 if backward else 1)
        xml.put("StartDate", _at(min(one.start for one in self.plan.projects)))
        xml.put("FinishDate", _at(first.required if backward else self._finish()))
        xml.put("CalendarUID", self.calendars[first.calendar])
        xml.put("MinutesPerDay", self.plan.calendar(first.calendar).day)
        xml.put("DurationFormat", _DAYS)
        xml.put("HonorConstraints", 1 if self.plan.options.limits_pull or self._hard() else 0)
        xml.put("StatusDate", _at(first.data_date))
        write_calendars(self.xml, self.plan.calendars, self.calendars)
        self._write_tasks()
        xml.close()

    def _finish(self) -> datetime | None:
        return max((one.finish for one in self.placed.values()), default=None)

    def _hard(self) -> bool:
        return Limit.MUST_START in self._limits() or Limit.MUST_FINISH in self._limits()

    def _limits(self) -> set[Limit]:
        rows: list[FileActivity | Heading] = [*self.plan.activities, *self.plan.headings]
        return {held.limit for one in rows for held in one.held}

    def _write_tasks(self) -> None:
        self.xml.open("Tasks")
        numbered = [0]
        for n, row in enumerate(_outline(self.plan, self.kept.values()), start=1):
            self._write_row(row, f"{n}", 1, numbered)
        self.xml.close()

    def _write_row(self, row: _Row, number: str, level: int, numbered: list[int]) -> None:
        numbered[0] += 1
        self.xml.open("Task")
        self.xml.put("UID", self.uids[row.one.uid])
        self.xml.put("ID", numbered[0])
        self.xml.put("Name", row.one.name)
        if isinstance(row.one, Heading):
            self._write_heading(row.one, number, level)
        else:
            self._write_activity(row.one, number, level)
        self._write_links(row.one)
        self.xml.close()
        for n, below in enumerate(row.below, start=1):
            self._write_row(below, f"{number}.{n}", level + 1, numbered)

    def _write_heading(self, one: Heading, number: str, level: int) -> None:
        xml = self.xml
        for name, value in (("Active", 1), ("Manual", 0), ("Type", 1), ("IsNull", 0)):
            xml.put(name, value)
        xml.put("OutlineNumber", number)
        xml.put("OutlineLevel", level)
        xml.put("Milestone", 0)
        xml.put("Summary", 1)
        self._write_held(one.held, one.name, "-1")

    def _write_activity(self, one: FileActivity, number: str, level: int) -> None:
        xml, placed = self.xml, self.placed.get(one.uid)
        fixed, length = self._fixed(one, placed)
        clock = one.calendar == ROUND_THE_CLOCK.id
        xml.put("Active", 1)
        xml.put("Manual", 1 if fixed else 0)
        xml.put("Type", 1)
        xml.put("IsNull", 0)
        xml.put("WBS", one.id if one.id != one.uid else number)
        xml.put("OutlineNumber", number)
        xml.put("OutlineLevel", level)
        if placed:
            xml.put("Start", _at(placed.start))
            xml.put("Finish", _at(placed.finish))
        xml.put("Duration", _duration(length))
        if fixed:
            xml.put("ManualStart", _at(fixed))
            xml.put("ManualDuration", _duration(length))
        xml.put("DurationFormat", _ELAPSED_DAYS if clock else _DAYS)
        if one.resume:
            xml.put("Resume", _at(one.resume))
            xml.put("ResumeValid", 1)
        xml.put("Milestone", 1 if one.kind in _MILESTONES else 0)
        xml.put("Summary", 0)
        self._write_found(placed)
        self._write_progress(one, length)
        xml.put("Estimated", None)
        calendar = "-1" if clock else str(self.calendars[one.calendar])
        self._write_held(self._due(one), label(one), calendar)
        xml.put("IgnoreResourceCalendar", 1)

    def _fixed(self, one: FileActivity, placed: Placed | None) -> tuple[datetime | None, int]:
        """Where work placed by hand begins, and how long it takes."""
        if one.kind is not Kind.SPANNING:
            return one.fixed, one.duration
        sentence = N_(
            "{name} 由两头的搭接定起止（LOE），MS Project 没有；写成手动排定的任务，不带搭接。"
        )
        self.notes.add("level-of-effort", sentence, one.line, name=label(one))
        return (placed.early_start if placed else self.first.start), one.duration

    def _write_found(self, placed: Placed | None) -> None:
        if not placed:
            return
        xml = self.xml
        xml.put("Critical", 1 if placed.critical else 0)
        xml.put("EarlyStart", _at(placed.early_start))
        xml.put("EarlyFinish", _at(placed.early_finish))
        xml.put("LateStart", _at(placed.late_start))
        xml.put("LateFinish", _at(placed.late_finish))
        xml.put("FreeSlack", placed.free_slack * 10)
        xml.put("TotalSlack", placed.total_slack * 10)

    def _write_progress(self, one: FileActivity, length: int) -> None:
        left = 0 if one.actual_finish else length if one.remaining is None else one.remaining
        done = max(0, length - left) if one.actual_start or one.actual_finish else 0
        share = 100 if one.actual_finish else done * 100 // length if length else 0
        xml = self.xml
        xml.put("PercentComplete", min(share, 100 if one.actual_finish else 99))
        xml.put("ActualStart", _at(one.actual_start))
        xml.put("ActualFinish", _at(one.actual_finish))
        xml.put("ActualDuration", _duration(done))
        if one.remaining is not None or one.actual_finish or not one.actual_start:
            xml.put("RemainingDuration", _duration(left))

    def _due(self, one: FileActivity) -> tuple[Held, ...]:
        """Its limits; work without successors also gets the day that its project is held to."""
        project = next(p for p in self.plan.projects if p.id == one.project)
        due = project.required if self.plan.source != "mspdi" else None
        ends = one.uid not in self.leaving and one.kind is not Kind.SPANNING
        late = any(held.limit in (Limit.FNLT, Limit.DEADLINE) for held in one.held)
        if due and ends and not late and not one.actual_finish:
            return (*one.held, Held(Limit.DEADLINE, due))
        return one.held

    def _write_held(self, held: Iterable[Held], name: str, calendar: str) -> None:
        """One constraint and one deadline; a second end becomes the deadline, the rest is noted."""
        kind, at, due = 0, None, None
        for one in held:
            ends = one.limit in (Limit.FNLT, Limit.DEADLINE)
            if one.limit is not Limit.DEADLINE and not kind:
                kind, at = _CONSTRAINTS[one.limit], one.at
            elif ends and due is None:
                due = one.at
            else:
                sentence = N_("{name} 的又一个限制条件（{limit}，{day}）没有地方写，未写入。")
                day = f"{one.at:%Y-%m-%d}" if one.at else "—"
                self.notes.add("second-constraint", sentence, name=name, limit=one.limit, day=day)
        self.xml.put("ConstraintType", kind)
        self.xml.put("CalendarUID", calendar)
        self.xml.put("ConstraintDate", _at(at))
        self.xml.put("Deadline", _at(due))

    def _write_links(self, one: FileActivity | Heading) -> None:
        for link in self.entering.get(one.uid, ()):
            self._note_lag(link)
            elapsed = link.lag_time is LagTime.DAY_AND_NIGHT
            self.xml.open("PredecessorLink")
            self.xml.put("PredecessorUID", self.uids[link.before])
            self.xml.put("Type", LINK_TYPES.index(link.type))
            self.xml.put("CrossProject", 0)
            self.xml.put("LinkLag", link.lag * 10)
            self.xml.put("LagFormat", _ELAPSED_DAYS if elapsed else _DAYS)
            self.xml.close()

    def _note_lag(self, link: FileLink) -> None:
        if not link.lag or link.lag_time in (LagTime.SUCCESSOR, LagTime.DAY_AND_NIGHT):
            return
        before, after = self.kept.get(link.before), self.kept.get(link.after)
        if before and after and before.calendar != after.calendar:
            sentence = N_(
                "“{before}→{after}”的延隔时间原按紧前工序或项目的日历计，"
                "MS Project 按紧后工序的日历计。"
            )
            self.notes.add("lag-calendar", sentence, link.line, before=before.id, after=after.id)

    def _note_plan(self, backward: bool) -> None:
        options, plan = self.plan.options, self.plan
        if len(plan.projects) > 1:
            self.notes.add("projects", N_("文件里有几个项目；写成一个项目，以最早的开始日期为准。"))
        if any(one.required for one in plan.projects) and not backward:
            sentence = N_("项目的要求完成日期没有地方写；写成没有紧后工序的任务的期限。")
            self.notes.add("required-finish", sentence)
        if options.open_after_data_date and any(one.data_date for one in plan.projects):
            sentence = N_("数据日期写成状态日期；MS Project 打开后不会因它推后未开工的任务。")
            self.notes.add("data-date", sentence)
        if any(one.kind is Kind.START_MILESTONE for one in plan.activities):
            sentence = N_("MS Project 不分开始里程碑与完成里程碑；一律写成里程碑。")
            self.notes.add("start-milestone", sentence)
        if any(one.kind is Kind.SUMMARY for one in plan.activities):
            sentence = N_("WBS 汇总工序不另写；它的起止就是摘要任务的起止。")
            self.notes.add("wbs-summary", sentence)
        if self._hard() and self._limits() & {Limit.START_ON, Limit.FINISH_ON}:
            sentence = N_("既有“必须”又有“不打破搭接”的固定日期；MS Project 只能一律当作“必须”。")
            self.notes.add("hard-constraint", sentence)
        if any(one.day != plan.calendar(self.first.calendar).day for one in plan.calendars):
            sentence = N_(
                "各日历每天的工时不同，MS Project 全项目只有一个；工期按小时写，天数显示会不同。"
            )
            self.notes.add("hours-per-day", sentence)


_MILESTONES = (Kind.START_MILESTONE, Kind.FINISH_MILESTONE)


def _numbers(uids: Iterable[str]) -> dict[str, int]:
    """The uids as numbers: their own where all are numbers, else counted."""
    named = list(dict.fromkeys(uids))
    if all(re.fullmatch(r"[1-9]\d{0,8}", uid) for uid in named):
        return {uid: int(uid) for uid in named}
    return {uid: n for n, uid in enumerate(named, start=1)}


def _calendar_numbers(calendars: Iterable[ShiftCalendar]) -> dict[str, int]:
    return _numbers(one.id for one in calendars if one.id != ROUND_THE_CLOCK.id)


def _outline(plan: FilePlan, kept: Iterable[FileActivity]) -> list[_Row]:
    """Rows in the order of the file, each heading before the first of its work."""
    rows = {one.uid: _Row(one) for one in plan.headings}
    top: list[_Row] = []
    hung: set[str] = set()

    def hang(row: _Row, above: str) -> None:
        if above not in rows:
            top.append(row)
            return
        rows[above].below.append(row)
        if above not in hung:
            hung.add(above)
            heading = rows[above].one
            hang(rows[above], heading.above if isinstance(heading, Heading) else "")

    for one in kept:
        hang(_Row(one), one.heading)
    return top


def _at(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:00") if moment else None


def _duration(minutes: int) -> str:
    return f"PT{minutes // 60}H{minutes % 60}M0S"
