"""There and back: days and their count, lags, and a plan laid out at its latest dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import build_network, schedule
from guatu.domain.schedule.axis import lines_of, moved, moved_back
from guatu.workdays.shipped import shipped_calendar
from tests.domain.schedule.plans import calendars, plans

CHINA = shipped_calendar()
ORIGIN, (LINE,) = lines_of([CHINA])

many = settings(max_examples=150, deadline=None)
#: Two months before a Spring Festival to two months after it, 2005 to 2026 as published.
days = st.dates(date(2005, 1, 1), date(2026, 12, 31)) | st.builds(
    lambda year, n: date(year, 1, 20) + timedelta(n), st.integers(2005, 2026), st.integers(-30, 60)
)


@many
@given(days)
def test_a_workday_is_found_again_by_its_count_and_a_day_off_is_the_next_workday(day):
    x = day.toordinal() - ORIGIN
    found = CHINA.day_at(CHINA.index(day))
    assert found == CHINA.next_workday(day)
    assert LINE.day(LINE.before(x)) == LINE.start_from(x) == found.toordinal() - ORIGIN
    if CHINA.is_workday(day):
        assert found == day


@many
@given(days, st.integers(1, 80))
def test_over_a_spring_festival_and_back_is_where_it_began(day, workdays):
    start = CHINA.next_workday(day)
    assert CHINA.add_workdays(CHINA.add_workdays(start, workdays), -workdays) == start
    assert CHINA.workdays_between(start, CHINA.add_workdays(start, workdays)) == workdays


@many
@given(days, st.integers(-60, 60))
def test_a_lag_and_its_opposite_are_the_same_moment_of_working_time(day, lag):
    x = LINE.start_from(day.toordinal() - ORIGIN)
    there = moved(LINE, x, lag)
    assert LINE.before(there) == LINE.before(x) + lag
    assert LINE.before(moved_back(LINE, there, lag)) == LINE.before(x)


@many
@given(plans(dated=False), calendars())
def test_a_plan_laid_out_at_its_latest_dates_keeps_the_promise_and_every_link(plan, cals):
    """In one calendar, the promise not before the early finish."""
    steps = [replace(one, calendar=0, alap=False) for one in plan.activities]
    plan = replace(plan, activities=steps, required=date(2026, 6, 30))
    early = schedule(build_network([plan]), cals)
    assume((early.tf >= 0).all())
    late_start = {one.id: one.late_start for one in early.activities()}
    late = schedule(
        build_network(
            [
                replace(
                    plan,
                    activities=[
                        one if one.duration == 0 else replace(one, snet=late_start[one.id])
                        for one in steps
                    ],
                )
            ]
        ),
        cals,
    )
    open_work = (early.net.act_s < 0) & (early.net.act_f < 0) & (early.net.dur > 0)
    assert (late.es == early.ls)[open_work].all()
    assert (late.ef == early.lf)[open_work].all()
    assert (late.lf == early.lf).all()
