"""Microsoft Project: from MSPDI XML to a plan."""

from __future__ import annotations

from collections.abc import Iterator

from guatu.domain.schedule.files.elements import Element, read_elements
from guatu.domain.schedule.files.expanding import ROUND_THE_CLOCK
from guatu.domain.schedule.files.model import (
    OFFICE,
    FileActivity,
    FilePlan,
    FileProject,
    Heading,
    Held,
    Kind,
    Limit,
    Options,
    ShiftCalendar,
)
from guatu.domain.schedule.files.mspdicalendars import Calendars
from guatu.domain.schedule.files.mspdilinks import ELAPSED, Links
from guatu.domain.schedule.files.mspdirows import (
    minutes_of,
    moment_of,
    outline,
    place_of,
    stored_of,
)
from guatu.domain.schedule.files.noting import (
    MOST_ACTIVITIES,
    Notes,
    moment,
    refuse,
    whole,
)
from guatu.domain.schedule.files.outline import above_work
from guatu.domain.words import N_

NAMESPACE = "http://schemas.microsoft.com/project"
#: Elements that say nothing about when work is done.
_LEFT = frozenset(
    {
        "ExtendedAttributes", "OutlineCodes", "WBSMasks", "Views", "Filters", "Groups", "Tables",
        "Maps", "Reports", "Drawings", "DataLinks", "VBAProjects", "ExtendedAttribute", "Baseline",
        "TimephasedData", "OutlineCode", "Rates", "AvailabilityPeriods", "Costs",
    }
)  # fmt: skip
_HARD = {"2": Limit.MUST_START, "3": Limit.MUST_FINISH}
_SOFT = {"2": Limit.START_ON, "3": Limit.FINISH_ON}
_LIMITS = {"4": Limit.SNET, "5": Limit.SNLT, "6": Limit.FNET, "7": Limit.FNLT}


def read_mspdi(raw: bytes) -> FilePlan:
    """The plan of an MSPDI file; ScheduleError where it cannot be one."""
    return _Reading(raw).plan()


