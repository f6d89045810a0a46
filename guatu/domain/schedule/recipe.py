"""A project made ready for many runs of the forward pass; ``making`` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.network import Ints

FIXED: Final = -1
#: Begin and end in workdays; the end of a task, and a milestone, in instants.
PLAIN, WAITING, INSTANT = range(3)
#: A milestone falls on the day that ends at its instant, on the one that begins, or as its source.
CLOSES, OPENS, FOLLOWS = range(3)
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """R rows in working order, which chance may move, and the T ties that enter them.

    ``activity`` is the place of a row in its network. The work of row r is ``base[r]`` workdays,
    and what ``tables`` has from ``table[r]`` on where that is not -1. It begins no earlier than
    ``floor[r]`` and ends no earlier than ``end_floor[r]`` (-1 for none). ``form`` says in what it
    is measured; of a milestone in instants ``end_floor`` is the end that a date asks for, and
    ``since`` when its work began (-1 for none). Rows that are ``last`` can be the last of the
    project, which does not end before the day ``done`` and the instant ``done_by`` (-1 when
    nothing is certain).

    Ties ``ptr[r]:ptr[r+1]`` enter row r. ``src`` is a row, or -1 when ``lag`` is the bound itself.
    A tie is ``direct`` when it only adds workdays. ``opening`` says on which day a milestone falls
    that it drives.
    """

    activity: Ints
    table: Ints
    base: Ints
    cal: Ints
    form: Ints
    floor: Ints
    end_floor: Ints
    since: Ints
    last: Bools
    ptr: Ints
    src: Ints
    kind: Ints
    from_start: Bools
    lag: Ints
    lag_cal: Ints
    opening: Ints
    direct: Bools
    done: int
    done_by: int
    tables: NDArray[np.uint16]
