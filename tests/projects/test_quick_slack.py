"""The quick way to the slack of a plan, against the engine that plans every date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.lights import CalendarWorkdays
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import Work, Works, least_slack, plan_of
from guatu.projects.quick import earliest_turn, jumps, may_rise, quick_slack
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


def both(plan: Works, today: date = TODAY, calendar: WorkCalendar = PLAIN) -> int | None:
    quick = quick_slack(outline(plan), today, calendar)
    assert quick == least_slack(plan, today, calendar)
    return quick


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
    assert quick_slack(outline(plan), TODAY, calendar) == least_slack(plan, TODAY, calendar)


@settings(max_examples=300, deadline=None)
@given(works(), st.data(), st.integers(0, 40), st.integers(1, 90))
def test_it_does_so_at_the_ends_of_a_calendar(
    plan: Works, data: st.DataObject, before: int, after: int
) -> None:
    first, last = TODAY - timedelta(before), TODAY + timedelta(after)
    calendar = data.draw(calendars(first, last))
    assert quick_slack(outline(plan), TODAY, calendar) == least_slack(plan, TODAY, calendar)


@many
@given(works(), calendars(), st.integers(1, 50))
def test_slack_falls_by_no_more_than_the_workdays_that_pass_and_the_jumps(
    plan: Works, calendar: WorkCalendar, days: int
) -> None:
    later = TODAY + timedelta(days)
    now, then = (
        quick_slack(outline(plan), TODAY, calendar),
        quick_slack(outline(plan), later, calendar),
    )
    if now is not None and then is not None:
        assert then >= now - calendar.workdays_between(TODAY, later) - jumps(outline(plan))


@many
@given(works(), calendars(), st.booleans(), st.integers(1, 50))
def test_slack_does_not_grow_by_itself_unless_it_may(
    plan: Works, calendar: WorkCalendar, bare: bool, days: int
) -> None:
    if bare:  # most plans have no expected finish
        plan = replace(plan, steps=[one._replace(forecast=None) for one in plan.steps])
    if plan.begun is not None and plan.begun > TODAY:
        plan = replace(plan, begun=TODAY)
    now, then = (quick_slack(outline(plan), TODAY + timedelta(n), calendar) for n in (0, days))
    if now is not None and then is not None and not may_rise(outline(plan)):
        assert then <= now


def test_an_optimistic_finish_raises_the_slack_once_the_step_has_begun() -> None:
    steps = [one for one in HALL.steps if one.code != "az"]
    ties = [tie for tie in HALL.ties if "az" not in (tie.before, tie.after)]
    freed = step(replace(HALL, steps=steps, ties=ties), "zj", actual_finish=TODAY)
    plan = step(freed, "zt", forecast=date(2026, 4, 10))
    assert [both(plan, TODAY + timedelta(n)) for n in range(4)] == [55, 55, 58, 58]
    assert may_rise(outline(plan))


def test_a_milestone_beside_a_weekend_may_take_a_workday_more() -> None:
    plan = Works(
        project="p",
        steps=[Work(code, code, days) for code, days in zip("axmbc", (3, 1, 0, 1, 1), strict=True)],
        ties=[Link("a", "x"), Link("x", "m", "SS"), Link("m", "b", "FF"), Link("b", "c")],
        planned_start=None,
        begun=None,
        required=date(2026, 4, 30),
    )
    days = [date(2026, 3, 2) + timedelta(n) for n in range(4)]
    assert [both(plan, day) for day in days] == [40, 39, 37, 37]
    assert jumps(outline(plan)) == 1


@many
@given(works(), calendars(), st.integers(-5, 40), st.integers(0, 60))
def test_no_threshold_is_reached_before_the_earliest_turn(
    plan: Works, calendar: WorkCalendar, threshold: int, days: int
) -> None:
    slack, workdays = quick_slack(outline(plan), TODAY, calendar), CalendarWorkdays(calendar)
    turn = earliest_turn(slack, TODAY, [threshold], workdays, jumps=jumps(outline(plan)))
    then = quick_slack(outline(plan), TODAY + timedelta(days), calendar)
    if turn is not None and then is not None and TODAY + timedelta(days) < turn:
        assert then > threshold


@pytest.mark.parametrize(
    ("slack", "thresholds", "turn"),
    [
        (12, [10, 0], date(2026, 3, 6)),  # after Wednesday and Thursday
        (12, [9], date(2026, 3, 7)),
        (12, [8], date(2026, 3, 10)),
        (0, [10, 0], None),
        (None, [10], None),
    ],
)
def test_the_turn_comes_after_so_many_workdays(
    slack: int | None, thresholds: list[int], turn: date | None
) -> None:
    assert earliest_turn(slack, TODAY, thresholds, CalendarWorkdays(PLAIN)) == turn


def test_jumps_bring_the_turn_forward_at_most_to_tomorrow() -> None:
    workdays = CalendarWorkdays(PLAIN)
    assert earliest_turn(12, TODAY, [10], workdays, jumps=1) == date(2026, 3, 5)
    assert earliest_turn(12, TODAY, [10], workdays, jumps=5) == date(2026, 3, 5)