class _Reading:
    def __init__(self, raw: bytes) -> None:
        self.notes = Notes()
        self.calendars = Calendars(self.notes)
        self.properties: dict[str, str] = {}
        self.tasks: list[Element] = []
        self.resources: dict[str, str] = {}  # uid -> uid of its calendar
        self.assigned: dict[str, set[str]] = {}  # task -> resources
        taken = {
            ("Calendars", "Calendar"): self.calendars.take,
            ("Tasks", "Task"): self._take_task,
            ("Resources", "Resource"): self._take_resource,
            ("Assignments", "Assignment"): self._take_assignment,
        }
        names = (
            "Name", "Title", "StartDate", "FinishDate", "StatusDate", "ScheduleFromStart",
            "CalendarUID", "MinutesPerDay", "HonorConstraints",
        )  # fmt: skip
        read_elements(
            raw, "Project", taken | {(name,): self._take_property for name in names}, _LEFT
        )

    def _take_property(self, element: Element) -> None:
        self.properties[element.name] = element.text.strip()

    def _take_task(self, element: Element) -> None:
        if len(self.tasks) >= MOST_ACTIVITIES:
            sentence = N_("第 {line} 行：任务超过 {most} 个，不像是一个计划；请分开导出。")
            refuse(sentence, line=element.line, most=MOST_ACTIVITIES)
        self.tasks.append(element)

    def _take_resource(self, element: Element) -> None:
        if element.get("Type") in ("", "1"):  # work, not material or cost
            self.resources[element.get("UID")] = element.get("CalendarUID")

    def _take_assignment(self, element: Element) -> None:
        self.assigned.setdefault(element.get("TaskUID"), set()).add(element.get("ResourceUID"))

    def plan(self) -> FilePlan:
        self.day = max(1, whole(self.properties.get("MinutesPerDay") or "480", "MinutesPerDay"))
        self.made: dict[str, ShiftCalendar] = {}
        default = self._project_calendar()
        rows = [one for one in self.tasks if one.get("IsNull") != "1"]
        if not rows:
            refuse(N_("文件里没有任务；请从 MS Project 重新另存为 XML。"))
        self._refuse_repeats(rows)
        heads, below = outline(rows)
        names = {one.get("UID") for one in heads}
        self.outside: set[str] = set()
        activities = [
            self._activity(one, below.get(one.get("UID"), ""), default)
            for one in rows
            if one.get("UID") not in names and self._is_work(one)
        ]
        if not activities:
            refuse(N_("文件里没有可排的任务；请从 MS Project 重新另存为 XML。"))
        headings = above_work([self._heading(one, below) for one in heads], activities)
        self.headings = {one.uid for one in headings}
        self.outside |= names - self.headings
        known = {one.uid: one for one in activities}
        links = tuple(Links(known, self.headings, self.outside, self.notes).read(rows))
        return FilePlan(
            source="mspdi",
            projects=(self._project(activities, default),),
            calendars=tuple(self.made.values()),
            activities=tuple(activities),
            links=links,
            headings=tuple(headings),
            options=Options(
                start_holds_linked=False,
                open_after_data_date=False,
                links_hold_started=False,
                limits_pull=self.properties.get("HonorConstraints") != "0",
                free_of_limits=True,
                limits_meet_work=True,
            ),
            notes=self.notes.all(),
        )

    def _heading(self, one: Element, below: dict[str, str]) -> Heading:
        uid = one.get("UID")
        held = tuple(self._held(one))
        return Heading(uid, one.get("Name") or uid, below.get(uid, ""), held, one.line)

    def _refuse_repeats(self, rows: list[Element]) -> None:
        seen: set[str] = set()
        for one in rows:
            uid = one.get("UID")
            if not uid or uid in seen:
                sentence = N_(
                    "第 {line} 行的任务“{name}”没有 UID，或与别的任务相同；文件已损坏，请重新导出。"
                )
                refuse(sentence, line=one.line, name=one.get("Name"))
            seen.add(uid)

    def _project_calendar(self) -> str:
        uid = self.properties.get("CalendarUID") or ""
        if uid in self.calendars.told:
            return self._calendar(uid)
        self.notes.add("calendar", N_("文件没有写明项目的日历；按周一至周五每天 8 小时排。"))
        uid = str(len(self.calendars.told) + 1)
        while uid in self.calendars.told:
            uid += "0"
        self.made[uid] = ShiftCalendar(uid, uid, (OFFICE,) * 5 + ((), ()), {}, self.day)
        return uid

    def _calendar(self, uid: str) -> str:
        if uid not in self.made:
            self.made[uid] = self.calendars.resolved(uid, self.day)
        return uid

    def _project(self, activities: list[FileActivity], default: str) -> FileProject:
        given = {
            name: moment(self.properties[name], name) if self.properties.get(name) else None
            for name in ("StartDate", "FinishDate", "StatusDate")
        }
        starts = [one.stored.start for one in activities if one.stored.start]
        start = given["StartDate"] or min(starts, default=None)
        if start is None:
            refuse(N_("文件没有项目的开始日期；请在 MS Project 的“项目信息”中填写后重新导出。"))
        backward = self.properties.get("ScheduleFromStart") == "0"
        if backward:
            self.notes.add("from-finish", N_("计划从完成日期倒排：以完成日期为要求完成日期。"))
        if given["StatusDate"]:
            sentence = N_("状态日期 {day} 照存；MS Project 不因它推后未完成的工作，这里也不推后。")
            self.notes.add("status-date", sentence, day=f"{given['StatusDate']:%Y-%m-%d}")
        return FileProject(
            id="1",
            name=self.properties.get("Title") or self.properties.get("Name") or "",
            start=start,
            calendar=default,
            data_date=given["StatusDate"],
            required=given["FinishDate"] if backward else None,
        )

    def _is_work(self, one: Element) -> bool:
        if one.get("UID") == "0" or one.get("OutlineLevel") == "0":
            return False
        if one.get("Active") == "0":
            self.outside.add(one.get("UID"))
            self.notes.add(
                "inactive",
                N_("{place} 已停用，不排，与它相接的搭接也不用。"),
                one.line,
                place=place_of(one),
            )
            return False
        return True

    def _activity(self, one: Element, heading: str, default: str) -> FileActivity:
        place = place_of(one)
        self._note_task(one, place)
        manual = one.get("Manual") == "1" or one.get("ExternalTask") == "1"
        duration = minutes_of(
            one, "ManualDuration" if one.get("ManualDuration") and manual else "Duration", place
        )
        began, ended = moment_of(one, "ActualStart", place), moment_of(one, "ActualFinish", place)
        if began and ended and ended < began:
            sentence = N_("{place} 的实际完成 {end} 早于实际开始 {start}；请在 MS Project 中更正。")
            refuse(
                sentence,
                place=place,
                end=f"{ended:%Y-%m-%d %H:%M}",
                start=f"{began:%Y-%m-%d %H:%M}",
            )
        begun = began is not None and ended is None
        at = (
            moment_of(one, "ManualStart", place) or moment_of(one, "Start", place)
            if manual
            else None
        )
        zero = duration == 0 and one.get("Milestone") == "1"
        return FileActivity(
            id=one.get("UID"),
            uid=one.get("UID"),
            name=one.get("Name") or one.get("UID"),
            project="1",
            kind=Kind.FINISH_MILESTONE if zero else Kind.TASK,
            calendar=self._calendar_of(one, place, default),
            duration=duration or 0,
            held=() if at else tuple(self._held(one)),
            actual_start=began,
            actual_finish=ended,
            remaining=minutes_of(one, "RemainingDuration", place) if begun else None,
            resume=moment_of(one, "Resume", place) if begun else None,
            fixed=None if began else at,
            heading=heading,
            line=one.line,
            stored=stored_of(one, place),
        )

    def _calendar_of(self, one: Element, place: str, default: str) -> str:
        if whole(one.get("DurationFormat") or "7", place) in ELAPSED:
            self.made[ROUND_THE_CLOCK.id] = ROUND_THE_CLOCK
            return ROUND_THE_CLOCK.id
        uid = one.get("CalendarUID")
        own = uid not in ("", "-1")
        if own and uid not in self.calendars.told:
            refuse(N_("{place} 所用的日历 {id} 不在文件里；请重新导出。"), place=place, id=uid)
        calendar = self._calendar(uid) if own else default
        if one.get("IgnoreResourceCalendar") == "1":
            return calendar
        others = self._resource_calendars(one.get("UID"), calendar)
        if not others:
            return calendar
        if len(others) == 1 and not own:
            return self._calendar(others[0])
        sentence = N_(
            "{place} 的资源各有日历，MS Project 按它们的共同班次排；这里按任务自己的日历排。"
        )
        self.notes.add("resource-calendar", sentence, one.line, place=place)
        return calendar

    def _resource_calendars(self, task: str, calendar: str) -> list[str]:
        """Calendars of the assigned resources that have other working times than ``calendar``."""
        mine = self.made[calendar]
        found: list[str] = []
        uids = {self.resources.get(one, "") for one in self.assigned.get(task, ())}
        for uid in sorted(uids & self.calendars.told.keys()):
            other = self.calendars.resolved(uid, self.day)
            if (other.week, other.exceptions) != (mine.week, mine.exceptions):
                found.append(uid)
        return found

    def _held(self, one: Element) -> Iterator[Held]:
        place = place_of(one)
        kind = one.get("ConstraintType") or "0"
        at = moment_of(one, "ConstraintDate", place)
        hard = self.properties.get("HonorConstraints") != "0"
        limit = (_LIMITS | (_HARD if hard else _SOFT)).get(kind)
        if kind == "1":
            yield Held(Limit.ALAP)
        elif limit and at:
            yield Held(limit, at)
        elif kind != "0":
            sentence = N_("{place} 的限制类型“{kind}”没有日期或无法识别，未采用。")
            self.notes.add("constraint", sentence, one.line, place=place, kind=kind[:20])
        due = moment_of(one, "Deadline", place)
        if due:
            yield Held(Limit.DEADLINE, due)

    def _note_task(self, one: Element, place: str) -> None:
        told = (
            ("external", one.get("ExternalTask") == "1"),
            ("subproject", one.get("IsSubproject") == "1"),
            ("summary", one.get("Summary") == "1"),
            ("manual", one.get("Manual") == "1"),
            ("levelling", one.get("LevelingDelay") not in ("", "0")),
            ("status", one.get("PercentComplete") == "100" and not one.get("ActualFinish")),
        )
        for code, holds in told:
            if holds:
                self.notes.add(code, _TOLD[code], one.line, place=place)


_TOLD = {
    "external": N_("{place} 是外部项目的任务，按文件所存的日期固定。"),
    "subproject": N_("{place} 是插入的子项目，其中的任务不在本文件里；按它的工期排。"),
    "summary": N_("{place} 标为摘要任务，下面却没有任务；按一般任务排。"),
    "manual": N_("{place} 是手动排定的任务，固定在它的开始日期，搭接不移动它。"),
    "levelling": N_("{place} 有资源调配延迟，未采用；它的日期可能比文件里早。"),
    "status": N_("{place} 标为完成 100%，却没有实际完成日期；按未完成排。"),
}
