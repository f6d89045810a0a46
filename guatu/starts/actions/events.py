"""筹备、举行、取消: the life of an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.pace import plain
from guatu.domain.starts import ZERO, Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of
from guatu.lines.actions.putting import Changes, put, refuse, strangers, words_of
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.starts.actions.holding import keep, lead_on, take, take_to_edit
from guatu.starts.models import StartEvent

EDITABLE = ("day", "title", "batch", "site", "branches", "host_unit", "note")
MOST_BRANCHES, SITE_LENGTH = 20, 120


@transaction.atomic
def create_event(
    tenant: Tenant, values: Mapping[str, Any], *, by: User, now: datetime
) -> StartEvent:
    """Begin to prepare an event; its projects are added afterwards."""
    require(by, "start_event.create")
    journal.await_turn(tenant.pk)
    event = StartEvent(tenant=tenant)
    put(event, values, EDITABLE)
    refuse(_faults(event))
    event.save(force_insert=True)
    told = {"day": event.day, "site": event.site}
    journal.record("start_event.created", event, by=by, at=now, **told)
    return event


@transaction.atomic
def change_event(
    event: StartEvent,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    seen: int | None = None,
    by: User,
    now: datetime,
) -> Changes:
    """Change what it says of itself; once held it is a correction, with a reason.

    The looks of another day are still to come."""
    held, why = take_to_edit(event, reason, seen=seen, by=by)
    changes = put(held, values, EDITABLE)
    if not changes:
        return {}
    refuse(_faults(held) | (_early(held, now) if held.is_held else {}))
    if "day" in changes:
        held.projects.update(looked_days=0)
    keep(held, *changes)
    told = {"fields": words_of(held, changes), "changes": changes}
    if why:
        journal.record("start_event.corrected", held, by=by, at=now, reason=why, **told)
    else:
        journal.record("start_event.changed", held, by=by, at=now, **told)
    return changes


@transaction.atomic
def hold_event(event: StartEvent, *, seen: int | None = None, by: User, now: datetime) -> None:
    """It took place: what is announced from now on is corrected, never changed silently."""
    held = take(event, Verb.HOLD, seen=seen, by=by)
    refuse(_early(held, now))
    totals = list(held.projects.values_list("total_investment", flat=True))
    if not totals:
        raise Refusal(say(N_("还没有列入项目，请先列入项目，再登记已举行。")))
    lead_on(held, Verb.HOLD)
    total = sum((one for one in totals if one is not None), ZERO)
    told = {"number": len(totals), "total": plain(total)}
    journal.record("start_event.held", held, by=by, at=now, **told)


@transaction.atomic
def cancel_event(
    event: StartEvent, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """It will not take place; its projects may join another one."""
    held = take(event, Verb.CANCEL, seen=seen, by=by)
    held.reason = line_of(reason, say(N_("请写明为什么取消。")))
    lead_on(held, Verb.CANCEL, "reason")
    journal.record("start_event.cancelled", held, by=by, at=now, reason=held.reason)


@transaction.atomic
def reopen_event(
    event: StartEvent, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """Undo: back to being prepared. Refused where its projects have joined another event since."""
    held = take(event, Verb.REOPEN, seen=seen, by=by)
    held.reason = line_of(reason, say(N_("请写明为什么退回筹备。")))
    if taken := taken_elsewhere(held, list(held.projects.values_list("project_id", flat=True))):
        raise Refusal(taken)
    held.projects.update(looked_days=0)
    lead_on(held, Verb.REOPEN, "reason")
    journal.record("start_event.reopened", held, by=by, at=now, reason=held.reason)


def taken_elsewhere(held: StartEvent, projects: list[Any]) -> Sentence | None:
    """What is said when one of ``projects`` is in another event that is not cancelled."""
    others = StartEvent.objects.filter(tenant_id=held.tenant_id).exclude(pk=held.pk)
    twice = others.exclude(status="cancelled").filter(projects__project__in=projects)
    found = twice.values_list("title", "day", "projects__project__name").first()
    if found is None:
        return None
    title, day, name = found
    return say(
        N_("“{project}”已列入 {day} 的“{event}”，同一个项目不能算两次。"),
        project=name,
        event=title,
        day=day.isoformat(),
    )


def _faults(event: StartEvent) -> dict[str, Sentence]:
    faults = strangers(event, event.tenant_id, ("host_unit",))
    if not event.title:
        faults["title"] = say(N_("请填写活动名称。"))
    elif _is_listed_twice(event):
        faults["title"] = say(N_("这一天已有同名的集中开工，请核对。"))
    if not event.site:
        faults["site"] = say(N_("请填写主会场。"))
    if len(event.branches) > MOST_BRANCHES:
        faults["branches"] = say(N_("分会场最多 {n} 个。"), n=MOST_BRANCHES)
    elif any(len(one) > SITE_LENGTH for one in event.branches):
        faults["branches"] = say(N_("会场名称最多 {n} 个字。"), n=SITE_LENGTH)
    return faults


def _is_listed_twice(event: StartEvent) -> bool:
    same = StartEvent.objects.filter(tenant_id=event.tenant_id, day=event.day, title=event.title)
    return same.exclude(pk=event.pk).exists()


def _early(event: StartEvent, now: datetime) -> dict[str, Sentence]:
    today: date = now.astimezone(CHINA).date()
    if event.day <= today:
        return {}
    return {"day": say(N_("活动日期 {day} 还没有到，不能登记已举行。"), day=event.day.isoformat())}
