"""What a benchmark says, and how it is shown."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with what it must be; ``at_most`` and ``at_least`` are goals, or None."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def reached(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def goal(self) -> str:
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return f">= {self.at_least:g}" if self.at_least is not None else ""


def tell(figure: Figure) -> None:
    print(json.dumps(asdict(figure)), flush=True)


def median_ms(act: Callable[[], object], times: int, *, cpu: bool = False) -> float:
    """The median time of ``act`` in milliseconds after three unmeasured runs."""
    clock = time.process_time if cpu else time.perf_counter
    for _ in range(3):
        act()
    taken = []
    for _ in range(times):
        begin = clock()
        act()
        taken.append(clock() - begin)
    return statistics.median(taken) * 1000
