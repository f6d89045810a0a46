"""Support needs: by when they must be there, and what late ones break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guatu.domain.needs import Break, Breaks, OpenNeed, breaks, needed_by, waiting
from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.workdays.seed import seed_days
from tests.domain.schedule.plans import START, calendars, plans

CALENDAR = WorkCalendar.from_days(
    "试用", date(2025, 1, 1), date(2026, 12, 31), seed_days(2025, 2026)
)
TODAY = date(2026, 3, 4)
STEPS = [Activity("zj", "桩基", 20), Activity("lh", "绿化", 5), Activity("jg", "竣工", 0)]
TIES = [Link("zj", "jg"), Link("lh", "jg")]
# Latest start of 桩基 is 2026-05-11, of 绿化 2026-06-01, with 45 and 60 workdays of slack.
PLAN = ProjectPlan("厂房", TODAY, STEPS, TIES, required=date(2026, 6, 5), data_date=TODAY)
MONDAY = date(2026, 5, 11)
many = settings(max_examples=200, deadline=None)


def land(day: date | None, due: date = MONDAY) -> OpenNeed:
    return OpenNeed("供地", "zj", due, day)


def of(
    needs: Sequence[OpenNeed],
    plan: ProjectPlan = PLAN,
    today: date = TODAY,
    calendar: WorkCalendar = CALENDAR,
) -> Breaks:
    return breaks(waiting(plan), needs, today, calendar)


def alone(need: OpenNeed, plan: ProjectPlan = PLAN, today: date = TODAY) -> Break:
    (found,) = of([need], plan, today).each
    return found


def costs(found: Break) -> tuple[int, int, int]:
    return found.days_short, found.step_days, found.finish_days


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        (0, date(2026, 5, 11)),
        (1, date(2026, 5, 9)),  # a Saturday, worked in exchange
        (3, date(2026, 5, 7)),
        (5, date(2026, 4, 30)),  # before the holiday of 1 to 5 May
    ],
)
def test_a_need_must_be_there_so_many_workdays_before_the_latest_start(
    lead: int, day: date
) -> None:
    assert needed_by(MONDAY, lead, CALENDAR) == day


def test_no_day_can_be_named_before_the_calendar() -> None:
    with pytest.raises(CalendarOutOfRange):
        needed_by(date(2025, 1, 6), 10, CALENDAR)


def test_a_need_after_the_latest_start_moves_the_step_and_the_finish() -> None:
    found = alone(land(date(2026, 5, 14)))
    assert costs(found) == (3, 3, 3)
    assert str(found.sentence) == (
        "“供地”预计 5月14日 落实，晚于需要 3 个工作日，"
        "将使“桩基”推迟 3 个工作日、竣工推迟 3 个工作日。"
    )


def test_a_need_in_time_breaks_nothing_though_it_uses_up_slack() -> None:
    found = alone(land(MONDAY))
    assert costs(found) == (0, 0, 0)
    assert str(found.sentence) == ("“供地”预计 5月11日 落实，不晚于需要，不影响“桩基”和竣工。")


def test_a_need_with_a_lead_may_be_late_and_still_move_nothing() -> None:
    found = alone(land(date(2026, 5, 8), due=needed_by(MONDAY, 5, CALENDAR)))
    assert costs(found) == (3, 0, 0)
    assert str(found.sentence) == (
        "“供地”预计 5月8日 落实，晚于需要 3 个工作日，不影响“桩基”和竣工。"
    )


def test_without_a_promise_it_is_taken_to_come_when_needed_and_later_today() -> None:
    early, late = alone(land(None)), alone(land(None), today=date(2026, 5, 13))
    assert (early.expected, costs(early)) == (MONDAY, (0, 0, 0))
    assert str(early.sentence) == "“供地”最迟须在 5月11日 落实，尚无有效的承诺日期。"
    assert (late.expected, late.days_short) == (date(2026, 5, 13), 2)


def test_a_need_that_is_still_open_costs_the_days_that_a_step_would_have_worked() -> None:
    """The plan as facts make it: without the need 桩基 would have begun on 11 May."""
    today = date(2026, 5, 13)
    begun = replace(STEPS[0], actual_start=MONDAY)
    under_way = replace(PLAN, activities=[begun, *STEPS[1:]], data_date=today)

    def plan(until: Mapping[str, date]) -> ProjectPlan:
        return waiting(replace(PLAN, data_date=today))(until) if until else under_way

    (found,) = breaks(plan, [land(date(2026, 5, 8))], today, CALENDAR).each
    assert costs(found) == (2, 2, 2)
    assert str(found.sentence) == (
        "“供地”至今没有落实，已晚于需要 2 个工作日；即使今天落实，"
        "也将使“桩基”推迟 2 个工作日、竣工推迟 2 个工作日。"
    )


def test_a_promise_that_was_broken_before_the_day_of_need_is_no_promise() -> None:
    found = alone(land(date(2026, 3, 2)))
    assert (found.expected, found.assured, costs(found)) == (TODAY, False, (0, 0, 0))
    assert str(found.sentence) == "“供地”最迟须在 5月11日 落实，尚无有效的承诺日期。"


def test_a_step_with_slack_to_the_finish_can_be_late_alone() -> None:
    steps = [*STEPS[:2], Activity("jg", "竣工", 0), Activity("ys", "验收", 10)]
    plan = replace(PLAN, activities=steps, links=[Link("lh", "ys"), Link("zj", "jg")])
    water = OpenNeed("供水", "lh", date(2026, 5, 18), date(2026, 5, 20))
    assert costs(alone(water, plan)) == (2, 2, 2)

    late = replace(plan, required=date(2026, 3, 6))  # 桩基 ends after it in any case
    soon = OpenNeed("供水", "lh", date(2026, 3, 4), date(2026, 3, 9))
    found = alone(soon, late)
    assert costs(found) == (3, 3, 0)
    assert str(found.sentence) == (
        "“供水”预计 3月9日 落实，晚于需要 3 个工作日，将使“绿化”推迟 3 个工作日，不影响竣工。"
    )


def test_what_has_begun_or_is_done_waits_for_nothing() -> None:
    begun = replace(STEPS[0], actual_start=date(2026, 3, 2))
    done = replace(begun, actual_finish=date(2026, 3, 3))
    for known in (begun, done):
        plan = replace(PLAN, activities=[known, *STEPS[1:]])
        assert costs(alone(land(date(2026, 5, 14)), plan)) == (3, 0, 0)


def test_all_together_are_as_late_as_what_moves_the_finish_most() -> None:
    power = OpenNeed("供电", "lh", date(2026, 6, 1), date(2026, 6, 3))
    found = of([land(date(2026, 5, 14)), power, land(date(2026, 5, 12))])
    assert [one.finish_days for one in found.each] == [3, 2, 1]
    assert found.finish_days == 3
    assert str(found.sentence) == "各项要素合计将使竣工推迟 3 个工作日，影响最大的是“供地”。"
    assert str(of([land(MONDAY)]).sentence) == "各项要素落实的时间不影响竣工。"
    assert of([]) == Breaks((), 0)


def test_a_step_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(ScheduleError):
        alone(OpenNeed("供地", "none", MONDAY))


@st.composite
def served(draw: st.DrawFn) -> tuple[ProjectPlan, WorkCalendar, str]:
    """A plan over one calendar and a step of it."""
    plan, calendar = draw(plans()), draw(calendars())[0]
    steps = [replace(one, calendar=0) for one in plan.activities]
    return replace(plan, activities=steps), calendar, draw(st.sampled_from(steps)).id


days = st.integers(0, 60).map(lambda n: START + timedelta(n))


@many
@given(served(), days, days)
def test_a_later_delivery_never_costs_fewer_days(
    case: tuple[ProjectPlan, WorkCalendar, str], one: date, other: date
) -> None:
    plan, calendar, step = case
    sooner, later = sorted((one, other))
    needs = [OpenNeed("要素", step, START, day) for day in (sooner, later)]
    first, second = of(needs, plan, START, calendar).each
    assert first.days_short <= second.days_short
    assert first.step_days <= second.step_days
    assert first.finish_days <= second.finish_days


@many
@given(served(), st.integers(0, 5), st.integers(0, 10))
def test_what_is_delivered_in_time_costs_nothing(
    case: tuple[ProjectPlan, WorkCalendar, str], lead: int, sooner: int
) -> None:
    plan, calendar, step = case
    latest = schedule(build_network([plan]), [calendar]).activity(step).late_start
    due = needed_by(latest, lead, calendar)
    today = due - timedelta(sooner)
    (found,) = of([OpenNeed("要素", step, due, today)], plan, today, calendar).each
    assert costs(found) == (0, 0, 0)


@many
@given(served(), st.data())
def test_together_they_cost_no_less_than_each_alone(
    case: tuple[ProjectPlan, WorkCalendar, str], data: st.DataObject
) -> None:
    plan, calendar, _ = case
    assume(len(plan.activities) > 1)
    needs = [OpenNeed(one.name, one.id, START, data.draw(days)) for one in plan.activities]
    found = of(needs, plan, START, calendar)
    assert found.finish_days == max(one.finish_days for one in found.each)
