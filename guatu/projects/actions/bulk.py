"""Changing many projects in one act, by choice or from a sheet, and taking it back as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import can, require
from guatu.org.models import Tenant, User
from guatu.projects.actions.fields import OF_THE_TENANT, refuse_future
from guatu.projects.actions.fitting import fit
from guatu.projects.actions.former import FormerValues, kept
from guatu.projects.actions.holding import refuse_withdrawn, rows_by_id
from guatu.projects.actions.listing import MOVING, change_projects
from guatu.projects.actions.parts import hold_with_packages, packages_in
from guatu.projects.choices import BulkKind
from guatu.projects.models import Baseline, BulkEdit, Project

MOST = 500
#: With a plan in force these are moved by approving another plan.
OF_THE_PLAN = ("planned_start", "required_finish")
NOTHING_KEPT = N_("无")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a project, as a person saw it at version ``seen``, is to have in these fields."""

    pk: UUID
    seen: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """A project of which an undo left some fields as they are, and why."""

    project: str
    fields: str
    why: Sentence

    def __str__(self) -> str:
        return f"{self.project}：{self.fields}（{str(self.why).rstrip('。')}）"


@dataclass(frozen=True, slots=True)
class Undone:
    restored: int
    left: tuple[Left, ...]


@transaction.atomic
def change_many(
    tenant: Tenant, asked: Sequence[Asked], *, kind: BulkKind, by: User, now: datetime
) -> BulkEdit:
    """Change all of them or none.

    Raises ``Forbidden``; ``StateChanged`` naming the projects that others have changed since they
    were seen; ``Refusal`` for what cannot be entered.
    """
    _refuse_number(len(asked))
    hold_with_packages((one.pk for one in asked), packages_in(one.values for one in asked))
    held = rows_by_id(tenant, [one.pk for one in asked])
    _read_referred(held, (name for one in asked for name in one.values))
    for project in held.values():
        require(by, "project.edit", project)
    _refuse_overtaken(held, asked)
    pairs = [(held[one.pk], one.values) for one in asked]
    planned = with_plan(held)
    for project, values in pairs:
        refuse_unready(project, values, has_plan=project.pk in planned, today=now.date())
    before = {p.pk: {name: kept(p, name) for name in values} for p, values in pairs}
    changed = change_projects(pairs, by=by, now=now)
    if not changed:
        raise Refusal(say("填的内容与台账一致，没有可改的。"))
    edit = BulkEdit(
        tenant=tenant,
        kind=kind,
        at=now,
        by=by,
        words=_field_words(name for fields in changed.values() for name in fields)[:300],
        changes={
            str(pk): {name: [before[pk][name], kept(held[pk], name)] for name in fields}
            for pk, fields in changed.items()
        },
    )
    edit.save(force_insert=True)
    journal.record("bulk.applied", edit, by=by, at=now, count=len(changed))
    return edit


@transaction.atomic
def undo_bulk(edit: BulkEdit, *, by: User, now: datetime) -> Undone:
    """Give every field the value that it had before, except where somebody has changed it since
    or the value does not fit any more.

    Those are left and named, and so are projects that have left the list or that ``by`` may not
    change any more.
    """
    require(by, "bulk.undo", edit)
    current = BulkEdit.objects.select_for_update(no_key=True).get(pk=edit.pk)
    if current.undone_at is not None:
        at = current.undone_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        raise StateChanged(say("这次批量修改已于 {at} 撤销。", at=at))
    hold_with_packages(map(UUID, current.changes), _former_packages(current.changes.values()))
    held = rows_by_id(by.tenant, map(UUID, current.changes))
    _read_referred(held, (name for changes in current.changes.values() for name in changes))
    pairs, left = _to_put_back(held, current.changes, by)
    restored = change_projects(pairs, by=by, now=now)
    BulkEdit.objects.filter(pk=current.pk).update(undone_at=now)
    words = "；".join(map(str, left)) or NOTHING_KEPT
    journal.record("bulk.undone", current, by=by, at=now, count=len(restored), kept=words)
    return Undone(len(restored), tuple(left))


def refuse_unready(
    project: Project, values: Mapping[str, Any], *, has_plan: bool, today: date
) -> None:
    """What cannot be given to this project as it stands, whatever the values of other fields."""
    refuse_withdrawn(project)
    refuse_future(values, project, today)
    moved = [n for n in OF_THE_PLAN if n in values and values[n] != getattr(project, n)]
    if has_plan and moved:
        said = say(
            "“{name}”已有计划，{fields}请在“调整计划”里变更。",
            name=project.name,
            fields=_field_words(moved),
        )
        raise Refusal(said, dict.fromkeys(moved, said))


