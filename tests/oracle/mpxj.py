"""MPXJ's two schedulers (P6 and Microsoft Project), asked with our plans.

MPXJ counts in hours: a workday is 8:00-12:00 and 13:00-17:00, so the end of Friday and the
beginning of Monday are two moments. Both sides are compared in workdays before the moment, in
the calendar of the activity; there they are one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from guatu.domain.schedule import Activity, Link, ProjectPlan
from guatu.domain.workcalendar import WorkCalendar
from tests.oracle.calendars import CALENDARS

Scheduler = Literal["P6", "MS"]

#: How far a calendar is told to MPXJ around the start of the plan.
BEHIND, AHEAD = timedelta(days=500), timedelta(days=1300)


@dataclass(frozen=True, slots=True)
class Found:
    """One activity: moments in workdays of its calendar, slack in workdays."""

    early_start: float
    early_finish: float
    late_start: float
    late_finish: float
    total_slack: float
    free_slack: float
    planned_start: float
    planned_finish: float


def constraint(one: Activity) -> tuple[str, date | None]:
    """MPXJ's name for the only date that ``one`` is held to."""
    if one.alap:
        return "AS_LATE_AS_POSSIBLE", None
    if one.snet and one.snlt:
        return "MUST_START_ON" if one.must else "START_ON", one.snet
    if one.fnet and one.fnlt:
        return "MUST_FINISH_ON" if one.must else "FINISH_ON", one.fnet
    for kind, day in (
        ("START_NO_EARLIER_THAN", one.snet),
        ("START_NO_LATER_THAN", one.snlt),
        ("FINISH_NO_EARLIER_THAN", one.fnet),
        ("FINISH_NO_LATER_THAN", one.fnlt),
    ):
        if day:
            return kind, day
    return "AS_SOON_AS_POSSIBLE", None


def missing() -> str:
    """Why MPXJ cannot run here; empty when it can."""
    if shutil.which("java") is None:
        return "no Java runtime: MPXJ oracle not run"
    if find_spec("jpype") is None or find_spec("mpxj") is None:
        return "packages mpxj and jpype1 not installed (make oracle): MPXJ oracle not run"
    return ""


