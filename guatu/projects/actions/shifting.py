"""Moving committed dates as a request was granted; all other dates of the plan stay.

The second of the two ways to another plan: ``accept_plan`` computes every date anew from the
finish, this one moves only what was asked for and what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from guatu.domain.datechanges import FINISH, Grant, Moved
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.journal import actions as journal
from guatu.kit.bulk import update_rows
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.deriving import derive_needs
from guatu.projects.actions.holding import hold
from guatu.projects.choices import BaselineKind, Counting
from guatu.projects.models import Baseline, Milestone, Project
from guatu.projects.networks import EVERY, OFFICE, calendars_of
from guatu.projects.patrol import recheck
from guatu.projects.sealing import seal_of
from guatu.workdays.queries import calendar_in_force


@transaction.atomic
def shift_dates(
    project: Project,
    moved: Sequence[Moved],
    also: Mapping[str, date],
    *,
    grant: Grant,
    by: User,
    now: datetime,
) -> Baseline:
    """Move the open milestones named in ``moved`` and, by code, in ``also``.

    ``also`` are steps that were promised to nobody and follow. A start moves by as many days of
    its step as the finish does. The plan that results is the next baseline.
    """
    held = hold(project)
    require(by, "plan.shift", held)
    there = list(held.milestones.select_for_update(of=("self",)))
    days = {one.code: one.after for one in moved if one.after and one.code != FINISH}
    _refuse_stale(there, moved)
    try:
        rows = _shift(there, {**also, **days}, calendar_in_force())
    except CalendarOutOfRange as error:
        raise Refusal(error.sentence) from error
    required = next((m.after for m in moved if m.code == FINISH and m.after), held.required_finish)
    if required is None:
        raise Refusal(say(N_("“{name}”还没有计划，请先倒排工期。"), name=held.name))
    update_rows(rows, ["planned_start", "planned_finish"])
    before = held.required_finish
    baseline = _next_baseline(held, there, required, grant, by, now)
    held.required_finish, held.replans = required, baseline.number
    held.version += 1
    held.save(update_fields=["required_finish", "replans", "version"])
    derive_needs(held, calendar_in_force())
    journal.record(
        "plan.replanned",
        held,
        by=by,
        at=now,
        number=baseline.number,
        reason=baseline.reason,
        finish=required,
        count=len(there),
        changes={} if before == required else {"required_finish": [before, required]},
        moved=[one.code for one in moved],
        seal=seal_of(baseline),
    )
    recheck([held], now=now)
    return baseline


def _refuse_stale(there: Sequence[Milestone], moved: Sequence[Moved]) -> None:
    """What was done meanwhile has no date to move any more."""
    rows = {row.code: row for row in there}
    for one in moved:
        row = rows.get(one.code)
        if one.code == FINISH:
            continue
        if row is None or row.actual_finish is not None:
            words = N_("节点“{name}”已完成或已不在计划里，不能再改期；请撤回后重新申请。")
            raise Refusal(say(words, name=one.name))


def _shift(
    there: Sequence[Milestone], days: Mapping[str, date], calendar: WorkCalendar
) -> list[Milestone]:
    calendars = calendars_of(calendar)
    rows = []
    for row in there:
        after = days.get(row.code)
        if after is None or row.actual_finish is not None or row.planned_finish is None:
            continue
        own = calendars[EVERY if row.counting == Counting.DAYS else OFFICE]
        if row.planned_start is not None and row.actual_start is None:
            by = own.workdays_between(row.planned_finish, after)
            row.planned_start = own.add_workdays(row.planned_start, by)
        row.planned_finish = after
        rows.append(row)
    return rows


def _next_baseline(
    project: Project,
    there: Sequence[Milestone],
    required: date,
    grant: Grant,
    by: User,
    now: datetime,
) -> Baseline:
    baseline = Baseline(
        project=project,
        number=project.baselines.count(),
        kind=BaselineKind.APPROVED,
        required_finish=required,
        dates={m.code: [str(m.planned_start), str(m.planned_finish)] for m in there},
        reason=grant.words[:300],
        approved_at=now,
        approved_by=by,
    )
    baseline.save(force_insert=True)
    return baseline
