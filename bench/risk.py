"""Monte-Carlo over random plans: activity-draws a second, with NumPy and with numba."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from bench.figures import Figure, median_ms, tell
from guatu.domain.schedule import Activity, Link, Network, ProjectPlan, build_network
from guatu.domain.schedule.columns import AVAILABLE
from guatu.domain.schedule.risk import risk, risks
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.shipped import shipped_calendar

CITY = 92
STEPS = 30
#: Draws of one project for the speed of drawing itself.
MANY = 1_000_000
#: Millions a second, on two cores and on one.
NUMBA, NUMPY = 250, 40


def main() -> None:
    calendars = [shipped_calendar()]
    one, city = portfolio(1), portfolio(CITY)
    _speed("numpy", one, calendars, NUMPY, draws=MANY // 4)
    if AVAILABLE:
        _speed("numba", one, calendars, NUMBA, draws=MANY)
        tell(_figure("risk, triangular, numba, with criticality", one, calendars, True))
    page = median_ms(partial(risk, one, calendars), 20, cpu=True)
    tell(Figure("risk of one project, 10,240 draws, CPU", page, "ms", 50))
    lights = median_ms(partial(risks, city, calendars, seed=1), 3, cpu=True)
    tell(Figure(f"risk of {CITY} projects, 1,024 draws, CPU", lights, "ms", 500))


def _speed(
    path: str, net: Network, calendars: list[WorkCalendar], goal: float, *, draws: int
) -> None:
    for shape in ("triangular", "pert"):
        act = partial(risks, net, calendars, seed=1, draws=draws, shape=shape, path=path)
        clock = time.perf_counter if path == "numba" else time.process_time  # one thread
        rate = draws * len(net.ids) / _best(act, clock) / 1e6
        least = goal if shape == "triangular" else None
        tell(Figure(f"risk, {shape}, {path}, activity-draws", rate, "M/s", at_least=least))


def _figure(what: str, net: Network, calendars: list[WorkCalendar], criticality: bool) -> Figure:
    act = partial(risks, net, calendars, seed=1, draws=MANY, criticality=criticality, path="numba")
    return Figure(what, MANY * len(net.ids) / _best(act) / 1e6, "M/s")


def _best(
    act: Callable[[], object], clock: Callable[[], float] = time.perf_counter, times: int = 5
) -> float:
    """Seconds of the quickest run after one unmeasured, which compiles."""
    act()
    taken = []
    for _ in range(times):
        begin = clock()
        act()
        taken.append(clock() - begin)
    return min(taken)


def portfolio(projects: int, seed: int = 5) -> Network:
    """Random plans: 30 steps, 1.54 links each (90 % FS, 15 % lags), every sixth a milestone."""
    chance = random.Random(seed)  # noqa: S311
    return build_network([_plan(f"p{n}", chance) for n in range(projects)])


def _plan(name: str, chance: random.Random) -> ProjectPlan:
    steps = [
        Activity(f"{n}", f"{n}", 0 if n % 6 == 5 else chance.randint(3, 40)) for n in range(STEPS)
    ]
    links = []
    for n in range(1, STEPS):
        sources = range(max(0, n - 5), n)
        for before in chance.sample(sources, min(len(sources), 1 + (chance.random() < 0.54))):
            kind = "FS" if chance.random() < 0.9 else chance.choice(["SS", "FF", "SF"])
            lag = chance.choice([1, 2, 5, -2]) if chance.random() < 0.15 else 0
            links.append(Link(f"{before}", f"{n}", kind, lag))
    return ProjectPlan(name, date(2026, 3, 2), steps, links, required=date(2028, 3, 1))


if __name__ == "__main__":
    main()
