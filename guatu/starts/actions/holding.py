"""Taking an event for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from guatu.domain import starts
from guatu.domain.starts import Status, Verb
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.models import User
from guatu.starts.access import require_verb
from guatu.starts.models import WORDS, StartEvent


def take(event: StartEvent, verb: Verb, *, seen: int | None, by: User) -> StartEvent:
    """The event, locked during the turn, in a state to which ``verb`` belongs.

    Raises ``Forbidden``, ``StateChanged`` when it was changed since version ``seen``, and
    ``Refusal`` when the verb does not belong to its state.
    """
    require_verb(by, verb, event)
    held = lock(event)
    if seen is not None and held.version != seen:
        raise StateChanged(_overtaken(held))
    try:
        starts.step(Status(held.status), verb)
    except NotNow as not_now:
        raise Refusal(not_now.sentence) from not_now
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
    return held, reason_of(reason, say(N_("活动已举行，更正要写明原因和依据。")))


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


def reason_of(text: str, asked: Sentence) -> str:
    """``text`` without idle blanks; ``Refusal`` with ``asked`` when empty, or when too long."""
    said = " ".join(text.replace("\0", "").split())
    if not said:
        raise Refusal(asked, {"reason": asked})
    if len(said) > WORDS:
        long = say(N_("最多 {n} 个字，请精简。"), n=WORDS)
        raise Refusal(long, {"reason": long})
    return said


def _overtaken(held: StartEvent) -> Sentence:
    event = latest(held.pk)
    return say(
        N_("“{label}”刚由 {who} 在 {at} 改过，您的改动没有保存。请看最新的内容后再办。"),
        label=str(held),
        who=event.actor_name if event else "",
        at=event.at.astimezone(CHINA).strftime("%m-%d %H:%M") if event else "",
    )
