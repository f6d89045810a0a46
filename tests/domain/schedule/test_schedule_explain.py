"""Why an activity cannot be earlier: the chain before it, and what its first one waits for."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    build_network,
    explain_early,
    schedule,
)
from guatu.domain.workcalendar import WorkCalendar

CALENDAR = WorkCalendar("t", date(2026, 1, 1), date(2026, 12, 31), {})
MONDAY = date(2026, 3, 2)


def told(activities: list[Activity], links: list[Link], asked: str, **plan: date) -> list[str]:
    net = build_network([ProjectPlan("p", plan.pop("start", MONDAY), activities, links, **plan)])
    return [str(one) for one in explain_early(schedule(net, [CALENDAR]), asked)]


PILES, FRAME = Activity("piles", "桩基", 5), Activity("frame", "主体", 10)
TIE = [Link("piles", "frame")]


def test_the_chain_before_it_is_told_back_to_the_start_of_the_project():
    assert told([PILES, FRAME], TIE, "frame") == [
        "“主体”最早 2026-03-09 开工，前面依次为“桩基”（5）（括号内为剩余工作日数）。",
        "项目从 2026-03-02 起算。",
    ]


def test_without_a_chain_it_says_so():
    assert told([PILES, FRAME], TIE, "piles") == [
        "“桩基”最早 2026-03-02 开工，前面没有要等的工序。",
        "项目从 2026-03-02 起算。",
    ]


def test_the_first_may_wait_for_a_day():
    late = Activity("piles", "桩基", 5, snet=date(2026, 3, 16))
    assert told([late, FRAME], TIE, "frame")[1] == "“桩基”不早于 2026-03-16 开工。"
    due = Activity("piles", "桩基", 5, fnet=date(2026, 3, 20))
    assert told([due, FRAME], TIE, "frame")[1] == "“桩基”不早于 2026-03-20 完成。"


def test_what_is_under_way_or_done_is_the_root():
    begun = Activity("piles", "桩基", 5, actual_start=MONDAY, remaining=2)
    assert told([begun, FRAME], TIE, "frame", data_date=date(2026, 3, 5)) == [
        "“主体”最早 2026-03-09 开工，前面依次为“桩基”（2）（括号内为剩余工作日数）。",
        "“桩基”已于 2026-03-02 开工。",
    ]
    done = Activity("piles", "桩基", 5, actual_start=MONDAY, actual_finish=date(2026, 3, 5))
    lag = [Link("piles", "frame", lag=5)]
    assert told([done, FRAME], lag, "frame", data_date=date(2026, 3, 6)) == [
        "“主体”最早 2026-03-13 开工，前面没有要等的工序。",
        "“主体”等的“桩基”已于 2026-03-05 完成。",
    ]


def test_open_work_begins_at_the_data_date():
    assert told([PILES], [], "piles", data_date=date(2026, 3, 11))[1] == (
        "没有做的从 2026-03-11 起排，“桩基”就从那天开始。"
    )


@pytest.mark.parametrize("asked", ["piles", "frame"])
def test_of_done_work_there_is_only_the_day(asked: str):
    rows = [
        Activity(one.id, one.name, one.duration, actual_finish=date(2026, 3, 3))
        for one in (PILES, FRAME)
    ]
    found = told(rows, TIE, asked, data_date=date(2026, 3, 6))
    name = {"piles": "桩基", "frame": "主体"}[asked]
    assert found == [f"“{name}”已于 2026-03-03 完成。"]


def test_a_milestone_is_reached():
    end = Activity("end", "竣工", 0)
    assert told([PILES, end], [Link("piles", "end")], "end")[0] == (
        "“竣工”最早 2026-03-06 达到，前面依次为“桩基”（5）（括号内为剩余工作日数）。"
    )
