"""What a project needs of others (要素): asked for, changed, no longer needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Post, Unit, User
from guatu.projects.actions.deriving import needed_for
from guatu.projects.actions.fields import FIRST_DAY, LAST_DAY
from guatu.projects.actions.holding import hold
from guatu.projects.choices import NeedStatus
from guatu.projects.elements import OTHER, element_of, is_element
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.projects.patrol import recheck
from guatu.workdays.queries import calendar_in_force

UNDECIDED = "待定单位"
#: Workdays; a need that must be there two years before its milestone is mistyped.
MOST_LEAD = 500
FIELDS = ("element", "name", "milestone", "lead", "needed_by", "reason", "supplier", "post")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need as asked for; without a milestone it takes a day and the reason for having none.

    ``lead`` are the workdays by which it must be there before the milestone can begin.
    """

    element: str
    name: str = ""
    milestone: Milestone | None = None
    lead: int = 0
    needed_by: date | None = None
    reason: str = ""
    supplier: Unit | None = None
    post: Post | None = None

    @property
    def label(self) -> str:
        return self.name.strip() or element_of(self.element).name


@transaction.atomic
def add_needs(
    project: Project, wanted: Sequence[Wanted], *, by: User, now: datetime
) -> list[SupportNeed]:
    """Enter needs; one that is asked for already, in the same words, is not entered again."""
    require(by, "need.edit", project)
    held = hold(project)
    if not wanted:
        raise Refusal(say("还没有选要素，请至少勾选一项。"))
    derived = [_with_day(held, one) for one in wanted]
    known = {(n.element, n.name, n.milestone_id) for n in held.needs.all()}
    fresh = [one for one in derived if _key(one) not in known]
    last = held.needs.aggregate(last=Max("serial"))["last"] or 0
    rows = [_row(held, one, last + n) for n, one in enumerate(fresh, start=1)]
    SupportNeed.objects.bulk_create(rows)
    journal.record_many([_added(held, row) for row in rows], by=by, at=now)
    recheck([held], now=now)
    return rows


@transaction.atomic
def change_need(need: SupportNeed, wanted: Wanted, *, seen: int, by: User, now: datetime) -> None:
    """Ask for something else; ``StateChanged`` when it was changed since ``seen``."""
    require(by, "need.edit", need.project)
    project, held = hold_need(need)
    if held.version != seen:
        raise StateChanged(say(_CHANGED, name=held.name))
    if not held.is_open:
        raise Refusal(say("“{name}”已经落实或不再需要，要修改请先恢复。", name=held.name))
    changes = _changes(held, _with_day(project, wanted))
    if not changes:
        return
    for name, (_, value) in changes.items():
        setattr(held, name, value)
    keep_need(held, *changes)
    named = "、".join(str(SupportNeed._meta.get_field(n).verbose_name) for n in changes)  # type: ignore[union-attr]
    journal.record(
        "need.changed", project, by=by, at=now, need=held.name, fields=named, changes=changes
    )
    recheck([project], now=now)


@transaction.atomic
def drop_need(need: SupportNeed, *, reason: str, by: User, now: datetime) -> None:
    """不需要: nobody waits for it any more; twice changes nothing."""
    require(by, "need.edit", need.project)
    project, held = hold_need(need)
    if held.status == NeedStatus.NOT_NEEDED:
        return
    refuse_silence(reason, say("请写明为什么不再需要。"))
    held.status, held.reason = NeedStatus.NOT_NEEDED, reason.strip()
    keep_need(held, "status", "reason")
    journal.record("need.dropped", project, by=by, at=now, need=held.name, reason=held.reason)
    recheck([project], now=now)


def hold_need(need: SupportNeed) -> tuple[Project, SupportNeed]:
    """Project first, then need: the order in which every act takes them."""
    project = hold(need.project)
    rows = SupportNeed.objects.select_for_update(of=("self",)).select_related("milestone")
    held = rows.filter(project=project, pk=need.pk).first()
    if held is None:
        raise Refusal(say("要素需求“{name}”已不在，请刷新页面。", name=need.name))
    held.project = project
    return project, held


