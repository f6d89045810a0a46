"""Measures and paces that the presets do not use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.domain.lights import Light, MilestoneFact, ProjectFacts, judge
from tests.domain.lights.samples import investing, one_rule_pack

CURVE = (
    (date(2021, 1, 1), Decimal(0)),
    (date(2021, 2, 1), Decimal(300)),
    (date(2021, 3, 1), Decimal(300)),
    (date(2021, 4, 1), Decimal(900)),
)


def _hit(
    measure: str, comparison: dict[str, Any], facts: ProjectFacts, day: date, **terms: Any
) -> bool | None:
    """Whether the comparison holds; None when the measure has no value."""
    light = judge(one_rule_pack(measure, comparison, **terms), facts, day).light
    return {Light.RED: True, Light.GREEN: False, Light.NONE: None}[light]


def _first_day(measure: str, comparison: dict[str, Any], facts: ProjectFacts, **terms: Any) -> date:
    """The day on which the comparison first holds, as the verdict of New Year foretells it."""
    pack = one_rule_pack(measure, comparison, **terms)
    verdict = judge(pack, facts, date(2021, 1, 1))
    assert verdict.light is not Light.RED
    assert verdict.next_change is not None
    assert judge(pack, facts, verdict.next_change).light is Light.RED
    return verdict.next_change


def test_the_daily_pace_passes_a_threshold_on_one_day() -> None:
    """1,000 of 10,000 done: 20 points behind when more than 30 % of the days are over."""
    facts = investing("1000", 1)
    over_20 = {"op": "gt", "value": 20}
    assert _first_day("progress_gap", over_20, facts, pace=["days"]) == date(2021, 4, 20)
    assert _first_day("progress_gap", over_20, facts, pace=["months"]) == date(2021, 4, 30)


def test_a_month_counts_at_the_latest_when_the_next_one_is_over() -> None:
    """January's report is due on Sunday 28 February, so on Monday; but then February is over."""
    late = {"day": 31, "month": "next"}
    behind = {"op": "gt", "value": 5}
    day = _first_day("progress_gap", behind, investing("0", 1), report_due=late)
    assert day == date(2021, 2, 28)


def test_the_daily_pace_stands_still_after_the_year() -> None:
    pack = one_rule_pack("progress_gap", {"op": "gt", "value": 95}, pace=["days"])
    verdict = judge(pack, investing("1000", 1), date(2021, 11, 1))
    assert (verdict.light, verdict.next_change) == (Light.GREEN, None)


@pytest.mark.parametrize(
    ("done", "day", "answer"),
    [
        ("300", date(2021, 2, 28), False),
        ("299", date(2021, 2, 28), True),
        ("299", date(2021, 1, 31), None),
        ("299", date(2021, 3, 31), None),
        ("800", date(2021, 4, 30), True),
        ("900", date(2021, 4, 30), False),
    ],
)
def test_a_month_duty_is_judged_only_where_there_is_one(
    done: str, day: date, answer: bool | None
) -> None:
    facts = investing(done, day.month, month_curve=CURVE)
    assert _hit("month_duty_done", {"op": "is", "value": False}, facts, day) is answer


def test_what_is_made_good_later_does_not_change_the_month_before() -> None:
    done = ((date(2021, 2, 1), Decimal(200)), (date(2021, 3, 1), Decimal(400)))
    facts = ProjectFacts(year=2021, done_year_by_month=done, month_curve=CURVE)
    undone = {"op": "is", "value": False}
    assert _hit("month_duty_done", undone, facts, date(2021, 2, 28)) is True
    assert _hit("month_duty_done", undone, facts, date(2021, 3, 15)) is True


def test_overdue_milestones_are_counted() -> None:
    milestones = tuple(MilestoneFact(f"节点{n}", date(2021, 3, n)) for n in (1, 2, 3, 15))
    facts = ProjectFacts(year=2021, milestones=milestones)
    assert _first_day("milestones_overdue", {"op": "ge", "value": 3}, facts) == date(2021, 3, 4)
    assert _hit("milestones_overdue", {"op": "ge", "value": 4}, facts, date(2021, 3, 15)) is False


def test_the_next_milestone_takes_over_when_the_worst_is_reached() -> None:
    milestones = (
        MilestoneFact("基础完工", date(2021, 3, 1), actual=date(2021, 3, 9)),
        MilestoneFact("主体封顶", date(2021, 3, 5)),
    )
    facts = ProjectFacts(year=2021, milestones=milestones)
    over_3 = {"op": "ge", "value": 3}
    assert _hit("milestone_days_overdue", over_3, facts, date(2021, 3, 8)) is True
    assert _hit("milestone_days_overdue", over_3, facts, date(2021, 3, 9)) is False
    assert _hit("milestone_days_overdue", over_3, facts, date(2021, 3, 10)) is True


