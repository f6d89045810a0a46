"""The annual list approved: its first version, and each adjustment as the next one.

A version is a snapshot of the living list, in reserve and in parts. An adjustment makes its moves
on the living list and then keeps the next snapshot; what ledgers and people have changed in
between is on it too, and is recorded as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.annuallist import Change, Comparison, Entry, Kind, compare, figures_of
from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.bulk import Maker, insert_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.actions.move_faults import faults_of
from guatu.projects.actions.moves import Move, Situation, make, situation_of
from guatu.projects.choices import ListVersionKind
from guatu.projects.models import ListChange, ListEntry, ListVersion, Project
from guatu.projects.queries.versions import (
    entries_of,
    entry_columns,
    latest_version,
    living_list,
    side_of,
)

_NEW_ENTRY, _NEW_CHANGE = Maker(ListEntry), Maker(ListChange)
LONGEST = {"title": 80, "document": 80, "approver": 80, "reason": 500}


@dataclass(frozen=True, slots=True)
class Approval:
    """The paper behind a version: its title, who approved it, under which number, on which day."""

    title: str
    approved_on: date
    approver: str = ""
    document: str = ""
    reason: str = ""


@transaction.atomic
def found_list(
    tenant: Tenant, year: int, approval: Approval, *, by: User, now: datetime
) -> ListVersion:
    """Version 1 of a year's list: what is listed now, as approved."""
    require(by, "list.approve", tenant)
    journal.await_turn(tenant.pk)  # of two who found the list at once the second sees the first
    if (first := latest_version(tenant.pk, year)) is not None:
        words = say("{year} 年清单已有第 {n} 版“{title}”，要改请办理调整。", year=year,
                    n=first.number, title=first.title)  # fmt: skip
        raise Refusal(words)
    _refuse(_paper_faults(approval, None, now.date()))
    listed = living_list(tenant.pk, year)
    if not listed:
        raise Refusal(say("{year} 年还没有在册项目，请先导入台账或新建项目。", year=year))
    version = _write(tenant, year, 1, ListVersionKind.FIRST, approval, by, now)
    _keep(version, listed)
    journal.record(
        "list.founded", version, by=by, at=now, year=year, count=figures_of(listed).items
    )
    return version


@transaction.atomic
def adjust_list(
    tenant: Tenant,
    year: int,
    moves: Sequence[Move],
    approval: Approval,
    *,
    seen: int,
    by: User,
    now: datetime,
) -> ListVersion:
    """Make all moves and keep the list as its next version: all of it or nothing.

    ``seen`` is the number of the version that the moves start from. Raises ``StateChanged`` when
    somebody has approved another one since; ``Refusal`` with a sentence for each move that
    cannot be made (``fields``: ``move-0``, ``move-1`` …) and for what the paper lacks.
    """
    require(by, "list.approve", tenant)
    before = latest_version(tenant.pk, year)
    approved = entries_of(before) if before else []
    now_is = situation_of(tenant, year, moves, approved)
    journal.await_turn(tenant.pk)  # after the rows, before the number of the version
    version = _refuse_another(latest_version(tenant.pk, year), year, seen)
    _refuse_bad(moves, now_is, approval, version, now.date())
    made = make(moves, now_is, reason=approval.reason.strip(), by=by, now=now)
    return _close(version, approved, _reasons(moves, made), approval, by, now)


def _close(
    before: ListVersion,
    approved: Sequence[Entry],
    reasons: Mapping[UUID, str],
    approval: Approval,
    by: User,
    now: datetime,
) -> ListVersion:
    """Keep the list as it now stands, and what that changes against the version before."""
    tenant = by.tenant
    listed = living_list(tenant.pk, before.year)
    held = compare(approved, listed)
    if not held.changes:
        raise Refusal(say("这次调整没有任何变动。请先加入要调整的项目。"))
    version = _write(
        tenant, before.year, before.number + 1, ListVersionKind.ADJUSTED, approval, by, now
    )
    _keep(version, listed)
    reasons = {**_own_reasons(held), **reasons}
    insert_rows([_changed(version, change, reasons) for change in held.changes])
    counts = {str(kind): sums.changes for kind, sums in held.sums.items()}
    journal.record("list.adjusted", version, by=by, at=now, year=before.year, **counts)
    return version


