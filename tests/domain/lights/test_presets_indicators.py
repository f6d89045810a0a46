"""Quantified items of a place: 天津's growth and special bonds, 枣庄's boards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import IndicatorFacts, Light, Mark, Verdict, judge_item
from tests.domain.lights.samples import pack, reason_of

DAY = date(2021, 6, 30)


def _growth(growth: str, plan: str | None, mean: str | None) -> Verdict:
    facts = IndicatorFacts(
        "固定资产投资",
        growth=Decimal(growth),
        plan=None if plan is None else Decimal(plan),
        mean=None if mean is None else Decimal(mean),
    )
    return judge_item(pack("tianjin"), facts, DAY)


@pytest.mark.parametrize(
    ("growth", "plan", "mean", "light", "default"),
    [
        ("8", "8", "6.5", Light.GREEN, False),
        ("7.9", "8", "6.5", Light.YELLOW, False),
        ("8", "8", "8.01", Light.YELLOW, False),
        ("0.01", "8", "6.5", Light.YELLOW, False),
        ("0", "8", "6.5", Light.YELLOW, True),
        ("0", "-1", "0.5", Light.YELLOW, True),
        ("0", "0", "-2", Light.GREEN, False),
        ("-0.01", "8", "6.5", Light.RED, False),
        ("-1", "-2", "-3", Light.RED, True),
        ("-1", None, None, Light.RED, False),
    ],
)
def test_growth_in_tianjin_is_held_against_plan_and_mean(
    growth: str, plan: str | None, mean: str | None, light: Light, default: bool
) -> None:
    verdict = _growth(growth, plan, mean)
    assert verdict.light is light
    assert reason_of(verdict, "growth").by_default is default


def test_growth_without_a_mean_to_hold_it_against_has_no_colour() -> None:
    verdict = _growth("8", "7", None)
    assert verdict.light is Light.NONE
    assert str(reason_of(verdict, "growth").sentence) == "投资增长：缺少累计增长或全市平均，未计色"


@pytest.mark.parametrize(
    ("day", "light"),
    [(date(2021, 9, 29), Light.GREEN), (date(2021, 9, 30), Light.RED)],
)
@pytest.mark.parametrize("issued", [date(2021, 3, 1), date(2021, 3, 31)])
def test_bonds_are_to_be_spent_in_six_months_from_the_month_after_issue(
    issued: date, day: date, light: Light
) -> None:
    facts = IndicatorFacts("专项债券", bond_issued=issued)
    verdict = judge_item(pack("tianjin"), facts, day)
    assert verdict.light is light
    assert "2021-09-30" in str(reason_of(verdict, "bonds").sentence)


def test_spent_bonds_are_no_longer_counted() -> None:
    spent = IndicatorFacts("债券", bond_issued=date(2021, 3, 1), bond_spent=date(2021, 11, 1))
    assert judge_item(pack("tianjin"), spent, date(2021, 10, 31)).light is Light.RED
    assert judge_item(pack("tianjin"), spent, date(2021, 11, 1)).light is Light.GREEN


@pytest.mark.parametrize(
    ("rank", "before", "light", "mark"),
    [
        (1, 12, Light.GREEN, Mark.BLUE),
        (4, None, Light.GREEN, Mark.BLUE),
        (5, None, Light.GREEN, None),
        (8, 9, Light.GREEN, None),
        (9, 8, Light.YELLOW, None),
        (12, None, Light.YELLOW, None),
        (9, 9, Light.RED, None),
    ],
)
def test_in_zaozhuang_rank_and_change_hang_out_the_board(
    rank: int, before: int | None, light: Light, mark: Mark | None
) -> None:
    """Twelve places: the first four lead, the last four trail."""
    facts = IndicatorFacts("办件满意率", rank=rank, count=12, rank_before=before, count_before=12)
    verdict = judge_item(pack("zaozhuang"), facts, DAY)
    assert (verdict.light, verdict.mark) == (light, mark)
    assert f"第 {rank} 位（共 12 个），上期第 {before or '—'} 位" in str(verdict.headline)
