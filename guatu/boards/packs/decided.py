"""What the last meeting decided, against what became of it: computed, never asked."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from guatu.boards.packs.facts import Promise
from guatu.command.models import Decision, Meeting
from guatu.dispatches.choices import DispatchStatus
from guatu.domain.dayclear import Known
from guatu.domain.worklists.promises import Outcome, outcome_of
from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.models import Project


def promises_of(
    user: User, meeting: Meeting | None, day: date, among: QuerySet[Project] | None = None
) -> list[Promise]:
    """In the order of the minutes, as seen at the end of ``day``; ``among`` leaves out what
    concerns other projects."""
    if meeting is None:
        return []
    rows = Decision.objects.visible_to(user).filter(item__meeting=meeting)
    if among is not None:
        rows = rows.filter(item__project__in=among.order_by().values("pk"))
    rows = rows.select_related("item__project", "unit", "dispatch")
    ordered = rows.order_by("item__serial", "made_at", "serial", "id")
    return [_promise(row, day) for row in ordered]


def _promise(row: Decision, day: date) -> Promise:
    known = _known(row)
    outcome = outcome_of(known.due_on, known, day) if known else None
    assert row.item is not None, "a decision of a meeting"
    return Promise(
        words=row.words,
        project=row.item.project,
        unit=row.unit.label if row.unit else "",
        due_on=row.due_on,
        number=row.dispatch.number if row.dispatch else "",
        outcome=outcome,
        done_on=known.done_on if known else None,
        days_late=_days_late(known, outcome, day) if known and outcome else 0,
        reason=row.reason,
    )


def _known(row: Decision) -> Known | None:
    """None where nobody was asked for anything."""
    dispatch, due = row.dispatch, row.due_on
    if dispatch is None or due is None:
        return None
    done = dispatch.completed_at or dispatch.signed_off_at
    moved = dispatch.due_on if dispatch.due_on and dispatch.due_on > due else None
    withdrawn = dispatch.status == DispatchStatus.WITHDRAWN
    return Known(due, done.astimezone(CHINA).date() if done else None, moved, released=withdrawn)


def _days_late(known: Known, outcome: Outcome, day: date) -> int:
    if outcome not in (Outcome.LATE, Outcome.BROKEN):
        return 0
    return max(0, ((known.done_on or day) - known.due_on).days)
