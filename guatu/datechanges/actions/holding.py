"""Taking a request for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from guatu.datechanges.access import require_verb
from guatu.datechanges.models import DateChange, PlanPause
from guatu.domain import datechanges as table
from guatu.domain.datechanges import Status, Verb
from guatu.domain.words import N_
from guatu.journal.overtaken import overtaken
from guatu.kit.refusals import StateChanged, as_refusal
from guatu.org.models import User
from guatu.projects.actions.holding import hold

Asked = TypeVar("Asked", DateChange, PlanPause)


def take(asked: Asked, verb: Verb, *, seen: int | None, by: User) -> Asked:
    """The request, locked after its project, in a state in which ``verb`` belongs to it.

    Raises ``Forbidden``, ``StateChanged`` when it was changed since version ``seen``, and
    ``Refusal`` when the verb does not belong to its state.
    """
    require_verb(by, verb, asked)
    project = hold(asked.project)
    held = lock(asked)
    held.project = project
    if seen is not None and held.version != seen:
        raise _overtaken(held)
    with as_refusal():
        table.step(Status(held.status), verb)
    require_verb(by, verb, held)
    return held


def lock(asked: Asked) -> Asked:
    """The row, locked; its project must be held already."""
    rows = type(asked)._default_manager.select_for_update(of=("self",))
    held: Asked = rows.select_related("asked_by", "tenant").get(pk=asked.pk)
    return held


def decide(
    held: Asked, verb: Verb, *fields: str, answer: str = "", by: User, now: datetime
) -> None:
    """Write where the step leads, who took it and what he said."""
    held.status = str(table.step(Status(held.status), verb).leads_to(Status(held.status)))
    held.decided_by, held.decided_at, held.answer = by, now, answer
    held.version += 1
    held.save(update_fields=[*fields, "status", "decided_by", "decided_at", "answer", "version"])


def _overtaken(held: DateChange | PlanPause) -> StateChanged:
    return overtaken(
        held.pk,
        N_("{label}已由 {who} 在 {at} 办理，现为“{status}”。请刷新页面后再办理。"),
        label=str(held),
        status=str(held.get_status_display()),
    )
