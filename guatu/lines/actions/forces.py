"""Command posts and task forces: heads and members are posts, so successors join unasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.lines.actions.putting import Changes, put, refuse, strangers
from guatu.lines.models import HeadQuarters, TaskForce, WorkLine
from guatu.org.access import require
from guatu.org.models import Post, Tenant, User

HEADQUARTERS = ("name", "commander", "office_unit", "parent", "rhythm")
FORCE = ("name", "line", "head", "scope", "rhythm")


@transaction.atomic
def create_headquarters(
    tenant: Tenant,
    values: Mapping[str, Any],
    *,
    lines: Iterable[WorkLine] = (),
    by: User,
    now: datetime,
) -> HeadQuarters:
    """Set up a command post for ``lines``; ``values`` as in ``HEADQUARTERS``."""
    require(by, "task_force.edit", tenant)
    journal.await_turn(tenant.pk)
    row, driven = HeadQuarters(tenant=tenant), list(lines)
    put(row, values, HEADQUARTERS)
    faults = strangers(row, tenant.pk, ("commander", "office_unit", "parent"))
    refuse(faults | _name_faults(row) | _foreign("lines", driven, tenant))
    row.save(force_insert=True)
    row.lines.set(driven)
    journal.record("headquarters.created", row, by=by, at=now)
    return row


@transaction.atomic
def create_task_force(
    tenant: Tenant,
    values: Mapping[str, Any],
    *,
    members: Iterable[Post] = (),
    by: User,
    now: datetime,
) -> TaskForce:
    """Form a task force of posts; ``values`` as in ``FORCE``."""
    require(by, "task_force.edit", tenant)
    journal.await_turn(tenant.pk)
    row, joined = TaskForce(tenant=tenant), list(members)
    put(row, values, FORCE)
    faults = strangers(row, tenant.pk, ("line", "head"))
    refuse(faults | _name_faults(row) | _foreign("members", joined, tenant))
    row.save(force_insert=True)
    row.members.set(joined)
    journal.record("task_force.created", row, by=by, at=now, members=_words(joined))
    return row


@transaction.atomic
def change_task_force(
    force: TaskForce,
    values: Mapping[str, Any],
    *,
    members: Iterable[Post] | None = None,
    by: User,
    now: datetime,
) -> Changes:
    """Change a task force; ``members`` replaces all members when it is given."""
    require(by, "task_force.edit", force)
    journal.await_turn(force.tenant_id)
    row = TaskForce.objects.select_for_update(no_key=True).get(pk=force.pk)
    changes = put(row, values, FORCE)
    joined = None if members is None else list(members)
    if joined is not None:
        changes |= _put_members(row, joined)
    if not changes:
        return {}
    faults = strangers(row, row.tenant_id, ("line", "head"))
    refuse(faults | _name_faults(row) | _foreign("members", joined or (), row.tenant))
    row.save(update_fields=[name for name in changes if name in FORCE])
    if joined is not None:
        row.members.set(joined)
    journal.record("task_force.changed", row, by=by, at=now, changes=changes)
    return changes


def _put_members(force: TaskForce, joined: Sequence[Post]) -> Changes:
    before = list(force.members.select_related("unit"))
    if {p.pk for p in before} == {p.pk for p in joined}:
        return {}
    return {"members": [_words(before), _words(joined)]}


def _words(posts: Iterable[Post]) -> list[str]:
    return [str(post) for post in posts]


def _name_faults(row: HeadQuarters | TaskForce) -> dict[str, Sentence]:
    if not row.name:
        return {"name": say("请填写名称。")}
    same = type(row)._default_manager.filter(tenant_id=row.tenant_id, name=row.name)
    if same.exclude(pk=row.pk).exists():
        return {"name": say("“{name}”已经设立，请换一个名称。", name=row.name)}
    return {}


def _foreign(name: str, rows: Iterable[WorkLine | Post], tenant: Tenant) -> dict[str, Sentence]:
    if any(row.tenant_id != tenant.pk for row in rows):
        return {name: say("所选条目不属于本地，请重新选择。")}
    return {}
