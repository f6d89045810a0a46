"""What a date change does, computed before it is asked for: nothing here writes.

A step that is promised for a later day pushes what waits for it along the plan in force, each
later by as many of its own days as the engine says, and the required finish with the last of
them. All other dates stay: the room that one change makes is not handed to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from guatu.domain.datechanges import FINISH, Moved
from guatu.domain.lights import Light
from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.kit.refusals import Refusal
from guatu.projects.choices import Counting
from guatu.projects.committed import FINISH_WORDS
from guatu.projects.facts import rows_of
from guatu.projects.models import Milestone, MilestoneLink, Project
from guatu.projects.networks import EVERY, OFFICE, LinkCode, calendars_of
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing, Step

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class View:
    """The project as its rules see it: forecast finish, workdays of slack, light and why."""

    forecast: date | None
    slack: int | None
    light: Light
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Effect:
    """``moved``: the committed dates that move, what was asked for first; ``also`` by code the
    steps that were promised to nobody and follow."""

    moved: tuple[Moved, ...]
    also: Mapping[str, date]
    before: View
    after: View

    @property
    def entailed(self) -> Sequence[Moved]:
        return self.moved[1:]


def effect_of(project: Project, target: str, day: date, *, now: datetime) -> Effect:
    """What follows if the milestone ``target``, or the finish, is promised for ``day``.

    Raises Refusal for a target that is not open, and where the plan cannot be computed.
    """
    rows = rows_of([project])[project.pk]
    standard = Standard.of(project.tenant, now)
    calendar = standard.calendar
    try:
        days = _days(project, rows.milestones, rows.links, target, day, calendar)
    except (ScheduleError, CalendarOutOfRange) as error:
        raise Refusal(error.sentence) from error
    moved = tuple(_moved(project, rows.milestones, target, day, days))
    promised = {one.code for one in moved}
    also = {code: on for code, on in days.items() if code not in promised}
    standing = Standing.of(project, rows)
    laid = _laid(standing, {**days}, moved, target)
    views = [_view(standard, one, project) for one in (standing, laid)]
    return Effect(moved, also, *views)


def _days(
    project: Project,
    milestones: Sequence[Milestone],
    links: Sequence[MilestoneLink],
    target: str,
    day: date,
    calendar: WorkCalendar,
) -> Mapping[str, date]:
    """By code the new planned finish of each open step that moves."""
    if target == FINISH:
        return dict.fromkeys(_last_steps(project, milestones, links), day)
    row = next((one for one in milestones if one.code == target), None)
    if row is None or row.planned_finish is None:
        raise _no_target()
    if row.actual_finish is not None:
        words = N_("节点“{name}”已于 {day} 完成，不用改期。")
        raise Refusal(say(words, name=row.name, day=row.actual_finish.isoformat()))
    if day <= row.planned_finish:
        return {}
    return {**_pushed(milestones, links, row, day, calendar), target: day}


def _no_target() -> Refusal:
    asked = say(N_("请选择要改期的节点或要求完成日期。"))
    return Refusal(asked, {"target": asked})


def _last_steps(
    project: Project, milestones: Sequence[Milestone], links: Sequence[MilestoneLink]
) -> Iterator[str]:
    """Open steps that end on the required finish and that nothing waits for."""
    followed = {link.before_id for link in links}
    for row in milestones:
        at_the_end = row.planned_finish == project.required_finish
        if at_the_end and row.actual_finish is None and row.pk not in followed:
            yield row.code


def _pushed(
    milestones: Sequence[Milestone],
    links: Sequence[MilestoneLink],
    target: Milestone,
    day: date,
    calendar: WorkCalendar,
) -> dict[str, date]:
    """What moves because ``target`` ends on ``day``: the plan run twice, with and without."""
    calendars = calendars_of(calendar)
    was = _run(milestones, links, {}, calendars)
    now = _run(milestones, links, {target.code: day}, calendars)
    found = {}
    for row in milestones:
        if row.code not in was or row.planned_finish is None or row.actual_finish is not None:
            continue
        own = calendars[_place(row)]
        later = own.workdays_between(was[row.code] + DAY, now[row.code] + DAY)
        if later > 0:
            found[row.code] = own.add_workdays(own.previous_workday(row.planned_finish), later)
    return found


def _run(
    milestones: Sequence[Milestone],
    links: Sequence[MilestoneLink],
    held: Mapping[str, date],
    calendars: Sequence[WorkCalendar],
) -> Mapping[str, date]:
    """Early finishes where no step begins before it is planned to, and some end on ``held``."""
    rows = {row.pk: row for row in milestones if row.planned_start and row.planned_finish}
    first = min(row.planned_start for row in rows.values() if row.planned_start)
    plan = ProjectPlan(
        id="plan",
        start=first,
        activities=[
            Activity(
                row.code,
                row.name,
                row.duration,
                _place(row),
                snet=row.planned_start if row.duration else None,
                fnet=held.get(row.code) or (None if row.duration else row.planned_finish),
            )
            for row in rows.values()
        ],
        links=[
            Link(rows[k.before_id].code, rows[k.after_id].code, cast(LinkCode, k.type), k.lag)
            for k in links
            if k.before_id in rows and k.after_id in rows
        ],
    )
    found = schedule(build_network([plan]), calendars)
    return {one.id: one.early_finish for one in found.activities()}


def _place(row: Milestone) -> int:
    return EVERY if row.counting == Counting.DAYS else OFFICE


def _moved(
    project: Project,
    milestones: Sequence[Milestone],
    target: str,
    day: date,
    days: Mapping[str, date],
) -> Iterator[Moved]:
    """What was asked for first, then in the order of the new days, the finish last."""
    if target == FINISH and project.required_finish is None:
        raise _no_target()
    rows = [m for m in milestones if m.committed and m.code in days and m.planned_finish]
    found = [
        Moved(m.code, m.name, m.planned_finish, days[m.code])
        for m in rows
        if m.planned_finish and days[m.code] > m.planned_finish
    ]
    if project.required_finish:
        last = day if target == FINISH else max(days.values(), default=project.required_finish)
        if last > project.required_finish:
            found.append(Moved(FINISH, FINISH_WORDS, project.required_finish, last))
    yield from sorted(
        found, key=lambda m: (m.code != target, m.code == FINISH, m.after or date.max)
    )


def _laid(
    standing: Standing, days: Mapping[str, date], moved: Sequence[Moved], target: str
) -> Standing:
    """The document of the project as it would be once the change was approved."""
    finish = next((m.after for m in moved if m.code == FINISH), standing.facts.required_finish)
    steps = tuple(_step(step, days, target) for step in standing.steps)
    return replace(standing, facts=replace(standing.facts, required_finish=finish), steps=steps)


def _step(step: Step, days: Mapping[str, date], target: str) -> Step:
    """The step that was asked for is taken to need all the time until its new day."""
    after = days.get(step.code)
    if after is None:
        return step
    kept = step._replace(planned_finish=after)
    if step.code != target or (step.forecast is not None and step.forecast >= after):
        return kept
    return kept._replace(forecast=after)


def _view(standard: Standard, standing: Standing, project: Project) -> View:
    judged = standard.judged(standing, project.pk)
    headline = judged.glance.headline
    return View(judged.reach.finish, judged.reach.slack, judged.glance.light, headline.sentence)
