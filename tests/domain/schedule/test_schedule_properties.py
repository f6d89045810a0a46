"""What must hold of every schedule, whatever the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guatu.domain.schedule import Link, build_network, schedule
from guatu.domain.workcalendar import WorkCalendar
from tests.domain.schedule.plans import LAST, calendars, plans

many = settings(max_examples=150, deadline=None)


def run(plan, cals, **options):
    return schedule(build_network([plan]), cals, **options)


@many
@given(plans(), calendars())
def test_nothing_is_short_when_the_promise_is_not_before_the_early_finish(plan, cals):
    uncapped = [replace(one, fnlt=None, snlt=None) for one in plan.activities]
    loose = run(replace(plan, activities=uncapped, required=LAST - timedelta(60)), cals)
    assert (loose.ls >= loose.es).all()
    assert (loose.tf >= 0).all()
    assert (loose.ff >= 0).all()
    assert (loose.ff <= loose.tf).all()


@many
@given(plans(), calendars(), st.data())
def test_a_further_link_makes_nothing_earlier_and_no_late_date_later(plan, cals, data):
    assume(len(plan.activities) > 1)
    after = data.draw(st.integers(1, len(plan.activities) - 1))
    before = data.draw(st.integers(0, after - 1))
    kind = data.draw(st.sampled_from(["FS", "SS", "FF", "SF"]))
    added = Link(str(before), str(after), kind, data.draw(st.integers(-4, 4)))
    held = replace(plan, required=date(2026, 6, 30))

    less, more = run(held, cals), run(replace(held, links=[*held.links, added]), cals)
    place = {one: n for n, one in enumerate(more.net.ids)}
    order = [place[one] for one in less.net.ids]
    assert (more.es[order] >= less.es).all()
    assert (more.ef[order] >= less.ef).all()
    assert (more.lf[order] <= less.lf).all()


@many
@given(plans(), calendars(), st.integers(1, 8))
def test_dates_and_calendars_shifted_by_whole_weeks_shift_the_answer(plan, cals, weeks):
    by = timedelta(weeks=weeks)

    def moved(day):
        return None if day is None else day + by

    later = replace(
        plan,
        start=plan.start + by,
        required=moved(plan.required),
        data_date=moved(plan.data_date),
        activities=[
            replace(
                one,
                snet=moved(one.snet),
                fnlt=moved(one.fnlt),
                snlt=moved(one.snlt),
                fnet=moved(one.fnet),
                actual_start=moved(one.actual_start),
                actual_finish=moved(one.actual_finish),
            )
            for one in plan.activities
        ],
    )
    shifted = [
        WorkCalendar(
            "shifted",
            calendar.first,
            calendar.last,
            {day + by: worked for day, worked in calendar.exceptions.items()},
            week=calendar.week,
        )
        for calendar in cals
    ]
    here, there = run(plan, cals), run(later, shifted)
    for name in ("es", "ef", "ls", "lf", "start", "finish"):
        assert (getattr(here, name) + by.days == getattr(there, name)).all()
    assert (here.tf == there.tf).all()
    assert (here.ff == there.ff).all()


@many
@given(plans(), calendars())
def test_the_anchor_changes_no_early_date(plan, cals):
    assert (run(plan, cals).es == run(plan, cals, anchor="early").es).all()
    assert (run(plan, cals).ef == run(plan, cals, anchor="early").ef).all()


@many
@given(plans(actual=False), calendars())
def test_starts_and_finishes_are_days_worked_and_a_milestone_is_one_day(plan, cals):
    by_id = {one.id: one for one in plan.activities}
    for found in run(plan, cals).activities():
        activity = by_id[found.id]
        calendar = cals[activity.calendar]
        spans = (
            (found.early_start, found.early_finish),
            (found.late_start, found.late_finish),
            (found.start, found.finish),
        )
        for start, finish in spans:
            assert calendar.is_workday(start)
            assert calendar.is_workday(finish)
            days = calendar.workdays_between(start, finish + timedelta(1))
            assert days == max(activity.duration, 1)
        assert found.critical or found.total_slack > 0


@many
@given(plans(dated=False, actual=False), calendars())
def test_every_activity_of_a_plan_without_a_promise_is_driven_or_starts_at_once(plan, cals):
    free = replace(plan, required=None, data_date=None)
    result = run(free, cals)
    assert any(found.total_slack == 0 for found in result.activities())
    for found in result.activities():
        if found.driver is None:
            first = cals[free.activities[int(found.id)].calendar].next_workday(free.start)
            assert found.early_start == first
