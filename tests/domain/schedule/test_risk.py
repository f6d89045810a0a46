"""Forecasts by chance: what the draws are, and that each of them is a plan of the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.schedule.columns import AVAILABLE
from guatu.domain.schedule.draws import ThreePoint, places, stream, table
from guatu.domain.schedule.risk import p80_of, risk, risks
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from tests.domain.schedule.plans import calendars, plans

DAY = timedelta(days=1)
OFFICE = WorkCalendar("office", date(2025, 1, 1), date(2030, 12, 31), {})
needs_numba = pytest.mark.skipif(not AVAILABLE, reason="numba is not installed")


def spreads(plan: ProjectPlan) -> st.SearchStrategy[dict[str, ThreePoint]]:
    """Three points for some of the activities."""

    def of(one: Activity) -> st.SearchStrategy[ThreePoint | None]:
        few, more = st.integers(0, 3), st.integers(0, 4)
        spread = st.builds(
            lambda a, b: ThreePoint(max(1, one.duration - a), one.duration, one.duration + b),
            few,
            more,
        )
        return st.none() | spread if one.duration else st.none()

    drawn = st.tuples(*(of(one) for one in plan.activities))
    return drawn.map(
        lambda found: {
            one.id: spread
            for one, spread in zip(plan.activities, found, strict=True)
            if spread is not None
        }
    )


planned = plans().flatmap(lambda plan: st.tuples(st.just(plan), spreads(plan)))


@given(planned, calendars(), st.sampled_from(["predecessor", "successor"]))
def test_every_draw_is_the_plan_with_the_durations_drawn(one, days, lag_calendar):
    plan, spread = one
    base = schedule(build_network([plan]), days, lag_calendar=lag_calendar)
    left = dict(zip(base.net.ids, base.left.tolist(), strict=True))
    ends = []
    for n in range(8):
        steps = [_with_draw(step, spread, left[step.id], n) for step in plan.activities]
        net = build_network([replace(plan, activities=steps)])
        ends.append(schedule(net, days, lag_calendar=lag_calendar).project().early_finish)
    found = risk(base.net, days, spread, seed=3, draws=8, lag_calendar=lag_calendar, path="numpy")
    assert expanded(found) == sorted(ends)


def _with_draw(step: Activity, spread: dict[str, ThreePoint], left: int, n: int) -> Activity:
    if step.actual_finish or step.duration == 0:
        return step
    three = spread.get(step.id) or ThreePoint.assumed(step.duration)
    if step.actual_start:
        return replace(step, remaining=drawn(three.left(left), step.id, n))
    return replace(step, duration=drawn(three, step.id, n))


def drawn(three: ThreePoint, activity: str, n: int) -> int:
    """What draw ``n`` of seed 3 gives an activity of project p."""
    low, likely, high = three
    at = places(np.array([stream(3, "p", activity)], dtype=np.uint64), 0, n + 1)[0, n]
    return low + int(table(likely - low, high - low, "triangular")[at])


@needs_numba
@settings(deadline=None)  # the first call compiles
@given(planned, calendars(), st.sampled_from([1, 8, 300, 2_500]))
def test_compiled_code_finds_the_same(one, days, draws):
    plan, spread = one
    net = build_network([plan])
    by_path = [
        risk(net, days, spread, seed=5, draws=draws, path=path) for path in ("numpy", "numba")
    ]
    assert by_path[0] == by_path[1]


@given(plans(dated=False, actual=False), calendars())
def test_critical_is_what_has_no_slack_in_a_draw(plan, days):
    steps = [replace(step, calendar=0, alap=False) for step in plan.activities]
    plan = replace(plan, activities=steps, required=None)
    counts = dict.fromkeys((step.id for step in steps), 0)
    for n in range(8):
        drawn_steps = [_with_draw(step, {}, 0, n) for step in steps]
        result = schedule(build_network([replace(plan, activities=drawn_steps)]), days, "early")
        for one in result.activities():
            counts[one.id] += one.critical
    found = risk(build_network([plan]), days, seed=3, draws=8, path="numpy").criticality
    assert found == {one: Fraction(counts[one], 8) for one in found}


def expanded(found):
    return [day for day, n in zip(found.days, found.counts, strict=True) for _ in range(n)]


CHAIN = ProjectPlan(
    "p",
    date(2026, 3, 2),
    [Activity("a", "基础", 20), Activity("b", "主体", 60), Activity("c", "室外工程", 30)],
    [Link("a", "b"), Link("a", "c")],
    required=date(2026, 7, 10),
)


def outlook(plan=CHAIN, spread=None, **options):
    return risk(build_network([plan]), [OFFICE], spread, **options)


def test_the_same_seed_gives_the_same_answer_and_another_a_similar_one():
    first, again, other = outlook(seed=7), outlook(seed=7), outlook(seed=8)
    assert first == again
    assert first.counts != other.counts
    assert abs((first.p80 - other.p80).days) <= 2


def test_quantiles_are_days_by_which_so_many_draws_have_ended():
    found = outlook()
    assert found.p50 < found.p80 < found.p90
    assert found.share_by(found.p80) >= Fraction(4, 5) > found.share_by(found.p80 - DAY)
    assert sum(found.counts) == found.draws == 10_240


def test_the_chance_of_the_required_day_grows_with_it():
    dates = (date(2026, 6, 1), date(2026, 7, 10), date(2026, 12, 31))
    chances = [outlook(replace(CHAIN, required=day)).probability for day in dates]
    assert chances == sorted(chances)
    assert chances[-1] == 1
    assert outlook(replace(CHAIN, required=None)).probability is None


def test_the_long_branch_is_critical_and_the_short_one_never():
    assert outlook().criticality == {"a": 1, "b": 1, "c": 0}


def test_two_equal_branches_share_the_criticality():
    equal = replace(CHAIN, activities=[*CHAIN.activities[:2], Activity("c", "室外工程", 60)])
    found = outlook(equal).criticality
    assert found["a"] == 1
    assert found["b"] + found["c"] >= 1
    assert Fraction(2, 5) < found["b"] < Fraction(3, 5)


def test_done_work_has_no_spread_and_begun_work_only_on_what_is_left():
    begun = date(2026, 3, 2)
    done = Activity("a", "基础", 20, actual_start=begun, actual_finish=date(2026, 3, 27))
    left = Activity("b", "主体", 60, actual_start=date(2026, 3, 30), remaining=2)
    plan = replace(CHAIN, activities=[done, left, CHAIN.activities[2]], data_date=date(2026, 6, 1))
    found = outlook(replace(plan, links=[Link("a", "b")], activities=[done, left]))
    assert found.days == (date(2026, 6, 2), date(2026, 6, 3))
    finished = replace(left, remaining=None, actual_finish=date(2026, 5, 29))
    assert outlook(replace(plan, links=[], activities=[done, finished])).days == (
        date(2026, 5, 29),
    )


def test_without_spread_there_is_one_day():
    certain = {one.id: ThreePoint(*[one.duration] * 3) for one in CHAIN.activities}
    found = outlook(CHAIN, certain)
    assert found.days == (found.p50,) == (found.p90,)
    assert found.criticality == {}


@pytest.mark.parametrize(
    ("shape", "mean"),
    [("triangular", Fraction(10 + 20 + 60, 3)), ("pert", Fraction(10 + 4 * 20 + 60, 6))],
)
def test_the_mean_of_the_draws_is_that_of_the_distribution(shape, mean):
    plan = ProjectPlan("p", date(2026, 3, 2), [Activity("a", "基础", 20)])
    found = outlook(plan, {"a": ThreePoint(10, 20, 60)}, shape=shape, draws=40_960)
    days = [OFFICE.workdays_between(date(2026, 3, 2), day + DAY) for day in found.days]
    drawn_mean = sum(n * d for n, d in zip(found.counts, days, strict=True)) / found.draws
    assert abs(drawn_mean - mean) < 0.15
    assert min(days) >= 10
    assert max(days) <= 60


def test_a_table_reaches_both_ends_and_rounds_half_up():
    even = table(1, 2, "triangular")  # below 1/2: 1/8, below 3/2: 7/8
    assert np.bincount(even).tolist() == [512, 3072, 512]
    assert table(0, 0, "pert").max() == 0


def test_a_step_that_is_added_leaves_the_draws_of_the_others():
    more = replace(CHAIN, activities=[Activity("z", "围挡", 1), *CHAIN.activities])
    assert outlook(more).days == outlook().days


def test_what_is_not_said_is_assumed_at_ninety_and_one_hundred_and_fifty_percent():
    assert ThreePoint.assumed(20) == (18, 20, 30)
    assert ThreePoint.assumed(1) == (1, 1, 2)
    assert ThreePoint.given(20, None, 25) == (18, 20, 25)
    assert ThreePoint.given(20, 22, None) == (20, 20, 30)


def test_a_portfolio_is_drawn_project_by_project():
    other = replace(CHAIN, id="q")
    empty = ProjectPlan("e", date(2026, 3, 2), [])
    net = build_network([CHAIN, empty, other])
    first, none, second = risks(net, [OFFICE], seed=7, draws=1_024)
    assert none is None
    alone = risks(build_network([CHAIN]), [OFFICE], seed=7, draws=1_024)[0]
    assert (first.days, first.counts) == (alone.days, alone.counts)
    assert first.counts != second.counts
    assert p80_of(net.only(0), [OFFICE], seed=7) == first.p80


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        (ThreePoint(30, 20, 40), "最快、最可能、最慢工期写作 30、20、40"),
        (ThreePoint(0, 20, 40), "最快不少于 1 个工作日"),
        (ThreePoint(1, 20, 90_000), "相差超过"),
    ],
)
def test_three_points_out_of_order_are_refused_by_name(spread, said):
    with pytest.raises(ScheduleError, match=said) as refused:
        outlook(CHAIN, {"b": spread})
    assert "主体" in str(refused.value)


def test_no_draws_and_no_activities_are_refused():
    with pytest.raises(ScheduleError, match="抽样次数"):
        outlook(draws=0)
    with pytest.raises(ScheduleError, match="没有工序"):
        outlook(replace(CHAIN, activities=[], links=[]))


def test_a_slowest_plan_beyond_the_calendar_is_refused():
    with pytest.raises(CalendarOutOfRange):
        outlook(CHAIN, {"b": ThreePoint(60, 60, 3_000)})
