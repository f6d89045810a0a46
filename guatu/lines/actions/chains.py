"""Industry chains (产业链) and parks (园区): by them projects are tagged and counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.lines.actions.putting import Changes, put, refuse, strangers
from guatu.lines.models import Chain, Park
from guatu.org.access import require
from guatu.org.models import Tenant, User

CHAIN = ("name", "head", "lead_unit")
PARK = ("name", "unit")


@transaction.atomic
def create_chain(tenant: Tenant, values: Mapping[str, Any], *, by: User, now: datetime) -> Chain:
    """``values`` as in ``CHAIN``; the head is a post, so a successor takes over unasked."""
    row = Chain(tenant=tenant)
    _create(row, tenant, values, CHAIN, by)
    journal.record("chain.created", row, by=by, at=now)
    return row


@transaction.atomic
def change_chain(chain: Chain, values: Mapping[str, Any], *, by: User, now: datetime) -> Changes:
    """Rename a chain or change who leads it; its projects stay in it."""
    require(by, "chain.edit", chain)
    journal.await_turn(chain.tenant_id)
    row = Chain.objects.get(pk=chain.pk)
    changes = _change(row, values, CHAIN)
    if changes:
        journal.record("chain.changed", row, by=by, at=now, changes=changes)
    return changes


@transaction.atomic
def create_park(tenant: Tenant, values: Mapping[str, Any], *, by: User, now: datetime) -> Park:
    """``values`` as in ``PARK``; a project in a park also belongs to a township."""
    row = Park(tenant=tenant)
    _create(row, tenant, values, PARK, by)
    journal.record("park.created", row, by=by, at=now)
    return row


@transaction.atomic
def change_park(park: Park, values: Mapping[str, Any], *, by: User, now: datetime) -> Changes:
    require(by, "chain.edit", park)
    journal.await_turn(park.tenant_id)
    row = Park.objects.get(pk=park.pk)
    changes = _change(row, values, PARK)
    if changes:
        journal.record("park.changed", row, by=by, at=now, changes=changes)
    return changes


def _create(
    row: Chain | Park, tenant: Tenant, values: Mapping[str, Any], fields: tuple[str, ...], by: User
) -> None:
    require(by, "chain.edit", tenant)
    journal.await_turn(tenant.pk)
    put(row, values, fields)
    refuse(_faults(row, fields))
    row.save(force_insert=True)


def _change(row: Chain | Park, values: Mapping[str, Any], fields: tuple[str, ...]) -> Changes:
    changes = put(row, values, fields)
    if changes:
        refuse(_faults(row, fields))
        row.save(update_fields=list(changes))
    return changes


def _faults(row: Chain | Park, fields: tuple[str, ...]) -> dict[str, Sentence]:
    faults = strangers(row, row.tenant_id, fields[1:])
    if not row.name:
        faults["name"] = say("请填写名称。")
    elif _is_taken(row):
        faults["name"] = say("“{name}”已在册，请换一个名称。", name=row.name)
    return faults


def _is_taken(row: Chain | Park) -> bool:
    same = type(row)._default_manager.filter(tenant_id=row.tenant_id, name=row.name)
    return same.exclude(pk=row.pk).exists()
