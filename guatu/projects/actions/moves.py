"""The moves of a mid-year adjustment: what each asks for, and how all are done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from guatu.domain.annuallist import Entry
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.bulk import update_rows
from guatu.org.models import Tenant, User
from guatu.projects.actions.holding import rows_by_id
from guatu.projects.actions.listing import (
    change_projects,
    create_projects,
    restore_projects,
    withdraw_projects,
)
from guatu.projects.actions.parts import hold_with_packages, packages_in
from guatu.projects.actions.splitting import Part, split_packages
from guatu.projects.choices import ListChangeKind, Nature
from guatu.projects.models import ListChange, Project
from guatu.projects.patrol import recheck

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One move. Without ``project`` it enters a new one from ``values``.

    ``reason`` may be empty where the adjustment's own is enough. ``nature`` is what a project out
    of the reserve becomes, empty: what it was. ``parts`` are what a package is split into;
    ``parts_stay`` says of a package that leaves whether its parts stay as projects of their own,
    None when nobody has said.

    What a ledger or a person has changed on the list already is named by the same move: it then
    only gives the reason.
    """

    kind: ListChangeKind
    project: Project | None = None
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    nature: str = ""
    parts: Sequence[Part] = ()
    parts_stay: bool | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the moves meet: the list last approved, the rows held, the parts of each package."""

    tenant: Tenant
    year: int
    approved: Mapping[UUID, Entry]
    held: Mapping[UUID, Project]
    parts: Mapping[UUID, Sequence[Project]]

    def row(self, move: Move) -> Project | None:
        return self.held.get(move.project.pk) if move.project else None

    def listed_parts(self, project: Project) -> list[Project]:
        return [part for part in self.parts.get(project.pk, ()) if part.is_listed]

    def left_together(self, project: Project) -> list[Project]:
        parts = self.parts.get(project.pk, ())
        return [part for part in parts if part.withdrawn_at == project.withdrawn_at]

    def is_done(self, move: Move) -> bool:
        """Whether the living list shows already what the move asks for."""
        project = self.row(move)
        if project is None:
            return False
        was = self.approved.get(project.pk)
        reserve = project.nature == Nature.RESERVE
        match move.kind:
            case ListChangeKind.ADDED:
                return project.is_listed and was is None
            case ListChangeKind.WITHDRAWN:
                return not project.is_listed and was is not None
            case ListChangeKind.STARTED:
                return project.is_listed and not reserve and was is not None and was.in_reserve
            case ListChangeKind.RESERVED:
                return project.is_listed and reserve and was is not None and not was.in_reserve
            case ListChangeKind.SPLIT:
                return not move.parts and bool(self.listed_parts(project))
        return project.is_listed and was is not None


def situation_of(
    tenant: Tenant, year: int, moves: Sequence[Move], approved: Iterable[Entry]
) -> Situation:
    """Lock the rows that the moves touch, packages with their parts, and read them."""
    ids = {move.project.pk for move in moves if move.project}
    own = Project.objects.filter(tenant=tenant, pk__in=ids, parent__isnull=False)
    parts = set(Project.objects.filter(tenant=tenant, parent__in=ids).values_list("pk", flat=True))
    within = set(own.values_list("parent_id", flat=True)) | packages_in(m.values for m in moves)
    hold_with_packages(ids | parts, within)
    held = rows_by_id(tenant, ids | parts)
    grouped: dict[UUID, list[Project]] = defaultdict(list)
    for project in held.values():
        if project.parent_id is not None:
            grouped[project.parent_id].append(project)
    return Situation(tenant, year, {e.project: e for e in approved}, held, grouped)


def make(
    moves: Sequence[Move], now_is: Situation, *, reason: str, by: User, now: datetime
) -> list[tuple[Move, Project]]:
    """Do what is not done yet; those who leave first, so that their codes are free again.

    Returns the moves that entered a project, with the project.
    """
    asked = [move for move in moves if not now_is.is_done(move)]
    doing = _Doing(now_is, reason, by, now)
    doing.withdraw(_of(asked, ListChangeKind.WITHDRAWN))
    added = _of(asked, ListChangeKind.ADDED)
    doing.restore([move for move in added if move.project])
    made = doing.create([move for move in added if not move.project])
    doing.reserve(_of(asked, ListChangeKind.RESERVED))
    doing.start(_of(asked, ListChangeKind.STARTED))
    doing.split(_of(asked, ListChangeKind.SPLIT))
    return made


class _Doing:
    def __init__(self, now_is: Situation, reason: str, by: User, now: datetime) -> None:
        self.now_is, self.reason, self.by, self.now = now_is, reason, by, now

    def withdraw(self, moves: Sequence[Move]) -> None:
        """With their parts, or with parts that stand alone from now on; reason by reason."""
        alone: list[Project] = []
        leaving: dict[str, list[Project]] = defaultdict(list)
        for move, project in self._rows(moves):
            parts = self.now_is.listed_parts(project)
            alone += parts if move.parts_stay else []
            leaving[self._why(move)] += [project] if move.parts_stay else [project, *parts]
        gone = {project.pk for projects in leaving.values() for project in projects}
        stay = [part for part in alone if part.pk not in gone]
        change_projects([(part, {"parent": None}) for part in stay], by=self.by, now=self.now)
        for reason, projects in leaving.items():
            withdraw_projects(projects, reason=reason, by=self.by, now=self.now)

    def restore(self, moves: Sequence[Move]) -> None:
        back = [
            one for _, project in self._rows(moves)
            for one in (project, *self.now_is.left_together(project))
        ]  # fmt: skip
        if back:
            restore_projects(back, by=self.by, now=self.now)

    def create(self, moves: Sequence[Move]) -> list[tuple[Move, Project]]:
        if not moves:
            return []
        listed = [move.values for move in moves]
        made = create_projects(
            self.now_is.tenant, listed, year=self.now_is.year, by=self.by, now=self.now
        )
        return list(zip(moves, made, strict=True))

    def reserve(self, moves: Sequence[Move]) -> None:
        wanted = [(move, one, str(Nature.RESERVE)) for move, one in self._with_parts(moves)]
        self._renature("project.reserved", wanted)

    def start(self, moves: Sequence[Move]) -> None:
        rows = self._with_parts(moves)
        was = former_natures([project for _, project in rows])
        wanted = [(move, one, move.nature or was[one.pk]) for move, one in rows]
        self._renature("project.implemented", wanted)

    def split(self, moves: Sequence[Move]) -> None:
        wanted = [(project, move.parts, self._why(move)) for move, project in self._rows(moves)]
        if wanted:
            split_packages(wanted, by=self.by, now=self.now)

    def _renature(self, code: str, wanted: Sequence[tuple[Move, Project, str]]) -> None:
        for _, project, nature in wanted:
            project.nature = nature
            project.version += 1
        touched = [project for _, project, _ in wanted]
        update_rows(touched, ["nature", "version"])
        notes = [Note(code, one, {"reason": self._why(move)}) for move, one, _ in wanted]
        journal.record_many(notes, by=self.by, at=self.now)
        recheck(touched, now=self.now)

    def _rows(self, moves: Sequence[Move]) -> list[tuple[Move, Project]]:
        return [(move, self.now_is.held[move.project.pk]) for move in moves if move.project]

    def _with_parts(self, moves: Sequence[Move]) -> list[tuple[Move, Project]]:
        """A package goes to the reserve and comes back with its parts."""
        return [
            (move, one)
            for move, project in self._rows(moves)
            for one in (project, *self.now_is.listed_parts(project))
        ]

    def _why(self, move: Move) -> str:
        return (move.reason.strip() or self.reason)[:LONGEST_REASON]


def former_natures(projects: Sequence[Project]) -> dict[UUID, str]:
    """What projects were before they went to the reserve; where no list tells it, 续建 for works
    begun before the year, else 新开工."""
    rows = ListChange.objects.filter(project__in=projects, kind=ListChangeKind.RESERVED)
    kept = {row.project_id: row.before.get("nature", "") for row in rows.order_by("id")}
    return {project.pk: kept.get(project.pk) or _likely(project) for project in projects}


def _likely(project: Project) -> str:
    begun = project.actual_start
    old = begun is not None and begun.year < project.year
    return str(Nature.ONGOING if old else Nature.NEW)


def _of(moves: Sequence[Move], kind: ListChangeKind) -> list[Move]:
    return [move for move in moves if move.kind == kind]
