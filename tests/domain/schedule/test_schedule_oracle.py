"""The engine against a search over days, on random networks with every rule in play."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import build_network, schedule
from tests.domain.schedule.day_by_day import DayByDay, Place
from tests.domain.schedule.plans import calendars, plans

ANCHORS = st.sampled_from(["required", "early"])
LAGS_IN = st.sampled_from(["predecessor", "successor"])


@settings(max_examples=400, deadline=None)
@given(plans(), calendars(), ANCHORS, LAGS_IN)
def test_every_date_and_slack_is_what_a_search_over_days_finds(plan, cals, anchor, lags_in):
    slow = DayByDay(plan, cals, lags_in).answer(anchor)
    result = schedule(build_network([plan]), cals, anchor, lag_calendar=lags_in)

    columns = (result.es, result.ef, result.ls, result.lf, result.start, result.finish)
    assert np.stack([*columns, result.tf, result.ff], axis=1).tolist() == [
        [
            *_span(slow.early[one]),
            *_span(slow.late[one]),
            *_span(slow.planned[one]),
            slow.total[one],
            slow.free[one],
        ]
        for one in result.net.ids
    ]


@settings(max_examples=200, deadline=None)
@given(plans(), calendars())
def test_the_driver_is_what_keeps_an_activity_from_starting_a_day_earlier(plan, cals):
    oracle = DayByDay(plan, cals)
    early = oracle.answer().early
    result = schedule(build_network([plan]), cals)

    for found in result.activities():
        earlier = oracle.step_before(found.id, early[found.id])
        if oracle.is_pinned(found.id):
            assert found.driver is None
        elif found.driver is None:
            assert earlier is None or not oracle.floor_holds(found.id, earlier)
        else:
            assert any(
                not oracle.link_holds(link, early[link.before], earlier)
                for link in plan.links
                if (link.before, link.after) == (found.driver, found.id)
            )


@pytest.mark.parametrize("size", [2, 7])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_portfolio_is_its_projects_side_by_side(size, data):
    cals = data.draw(calendars())
    found = [data.draw(plans()) for _ in range(size)]
    named = [replace(plan, id=f"项目{n}") for n, plan in enumerate(found)]
    together = schedule(build_network(named), cals)

    for plan in named:
        alone = schedule(build_network([plan]), cals)
        assert together.activities(plan.id) == alone.activities()


def _span(place: Place) -> tuple[int, int]:
    return place.start, place.finish
