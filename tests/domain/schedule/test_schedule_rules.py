"""The rules by hand, on the real calendar around the Spring Festivals of 2021 and 2026.

2021: off 02-11 (Thursday) … 02-17, worked on Sunday 02-07 and Saturday 02-20.
2026: off 02-15 … 02-23, worked on the Saturdays 02-14 and 02-28.
"""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.workcalendar import EVERY_DAY, CalendarOutOfRange, WorkCalendar
from guatu.workdays.seed import seed_days

FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)
CHINA = WorkCalendar.from_days("试用", FIRST, LAST, seed_days(2020, 2027))
DAILY = WorkCalendar("日历日", FIRST, LAST, {}, week=EVERY_DAY)
CALENDARS = [CHINA, DAILY]


def run(start, activities, links=(), calendars=CALENDARS, anchor="required", lags=None, **dates):
    plan = ProjectPlan("p", date.fromisoformat(start), activities, links, **dates)
    options = {"lag_calendar": lags} if lags else {}
    return schedule(build_network([plan]), calendars, anchor, **options)


def early(result, one):
    found = result.activity(one)
    return found.early_start.isoformat(), found.early_finish.isoformat()


def late(result, one):
    found = result.activity(one)
    return found.late_start.isoformat(), found.late_finish.isoformat()


def step(one, duration, **more):
    return Activity(one, one, duration, **more)


# --- the calendar --------------------------------------------------------------------------


def test_spring_festival_2021_is_worked_around_from_both_sides():
    links = [Link("拆迁", "打桩"), Link("打桩", "开挖", lag=2)]
    steps = [step("拆迁", 5), step("打桩", 3), step("开挖", 1)]
    result = run("2021-02-05", steps, links, required=date(2021, 2, 25))

    assert early(result, "拆迁") == ("2021-02-05", "2021-02-10")  # Sunday 02-07 is worked
    assert early(result, "打桩") == ("2021-02-18", "2021-02-20")  # so is Saturday 02-20
    assert early(result, "开挖") == ("2021-02-24", "2021-02-24")  # 02-22 and 02-23 are the lag
    assert late(result, "开挖") == ("2021-02-25", "2021-02-25")
    assert late(result, "打桩") == ("2021-02-19", "2021-02-22")
    assert late(result, "拆迁") == ("2021-02-07", "2021-02-18")
    assert result.tf.tolist() == [1, 1, 1]


def test_spring_festival_2026_is_worked_around_from_both_sides():
    links = [Link("基础", "主体"), Link("主体", "封顶"), Link("封顶", "验收")]
    steps = [step("基础", 3), step("主体", 4), step("封顶", 0), step("验收", 2)]
    result = run("2026-02-12", steps, links, required=date(2026, 3, 2))

    assert early(result, "基础") == ("2026-02-12", "2026-02-14")
    assert early(result, "主体") == ("2026-02-24", "2026-02-27")
    assert early(result, "封顶") == ("2026-02-27", "2026-02-27")
    assert early(result, "验收") == ("2026-02-28", "2026-03-02")
    assert late(result, "基础") == ("2026-02-12", "2026-02-14")
    assert result.tf.tolist() == [0, 0, 0, 0]


def test_days_of_every_kind_count_in_a_calendar_of_all_days():
    # 出让公告至成交 30 日历日, then a permit of 7 workdays.
    result = run(
        "2021-02-01", [step("公告", 30, calendar=1), step("许可", 7)], [Link("公告", "许可")]
    )
    assert early(result, "公告") == ("2021-02-01", "2021-03-02")
    assert early(result, "许可") == ("2021-03-03", "2021-03-11")


def test_calendars_of_different_years_are_used_where_they_overlap():
    longer = WorkCalendar.from_days(
        "长", date(2004, 1, 1), date(2040, 12, 31), seed_days(2004, 2040)
    )
    steps = [step("甲", 9), step("乙", 4, calendar=1)]
    links = [Link("甲", "乙", "SS", 3)]
    expected = run("2021-02-05", steps, links).activities()
    assert run("2021-02-05", steps, links, calendars=[longer, DAILY]).activities() == expected


