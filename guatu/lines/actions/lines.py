"""Setting up a work line and changing what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.journal.queries import latest
from guatu.kit.clock import CHINA
from guatu.kit.refusals import StateChanged
from guatu.lines.actions.putting import (
    Changes,
    hold,
    put,
    refuse,
    refuse_settled,
    strangers,
    words_of,
)
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import Tenant, Unit, User

EDITABLE = ("number", "title", "lead_unit", "sponsor", "summary", "plan")
PLAN = ("summary", "plan")
AT_ANY_TIME = ("number", "title", "lead_unit", "sponsor", "assist_units")


@transaction.atomic
def create_line(
    tenant: Tenant, values: Mapping[str, Any], *, year: int, by: User, now: datetime
) -> WorkLine:
    """Set up a line in draft; ``values`` as in ``EDITABLE``, and ``assist_units`` a list."""
    require(by, "line.create", tenant)
    journal.await_turn(tenant.pk)
    line = WorkLine(tenant=tenant, year=year, number=0)
    own, assisting = _split(values)
    put(line, own, EDITABLE)
    refuse(_faults(line, assisting or ()))
    line.save(force_insert=True)
    line.assist_units.set(assisting or ())
    journal.record("line.created", line, by=by, at=now, year=year)
    return line


@transaction.atomic
def change_line(
    line: WorkLine, values: Mapping[str, Any], *, seen: int, by: User, now: datetime
) -> Changes:
    """Change fields of a line as a person saw it at version ``seen``.

    Raises ``StateChanged`` naming who was faster. The plan itself can only be changed in draft.
    """
    require(by, "line.edit", line)
    held = hold(line)
    if held.version != seen:
        raise StateChanged(_who_was_faster(held))
    own, assisting = _split(values)
    changes = put(held, own, EDITABLE) | _put_assisting(held, assisting)
    if not changes:
        return {}
    refuse_settled(held, changes, AT_ANY_TIME)
    refuse(_faults(held, assisting or ()))
    held.version += 1
    held.save(update_fields=[*(name for name in changes if name in EDITABLE), "version"])
    if assisting is not None:
        held.assist_units.set(assisting)
    fields = words_of(held, changes)
    journal.record("line.changed", held, by=by, at=now, fields=fields, changes=changes)
    return changes


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Unit] | None]:
    own = {name: value for name, value in values.items() if name != "assist_units"}
    assisting = values.get("assist_units")
    return own, None if assisting is None else list(assisting)


def _put_assisting(line: WorkLine, assisting: list[Unit] | None) -> Changes:
    if assisting is None:
        return {}
    before = list(line.assist_units.order_by("path"))
    if {u.pk for u in before} == {u.pk for u in assisting}:
        return {}
    return {"assist_units": [[str(u) for u in before], [str(u) for u in assisting]]}


def _faults(line: WorkLine, assisting: Iterable[Unit]) -> dict[str, Sentence]:
    faults = strangers(line, line.tenant_id, ("lead_unit", "sponsor"))
    others = WorkLine.objects.filter(tenant_id=line.tenant_id, year=line.year).exclude(pk=line.pk)
    if not line.title:
        faults["title"] = say("请填写工作线名称。")
    elif others.filter(title=line.title).exists():
        faults["title"] = say("{year} 年已有工作线“{title}”。", year=line.year, title=line.title)
    if line.number < 1:
        faults["number"] = say("序号请填 1 以上的整数。")
    elif same := others.filter(number=line.number).first():
        faults["number"] = say("序号 {n} 已用于“{title}”。", n=line.number, title=same.title)
    if any(unit.tenant_id != line.tenant_id for unit in assisting):
        faults["assist_units"] = say("所选条目不属于本地，请重新选择。")
    elif any(unit.pk == line.lead_unit_id for unit in assisting):
        faults["assist_units"] = say("牵头单位不用再列为配合单位。")
    return faults


def _who_was_faster(line: WorkLine) -> Sentence:
    event = latest(line.pk)
    if event is None:
        return say("“{title}”刚被他人修改，请刷新后再改。", title=line.title)
    return say(
        "{who} 在 {at} 改动了“{title}”。您的填写未保存，仍在下面；请对照后再提交。",
        who=event.actor_name,
        at=event.at.astimezone(CHINA).strftime("%H:%M"),
        title=line.title,
    )
