"""Plain Python, NumPy and numba find the same integers, and refuse with the same sentence."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    Schedule,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.schedule.columns import AVAILABLE
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from tests.domain.schedule.plans import START, calendars, plans

FIGURES = (
    "es", "ef", "ls", "lf", "tf", "ff", "start", "finish", "critical", "early_by", "late_by",
    "left", "ends",
)  # fmt: skip
PATHS = ["numpy", *(["numba"] if AVAILABLE else [])]
path = pytest.mark.parametrize("path", PATHS)
portfolios = st.lists(st.one_of(plans(), plans(dated=False), plans(actual=False)), max_size=5)


def figures(found: Schedule) -> dict[str, list[int]]:
    return {name: getattr(found, name).tolist() for name in FIGURES}


def answer(net, given, **asked):
    try:
        return figures(schedule(net, given, **asked))
    except (CalendarOutOfRange, ScheduleError) as refusal:
        return str(refusal)


@path
@given(
    portfolios,
    calendars(),
    st.sampled_from(["required", "early"]),
    st.sampled_from(["predecessor", "successor"]),
    st.integers(1, 3),
)
@settings(deadline=None, max_examples=300)
def test_all_paths_find_the_same(path, portfolio, given_calendars, anchor, lag, known):
    named = [replace(plan, id=str(n)) for n, plan in enumerate(portfolio)]
    net = build_network(named)
    if known == 1:
        net = replace(net, cal=np.zeros_like(net.cal))
    asked = {"anchor": anchor, "lag_calendar": lag}
    used = given_calendars[:1] if known == 1 else given_calendars
    assert answer(net, used, path=path, **asked) == answer(net, used, path="plain", **asked)


@path
@given(
    st.lists(plans(dated=False, actual=False), min_size=1, max_size=4),
    calendars(),
    st.sampled_from(["required", "early"]),
)
@settings(deadline=None, max_examples=400)
def test_plans_without_dates_of_their_own_have_a_path_of_their_own(
    path, portfolio, given_calendars, anchor
):
    net = build_network([replace(plan, id=str(n)) for n, plan in enumerate(portfolio)])
    net = replace(net, cal=np.zeros_like(net.cal))
    for calendar in given_calendars:
        for reach in (calendar, replace(calendar, last=START + timedelta(40), exceptions={})):
            asked = {"anchor": anchor}
            assert answer(net, [reach], path=path, **asked) == answer(
                net, [reach], path="plain", **asked
            )


@path
@given(portfolios, calendars(), st.integers(5, 60))
@settings(deadline=None, max_examples=150)
def test_what_leaves_the_calendar_is_refused_alike(path, portfolio, given_calendars, days):
    net = build_network([replace(plan, id=str(n)) for n, plan in enumerate(portfolio)])
    short = [
        WorkCalendar("short", START - timedelta(30), START + timedelta(days), {}, week=one.week)
        for one in given_calendars
    ]
    assert answer(net, short, path=path) == answer(net, short, path="plain")


@path
def test_many_projects_shared_among_cores_are_each_as_alone(path):
    steps = [Activity(str(n), f"工序{n}", n % 6) for n in range(30)]
    ties = [Link(str(n), str(n + 1), "FS", n % 3 - 1) for n in range(29)]
    one = ProjectPlan("0", START, steps, ties, required=date(2026, 8, 31))
    plan = [replace(one, id=str(n), start=START + timedelta(n % 50)) for n in range(1_000)]
    calendar = WorkCalendar("t", date(2025, 1, 1), date(2027, 12, 31), {})
    net = build_network(plan)
    found = schedule(net, [calendar], path=path)
    for p in (0, 499, 999):
        alone = schedule(net.only(p), [calendar], path="plain")
        span = slice(*net.span(p))
        assert found.ef[span].tolist() == alone.ef.tolist()
        assert found.tf[span].tolist() == alone.tf.tolist()


@path
def test_nothing_at_all_is_scheduled_too(path):
    calendar = WorkCalendar("t", date(2026, 1, 1), date(2026, 12, 31), {})
    assert figures(schedule(build_network([]), [calendar], path=path))["ends"] == []
    empty = build_network([ProjectPlan("p", START, [])])
    assert figures(schedule(empty, [calendar], path=path)) == figures(schedule(empty, [calendar]))


def test_without_numba_a_large_portfolio_goes_through_numpy():
    """In a process of its own, in which numba cannot be found."""
    code = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "numba" else find(name, *a)
from datetime import date
from guatu.domain.schedule import Activity, ProjectPlan, build_network, schedule
from guatu.domain.workcalendar import WorkCalendar
steps = [Activity(str(n), str(n), 1) for n in range(100_000)]
net = build_network([ProjectPlan("p", date(2026, 3, 2), steps)])
found = schedule(net, [WorkCalendar("t", date(2026, 1, 1), date(2026, 12, 31), {})])
assert "numba" not in sys.modules
print(int(found.ef.max() - found.ef.min()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
