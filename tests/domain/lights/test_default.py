"""Our default pack for a county."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import (
    CalendarWorkdays,
    Excuse,
    Light,
    MilestoneFact,
    ProjectFacts,
    judge,
)
from guatu.domain.workcalendar import CalendarDay, DayKind, WorkCalendar
from tests.domain.lights.samples import investing, pack, reason_of

DEFAULT = pack("default")
FRIDAY = date(2021, 3, 12)


def _light(facts: ProjectFacts, day: date, dimension: str) -> Light:
    return reason_of(judge(DEFAULT, facts, day), dimension).light


def test_a_month_counts_only_once_its_report_is_due() -> None:
    """February's report is due on 5 March: until then January's figure is held to January."""
    facts = investing("0", 1, last_report_period=date(2021, 1, 1))
    assert _light(facts, date(2021, 2, 28), "progress") is Light.GREEN
    assert _light(facts, date(2021, 3, 5), "progress") is Light.GREEN
    assert _light(facts, date(2021, 3, 6), "progress") is Light.YELLOW


def test_a_reported_month_counts_from_its_last_day() -> None:
    facts = investing("600", 2, last_report_period=date(2021, 2, 1))
    assert _light(facts, date(2021, 2, 27), "progress") is Light.GREEN
    assert _light(facts, date(2021, 2, 28), "progress") is Light.YELLOW


def test_a_reporting_day_on_a_sunday_moves_to_monday() -> None:
    """5 September 2021 is a Sunday."""
    facts = investing("5700", 7, last_report_period=date(2021, 7, 1))
    assert _light(facts, date(2021, 9, 6), "progress") is Light.GREEN
    assert _light(facts, date(2021, 9, 7), "progress") is Light.GREEN
    report = reason_of(judge(DEFAULT, facts, date(2021, 9, 6)), "report")
    assert "2021-09-06" in str(report.sentence)


def test_a_project_that_is_to_start_in_july_is_not_behind_in_may() -> None:
    facts = investing("0", 5, planned_start=date(2021, 7, 1), last_report_period=date(2021, 5, 1))
    verdict = judge(DEFAULT, facts, date(2021, 5, 31))
    assert verdict.light is Light.GREEN
    assert judge(pack("yinchuan"), facts, date(2021, 5, 31)).light is Light.RED


def test_the_projects_own_plan_comes_first() -> None:
    curve = ((date(2021, 6, 1), Decimal(500)), (date(2021, 12, 1), Decimal(10000)))
    facts = investing(
        "600",
        6,
        month_curve=curve,
        planned_start=date(2021, 1, 1),
        last_report_period=date(2021, 6, 1),
    )
    progress = reason_of(judge(DEFAULT, facts, date(2021, 6, 30)), "progress")
    assert progress.light is Light.GREEN
    assert "序时 5%" in str(progress.sentence)


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 3, 12), Light.GREEN),
        (date(2021, 3, 14), Light.GREEN),
        (date(2021, 3, 15), Light.YELLOW),
        (date(2021, 3, 26), Light.YELLOW),
        (date(2021, 3, 29), Light.RED),
    ],
)
def test_an_overdue_milestone_is_counted_in_workdays(day: date, light: Light) -> None:
    facts = ProjectFacts(year=2021, milestones=(MilestoneFact("基础完工", FRIDAY),))
    assert _light(facts, day, "milestones") is light


def test_a_milestone_planned_for_a_saturday_is_due_on_monday() -> None:
    facts = ProjectFacts(year=2021, milestones=(MilestoneFact("基础完工", date(2021, 3, 13)),))
    assert _light(facts, date(2021, 3, 15), "milestones") is Light.GREEN
    assert _light(facts, date(2021, 3, 16), "milestones") is Light.YELLOW


def test_a_missed_promise_is_red_at_once_and_named() -> None:
    milestones = (
        MilestoneFact("围挡", date(2021, 3, 1)),
        MilestoneFact("基础完工", FRIDAY, committed=True),
        MilestoneFact("主体封顶", date(2021, 9, 30), committed=True),
    )
    facts = ProjectFacts(year=2021, milestones=milestones)
    reason = reason_of(judge(DEFAULT, facts, date(2021, 3, 15)), "milestones")
    assert reason.light is Light.RED
    assert str(reason.sentence) == "承诺节点“基础完工”应于 2021-03-12 完成，已逾期 1 个工作日"
    assert "“基础完工”" in str(reason.wants)


def test_a_reached_milestone_is_no_longer_overdue() -> None:
    late = MilestoneFact("基础完工", FRIDAY, actual=date(2021, 3, 18), committed=True)
    facts = ProjectFacts(year=2021, milestones=(late,))
    assert _light(facts, date(2021, 3, 17), "milestones") is Light.RED
    assert _light(facts, date(2021, 3, 18), "milestones") is Light.GREEN


def test_workdays_follow_the_calendar_that_is_given() -> None:
    """Over Spring Festival 2021: off 11-17 February, worked on Saturday the 20th."""
    days = [
        *(
            CalendarDay(date(2021, 2, day), DayKind.STATUTORY_HOLIDAY, "春节")
            for day in range(11, 18)
        ),
        CalendarDay(date(2021, 2, 20), DayKind.MAKE_UP_WORKDAY, "春节"),
    ]
    calendar = WorkCalendar.from_days("2021", date(2021, 1, 1), date(2021, 12, 31), days)
    workdays = CalendarWorkdays(calendar)
    facts = ProjectFacts(year=2021, milestones=(MilestoneFact("基础完工", date(2021, 2, 10)),))
    for day, light in [
        (date(2021, 2, 17), Light.GREEN),
        (date(2021, 2, 18), Light.YELLOW),
    ]:
        assert reason_of(judge(DEFAULT, facts, day, workdays), "milestones").light is light
    on_saturday = reason_of(judge(DEFAULT, facts, date(2021, 2, 20), workdays), "milestones")
    assert "逾期 3 个工作日" in str(on_saturday.sentence)
    assert judge(DEFAULT, facts, date(2021, 2, 10), workdays).next_change == date(2021, 2, 18)
    assert judge(DEFAULT, facts, date(2021, 2, 10)).next_change == date(2021, 2, 11)


@pytest.mark.parametrize(
    ("slack", "light"),
    [
        (-18, Light.RED),
        (-1, Light.RED),
        (0, Light.YELLOW),
        (9, Light.YELLOW),
        (10, Light.GREEN),
        (None, Light.NONE),
    ],
)
def test_slack_counts_when_there_is_a_backward_plan(slack: int | None, light: Light) -> None:
    facts = ProjectFacts(year=2021, required_finish=date(2022, 6, 30), min_slack=slack)
    assert _light(facts, date(2021, 3, 31), "finish") is light


def test_a_negative_slack_says_how_many_days_are_missing() -> None:
    facts = ProjectFacts(year=2021, required_finish=date(2022, 6, 30), min_slack=-18)
    reason = reason_of(judge(DEFAULT, facts, date(2021, 3, 31)), "finish")
    assert "晚于要求完工 18 个工作日（要求 2022-06-30，2021-03-31 测算）" in str(reason.sentence)
    assert "压缩关键线路 18 个工作日" in str(reason.wants)


def test_an_unfinished_project_turns_red_after_the_required_finish() -> None:
    facts = ProjectFacts(year=2021, required_finish=date(2021, 6, 30))
    assert _light(facts, date(2021, 6, 30), "finish") is Light.NONE
    assert _light(facts, date(2021, 7, 1), "finish") is Light.RED


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 4, 6), Light.GREEN),
        (date(2021, 4, 12), Light.GREEN),
        (date(2021, 4, 13), Light.YELLOW),
        (date(2021, 9, 1), Light.YELLOW),
    ],
)
def test_a_missing_report_is_yellow_after_five_workdays(day: date, light: Light) -> None:
    """March's report is due on Monday 5 April."""
    facts = ProjectFacts(year=2021, last_report_period=date(2021, 2, 1))
    assert _light(facts, day, "report") is light


