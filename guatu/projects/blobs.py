"""One derived network blob per project: its plan and what is known of it, as 32-bit integers.

Rows are the truth. A blob is made anew whenever what it says changes, and lets very many plans be
computed without making an object of any of their steps. It holds facts and no dates that depend
on today: what can be under way, and what a late need holds back, follow when it is read.

Layout, little endian: a head of ``HEAD`` integers (steps S, links E, needs K, planned start,
begun, required finish), then columns, each after the other: of steps ``STEP`` × S, of links
``TIE`` × E, of needs ``NEED`` × K. Days are ordinals, -1 for none. Steps stand in working order,
and the links into a step stand together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.network import LINK_TYPES, NONE, Ints
from guatu.projects.models import ProjectNetwork
from guatu.projects.networks import DAYS, EVERY, OFFICE
from guatu.projects.standing import Standing

HEAD: Final = ("steps", "ties", "needs", "planned_start", "begun", "required")
STEP: Final = ("dur", "cal", "procedure", "forecast", "act_s", "act_f")
TIE: Final = ("src", "dst", "ty", "lag")
NEED: Final = ("step", "lead", "needed_by", "promised", "delivered")
KIND: Final = np.dtype("<i4")
NOTHING: Final = np.array([0, 0, 0, NONE, NONE, NONE], dtype=KIND).tobytes()


def packed(standing: Standing) -> bytes:
    """``NOTHING`` of a plan that cannot slip: none, without a promise, done, or going in circles.

    The steps are those of ``Standing.outline``.
    """
    facts, steps = standing.facts, standing.steps
    planned = [place for place, step in enumerate(steps) if step.planned_finish]
    if facts.required_finish is None or all(steps[p].actual_finish for p in planned):
        return NOTHING
    ties = [tie for tie in standing.ties if steps[tie.before].planned_finish]
    ties = [tie for tie in ties if steps[tie.after].planned_finish]
    order = TopologicalSorter[int](dict.fromkeys(planned, ()))
    for tie in ties:
        order.add(tie.after, tie.before)
    try:
        at = {place: n for n, place in enumerate(order.static_order())}
    except CycleError:
        return NOTHING
    ties.sort(key=lambda tie: at[tie.after])
    ordered = [steps[place] for place in at]
    needs = [need for need in standing.needs if need.step in at]
    head = [
        len(ordered),
        len(ties),
        len(needs),
        *map(_day, (standing.begins, facts.actual_start, facts.required_finish)),
    ]
    columns: list[Sequence[int]] = [
        head,
        [step.duration for step in ordered],
        [EVERY if step.counting == DAYS else OFFICE for step in ordered],
        [int(step.procedure) for step in ordered],
        [_day(step.forecast) for step in ordered],
        [_day(step.actual_start) for step in ordered],
        [_day(step.actual_finish) for step in ordered],
        [at[tie.before] for tie in ties],
        [at[tie.after] for tie in ties],
        [LINK_TYPES.index(tie.type) for tie in ties],
        [tie.lag for tie in ties],
        [at[need.step] for need in needs if need.step is not None],
        [need.lead for need in needs],
        [_day(need.needed_by) for need in needs],
        [_day(need.promised) for need in needs],
        [_day(need.delivered) for need in needs],
    ]
    return np.concatenate([np.array(column, dtype=KIND) for column in columns]).tobytes()


def keep_blobs(changed: Mapping[UUID, bytes]) -> None:
    """Write the blobs of these projects, whether or not they had one."""
    ProjectNetwork.objects.bulk_create(
        [ProjectNetwork(project_id=pk, blob=blob) for pk, blob in sorted(changed.items())],
        update_conflicts=True,
        unique_fields=["project"],
        update_fields=["blob"],
    )


@dataclass(frozen=True, eq=False)
class Plans:
    """Many blobs read at once, P of them: columns by project, by step, by link and by need.

    ``sptr``, ``eptr`` and ``kptr`` (P + 1) are where the steps, links and needs of a project begin.
    Columns are found when they are asked for, by their names in the layout.
    """

    whole: Ints
    starts: NDArray[np.int64]
    sptr: NDArray[np.int64] = field(init=False)
    eptr: NDArray[np.int64] = field(init=False)
    kptr: NDArray[np.int64] = field(init=False)

    @classmethod
    def of(cls, blobs: Sequence[bytes]) -> Plans:
        lengths = np.array([len(blob) for blob in blobs], dtype=np.int64) // KIND.itemsize
        whole = np.frombuffer(b"".join(blobs), dtype=KIND)
        return cls(whole, np.cumsum(lengths) - lengths)

    def __post_init__(self) -> None:
        for name, count in zip(("sptr", "eptr", "kptr"), HEAD[:3], strict=True):
            ends = np.cumsum(self.head(count), dtype=np.int64)
            object.__setattr__(self, name, np.concatenate(([0], ends)))

    def __len__(self) -> int:
        return len(self.starts)

    def head(self, name: str) -> Ints:
        return self.whole[self.starts + HEAD.index(name)]

    def step(self, name: str) -> Ints:
        return self._column(self.sptr, len(HEAD), STEP.index(name))

    def tie(self, name: str) -> Ints:
        """Sources and targets are steps of the project, counted from 0."""
        return self._column(self.eptr, self._ties_at, TIE.index(name))

    def need(self, name: str) -> Ints:
        return self._column(self.kptr, self._needs_at, NEED.index(name))

    @cached_property
    def _ties_at(self) -> NDArray[np.int64]:
        ties: NDArray[np.int64] = len(HEAD) + len(STEP) * np.diff(self.sptr)
        return ties

    @cached_property
    def _needs_at(self) -> NDArray[np.int64]:
        needs: NDArray[np.int64] = self._ties_at + len(TIE) * np.diff(self.eptr)
        return needs

    def _column(self, ptr: NDArray[np.int64], first: NDArray[np.int64] | int, place: int) -> Ints:
        """The values that stand ``place`` columns after ``first`` in the blob of each project."""
        counts = np.diff(ptr)
        shift = self.starts + first + place * counts - ptr[:-1]
        values: Ints = self.whole[np.repeat(shift, counts) + np.arange(ptr[-1])]
        return values


def _day(day: date | None) -> int:
    return NONE if day is None else day.toordinal()
