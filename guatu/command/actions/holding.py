"""Taking hold of a meeting, a blocker or a visit: locked, read anew, and only if nobody was first.

Lock order: meeting or visit, then blocker, then what ``guatu.dispatches`` locks.
"""

from __future__ import annotations

from datetime import date, datetime

from guatu.command.access import refuse_others, require_verb
from guatu.command.models import Blocker, Meeting, Visit
from guatu.domain import blockers as blocker_table
from guatu.domain import meetings as meeting_table
from guatu.domain.words import N_
from guatu.journal.overtaken import overtaken
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged, as_refusal
from guatu.org.access import require
from guatu.org.models import User


def hold_meeting(
    meeting: Meeting, verb: meeting_table.Verb, *, seen: int | None = None, by: User
) -> Meeting:
    """The row, locked, in a state to which ``verb`` belongs."""
    require(by, "meeting.run", meeting)
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "task_force", "headquarters", "chair").get(pk=meeting.pk)
    if seen is not None and held.version != seen:
        raise _overtaken(held, str(held), held.get_status_display())
    with as_refusal():
        meeting_table.step(held.stage, verb)
    return held


def keep_meeting(held: Meeting, verb: meeting_table.Verb, *fields: str) -> None:
    """Write ``fields`` and go where the table leads."""
    target = meeting_table.step(held.stage, verb).target
    if target is not None:
        held.status = str(target)
    held.version += 1
    held.save(update_fields=[*fields, "status", "version"])


def hold_blocker(
    blocker: Blocker, verb: blocker_table.Verb, *, seen: int | None = None, by: User
) -> tuple[Blocker, blocker_table.Step]:
    """The row, locked, with the step that ``verb`` is in its state."""
    require_verb(by, verb, blocker)
    held = lock_blocker(blocker)
    if seen is not None and held.version != seen:
        raise _overtaken(held, held.label, held.get_status_display())
    with as_refusal():
        step = blocker_table.step(held.stage, verb)
    refuse_others(by, step.parties, verb, held)
    return held, step


def lock_blocker(blocker: Blocker) -> Blocker:
    rows = Blocker.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(
        "tenant", "project__task_force", "owner_unit", "doing_unit", "dispatch", "milestone"
    ).get(pk=blocker.pk)


def hold_visit(visit: Visit, *, seen: int | None = None, by: User) -> Visit:
    require(by, "visit.log", visit)
    rows = Visit.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "project__task_force", "leader").get(pk=visit.pk)
    if seen is not None and held.version != seen:
        raise _overtaken(held, str(held), "")
    return held


def day_of(now: datetime) -> date:
    return now.astimezone(CHINA).date()


def _overtaken(held: Meeting | Blocker | Visit, label: str, status: str) -> StateChanged:
    return overtaken(
        held.pk,
        N_("“{label}”已由 {who} 在 {at} 办理{status}，您的操作没有生效。请看最新情况后再办。"),
        label=label,
        status=f"，现为“{status}”" if status else "",
    )
