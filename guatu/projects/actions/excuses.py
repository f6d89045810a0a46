"""Accepting a reason (正当理由): the colour of one dimension rests for a time and says why."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.holding import hold
from guatu.projects.models import Excuse, Project
from guatu.projects.packs import rules_in_force
from guatu.projects.patrol import recheck


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
    names = {one.code: one.name for one in rules_in_force(held.tenant).dimensions}
    fields = _faults(names, dimension, reason, since, until)
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
        dimension=names[dimension],
        reason=excuse.reason,
        until=until,
    )
    recheck([held], now=now)
    return excuse


def _faults(
    names: dict[str, str], dimension: str, reason: str, since: date, until: date
) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if dimension not in names:
        faults["dimension"] = say("现行亮灯规则里没有这个方面，请从列表中选择。")
    if not reason.strip():
        faults["reason"] = say("请写明理由。")
    if until < since:
        faults["until"] = say("截止日期早于起始日期，请核对。")
    return faults
