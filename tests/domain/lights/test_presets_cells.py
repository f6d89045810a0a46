"""Months and nodes: 瓯海's duty of the month, 莱西's flags, 宜昌's nodes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import CellFacts, Light, Mark, ProjectFacts, judge_item
from guatu.domain.lights.cells import month_cells
from tests.domain.lights.samples import pack

OUHAI, LAIXI, YICHANG = pack("ouhai"), pack("laixi"), pack("yichang")
CURVE = tuple((date(2021, month, 1), Decimal(100 * month)) for month in range(1, 13))


def _project(*done: tuple[int, int], reported: int = 0) -> ProjectFacts:
    """100 万元 a month planned; what was reported for some months."""
    months = tuple((date(2021, month, 1), Decimal(amount)) for month, amount in done)
    last = date(2021, reported or max(month for month, _ in done), 1)
    return ProjectFacts(2021, month_curve=CURVE, done_year_by_month=months, last_report_period=last)


def _month(facts: ProjectFacts, number: int, day: date) -> Light:
    return judge_item(OUHAI, month_cells(facts)[number - 1], day).light


def test_a_red_month_made_good_is_yellow_and_never_green_again() -> None:
    """Published: March red, made good in April → March yellow, April green."""
    march_missed = _project((1, 100), (2, 200), (3, 250))
    assert _month(march_missed, 3, date(2021, 4, 10)) is Light.RED
    made_good = _project((1, 100), (2, 200), (3, 250), (4, 400))
    assert _month(made_good, 3, date(2021, 4, 29)) is Light.RED
    assert _month(made_good, 3, date(2021, 4, 30)) is Light.YELLOW
    assert _month(made_good, 4, date(2021, 4, 30)) is Light.GREEN
    assert _month(made_good, 3, date(2021, 12, 31)) is Light.YELLOW
    assert judge_item(OUHAI, month_cells(made_good)[2], date(2021, 4, 30)).next_change is None


def test_ahead_of_the_plan_later_months_are_green_early() -> None:
    ahead = _project((1, 350))
    assert [_month(ahead, number, date(2021, 1, 31)) for number in (1, 2, 3, 4)] == [
        Light.GREEN,
        Light.GREEN,
        Light.GREEN,
        Light.NONE,
    ]


def test_a_month_turns_red_only_when_its_report_could_be_in() -> None:
    """Without a report for March no project turns red on 1 April, but on the 7th: 5 April 2021
    is a Monday, 6 April the day after the limit."""
    silent = _project((2, 200))
    assert _month(silent, 3, date(2021, 4, 5)) is Light.NONE
    assert _month(silent, 3, date(2021, 4, 6)) is Light.RED
    reported_short = _project((2, 200), (3, 210))
    assert _month(reported_short, 3, date(2021, 4, 1)) is Light.RED


def test_a_month_without_a_duty_has_no_colour() -> None:
    flat = (*CURVE[:2], (date(2021, 3, 1), Decimal(200)), *CURVE[3:])
    facts = ProjectFacts(
        2021, month_curve=flat, done_year_by_month=((date(2021, 2, 1), Decimal(0)),)
    )
    cells = month_cells(facts)
    assert cells[2].due is None
    verdict = judge_item(OUHAI, cells[2], date(2021, 6, 30))
    assert (verdict.light, str(verdict.headline)) == (Light.NONE, "没有任务，不计色")
    assert all(cell.due is None for cell in month_cells(ProjectFacts(2021)))


@pytest.mark.parametrize(
    ("done_on", "day", "light", "mark"),
    [
        (None, date(2021, 9, 30), Light.NONE, None),
        (None, date(2021, 10, 1), Light.RED, Mark.BLACK_FLAG),
        (date(2021, 9, 30), date(2021, 10, 1), Light.GREEN, Mark.RED_FLAG),
        (date(2021, 10, 8), date(2021, 10, 7), Light.RED, Mark.BLACK_FLAG),
        (date(2021, 10, 8), date(2021, 10, 8), Light.YELLOW, Mark.RED_FLAG),
    ],
)
def test_in_laixi_a_red_flag_is_good(
    done_on: date | None, day: date, light: Light, mark: Mark | None
) -> None:
    verdict = judge_item(LAIXI, CellFacts("基础完工", date(2021, 9, 30), done_on), day)
    assert (verdict.light, verdict.mark) == (light, mark)


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 3, 10), Light.GREEN),
        (date(2021, 3, 11), Light.YELLOW),
        (date(2021, 3, 15), Light.YELLOW),
        (date(2021, 3, 16), Light.RED),
    ],
)
def test_a_node_of_yichang_is_urged_then_warned(day: date, light: Light) -> None:
    verdict = judge_item(YICHANG, CellFacts("签收", date(2021, 3, 10)), day)
    assert verdict.light is light
    assert verdict.reasons[0].by_default is (light is not Light.GREEN)


def test_a_node_reached_late_is_no_longer_urged() -> None:
    late = CellFacts("签收", date(2021, 3, 10), date(2021, 3, 20))
    verdict = judge_item(YICHANG, late, date(2021, 3, 20))
    assert verdict.light is Light.GREEN
    assert "默认不再催促" in str(verdict.reasons[0].notice)
