"""Taking a promise for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from datetime import datetime

from guatu.commitments.access import refuse_others, require_verb
from guatu.commitments.models import Commitment
from guatu.domain import commitments as table
from guatu.domain.commitments import RUNNING, Status, Step, Verb
from guatu.domain.words import N_
from guatu.journal.overtaken import overtaken
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged, as_refusal
from guatu.org.models import User


def take(
    commitment: Commitment, verb: Verb, *, seen: int | None, by: User
) -> tuple[Commitment, Step]:
    """The row, locked, with the step that ``verb`` is in its state.

    Raises ``Forbidden``, ``StateChanged`` when it was changed since version ``seen``, and
    ``Refusal`` when the verb does not belong to its state.
    """
    require_verb(by, verb, commitment)
    held = hold(commitment, seen=seen)
    with as_refusal():
        step = table.step(Status(held.status), verb)
    refuse_others(by, step.parties, verb, held)
    return held, step


def hold(commitment: Commitment, *, seen: int | None = None) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "post__unit", "unit").get(pk=commitment.pk)
    if seen is not None and held.version != seen:
        raise _overtaken(held)
    return held


def keep(held: Commitment, step: Step, *fields: str, now: datetime) -> None:
    """Write ``fields`` and go where the step leads; reminders run only while it is in force."""
    before, after = Status(held.status), step.leads_to(Status(held.status))
    if after not in RUNNING:
        held.remind_on = None
    elif before not in RUNNING or "due_on" in fields:
        held.remind_on = table.next_reminder(held.due_on, now.astimezone(CHINA).date())
    held.status = str(after)
    held.version += 1
    held.save(update_fields=[*fields, "status", "remind_on", "version"])


def _overtaken(held: Commitment) -> StateChanged:
    return overtaken(
        held.pk,
        N_("{label}已由 {who} 在 {at} 办理，现为“{status}”。请刷新页面后再办理。"),
        label=held.label,
        status=str(held.get_status_display()),
    )
