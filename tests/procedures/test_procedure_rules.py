"""前期手续: the library that ships, which of it applies, how long it takes, when to hand it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.procedures import (
    Handed,
    Place,
    Procedure,
    adjusted,
    course_of,
    fault_of,
    hand_ins,
    links_among,
    notices_of,
    questions_of,
    usual,
)
from guatu.domain.procedures.handing import State
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar
from guatu.procedures.library import preset
from guatu.procedures.models import Procedure as Row
from guatu.workdays.seed import seed_days

FIRST, LAST = date(2020, 1, 1), date(2023, 12, 31)
OFFICE = WorkCalendar.from_days("试用", FIRST, LAST, seed_days(2020, 2023))
CALENDARS = [OFFICE, WorkCalendar("每天", FIRST, LAST, {}, week=EVERY_DAY)]
LIBRARY = [Row(code=code, **values).as_domain() for code, values in preset().items()]
MONDAY = date(2021, 3, 15)


def names_in_order(library: list[Procedure], chosen: frozenset[str]) -> dict[str, set[str]]:
    """By name, all that must come before, directly or not."""
    known = {one.code: one.name for one in library}
    direct: dict[str, set[str]] = {}
    for before, after in links_among(library, chosen):
        direct.setdefault(after, set()).add(before)

    def behind(code: str) -> set[str]:
        found = set(direct.get(code, ()))
        return found.union(*(behind(one) for one in found))

    return {known[code]: {known[one] for one in behind(code)} for code in chosen}


# --- what ships ------------------------------------------------------------------------------


def test_what_ships_can_be_planned_with_and_says_that_its_days_are_defaults():
    assert fault_of(LIBRARY) is None
    assert {one.group for one in LIBRARY} == set("abcde")
    assert all("产品默认" in values["source"] for values in preset().values())


@pytest.mark.parametrize(
    ("name", "days", "calendar_days"),
    [
        ("项目赋码", 1, False),
        ("项目备案", 3, False),
        ("项目核准", 20, False),
        ("可研批复", 20, False),
        ("用地预审与选址", 20, False),
        ("用地报批", 40, False),
        ("土地出让公告至成交", 30, True),
        ("环评（报告表）", 30, True),
        ("环评（报告书）", 60, True),
        ("节能审查", 20, False),
        ("水土保持方案", 10, False),
        ("施工招标", 30, True),
        ("质安监与施工许可", 7, False),
        ("联合验收", 12, False),
    ],
)
def test_the_days_of_what_ships(name, days, calendar_days):
    one = next(one for one in LIBRARY if one.name == name)
    assert (one.days, one.calendar_days) == (days, calendar_days)


def test_the_permit_waits_for_planning_assessment_drawings_and_tender():
    before = names_in_order(LIBRARY, usual(LIBRARY))["质安监与施工许可"]
    assert before >= {
        "项目赋码", "项目备案", "用地预审与选址", "用地报批", "建设工程规划许可", "环评（报告表）",
        "节能审查", "施工图审查", "施工招标",
    }  # fmt: skip
    assert "联合验收" not in before


# --- which apply -----------------------------------------------------------------------------


def test_one_way_of_several_is_chosen_and_the_others_are_left_out():
    filed = usual(LIBRARY)
    approved = adjusted(LIBRARY, {"feasibility", "impact_report"})
    assert {"filing", "impact_form"} <= filed
    assert {"feasibility", "impact_report"} <= approved
    assert not approved & {"filing", "ratification", "impact_form"}
    assert names_in_order(LIBRARY, approved)["环评（报告书）"] == {"可研批复", "项目赋码"}


def test_what_a_condition_brings_comes_together_and_is_bridged_when_it_does_not_apply():
    with_land = adjusted(LIBRARY, {"land_approval"})
    assert {"site_selection", "land_approval"} <= with_land
    without = adjusted(LIBRARY, set())
    assert not without & {"site_selection", "land_approval", "land_auction"}
    # without new land the permit follows the filing
    assert ("filing", "land_permit") in links_among(LIBRARY, without)


def test_a_link_that_follows_from_others_is_left_out():
    three = [
        Procedure("a", "甲", 1),
        Procedure("b", "乙", 1, after=("a",)),
        Procedure("c", "丙", 1, after=("a", "b")),
    ]
    assert links_among(three, frozenset("abc")) == [("a", "b"), ("b", "c")]
    assert links_among(three, frozenset("ac")) == [("a", "c")]


def test_what_has_its_term_from_the_start_of_works_is_no_step_and_no_question():
    counted = replace(LIBRARY[-1], condition="需要入库")
    assert counted.place is Place.SINCE_START
    library = [*LIBRARY[:-1], counted]
    assert "statistics" not in adjusted(library, {"statistics"})
    assert "需要入库" not in [question.words for question in questions_of(library)]


@settings(deadline=None)
@given(st.sets(st.sampled_from([one.code for one in LIBRARY])))
def test_whatever_is_picked_each_question_has_one_answer_and_no_link_leads_outside(picked):
    chosen = adjusted(LIBRARY, picked)
    for question in questions_of(LIBRARY):
        if question.one_of:
            assert sum(one.code in chosen for one in question.one_of) == 1
    assert adjusted(LIBRARY, chosen) == chosen
    assert {code for link in links_among(LIBRARY, chosen) for code in link} <= chosen


# --- what cannot be right --------------------------------------------------------------------


def test_a_loop_is_refused_by_naming_it():
    loop = [
        Procedure("a", "环评", 1, after=("c",)),
        Procedure("b", "能评", 1, after=("a",)),
        Procedure("c", "施工许可", 1, after=("b",)),
    ]
    said = str(fault_of(loop))
    assert "成环" in said
    for one in loop:
        assert f"“{one.name}”" in said


@pytest.mark.parametrize(
    ("after", "place", "words"),
    [
        (("nowhere",), Place.BEFORE, "“nowhere”不在手续库里"),
        (("b",), Place.BEFORE, "不能以自己为前置手续"),
        (("late",), Place.BEFORE, "不能等“验收”"),
    ],
)
def test_a_forerunner_that_cannot_be_is_named(after, place, words):
    library = [
        Procedure("late", "验收", 1, place=Place.AFTER),
        Procedure("b", "备案", 1, after=after, place=place),
    ]
    assert words in str(fault_of(library))


def test_a_promise_longer_than_the_law_is_told_and_allowed():
    slow = Procedure("a", "环评", 30, promised=45)
    assert "承诺 45 天，长于法定的 30 天" in str(notices_of(slow)[0])
    assert fault_of([slow]) is None
    assert notices_of(Procedure("a", "环评", 30, promised=30)) == []


# --- how long it takes -----------------------------------------------------------------------


def test_the_longest_chain_over_the_calendar_of_2021_with_both_ways_of_counting():
    course = course_of(LIBRARY, usual(LIBRARY), MONDAY, CALENDARS, promised=False)
    assert [one.name for one in course.chain] == [
        "项目赋码", "项目备案", "用地预审与选址", "用地报批", "土地出让公告至成交",
        "建设用地规划许可", "建设工程规划许可", "质安监与施工许可",
    ]  # fmt: skip
    assert (course.workdays, course.days) == (1 + 3 + 20 + 40 + 7 + 15 + 7, 30)
    assert course.begins == date(2021, 8, 26)


def test_promised_days_shorten_it_and_groups_run_side_by_side():
    promised = [replace(one, promised=max(1, one.days // 2)) for one in LIBRARY]
    by_law = course_of(promised, usual(promised), MONDAY, CALENDARS, promised=False)
    faster = course_of(promised, usual(promised), MONDAY, CALENDARS, promised=True)
    assert faster.begins < by_law.begins
    starts = {one.procedure.name: one.start for one in by_law.drawn}
    assert starts["环评（报告表）"] == starts["节能审查"] == starts["用地预审与选址"]


# --- by when each must be handed in ----------------------------------------------------------


def handed(today: date, **facts: object) -> list[str]:
    steps = [
        Handed(
            "eia", "环评（报告表）", date(2021, 3, 5), date(2021, 4, 3), 30,
            calendar_days=True, basis="promised", procedure=True, **facts,
        ),
        Handed("permit", "施工许可", date(2021, 4, 6), date(2021, 4, 14), 7, procedure=True),
        Handed("start", "开工", date(2021, 4, 15), date(2021, 4, 15)),
    ]  # fmt: skip
    ties = [Link("eia", "permit"), Link("permit", "start")]
    return [str(one) for one in hand_ins(steps, ties, date(2021, 12, 31), today, OFFICE)]


def test_the_latest_day_says_whose_days_and_what_would_be_late():
    assert handed(date(2021, 3, 1)) == [
        "“环评（报告表）”最迟 2021-03-05 送件，承诺 30 个日历日办结；"
        "再晚就会使“开工”迟于 2021-04-15。",
        "“施工许可”最迟 2021-04-06 送件，计划 7 个工作日办结；再晚就会使“开工”迟于 2021-04-15。",
    ]


def test_one_that_is_late_is_told_by_workdays():
    assert handed(date(2021, 3, 15))[0] == (
        "“环评（报告表）”应在 2021-03-05 送件，已晚 6 个工作日，承诺 30 个日历日办结；"
        "今天送件也会使“开工”迟于 2021-04-15。"
    )


def test_what_was_handed_in_has_its_last_day_and_what_was_granted_stands_last():
    assert handed(date(2021, 3, 15), begun=date(2021, 3, 4))[0] == (
        "“环评（报告表）”已于 2021-03-04 送件，最迟 2021-04-03 办结；"
        "再晚就会使“开工”迟于 2021-04-15。"
    )
    assert (
        handed(date(2021, 4, 5), done=date(2021, 3, 30))[-1]
        == "“环评（报告表）”已于 2021-03-30 办结。"
    )


def test_behind_the_works_the_whole_would_be_late():
    steps = [
        Handed("works", "竣工", date(2021, 6, 1), date(2021, 12, 1)),
        Handed("check", "联合验收", date(2021, 12, 2), date(2021, 12, 17), 12, procedure=True),
    ]
    (one,) = hand_ins(steps, [Link("works", "check")], date(2021, 12, 31), MONDAY, OFFICE)
    assert one.state is State.OPEN
    assert str(one).endswith("再晚就会使项目迟于 2021-12-31 完成。")


def test_a_link_that_holds_only_the_end_pushes_the_end():
    steps = [
        Handed("water", "水电气网接入", date(2021, 9, 1), date(2021, 9, 14), 10, procedure=True),
        Handed("works", "竣工验收", date(2021, 8, 2), date(2021, 9, 14)),
    ]
    (one,) = hand_ins(steps, [Link("water", "works", "FF")], None, MONDAY, OFFICE)
    assert str(one).endswith("再晚就会使“竣工验收”迟于 2021-09-14 完成。")
