"""What both kernels are made of: the columns they run on, and steps along a calendar.

Compiled by numba where that is installed (the extra ``fast``); nothing of it runs otherwise, but
for tests. What was compiled is kept beside the package, or in the user's cache where that is
read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.columns import AVAILABLE, Bools
from guatu.domain.schedule.network import Ints

Bytes = NDArray[np.int8]
Step = TypeVar("Step", bound=Callable[..., object])


class Given(NamedTuple):
    """The network with its days on the axis: ``Network`` and ``Columns`` side by side.

    Of ``bare`` plans nothing is reported and no activity has a date; their columns are not read.
    """

    pptr: Ints
    indptr: Ints
    src: Ints
    ty: Bytes
    lag: Ints
    cal: Bytes
    dur: Ints
    rem: Ints
    alap: Bools
    act_s: Ints
    act_f: Ints
    cap: Ints
    snlt: Ints
    snet: Ints
    fnet: Ints
    must: Bools
    on_start: Bools
    start: Ints
    required: Ints
    data_date: Ints
    by_required: bool
    of_successor: bool
    bare: bool


class Tables(NamedTuple):
    """The calendars one after the other: ``wide`` instants of ``cum``, ``most`` days of ``inv``.

    ``gap[k]`` is 1 for a workday of the first calendar that does not follow on another one.
    """

    cum: Ints
    wide: int
    inv: Ints
    most: int
    size: Ints
    gap: Ints
    origin: int


class Out(NamedTuple):
    """What is found; as ``Dates``. ``plan_by`` is empty without work to be done late (ALAP)."""

    es: Ints
    ef: Ints
    early_by: Ints
    ls: Ints
    lf: Ints
    late_by: Ints
    tf: Ints
    ff: Ints
    plan_s: Ints
    plan_f: Ints
    plan_by: Ints
    critical: Bools
    left: Ints
    ends: Ints
    bad: Bools


class Own(NamedTuple):
    """What concerns one project only, by its own activities: short, so that it stays in the cache.

    ``place`` are workdays before the early start, ``at`` before the latest, ``room`` before the
    latest that moves no successor. ``wrong`` tells that the axis was left.
    """

    floor: Ints
    resume: Ints
    place: Ints
    at: Ints
    room: Ints
    late_resume: Ints
    wrong: Bools


def compiled(step: Step) -> Step:
    if not AVAILABLE:
        return step
    from numba import njit  # absent without the extra

    return cast("Step", njit(cache=True, nogil=True, error_model="numpy")(step))


@compiled
def before(t: Tables, c: int, x: int) -> int:
    """Workdays before instant ``x``; instants off the axis count as its nearer end."""
    if x <= 0:
        return 0
    return int(t.cum[c * t.wide + min(x, t.wide - 1)])


@compiled
def day(t: Tables, c: int, k: int, wrong: Bools) -> int:
    """The k-th workday; off the axis ``wrong`` is marked, and what follows does not matter."""
    if 0 <= k < t.size[c]:
        return int(t.inv[c * t.most + k])
    wrong[0] = True
    return 0


@compiled
def moved(t: Tables, c: int, x: int, lag: int, wrong: Bools) -> int:
    if lag == 0:
        return x
    k = before(t, c, x) + lag
    if lag > 0:
        return day(t, c, k - 1, wrong) + 1
    return day(t, c, k, wrong) if k > 0 else 0


@compiled
def bound_of(t: Tables, c: int, lc: int, y: int, lag: int, wrong: Bools) -> int:
    """Workdays of calendar ``c`` before ``moved_back(y, lag)``, the lag counted in ``lc``."""
    if lag == 0 and c == lc:
        return before(t, c, y)
    k = before(t, lc, y) - lag
    if k >= t.size[lc]:
        return before(t, c, t.wide - 1)
    if k <= 0:
        return 0
    if c == lc:
        return k
    return before(t, c, moved(t, lc, y, -lag, wrong))


@compiled
def short(longest: int) -> Ints:
    return np.empty(longest, dtype=np.int32)