# --- links and lags --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        ("FS", 0, "2026-03-16", "2026-03-18"),
        ("FS", 2, "2026-03-18", "2026-03-20"),
        ("FS", -3, "2026-03-11", "2026-03-13"),  # 压茬: on the third last workday
        ("SS", 0, "2026-03-02", "2026-03-04"),
        ("SS", 5, "2026-03-09", "2026-03-11"),
        ("FF", 0, "2026-03-11", "2026-03-13"),
        ("FF", 2, "2026-03-13", "2026-03-17"),
        ("FF", -1, "2026-03-10", "2026-03-12"),
        ("SF", 4, "2026-03-03", "2026-03-05"),
        ("SF", 0, "2026-03-02", "2026-03-04"),  # clamped: not before the project starts
    ],
)
def test_each_link_type_moves_its_successor(kind, lag, start, finish):
    result = run("2026-03-02", [step("甲", 10), step("乙", 3)], [Link("甲", "乙", kind, lag)])
    assert early(result, "甲") == ("2026-03-02", "2026-03-13")
    assert early(result, "乙") == (start, finish)


@pytest.mark.parametrize(
    ("kind", "lag", "finish"),
    [
        ("FS", 0, "2026-03-24"),
        ("FS", 2, "2026-03-20"),
        ("FS", -3, "2026-03-27"),
        ("SS", 5, "2026-03-27"),
        ("FF", 2, "2026-03-25"),
        ("FF", -1, "2026-03-27"),
    ],
)
def test_each_link_type_holds_its_predecessor_back_from_the_promise(kind, lag, finish):
    steps, links = [step("甲", 10), step("乙", 3)], [Link("甲", "乙", kind, lag)]
    result = run("2026-03-02", steps, links, required=date(2026, 3, 27))
    assert late(result, "甲")[1] == finish
    assert late(result, "乙") == ("2026-03-25", "2026-03-27")


def test_a_lag_is_counted_in_the_calendar_of_the_predecessor_unless_told_otherwise():
    # 混凝土养护 3 天不分工作日: poured on Friday, cured over the weekend.
    steps, links = [step("浇筑", 5, calendar=1), step("砌筑", 2)], [Link("浇筑", "砌筑", lag=3)]
    assert early(run("2026-03-02", steps, links), "浇筑")[1] == "2026-03-06"
    assert early(run("2026-03-02", steps, links), "砌筑")[0] == "2026-03-10"
    by_successor = run("2026-03-02", steps, links, lags="successor")
    assert early(by_successor, "砌筑")[0] == "2026-03-12"


def test_an_overlap_across_two_calendars_is_counted_in_workdays_of_the_predecessor():
    # 乙 works every day and must start on Saturday the 14th. Counted in the workdays of 甲, its
    # overlap of one day is still open on Monday the 16th, as P6 has it.
    steps = [step("甲", 10), step("乙", 3, calendar=1)]
    result = run("2026-03-02", steps, [Link("甲", "乙", lag=-1)], required=date(2026, 3, 16))
    assert late(result, "乙")[0] == "2026-03-14"
    assert late(result, "甲")[1] == "2026-03-16"


def test_work_that_ends_with_weekend_work_is_done_on_friday_and_counts_as_finished_on_monday():
    steps = [step("甲", 7, calendar=1), step("乙", 2), step("丙", 1, calendar=1)]
    links = [Link("甲", "乙", "FF"), Link("乙", "丙")]  # 甲 ends on Sunday the 8th
    result = run("2026-03-02", steps, links)
    assert early(result, "乙") == ("2026-03-05", "2026-03-06")
    assert early(result, "丙")[0] == "2026-03-09"
    assert result.tf.tolist() == [0, 0, 0]


# --- milestones ------------------------------------------------------------------------------


