"""A random plan as the file that ``guatu schedule`` reads."""

from __future__ import annotations

from typing import Any

from guatu.domain.schedule import Activity, ProjectPlan
from guatu.domain.workcalendar import WorkCalendar
from tests.oracle.calendars import CALENDARS, CHINA
from tests.oracle.mpxj import constraint

NAMES = ("china", "six", "daily")


def written(plan: ProjectPlan) -> dict[str, Any]:
    """``plan`` in the words of the file; of its calendars only ``china`` is built in."""
    own = zip(NAMES[1:], CALENDARS[1:], strict=True)
    return {
        "start": plan.start.isoformat(),
        "data_date": plan.data_date and plan.data_date.isoformat(),
        "required_finish": plan.required and plan.required.isoformat(),
        "calendars": {name: _calendar(one) for name, one in own},
        "default_calendar": "china",
        "activities": [_activity(one) for one in plan.activities],
        "links": [
            {"from": one.before, "to": one.after, "type": one.type, "lag": one.lag}
            for one in plan.links
        ],
    }


def _calendar(calendar: WorkCalendar) -> dict[str, Any]:
    exceptions = {
        day.isoformat(): int(worked)
        for day, worked in calendar.exceptions.items()
        if CHINA.first <= day <= CHINA.last
    }
    return {"week": list(calendar.week), "exceptions": exceptions}


def _activity(one: Activity) -> dict[str, Any]:
    return {
        "id": one.id,
        "duration": one.duration,
        "calendar": NAMES[one.calendar],
        "constraint": _constraint(one),
        "actual_start": one.actual_start and one.actual_start.isoformat(),
        "actual_finish": one.actual_finish and one.actual_finish.isoformat(),
        "remaining": one.remaining,
    }


def _constraint(one: Activity) -> dict[str, str] | None:
    kind, day = constraint(one)
    names = {
        "START_NO_EARLIER_THAN": "snet",
        "START_NO_LATER_THAN": "snlt",
        "FINISH_NO_EARLIER_THAN": "fnet",
        "FINISH_NO_LATER_THAN": "fnlt",
        "START_ON": "start_on",
        "FINISH_ON": "finish_on",
        "MUST_START_ON": "must_start_on",
        "MUST_FINISH_ON": "must_finish_on",
    }
    return {"kind": names[kind], "date": day.isoformat()} if day else None
