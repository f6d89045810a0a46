"""Accepting a reason (正当理由): the colour of one dimension rests for a time and says why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from guatu.domain.lights import Dimension
from guatu.domain.lights.measures.kinds import later
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.access import granters_of
from guatu.projects.actions.holding import hold
from guatu.projects.models import Excuse, Project
from guatu.projects.packs import rules_in_force
from guatu.projects.patrol import recheck

DAY = timedelta(days=1)


@transaction.atomic
def grant_excuse(
    project: Project,
    *,
    dimension: str,
    reason: str,
    since: date,
    until: date,
    by: User,
    now: datetime,
) -> Excuse:
    """Suspend ``dimension`` of the rules in force from ``since`` to ``until``, both included.

    The same reason accepted twice counts once.
    """
    require(by, "excuse.grant", project)
    held = hold(project)
    dimensions = {one.code: one for one in rules_in_force(held.tenant).dimensions}
    fields = _faults(dimensions.get(dimension), reason, since, until, by)
    if fields:
        raise Refusal(next(iter(fields.values())), fields)
    said = {"dimension": dimension, "since": since, "until": until, "reason": reason.strip()}
    if known := held.excuses.filter(**said).first():
        return known
    excuse = Excuse(project=held, granted_by=by, granted_at=now, **said)
    excuse.save(force_insert=True)
    journal.record(
        "excuse.granted",
        held,
        by=by,
        at=now,
        dimension=dimensions[dimension].name,
        reason=excuse.reason,
        until=until,
    )
    recheck([held], now=now)
    return excuse


def cut_excuse(excuse: Excuse, project: Project, *, before: date, by: Actor, now: datetime) -> None:
    """A reason that was accepted for longer holds no more from ``before`` on.

    For a pause that has ended; the project must be held. What lies before that day stays.
    """
    last = max(excuse.since, before - DAY)
    if excuse.until <= last:
        return
    excuse.until = last
    excuse.save(update_fields=["until"])
    journal.record("excuse.cut", project, by=by, at=now, until=last, reason=excuse.reason)
    recheck([project], now=now)


def _faults(
    dimension: Dimension | None, reason: str, since: date, until: date, by: User
) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if dimension is None:
        faults["dimension"] = say("现行亮灯规则里没有这个方面，请从列表中选择。")
    elif (fault := _not_granted(dimension, by)) is not None:
        faults["dimension"] = fault
    if not reason.strip():
        faults["reason"] = say("请写明理由。")
    if until < since:
        faults["until"] = say("截止日期早于起始日期，请核对。")
    elif dimension and (fault := _too_long(dimension, since, until)) is not None:
        faults["until"] = fault
    return faults


def _not_granted(dimension: Dimension, by: User) -> Sentence | None:
    """Why these rules take no reason here, or none from this person."""
    if not dimension.excuse.allowed:
        words = N_("现行规则“{name}”这一方面不认可正当理由，灯色不能暂停。")
        return say(words, name=dimension.name)
    granters = granters_of(dimension)
    if by.access.roles & granters:
        return None
    return say(
        N_("现行规则规定，“{name}”的正当理由由{roles}认可，您的岗位不能认可。"),
        name=dimension.name,
        roles="、".join(str(role.label) for role in Role if role in granters),
    )


def _too_long(dimension: Dimension, since: date, until: date) -> Sentence | None:
    most = dimension.excuse.most_days
    if most is None or (until - since).days < most:
        return None
    return say(
        N_("现行规则规定，“{name}”的正当理由最多 {most} 天，截止日期最晚写 {day}。"),
        name=dimension.name,
        most=most,
        day=later(since, most - 1).isoformat(),
    )