def test_a_project_that_never_reported_owes_january() -> None:
    facts = investing(None, 1)
    assert _light(facts, date(2021, 2, 12), "report") is Light.GREEN
    assert _light(facts, date(2021, 2, 15), "report") is Light.YELLOW
    reason = reason_of(judge(DEFAULT, facts, date(2021, 2, 15)), "report")
    assert str(reason.wants) == "补报 2021-01 月报"


def test_a_finished_project_is_green_whatever_it_invested() -> None:
    facts = investing(
        "100",
        9,
        actual_start=date(2021, 1, 4),
        registered_on=date(2021, 1, 20),
        required_finish=date(2021, 12, 31),
        actual_finish=date(2021, 9, 20),
        milestones=(MilestoneFact("竣工", date(2021, 8, 1), committed=True),),
    )
    verdict = judge(DEFAULT, facts, date(2021, 12, 31))
    assert verdict.light is Light.GREEN
    assert verdict.next_change is None


def test_an_accepted_reason_lets_the_other_dimensions_count() -> None:
    excuse = Excuse("start", date(2021, 3, 1), date(2021, 6, 30), "供地未落实", "总指挥部办公室")
    facts = ProjectFacts(
        year=2021,
        planned_start=date(2021, 1, 10),
        min_slack=3,
        required_finish=date(2022, 6, 30),
        excuses=(excuse,),
    )
    verdict = judge(DEFAULT, facts, date(2021, 4, 30))
    assert verdict.light is Light.YELLOW
    assert reason_of(verdict, "start").light is Light.PAUSED
    assert judge(DEFAULT, facts, date(2021, 7, 1)).light is Light.RED


def test_reports_are_owed_from_the_month_of_listing_on() -> None:
    """Listed on 15 March: nobody is late with January; March is due in April."""
    facts = ProjectFacts(2021, year_plan=Decimal(6000), listed_on=date(2021, 3, 15))
    assert _light(facts, date(2021, 3, 15), "report") is Light.GREEN
    assert _light(facts, date(2021, 4, 30), "report") is not Light.GREEN


def test_nobody_asks_for_the_registration_of_works_of_earlier_years() -> None:
    begun = ProjectFacts(2021, actual_start=date(2020, 6, 1))
    assert _light(begun, FRIDAY, "registration") is Light.RED
    unknown = ProjectFacts(2021, actual_start=date(2020, 6, 1), registration_unknown=True)
    assert _light(unknown, FRIDAY, "registration") is Light.NONE