def keep_need(need: SupportNeed, *fields: str) -> None:
    need.version += 1
    need.save(update_fields=[*fields, "version"])


def refuse_silence(text: str, asked: Sentence) -> None:
    if not text.strip():
        raise Refusal(asked, {"reason": asked})


_CHANGED = N_("“{name}”刚被他人修改，您的填写未保存；请核对页面上的新内容后再改。")


def _with_day(project: Project, wanted: Wanted) -> Wanted:
    """What is asked for with its day derived; ``Refusal`` for what cannot be."""
    faults = dict(_faults(project, wanted))
    if faults:
        raise Refusal(say("“{name}”有需要更正的地方。", name=wanted.label), faults)
    day = needed_for(wanted.milestone, wanted.lead, calendar_in_force())
    if day is not None:
        return replace(wanted, needed_by=day)
    if wanted.needed_by is None:
        undated = say(_UNDATED) if wanted.milestone else say(_LOOSE)
        raise Refusal(undated, {"needed_by": undated})
    if wanted.milestone is None and not wanted.reason.strip():
        asked = say("没有对应节点的需求，请写明理由。")
        raise Refusal(asked, {"reason": asked})
    return wanted


_LOOSE = N_("没有选保障的节点，请填写需求时间，并写明理由。")
_UNDATED = N_("这个节点还没有计划日期，请填写需求时间。")


def _faults(project: Project, wanted: Wanted) -> Iterator[tuple[str, Sentence]]:
    if not is_element(wanted.element):
        yield "element", say("要素目录里没有这一项，请从列表中选择。")
    elif wanted.element == OTHER and not wanted.name.strip():
        yield "name", say("选“其他”时请写明需要什么。")
    if not 0 <= wanted.lead <= MOST_LEAD:
        yield "lead", say("提前量应在 0 到 {most} 个工作日之间。", most=MOST_LEAD)
    if wanted.needed_by is not None and not FIRST_DAY <= wanted.needed_by <= LAST_DAY:
        yield "needed_by", say("日期应在 1900 年到 2199 年之间，请核对。")
    milestone = wanted.milestone
    if milestone is not None and milestone.project_id != project.pk:
        yield "milestone", say("所选节点不属于这个项目，请重新选择。")
    elif milestone is not None and milestone.actual_finish is not None:
        yield "milestone", say("节点“{name}”已经完成，不必再为它登记需求。", name=milestone.name)
    elsewhere = say("所选条目不属于本地，请重新选择。")
    if wanted.supplier is not None and wanted.supplier.tenant_id != project.tenant_id:
        yield "supplier", elsewhere
    if wanted.post is not None and wanted.post.tenant_id != project.tenant_id:
        yield "post", elsewhere


def _key(wanted: Wanted) -> tuple[Any, ...]:
    milestone = wanted.milestone
    return wanted.element, wanted.label, milestone.pk if milestone else None


def _row(project: Project, wanted: Wanted, serial: int) -> SupportNeed:
    values = {name: getattr(wanted, name) for name in FIELDS}
    values |= {"name": wanted.label, "reason": wanted.reason.strip()}
    return SupportNeed(project=project, serial=serial, **values)


def _added(project: Project, need: SupportNeed) -> Note:
    details = {
        "need": need.name,
        "supplier": need.supplier.label if need.supplier else UNDECIDED,
        "day": need.needed_by,
    }
    return Note("need.added", project, details)


def _changes(held: SupportNeed, wanted: Wanted) -> dict[str, tuple[Any, Any]]:
    """Fields that are to change, with what they are and what they become."""
    becomes = {name: getattr(wanted, name) for name in FIELDS}
    becomes |= {"name": wanted.label, "reason": wanted.reason.strip()}
    return {
        name: (getattr(held, name), value)
        for name, value in becomes.items()
        if getattr(held, name) != value
    }