def test_a_milestone_falls_on_the_last_day_of_the_work_before_it():
    steps = [step("主体", 5), step("封顶", 0), step("装饰", 5)]
    result = run(
        "2026-03-02",
        steps,
        [Link("主体", "封顶"), Link("封顶", "装饰")],
        required=date(2026, 3, 20),
    )
    assert early(result, "封顶") == ("2026-03-06", "2026-03-06")
    assert early(result, "装饰") == ("2026-03-09", "2026-03-13")
    assert late(result, "封顶") == ("2026-03-13", "2026-03-13")


def test_a_milestone_that_nothing_precedes_falls_on_the_day_it_may():
    steps = [step("开工", 0), step("基础", 5)]
    result = run("2026-03-03", steps, [Link("开工", "基础")], required=date(2026, 3, 10))
    assert early(result, "开工") == ("2026-03-03", "2026-03-03")
    assert early(result, "基础")[0] == "2026-03-03"
    assert late(result, "开工") == ("2026-03-04", "2026-03-04")
    assert result.tf.tolist() == [1, 1]


def test_a_milestone_held_to_a_day_of_rest_moves_to_the_next_workday():
    result = run("2026-03-02", [step("签约", 0, snet=date(2026, 3, 7))])
    assert early(result, "签约") == ("2026-03-09", "2026-03-09")


def test_a_milestone_after_weekend_work_moves_to_monday_and_keeps_its_slack():
    steps = [step("抢工", 7, calendar=1), step("封顶", 0), step("验收", 2)]
    result = run("2026-03-02", steps, [Link("抢工", "封顶"), Link("封顶", "验收")])
    assert early(result, "抢工")[1] == "2026-03-08"
    assert early(result, "封顶") == ("2026-03-09", "2026-03-09")
    assert late(result, "封顶") == ("2026-03-09", "2026-03-09")
    assert early(result, "验收") == ("2026-03-09", "2026-03-10")
    assert result.tf.tolist() == [0, 0, 0]


def test_a_last_milestone_is_due_on_the_required_day():
    steps = [step("安装", 5), step("投产", 0)]
    result = run("2026-03-02", steps, [Link("安装", "投产")], required=date(2026, 3, 12))
    assert late(result, "投产") == ("2026-03-12", "2026-03-12")
    assert result.activity("投产").total_slack == 4


# --- progress --------------------------------------------------------------------------------


def test_completed_work_is_pinned_even_to_a_day_of_rest():
    steps = [
        step("拆迁", 5, actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 7)),
        step("打桩", 3),
    ]
    result = run("2026-03-02", steps, [Link("拆迁", "打桩")], required=date(2026, 4, 1))
    done = result.activity("拆迁")
    assert early(result, "拆迁") == late(result, "拆迁") == ("2026-03-02", "2026-03-07")
    assert (done.total_slack, done.free_slack, done.critical, done.driver) == (0, 0, False, None)
    assert early(result, "打桩")[0] == "2026-03-09"


def test_a_completed_step_without_a_reported_start_is_counted_back_from_its_finish():
    result = run("2026-02-12", [step("基础", 3, actual_finish=date(2026, 2, 25))])
    assert early(result, "基础") == ("2026-02-14", "2026-02-25")


def test_a_reached_milestone_stays_on_its_day_and_lets_work_follow_it():
    steps = [step("开工", 0, actual_start=date(2026, 3, 4)), step("基础", 2)]
    result = run("2026-03-02", steps, [Link("开工", "基础")])
    assert early(result, "开工") == ("2026-03-04", "2026-03-04")
    assert early(result, "基础")[0] == "2026-03-05"


def test_work_done_out_of_turn_asks_nothing_of_what_should_have_come_first():
    steps = [step("图审", 10), step("招标", 5, actual_finish=date(2026, 3, 3))]
    result = run("2026-03-02", steps, [Link("图审", "招标")], required=date(2026, 3, 20))
    assert early(result, "图审")[1] == "2026-03-13"
    assert result.activity("图审").total_slack == 5


