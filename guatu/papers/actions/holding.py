"""Taking hold of a paper: locked, read anew, and only if nobody was first."""

from __future__ import annotations

from guatu.domain.papers import states
from guatu.domain.papers.states import Verb
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import User
from guatu.papers.models import Paper, PaperTemplate

ACTS = {
    Verb.EDIT: "paper.write",
    Verb.APPROVE: "paper.approve",
    Verb.RETURN: "paper.approve",
    Verb.ISSUE: "paper.issue",
    Verb.WITHDRAW: "paper.issue",
}


def hold(paper: Paper, verb: Verb, *, seen: int | None, by: User) -> Paper:
    """The row, locked, in a state to which ``verb`` belongs."""
    require(by, ACTS[verb], paper)
    rows = Paper.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant").get(pk=paper.pk)
    if seen is not None and held.version != seen:
        raise StateChanged(_overtaken(held, str(held.get_status_display())))
    try:
        states.step(held.stage, verb)
    except NotNow as error:
        raise Refusal(error.sentence) from error
    require(by, ACTS[verb], held)
    return held


def keep(held: Paper, verb: Verb, *fields: str) -> None:
    """Write ``fields`` and go where the table leads."""
    held.status = str(states.step(held.stage, verb).leads_to(held.stage))
    held.version += 1
    held.save(update_fields=[*fields, "status", "version"])


def reason_of(text: str, asked: Sentence) -> str:
    """``text`` without blanks around; ``Refusal`` when there is none or too much of it."""
    said = text.strip()
    if not said:
        raise Refusal(asked, {"reason": asked})
    if len(said) > 300:
        long = say(N_("超过 {most} 个字，请写得短一些。"), most=300)
        raise Refusal(long, {"reason": long})
    return said


def overtaken_template(held: PaperTemplate) -> StateChanged:
    return StateChanged(_overtaken(held, ""))


def _overtaken(held: Paper | PaperTemplate, status: str) -> Sentence:
    event = latest(held.pk)
    return say(
        N_("“{label}”已由 {who} 在 {at} 办理{status}，您的操作没有生效。请看最新情况后再办。"),
        label=str(held),
        who=event.actor_name if event else "",
        at=event.at.astimezone(CHINA).strftime("%m-%d %H:%M") if event else "",
        status=f"，现为“{status}”" if status else "",
    )
