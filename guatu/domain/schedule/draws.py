"""Three-point durations as tables of whole days, and the random numbers that look them up.

A duration is drawn by an integer: 16 bits of a counter-based generator name one of ``POINTS``
equally likely places of the distribution, and a table has the workdays that stand there. No
floating-point number is left to the paths that draw, so all of them find the same days.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.network import ScheduleError
from guatu.domain.words import N_, say

Shape = Literal["triangular", "pert"]
Words = NDArray[np.uint64]

POINTS: Final = 4_096
#: Bits of a random number beyond those that name one of ``POINTS``.
SPARE_BITS: Final = 4
#: Numbers of 16 bits in one word of the generator.
LANES: Final = 4
WIDEST: Final = 65_535

# SplitMix64: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
GAMMA: Final = 0x9E3779B97F4A7C15
FIRST_MIX: Final = 0xBF58476D1CE4E5B9
SECOND_MIX: Final = 0x94D049BB133111EB


class ThreePoint(NamedTuple):
    """Optimistic, most likely and pessimistic duration in workdays of the activity's calendar."""

    optimistic: int
    likely: int
    pessimistic: int

    @classmethod
    def assumed(cls, duration: int) -> ThreePoint:
        """What the product takes where nobody has said: 90 % and 150 % of ``duration``."""
        return cls(_part(duration, 9, 10), duration, _part(duration, 15, 10))

    @classmethod
    def given(cls, duration: int, optimistic: int | None, pessimistic: int | None) -> ThreePoint:
        """What is lacking is assumed; ``duration`` lies between the two in any case."""
        assumed = cls.assumed(duration)
        low = assumed.optimistic if optimistic is None else max(min(1, duration), optimistic)
        high = assumed.pessimistic if pessimistic is None else pessimistic
        return cls(min(low, duration), duration, max(high, duration))

    @property
    def certain(self) -> bool:
        return self.optimistic == self.pessimistic

    def left(self, remaining: int) -> ThreePoint:
        """The spread of what is left of begun work: in proportion to ``remaining``."""
        if self.likely == 0:
            return ThreePoint(remaining, remaining, remaining)
        low = _part(remaining, self.optimistic, self.likely)
        return ThreePoint(low, remaining, _part(remaining, self.pessimistic, self.likely))

    def checked(self, name: str) -> ThreePoint:
        """Itself; ScheduleError naming the activity when the three are out of order."""
        if not min(1, self.likely) <= self.optimistic <= self.likely <= self.pessimistic:
            raise ScheduleError(say(_DISORDER, name=name, **self._asdict()))
        if self.pessimistic - self.optimistic > WIDEST:
            raise ScheduleError(say(_TOO_WIDE, name=name, most=WIDEST))
        return self


_DISORDER = N_(
    "工序“{name}”的最快、最可能、最慢工期写作 {optimistic}、{likely}、{pessimistic}；"
    "须由小到大，有工期的工序最快不少于 1 个工作日。"
)
_TOO_WIDE = N_("工序“{name}”的最快与最慢工期相差超过 {most} 个工作日；请核对。")


@cache
def table(likely: int, pessimistic: int, shape: Shape) -> NDArray[np.uint16]:
    """Workdays above the optimistic duration at each of ``POINTS`` places, least first.

    ``likely`` and ``pessimistic`` are counted from the optimistic duration. The distribution is
    continuous and rounded half up: k days stand for all between k - 1/2 and k + 1/2.
    """
    if pessimistic == 0:
        return np.zeros(POINTS, dtype=np.uint16)
    edges = np.append(np.arange(pessimistic) + 0.5, float(pessimistic))
    below = (
        _triangular(edges, likely, pessimistic)
        if shape == "triangular"
        else _pert(edges, likely, pessimistic)
    )
    places = (np.arange(POINTS) + 0.5) / POINTS
    return np.searchsorted(below[:-1], places, side="right").astype(np.uint16)


def _triangular(x: NDArray[np.float64], mode: int, end: int) -> NDArray[np.float64]:
    """The share of a triangular distribution on 0 … ``end`` that lies below ``x``."""
    rising = x * x / max(1, end * mode)
    falling = 1 - (end - x) ** 2 / max(1, end * (end - mode))
    return np.where(x <= mode, rising, falling)


def _pert(x: NDArray[np.float64], mode: int, end: int) -> NDArray[np.float64]:
    """The same of the PERT distribution: beta with α + β = 6 and the mean (0 + 4 mode + end)/6."""
    rise, fall = 4 * mode / end, 4 * (end - mode) / end  # α - 1 and β - 1
    nodes, weights = np.polynomial.legendre.leggauss(32)
    starts = np.append(0.0, x[:-1])
    middle, half = (x + starts)[:, None] / 2, (x - starts)[:, None] / 2
    at = (middle + half * nodes) / end
    parts = (at**rise * (1 - at) ** fall * weights).sum(axis=1) * half[:, 0]
    return np.asarray(np.cumsum(parts) / parts.sum())


def stream(seed: int, project: str, activity: str) -> int:
    """Where the random numbers of an activity begin, in 64 bits.

    It depends on names and not on places: a step that is added leaves the draws of the others.
    """
    named = f"{seed}\x1f{project}\x1f{activity}".encode()
    return int.from_bytes(blake2b(named, digest_size=8).digest(), "little")


def places(streams: Words, first: int, count: int) -> NDArray[np.uint16]:
    """Draws ``first`` … ``first + count`` of each stream, as places in a table (streams × count).

    ``first`` is a multiple of ``LANES``.
    """
    begin, words = first // LANES + 1, -(-count // LANES)
    counters = np.arange(begin, begin + words, dtype=np.uint64)
    mixed = streams[:, None] + counters * np.uint64(GAMMA)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(FIRST_MIX)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(SECOND_MIX)
    mixed ^= mixed >> np.uint64(31)
    found: NDArray[np.uint16] = mixed.astype("<u8", copy=False).view("<u2")
    found >>= np.uint16(SPARE_BITS)
    return found[:, :count]


def _part(days: int, share: int, whole: int) -> int:
    """``days`` × ``share`` / ``whole`` rounded half up, at least one day of any work."""
    return max(min(1, days), (2 * days * share + whole) // (2 * whole))
