"""The published rules of 银川, at their edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import Light, ProjectFacts, judge
from tests.domain.lights.samples import investing, pack, reason_of

YINCHUAN = pack("yinchuan")
MARCH_END = date(2021, 3, 31)


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 2, 28), Light.GREEN),
        (date(2021, 3, 30), Light.GREEN),
        (date(2021, 3, 31), Light.YELLOW),
        (date(2021, 4, 30), Light.YELLOW),
        (date(2021, 5, 30), Light.YELLOW),
        (date(2021, 5, 31), Light.RED),
        (date(2022, 5, 31), Light.RED),
    ],
)
@pytest.mark.parametrize("planned", [date(2021, 3, 1), date(2021, 3, 31)])
def test_a_missed_start_is_counted_in_months_not_days(
    planned: date, day: date, light: Light
) -> None:
    verdict = judge(YINCHUAN, ProjectFacts(year=2021, planned_start=planned), day)
    assert verdict.light is light


def test_starting_on_the_last_day_of_the_month_is_in_time() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2021, 3, 1), actual_start=MARCH_END)
    assert reason_of(judge(YINCHUAN, facts, MARCH_END), "start").light is Light.GREEN


def test_a_late_start_turns_the_light_green_on_its_day() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2021, 3, 1), actual_start=date(2021, 6, 10))
    before, after = (judge(YINCHUAN, facts, date(2021, 6, day)) for day in (9, 10))
    assert before.light is Light.RED
    assert before.next_change == date(2021, 6, 10)
    assert reason_of(after, "start").light is Light.GREEN
    assert str(reason_of(after, "start").sentence) == "已于 2021-06-10 开工"


@pytest.mark.parametrize(
    ("done", "light"),
    [
        ("2500", Light.GREEN),
        ("3000", Light.GREEN),
        ("25000", Light.GREEN),
        ("2499", Light.GREEN),
        ("1501", Light.GREEN),
        ("1500", Light.YELLOW),
        ("1260", Light.YELLOW),
        ("0", Light.YELLOW),
    ],
)
def test_ten_points_are_yellow_and_less_is_green(done: str, light: Light) -> None:
    assert judge(YINCHUAN, investing(done, 3), MARCH_END).light is light


@pytest.mark.parametrize(
    ("done", "light"),
    [("2000", Light.YELLOW), ("1999.6", Light.YELLOW), ("1999", Light.RED), ("0", Light.RED)],
)
def test_thirty_points_are_yellow_and_more_is_red(done: str, light: Light) -> None:
    assert judge(YINCHUAN, investing(done, 6), date(2021, 6, 30)).light is light


def test_the_hole_of_the_published_table_is_green_with_a_notice() -> None:
    verdict = judge(YINCHUAN, investing("1800", 3), MARCH_END)
    progress = reason_of(verdict, "progress")
    assert verdict.light is Light.GREEN
    assert progress.by_default
    assert "公布的规则未规定" in str(progress.notice)
    assert "700 万元" in str(progress.notice)
    on_plan = reason_of(judge(YINCHUAN, investing("2500", 3), MARCH_END), "progress")
    assert on_plan.notice is None
    assert not on_plan.by_default


def test_the_reason_says_the_gap_and_what_would_close_it() -> None:
    verdict = judge(YINCHUAN, investing("1260", 3), MARCH_END)
    assert str(verdict.headline) == "低于序时 12.4 个百分点：完成年计划 12.6%，序时 25%"
    assert str(verdict.reasons[0].wants) == "再完成 1,240 万元即达到序时进度"


@pytest.mark.parametrize(
    ("paid", "light"),
    [("5000", Light.GREEN), ("6000", Light.GREEN), ("4999.99", Light.RED), ("0", Light.RED)],
)
def test_the_least_shortage_of_payment_is_red(paid: str, light: Light) -> None:
    facts = ProjectFacts(year=2021, planned_paid=Decimal(5000), paid=Decimal(paid))
    assert judge(YINCHUAN, facts, MARCH_END).light is light


def test_a_shortage_too_small_for_two_digits_is_still_red() -> None:
    facts = ProjectFacts(year=2021, planned_paid=Decimal(900000), paid=Decimal("899999.99"))
    assert judge(YINCHUAN, facts, MARCH_END).light is Light.RED


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 4, 15), Light.GREEN),
        (date(2021, 4, 16), Light.YELLOW),
        (date(2021, 5, 15), Light.YELLOW),
        (date(2021, 5, 16), Light.RED),
    ],
)
def test_registration_is_due_one_month_after_the_start(day: date, light: Light) -> None:
    facts = ProjectFacts(year=2021, actual_start=date(2021, 3, 15))
    assert judge(YINCHUAN, facts, day).light is light


def test_a_month_after_the_end_of_january_ends_with_february() -> None:
    facts = ProjectFacts(year=2021, actual_start=date(2021, 1, 31))
    days = [date(2021, 2, 28), date(2021, 3, 1), date(2021, 3, 31), date(2021, 4, 1)]
    assert [judge(YINCHUAN, facts, day).light for day in days] == [
        Light.GREEN,
        Light.YELLOW,
        Light.YELLOW,
        Light.RED,
    ]


def test_late_registration_is_green_from_its_day() -> None:
    facts = ProjectFacts(year=2021, actual_start=date(2021, 3, 15), registered_on=date(2021, 5, 20))
    assert judge(YINCHUAN, facts, date(2021, 5, 19)).light is Light.RED
    assert judge(YINCHUAN, facts, date(2021, 5, 20)).light is Light.GREEN


def test_before_the_start_nothing_can_be_registered_late() -> None:
    facts = ProjectFacts(year=2021, planned_start=date(2021, 9, 1))
    registration = reason_of(judge(YINCHUAN, facts, MARCH_END), "registration")
    assert registration.light is Light.NONE
    assert str(registration.sentence) == "入库：缺少实际开工时间或入库日期，未计色"


def test_the_worst_dimension_decides() -> None:
    facts = investing("2500", 3, planned_start=date(2021, 1, 5))
    verdict = judge(YINCHUAN, facts, MARCH_END)
    assert verdict.light is Light.RED
    assert [reason.dimension for reason in verdict.reasons[:2]] == ["start", "progress"]


def test_the_last_month_of_the_year_can_turn_a_light() -> None:
    verdict = judge(YINCHUAN, investing("8500", 11), date(2021, 11, 30))
    assert (verdict.light, verdict.next_change) == (Light.GREEN, date(2021, 12, 31))


def test_a_year_that_is_over_is_due_in_full() -> None:
    verdict = judge(YINCHUAN, investing("8900", 12), date(2022, 2, 10))
    assert verdict.light is Light.YELLOW
    assert "序时 100%" in str(verdict.headline)
