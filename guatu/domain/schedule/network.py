"""The network as arrays: a portfolio of projects, each a run of activities in working order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from guatu.domain.words import N_, Sentence, say

Ints = NDArray[np.int32]

NONE: Final = -1
FS, SS, FF, SF = range(4)
LINK_TYPES: Final = ("FS", "SS", "FF", "SF")


class ScheduleError(ValueError):
    """A plan that cannot be computed; ``sentence`` says what is wrong, where, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """P projects, N activities and E links in CSR form, activities in topological order.

    Project p owns activities ``pptr[p]:pptr[p+1]``; activity i is entered by links
    ``indptr[i]:indptr[i+1]``, whose sources ``src`` come before i. Days are proleptic Gregorian
    ordinals (``date.toordinal``), -1 for none. Starts are days; ends (``cap``, ``fnet``,
    ``act_f``, ``required``) are half-open, the day after the last one. Durations, lags and
    ``rem`` are workdays: of the activity's calendar, and for lags of the predecessor's.
    """

    project_ids: tuple[str, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    pptr: Ints  # P+1
    indptr: Ints  # N+1
    src: Ints  # E
    ty: NDArray[np.int8]  # E: FS SS FF SF
    lag: Ints  # E
    dur: Ints  # N, 0 is a milestone
    cal: NDArray[np.int8]  # N
    snet: Ints  # N, start no earlier than
    cap: Ints  # N, finish no later than (FNLT, deadline)
    snlt: Ints  # N, start no later than; of a milestone the instant
    fnet: Ints  # N, finish no earlier than
    act_s: Ints  # N
    act_f: Ints  # N
    rem: Ints  # N, work left of a started activity, -1 to derive it
    alap: NDArray[np.bool_]  # N
    must: NDArray[np.bool_]  # N, open work that ignores the links it is entered by
    start: Ints  # P
    datadate: Ints  # P
    required: Ints  # P

    @property
    def dst(self) -> Ints:
        """The activity each link enters (E)."""
        count = np.diff(self.indptr)
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), count)

    def project_index(self, project: str | None) -> int:
        """The position of ``project``; without a name the only one there is."""
        if project is None and len(self.project_ids) == 1:
            return 0
        if project is None:
            raise ScheduleError(say(N_("工期网络中有多个项目，请指明是哪一个。")))
        if project not in self.project_ids:
            raise ScheduleError(say(N_("工期网络中没有项目“{id}”。"), id=project))
        return self.project_ids.index(project)

    def activity_index(self, activity: str, project: str | None = None) -> int:
        """The position of the activity with this id inside ``project``."""
        first, last = self.span(self.project_index(project))
        if activity not in self.ids[first:last]:
            raise ScheduleError(say(N_("该项目中没有编号为“{id}”的工序。"), id=activity))
        return self.ids.index(activity, first, last)

    def span(self, p: int) -> tuple[int, int]:
        return int(self.pptr[p]), int(self.pptr[p + 1])

    def only(self, p: int) -> Network:
        """Project ``p`` alone, as a network of its own; arrays are copies."""
        return self.some(np.array([p]))

    def some(self, projects: NDArray[np.integer[Any]]) -> Network:
        """The ``projects`` at these positions, in this order, as a network of their own."""
        first, last = self.pptr[projects], self.pptr[projects + 1]
        steps = _ranges(first, last)
        ties = _ranges(self.indptr[first], self.indptr[last])
        pptr, tied = _ends(last - first), np.diff(self.indptr)[steps]
        shift = np.repeat(first - pptr[:-1], self.indptr[last] - self.indptr[first])
        return replace(
            self,
            project_ids=tuple(self.project_ids[p] for p in projects.tolist()),
            ids=tuple(self.ids[i] for i in steps.tolist()),
            names=tuple(self.names[i] for i in steps.tolist()),
            pptr=pptr,
            indptr=_ends(tied),
            src=(self.src[ties] - shift).astype(np.int32),
            **{name: getattr(self, name)[ties] for name in _BY_TIE},
            **{name: getattr(self, name)[steps] for name in _BY_STEP},
            **{name: getattr(self, name)[projects] for name in _BY_PROJECT},
        )


_BY_TIE: Final = ("ty", "lag")
_BY_STEP: Final = (
    "dur", "cal", "snet", "cap", "snlt", "fnet", "act_s", "act_f", "rem", "alap", "must",
)  # fmt: skip
_BY_PROJECT: Final = ("start", "datadate", "required")


def _ranges(first: Ints, last: Ints) -> NDArray[np.int64]:
    """``first … last - 1`` of each pair, one after the other."""
    counts = (last - first).astype(np.int64)
    shift = np.repeat(first - (np.cumsum(counts) - counts), counts)
    return shift + np.arange(counts.sum())


def _ends(counts: NDArray[np.integer[Any]]) -> Ints:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
