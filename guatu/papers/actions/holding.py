"""Taking hold of a paper: locked, read anew, and only if nobody was first."""

from __future__ import annotations

from guatu.domain.papers import states
from guatu.domain.papers.states import Verb
from guatu.domain.words import N_
from guatu.journal.overtaken import overtaken
from guatu.kit.refusals import StateChanged, as_refusal
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
        raise _overtaken(held, str(held.get_status_display()))
    with as_refusal():
        states.step(held.stage, verb)
    require(by, ACTS[verb], held)
    return held


def keep(held: Paper, verb: Verb, *fields: str) -> None:
    """Write ``fields`` and go where the table leads."""
    held.status = str(states.step(held.stage, verb).leads_to(held.stage))
    held.version += 1
    held.save(update_fields=[*fields, "status", "version"])


def overtaken_template(held: PaperTemplate) -> StateChanged:
    return _overtaken(held, "")


def _overtaken(held: Paper | PaperTemplate, status: str) -> StateChanged:
    return overtaken(
        held.pk,
        N_("“{label}”已由 {who} 在 {at} 办理{status}，您的操作没有生效。请看最新情况后再办。"),
        label=str(held),
        status=f"，现为“{status}”" if status else "",
    )