def test_a_forecast_after_the_plan_is_slipping_until_it_is_reached() -> None:
    late = MilestoneFact(
        "主体封顶", date(2021, 9, 1), forecast=date(2021, 9, 20), actual=date(2021, 8, 30)
    )
    facts = ProjectFacts(year=2021, milestones=(late,))
    slipping = {"op": "ge", "value": 1}
    assert _hit("milestones_slipping", slipping, facts, date(2021, 8, 29)) is True
    assert _hit("milestones_slipping", slipping, facts, date(2021, 8, 30)) is False


def test_slack_is_compared_to_what_remains() -> None:
    """5 workdays of slack are 10 % of 50 and more than that of 49."""
    facts = ProjectFacts(year=2021, required_finish=date(2021, 3, 31), min_slack=5)
    tight = {"op": "le", "value": 10}
    pack = one_rule_pack("slack_share", tight)
    verdict = judge(pack, facts, date(2021, 1, 1))
    assert verdict.light is Light.RED
    assert verdict.next_change == date(2021, 1, 21)
    assert _hit("slack_share", tight, facts, date(2021, 3, 31)) is None


def test_the_share_of_slack_ends_with_the_last_workday() -> None:
    """The required finish is a Sunday: on the Friday before no workday is left."""
    facts = ProjectFacts(year=2021, required_finish=date(2021, 3, 28), min_slack=5)
    pack = one_rule_pack("slack_share", {"op": "gt", "value": 10})
    assert judge(pack, facts, date(2021, 3, 25)).light is Light.RED
    assert judge(pack, facts, date(2021, 3, 1)).next_change == date(2021, 3, 26)
    assert judge(pack, facts, date(2021, 3, 26)).light is Light.NONE


@pytest.mark.parametrize(
    ("measure", "over", "level", "hit"),
    [
        ("forecast_late", {"min_slack": -4}, 4, True),
        ("forecast_late", {"min_slack": 0}, 1, False),
        ("forecast_late", {}, 1, None),
        # 5 workdays before the finish in force, which leaves 3: 2 after the original one
        ("original_late", {"min_slack": 3, "original_finish": date(2021, 6, 23)}, 2, True),
        ("original_late", {"min_slack": 3, "original_finish": date(2021, 6, 23)}, 3, False),
        ("original_late", {"min_slack": 5, "original_finish": date(2021, 6, 23)}, 1, False),
        ("original_late", {"min_slack": -1, "original_finish": date(2021, 7, 2)}, 1, False),
        ("original_late", {"min_slack": 3}, 1, None),
        ("p80_late", {"p80_finish": date(2021, 7, 2)}, 2, True),
        ("p80_late", {"p80_finish": date(2021, 6, 30)}, 1, False),
        ("p80_late", {}, 1, None),
    ],
)
def test_by_how_many_workdays_a_plan_is_late(
    measure: str, over: dict[str, Any], level: int, hit: bool | None
) -> None:
    facts = ProjectFacts(year=2021, required_finish=date(2021, 6, 30), **over)
    assert _hit(measure, {"op": "ge", "value": level}, facts, date(2021, 3, 1)) is hit


def test_a_finish_is_overdue_from_the_next_workday() -> None:
    """30 April 2021 is a Friday."""
    facts = ProjectFacts(year=2021, required_finish=date(2021, 4, 30))
    overdue = {"op": "is", "value": True}
    assert _first_day("finish_overdue", overdue, facts) == date(2021, 5, 3)
    assert _first_day("finish_days_overdue", {"op": "gt", "value": 5}, facts) == date(2021, 5, 10)


def test_a_report_is_missing_when_its_month_is_complete() -> None:
    facts = ProjectFacts(year=2021, last_report_period=date(2021, 2, 1))
    missing = {"op": "is", "value": True}
    assert _first_day("report_missing", missing, facts) == date(2021, 3, 31)
    since = {"op": "gt", "value": 40}
    assert _first_day("days_since_report", since, facts) == date(2021, 4, 10)


@pytest.mark.parametrize(
    ("due", "first"),
    [
        ({"day": 25, "month": "same"}, date(2021, 2, 26)),
        ({"day": 28, "month": "same"}, date(2021, 3, 2)),
        ({"day": 31, "month": "same"}, date(2021, 3, 2)),
        ({"day": 5, "month": "next"}, date(2021, 3, 8)),
    ],
)
def test_places_set_their_own_reporting_day(due: dict[str, Any], first: date) -> None:
    """鄂温克's 25th is a Thursday; 28 February 2021 is a Sunday and moves 盘锦's day to Monday."""
    facts = ProjectFacts(year=2021, last_report_period=date(2021, 1, 1))
    late = {"op": "ge", "value": 1}
    assert _first_day("report_days_late", late, facts, report_due=due) == first
