"""What a printed chart no longer says: two states of the chart side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guatu.boards.wallchart.facts import ChartMilestone, ChartRow, WallChart
from guatu.domain.lights.colours import Light


@dataclass(frozen=True, slots=True)
class Flag:
    """A milestone to be marked anew: done is a red flag, overdue a black one."""

    name: str
    state: Literal["done", "overdue"]
    day: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that is another one now; ``name`` is that of a milestone, "" for the finish."""

    name: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Changed:
    """A project with what changed of it; ``before`` is its light on paper if that is another."""

    row: ChartRow
    before: Light | None
    flags: tuple[Flag, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Since:
    new: tuple[ChartRow, ...]
    gone: tuple[ChartRow, ...]
    changed: tuple[Changed, ...]

    @property
    def count(self) -> int:
        return len(self.new) + len(self.gone) + len(self.changed)


def since_print(printed: WallChart, now: WallChart, *, narrowed: bool) -> Since:
    """Rows are matched by project, milestones by name; of a chart narrowed to some lights only
    what is on it is told, not what has those lights since."""
    before = {row.id: row for row in _rows(printed)}
    after = {row.id: row for row in _rows(now) if row.id in before or not narrowed}
    compared = (_changed(before[pk], row) for pk, row in after.items() if pk in before)
    return Since(
        tuple(row for pk, row in after.items() if pk not in before),
        tuple(row for pk, row in before.items() if pk not in after),
        tuple(one for one in compared if one.before or one.flags or one.moved),
    )


def _rows(chart: WallChart) -> Iterator[ChartRow]:
    return (row for row in chart.rows if isinstance(row, ChartRow))


def _changed(before: ChartRow, after: ChartRow) -> Changed:
    turned = before.light if before.light != after.light else None
    return Changed(
        after,
        turned,
        tuple(_flags(before.milestones, after.milestones)),
        tuple(_moved(before, after)),
    )


def _flags(before: Sequence[ChartMilestone], after: Sequence[ChartMilestone]) -> Iterator[Flag]:
    was = {milestone.name: milestone.state for milestone in before}
    for milestone in after:
        if milestone.state != "planned" and was.get(milestone.name) != milestone.state:
            yield Flag(milestone.name, milestone.state, milestone.day)


def _moved(before: ChartRow, after: ChartRow) -> Iterator[Moved]:
    if before.finish and after.finish and before.finish != after.finish:
        yield Moved("", before.finish, after.finish)
    was = {milestone.name: milestone.planned for milestone in before.milestones}
    for milestone in after.milestones:
        day = was.get(milestone.name, milestone.planned)
        if day != milestone.planned:
            yield Moved(milestone.name, day, milestone.planned)