class Mpxj:
    """The Java side; one for the process, made after any fork."""

    def __init__(self) -> None:
        import jpype

        import_module("mpxj")  # puts its jars on the class path
        if not jpype.isJVMStarted():
            jpype.startJVM("-Xmx1g", "-Xss64m", "-Xrs")
        self.project = jpype.JPackage("org").mpxj
        self.time = jpype.JPackage("java").time
        range_of = self.project.LocalTimeRange
        morning, noon, one, evening = (self.time.LocalTime.of(h, 0) for h in (8, 12, 13, 17))
        self.hours = (range_of(morning, noon), range_of(one, evening))

    def answer(
        self,
        plan: ProjectPlan,
        scheduler: Scheduler,
        calendars: Sequence[WorkCalendar] = CALENDARS,
    ) -> dict[str, Found]:
        """Every activity of ``plan`` as ``scheduler`` places it."""
        told = self.project.ProjectFile()
        made = [self._calendar(told, one, plan.start) for one in calendars]
        told.setDefaultCalendar(made[0])
        tasks = {one.id: self._task(told, one, made[one.calendar]) for one in plan.activities}
        for one in plan.activities:
            self._constrain(tasks[one.id], one, scheduler)
        self._link(tasks, plan.links)
        self._run(told, plan, scheduler)
        return {
            one.id: self._found(tasks[one.id], calendars[one.calendar]) for one in plan.activities
        }

    def _run(self, told: Any, plan: ProjectPlan, scheduler: Scheduler) -> None:
        properties = told.getProjectProperties()
        start = self._morning(plan.start)
        properties.setStartDate(start)
        if plan.required:
            properties.setMustFinishBy(self._evening(plan.required))
        if plan.data_date:
            properties.setStatusDate(self._morning(plan.data_date))
        if scheduler == "MS":
            self.project.cpm.MicrosoftScheduler().schedule(told, start)
        else:
            self.project.cpm.PrimaveraScheduler().schedule(told, start)

    def _calendar(self, told: Any, calendar: WorkCalendar, start: date) -> Any:
        made = told.addCalendar()
        made.setName(calendar.version)
        working, off = self.project.DayType.WORKING, self.project.DayType.NON_WORKING
        for day, worked in zip(self.time.DayOfWeek.values(), calendar.week, strict=True):
            made.setCalendarDayType(day, working if worked else off)
            self._add_hours(made.addCalendarHours(day), bool(worked))
        for day, worked in sorted(calendar.exceptions.items()):
            if start - BEHIND < day < start + AHEAD:
                self._add_hours(made.addCalendarException(self._day(day)), worked)
        return made

    def _add_hours(self, told: Any, worked: bool) -> None:
        for hours in self.hours if worked else ():
            told.add(hours)

    def _task(self, told: Any, activity: Activity, calendar: Any) -> Any:
        kinds = self.project.ActivityType
        task = told.addTask()
        task.setName(activity.id)
        task.setCalendar(calendar)
        days = activity.duration
        task.setActivityType(kinds.TASK_DEPENDENT if days else kinds.FINISH_MILESTONE)
        task.setMilestone(not days)
        task.setDuration(self._days(days))
        task.setPlannedDuration(self._days(days))
        task.setRemainingDuration(self._days(days))
        task.setActualDuration(self._days(0))
        self._progress(task, activity)
        return task

    def _progress(self, task: Any, activity: Activity) -> None:
        if activity.actual_start:
            # A milestone is reached at the end of its day.
            moment = self._morning if activity.duration else self._evening
            task.setActualStart(moment(activity.actual_start))
            left = activity.duration if activity.remaining is None else activity.remaining
            task.setActualDuration(self._days(activity.duration - left))
            task.setRemainingDuration(self._days(left))
        if activity.actual_finish:
            task.setActualFinish(self._evening(activity.actual_finish))
            task.setActualDuration(self._days(activity.duration))
            task.setRemainingDuration(self._days(0))

    def _constrain(self, task: Any, activity: Activity, scheduler: Scheduler) -> None:
        """The date of ``activity`` as a constraint of one kind; starts at 8:00, ends at 17:00."""
        kind, day = constraint(activity)
        if kind == "FINISH_NO_LATER_THAN" and scheduler == "MS":
            task.setDeadline(self._evening(day))  # Microsoft's FNLT would break links
            kind = "AS_SOON_AS_POSSIBLE"
        task.setConstraintType(getattr(self.project.ConstraintType, kind))
        if day is None or kind == "AS_SOON_AS_POSSIBLE":
            return
        whole_day = activity.duration == 0 and kind == "START_NO_LATER_THAN"
        moment = self._morning if "START" in kind and not whole_day else self._evening
        task.setConstraintDate(moment(day))

    def _link(self, tasks: dict[str, Any], links: Iterable[Link]) -> None:
        kinds = self.project.RelationType
        kind = {
            "FS": kinds.FINISH_START,
            "SS": kinds.START_START,
            "FF": kinds.FINISH_FINISH,
            "SF": kinds.START_FINISH,
        }
        for link in links:
            relation = self.project.Relation.Builder().predecessorTask(tasks[link.before])
            relation = relation.type(kind[link.type]).lag(self._days(link.lag))
            tasks[link.after].addPredecessor(relation)

    def _found(self, task: Any, calendar: WorkCalendar) -> Found:
        return Found(
            early_start=_index(task.getEarlyStart(), calendar),
            early_finish=_index(task.getEarlyFinish(), calendar),
            late_start=_index(task.getLateStart(), calendar),
            late_finish=_index(task.getLateFinish(), calendar),
            total_slack=self._in_days(task.getTotalSlack()),
            free_slack=self._in_days(task.getFreeSlack()),
            planned_start=_index(task.getStart(), calendar),
            planned_finish=_index(task.getFinish(), calendar),
        )

    def _in_days(self, slack: Any) -> float:
        hours = str(slack.getUnits().toString()) == "h"
        return float(slack.getDuration()) / (8 if hours else 1)

    def _days(self, days: int) -> Any:
        return self.project.Duration.getInstance(float(days), self.project.TimeUnit.DAYS)

    def _day(self, day: date) -> Any:
        return self.time.LocalDate.of(day.year, day.month, day.day)

    def _morning(self, day: date) -> Any:
        return self.time.LocalDateTime.of(day.year, day.month, day.day, 8, 0)

    def _evening(self, day: date) -> Any:
        return self.time.LocalDateTime.of(day.year, day.month, day.day, 17, 0)


def _index(moment: Any, calendar: WorkCalendar) -> float:
    """Workdays of ``calendar`` before ``moment``."""
    at = datetime.fromisoformat(str(moment))
    done = calendar.index(at.date())
    if not calendar.is_workday(at.date()):
        return done
    worked = at.hour + at.minute / 60 - 8
    return done + min(max(worked if worked <= 4 else max(4, worked - 1), 0), 8) / 8
