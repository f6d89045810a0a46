"""Keeping the library: adopt what ships, add, change and remove procedures, put back defaults.

Each act begins with the turn of its government: who is second sees what the first has done. Plans
made before keep the procedures as they were taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from guatu.domain.procedures import fault_of
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged
from guatu.lines.actions.putting import Changes, put, refuse, strangers, words_of
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.procedures.library import FIELDS, library_of, preset
from guatu.procedures.models import Procedure

LONGEST = 2000
"""Days that a procedure may take at most."""


@transaction.atomic
def adopt_library(tenant: Tenant, *, by: User, now: datetime) -> list[Procedure]:
    """Begin with what ships, its days marked as the product's default.

    Where a library exists already it stays as it is.
    """
    require(by, "procedure.edit", tenant)
    journal.await_turn(tenant.pk)
    if there := library_of(tenant):
        return there
    rows = [_shipped(tenant, code) for code in preset()]
    Procedure.objects.bulk_create(rows)
    journal.record("procedure.adopted", tenant, by=by, at=now, count=len(rows))
    return library_of(tenant)


@transaction.atomic
def add_procedure(
    tenant: Tenant, values: Mapping[str, Any], *, by: User, now: datetime
) -> Procedure:
    """``values`` by the names of ``FIELDS``; the code is given here and stays."""
    require(by, "procedure.edit", tenant)
    journal.await_turn(tenant.pk)
    there = library_of(tenant)
    taken = {one.code for one in there}
    code = next(name for n in range(1, len(taken) + 2) if (name := f"own-{n}") not in taken)
    row = Procedure(tenant=tenant, code=code, serial=_next_serial(there))
    put(row, values, FIELDS)
    refuse(_faults(row, there))
    row.save(force_insert=True)
    journal.record("procedure.added", row, by=by, at=now, procedure=code)
    return row


@transaction.atomic
def change_procedure(
    procedure: Procedure, values: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> Changes:
    """From now on the row is the government's own; nothing happens when nothing differs."""
    require(by, "procedure.edit", procedure)
    row = _held(procedure, seen)
    changes = put(row, values, FIELDS)
    if not changes:
        return changes
    refuse(_faults(row, library_of(row.tenant)))
    row.by_default, row.version = False, row.version + 1
    row.save(update_fields=[*changes, "by_default", "version"])
    fields = words_of(row, changes)
    journal.record("procedure.changed", row, by=by, at=now, fields=fields, changes=changes)
    return changes


@transaction.atomic
def remove_procedure(procedure: Procedure, *, seen: int, by: User, now: datetime) -> None:
    """What waited for it waits for its forerunners."""
    require(by, "procedure.edit", procedure)
    row = _held(procedure, seen)
    for other in library_of(row.tenant):
        if row.code in other.after:
            other.after = _bridged(other.after, row)
            other.version += 1
            other.save(update_fields=["after", "version"])
    journal.record("procedure.removed", row, by=by, at=now, procedure=row.code)
    row.delete()


@transaction.atomic
def restore_defaults(
    tenant: Tenant, codes: Collection[str] | None = None, *, by: User, now: datetime
) -> tuple[int, int]:
    """Procedures that ship as they ship, all of them or those of ``codes``.

    Units stay chosen and the government's own procedures stay. Returns how many were changed back
    and how many, having been removed, are there again.
    """
    require(by, "procedure.edit", tenant)
    journal.await_turn(tenant.pk)
    there = {row.code: row for row in library_of(tenant)}
    wanted = [code for code in preset() if codes is None or code in codes]
    changed = [row for code in wanted if (row := there.get(code)) and _put_back(row)]
    added = [_shipped(tenant, code) for code in wanted if code not in there]
    _refuse_graph([*there.values(), *added])
    for row in changed:
        row.save()
    Procedure.objects.bulk_create(added)
    if changed or added:
        counts = {"changed": len(changed), "added": len(added)}
        journal.record("procedure.restored", tenant, by=by, at=now, **counts)
    return len(changed), len(added)


def _shipped(tenant: Tenant, code: str) -> Procedure:
    return Procedure(tenant=tenant, code=code, by_default=True, **preset()[code])


def _put_back(row: Procedure) -> bool:
    changes = put(row, preset()[row.code], FIELDS)
    if not changes and row.by_default:
        return False
    row.by_default, row.version = True, row.version + 1
    return True


def _next_serial(there: Collection[Procedure]) -> int:
    return max((row.serial for row in there), default=0) + 1


def _held(procedure: Procedure, seen: int) -> Procedure:
    """The row as it is now, nobody else's turn; refused if it is not as it was seen."""
    journal.await_turn(procedure.tenant_id)
    held = Procedure.objects.select_related("tenant", "unit").filter(pk=procedure.pk).first()
    if held is None:
        gone = say(N_("“{name}”已经删去，没有保存。"), name=procedure.name)
        raise StateChanged(gone)
    if held.version != seen:
        raise StateChanged(_who_was_faster(held))
    return held


def _who_was_faster(row: Procedure) -> Sentence:
    event = latest(row.pk) or latest(row.tenant_id, ["procedure.restored"])
    if event is None:
        return say(N_("“{name}”刚被改过。您的填写没有保存；请看过再改。"), name=row.name)
    return say(
        N_("{who} 在 {at} 改过“{name}”。您的填写没有保存，仍在下面；请看过再改。"),
        who=event.actor_name,
        at=event.at.astimezone(CHINA).strftime("%m-%d %H:%M"),
        name=row.name,
    )


def _bridged(after: list[str], gone: Procedure) -> list[str]:
    found: list[str] = []
    for code in after:
        found += [code] if code != gone.code else [one for one in gone.after if one not in after]
    return list(dict.fromkeys(found))


def _faults(row: Procedure, there: Collection[Procedure]) -> dict[str, Sentence]:
    faults = {**strangers(row, row.tenant_id, ("unit",)), **_unreadable(row)}
    if row.alternative and row.condition:
        both = N_("“几选一”和“适用条件”只填一项：前者几种办法选一种，后者看项目有没有。")
        faults["condition"] = say(both)
    if any(one.name == row.name and one.pk != row.pk for one in there):
        faults["name"] = say(N_("手续库里已有“{name}”，请换一个名称。"), name=row.name)
    if not faults and (loop := fault_of(_library([*there, row]))):
        faults["after"] = loop
    return faults


def _unreadable(row: Procedure) -> dict[str, Sentence]:
    """Fields that are empty, too long or no value of theirs."""
    faults = {}
    for name in FIELDS:
        field = row._meta.get_field(name)
        value = getattr(row, name)
        assert isinstance(field, models.Field)
        if field.choices and value not in dict(field.flatchoices):
            faults[name] = say(N_("请选择。"))
        elif isinstance(value, str) and field.max_length and len(value) > field.max_length:
            faults[name] = say(N_("请写在 {most} 字以内。"), most=field.max_length)
    if not row.name:
        faults["name"] = say(N_("请填写手续名称。"))
    for name in ("statutory_days", "promised_days"):
        days = getattr(row, name)
        if days is None and name == "promised_days":
            continue
        if days is None or not 1 <= days <= LONGEST:
            faults[name] = say(N_("请填写 1 到 {most} 的整数。"), most=LONGEST)
    return faults


def _library(rows: Collection[Procedure]) -> list[Any]:
    """One row of each code, the last one given."""
    return [row.as_domain() for row in {row.code: row for row in rows}.values()]


def _refuse_graph(rows: Collection[Procedure]) -> None:
    if loop := fault_of(_library(rows)):
        refuse({"after": loop})
