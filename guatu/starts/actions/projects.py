"""The projects of an event, and what was announced of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.models import MOST_WAN
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions.putting import Changes, put, refuse, words_of
from guatu.org.models import User
from guatu.projects.models import Project
from guatu.starts.actions.events import taken_elsewhere
from guatu.starts.actions.holding import keep, take_to_edit
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.terms import rules_in_force

MONEY = ("total_investment", "year_investment", "sales", "tax")
EDITABLE = ("serial", "site", "kind", "industry", *MONEY, "jobs")
MOST_PROJECTS = 500
MOST_JOBS = 10_000_000


@transaction.atomic
def add_projects(
    event: StartEvent,
    projects: Sequence[Project],
    *,
    kind: str,
    site: str = "",
    reason: str = "",
    seen: int | None = None,
    by: User,
    now: datetime,
) -> list[StartProject]:
    """List projects with the figures that the list of the year has now; those that are listed
    already stay as they are. ``kind`` is one of the classes of the city."""
    held, why = take_to_edit(event, reason, seen=seen, by=by)
    fresh = _fresh(held, projects)
    if not fresh:
        return []
    if taken := taken_elsewhere(held, [one.pk for one in fresh]):
        raise Refusal(taken)
    refuse(_wrong_kind(held, kind))
    serial = int(held.projects.aggregate(top=Max("serial"))["top"] or 0)
    rows = [
        _announced(held, one, serial + n, kind, site or held.site)
        for n, one in enumerate(fresh, start=1)
    ]
    for row in rows:
        row.save(force_insert=True)
    keep(held)
    told = {"n": len(rows), "projects": "、".join(one.name for one in fresh)[:300]}
    if why:
        journal.record("start_project.added_late", held, by=by, at=now, reason=why, **told)
    else:
        journal.record("start_project.added", held, by=by, at=now, **told)
    return rows


@transaction.atomic
def change_project(
    row: StartProject,
    values: Mapping[str, Any],
    *,
    reason: str = "",
    seen: int | None = None,
    by: User,
    now: datetime,
) -> Changes:
    """What is announced of one project; once the event was held a correction, with a reason."""
    held, why = take_to_edit(row.event, reason, seen=seen, by=by)
    found = _row_of(held, row)
    changes = put(found, values, EDITABLE)
    if not changes:
        return {}
    refuse(_faults(held, found, changes))
    found.save(update_fields=list(changes))
    keep(held)
    told = {
        "project": found.project.name,
        "fields": words_of(found, changes),
        "changes": changes,
    }
    if why:
        journal.record("start_project.corrected", held, by=by, at=now, reason=why, **told)
    else:
        journal.record("start_project.changed", held, by=by, at=now, **told)
    return changes


@transaction.atomic
def remove_project(
    row: StartProject, *, reason: str = "", seen: int | None = None, by: User, now: datetime
) -> None:
    """Take a project off; what had been announced of it stays in the journal."""
    held, why = take_to_edit(row.event, reason, seen=seen, by=by)
    found = _row_of(held, row)
    was = {name: journal.plain(getattr(found, name)) for name in EDITABLE}
    name = found.project.name
    found.delete()
    keep(held)
    if why:
        told = {"project": name, "was": was, "reason": why}
        journal.record("start_project.removed_late", held, by=by, at=now, **told)
    else:
        journal.record("start_project.removed", held, by=by, at=now, project=name, was=was)


def _fresh(held: StartEvent, projects: Iterable[Project]) -> list[Project]:
    listed = set(held.projects.values_list("project_id", flat=True))
    fresh = [one for one in dict.fromkeys(projects) if one.pk not in listed]
    if any(one.tenant_id != held.tenant_id for one in fresh):
        raise Refusal(say("所选条目不属于本地，请重新选择。"))
    if gone := next((one for one in fresh if not one.is_listed), None):
        raise Refusal(say("“{name}”已退出台账，请先恢复列入再办理。", name=gone.name))
    if len(listed) + len(fresh) > MOST_PROJECTS:
        raise Refusal(say(N_("一次集中开工最多列 {n} 个项目。"), n=MOST_PROJECTS))
    return fresh


def _announced(
    held: StartEvent, project: Project, serial: int, kind: str, site: str
) -> StartProject:
    return StartProject(
        event=held,
        project=project,
        serial=serial,
        site=(project.location or site)[:120],
        kind=kind,
        industry=project.category,
        total_investment=project.total_investment,
        year_investment=project.year_plan,
        sales=project.sales,
        tax=project.tax,
        jobs=project.jobs,
    )


def _row_of(held: StartEvent, row: StartProject) -> StartProject:
    found = held.projects.select_related("project").filter(pk=row.pk).first()
    if found is None:
        raise StateChanged(say(N_("这个项目刚被去掉了，请刷新页面，看最新的名单。")))
    return found


def _faults(held: StartEvent, row: StartProject, changed: Iterable[str]) -> dict[str, Sentence]:
    """A class that the rules no longer have may stay where it is."""
    faults = _wrong_kind(held, row.kind) if "kind" in changed else {}
    for name in MONEY:
        amount: Decimal | None = getattr(row, name)
        if amount is not None and not 0 <= amount <= MOST_WAN:
            faults[name] = say(N_("请填写 0 以上的金额，单位万元。"))
    if row.jobs is not None and not 0 <= row.jobs <= MOST_JOBS:
        faults["jobs"] = say(N_("请填写 0 以上的人数，请核对是否多写了 0。"))
    whole, part = row.total_investment, row.year_investment
    if whole is not None and part is not None and part > whole:
        faults["year_investment"] = say(N_("当年投资不能大于总投资，请核对。"))
    if row.serial < 1:
        faults["serial"] = say("序号请填 1 以上的整数。")
    return faults


def _wrong_kind(held: StartEvent, kind: str) -> dict[str, Sentence]:
    kinds = rules_in_force(held.tenant_id).kinds
    if kind in kinds:
        return {}
    return {"kind": say(N_("请从“{kinds}”中选择项目类别。"), kinds="、".join(kinds))}
