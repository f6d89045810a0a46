"""The network and the calendars as arrays on the axis: what both fast paths run on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.axis import Line, refuse_beyond
from guatu.domain.schedule.network import NONE, Ints, Network

#: Whether numba is there, the extra ``fast``. It is loaded when it is first worth it: it takes
#: half a second and some 100 MB, which a process that serves pages does not need.
AVAILABLE: Final = find_spec("numba") is not None
Bools = NDArray[np.bool_]


def compiled_module(name: str) -> ModuleType:
    """A module of this package that numba compiles, and numba with it."""
    return import_module(f"guatu.domain.schedule.{name}")


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """C calendars over L days: ``cum[c, x]`` workdays before instant x, ``inv[c, k]`` the k-th
    workday of the ``size[c]`` that there are; what lies behind them is 0."""

    cum: Ints
    inv: Ints
    size: Ints

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Axis:
        size = np.array([len(line.inv) for line in lines], dtype=np.int32)
        inv = np.zeros((len(lines), int(size.max(initial=0))), dtype=np.int32)
        for c, line in enumerate(lines):
            inv[c, : size[c]] = line.inv
        return cls(np.array([line.cum for line in lines], dtype=np.int32), inv, size)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Days of the network counted from the origin of the axis, -1 for none; see ``Network``."""

    act_s: Ints
    act_f: Ints
    cap: Ints
    snlt: Ints
    snet: Ints
    fnet: Ints
    start: Ints
    required: Ints
    data_date: Ints
    must: Bools
    on_start: Bools
    bare: bool

    @classmethod
    def of(cls, net: Network, origin: int, line: Line) -> Columns:
        """CalendarOutOfRange for a day that the axis lacks.

        Plans are ``bare`` when nothing is reported and no activity has a date.
        """

        def days(given: Ints) -> Ints:
            if int(given.max(initial=NONE)) == NONE:
                return given  # none at all, as most columns are
            refuse_beyond(given, origin=origin, line=line)
            return np.where(given == NONE, NONE, given - origin).astype(np.int32)

        columns = {
            name: days(getattr(net, name))
            for name in ("act_s", "act_f", "cap", "snlt", "fnet", "start", "required", "snet")
        }
        dated = ("act_s", "act_f", "cap", "snlt", "fnet", "snet")
        plain = all(columns[name] is getattr(net, name) for name in dated)
        bare = plain and not (net.alap.any() or net.must.any())
        return cls(
            **columns,
            data_date=days(net.datadate),
            must=net.must if bare else net.must & (net.act_s == NONE),
            on_start=net.must if bare else net.snet == net.snlt,
            bare=bare,
        )


@dataclass(slots=True, eq=False)
class Dates:
    """What the passes find, on the axis: by activity (N), ``ends`` by project (P).

    ``wrong`` are projects that left the axis; their other figures do not matter. ``in_days``: they
    are ordinals already.
    """

    es: Ints
    ef: Ints
    ls: Ints
    lf: Ints
    tf: Ints
    ff: Ints
    plan_s: Ints
    plan_f: Ints
    critical: Bools
    early_by: Ints
    late_by: Ints
    left: Ints
    ends: Ints
    wrong: Bools
    in_days: bool = False

    @classmethod
    def empty(cls, steps: int, projects: int) -> Dates:
        def ints(count: int) -> Ints:
            return np.empty(count, dtype=np.int32)

        return cls(
            es=ints(steps),
            ef=ints(steps),
            ls=ints(steps),
            lf=ints(steps),
            tf=ints(steps),
            ff=ints(steps),
            plan_s=ints(steps),
            plan_f=ints(steps),
            critical=np.empty(steps, dtype=bool),
            early_by=ints(steps),
            late_by=ints(steps),
            left=ints(steps),
            ends=ints(projects),
            wrong=np.zeros(projects, dtype=bool),
        )
