"""The list as an adjustment would leave it, worked out without touching a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.domain.annuallist import Entry
from guatu.kit.ids import uuid7
from guatu.projects.actions.moves import Move, former_natures
from guatu.projects.actions.splitting import whole_part
from guatu.projects.choices import ListChangeKind, Nature
from guatu.projects.models import Project

NUMBERED_LATER = 0


def expected_list(listed: Iterable[Entry], moves: Sequence[Move]) -> list[Entry]:
    """``listed`` after the moves; what does not fit (``faults_of`` says why) is left out.

    New projects have no number yet and an id that nothing else has.
    """
    by_project = {entry.project: entry for entry in listed}
    starting = [m.project for m in moves if m.project and m.kind == ListChangeKind.STARTED]
    was = former_natures(starting)
    for move in moves:
        if move.project is None:
            _add(by_project, move.values)
        else:
            _apply(by_project, move, move.project, was)
    return list(by_project.values())


def _apply(listed: dict[UUID, Entry], move: Move, project: Project, was: dict[UUID, str]) -> None:
    pk = project.pk
    if move.kind == ListChangeKind.ADDED:
        if pk not in listed:
            _restore(listed, project)
    elif pk in listed:
        match move.kind:
            case ListChangeKind.WITHDRAWN:
                _withdraw(listed, pk, parts_stay=bool(move.parts_stay))
            case ListChangeKind.RESERVED:
                _renature(listed, pk, str(Nature.RESERVE))
            case ListChangeKind.STARTED:
                _renature(listed, pk, move.nature or was[pk])
            case ListChangeKind.SPLIT:
                for part in move.parts:
                    _add(listed, whole_part(project, part))


def _withdraw(listed: dict[UUID, Entry], pk: UUID, *, parts_stay: bool) -> None:
    del listed[pk]
    for part in [entry for entry in listed.values() if entry.parent == pk]:
        if parts_stay:
            listed[part.project] = part._replace(parent=None)
        else:
            del listed[part.project]


def _renature(listed: dict[UUID, Entry], pk: UUID, nature: str) -> None:
    listed[pk] = listed[pk]._replace(nature=nature)
    for part in [entry for entry in listed.values() if entry.parent == pk]:
        listed[part.project] = part._replace(nature=nature)


def _restore(listed: dict[UUID, Entry], project: Project) -> None:
    """With the parts that left together with it."""
    left = project.parts.filter(withdrawn_at=project.withdrawn_at)
    for one in (project, *left.select_related("line", "lead_unit")):
        listed[one.pk] = Entry(
            one.pk,
            one.number,
            one.name,
            one.nature,
            one.parent_id,
            one.line.title if one.line else "",
            one.lead_unit.name if one.lead_unit else "",
            one.total_investment,
            one.year_plan,
        )


def _add(listed: dict[UUID, Entry], values: Any) -> None:
    line, unit, parent = values.get("line"), values.get("lead_unit"), values.get("parent")
    total: Decimal | None = values.get("total_investment")
    pk = uuid7()
    listed[pk] = Entry(
        pk,
        NUMBERED_LATER,
        str(values.get("name") or ""),
        str(values.get("nature") or ""),
        parent.pk if parent else None,
        line.title if line else "",
        unit.name if unit else "",
        total,
        values.get("year_plan"),
    )
