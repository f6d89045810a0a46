"""A new government on an empty installation, with the one person who opens the others' accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.actions import SYSTEM
from guatu.kit.refusals import Refusal
from guatu.org.actions.accounts import open_account
from guatu.org.actions.acting import Acting, allow
from guatu.org.actions.posts import create_post, hand_over
from guatu.org.actions.units import add_unit
from guatu.org.choices import AdminKind, Role, UnitKind
from guatu.org.models import Post, Tenant, Unit, User

EDITABLE = ("name", "short_name", "region_code", "year")
OFFICE_NAME = "总指挥部办公室"
OFFICE_TITLE = "主任"


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new installation begins with."""

    tenant: Tenant
    root: Unit
    office: Unit
    post: Post
    admin: User


@transaction.atomic
def found_tenant(
    name: str,
    short_name: str,
    region_code: str,
    year: int,
    *,
    username: str,
    person: str,
    password: str,
    now: datetime,
) -> Founding:
    """A tenant with its root unit and its office, whose head is the first administrator.

    That person is system administrator too and can open the accounts of the other two
    administrators; from then on roles are set by the security administrator alone.
    """
    tenant = create_tenant(name, short_name, region_code, year, by=SYSTEM, now=now)
    root = add_unit(tenant, name, kind=UnitKind.GOVERNMENT, by=SYSTEM, now=now)
    office = add_unit(tenant, OFFICE_NAME, parent=root, kind=UnitKind.OFFICE, by=SYSTEM, now=now)
    admin = open_account(
        tenant, username, person, password, admin_kind=AdminKind.SYSTEM, by=SYSTEM, now=now
    )
    post = create_post(office, OFFICE_TITLE, roles=[Role.OFFICE], rank=1, by=SYSTEM, now=now)
    hand_over(post, admin, on=now.date(), by=SYSTEM, now=now)
    return Founding(tenant, root, office, post, admin)


@transaction.atomic
def create_tenant(
    name: str,
    short_name: str,
    region_code: str,
    year: int,
    *,
    stopped_on: date | None = None,
    by: Acting = SYSTEM,
    now: datetime,
) -> Tenant:
    """A government without units yet; ``stopped_on`` only for a demonstration."""
    tenant = Tenant(
        name=name.strip(),
        short_name=short_name.strip() or name.strip()[:40],
        region_code=region_code.strip(),
        year=year,
        stopped_on=stopped_on,
    )
    if faults := _faults(tenant):
        raise Refusal(next(iter(faults.values())), faults)
    tenant.save(force_insert=True)
    journal.record("tenant.created", tenant, by=by, at=now)
    return tenant


@transaction.atomic
def change_tenant(
    tenant: Tenant, values: Mapping[str, Any], *, by: Acting, now: datetime
) -> dict[str, list[Any]]:
    """Change fields named in ``EDITABLE``; returns ``{field: [before, after]}``."""
    allow(by, "tenant.edit", tenant)
    held = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    wanted = {name: _trimmed(values[name]) for name in EDITABLE if name in values}
    if not wanted.get("short_name", held.short_name):
        wanted["short_name"] = wanted.get("name", held.name)[:40]
    changes = {
        name: [getattr(held, name), value]
        for name, value in wanted.items()
        if value != getattr(held, name)
    }
    for name, (_, value) in changes.items():
        setattr(held, name, value)
    if faults := _faults(held):
        raise Refusal(next(iter(faults.values())), faults)
    if changes:
        held.save(update_fields=list(changes))
        journal.record("tenant.changed", held, by=by, at=now, changes=changes)
    return changes


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _faults(tenant: Tenant) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not tenant.name:
        faults["name"] = say("请填写地方名称，如“示例市”。")
    elif Tenant.objects.filter(name=tenant.name).exclude(pk=tenant.pk).exists():
        faults["name"] = say("“{name}”已经建立，请直接登录。", name=tenant.name)
    if tenant.region_code and not re.fullmatch(r"\d{6}", tenant.region_code):
        faults["region_code"] = say("行政区划代码是 6 位数字，如 370881；暂不清楚可以留空。")
    if not 2000 <= tenant.year <= 2100:
        faults["year"] = say("工作年度请填 2000 到 2100 之间的年份。")
    return faults
