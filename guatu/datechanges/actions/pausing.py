"""暂停等待: the clock of whoever waits rests, that of whoever is waited for runs.

Asking puts the need on the desk of the unit at once; only the approval rests the light. When the
need is delivered the pause ends by itself (``end_delivered``, each minute) and its days are
counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from guatu.datechanges.actions.holding import decide, lock, take
from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.models import PauseQuerySet, PlanPause
from guatu.datechanges.terms import terms_of
from guatu.domain.datechanges import Verb, paused_workdays
from guatu.domain.lights import Dimension
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import PATROL, Actor
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.access import Forbidden, require
from guatu.org.models import Tenant, Unit, User
from guatu.projects.access import granters_of
from guatu.projects.actions.excuses import cut_excuse, grant_excuse
from guatu.projects.actions.holding import hold, hold_any
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.resting import pause_project, resume_project
from guatu.projects.choices import NeedStatus
from guatu.projects.elements import OTHER
from guatu.projects.models import Excuse, Milestone, Project, SupportNeed
from guatu.projects.packs import rules_in_force
from guatu.workdays.queries import calendar_in_force

AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """For whom and what a milestone, or without one the project, is to rest, and until when.

    ``need`` is one that is on the guarantee chart already; without it one is entered for ``unit``.
    """

    unit: Unit | None
    what: str
    words: str
    since: date
    expected: date
    milestone: Milestone | None = None
    need: SupportNeed | None = None


@transaction.atomic
def ask_pause(project: Project, wanted: Waiting, *, by: User, now: datetime) -> PlanPause:
    """The unit has it on its desk from now on; the light rests once somebody else approves."""
    require(by, "pause.ask", project)
    held = hold(project)
    faults = dict(_faults(held, wanted, now.date()))
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    unit = wanted.need.supplier if wanted.need else wanted.unit
    assert unit is not None  # else a fault
    need = wanted.need or _need(held, wanted, unit, by, now)
    row = PlanPause(
        tenant_id=held.tenant_id,
        project=held,
        milestone=wanted.milestone,
        subject=wanted.milestone.name if wanted.milestone else "",
        unit=unit,
        what=wanted.what.strip() or need.name,
        words=wanted.words.strip(),
        since=wanted.since,
        expected=wanted.expected,
        need=need,
        asked_by=by,
        asked_at=now,
    )
    row.save(force_insert=True)
    journal.record("pause.asked", row, by=by, at=now, day=row.expected, reason=row.words)
    return row


@transaction.atomic
def approve_pause(
    pause: PlanPause, *, answer: str = "", seen: int | None = None, by: User, now: datetime
) -> None:
    """The light rests from the day on which the pause began, in what the rules let rest.

    A project that rests as a whole shows so; the other works of one of which a milestone rests
    go on and keep their light.
    """
    held = take(pause, Verb.APPROVE, seen=seen, by=by)
    if held.is_whole:
        _rest(held, by, now)
    excuses = list(_rested(held, by, now))
    if not excuses:
        raise Refusal(
            say(N_("现行亮灯规则不让您的岗位认可这类理由，请由督查或总指挥部办公室审批。"))
        )
    decide(held, Verb.APPROVE, answer=answer.strip()[:300], by=by, now=now)
    held.excuses.set(excuses)
    journal.record("pause.approved", held, by=by, at=now, since=held.since, day=held.expected)


@transaction.atomic
def refuse_pause(
    pause: PlanPause, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """The clock goes on; what is waited for stays on the desk of its unit."""
    held = take(pause, Verb.REFUSE, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明不同意的理由，并告诉申请人怎么办。")))
    decide(held, Verb.REFUSE, answer=said, by=by, now=now)
    journal.record("pause.refused", held, by=by, at=now, reason=said)


@transaction.atomic
def withdraw_pause(pause: PlanPause, *, seen: int | None = None, by: User, now: datetime) -> None:
    held = take(pause, Verb.WITHDRAW, seen=seen, by=by)
    held.status = ChangeStatus.WITHDRAWN
    held.version += 1
    held.save(update_fields=["status", "version"])
    journal.record("pause.withdrawn", held, by=by, at=now)


@transaction.atomic
def acknowledge_pause(pause: PlanPause, *, by: User, now: datetime) -> None:
    """Whoever asked has read why not; it leaves the desk. Twice changes nothing."""
    if pause.asked_by_id != by.pk:
        raise Forbidden(say(N_("只有申请人能确认已看。")))
    hold(pause.project)
    held = lock(pause)
    if held.status != ChangeStatus.REFUSED or held.acknowledged_at is not None:
        return
    held.acknowledged_at = now
    held.save(update_fields=["acknowledged_at"])
    journal.record("pause.acknowledged", held, by=by, at=now)


@transaction.atomic
def end_pause(pause: PlanPause, *, on: date, by: User, now: datetime) -> None:
    """The works went on again on ``on`` though nothing was delivered; twice changes nothing."""
    require(by, "pause.end", pause)
    project = hold(pause.project)
    held = lock(pause)
    held.project = project
    if not held.is_running:
        return
    if not held.since <= on <= now.date():
        wrong = say(N_("恢复日期应在 {since} 到今天之间。"), since=held.since.isoformat())
        raise Refusal(wrong, {"on": wrong})
    _end(held, on, by, now)


def end_delivered(tenant: Tenant, *, now: datetime) -> int:
    """End the pauses of which what was waited for is there; returns how many."""
    ended = 0
    while batch := _end_some(tenant, now):
        ended += batch
    return ended


def tenants_to_end() -> QuerySet[PlanPause, UUID]:
    """Governments that have a pause of which what was waited for is there."""
    return _to_end().order_by().values_list("tenant_id", flat=True).distinct()


def _to_end() -> PauseQuerySet:
    settled = (NeedStatus.DELIVERED, NeedStatus.NOT_NEEDED)
    return PlanPause.objects.running().filter(need__status__in=settled)


@transaction.atomic
def _end_some(tenant: Tenant, now: datetime) -> int:
    rows = _to_end().filter(tenant=tenant).select_related("project", "need")
    found = list(rows.order_by("project_id", "id")[:AT_A_TIME])
    projects = {}
    for row in found:  # one object a project: a second pause sees what the first has changed
        if row.project_id not in projects:
            projects[row.project_id] = hold_any(row.project)
    held = [lock(row) for row in found]
    for row in held:
        if row.is_running:
            row.project = projects[row.project_id]
            _end(row, _there_since(row, now.date()), PATROL, now)
    return len(held)


def _there_since(row: PlanPause, today: date) -> date:
    """The day of the delivery, within the pause."""
    day = row.need.delivered_on or today
    return min(max(day, row.since), today)


def _end(held: PlanPause, on: date, by: Actor, now: datetime) -> None:
    held.ended_on = on
    held.days = paused_workdays(held.since, on, calendar_in_force())
    held.version += 1
    held.save(update_fields=["ended_on", "days", "version"])
    journal.record("pause.ended", held, by=by, at=now, days=held.days, day=on)
    for excuse in held.excuses.all():
        cut_excuse(excuse, held.project, before=on, by=by, now=now)
    if held.is_whole:
        resume_project(held.project, before=on, by=by, now=now)


def _rest(held: PlanPause, by: User, now: datetime) -> None:
    pause_project(
        held.project,
        since=held.since,
        until=held.expected,
        waits_for=held.waits_for,
        by=by,
        now=now,
    )


def _need(project: Project, wanted: Waiting, unit: Unit, by: User, now: datetime) -> SupportNeed:
    """What is waited for, on the guarantee chart, asked for by the day it is expected."""
    subject = wanted.milestone.name if wanted.milestone else project.name
    why = say(N_("“{name}”已暂停等待：{words}"), name=subject, words=wanted.words.strip())
    asked = Wanted(
        element=OTHER,
        name=wanted.what.strip(),
        needed_by=wanted.expected,
        reason=str(why)[:300],
        supplier=unit,
    )
    found = project.needs.filter(element=OTHER, name=asked.label, milestone=None).first()
    if found is None:
        return add_needs(project, [asked], by=by, now=now)[0]
    if fault := _other_need(found, unit):
        raise Refusal(fault, {"what": fault})
    return found


def _other_need(found: SupportNeed, unit: Unit) -> Sentence | None:
    """What is on the guarantee chart by the same name is there already, or asked of others."""
    if not found.is_open:
        words = N_("保障图里的“{name}”已经落实或不再需要；如又要等，请先在保障图里恢复它。")
        return say(words, name=found.name)
    if found.supplier_id is None:
        return say(_NO_SUPPLIER, name=found.name)
    if found.supplier_id != unit.pk:
        words = N_("保障图里的“{name}”是别的单位保障的，请在“在等的要素”里选它。")
        return say(words, name=found.name)
    return None


_NO_SUPPLIER = N_("“{name}”还没有定保障单位，请先在保障图里定下来。")


def _rested(held: PlanPause, by: User, now: datetime) -> Iterator[Excuse]:
    """An excuse in each dimension that a pause stops and that this person may let rest."""
    rests = set(terms_of(held.tenant_id).rests)
    dimensions = [d for d in rules_in_force(held.tenant).dimensions if _may_rest(d, by)]
    chosen = [d for d in dimensions if d.code in rests] or dimensions
    reason = held.as_reason[:300]
    for one in chosen:
        until = _until(one, held)
        yield grant_excuse(
            held.project,
            dimension=one.code,
            reason=reason,
            since=held.since,
            until=until,
            by=by,
            now=now,
        )


def _may_rest(dimension: Dimension, by: User) -> bool:
    return dimension.excuse.allowed and bool(by.access.roles & granters_of(dimension))


def _until(dimension: Dimension, held: PlanPause) -> date:
    """As long as expected, at most as long as the rules let a reason hold."""
    most = dimension.excuse.most_days
    if most is None:
        return held.expected
    return min(held.expected, date.fromordinal(held.since.toordinal() + most - 1))


def _faults(project: Project, wanted: Waiting, today: date) -> Iterator[tuple[str, Sentence]]:
    milestone, need = wanted.milestone, wanted.need
    if not project.baselines.exists():
        yield "milestone", say(N_("“{name}”还没有计划，不必暂停。"), name=project.name)
    if milestone is not None and milestone.actual_finish is not None:
        yield "milestone", say(N_("节点“{name}”已经完成，不必暂停。"), name=milestone.name)
    elif _is_paused(project, milestone):
        yield "milestone", say(N_("已有一份暂停在办理或生效，请先结束它。"))
    if need is None and wanted.unit is None:
        yield "unit", say(N_("请选择在等哪个单位；没有等别的单位的，不能暂停。"))
    elif need is not None and need.supplier is None:
        yield "need", say(_NO_SUPPLIER, name=need.name)
    elif need is not None and not need.is_open:
        yield "need", say(N_("“{name}”已经落实或不再需要，不必等待。"), name=need.name)
    if need is None and not wanted.what.strip():
        yield "what", say(N_("请写明在等什么，如“用地批复”。"))
    if not wanted.words.strip():
        yield "words", say(N_("请写明为什么停、停了什么。"))
    if wanted.since > today:
        yield "since", say(N_("暂停从今天或以前算起，不能登记今天以后的日期。"))
    if wanted.since < (first := calendar_in_force().first):
        words = N_("工作日历从 {day} 开始，更早的暂停算不出天数，请核对日期。")
        yield "since", say(words, day=first.isoformat())
    if wanted.expected <= today:
        yield "expected", say(N_("预计日期应在今天以后。"))


def _is_paused(project: Project, milestone: Milestone | None) -> bool:
    rows = PlanPause.objects.filter(project=project, milestone=milestone, ended_on__isnull=True)
    return rows.filter(status__in=(ChangeStatus.ASKED, ChangeStatus.APPROVED)).exists()