def test_open_work_waits_for_the_data_date():
    result = run("2026-02-02", [step("基础", 3)], data_date=date(2026, 2, 21))
    assert early(result, "基础") == ("2026-02-24", "2026-02-26")


@pytest.mark.parametrize(
    ("duration", "remaining", "finish"),
    [
        (10, None, "2026-03-13"),  # five of ten workdays are used up by the 9th
        (3, None, "2026-03-09"),  # overrun: at least one more day
        (10, 8, "2026-03-18"),  # what the site says is left counts
    ],
)
def test_started_work_goes_on_from_the_data_date(duration, remaining, finish):
    steps = [
        step("主体", duration, actual_start=date(2026, 3, 2), remaining=remaining),
        step("装饰", 2),
    ]
    result = run(
        "2026-03-02",
        steps,
        [Link("主体", "装饰")],
        data_date=date(2026, 3, 9),
        required=date(2026, 3, 27),
    )
    assert early(result, "主体") == ("2026-03-02", finish)
    assert late(result, "主体") == ("2026-03-02", "2026-03-25")


def test_started_work_whose_predecessor_is_late_waits_with_the_rest():
    steps = [step("基础", 5), step("主体", 4, actual_start=date(2026, 3, 2), remaining=3)]
    result = run("2026-03-02", steps, [Link("基础", "主体")], data_date=date(2026, 3, 4))
    assert early(result, "基础") == ("2026-03-04", "2026-03-10")
    assert early(result, "主体") == ("2026-03-02", "2026-03-13")


# --- dates, slack, drivers -------------------------------------------------------------------


def test_a_start_date_is_a_floor_and_a_finish_date_a_cap():
    steps = [step("甲", 5, snet=date(2026, 3, 7), fnlt=date(2026, 3, 11)), step("乙", 1)]
    result = run("2026-03-02", steps, [Link("甲", "乙")])
    assert early(result, "甲") == ("2026-03-09", "2026-03-13")
    assert late(result, "甲") == ("2026-03-05", "2026-03-11")
    assert [found.total_slack for found in result.activities()] == [-2, 0]
    assert [found.critical for found in result.activities()] == [True, True]


def test_a_promise_that_is_too_early_gives_negative_slack():
    steps, links = [step("甲", 5), step("乙", 5)], [Link("甲", "乙")]
    short = run("2026-03-02", steps, links, required=date(2026, 3, 10))
    assert late(short, "甲") == ("2026-02-26", "2026-03-03")  # 02-28 is a make-up workday
    assert short.tf.tolist() == [-3, -3]
    assert short.ff.tolist() == [0, 0]
    found = short.project()
    assert (found.early_finish, found.due, found.slack) == (
        date(2026, 3, 13),
        date(2026, 3, 10),
        -3,
    )


def test_anchored_early_the_promise_is_left_aside():
    steps, links = [step("甲", 5), step("乙", 5)], [Link("甲", "乙")]
    result = run("2026-03-02", steps, links, anchor="early", required=date(2026, 3, 10))
    assert result.tf.tolist() == [0, 0]


def test_free_slack_is_what_no_successor_feels():
    steps = [step("甲", 3), step("乙", 6), step("丙", 2)]
    links = [Link("甲", "丙"), Link("乙", "丙")]
    result = run("2026-03-02", steps, links, required=date(2026, 3, 13))
    slack = {found.id: (found.total_slack, found.free_slack) for found in result.activities()}
    assert slack == {"甲": (5, 3), "乙": (2, 0), "丙": (2, 2)}


def test_critical_is_the_chain_with_the_least_slack_even_when_there_is_room():
    steps = [step("甲", 3), step("乙", 6), step("丙", 2)]
    links = [Link("甲", "丙"), Link("乙", "丙")]
    result = run("2026-03-02", steps, links, required=date(2026, 3, 13))
    assert [found.id for found in result.activities() if found.critical] == ["乙", "丙"]


