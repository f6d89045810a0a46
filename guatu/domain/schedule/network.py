"""The network as arrays: a portfolio of projects, each a run of activities in working order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

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


@dataclass(frozen=True, slots=True, eq=False)
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
    snlt: Ints  # N, start no later than
    fnet: Ints  # N, finish no earlier than
    act_s: Ints  # N
    act_f: Ints  # N
    rem: Ints  # N, work left of a started activity, -1 to derive it
    alap: NDArray[np.bool_]  # N
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
        a, b = self.span(p)
        e, f = int(self.indptr[a]), int(self.indptr[b])
        return replace(
            self,
            project_ids=self.project_ids[p : p + 1],
            ids=self.ids[a:b],
            names=self.names[a:b],
            pptr=np.array([0, b - a], dtype=np.int32),
            indptr=self.indptr[a : b + 1] - np.int32(e),
            src=self.src[e:f] - np.int32(a),
            ty=self.ty[e:f].copy(),
            lag=self.lag[e:f].copy(),
            dur=self.dur[a:b].copy(),
            cal=self.cal[a:b].copy(),
            snet=self.snet[a:b].copy(),
            cap=self.cap[a:b].copy(),
            snlt=self.snlt[a:b].copy(),
            fnet=self.fnet[a:b].copy(),
            act_s=self.act_s[a:b].copy(),
            act_f=self.act_f[a:b].copy(),
            rem=self.rem[a:b].copy(),
            alap=self.alap[a:b].copy(),
            start=self.start[p : p + 1].copy(),
            datadate=self.datadate[p : p + 1].copy(),
            required=self.required[p : p + 1].copy(),
        )
