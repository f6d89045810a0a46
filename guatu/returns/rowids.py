"""Which row of the sheet a returned row is, or why it is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guatu.domain.returns.columns import Part
from guatu.domain.returns.merging import Fate
from guatu.domain.returns.sheets import Given, Table
from guatu.domain.words import N_, Sentence, say
from guatu.projects.models import Project
from guatu.returns.lines import Lines
from guatu.returns.models import ReturnSheet
from guatu.returns.seals import key_of
from guatu.worklists.models import WorkItem


@dataclass(frozen=True, slots=True)
class Sure:
    """A row that came back with the one that went out; ``sent`` is its values by column."""

    given: Given
    pk: UUID
    sent: Mapping[str, Any]


def sure_rows(sheet: ReturnSheet, table: Table, lines: Lines) -> Iterator[Sure]:
    """Rows with an id of this sheet, each once; of the others, and of those that are gone, a line
    says why nothing changes. Rows without an id are the caller's."""
    sent = {UUID(hex=key): values for key, values in sheet.rows.get(table.part.value, ())}
    seen: dict[UUID, int] = {}
    for given in table.rows:
        if not given.key:
            continue
        pk = key_of(sheet, given.key)
        if pk is None or pk not in sent:
            why = _foreign(sheet, table.part, given.key)
        elif pk in seen:
            why = say(N_("与第 {row} 行是同一行，没有收；新的事项请写在空行里。"), row=seen[pk])
        else:
            seen[pk] = given.row
            yield Sure(given, pk, sent[pk])
            continue
        lines.add(Fate.REFUSED, table=table, row=given, label=label_of(given), sentence=why)
    for pk, values in sent.items():
        if pk not in seen:
            label = str(values.get("name") or values.get("label") or "")
            words = say(N_("交回的表里没有“{label}”这一行，未作改动。"), label=label)
            lines.add(Fate.NOTED, table=table, subject=pk, label=label, sentence=words)


def label_of(given: Given) -> str:
    return given.values.get("name") or given.values.get("label") or ""


def _foreign(sheet: ReturnSheet, part: Part, text: str) -> Sentence:
    """Whose row it is, if it is one of this government."""
    changed = say(N_("行标识被改动过，分不清是哪一行，整行没有收；请从下载的表里重填这一行。"))
    try:
        pk = UUID(hex=text.partition(".")[0])
    except ValueError:
        return changed
    if any(key == pk.hex for key, _values in sheet.rows.get(part.value, ())):
        return changed
    whose = _whose(sheet, part, pk)
    if whose is None:
        return changed
    return say(N_("这一行是“{unit}”的，不在本单位的表里，整行没有收。"), unit=whose)


def _whose(sheet: ReturnSheet, part: Part, pk: UUID) -> str | None:
    if part is Part.WORK:
        items = WorkItem.objects.filter(pk=pk, work_list__tenant_id=sheet.tenant_id)
        item = items.select_related("work_list__unit").first()
        return item.work_list.unit.label if item else None
    projects = Project.objects.filter(pk=pk, tenant_id=sheet.tenant_id)
    project = projects.select_related("lead_unit", "responsible_unit").first()
    if project is None:
        return None
    unit = project.responsible_unit or project.lead_unit
    return unit.label if unit else "别的单位"
