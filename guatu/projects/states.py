"""Keeping how projects stood: a new row when something has changed, the old one closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.projects.facts import Rows, rows_of
from guatu.projects.models import Project, ProjectState
from guatu.projects.standing import Standing

_NEW = Maker(ProjectState)
#: Columns that a state has from its project, by the same names.
COLUMNS = (
    "tenant_id",
    "year",
    "number",
    "name",
    "nature",
    "category",
    "line_id",
    "lead_unit_id",
    "sponsor_id",
    "chain_id",
    "park_id",
    "township_id",
    "parent_id",
    "total_investment",
    "year_plan",
    "year_done",
    "start_due",
    "light",
    "light_rank",
    "expectation",
    "green_by_replanning",
)
#: Of these may change by themselves, without a fact that does.
TURNING = ("light", "light_rank", "start_due", "expectation", "green_by_replanning")
_TOLD = (*COLUMNS, "listed", "started", "also_lines")
#: What a state that is mended within its own moment is given anew.
_MENDED = [name.removesuffix("_id") for name in (*_TOLD, "facts")]


def states_now(ids: Iterable[UUID]) -> dict[UUID, ProjectState]:
    """The states in force of these projects, by project; a project never judged has none."""
    rows = ProjectState.objects.now().filter(project_id__in=list(ids)).order_by()
    return {row.project_id: row for row in rows}


def state_of(project: Project, rows: Rows, standing: Standing | None = None) -> ProjectState:
    """How ``project`` stands, not kept yet and without its moment."""
    held = vars(project)  # past the descriptors of foreign keys, which ask what is loaded
    columns = {n: held[n] if n in held else getattr(project, n) for n in COLUMNS}
    document = standing or Standing.of(project, rows)
    return _NEW(
        {
            **columns,
            "project_id": project.pk,
            "listed": project.withdrawn_at is None,
            "started": project.actual_start is not None,
            "also_lines": [pk.hex for pk in rows.also_lines],
            "facts": document.as_json(),
        }
    )


def turned_from(state: ProjectState, now: object) -> ProjectState:
    """The same project with the light and what else has turned as ``now`` has them."""
    columns = {name: getattr(state, name) for name in _TOLD}
    columns |= {name: getattr(now, name) for name in TURNING}
    return _NEW({**columns, "project_id": state.project_id, "facts": state.facts})


def differs(before: ProjectState, after: ProjectState) -> bool:
    """Whether anything that is kept has changed; 100 and 100.0000 are one amount."""
    if any(getattr(before, name) != getattr(after, name) for name in _TOLD):
        return True
    if before.facts == after.facts:
        return False
    return Standing.from_json(before.facts) != Standing.from_json(after.facts)


@dataclass(slots=True)
class Keeping:
    """States to be written at one moment."""

    now: datetime
    closed: list[ProjectState] = field(default_factory=list)
    mended: list[ProjectState] = field(default_factory=list)
    opened: list[ProjectState] = field(default_factory=list)

    def keep(self, before: ProjectState | None, after: ProjectState) -> None:
        """From now on ``after``; of what changes twice in one moment the last remains."""
        if before is not None and before.since >= self.now:
            after.pk, after.since = before.pk, before.since
            self.mended.append(after)
            return
        after.since = self.now
        self.opened.append(after)
        if before is not None:
            before.until = self.now
            self.closed.append(before)

    def write(self) -> None:
        update_rows(self.closed, ["until"])
        update_rows(self.mended, _MENDED)
        insert_rows(self.opened)


def astray(projects: Sequence[Project]) -> list[Project]:
    """Those whose kept standing or next step is not what their rows say; there should be none."""
    rows, kept = rows_of(projects), states_now(project.pk for project in projects)
    return [one for one in projects if _is_astray(one, kept.get(one.pk), rows[one.pk])]


def _is_astray(project: Project, state: ProjectState | None, rows: Rows) -> bool:
    standing = Standing.of(project, rows)
    coming = (project.next_step, project.next_due)
    return (
        state is None
        or coming != standing.coming()
        or differs(state, state_of(project, rows, standing))
    )


def known_at(states: Sequence[ProjectState], moment: datetime) -> ProjectState | None:
    """Of the states of one project the one in force at ``moment``."""
    for state in states:
        if state.since <= moment and (state.until is None or moment < state.until):
            return state
    return None
