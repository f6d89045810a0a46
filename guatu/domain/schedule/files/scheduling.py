"""``place``: every activity of a file with its dates and slack."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from guatu.domain.schedule.axis import Line
from guatu.domain.schedule.files.model import FileActivity, FilePlan, Kind
from guatu.domain.schedule.files.noting import Notes
from guatu.domain.schedule.files.placing import Run, run
from guatu.domain.schedule.files.result import FileSchedule, Placed, ProjectEnd
from guatu.domain.schedule.files.spans import Span, spans
from guatu.domain.schedule.network import NONE
from guatu.domain.schedule.passes import Work

_SPANS = (Kind.SPANNING, Kind.SUMMARY)


def place(plan: FilePlan) -> FileSchedule:
    """Early and late dates of ``plan`` as its own planner counts; raises ScheduleError."""
    notes = Notes()
    found = run(plan, notes)
    rows = _Rows(plan, found)
    by_uid = {one.uid: rows.work(one) for one in plan.activities if one.uid in found.place}
    for span in spans(plan, found):
        by_uid[span.activity.uid] = rows.span(span)
    return FileSchedule(
        plan=plan,
        activities=tuple(by_uid[one.uid] for one in plan.activities),
        projects=tuple(_end(plan, one.id, by_uid.values()) for one in plan.projects),
        notes=(*plan.notes, *notes.all()),
        worked_before=lambda id, at: found.lines[id].before(found.axis.at(at)),
    )


class _Rows:
    """From instants of a run to moments."""

    def __init__(self, plan: FilePlan, found: Run) -> None:
        self.found, self.slack_of = found, plan.options.slack_of
        self.days = {one.id: one.day for one in plan.calendars}
        self.names = {one.uid: one.id for one in plan.activities}
        self.limits = _limits(plan, found)

    def work(self, one: FileActivity) -> Placed:
        found, work = self.found, self.found.work
        i = found.place[one.uid]
        line = found.lines[one.calendar]
        opens = self._opens(one, line, work.ef[i])
        late_opens = opens and work.late_by[i] != NONE
        early = self._moments(work, i, line, work.es[i], work.ef[i], opens)
        late = self._moments(work, i, line, work.ls[i], work.lf[i], late_opens)
        plan = self._moments(work, i, line, found.planned.es[i], found.planned.ef[i], opens)
        slack = self._slack(i, line)
        done = work.act_f[i] != NONE
        driver = found.driver(one.uid)
        return Placed(
            activity=one,
            early_start=early[0],
            early_finish=early[1],
            late_start=late[0],
            late_finish=late[1],
            start=plan[0],
            finish=plan[1],
            total_slack=slack,
            free_slack=found.free[i],
            critical=not done and found.total[i] <= self.limits[one.project],
            opens=opens,
            driver=self.names[driver] if driver else None,
            day=self.days[one.calendar],
        )

    def span(self, span: Span) -> Placed:
        moment = self.found.axis.moment
        start, finish = moment(span.early[0]), moment(span.early[1])
        line = self.found.lines[span.activity.calendar]
        done = span.activity.actual_finish is not None
        from_start, from_finish = (
            line.before(late) - line.before(early)
            for early, late in zip(span.early, span.late, strict=True)
        )
        slack = 0 if done else self._told_slack(from_start, from_finish)
        return Placed(
            activity=span.activity,
            early_start=start,
            early_finish=finish,
            late_start=moment(span.late[0]),
            late_finish=moment(span.late[1]),
            start=start,
            finish=finish,
            total_slack=slack,
            free_slack=0,
            critical=False,
            opens=False,
            driver=None,
            day=self.days[span.activity.calendar],
        )

    def _opens(self, one: FileActivity, line: Line, x: int) -> bool:
        return one.kind is Kind.START_MILESTONE or not line.is_workday(x - 1)

    def _moments(
        self, work: Work, i: int, line: Line, start: int, end: int, opens: bool
    ) -> tuple[datetime, datetime]:
        moment = self.found.axis.moment
        if work.act_f[i] != NONE:
            return moment(start), moment(end)
        if start < end:
            # Work that waits for another's end over a night or days off was done before them.
            return moment(start), moment(max(start, line.end_of(line.before(end))))
        only = line.start_from(end) if opens else line.end_of(line.before(end))
        return moment(only), moment(only)

    def _slack(self, i: int, line: Line) -> int:
        """Total slack as the other planner tells it."""
        work, from_finish = self.found.work, self.found.total[i]
        if work.act_f[i] != NONE or self.slack_of == "finish":
            return from_finish
        from_start = line.before(work.late_resume[i]) - line.before(work.resume[i])
        return self._told_slack(from_start, from_finish)

    def _told_slack(self, from_start: int, from_finish: int) -> int:
        if self.slack_of == "least":
            return min(from_start, from_finish)
        return from_start if self.slack_of == "start" else from_finish


def _limits(plan: FilePlan, found: Run) -> dict[str, int]:
    """The slack up to which an activity is critical: none, or the least of its project."""
    slack: dict[str, list[int]] = {one.id: [] for one in plan.projects}
    for one in plan.activities:
        i = found.place.get(one.uid)
        if i is not None and found.work.act_f[i] == NONE:
            slack[one.project].append(found.total[i])
    return {id: max(0, min(held, default=0)) for id, held in slack.items()}


def _end(plan: FilePlan, id: str, placed: Iterable[Placed]) -> ProjectEnd:
    project = next(one for one in plan.projects if one.id == id)
    mine = [one for one in placed if one.activity.project == id]
    work = [one for one in mine if one.activity.kind not in _SPANS] or mine
    open_work = [one.slack_days for one in work if not one.activity.actual_finish]
    short = max(0, -min(open_work, default=0)) if project.required else 0
    finish = max((one.early_finish for one in work), default=None)
    return ProjectEnd(id, project.name, finish, project.required, short)
