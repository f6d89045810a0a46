"""From the moment a blocker is raised until somebody confirms that the way is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.command.actions.handing import (
    Order,
    Settled,
    as_own_fields,
    hand,
    number_of,
    settle,
    title_of,
)
from guatu.command.actions.holding import day_of, hold_blocker
from guatu.command.choices import BlockerKind
from guatu.command.models import Blocker, BlockerNote
from guatu.command.queries.blockers import office_unit
from guatu.dispatches.actions.drafting import Matter
from guatu.dispatches.choices import EvidenceKind, Kind, Source
from guatu.dispatches.evidence import Upload, check
from guatu.dispatches.evidence import keep as keep_file
from guatu.dispatches.models import Dispatch
from guatu.domain.blockers import Ask, Step, Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.access import require
from guatu.org.models import Unit, User
from guatu.projects.models import Milestone, Project


@dataclass(frozen=True, slots=True)
class Problem:
    """What somebody says is in the way. ``express``: by the short way (问题直通车)."""

    kind: str
    words: str
    milestone: Milestone | None = None
    express: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that somebody liked to add."""

    name: str
    raw: bytes


@transaction.atomic
def raise_blocker(project: Project, problem: Problem, *, by: User, now: datetime) -> Blocker:
    """提出堵点: received at once, with a number; the unit that leads the project answers for it."""
    require(by, "blocker.raise", project)
    words = text_of(problem.words, say(N_("请写明卡在哪里、需要谁做什么。")), field="words")
    _refuse_shape(project, problem)
    tenant = project.tenant
    owner = project.lead_unit or project.responsible_unit or office_unit(tenant)
    if owner is None:
        raise Refusal(say(N_("本地还没有单位，无法受理。请先建立单位。")))
    journal.await_turn(tenant.pk)
    year = now.year
    row = Blocker(
        tenant=tenant, year=year, number=_next_number(project, year), project=project,
        milestone=problem.milestone, kind=problem.kind, words=words, express=problem.express,
        raised_at=now, raised_by=by, owner_unit=owner, changed_at=now, changed_by_name=by.name,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record(
        "blocker.raised", row, by=by, at=now, kind=str(row.get_kind_display()),
        project=project.name,
    )  # fmt: skip
    return row


@transaction.atomic
def accept(
    blocker: Blocker, unit: Unit | None, due_on: date | None, *, seen: int, by: User, now: datetime
) -> Blocker:
    """受理定人: who clears it, by when."""
    held, step = hold_blocker(blocker, Verb.ACCEPT, seen=seen, by=by)
    day = _refuse_open_order(unit, due_on, now)
    assert unit is not None
    _name_doer(held, unit)
    held.due_on = day
    _note(held, step.verb, f"{unit.label}，{day.isoformat()}", by=by, now=now)
    _keep(held, step, "doing_unit", "owner_unit", "due_on", by=by, now=now)
    journal.record("blocker.accepted", held, by=by, at=now, unit=unit.label, day=day)
    return held


@transaction.atomic
def give_blocker(blocker: Blocker, order: Order, *, seen: int, by: User, now: datetime) -> Dispatch:
    """交办: a dispatch, express where it was raised so."""
    held, _ = hold_blocker(blocker, Verb.GIVE, seen=seen, by=by)
    settled = settle(held.tenant, order, day_of(now))
    matter = Matter(
        title=title_of(settled.words), asked=settled.words, lead_unit=settled.unit,
        kind=Kind.EXPRESS if held.express else Kind.ASSIGNMENT,
        source=Source.EXPRESS if held.express else Source.BLOCKER, source_words=held.label,
        owner_post=settled.owner_post, assisting=settled.assisting, due_on=settled.due_on,
        evidence=settled.evidence, project=held.project, milestone=held.milestone, origin=held,
    )  # fmt: skip
    dispatch = hand(held.tenant, matter, by=by, now=now)
    take_order(held, settled, dispatch, by=by, now=now)
    return dispatch


def take_order(
    held: Blocker, settled: Settled, dispatch: Dispatch, *, by: User, now: datetime
) -> None:
    """Move a locked blocker on: ``dispatch`` clears it. Whoever decides that may be no party of
    the blocker: a meeting or a leader on site decides over all."""
    _name_doer(held, settled.unit)
    held.due_on, held.dispatch, held.status = settled.due_on, dispatch, "solving"
    _note(held, Verb.GIVE, number_of(dispatch), by=by, now=now)
    _touch(held, "doing_unit", "owner_unit", "due_on", "dispatch", by=by, now=now)
    journal.record(
        "blocker.given", held, by=by, at=now, unit=settled.unit.label, day=settled.due_on,
        number=number_of(dispatch),
    )  # fmt: skip


@transaction.atomic
def start(blocker: Blocker, *, seen: int, by: User, now: datetime) -> Blocker:
    held, step = hold_blocker(blocker, Verb.START, seen=seen, by=by)
    unit = held.doer.label if held.doer else ""
    _note(held, step.verb, unit, by=by, now=now)
    _keep(held, step, by=by, now=now)
    journal.record("blocker.started", held, by=by, at=now, unit=unit)
    return held


@transaction.atomic
def note(
    blocker: Blocker, *, words: str, picture: Picture | None = None, by: User, now: datetime
) -> BlockerNote:
    """补充情况: by any party, with a photo if there is one."""
    held, step = hold_blocker(blocker, Verb.NOTE, by=by)
    said = text_of(words, say(N_("请写明补充什么。")), field="words", most=500)
    row = _note(held, step.verb, said, picture, by=by, now=now)
    _touch(held, by=by, now=now)
    journal.record("blocker.noted", held, by=by, at=now, words=said)
    return row


@transaction.atomic
def solve(
    blocker: Blocker,
    *,
    words: str,
    picture: Picture | None = None,
    seen: int,
    by: User,
    now: datetime,
) -> Blocker:
    """报已解决: by the unit that clears it; others confirm."""
    held, step = hold_blocker(blocker, Verb.SOLVE, seen=seen, by=by)
    said = text_of(words, say(N_("请写明怎么解决的。")), field="words", most=500)
    held.solved_at = now
    _note(held, step.verb, said, picture, by=by, now=now)
    _keep(held, step, "solved_at", by=by, now=now)
    unit = held.doer.label if held.doer else ""
    journal.record("blocker.solved", held, by=by, at=now, unit=unit, words=said)
    return held


@transaction.atomic
def confirm(blocker: Blocker, *, words: str = "", seen: int, by: User, now: datetime) -> Blocker:
    """确认打通; before it is said to be solved only by who raised it, with how."""
    held, step = hold_blocker(blocker, Verb.CONFIRM, seen=seen, by=by)
    said = words.strip()[:500]
    if Ask.WORDS in step.asks:
        said = text_of(
            words, say(N_("解决单位还没有报解决，请写明是怎么通的。")), field="words", most=500
        )
    held.cleared_at = now
    _note(held, step.verb, said, by=by, now=now)
    _keep(held, step, "cleared_at", by=by, now=now)
    journal.record("blocker.confirmed", held, by=by, at=now)
    return held


@transaction.atomic
def send_back(blocker: Blocker, *, reason: str, seen: int, by: User, now: datetime) -> Blocker:
    """还没有解决: what was reported does not hold."""
    held, step = hold_blocker(blocker, Verb.SEND_BACK, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明还卡在哪里。")))
    held.solved_at = None
    _note(held, step.verb, said, by=by, now=now)
    _keep(held, step, "solved_at", by=by, now=now)
    journal.record("blocker.sent_back", held, by=by, at=now, reason=said)
    return held


@transaction.atomic
def escalate(blocker: Blocker, *, reason: str, seen: int, by: User, now: datetime) -> Blocker:
    """提请上级: it cannot be cleared here."""
    held, step = hold_blocker(blocker, Verb.ESCALATE, seen=seen, by=by)
    asked = say(N_("请写明为什么本级解决不了，要上级定什么。"))
    said = text_of(reason, asked)
    _note(held, step.verb, said, by=by, now=now)
    _keep(held, step, by=by, now=now)
    journal.record("blocker.passed_up", held, by=by, at=now, reason=said)
    return held


@transaction.atomic
def reopen(blocker: Blocker, *, reason: str, seen: int, by: User, now: datetime) -> Blocker:
    """又堵上了: the number stays, the days count on from the first."""
    held, step = hold_blocker(blocker, Verb.REOPEN, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明又卡在哪里。")))
    held.cleared_at = held.solved_at = None
    _note(held, step.verb, said, by=by, now=now)
    _keep(held, step, "cleared_at", "solved_at", by=by, now=now)
    journal.record("blocker.reopened", held, by=by, at=now, reason=said)
    return held


def photo_of(picture: Picture | None) -> tuple[str, str]:
    """Digest and kind of a photo that was kept; empty without one."""
    if picture is None:
        return "", ""
    with as_own_fields():
        checked = check(Upload(picture.name, picture.raw, EvidenceKind.PHOTO))
    return keep_file(checked), checked.media


def _refuse_shape(project: Project, problem: Problem) -> None:
    faults: dict[str, Sentence] = {}
    if problem.kind not in BlockerKind.values:
        faults["kind"] = say(N_("请选择卡在哪一类。"))
    if project.withdrawn_at is not None:
        faults["project"] = say(N_("“{project}”已退出台账，不能再提。"), project=project.name)
    if problem.milestone is not None and problem.milestone.project_id != project.pk:
        faults["milestone"] = say(N_("这个节点不在所选项目里，请重新选择。"))
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def _refuse_open_order(unit: Unit | None, due_on: date | None, now: datetime) -> date:
    faults: dict[str, Sentence] = {}
    if unit is None:
        faults["unit"] = say(N_("请选择由哪个单位解决。"))
    if due_on is None:
        faults["due_on"] = say(N_("请定下哪天以前解决。"))
    elif due_on < day_of(now):
        faults["due_on"] = say(N_("限期 {day} 已经过去，请另定日期。"), day=due_on.isoformat())
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    assert due_on is not None
    return due_on


def _name_doer(held: Blocker, unit: Unit) -> None:
    """Whoever clears it does not answer for it as well: the office does then."""
    held.doing_unit = unit
    if held.owner_unit_id != unit.pk:
        return
    office = office_unit(held.tenant)
    if office is None or office.pk == unit.pk:
        fault = say(N_("“{unit}”在盯办这个堵点，不能又由它解决。请另选解决单位。"), unit=unit.name)
        raise Refusal(fault, {"unit": fault})
    held.owner_unit = office


def _note(
    held: Blocker,
    verb: Verb,
    words: str,
    picture: Picture | None = None,
    *,
    by: User,
    now: datetime,
) -> BlockerNote:
    digest, media = photo_of(picture)
    return BlockerNote.objects.create(
        blocker=held, verb=str(verb), words=words, photo=digest, photo_media=media, at=now,
        by_name=by.name,
    )  # fmt: skip


def _keep(held: Blocker, step: Step, *fields: str, by: User, now: datetime) -> None:
    if step.target is not None:
        held.status = str(step.target)
    _touch(held, *fields, by=by, now=now)


def _touch(held: Blocker, *fields: str, by: User, now: datetime) -> None:
    held.version += 1
    held.changed_at, held.changed_by_name = now, by.name
    held.save(update_fields=[*fields, "status", "version", "changed_at", "changed_by_name"])


def _next_number(project: Project, year: int) -> int:
    """During the turn, so that no two get one number."""
    rows = Blocker.objects.filter(tenant_id=project.tenant_id, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
