"""The tree of units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.codes import check_credit_code
from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.actions.acting import Acting, allow
from guatu.org.choices import UnitKind
from guatu.org.models import Tenant, Unit
from guatu.org.queries import what_holds_unit

EDITABLE = ("name", "short_name", "kind", "credit_code")


@transaction.atomic
def add_unit(
    tenant: Tenant,
    name: str,
    *,
    parent: Unit | None = None,
    kind: str = UnitKind.DEPARTMENT,
    short_name: str = "",
    credit_code: str = "",
    by: Acting,
    now: datetime,
) -> Unit:
    """Add a unit below ``parent``, or at the top of the tenant's tree."""
    allow(by, "org.edit", tenant)
    journal.await_turn(tenant.pk)
    unit = Unit(tenant=tenant)
    _put(unit, {"name": name, "short_name": short_name, "kind": kind, "credit_code": credit_code})
    _refuse_bad(unit, parent)
    if parent is None:
        Unit.objects.add_root(instance=unit)
    else:
        Unit.objects.add_child(parent, instance=unit)
    journal.record("unit.created", unit, by=by, at=now, above=str(parent or ""))
    return unit


@transaction.atomic
def change_unit(
    unit: Unit, values: Mapping[str, Any], *, by: Acting, now: datetime
) -> dict[str, list[Any]]:
    """Change fields named in ``EDITABLE``; ``parent`` moves the unit with all below it.

    Returns ``{field: [before, after]}``; nothing is recorded when nothing changed.
    """
    allow(by, "org.edit", unit)
    held = _hold(unit)
    parent = values.get("parent", Unit.objects.get_parent(held))
    changes = _put(held, {name: values[name] for name in EDITABLE if name in values})
    _refuse_bad(held, parent)
    if changes:
        held.save(update_fields=[*changes, "pinyin", "initials"])
    changes |= _move(held, parent)
    if changes:
        journal.record("unit.changed", held, by=by, at=now, changes=changes)
    return changes


@transaction.atomic
def close_unit(unit: Unit, *, on: date, by: Acting, now: datetime) -> None:
    """Close a unit; what it did stays. Refused while anything still depends on it."""
    allow(by, "org.edit", unit)
    held = _hold(unit)
    if held.closed_on:
        raise Refusal(
            say("“{name}”已于 {day} 撤销。", name=held.name, day=held.closed_on.isoformat())
        )
    if on > now.date():
        late = say("撤销日期不能晚于今天，请改为今天或以前的日期。")
        raise Refusal(late, {"on": late})
    if ties := what_holds_unit(held):
        words = "，".join(map(str, ties))
        raise Refusal(
            say("“{name}”还有{ties}，请先移交或撤销，再撤销单位。", name=held.name, ties=words)
        )
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    journal.record("unit.closed", held, by=by, at=now, day=on)


def _hold(unit: Unit) -> Unit:
    """The unit, in the turn of this act and locked for a change.

    The turn comes first: a unit that moves takes rows of the tree above and below with it.
    """
    journal.await_turn(unit.tenant_id)
    held: Unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return held


def _put(unit: Unit, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        text = str(value).strip()
        before = getattr(unit, name)
        if before != text:
            setattr(unit, name, text)
            changes[name] = [journal.plain(before), journal.plain(text)]
    unit.spell()
    return changes


def _refuse_bad(unit: Unit, parent: Unit | None) -> None:
    fields = _faults(unit, parent)
    if fields:
        raise Refusal(next(iter(fields.values())), fields)


def _faults(unit: Unit, parent: Unit | None) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not unit.name:
        faults["name"] = say("请填写单位名称。")
    elif Unit.objects.filter(tenant_id=unit.tenant_id, name=unit.name).exclude(pk=unit.pk).exists():
        faults["name"] = say("已有名为“{name}”的单位，请换一个名称或使用原单位。", name=unit.name)
    if unit.kind not in UnitKind.values:
        faults["kind"] = say("请从列表中选择单位类别。")
    if unit.credit_code and (problem := check_credit_code(unit.credit_code).problem):
        faults["credit_code"] = problem
    if parent is not None and (problem := _parent_fault(unit, parent)):
        faults["parent"] = problem
    return faults


def _parent_fault(unit: Unit, parent: Unit) -> Sentence | None:
    if parent.tenant_id != unit.tenant_id:
        return say("所选上级不属于本地，请重新选择。")
    if parent.closed_on:
        return say("“{name}”已撤销，不能作为上级。", name=parent.name)
    if unit.path and parent.path.startswith(unit.path):
        return say("上级不能是本单位自己或它的下级。")
    return None


def _move(unit: Unit, parent: Unit | None) -> dict[str, list[Any]]:
    before = Unit.objects.get_parent(unit)
    if before == parent or parent is None:
        return {}
    Unit.objects.move(unit, parent, "last-child")
    return {"parent": [str(before or ""), str(parent)]}
