"""Asking for another date: the rules checked, the effect computed, the request kept with both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.datechanges.actions.holding import take
from guatu.datechanges.choices import BasisKind, ChangeStatus
from guatu.datechanges.effects import Effect, effect_of
from guatu.datechanges.models import DateChange, PlanPause
from guatu.datechanges.terms import rules_of, terms_of
from guatu.domain.datechanges import (
    PAUSED,
    Grant,
    Made,
    Moved,
    Reason,
    Verb,
    Verdict,
    given_back,
    judge,
)
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Post, Unit, User
from guatu.projects.actions.holding import hold
from guatu.projects.models import Project
from guatu.workdays.queries import calendar_in_force

LONGEST, LONGEST_EVIDENCE = 300, 200


@dataclass(frozen=True, slots=True)
class Why:
    """The ground of a change: reason, words, evidence by number, who agreed, who is awaited."""

    reason: str
    words: str
    basis: str
    evidence: str
    agreed: Collection[Post] = ()
    waiting_unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What is shown before anything is sent: the effect, and what the rules say of it."""

    effect: Effect
    verdict: Verdict


def consequence(
    project: Project, target: str, day: date, reason: str, *, now: datetime
) -> Consequence:
    """Raises Refusal where there is nothing to compute."""
    effect = effect_of(project, target, day, now=now)
    return Consequence(effect, verdict_on(project, effect.moved, reason, today=now.date()))


def verdict_on(project: Project, moved: Sequence[Moved], reason: str, *, today: date) -> Verdict:
    """By the rules in force and all that was approved before."""
    rules = rules_of(terms_of(project.tenant_id))
    calendar = calendar_in_force()
    try:
        return judge(
            rules, rules.reason(reason), moved, made_of(project), today=today, calendar=calendar
        )
    except CalendarOutOfRange as error:
        raise Refusal(error.sentence) from error


def made_of(project: Project) -> list[Made]:
    """The approved changes of a project, the first one first."""
    rows = DateChange.objects.filter(project=project, status=ChangeStatus.APPROVED)
    return [row.made for row in rows.order_by("number")]


@transaction.atomic
def ask_change(
    project: Project, target: str, day: date, why: Why, *, by: User, now: datetime
) -> DateChange:
    """Ask that the milestone ``target``, or the finish, be promised for ``day``.

    ``Refusal`` with a sentence for each field where the rules do not let it be asked.
    """
    require(by, "date_change.ask", project)
    held = hold(project)
    if why.reason == PAUSED.code:
        raise Refusal(say(N_("暂停的天数请在暂停记录里申请顺延。")))
    return _ask(held, target, day, why, None, by, now)


@transaction.atomic
def ask_back(
    pause: PlanPause, *, agreed: Collection[Post] = (), by: User, now: datetime
) -> DateChange:
    """Ask for exactly the workdays that ``pause`` has cost; they count against no limit.

    A pause gives its days back once.
    """
    require(by, "date_change.ask", pause.project)
    held = hold(pause.project)
    given = pause.date_changes.exclude(
        status__in=(ChangeStatus.REFUSED, ChangeStatus.WITHDRAWN)
    ).first()
    if given is not None:
        raise Refusal(say(N_("这次暂停已申请过顺延，不能重复申请。")))
    target, day = target_of(pause)
    words = N_("因{unit}{what}暂停 {n} 个工作日，顺延同样天数")
    said = str(say(words, unit=pause.unit.label, what=pause.what, n=pause.days or 0))
    basis = str(
        say(N_("暂停记录 {since} 至 {until}"), since=str(pause.since), until=str(pause.ended_on))
    )
    why = Why(PAUSED.code, said, BasisKind.RECORD, basis, agreed, pause.unit)
    return _ask(held, target, day, why, pause, by, now)


def target_of(pause: PlanPause) -> tuple[str, date]:
    """The date that stood still, and where the days of the pause bring it.

    Raises Refusal while nothing is to be given back.
    """
    milestone, project = pause.milestone, pause.project
    due = milestone.planned_finish if milestone else project.required_finish
    open_still = milestone is None or milestone.actual_finish is None
    if not pause.days or due is None or not open_still:
        raise Refusal(say(N_("这次暂停没有可以顺延的天数。")))
    try:
        day = given_back(due, pause.days, calendar_in_force())
    except CalendarOutOfRange as error:
        raise Refusal(error.sentence) from error
    return (milestone.code if milestone else ""), day


