"""The quick way to how far a plan reaches, against the engine that plans every date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.lights import CalendarWorkdays
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import DAYS, Reach, Work, Works, plan_of, reach_of
from guatu.projects.quick import may_rise, next_move, quick_reach
from tests.projects.plans import TODAY, calendars, outline, works

PLAIN = WorkCalendar("plain", date(2025, 1, 1), date(2027, 12, 31), {})
HALL = Works(
    project="厂房",
    steps=[
        Work("zj", "桩基", 20),
        Work("zt", "主体", 30),
        Work("az", "安装", 25),
        Work("jg", "竣工", 0),
    ],
    ties=[Link("zj", "zt"), Link("zt", "az", "SS", 20), Link("zt", "jg"), Link("az", "jg")],
    planned_start=TODAY,
    begun=None,
    required=date(2026, 7, 1),
)
many = settings(max_examples=1000, deadline=None)


def reached(plan: Works, today: date = TODAY, calendar: WorkCalendar = PLAIN) -> Reach:
    quick = quick_reach(outline(plan), today, calendar)
    assert quick[:2] == reach_of(plan, today, calendar)[:2]
    return quick


def both(plan: Works, today: date = TODAY, calendar: WorkCalendar = PLAIN) -> int | None:
    return reached(plan, today, calendar).slack


def step(plan: Works, code: str, **known: date) -> Works:
    """``plan`` with more known of one step."""
    return replace(
        plan, steps=[one._replace(**known) if one.code == code else one for one in plan.steps]
    )


def test_the_slack_is_what_is_left_between_the_last_finish_and_the_promise() -> None:
    assert both(HALL) == 21  # 20 + 20 + 25 workdays from 3月4日 on, 86 to 7月1日
    assert both(replace(HALL, required=date(2026, 5, 1))) == -22
    assert both(replace(HALL, required=date(2026, 7, 5))) == 23  # a Sunday gives what Friday gives


def test_no_promise_no_steps_and_nothing_left_to_do_have_no_slack() -> None:
    assert both(replace(HALL, required=None)) is None
    assert both(replace(HALL, steps=[], ties=[])) is None
    done = [one._replace(actual_finish=TODAY) for one in HALL.steps]
    assert both(replace(HALL, steps=done)) is None


def test_what_is_known_of_a_step_moves_the_slack() -> None:
    assert both(step(HALL, "zj", actual_finish=date(2026, 3, 3))) == 41
    assert both(step(HALL, "zj", forecast=date(2026, 4, 8))) == 15
    assert both(step(HALL, "zj", actual_start=date(2026, 2, 16))) == 33


def test_a_step_does_not_start_before_what_it_needs_is_expected() -> None:
    assert both(step(HALL, "zj", not_before=date(2026, 3, 9))) == 18
    assert both(step(HALL, "az", not_before=date(2026, 4, 1))) == 21
    assert both(step(HALL, "jg", not_before=date(2026, 7, 2))) == 0


def test_a_step_that_is_free_but_for_a_need_has_not_begun() -> None:
    freed = step(HALL, "zj", actual_finish=date(2026, 2, 18))
    waiting = step(freed, "zt", not_before=date(2026, 3, 9))
    assert [one.actual_start for one in plan_of(freed, TODAY, PLAIN).activities][1] is not None
    assert [one.actual_start for one in plan_of(waiting, TODAY, PLAIN).activities][1] is None
    assert both(freed) == 50
    assert both(waiting) == 38


def test_a_start_that_was_reported_overrules_the_need() -> None:
    begun = step(HALL, "zj", actual_start=date(2026, 3, 2))
    assert both(step(begun, "zj", not_before=date(2026, 4, 1))) == both(begun) == 23


def test_steps_may_stand_in_any_order_and_a_loop_has_no_slack() -> None:
    assert both(replace(HALL, steps=HALL.steps[::-1])) == 21
    assert both(replace(HALL, ties=[*HALL.ties, Link("jg", "zj")])) is None


def test_a_plan_that_leaves_the_calendar_has_no_slack() -> None:
    assert both(replace(HALL, required=date(2028, 1, 3))) is None
    assert both(HALL, calendar=replace(PLAIN, last=date(2026, 5, 1))) is None


@many
@given(works(), calendars())
def test_the_quick_way_finds_what_the_engine_finds(plan: Works, calendar: WorkCalendar) -> None:
    reached(plan, TODAY, calendar)


@settings(max_examples=300, deadline=None)
@given(works(), st.data(), st.integers(0, 40), st.integers(1, 90))
def test_it_does_so_at_the_ends_of_a_calendar(
    plan: Works, data: st.DataObject, before: int, after: int
) -> None:
    first, last = TODAY - timedelta(before), TODAY + timedelta(after)
    calendar = data.draw(calendars(first, last))
    reached(plan, TODAY, calendar)


@many
@given(works(), calendars(), st.booleans(), st.integers(1, 50))
def test_nothing_moves_before_the_day_that_is_named(
    plan: Works, calendar: WorkCalendar, bare: bool, days: int
) -> None:
    if bare:  # most plans have no expected finish
        plan = replace(plan, steps=[one._replace(forecast=None) for one in plan.steps])
    now, later = quick_reach(outline(plan), TODAY, calendar), TODAY + timedelta(days)
    if now.finish and later < next_move(now, TODAY, CalendarWorkdays(calendar)):
        assert quick_reach(outline(plan), later, calendar)[:2] == now[:2]


def test_a_plan_on_its_way_is_looked_at_when_its_step_runs_over() -> None:
    """桩基 began on 16 February and takes 20 workdays, to 13 March."""
    chain = replace(HALL, ties=[Link("zj", "zt"), Link("zt", "az"), Link("az", "jg")])
    begun = replace(step(chain, "zj", actual_start=date(2026, 2, 16)), begun=date(2026, 2, 16))
    workdays = CalendarWorkdays(PLAIN)
    assert next_move(reached(begun), TODAY, workdays) == date(2026, 3, 13)
    assert reached(begun).finish == reached(begun, date(2026, 3, 13)).finish == date(2026, 5, 29)
    assert reached(begun, date(2026, 3, 14)).finish == date(2026, 6, 1)
    assert next_move(reached(chain), TODAY, workdays) == date(2026, 3, 5)  # could begin, has not


def test_an_optimistic_finish_raises_the_slack_once_the_step_has_begun() -> None:
    steps = [one for one in HALL.steps if one.code != "az"]
    ties = [tie for tie in HALL.ties if "az" not in (tie.before, tie.after)]
    freed = step(replace(HALL, steps=steps, ties=ties), "zj", actual_finish=TODAY)
    plan = step(freed, "zt", forecast=date(2026, 4, 10))
    assert [both(plan, TODAY + timedelta(n)) for n in range(4)] == [55, 55, 58, 58]
    assert may_rise(outline(plan))


def test_a_step_counted_in_calendar_days_runs_over_weekends() -> None:
    """公示 of 10 days ends on Friday the 13th, in workdays only on the 17th."""
    notice = Works(
        project="公示",
        steps=[Work("gs", "公示", 10, counting=DAYS), Work("pf", "批复", 2)],
        ties=[Link("gs", "pf")],
        planned_start=TODAY,
        begun=None,
        required=date(2026, 3, 20),
    )
    assert reached(notice) == Reach(3, date(2026, 3, 17))
    in_workdays = replace(notice, steps=[one._replace(counting="workdays") for one in notice.steps])
    assert reached(in_workdays)[:2] == (1, date(2026, 3, 19))


def test_the_slack_of_a_plan_that_ends_in_calendar_days_is_told_in_workdays() -> None:
    """Done on Wednesday the 11th, promised for Monday the 16th: 3 workdays, not 5 days."""
    notice = Works(
        project="公示",
        steps=[Work("gs", "公示", 8, counting=DAYS)],
        ties=[],
        planned_start=TODAY,
        begun=None,
        required=date(2026, 3, 16),
    )
    assert reached(notice) == Reach(3, date(2026, 3, 11))
    begun = step(notice, "gs", actual_start=date(2026, 3, 1))
    assert reached(begun)[:2] == (6, date(2026, 3, 8))
