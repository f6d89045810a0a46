"""What to compress: the cheapest first, over two ways of counting, and steps left for later."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

from guatu.domain.schedule import Activity, Link, ProjectPlan, backplan, build_network
from guatu.domain.schedule.bridging import released, unheld
from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar
from guatu.workdays.seed import seed_days
from tests.domain.schedule.plans import calendars, plans

FIRST, LAST = date(2020, 1, 1), date(2023, 12, 31)
CALENDAR = WorkCalendar.from_days("试用", FIRST, LAST, seed_days(2020, 2023))
BOTH = [CALENDAR, WorkCalendar("每天", FIRST, LAST, {}, week=EVERY_DAY)]
MONDAY = date(2021, 3, 1)
IMPACT = Activity("eia", "环评", 60, calendar=1)
PERMIT = Activity("permit", "施工许可", 7)
WORKS = Activity("works", "主体", 40)
GRANTED = {"eia": 45, "permit": 7}
IN_TURN = [Link("eia", "permit"), Link("permit", "works")]


def planned(required, activities=(IMPACT, PERMIT, WORKS), links=IN_TURN, **told):
    net = build_network([ProjectPlan("厂房", MONDAY, activities, links)])
    return backplan(net, BOTH, required, **told)


def test_a_plan_of_calendar_days_and_workdays_is_short_by_workdays_of_the_office():
    # the impact statement ends on 29 April, over the May holiday the permit on the 12th
    plan = planned(date(2021, 6, 25))
    assert str(plan.verdict).startswith("“主体”最早 2021-07-08 完成")
    assert plan.short_by == 9
    assert [step.name for step in plan.chain] == ["环评", "施工许可", "主体"]


def test_work_in_calendar_days_is_shortened_in_calendar_days():
    plan = planned(date(2021, 6, 25))
    (crash,) = [one for one in plan.compressions if one.kind == "crash"]
    assert str(crash.sentence).startswith("“环评”增加力量，由 60 个日历日压缩到")
    shorter = Activity("eia", "环评", crash.value, calendar=1)
    again = planned(date(2021, 6, 25), [shorter, PERMIT, WORKS])
    assert plan.short_by - again.short_by == crash.gain > 0


def test_a_permit_is_advised_for_what_a_permit_allows_and_never_below_its_days():
    plan = planned(date(2021, 6, 11), granted=GRANTED)
    said = {one.activities: one for one in plan.compressions if one.kind == "crash"}
    assert str(said["eia",].sentence) == (
        "“环评”提前介入、并联办理，由 60 个日历日缩短到 45 个日历日"
        f"（手续库定为 45 个日历日，不能再少），可提前 {said['eia',].gain} 个工作日。"
    )
    assert "增加力量" in str(said["works",].sentence)
    at_its_least = planned(date(2021, 6, 11), granted={"eia": 60, "permit": 7})
    assert [one.activities for one in at_its_least.compressions if one.kind == "crash"] == [
        ("works",)
    ]


def test_days_that_a_permit_has_taken_already_count_towards_its_least():
    begun = Activity("eia", "环评", 60, calendar=1, actual_start=MONDAY, remaining=50)
    plan = planned(date(2021, 5, 28), [begun, PERMIT, WORKS], granted=GRANTED)
    (haste,) = [one for one in plan.compressions if one.activities == ("eia",)]
    assert "由 50 个日历日缩短到 35 个日历日" in str(haste.sentence)
    assert haste.value == 45


def test_an_acceptance_begins_beside_the_works():
    check = Activity("check", "联合验收", 12)
    steps, links = [WORKS, check], [Link("works", "check")]
    plan = planned(date(2021, 5, 7), steps, links, granted={"check": 12})
    (over,) = [one for one in plan.compressions if one.kind == "overlap"]
    assert "“联合验收”即提前介入、边建边办" in str(over.sentence)


def test_nothing_may_overlap_what_must_be_granted_first():
    free = planned(date(2021, 6, 25))
    assert ("overlap", ("permit", "works")) in {(c.kind, c.activities) for c in free.compressions}
    held = planned(date(2021, 6, 25), granted=GRANTED)
    assert "overlap" not in {one.kind for one in held.compressions}


def test_a_step_that_may_be_supplied_later_is_the_cheapest_of_all():
    plan = planned(date(2021, 6, 25), deferrable={"eia"}, granted=GRANTED)
    best = plan.compressions[0]
    assert (best.kind, best.activities, best.price) == ("drop_step", ("eia", "permit"), 0)
    assert str(best.sentence) == (
        f"“环评”容缺办理，“施工许可”不等它办结即可开始，可提前 {best.gain} 个工作日。"
    )
    after = planned(date(2021, 6, 25), links=released(IN_TURN, "eia"))
    assert plan.short_by - after.short_by <= best.gain
    assert after.feasible


def test_the_cheapest_is_what_takes_the_smallest_share_of_work_for_a_day():
    steps = [Activity("a", "基础", 20), Activity("b", "主体", 80), Activity("c", "验收", 10)]
    found = planned(date(2021, 7, 15), steps, [Link("a", "b", lag=3), Link("b", "c")]).compressions
    assert [one.kind for one in found] == ["drop_lag", "crash", "overlap"]
    assert [one.share for one in found] == [0, Fraction(17, 80), Fraction(10, 80)]
    assert [one.price for one in found] == sorted(one.price for one in found)


def test_what_is_late_over_days_off_alone_is_late_all_the_same():
    # due on Friday 16 April, done on Sunday
    alone = [Activity("eia", "环评", 49, calendar=1)]
    assert planned(date(2021, 4, 16), alone, []).short_by == 1
    assert planned(date(2021, 4, 18), alone, []).feasible


@pytest.mark.parametrize(
    ("entering", "leaving", "bridge"),
    [
        (("FS", 0), ("FS", 0), ("FS", 0)),
        (("FS", -3), ("FS", 5), ("FS", -3)),
        (("SS", 4), ("FS", 0), ("SS", 4)),
        (("FS", 0), ("FF", 2), ("FF", 0)),
        (("SS", 0), ("FF", 0), ("SF", 0)),
    ],
)
def test_what_followed_a_step_follows_its_forerunners(entering, leaving, bridge):
    links = [Link("a", "b", *entering), Link("b", "c", *leaving)]
    assert released(links, "b") == [links[0], Link("a", "c", *bridge)]


def test_a_link_that_is_there_already_is_not_loosened():
    links = [Link("a", "b"), Link("b", "c"), Link("a", "c", "FS", 9)]
    assert released(links, "b") == [links[0], links[2]]


@settings(max_examples=100, deadline=None)
@given(plans(), calendars())
def test_links_and_arrays_are_released_alike_and_nothing_gets_later(plan, cals):
    step = plan.activities[0].id
    net = build_network([plan])
    links = released(plan.links, step)
    rebuilt = build_network([ProjectPlan(plan.id, plan.start, plan.activities, links)])
    ours = unheld(net, net.activity_index(step))

    def told(one):
        ends = zip(
            one.src.tolist(), one.dst.tolist(), one.ty.tolist(), one.lag.tolist(), strict=True
        )
        return sorted((one.ids[a], one.ids[b], ty, lag) for a, b, ty, lag in ends)

    assert told(ours) == told(rebuilt)


@settings(max_examples=100, deadline=None)
@given(plans(), calendars())
def test_advice_is_cheapest_first_and_each_piece_gains_what_it_says(plan, cals):
    found = backplan(build_network([plan]), cals, date(2026, 3, 20))
    prices = [one.price for one in found.compressions]
    assert prices == sorted(prices)
    assert all(one.gain > 0 and 0 <= one.share <= 1 for one in found.compressions)
    assert len(found.compressions) <= 3
    if found.feasible:
        assert prices == []
