"""What needs that come too late do to the plan of a project: the breaks ahead.

Both the light and the pictures hold a step back in the same way (``Standing.works``), so the days
that a page names are those that the slack of the light has lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from guatu.domain.needs import Break, OpenNeed, breaks
from guatu.domain.schedule import (
    ActivityDates,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.choices import NeedStatus
from guatu.projects.facts import Rows
from guatu.projects.models import Project, SupportNeed
from guatu.projects.networks import Works, calendars_of, plan_of
from guatu.projects.standing import Need, Standing

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Push:
    """A step, or the whole, now ends on ``finish``: ``days`` workdays beyond what was allowed."""

    finish: date
    days: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """Each late need by itself; the steps, by code, that all of them push, and the project."""

    breaks: Mapping[UUID, Break] = field(default_factory=dict)
    pushed: Mapping[str, Push] = field(default_factory=dict)
    finish: Push | None = None


NOTHING = Outlook()


def outlook_of(project: Project, rows: Rows, today: date, calendar: WorkCalendar) -> Outlook:
    """Nothing where no need comes later than its day, or where the plan cannot be computed."""
    standing = Standing.of(project, rows)
    counted = [row for row in rows.needs if row.status != NeedStatus.NOT_NEEDED]
    late = [
        (row, need)
        for row, need in zip(counted, standing.needs, strict=True)
        if _comes_late(need, today)
    ]
    without = replace(standing, needs=()).works(today, calendar) if late else None
    if without is None:
        return NOTHING
    try:
        each = {
            row.pk: _break(standing, need, without, today, calendar)
            for row, need in late
            if need.step is not None and standing.steps[need.step].planned_finish
        }
        return _together(standing, each, without, today, calendar)
    except (ScheduleError, CalendarOutOfRange):
        return NOTHING


def comes_late(need: SupportNeed, today: date) -> bool:
    """Open, and not to be there on the day by which it is needed."""
    if not need.is_open or need.needed_by is None:
        return False
    return max(need.promised_on or need.needed_by, today) > need.needed_by


def _comes_late(need: Need, today: date) -> bool:
    expected = need.expected(today) if need.is_open(today) else None
    return expected is not None and need.needed_by is not None and expected > need.needed_by


def _break(
    standing: Standing, need: Need, without: Works, today: date, calendar: WorkCalendar
) -> Break:
    assert need.step is not None
    assert need.needed_by is not None
    alone = replace(standing, needs=(need,)).works(today, calendar) or without
    asked = OpenNeed(need.name, standing.steps[need.step].code, need.needed_by, need.promised)

    def plan(until: Mapping[str, date]) -> ProjectPlan:
        return plan_of(alone if until else without, today, calendar)

    return breaks(plan, [asked], today, *calendars_of(calendar)).each[0]


def _together(
    standing: Standing,
    each: Mapping[UUID, Break],
    without: Works,
    today: date,
    calendar: WorkCalendar,
) -> Outlook:
    if not each:
        return NOTHING
    held = standing.works(today, calendar) or without
    before, after = _dates(without, today, calendar), _dates(held, today, calendar)
    pushed = {
        code: Push(now.early_finish, days)
        for code, now in after.items()
        if (days := _beyond(_allowed(before[code]), now.early_finish, calendar))
    }
    return Outlook(each, pushed, _finish(before, after, without.required, calendar))


def _dates(works: Works, today: date, calendar: WorkCalendar) -> dict[str, ActivityDates]:
    net = build_network([plan_of(works, today, calendar)])
    return {one.id: one for one in schedule(net, calendars_of(calendar)).activities()}


def _finish(
    before: Mapping[str, ActivityDates],
    after: Mapping[str, ActivityDates],
    required: date | None,
    calendar: WorkCalendar,
) -> Push | None:
    allowed = max(one.early_finish for one in before.values())
    finish = max(one.early_finish for one in after.values())
    days = _beyond(max(allowed, required or allowed), finish, calendar)
    return Push(finish, days) if days else None


def _allowed(without: ActivityDates) -> date:
    return max(without.early_finish, without.late_finish)


def _beyond(allowed: date, finish: date, calendar: WorkCalendar) -> int:
    return max(0, calendar.workdays_between(allowed + DAY, finish + DAY))
