"""Our dates beside those that the other planner left in its file.

Moments are the same when the same work lies before them: Friday 17:00 and Monday 8:00 are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from guatu.domain.schedule.files.model import Limit, label
from guatu.domain.schedule.files.result import FileSchedule, Placed
from guatu.domain.words import N_, Sentence, say

#: Differences told one by one.
TOLD = 20
_MOMENTS = (
    "start",
    "finish",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
)
_FORMAT = "%Y-%m-%d %H:%M"
_SLACKS = ("total_slack", "free_slack")
FIELDS = {
    "start": N_("开始"),
    "finish": N_("完成"),
    "early_start": N_("最早开始"),
    "early_finish": N_("最早完成"),
    "late_start": N_("最迟开始"),
    "late_finish": N_("最迟完成"),
    "total_slack": N_("总时差"),
    "free_slack": N_("自由时差"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one activity; ``apart`` minutes of work, ours less theirs."""

    placed: Placed
    field: str
    ours: str
    theirs: str
    apart: int

    @property
    def sentence(self) -> Sentence:
        return say(
            N_("“{name}”的{field}：这里 {ours}，文件 {theirs}，相差 {apart} 小时。"),
            name=label(self.placed.activity),
            field=FIELDS[self.field],
            ours=self.ours,
            theirs=self.theirs,
            apart=f"{self.apart / 60:+g}",
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many values were equal and different, by field, and the first differences."""

    equal: dict[str, int]
    different: dict[str, int]
    first: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "equal": self.equal,
            "different": self.different,
            "first": [
                {
                    "id": one.placed.activity.id,
                    "field": one.field,
                    "ours": one.ours,
                    "theirs": one.theirs,
                    "text": str(one.sentence),
                }
                for one in self.first
            ],
        }


def compare(found: FileSchedule) -> Comparison:
    """Every date and slack that the file holds against ours; a minute apart is equal."""
    equal: dict[str, int] = {}
    different: dict[str, int] = {}
    first: list[Difference] = []
    for one in _differences(found):
        counts = equal if abs(one.apart) <= 1 else different
        counts[one.field] = counts.get(one.field, 0) + 1
        if abs(one.apart) > 1 and len(first) < TOLD:
            first.append(one)
    return Comparison(equal, different, tuple(first))


def _differences(found: FileSchedule) -> Iterator[Difference]:
    for placed in found.activities:
        stored, ours = placed.activity.stored, _as_they_tell(found, placed)
        worked = partial(found.worked_before, placed.activity.calendar)
        for name in _MOMENTS:
            theirs: datetime | None = getattr(stored, name)
            if theirs is not None:
                mine: datetime = getattr(ours, name)
                apart = worked(mine) - worked(theirs)
                yield Difference(placed, name, f"{mine:{_FORMAT}}", f"{theirs:{_FORMAT}}", apart)
        for name in _SLACKS:
            slack: int | None = getattr(stored, name)
            if slack is not None:
                held: int = getattr(ours, name)
                yield Difference(placed, name, _hours(held), _hours(slack), held - slack)


def _as_they_tell(found: FileSchedule, placed: Placed) -> Placed:
    """Project takes as early what work done as late as possible leaves to its successors."""
    if found.plan.source != "mspdi" or placed.start == placed.early_start:
        return placed
    worked = partial(found.worked_before, placed.activity.calendar)
    slack = worked(placed.late_finish) - worked(placed.finish)
    if any(held.limit is Limit.ALAP for held in placed.activity.held):
        return replace(placed, total_slack=slack)
    return replace(placed, early_start=placed.start, early_finish=placed.finish, total_slack=slack)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g} 小时"
