"""倒排: the verdict, the driving chain, what to compress, and the sentence of explanation."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    backplan,
    build_network,
    driving_chain,
    explain,
    schedule,
)
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2023, 12, 31), seed_days(2020, 2023)
)
FACTORY = [
    Activity("jc", "基础完工", 20),
    Activity("zt", "主体封顶", 60),
    Activity("az", "设备安装", 80),
    Activity("tc", "竣工投产", 0),
]
SHORT = date(2021, 9, 26)  # a Sunday, worked in exchange for the national holiday
IN_TURN = [Link("jc", "zt"), Link("zt", "az"), Link("az", "tc")]


def network(activities=FACTORY, links=IN_TURN, start=date(2021, 3, 1), **dates):
    return build_network([ProjectPlan("厂房", start, activities, links, **dates)])


def kinds(plan):
    return [(one.kind, one.activities, one.gain) for one in plan.compressions]


def test_a_promise_that_can_be_kept_gives_latest_dates_and_the_room_left():
    plan = backplan(network(), [CALENDAR], date(2021, 12, 31))
    assert plan.feasible
    assert plan.compressions == ()
    found = {one.id: (one.late_start, one.late_finish) for one in plan.activities}
    assert found["zt"] == (date(2021, 6, 15), date(2021, 9, 6))
    assert found["tc"] == (date(2021, 12, 31), date(2021, 12, 31))
    assert str(plan.verdict) == (
        "“竣工投产”最早 2021-10-19 完成，可以满足 2021-12-31 的要求，余量 53 个工作日。"
    )
    assert [step.id for step in plan.chain] == ["jc", "zt", "az", "tc"]


def test_a_promise_that_cannot_be_kept_is_short_by_workdays_and_says_what_to_compress():
    plan = backplan(network(), [CALENDAR], SHORT)
    assert not plan.feasible
    assert plan.short_by == 13
    assert (
        str(plan.verdict)
        == "“竣工投产”最早 2021-10-19 完成，晚于要求的 2021-09-26，需压缩 13 个工作日。"
    )
    assert kinds(plan) == [
        ("crash", ("az",), 13),
        ("overlap", ("zt", "az"), 13),
        ("overlap", ("jc", "zt"), 10),
    ]
    assert [str(one.sentence) for one in plan.compressions] == [
        "“设备安装”增加力量，由 80 个工作日压缩到 67 个工作日，可提前 13 个工作日。",
        "“主体封顶”开工 47 个工作日后，“设备安装”即压茬进场，可提前 13 个工作日。",
        "“基础完工”开工 10 个工作日后，“主体封顶”即压茬进场，可提前 10 个工作日。",
    ]


def test_taking_the_advice_gains_what_was_said():
    overlapped = [Link("jc", "zt"), Link("zt", "az", "SS", 47), Link("az", "tc")]
    assert backplan(network(links=overlapped), [CALENDAR], SHORT).short_by == 0


def test_an_overlap_is_never_so_deep_that_the_successor_ends_first():
    steps = [Activity("a", "主体", 60), Activity("b", "防雷检测", 4), Activity("c", "验收", 2)]
    links = [Link("a", "b"), Link("b", "c")]
    plan = backplan(network(steps, links), [CALENDAR], date(2021, 5, 7))
    assert plan.short_by > 4
    assert ("overlap", ("a", "b"), 4) in kinds(plan)


def test_waiting_and_a_held_start_are_named_before_work_is_pressed():
    steps = [Activity("a", "浇筑", 10), Activity("b", "安装", 20, snet=date(2021, 5, 10))]
    waiting = backplan(
        network([steps[0], Activity("b", "安装", 20)], [Link("a", "b", lag=28)]),
        [CALENDAR],
        date(2021, 5, 20),
    )
    assert kinds(waiting)[0] == ("drop_lag", ("a", "b"), waiting.short_by)
    held = backplan(network(steps, [Link("a", "b")]), [CALENDAR], date(2021, 6, 1))
    assert kinds(held)[0][:2] == ("drop_date", ("b",))
    assert "不再等到 2021-05-10 开工" in str(held.compressions[0].sentence)


def test_an_overlap_that_exists_can_be_deepened_by_half():
    links = [Link("jc", "zt"), Link("zt", "az", "SS", 30), Link("az", "tc")]
    plan = backplan(network(links=links), [CALENDAR], date(2021, 7, 30))
    assert plan.short_by > 15
    assert ("overlap", ("zt", "az"), 15) in kinds(plan)


def test_started_work_is_shortened_in_what_remains():
    steps = [
        Activity("a", "主体", 60, actual_start=date(2021, 3, 1), remaining=40),
        Activity("b", "验收", 2),
    ]
    net = network(steps, [Link("a", "b")], data_date=date(2021, 5, 6))
    plan = backplan(net, [CALENDAR], date(2021, 6, 30))
    assert plan.short_by == 2
    assert kinds(plan) == [("overlap", ("a", "b"), 2), ("crash", ("a",), 2)]
    assert "由 40 个工作日压缩到 38 个工作日" in str(plan.compressions[1].sentence)


def test_a_cap_inside_the_plan_can_be_what_is_missed():
    steps = [FACTORY[0], Activity("zt", "主体封顶", 60, fnlt=date(2021, 6, 18)), *FACTORY[2:]]
    plan = backplan(network(steps), [CALENDAR], date(2021, 12, 31))
    assert [step.id for step in plan.chain] == ["jc", "zt"]
    assert str(plan.verdict).startswith("“主体封顶”最早 2021-06-23 完成，晚于要求的 2021-06-18")


def test_the_date_may_come_from_the_network_and_must_come_from_somewhere():
    assert backplan(network(required=SHORT), [CALENDAR]).short_by == 13
    with pytest.raises(ScheduleError, match="请先填写该项目的要求完成日期"):
        backplan(network(), [CALENDAR])


def test_a_project_is_planned_back_by_its_name_among_others():
    both = build_network(
        [
            ProjectPlan("路", date(2021, 3, 1), [Activity("1", "路面", 90)]),
            ProjectPlan("厂房", date(2021, 3, 1), FACTORY, IN_TURN, required=SHORT),
        ]
    )
    plan = backplan(both, [CALENDAR], project="厂房")
    assert (plan.project, plan.required, plan.short_by) == ("厂房", SHORT, 13)
    assert plan == backplan(network(required=SHORT), [CALENDAR])


def test_a_finished_project_is_short_of_nothing():
    done = [Activity("a", "路面", 5, actual_finish=date(2021, 12, 1))]
    plan = backplan(network(done, []), [CALENDAR], date(2021, 6, 30))
    assert (plan.short_by, plan.chain, plan.compressions) == (0, (), ())
    assert str(plan.verdict) == "全部工序已经完成。"


# --- explanations ----------------------------------------------------------------------------


def told(one, steps=FACTORY, links=IN_TURN, **dates):
    return str(explain(schedule(network(steps, links, **dates), [CALENDAR]), one))


def test_a_latest_start_is_explained_by_the_promise_and_the_chain_to_it():
    links = [Link("jc", "zt"), Link("zt", "az", "SS", 30), Link("az", "tc", lag=5)]
    assert told("zt", links=links, required=date(2021, 12, 31)) == (
        "“主体封顶”最迟 2021-07-20 开工，因为“竣工投产”须在 2021-12-31 完成，其间依次为"
        "“主体封顶”（60）—SS+30→“设备安装”（80）—FS+5→“竣工投产”（0）"
        "（括号内为工作日数）；总时差 78 个工作日。"
    )


def test_without_a_promise_the_project_itself_is_what_would_be_late():
    assert told("az") == (
        "“设备安装”最迟 2021-06-24 开工，再晚就会使项目迟于 2021-10-19 完成，其间依次为"
        "“设备安装”（80）→“竣工投产”（0）（括号内为工作日数）；总时差 0 个工作日。"
    )


def test_the_promised_step_the_started_and_the_finished_have_their_own_words():
    promised = {"required": date(2021, 12, 31)}
    assert told("tc", **promised) == "“竣工投产”须在 2021-12-31 达到；总时差 53 个工作日。"
    alone = [Activity("a", "路面", 5)]
    assert told("a", alone, [], **promised) == (
        "“路面”最迟 2021-12-27 开工，因为它须在 2021-12-31 完成，"
        "需要“路面”（5）（括号内为工作日数）；总时差 208 个工作日。"
    )
    begun = [
        Activity("a", "征拆", 5, actual_finish=date(2021, 3, 5)),
        Activity("b", "桩基", 30, actual_start=date(2021, 3, 8), remaining=12),
    ]
    assert told("a", begun, [Link("a", "b")], **promised) == "“征拆”已于 2021-03-05 完成。"
    assert told("b", begun, [Link("a", "b")], **promised).startswith(
        "“桩基”已开工，须在 2021-12-31 完成，还需“桩基”（12）"
    )


def test_a_missed_promise_shows_as_negative_slack():
    assert told("az", required=SHORT).endswith("总时差 -13 个工作日。")


def test_a_sentence_can_be_told_in_another_language():
    result = schedule(network(required=date(2021, 12, 31)), [CALENDAR])
    sentence = explain(result, "tc")
    assert sentence.in_words_of(lambda _: "{name} by {due}, slack {slack}") == (
        "竣工投产 by 2021-12-31, slack 53"
    )


def test_the_driving_chain_ends_with_the_activity_and_begins_with_open_work():
    steps = [
        Activity("a", "征拆", 5, actual_finish=date(2021, 3, 5)),
        Activity("b", "桩基", 30),
        Activity("c", "便道", 3),
        Activity("d", "上部", 10),
    ]
    links = [Link("a", "b"), Link("b", "d", "SS", 8), Link("c", "d")]
    chain = driving_chain(schedule(network(steps, links), [CALENDAR]), "d")
    assert [(one.name, one.workdays, one.link, one.lag) for one in chain] == [
        ("桩基", 30, "", 0),
        ("上部", 10, "SS", 8),
    ]
