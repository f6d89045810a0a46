"""Taking a request for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from guatu.datechanges.access import require_verb
from guatu.datechanges.models import DateChange, PlanPause
from guatu.domain import datechanges as table
from guatu.domain.datechanges import Status, Verb
from guatu.domain.statetables import NotNow
from guatu.domain.words import Sentence, say
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
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
        raise StateChanged(_overtaken(held))
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


@contextmanager
def as_refusal() -> Iterator[None]:
    """What the table cannot do now is a refusal of the act."""
    try:
        yield
    except NotNow as not_now:
        raise Refusal(not_now.sentence) from not_now


def reason_of(text: str, asked: Sentence, *, field: str = "reason", most: int = 300) -> str:
    """``text`` without blanks around; ``Refusal`` when there is none or too much of it."""
    said = text.strip()
    if not said:
        raise Refusal(asked, {field: asked})
    if len(said) > most:
        long = say("超过 {most} 个字，请写得短一些。", most=most)
        raise Refusal(long, {field: long})
    return said


def _overtaken(held: DateChange | PlanPause) -> Sentence:
    event = latest(held.pk)
    return say(
        "{label}已由 {who} 在 {at} 办理，现为“{status}”。请刷新页面后再办理。",
        label=str(held),
        who=event.actor_name if event else "",
        at=event.at.astimezone(CHINA).strftime("%m-%d %H:%M") if event else "",
        status=str(held.get_status_display()),
    )
