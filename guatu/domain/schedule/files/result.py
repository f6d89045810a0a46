"""What was found for a plan of a file: moments for machines, days and workdays for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from guatu.domain.schedule.files.model import FileActivity, FilePlan, Note

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """One activity: moments to the minute, slack in minutes of work.

    ``start`` and ``finish`` are the plan: early, or late where it is to be as late as possible.
    ``opens`` tells of a milestone that it lies at the beginning of the work that follows it, not
    at the end of what is done before. ``driver`` is the id of the predecessor that fixes the
    early start. ``day`` is how many minutes are a workday of its calendar.
    """

    activity: FileActivity
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    start: datetime
    finish: datetime
    total_slack: int
    free_slack: int
    critical: bool
    opens: bool
    driver: str | None
    day: int

    def days(self, start: datetime, finish: datetime) -> tuple[date, date]:
        """First and last day worked between two of its moments; one day for a milestone."""
        if finish > start:
            return start.date(), last_day(finish)
        only = finish.date() if self.opens else last_day(finish)
        return only, only

    @property
    def slack_days(self) -> int:
        """Whole workdays of total slack, rounded down: half a day short is short."""
        return self.total_slack // self.day


@dataclass(frozen=True, slots=True)
class ProjectEnd:
    """When a project ends, the moment it is held to, and by how many workdays it is short."""

    id: str
    name: str
    finish: datetime | None
    required: datetime | None
    short_by: int


@dataclass(frozen=True, slots=True)
class FileSchedule:
    """``activities`` in the order of the file; ``notes`` of reading and of placing.

    ``worked_before`` counts the minutes of work of a calendar before a moment.
    """

    plan: FilePlan
    activities: tuple[Placed, ...]
    projects: tuple[ProjectEnd, ...]
    notes: tuple[Note, ...]
    worked_before: Callable[[str, datetime], int] = field(compare=False, repr=False)


def last_day(end: datetime) -> date:
    """The day whose work ends at ``end``."""
    return (end - _MINUTE).date()


def answer(found: FileSchedule) -> dict[str, Any]:
    """The same values as for a plan in JSON, with what is not kept in ``notes``.

    Several projects in one file are answered together: ``project`` tells them apart, ``projects``
    has the end of each.
    """
    several = len(found.projects) > 1
    ends = [one.finish for one in found.projects if one.finish]
    dues = [one.required for one in found.projects if one.required]
    told: dict[str, Any] = {
        "activities": [_activity(one, several) for one in found.activities],
        "finish": last_day(max(ends)).isoformat() if ends else None,
        "required_finish": last_day(max(dues)).isoformat() if dues else None,
        "short_by": max(one.short_by for one in found.projects),
        "notes": [
            {"code": one.code, "line": one.line, "text": str(one.sentence)} for one in found.notes
        ],
    }
    if several:
        told["projects"] = [_project(one) for one in found.projects]
    return told


def _activity(one: Placed, several: bool) -> dict[str, Any]:
    early = one.days(one.early_start, one.early_finish)
    late = one.days(one.late_start, one.late_finish)
    project = {"project": one.activity.project} if several else {}
    return {
        "id": one.activity.id,
        "early_start": early[0].isoformat(),
        "early_finish": early[1].isoformat(),
        "late_start": late[0].isoformat(),
        "late_finish": late[1].isoformat(),
        "total_slack": one.slack_days,
        "free_slack": one.free_slack // one.day,
        "critical": one.critical,
        "driver": one.driver,
        "uid": one.activity.uid,
        "name": one.activity.name,
        **project,
    }


def _project(one: ProjectEnd) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "finish": last_day(one.finish).isoformat() if one.finish else None,
        "required_finish": last_day(one.required).isoformat() if one.required else None,
        "short_by": one.short_by,
    }
