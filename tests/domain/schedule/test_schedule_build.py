"""What a network refuses, in words that name the place."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.schedule import Activity, Link, ProjectPlan, ScheduleError, build_network


def plan(activities, links=(), **dates):
    return ProjectPlan("p", date(2021, 3, 1), activities, links, **dates)


PILES = Activity("1", "桩基", 30)
PIERS = Activity("2", "下部", 40)
DECK = Activity("3", "上部", 50)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (plan([PILES, Activity("1", "下部", 3)]), "工序编号“1”重复"),
        (plan([Activity("1", "桩基", -2)]), "“桩基”的工期写作 -2，不能为负"),
        (plan([PILES], [Link("1", "9")]), "“1→9”中的工序“9”不在本项目内"),
        (plan([PILES], [Link("1", "1")]), "“桩基”不能以自己为紧前工序"),
        (plan([PILES, PIERS], [Link("1", "2", "FX")]), "类型“FX”无法识别"),
        (plan([Activity("1", "桩基", 3, remaining=-1)]), "剩余工期写作 -1，不能为负"),
        (plan([Activity("1", "桩基", 3, calendar=-1)]), "“桩基”所用的工作日历不存在"),
        (
            plan(
                [
                    Activity(
                        "1",
                        "桩基",
                        3,
                        actual_start=date(2021, 3, 9),
                        actual_finish=date(2021, 3, 8),
                    )
                ]
            ),
            "实际完成 2021-03-08 早于实际开工 2021-03-09",
        ),
        (
            plan(
                [Activity("1", "桩基", 3, actual_start=date(2021, 3, 9))],
                data_date=date(2021, 3, 8),
            ),
            "实际日期 2021-03-09 晚于数据日期 2021-03-08",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(wrong, words):
    with pytest.raises(ScheduleError, match=words) as refused:
        build_network([wrong])
    assert str(refused.value.sentence) == str(refused.value)


def test_a_project_cannot_come_twice():
    with pytest.raises(ScheduleError, match="项目编号“p”重复"):
        build_network([plan([PILES]), plan([PIERS])])


def test_a_loop_is_named_by_its_activities_and_nothing_else():
    outside = [Activity("0", "征拆", 5), Activity("4", "路面", 5)]
    links = [Link("0", "1"), Link("1", "2"), Link("2", "3"), Link("3", "1", "SS"), Link("3", "4")]
    with pytest.raises(ScheduleError) as refused:
        build_network([plan([*outside, DECK, PIERS, PILES], links)])
    assert str(refused.value) == (
        "工序首尾相接成环：“上部”→“桩基”→“下部”→“上部”；请去掉其中一条搭接关系。"
    )


def test_activities_are_kept_in_an_order_in_which_work_can_be_done():
    links = [Link("2", "3"), Link("1", "2", "SS", 5), Link("1", "3", "FF", -2)]
    net = build_network([plan([DECK, PIERS, PILES], links)])
    assert net.ids == ("1", "2", "3")
    assert net.src.tolist() == [0, 1, 0]
    assert net.dst.tolist() == [1, 2, 2]
    assert net.lag.tolist() == [5, 0, -2]
    assert (net.src < net.dst).all()


def test_ends_are_the_day_after_and_absent_dates_are_minus_one():
    dated = Activity("1", "桩基", 3, snet=date(2021, 3, 2), fnlt=date(2021, 3, 9))
    net = build_network([plan([dated, PIERS], required=date(2021, 12, 31))])
    assert net.snet.tolist() == [date(2021, 3, 2).toordinal(), -1]
    assert net.cap.tolist() == [date(2021, 3, 10).toordinal(), -1]
    assert net.required.tolist() == [date(2022, 1, 1).toordinal()]
    assert net.datadate.tolist() == [-1]


def test_an_empty_portfolio_and_an_empty_project_are_networks_too():
    assert build_network([]).pptr.tolist() == [0]
    assert build_network([plan([])]).pptr.tolist() == [0, 0]


def test_one_project_taken_out_of_a_portfolio_is_the_network_it_was_made_of():
    parts = [
        ProjectPlan("桥", date(2021, 3, 1), [PILES, PIERS], [Link("1", "2")]),
        ProjectPlan(
            "路", date(2021, 4, 1), [PIERS, DECK], [Link("2", "3", "SS", 4)], date(2021, 9, 1)
        ),
    ]
    alone, taken = build_network([parts[1]]), build_network(parts).only(1)
    for name in set(type(alone).__slots__) - {"__weakref__"}:
        mine, theirs = getattr(alone, name), getattr(taken, name)
        same = mine == theirs
        assert same if isinstance(same, bool) else same.all(), name
        assert isinstance(mine, tuple) or mine.dtype == theirs.dtype, name
