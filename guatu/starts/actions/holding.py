"""Taking an event for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from guatu.domain import starts
from guatu.domain.starts import Status, Verb
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.overtaken import overtaken
from guatu.kit.refusals import StateChanged, as_refusal
from guatu.kit.typed import line_of
from guatu.org.models import User
from guatu.starts.access import require_verb
from guatu.starts.models import StartEvent


def take(event: StartEvent, verb: Verb, *, seen: int | None, by: User) -> StartEvent:
    """The event, locked during the turn, in a state to which ``verb`` belongs.

    Raises ``Forbidden``, ``StateChanged`` when it was changed since version ``seen``, and
    ``Refusal`` when the verb does not belong to its state.
    """
    require_verb(by, verb, event)
    held = lock(event)
    if seen is not None and held.version != seen:
        raise _overtaken(held)
    with as_refusal():
        starts.step(Status(held.status), verb)
    require_verb(by, verb, held)
    return held


def take_to_edit(
    event: StartEvent, reason: str, *, seen: int | None, by: User
) -> tuple[StartEvent, str]:
    """For a change of what it says: freely while it is prepared, with a reason once it was held.

    Returns the event and the reason, empty while none is needed.
    """
    verb = Verb.CORRECT if event.is_past else Verb.CHANGE
    held = take(event, verb, seen=seen, by=by)
    if verb is Verb.CHANGE:
        return held, ""
    return held, line_of(reason, say(N_("活动已举行，更正要写明原因和依据。")))


def lock(event: StartEvent) -> StartEvent:
    journal.await_turn(event.tenant_id)
    rows = StartEvent.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("tenant", "host_unit").get(pk=event.pk)


def lead_on(held: StartEvent, verb: Verb, *fields: str) -> None:
    """Write where the step leads and what else was changed."""
    held.status = str(starts.step(Status(held.status), verb).leads_to(Status(held.status)))
    keep(held, "status", *fields)


def keep(held: StartEvent, *fields: str) -> None:
    held.version += 1
    held.save(update_fields=[*fields, "version"])


def _overtaken(held: StartEvent) -> StateChanged:
    return overtaken(
        held.pk,
        N_("“{label}”刚由 {who} 在 {at} 改过，您的改动没有保存。请看最新的内容后再办。"),
        label=str(held),
    )
