"""The first instance of set j30 of PSPLIB (Kolisch, Sprecher 1996), whose optimum is published: 43.

Its numbers only, in a form of our own: for each job its days, what it takes of the four
resources, and which jobs follow it.
"""

from __future__ import annotations

from datetime import date

from guatu.domain.capacity import Counted, Demand, Resource, level
from guatu.domain.capacity.optimum import optimise
from guatu.domain.schedule import Activity, Link, Network, ProjectPlan, build_network, schedule
from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar

CAPACITIES = (12, 13, 4, 12)
OPTIMUM, WITHOUT_LIMITS = 43, 38
START = date(2026, 1, 1)
CALENDAR = WorkCalendar("days", START, date(2027, 12, 31), {}, week=EVERY_DAY)
#: Job: days, (resource, amount) or nothing, followers.
JOBS: dict[int, tuple[int, tuple[int, int] | None, tuple[int, ...]]] = {
    2: (8, (0, 4), (6, 11, 15)),
    3: (4, (0, 10), (7, 8, 13)),
    4: (6, (3, 3), (5, 9, 10)),
    5: (3, (0, 3), (20,)),
    6: (8, (3, 8), (30,)),
    7: (5, (0, 4), (27,)),
    8: (9, (1, 1), (12, 19, 27)),
    9: (2, (0, 6), (14,)),
    10: (7, (3, 1), (16, 25)),
    11: (9, (1, 5), (20, 26)),
    12: (2, (1, 7), (14,)),
    13: (6, (0, 4), (17, 18)),
    14: (3, (1, 8), (17,)),
    15: (9, (0, 3), (25,)),
    16: (10, (3, 5), (21, 22)),
    17: (6, (3, 8), (22,)),
    18: (5, (3, 7), (20, 22)),
    19: (3, (1, 1), (24, 29)),
    20: (7, (1, 10), (23, 25)),
    21: (2, (3, 6), (28,)),
    22: (7, (0, 2), (23,)),
    23: (2, (0, 3), (24,)),
    24: (3, (1, 9), (30,)),
    25: (3, (0, 4), (30,)),
    26: (7, (2, 4), (31,)),
    27: (8, (3, 7), (28,)),
    28: (3, (1, 8), (31,)),
    29: (7, (1, 7), ()),
    30: (2, (1, 7), ()),
    31: (2, (2, 2), ()),
}


def instance() -> tuple[Network, list[Resource], list[Demand]]:
    steps = [Activity(str(job), f"作业{job}", days) for job, (days, *_) in JOBS.items()]
    ties = [Link(str(job), str(after)) for job, (*_, follow) in JOBS.items() for after in follow]
    net = build_network([ProjectPlan("j301_1", START, steps, ties)])
    resources = [
        Resource(f"R{n}", f"R{n}", most, Counted.UNDER_WAY) for n, most in enumerate(CAPACITIES)
    ]
    demands = [
        Demand(i, takes[0], takes[1])
        for i, job in enumerate(net.ids)
        if (takes := JOBS[int(job)][1])
    ]
    return net, resources, demands


def makespan(ends) -> int:
    return int(ends.max()) - START.toordinal()


def test_without_limits_it_takes_as_long_as_its_critical_path():
    net, *_ = instance()
    assert makespan(schedule(net, [CALENDAR]).ef) == WITHOUT_LIMITS


def test_the_heuristic_is_near_and_never_below():
    net, resources, demands = instance()
    found = level(net, [CALENDAR], resources, demands)
    assert OPTIMUM <= makespan(found.finish) <= OPTIMUM * 1.15


def test_the_search_proves_the_published_optimum():
    net, resources, demands = instance()
    found = optimise(net, [CALENDAR], resources, demands, seconds=60)
    assert makespan(found.levelled.finish) == OPTIMUM
    assert found.proven
