"""Levelling: nobody is asked for more than he can give, and every link still holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.capacity import Counted, Demand, Resource, level
from guatu.domain.capacity.optimum import optimise
from guatu.domain.schedule import Activity, Link, Network, ProjectPlan, build_network, schedule
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days
from tests.domain.schedule.plans import calendars, plans

CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2027, 12, 31), seed_days(2020, 2027)
)
MONDAY = date(2026, 3, 2)


def crew(at_most: int, counted: Counted = Counted.UNDER_WAY) -> Resource:
    return Resource("crew", "征拆队", at_most, counted)


def projects(*durations: int, required: date | None = None) -> Network:
    """Projects of one step each, all from Monday on."""
    return build_network(
        [
            ProjectPlan(f"p{n}", MONDAY, [Activity("征拆", "征拆", days)], required=required)
            for n, days in enumerate(durations)
        ]
    )


def everyone(net: Network, resource: int = 0) -> list[Demand]:
    return [Demand(i, resource) for i in range(len(net.ids))]


def days_of(levelled, i):
    return (
        date.fromordinal(int(levelled.start[i])),
        date.fromordinal(int(levelled.finish[i]) - 1),
    )


def test_one_crew_works_on_one_project_after_the_other():
    net = projects(5, 3)
    found = level(net, [CALENDAR], [crew(1)], everyone(net))
    spans = sorted(days_of(found, i) for i in range(2))
    assert spans[0][1] < spans[1][0]
    # The short one first: only the long one slips, by the three days that it waits.
    assert found.slip.tolist() == [3, 0]
    assert found.held_by.tolist() == [0, -1]


def test_what_has_time_until_its_promise_does_not_slip():
    net = projects(5, 3, required=date(2026, 3, 13))
    found = level(net, [CALENDAR], [crew(1)], everyone(net))
    assert found.total_slip == 0


def test_enough_capacity_moves_nothing():
    net = projects(5, 3, 4)
    plain = schedule(net, [CALENDAR])
    found = level(net, [CALENDAR], [crew(3)], everyone(net))
    assert found.start.tolist() == plain.es.tolist()
    assert (found.held_by == -1).all()


def test_a_leader_attends_so_many_ends_a_week():
    net = projects(5, 5, 5)
    found = level(net, [CALENDAR], [crew(1, Counted.DUE)], everyone(net))
    assert sorted(days_of(found, i)[1] for i in range(3)) == [
        date(2026, 3, 6),
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]


def test_a_centre_takes_in_so_many_files_a_week():
    net = projects(5, 5)
    found = level(net, [CALENDAR], [crew(1, Counted.BEGUN)], everyone(net))
    assert sorted(days_of(found, i)[0] for i in range(2)) == [MONDAY, date(2026, 3, 9)]


def test_spring_festival_is_no_time_to_begin():
    plan = [ProjectPlan(p, date(2026, 2, 13), [Activity("a", "评审", 2)]) for p in "12"]
    net = build_network(plan)
    found = level(net, [CALENDAR], [crew(1)], everyone(net))
    # Friday the 13th and the make-up Saturday, then the days after the festival.
    assert sorted(days_of(found, i) for i in range(2)) == [
        (date(2026, 2, 13), date(2026, 2, 14)),
        (date(2026, 2, 24), date(2026, 2, 25)),
    ]


def test_work_under_way_keeps_its_days_and_takes_its_share():
    begun = Activity("a", "征拆", 5, actual_start=MONDAY)
    plan = [
        ProjectPlan("1", MONDAY, [Activity("a", "征拆", 2)], data_date=date(2026, 3, 4)),
        ProjectPlan("2", MONDAY, [begun], data_date=date(2026, 3, 4)),
    ]
    found = level(build_network(plan), [CALENDAR], [crew(1)], [Demand(0, 0), Demand(1, 0)])
    assert days_of(found, 1) == (MONDAY, date(2026, 3, 6))
    assert days_of(found, 0) == (date(2026, 3, 9), date(2026, 3, 10))


def test_who_alone_asks_for_more_than_there_is_does_not_wait_for_ever():
    net = projects(5)
    found = level(net, [CALENDAR], [crew(1)], [Demand(0, 0, amount=2)])
    assert found.total_slip == 0


@given(st.data(), plans(dated=False, actual=True), calendars(), st.integers(1, 2))
@settings(deadline=None, max_examples=150)
def test_links_hold_and_nobody_is_overloaded(data, plan, given_calendars, at_most):
    """The levelled starts as floors give the very dates; no day has more than the capacity."""
    net = build_network([plan, replace(plan, id="q")])
    counted = data.draw(st.sampled_from(list(Counted)))
    chosen = data.draw(st.sets(st.integers(0, len(net.ids) - 1)))
    demands = [Demand(i, 0) for i in sorted(chosen)]
    found = level(net, given_calendars, [crew(at_most, counted)], demands)
    free = (net.act_s == -1) & (net.act_f == -1)
    floors = np.where(free, np.maximum(found.start, net.snet), net.snet).astype(np.int32)
    again = schedule(replace(net, snet=floors), given_calendars)
    assert again.es[free & (net.dur > 0)].tolist() == found.start[free & (net.dur > 0)].tolist()
    assert_within(found, net, chosen & set(np.flatnonzero(free)), counted, at_most)


def assert_within(found, net, chosen, counted, at_most):
    """What could be moved does not meet more than it may, among itself."""
    load: Counter[int] = Counter()
    for i in chosen:
        start, end = int(found.start[i]), int(found.finish[i])
        if counted is Counted.UNDER_WAY:
            load.update(range(start, end))
        else:
            day = start if counted is Counted.BEGUN else max(start, end - 1)
            load[(day - 1) // 7] += 1
    assert max(load.values(), default=0) <= at_most


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=5),
    st.integers(1, 2),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4),
)
@settings(deadline=None, max_examples=25)
def test_the_search_finds_what_trying_every_order_finds(durations, at_most, pairs):
    count = len(durations)
    links = {(a, b) for a, b in pairs if a < b < count}
    steps = [Activity(str(n), str(n), days) for n, days in enumerate(durations)]
    ties = [Link(str(a), str(b)) for a, b in sorted(links)]
    net = build_network([ProjectPlan("p", MONDAY, steps, ties)])
    resources, demands = [crew(at_most)], everyone(net)
    best = min(
        level(net, [CALENDAR], resources, demands, order=np.array(order)).total_slip
        for order in permutations(range(count))
    )
    found = optimise(net, [CALENDAR], resources, demands, seconds=20)
    assert found.proven
    assert found.levelled.total_slip == best


def test_the_search_tells_how_far_it_is():
    rows = [(7, 3), (2, 9), (4, 4), (8, 1), (3, 6)]
    plan = [
        ProjectPlan(
            f"p{n}",
            MONDAY + timedelta(n),
            [Activity("a", "征拆", a), Activity("b", "评审", b)],
            [Link("a", "b")],
        )
        for n, (a, b) in enumerate(rows)
    ]
    net = build_network(plan)
    told: list[int] = []
    found = optimise(
        net,
        [CALENDAR],
        [crew(1)],
        everyone(net),
        seconds=20,
        tell=lambda seconds, slip: told.append(slip),
    )
    assert told
    assert found.levelled.total_slip <= level(net, [CALENDAR], [crew(1)], everyone(net)).total_slip
