"""What people think of a project beside its light: those who answer for it, and others.

The light is computed and knows nothing of opinions, so none of these acts judges it anew.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.holding import hold
from guatu.projects.choices import OpinionKind, OpinionStep
from guatu.projects.models import Opinion, Project

#: The act by kind, and the column of the project that shows the latest step.
_ACTS = {OpinionKind.OWNER: "opinion.owner", OpinionKind.REVIEW: "opinion.review"}
_COLUMNS = {OpinionKind.OWNER: "owner_view", OpinionKind.REVIEW: "confidence"}
LONGEST_REASON = 500
LONGEST_POSTS = 160


def give_owner_view(
    project: Project, *, step: int, reason: str, by: User, now: datetime
) -> Opinion:
    """业主判断: how sure those who answer for the project are that the promise will be kept."""
    return _give(project, OpinionKind.OWNER, step, reason, by, now)


def rate_confidence(
    project: Project, *, step: int, reason: str, by: User, now: datetime
) -> Opinion:
    """独立评估: the same by somebody who does not answer for the project in any way."""
    return _give(project, OpinionKind.REVIEW, step, reason, by, now)


@transaction.atomic
def _give(
    project: Project, kind: OpinionKind, step: int, reason: str, by: User, now: datetime
) -> Opinion:
    """Each opinion is a row of its own; the same one sent twice on a day counts once, on a later
    day it says that nothing has changed."""
    require(by, _ACTS[kind], project)
    held = hold(project)
    said = reason.strip()
    _refuse_bad(step, said)
    last = held.opinions.filter(kind=kind).select_related("given_by").first()
    if last is not None and _is_again(last, step, said, by, now):
        return last
    given = Opinion(
        project=held,
        kind=kind,
        step=step,
        reason=said,
        given_at=now,
        given_by=by,
        post_words=_posts_of(by),
    )
    given.save(force_insert=True)
    setattr(held, _COLUMNS[kind], step)
    held.save(update_fields=[_COLUMNS[kind]])
    label = str(OpinionStep(step).label)
    journal.record(_ACTS[kind], held, by=by, at=now, step=label, reason=said)
    return given


def _refuse_bad(step: int, reason: str) -> None:
    faults = {}
    if step not in OpinionStep.values:
        faults["step"] = say("请在五档中选一档。")
    if not reason:
        faults["reason"] = say("请写明理由：依据什么这样判断。")
    elif len(reason) > LONGEST_REASON:
        faults["reason"] = say("理由超过 {most} 个字，请写得短一些。", most=LONGEST_REASON)
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def _is_again(last: Opinion, step: int, reason: str, by: User, now: datetime) -> bool:
    day = last.given_at.astimezone(CHINA).date()
    same = (last.step, last.reason, last.given_by_id, day)
    return same == (step, reason, by.pk, now.astimezone(CHINA).date())


def _posts_of(user: User) -> str:
    """The posts in which the opinion was given, for a reader in later years."""
    held = user.holdings.current().with_roles().order_by("post__rank", "post_id")
    words = "、".join(f"{holding.post.unit.label} {holding.post.title}" for holding in held)
    return words[:LONGEST_POSTS]
