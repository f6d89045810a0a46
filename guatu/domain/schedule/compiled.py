"""What both kernels are made of: the columns they run on, and steps along a calendar.

Compiled by numba where that is installed (the extra ``fast``); nothing of it runs otherwise, but
for tests. What was compiled is kept beside the package, or in the user's cache where that is
read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

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
    """The calendars one after the other: ``wide`` instants of ``cum``, ``most`` of ``instant``.

    ``cum[x]`` are the workdays before instant x; ``instant[2k]`` is the close of the first k
    workdays, ``instant[2k + 1]`` the start of workday k. ``gap[k]`` is 1 for a workday of the
    first calendar that does not follow on another one.
    """

    cum: Ints
    wide: int
    instant: Ints
    most: int
    size: Ints
    gap: Bytes
    origin: int


class Out(NamedTuple):
    """What is found; as ``Dates``.

    ``plan_by`` is empty without work to be done late (ALAP), ``left`` for ``bare`` plans.
    """

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


def short(longest: int) -> Ints:
    return np.empty(longest, dtype=np.int32)


def compiled(step: Step, *, inline: bool = False, allocates: bool = True) -> Step:
    """``step`` by numba, with ``inline`` as a part of its callers.

    Unless it ``allocates`` no array may be made in it, and numba does not count who refers to
    those it is given: that took a third of the time of a schedule. The caller holds them.
    """
    if not AVAILABLE:
        return step
    from numba import njit  # absent without the extra

    options: dict[str, Any] = {"forceinline": inline, "_nrt": allocates}
    return cast("Step", njit(cache=True, nogil=True, error_model="numpy", **options)(step))


def entry(step: Step) -> Step:
    """What Python calls of a kernel."""
    return compiled(step, allocates=False)


def inlined(step: Step) -> Step:
    """What a kernel calls: part of it, so that arrays are not passed from one to the other."""
    return compiled(step, inline=True, allocates=False)


@inlined
def ix(i: int) -> np.uint32:
    """An index that is not negative: spares the look whether it counts from the end."""
    return np.uint32(i)


@inlined
def places(t: Tables, c: int, x: int) -> int:
    """Workdays before instant ``x`` of the axis."""
    return int(t.cum[ix(c * t.wide + x)])


@inlined
def instant(t: Tables, c: int, x: int) -> int:
    """The instant on the axis, by its number in calendar ``c``; see ``Tables``."""
    return int(t.instant[ix(c * t.most + x)])


@inlined
def before(t: Tables, c: int, x: int) -> int:
    """Workdays before instant ``x``; instants off the axis count as its nearer end."""
    return places(t, c, min(max(x, 0), t.wide - 1))


@inlined
def day(t: Tables, c: int, k: int, wrong: Bools) -> int:
    """The k-th workday; off the axis ``wrong`` is marked, and what follows does not matter."""
    if 0 <= k < t.size[ix(c)]:
        return instant(t, c, 2 * k + 1)
    wrong[0] = True
    return 0


@inlined
def moved(t: Tables, c: int, x: int, lag: int, wrong: Bools) -> int:
    """``axis.moved`` for a lag other than 0."""
    k = max(before(t, c, x) + lag, 0)
    if k > t.size[ix(c)]:
        wrong[0] = True
        return 0
    return instant(t, c, 2 * k + (lag < 0)) if k else 0


@inlined
def moved_back(t: Tables, c: int, y: int, lag: int) -> int:
    """``axis.moved_back`` for a lag other than 0."""
    k = max(before(t, c, y) - lag, 0)
    if k >= t.size[ix(c)]:
        return t.wide - 1
    return instant(t, c, 2 * k + (lag > 0)) if k else 0
