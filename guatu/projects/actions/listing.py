"""Entering projects in the list, changing them, taking them off and back on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.journal.queries import latest
from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.actions.fields import (
    EDITABLE,
    MANY,
    OF_THE_TENANT,
    refuse_bad,
    refuse_future,
    refuse_taken_codes,
)
from guatu.projects.actions.holding import hold_any, refuse_withdrawn, rows_by_id
from guatu.projects.actions.joined import join, rejoin
from guatu.projects.actions.parts import (
    Wanted,
    hold_with_packages,
    packages_in,
    refuse_misplaced,
    refuse_nested,
    refuse_without_package,
    with_packages,
)
from guatu.projects.models import Project
from guatu.projects.patrol import Standard, judge_new, lay_down, recheck

_EDITABLE = frozenset((*EDITABLE, *MANY))
_OTHERS = frozenset((*OF_THE_TENANT, *MANY))
_NEW = Maker(Project)
#: Events that move a project's version by one, and what they change where they do not say it.
MOVING = {
    "project.changed": "内容",
    "project.withdrawn": "列入状态",
    "project.restored": "列入状态",
    "project.reserved": "建设性质",
    "project.implemented": "建设性质",
    "project.started": "实际开工",
    "plan.scheduled": "计划",
    "plan.replanned": "计划",
}


@transaction.atomic
def create_project(
    tenant: Tenant, values: Mapping[str, Any], *, year: int, by: User, now: datetime
) -> Project:
    """Enter one project; ``values`` are fields named in ``EDITABLE`` and ``MANY``."""
    require(by, "project.create", tenant)
    refuse_future(values, None, now.date())
    return create_projects(tenant, [values], year=year, by=by, now=now)[0]


def create_projects(
    tenant: Tenant,
    listed: Sequence[Mapping[str, Any]],
    *,
    year: int,
    by: User,
    now: datetime,
    standard: Standard | None = None,
) -> list[Project]:
    """Enter many projects at once, inside the transaction of the caller, who has the right.

    All are checked before the first is written; the light of each is judged before this
    returns. ``standard`` is what they are judged by if the caller has more of them to enter.
    """
    listed = with_packages(listed)
    journal.await_turn(tenant.pk)  # two who enter at once get different numbers
    first = next_number(tenant, year)
    day = now.date()
    projects = [_build(tenant, year, first + i, values, day) for i, values in enumerate(listed)]
    entered = list(zip(projects, listed, strict=True))
    _refuse_unfit(entered)
    refuse_taken_codes(projects)
    taken = judge_new(
        [(p, [line.pk for line in values.get("also_lines") or ()]) for p, values in entered],
        standard or Standard.of(tenant, now),
    )
    insert_rows(projects)
    join(entered)
    taken.write(by)
    journal.record_many([Note("project.created", p) for p in projects], by=by, at=now)
    return projects


@transaction.atomic
def edit_project(
    project: Project, values: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> Project:
    """Change fields of a project as a person saw it at version ``seen``.

    Raises ``StateChanged`` naming who changed what when someone else was faster.
    """
    require(by, "project.edit", project)
    hold_with_packages([project.pk], packages_in([values]))
    current = hold_any(project)
    if current.version != seen:
        raise StateChanged(_who_was_faster(current))
    refuse_withdrawn(current)
    refuse_future(values, current, now.date())
    _refuse_past_the_plan(current, values)
    change_project(current, values, by=by, now=now)
    return current


def change_project(
    project: Project, values: Mapping[str, Any], *, by: User, now: datetime
) -> dict[str, list[Any]]:
    """Change a row that the caller holds; returns ``{field: [before, after]}``."""
    return change_projects([(project, values)], by=by, now=now).get(project.pk, {})


def change_projects(wanted: Wanted, *, by: User, now: datetime) -> dict[UUID, dict[str, list[Any]]]:
    """Change many rows that the caller holds, with the packages that they are put in
    (``hold_with_packages``), all checked before the first is written.

    Returns ``{field: [before, after]}`` by project, without those where nothing changed.
    """
    given = with_packages([values for _, values in wanted])
    wanted = [(project, values) for (project, _), values in zip(wanted, given, strict=True)]
    changes = {p.pk: changed for p, values in wanted if (changed := _put(p, values))}
    _refuse_unfit(wanted)
    refuse_taken_codes([p for p, _ in wanted if "code" in changes.get(p.pk, ())])
    refuse_nested([p for p, _ in wanted if p.parent_id and "parent" in changes.get(p.pk, ())])
    fields = sorted({name for changed in changes.values() for name in changed})
    if wanted:
        journal.await_turn(wanted[0][0].tenant_id)  # before units and lines are named
    for pk, changed in rejoin(wanted).items():
        changes[pk] = changes.get(pk, {}) | changed
    touched = [project for project, _ in wanted if project.pk in changes]
    for project in touched:
        project.version += 1
        if "name" in changes[project.pk]:
            project.spell()
    update_rows(touched, [*fields, "version", "pinyin", "initials"])
    journal.record_many([_changed(p, changes[p.pk]) for p in touched], by=by, at=now)
    recheck(touched, now=now)
    return changes


@transaction.atomic
def withdraw_project(project: Project, *, reason: str, by: User, now: datetime) -> None:
    """Take a project off the list, a package with its parts; reports, plan, history stay."""
    require(by, "project.withdraw", project)
    parts = project.parts.listed().values_list("pk", flat=True)
    held = rows_by_id(project.tenant, [project.pk, *parts])
    withdraw_projects(held.values(), reason=reason, by=by, now=now)


def withdraw_projects(projects: Iterable[Project], *, reason: str, by: User, now: datetime) -> None:
    """Take many off the list at once, packages with their parts, in the caller's transaction."""
    if not reason.strip():
        raise Refusal(say("请写明退出台账的理由。"))
    listed = [p for p in projects if p.is_listed]
    listed += _parts_left(listed)
    _relist(listed, at=now, reason=reason.strip())
    notes = [Note("project.withdrawn", p, {"reason": reason.strip()}) for p in listed]
    journal.record_many(notes, by=by, at=now)
    lay_down(listed, now=now)