def test_the_driver_is_the_predecessor_that_comes_last_and_none_where_a_date_rules():
    steps = [step("甲", 3), step("乙", 6), step("丙", 2), step("丁", 1, snet=date(2026, 3, 30))]
    links = [Link("甲", "丙"), Link("乙", "丙"), Link("丙", "丁")]
    result = run("2026-03-02", steps, links)
    assert [found.driver for found in result.activities()] == [None, None, "乙", None]
    assert result.driver.tolist() == [-1, -1, 1, -1]
    assert result.follower.tolist() == [2, 2, 3, -1]


def test_a_predecessor_that_just_meets_the_date_is_named_as_the_driver():
    steps = [step("甲", 5), step("乙", 1, snet=date(2026, 3, 9))]
    assert run("2026-03-02", steps, [Link("甲", "乙")]).activity("乙").driver == "甲"


def test_as_late_as_possible_plans_the_late_start_and_pushes_what_follows():
    steps = [step("甲", 2, alap=True), step("乙", 1), step("丙", 8)]
    result = run("2026-03-02", steps, [Link("甲", "乙")], required=date(2026, 3, 13))
    found = result.activity("甲")
    assert (found.start, found.finish) == (found.late_start, found.late_finish)
    assert found.start == date(2026, 3, 11)
    assert found.early_start == date(2026, 3, 2)  # early values do not depend on it
    pushed = result.activity("乙")
    assert (pushed.start, pushed.early_start) == (date(2026, 3, 13), date(2026, 3, 4))
    assert result.activity("丙").start == date(2026, 3, 2)


# --- what cannot be answered -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "duration", "required"),
    [
        ("2027-12-20", 30, None),  # runs beyond the last year
        ("2020-01-06", 30, date(2020, 1, 10)),  # would have to begin before the first
        ("2019-12-30", 1, None),
        ("2027-12-30", 1, date(2028, 1, 10)),
    ],
)
def test_dates_beyond_the_calendar_are_refused_with_its_years(start, duration, required):
    with pytest.raises(CalendarOutOfRange, match="2020-01-01 至 2027-12-31"):
        run(start, [step("甲", duration)], required=required)


def test_the_date_that_is_not_in_the_calendar_is_named():
    with pytest.raises(CalendarOutOfRange, match="2028-02-01"):
        run("2026-03-02", [step("甲", 1), step("乙", 1, snet=date(2028, 2, 1))])


def test_an_early_lead_near_the_first_year_does_not_ask_for_days_before_it():
    result = run("2020-01-02", [step("甲", 2), step("乙", 1)], [Link("甲", "乙", lag=-9)])
    assert early(result, "乙")[0] == "2020-01-02"


def test_a_calendar_that_was_not_given_is_named_by_its_activity():
    with pytest.raises(ScheduleError, match="“甲”所用的工作日历不存在"):
        run("2026-03-02", [step("甲", 1, calendar=2)])


def test_calendars_without_a_common_year_are_refused():
    apart = WorkCalendar("旧", date(2010, 1, 1), date(2011, 12, 31), {})
    with pytest.raises(ScheduleError, match="没有共同的年份"):
        run("2026-03-02", [step("甲", 1)], calendars=[CHINA, apart])
    with pytest.raises(ScheduleError, match="至少一个工作日历"):
        run("2026-03-02", [step("甲", 1)], calendars=[])


def test_an_activity_is_looked_up_in_its_project():
    nets = [
        ProjectPlan(one, date(2026, 3, 2), [Activity("1", name, days)])
        for one, name, days in (("桥", "桩基", 5), ("路", "路面", 7))
    ]
    result = schedule(build_network(nets), CALENDARS)
    assert result.activity("1", "路").name == "路面"
    with pytest.raises(ScheduleError, match="指明是哪一个"):
        result.activity("1")
    with pytest.raises(ScheduleError, match="没有项目“渠”"):
        result.activities("渠")
    with pytest.raises(ScheduleError, match="没有编号为“2”的工序"):
        result.activity("2", "桥")
