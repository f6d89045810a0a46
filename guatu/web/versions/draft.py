"""The adjustment that a person is putting together, kept in the session until it is approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.actions.moves import Move
from guatu.projects.choices import ListChangeKind
from guatu.projects.models import Project
from guatu.web.shared.requests import Request

_KEY = "list-adjustment"
_AMOUNTS = ("total_investment", "year_plan")
_ROWS = ("line", "lead_unit")


@dataclass(slots=True)
class Kept:
    """A move as the session holds it: ids and figures as text; ``project`` empty for a new one."""

    kind: str
    project: str = ""
    reason: str = ""
    nature: str = ""
    parts_stay: bool | None = None
    parts: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    year: int
    kept: list[Kept]

    @classmethod
    def of(cls, request: Request) -> Draft:
        """What was put together for the working year; that of another year is gone."""
        year = request.tenant.year
        held = request.session.get(_KEY) or {}
        moves = held.get("moves", ()) if held.get("year") == year else ()
        return cls(year, [Kept(**move) for move in moves])

    def keep(self, request: Request) -> None:
        moves = [asdict(one) for one in self.kept]
        request.session[_KEY] = {"year": self.year, "moves": moves}

    def at(self, place: int) -> Kept | None:
        return self.kept[place] if 0 <= place < len(self.kept) else None

    def put(self, kept: Kept) -> None:
        """Add a move; another one of the same project gives way to it."""
        if kept.project:
            self.kept = [one for one in self.kept if one.project != kept.project]
        self.kept.append(kept)

    def moves(self, user: User) -> list[Move]:
        """In their order; what was kept of projects that are not to be seen any more falls out."""
        projects = _rows(Project.objects.visible_to(user), [one.project for one in self.kept])
        lines = _rows(WorkLine.objects.visible_to(user), _named(self.kept, "line"))
        units = _rows(Unit.objects.visible_to(user), _named(self.kept, "lead_unit"))
        rows = {"line": lines, "lead_unit": units}
        self.kept = [one for one in self.kept if not one.project or one.project in projects]
        return [_move(one, projects.get(one.project), rows) for one in self.kept]


def clear(request: Request) -> None:
    request.session.pop(_KEY, None)


def kept_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a project as text that a session can hold."""
    held: dict[str, Any] = {}
    for name, value in given.items():
        if name in _AMOUNTS:
            held[name] = None if value is None else format(value, "f")
        elif name in _ROWS:
            held[name] = value.pk.hex if value else ""
        else:
            held[name] = value
    return held


def plain_values(held: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as figures again; rows stay ids."""
    return {
        name: Decimal(value) if name in _AMOUNTS and value is not None else value
        for name, value in held.items()
    }


def _move(kept: Kept, project: Project | None, rows: Mapping[str, Mapping[str, Any]]) -> Move:
    values = plain_values(kept.values)
    for name, found in rows.items():
        if name in values:
            values[name] = found.get(values[name])
    return Move(
        ListChangeKind(kept.kind),
        project,
        reason=kept.reason,
        values=values,
        nature=kept.nature,
        parts=[plain_values(part) for part in kept.parts],
        parts_stay=kept.parts_stay,
    )


def _rows(found: Any, ids: Iterable[str]) -> dict[str, Any]:
    wanted = {UUID(one) for one in ids if one}
    return {row.pk.hex: row for row in found.filter(pk__in=wanted)} if wanted else {}


def _named(kept: Iterable[Kept], name: str) -> list[str]:
    return [one.values.get(name) or "" for one in kept]
