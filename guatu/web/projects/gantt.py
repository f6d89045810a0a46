"""The progress chart of a project as the Gantt library reads it (see the README of the pages)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.domain.schedule import ActivityDates
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.outlook import Outlook
from guatu.projects.queries.detail import MilestoneRow, Plan
from guatu.projects.trial import Course
from guatu.web.projects.calendars import days_off

#: Days off are drawn where days are; further out nobody can tell them apart.
FURTHEST = timedelta(days=800)


def chart_of(
    plan: Plan,
    outlook: Outlook,
    course: Course | None,
    calendar: WorkCalendar,
    today: date,
) -> dict[str, Any] | None:
    """None while no milestone has a date. What late needs push is drawn up to where it ends.

    ``course`` is how the open plan runs from today on: where it is known, the forecast, the slack
    and the critical chain are those of today, not those of the day on which the plan was adopted.
    """
    rows = [row for row in plan.milestones if row.planned]
    if not rows:
        return None
    first, last = _span(rows, outlook, course, today)
    off = days_off(calendar, first, min(last, first + FURTHEST))
    shown = {row.pk for row in rows}
    return {
        "today": today.isoformat(),
        "locale": "en" if get_language() == "en" else "cn",
        "offdays": [day.isoformat() for day in off],
        "tasks": [_task(row, outlook, course, calendar, today) for row in rows],
        "links": [
            {"from": str(link.before), "to": str(link.after), "kind": link.type}
            for link in plan.links
            if link.before in shown and link.after in shown
        ],
        "words": {
            "name": _("节点"),
            "start": _("开始"),
            "finish": _("完成"),
            "plan": _("计划"),
            "baseline": _("原计划"),
            "actual": _("实际"),
            "forecast": _("预计"),
            "float": _("可推迟到"),
            "tried": _("试排"),
            "pushed": _("要素未落实，推后到"),
            "today": _("今天"),
            "label": _("{name}，计划 {start} 至 {finish}"),
            "trying": _("正在试算"),
            "lost": _("没有连上服务器，试排没有结果；请再试一次。"),
            "quarter": _("{n}季"),
        },
    }


def _task(
    row: MilestoneRow,
    outlook: Outlook,
    course: Course | None,
    calendar: WorkCalendar,
    today: date,
) -> dict[str, Any]:
    assert row.planned
    runs = course.dates.get(row.code) if course and not row.actual_finish else None
    push = outlook.pushed.get(row.code)
    start, finish = row.planned
    if row.actual_finish:
        start, finish = _done_from(row, start, calendar), row.actual_finish
    return {
        "id": str(row.pk),
        "code": row.code,
        "name": row.name,
        "parent": None,
        "kind": "milestone" if row.duration == 0 else "task",
        "start": start.isoformat(),
        "finish": finish.isoformat(),
        "done": 1 if row.actual_finish else 0,
        "baseline": [day.isoformat() for day in row.original] if row.original else None,
        "actual": _begun(row),
        "forecast": _span_of(runs.early_start, runs.early_finish) if runs else None,
        "float": _slack_of(runs) if runs else None,
        "critical": runs.critical if runs else row.critical and not row.actual_finish,
        "promised": row.committed,
        "pushed": [finish.isoformat(), push.finish.isoformat()] if push else None,
        "broken": _waited_for(row, outlook),
        "note": _note(row, outlook, today),
    }


def _span_of(first: date, last: date) -> list[str]:
    return [first.isoformat(), last.isoformat()]


def _slack_of(runs: ActivityDates) -> list[str] | None:
    """From the day after the earliest finish to the latest one."""
    if runs.late_finish <= runs.early_finish:
        return None
    return _span_of(runs.early_finish + timedelta(days=1), runs.late_finish)


def _done_from(row: MilestoneRow, planned: date, calendar: WorkCalendar) -> date:
    """The first day of done work: the recorded one, else the planned one.

    Work done before it was to begin is taken to have lasted its planned duration.
    """
    assert row.actual_finish
    if row.actual_start or planned <= row.actual_finish:
        return row.actual_start or planned
    if row.duration <= 1:
        return row.actual_finish
    try:
        return calendar.add_workdays(row.actual_finish, 1 - row.duration)
    except CalendarOutOfRange:
        return row.actual_finish


def _begun(row: MilestoneRow) -> list[str | None] | None:
    """Work that has begun and is not done; done work is the dark bar itself."""
    if row.actual_start is None or row.actual_finish:
        return None
    return [row.actual_start.isoformat(), None]


def _waited_for(row: MilestoneRow, outlook: Outlook) -> str:
    """The late needs that the step itself waits for: ``供地、供电``."""
    broken = (one for one in outlook.breaks.values() if one.need.step == row.code)
    return "、".join(one.need.name for one in broken if one.step_days)


def _note(row: MilestoneRow, outlook: Outlook, today: date) -> str:
    assert row.planned
    finish = row.planned[1]
    push, waits = outlook.pushed.get(row.code), _waited_for(row, outlook)
    if push and waits:
        said = {"needs": waits, "days": push.days}
        return _("因%(needs)s推迟 %(days)s 个工作日") % said
    if row.actual_finish:
        late = (row.actual_finish - finish).days
        return _("迟 %(days)s 天完成") % {"days": late} if late > 0 else ""
    if row.overdue:
        return _("已过 %(days)s 天未完成") % {"days": (today - finish).days}
    if row.forecast and row.forecast > finish:
        return _("预计 %(day)s，迟 %(days)s 天") % {
            "day": row.forecast.isoformat(),
            "days": (row.forecast - finish).days,
        }
    if push and outlook.finish and push.finish == outlook.finish.finish:
        return _("竣工随之推迟 %(days)s 个工作日") % {"days": outlook.finish.days}
    return ""


def _span(
    rows: list[MilestoneRow], outlook: Outlook, course: Course | None, today: date
) -> tuple[date, date]:
    starts = [row.planned[0] for row in rows if row.planned]
    ends = [row.planned[1] for row in rows if row.planned]
    pushed = [push.finish for push in outlook.pushed.values()]
    runs = [course.finish] if course else []
    return min(*starts, today), max(*ends, *pushed, *runs, today)
