"""假开工: looking at the projects of past events on the days that the rules name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.domain.starts import Reality, checks_of
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.org.models import Tenant
from guatu.starts.actions.holding import lock
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.queries import evidence_of
from guatu.starts.terms import rules_in_force


def look(tenant: Tenant, now: datetime) -> int:
    """Name what has not really begun at a look that has come, each project and look once.

    Returns how many were named. Looks missed while the server stood still are made up for by the
    last of them.
    """
    today = now.astimezone(CHINA).date()
    days = rules_in_force(tenant.pk).days
    events = StartEvent.objects.held().filter(tenant=tenant)
    due = events.filter(projects__looked_days__lt=max(days)).distinct()
    return sum(_look_at(one, now) for one in due if one.days_since(today) >= min(days))


@transaction.atomic
def _look_at(event: StartEvent, now: datetime) -> int:
    held = lock(event)
    if not held.is_held:
        return 0
    today, rules = now.astimezone(CHINA).date(), rules_in_force(held.tenant_id)
    passed = max((days for days in rules.days if days <= held.days_since(today)), default=0)
    rows = list(held.projects.select_related("project").filter(looked_days__lt=passed))
    evidence = evidence_of(rows, held.day)
    named = 0
    for row in rows:
        last = checks_of(held.day, evidence[row.pk], rules, today)[rules.days.index(passed)]
        if last.reality is Reality.UNPROVEN:
            _name(held, row, passed, last.said.as_json(), str(last.said), now)
            named += 1
        row.looked_days = passed
        row.save(update_fields=["looked_days"])
    return named


def _name(
    held: StartEvent, row: StartProject, days: int, why: object, words: str, now: datetime
) -> None:
    told = {"days": days, "project": row.project.name, "project_id": row.project_id.hex}
    journal.record(
        "start_project.unproven", held, by=journal.PATROL, at=now, why=words, said=why, **told
    )