def with_plan(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these projects that have a plan in force."""
    rows = Baseline.objects.filter(project_id__in=list(ids)).order_by()
    return set(rows.values_list("project_id", flat=True))


def _read_referred(held: Mapping[UUID, Project], names: Iterable[str]) -> None:
    """The rows that these fields name now, each kind at once; the journal says what they were."""
    prefetch_related_objects(list(held.values()), *(set(names) & set(OF_THE_TENANT)))


def _refuse_number(count: int) -> None:
    if not count:
        raise Refusal(say("没有要改的项目。"))
    if count > MOST:
        raise Refusal(say("一次最多改 {most} 个项目，现有 {n} 个，请先筛选。", most=MOST, n=count))


def _refuse_overtaken(held: Mapping[UUID, Project], asked: Sequence[Asked]) -> None:
    gone = [one for one in asked if one.pk not in held]
    moved = [held[one.pk] for one in asked if one.pk in held and held[one.pk].version != one.seen]
    if not moved and not gone:
        return
    names = "、".join(_who_moved(project) for project in moved[:_NAMED])
    raise StateChanged(
        say(
            "有 {n} 个项目刚被他人修改：{names}。本次一个也没有改，请核对下面的新预览后再提交。",
            n=len(moved) + len(gone),
            names=names,
        )
    )


def _who_moved(project: Project) -> str:
    event = latest(project.pk, MOVING)
    return f"{project.name}（{event.actor_name}）" if event else project.name


def _untouchable(project: Project, by: User) -> Sentence | None:
    if not project.is_listed:
        return say("已退出台账")
    return None if can(by, "project.edit", project) else say("您的岗位不能修改")


def _to_put_back(
    held: Mapping[UUID, Project], changed: Mapping[str, Mapping[str, Sequence[Any]]], by: User
) -> tuple[list[tuple[Project, dict[str, Any]]], list[Left]]:
    """The former values of each project that can come back, and what stays."""
    planned, former = with_plan(held), FormerValues(changed.values())
    left: list[Left] = []
    pairs = []
    for project in held.values():
        changes = changed[str(project.pk)]
        if why := _untouchable(project, by):
            left.append(Left(project.name, _field_words(changes), why))
        else:
            values, stay = _former_values(project, changes, former, project.pk in planned)
            left.extend(stay)
            pairs.append((project, values))
    fitting = fit([pair for pair in pairs if pair[1]])
    left += [one for fits in fitting for one in _lefts(fits.project, fits.unfit.items())]
    return [(fits.project, fits.values) for fits in fitting], left


def _former_values(
    project: Project, changes: Mapping[str, Sequence[Any]], former: FormerValues, has_plan: bool
) -> tuple[dict[str, Any], list[Left]]:
    """The values to put back, and what stays because others have moved on from it."""
    back: dict[str, Any] = {}
    stay: list[tuple[str, Sentence]] = []
    for name, (before, after) in changes.items():
        now = kept(project, name)
        if now == before:
            continue
        if now != after:
            stay.append((name, say("后来又改过")))
        elif has_plan and name in OF_THE_PLAN:
            stay.append((name, say("已排计划")))
        elif former.is_gone(name, before):
            stay.append((name, say("原来的内容已删除")))
        else:
            back[name] = former.value(name, before)
    return back, _lefts(project, stay)


def _lefts(project: Project, stay: Iterable[tuple[str, Sentence]]) -> list[Left]:
    """Fields that stay for the same reason are said together."""
    reasons: dict[str, tuple[Sentence, list[str]]] = {}
    for name, why in stay:
        reasons.setdefault(str(why), (why, []))[1].append(name)
    return [Left(project.name, _field_words(names), why) for why, names in reasons.values()]


def _former_packages(listed: Iterable[Mapping[str, Sequence[Any]]]) -> set[UUID]:
    return {UUID(changes["parent"][0]) for changes in listed if changes.get("parent", [None])[0]}


def _field_words(names: Iterable[str]) -> str:
    """总投资（万元）、包保领导: the words of the model, each once."""
    fields = (Project._meta.get_field(name) for name in dict.fromkeys(names))
    return "、".join(str(field.verbose_name) for field in fields)  # type: ignore[union-attr]
