"""A plan drawn anew by whoever approves plans: what it moves keeps the same rules."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.datechanges.actions.asking import (
    Why,
    grant_of,
    new_row,
    refuse_faults,
    told,
    verdict_on,
)
from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.terms import rules_of, terms_of
from guatu.domain.datechanges import Level, Verdict
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.org.models import Post, User
from guatu.projects.actions.holding import hold
from guatu.projects.actions.planning import Draft, accept_plan, moved_by, preview_backward
from guatu.projects.models import Baseline, Project


@transaction.atomic
def adopt_replan(
    project: Project,
    draft: Draft,
    required: date,
    *,
    reason: str = "",
    why: Why | None = None,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> Baseline:
    """Adopt ``draft``; where it moves a committed date later, on the ground of ``why``.

    Such a change is kept as a date change that was approved at once. Somebody other than who
    adopts must have agreed to it; what is for a leader to decide, a leader.
    """
    held = hold(project)
    preview = preview_backward(held, draft, required, today=now.date())
    moved = moved_by(held, draft, preview)
    if not moved:
        return accept_plan(held, draft, required, reason=reason, seen=seen, by=by, now=now)
    require(by, "plan.replan", held)
    why = why or Why("", reason, "", "")
    verdict = verdict_on(held, moved, why.reason, today=now.date())
    chosen = rules_of(terms_of(held.tenant_id)).reason(why.reason)
    refuse_faults(verdict, why, chosen)
    assert chosen is not None  # no reason is a fault
    _refuse_alone(held, verdict, why, by)
    row = new_row(held, moved, why, chosen, verdict, by=by, now=now)
    row.direct, row.status, row.decided_by, row.decided_at = True, ChangeStatus.APPROVED, by, now
    grant = grant_of(row, why.agreed)
    row.baseline = accept_plan(
        held, draft, required, reason=grant.words, seen=seen, grant=grant, by=by, now=now
    )
    row.save(force_insert=True)
    row.agreed.set(why.agreed)
    journal.record("date_change.adopted", row, by=by, at=now, reason=chosen.name, **told(row))
    return row.baseline


def _refuse_alone(project: Project, verdict: Verdict, why: Why, by: User) -> None:
    others = [post for post in why.agreed if post.pk not in by.access.post_ids]
    if not others:
        alone = say(N_("批准人不能只凭自己同意，请选择同意这次改期的其他岗位。"))
        raise Refusal(alone, {"agreed": alone})
    if verdict.level is Level.LEADER and not any(_leads(post, project) for post in others):
        words = say(
            N_(
                "最近一个到期的还有 {notice} 个工作日，最多推迟 {days} 天；"
                "按规则须指挥长或包保领导同意，请在“谁同意”里选，或改为申请改期。"
            ),
            notice=verdict.notice,
            days=verdict.days,
        )
        raise Refusal(words, {"agreed": words})


def _leads(post: Post, project: Project) -> bool:
    """The commander's post, or that of the sponsor of the project."""
    if post.pk == project.sponsor_id:
        return True
    return bool(post.post_roles.filter(role=Role.COMMANDER).exists())