@transaction.atomic
def restore_project(project: Project, *, by: User, now: datetime) -> None:
    """Put a withdrawn project back on the list, a package with the parts that left with it."""
    require(by, "project.withdraw", project)
    own = Project.objects.filter(pk=project.pk)
    left = project.parts.filter(withdrawn_at__in=own.values("withdrawn_at"))
    back = [project.pk, *left.values_list("pk", flat=True)]
    hold_with_packages(back, own.exclude(parent=None).values_list("parent_id", flat=True))
    restore_projects(rows_by_id(project.tenant, back).values(), by=by, now=now)


def restore_projects(projects: Iterable[Project], *, by: User, now: datetime) -> None:
    """Put many back on the list, held by the caller together with the packages they are parts of.

    Raises ``Refusal`` for a part whose package is off the list and is not one of them.
    """
    back = [p for p in projects if not p.is_listed]
    refuse_without_package(back)
    refuse_taken_codes(back)
    _relist(back, at=None, reason="")
    journal.record_many([Note("project.restored", p) for p in back], by=by, at=now)
    recheck(back, now=now)


def next_number(tenant: Tenant, year: int) -> int:
    top = Project.objects.filter(tenant=tenant, year=year).aggregate(top=Max("number"))["top"]
    return (top or 0) + 1


def _build(tenant: Tenant, year: int, number: int, values: Mapping[str, Any], day: date) -> Project:
    if unknown := values.keys() - _EDITABLE:
        raise ValueError(f"not fields that a person may set: {sorted(unknown)}")
    rows = {name: values[name] for name in OF_THE_TENANT if values.get(name) is not None}
    plain = {name: values[name] for name in values.keys() - rows.keys() - _OTHERS}
    ids = {f"{name}_id": row.pk for name, row in rows.items()}
    own = {"tenant_id": tenant.pk, "year": year, "number": number, "listed_on": day}
    project = _NEW({**own, **ids, **plain})
    for name, row in {"tenant": tenant, **rows}.items():
        setattr(project, name, row)
    project.spell()
    return project


def _refuse_unfit(wanted: Wanted) -> None:
    for project, values in wanted:
        refuse_bad(project, values)
    refuse_misplaced(wanted)


def _put(project: Project, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        if name not in _EDITABLE:
            raise ValueError(f"not a field that a person may set: {name}")
        if name in MANY or _is_already(project, name, value):
            continue
        changes[name] = [journal.plain(getattr(project, name)), journal.plain(value)]
        setattr(project, name, value)
    return changes


def _is_already(project: Project, name: str, value: Any) -> bool:
    if name in OF_THE_TENANT:
        return bool(getattr(project, f"{name}_id") == (value.pk if value else None))
    return bool(getattr(project, name) == value)


def _changed(project: Project, changes: Mapping[str, list[Any]]) -> Note:
    words = "、".join(str(Project._meta.get_field(name).verbose_name) for name in changes)  # type: ignore[union-attr]
    return Note("project.changed", project, {"fields": words, "changes": changes})


def _refuse_past_the_plan(project: Project, values: Mapping[str, Any]) -> None:
    """The promise of a plan is moved by approving another plan, not on the form."""
    wanted = values.get("required_finish", project.required_finish)
    if wanted != project.required_finish and project.baselines.exists():
        words = say("“{name}”已有计划，要求完成日期请在“调整计划”里变更。", name=project.name)
        raise Refusal(words, {"required_finish": words})


def _parts_left(leaving: Sequence[Project]) -> list[Project]:
    """Parts that would stay on the list without their package, where no total counts them."""
    if not leaving:
        return []
    ids = [project.pk for project in leaving]
    parts = Project.objects.filter(parent__in=ids).listed().exclude(pk__in=ids)
    return list(rows_by_id(leaving[0].tenant, parts.values_list("pk", flat=True)).values())


def _relist(projects: list[Project], *, at: datetime | None, reason: str) -> None:
    """Off the list or back on it; whoever comes back is judged as if for the first time."""
    for project in projects:
        project.withdrawn_at, project.withdrawn_reason = at, reason
        if at is None:
            project.light_reason = {}
        project.version += 1
    update_rows(projects, ["withdrawn_at", "withdrawn_reason", "light_reason", "version"])


def _who_was_faster(project: Project) -> Sentence:
    event = latest(project.pk, MOVING)
    if event is None:
        return say("“{name}”刚被他人修改，请刷新后再改。", name=project.name)
    fields = event.details.get("fields", "") or MOVING[event.code]
    at = event.at.astimezone(CHINA).strftime("%H:%M")
    return say(
        "{who} 在 {at} 修改了“{name}”的{fields}。您的填写未保存，仍在下面；请对照后再提交。",
        who=event.actor_name,
        at=at,
        name=project.name,
        fields=str(fields),
    )