@transaction.atomic
def withdraw_change(
    change: DateChange, *, seen: int | None = None, by: User, now: datetime
) -> None:
    """Taken back by whoever asked, before it was decided."""
    held = take(change, Verb.WITHDRAW, seen=seen, by=by)
    held.status = ChangeStatus.WITHDRAWN
    held.version += 1
    held.save(update_fields=["status", "version"])
    journal.record("date_change.withdrawn", held, by=by, at=now)


def _ask(
    project: Project,
    target: str,
    day: date,
    why: Why,
    pause: PlanPause | None,
    by: User,
    now: datetime,
) -> DateChange:
    if DateChange.objects.filter(project=project, status=ChangeStatus.ASKED).exists():
        raise Refusal(say(N_("本项目已有一份改期申请待审批，请等审批后再提。")))
    if not project.baselines.exists():
        raise Refusal(say(N_("“{name}”还没有计划，请先倒排工期。"), name=project.name))
    found = consequence(project, target, day, why.reason, now=now)
    rules = rules_of(terms_of(project.tenant_id))
    reason = rules.reason(why.reason)
    refuse_faults(found.verdict, why, reason)
    assert reason is not None  # no reason is a fault
    row = new_row(project, found.effect.moved, why, reason, found.verdict, by=by, now=now)
    row.target, row.pause = target, pause
    row.forecast_before, row.slack_before = found.effect.before.forecast, found.effect.before.slack
    row.forecast_after, row.slack_after = found.effect.after.forecast, found.effect.after.slack
    row.save(force_insert=True)
    row.agreed.set(why.agreed)
    journal.record("date_change.asked", row, by=by, at=now, reason=reason.name, **told(row))
    return row


def new_row(
    project: Project,
    moved: Sequence[Moved],
    why: Why,
    reason: Reason,
    verdict: Verdict,
    *,
    by: User,
    now: datetime,
) -> DateChange:
    """The next request of the project, not saved yet; the project must be held."""
    known = DateChange.objects.filter(project=project)
    last = known.aggregate(last=Max("number"))["last"] or 0
    return DateChange(
        tenant_id=project.tenant_id,
        project=project,
        number=last + 1,
        moves=[
            [m.code, m.name, m.before.isoformat(), m.after.isoformat() if m.after else ""]
            for m in moved
        ],
        days=verdict.days,
        reason=reason.code,
        reason_name=reason.name,
        objective=reason.objective,
        counted=not reason.unlimited,
        words=why.words.strip(),
        waiting_unit=why.waiting_unit if reason.names_unit or reason is PAUSED else None,
        basis=why.basis,
        evidence=why.evidence.strip(),
        asked_by=by,
        asked_at=now,
        notice=verdict.notice,
        level=str(verdict.level),
        base=project.baselines.count(),
    )


def refuse_faults(verdict: Verdict, why: Why, reason: Reason | None) -> None:
    """``Refusal`` with a sentence at each field that has to be mended."""
    faults = {**_faults_of(why, reason), **{f.field: f.sentence for f in verdict.faults}}
    if faults:
        first = verdict.faults[0].sentence if verdict.faults else next(iter(faults.values()))
        raise Refusal(first, faults)


def _faults_of(why: Why, reason: Reason | None) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not why.words.strip():
        faults["words"] = say(N_("请写明为什么要改期、已经采取了什么措施。"))
    elif len(why.words.strip()) > LONGEST:
        faults["words"] = say(N_("超过 {most} 个字，请写得短一些。"), most=LONGEST)
    if why.basis not in BasisKind.values:
        faults["basis"] = say(N_("请选择依据的类型。"))
    if not why.evidence.strip():
        faults["evidence"] = say(N_("请写明依据的名称和文号、编号或网址。"))
    elif len(why.evidence.strip()) > LONGEST_EVIDENCE:
        faults["evidence"] = say(N_("超过 {most} 个字，请写得短一些。"), most=LONGEST_EVIDENCE)
    if reason is not PAUSED and not why.agreed:
        faults["agreed"] = say(N_("请选择谁同意这次改期。"))
    if reason is not None and reason.names_unit and why.waiting_unit is None:
        words = N_("原因是“{name}”，请选择在等哪个单位。")
        faults["waiting_unit"] = say(words, name=reason.name)
    return faults


def grant_of(row: DateChange, agreed: Collection[Post]) -> Grant:
    """What lets the dates of a request move."""
    return Grant(
        reason=row.reason,
        words=f"{row.reason_name}：{row.words}",
        evidence=row.evidence,
        agreed=tuple(str(post.pk) for post in agreed),
        number=row.number,
    )


def told(row: DateChange) -> dict[str, object]:
    """What events say of a request."""
    main = row.main
    return {
        "target": main.name,
        "before": main.before,
        "day": main.after or "",
        "project": row.project.name,
    }