def _refuse_another(latest: ListVersion | None, year: int, seen: int) -> ListVersion:
    if latest is None:
        raise Refusal(say("{year} 年清单还没有年初版本，请先确定年初清单。", year=year))
    if latest.number != seen:
        raise StateChanged(
            say(
                "{who} 在 {at} 已批准第 {n} 版“{title}”。这次调整未写入；请对照新版本后再批准。",
                who=latest.approved_by.name,
                at=latest.approved_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
                n=latest.number,
                title=latest.title,
            )
        )
    return latest


def _refuse_bad(
    moves: Sequence[Move], now_is: Situation, approval: Approval, before: ListVersion, today: date
) -> None:
    faults = {f"move-{place}": fault for place, fault in faults_of(moves, now_is).items()}
    if not approval.reason.strip():
        faults["reason"] = say("请写明调整理由。")
    _refuse({**faults, **_paper_faults(approval, before, today)})


def _paper_faults(
    approval: Approval, before: ListVersion | None, today: date
) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not approval.title.strip():
        faults["title"] = say("请填写清单名称。")
    for name, most in LONGEST.items():
        if len(getattr(approval, name).strip()) > most:
            faults[name] = say("请写在 {most} 字以内。", most=most)
    if approval.approved_on > today:
        faults["approved_on"] = say("批准日期不能晚于今天。")
    elif before and approval.approved_on < before.approved_on:
        faults["approved_on"] = say(
            "批准日期早于上一版的 {day}，请核对。", day=before.approved_on.isoformat()
        )
    return faults


def _refuse(faults: Mapping[str, Sentence]) -> None:
    if len(faults) == 1:
        raise Refusal(next(iter(faults.values())), faults)
    if faults:
        raise Refusal(say("有 {n} 处需要更正。", n=len(faults)), faults)


def _write(
    tenant: Tenant,
    year: int,
    number: int,
    kind: ListVersionKind,
    approval: Approval,
    by: User,
    now: datetime,
) -> ListVersion:
    version = ListVersion(
        tenant=tenant,
        year=year,
        number=number,
        kind=kind,
        title=approval.title.strip(),
        reason=approval.reason.strip(),
        document=approval.document.strip(),
        approved_on=approval.approved_on,
        approver=approval.approver.strip(),
        approved_at=now,
        approved_by=by,
    )
    version.save(force_insert=True)
    return version


def _keep(version: ListVersion, listed: Sequence[Entry]) -> None:
    insert_rows([_NEW_ENTRY({"version_id": version.pk, **entry_columns(one)}) for one in listed])


def _changed(version: ListVersion, change: Change, reasons: Mapping[UUID, str]) -> ListChange:
    project = change.entry.project
    return _NEW_CHANGE(
        {
            "version_id": version.pk,
            "project_id": project,
            "kind": str(change.kind),
            "before": side_of(change.before, change.parts_before),
            "after": side_of(change.after, change.parts_after),
            "reason": reasons.get(project, ""),
        }
    )


def _reasons(moves: Sequence[Move], made: Sequence[tuple[Move, Project]]) -> dict[UUID, str]:
    """The reasons that moves bring themselves; the adjustment's own stands with the version."""
    entered = [(project.pk, move) for move, project in made]
    named = [(move.project.pk, move) for move in moves if move.project]
    return {pk: move.reason.strip() for pk, move in (*named, *entered) if move.reason.strip()}


def _own_reasons(held: Comparison) -> dict[UUID, str]:
    """Why those left that nobody moved: as was said when they did."""
    gone = [change.entry.project for change in held.of(Kind.WITHDRAWN)]
    rows = Project.objects.filter(pk__in=gone)
    return dict(rows.values_list("pk", "withdrawn_reason"))
