"""The four progresses: where they part, and where nothing can be said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.domain.lights import Light, ProjectFacts, Reason, judge
from guatu.domain.lights.facts import Months
from tests.domain.lights.samples import investing, pack, reason_of

DEFAULT = pack("default")
MARCH_END = date(2021, 3, 31)
STARTED = date(2021, 1, 5)


def _by(month: int, amount: str) -> Months:
    return ((date(2021, month, 1), Decimal(amount)),)


def _progresses(day: date, done: str, **known: Any) -> Reason:
    facts = investing(done, 3, **{"actual_start": STARTED, **known})
    return reason_of(judge(DEFAULT, facts, day), "progresses")


def test_money_without_works_is_doubtful() -> None:
    """Reported as 0 % of the works, no start, and 800 万元 spent."""
    reason = _progresses(MARCH_END, "800", actual_start=None, physical_by_month=_by(3, "0"))
    assert (reason.light, reason.rule_id) == (Light.YELLOW, "progresses-no-works")
    assert str(reason.sentence) == "已完成投资 800 万元，形象进度仍为 0%，也没有实际开工时间"
    begun = _progresses(MARCH_END, "800", physical_by_month=_by(3, "0"))
    assert begun.light is Light.GREEN


def test_land_may_be_paid_for_before_the_start() -> None:
    """Money alone proves nothing: nobody reported how far the works are."""
    assert _progresses(MARCH_END, "800", actual_start=None).light is Light.NONE


@pytest.mark.parametrize(
    ("physical", "light"), [("30", Light.GREEN), ("29.99", Light.YELLOW), ("90", Light.GREEN)]
)
def test_works_far_behind_the_money_are_doubtful(physical: str, light: Light) -> None:
    """9,000 before the year and 1,000 in it of 20,000: half of the money."""
    reason = _progresses(
        MARCH_END,
        "1000",
        physical_by_month=_by(3, physical),
        total_investment=Decimal(20000),
        done_before_year=Decimal(9000),
    )
    assert reason.light is light


@pytest.mark.parametrize(("registered", "light"), [("3000", "green"), ("2999", "yellow")])
def test_money_that_the_statistics_do_not_know_is_doubtful(registered: str, light: str) -> None:
    reason = _progresses(MARCH_END, "5000", registered_year_by_month=_by(3, registered))
    assert reason.light.value == light


@pytest.mark.parametrize(("paid", "light"), [("4000", "green"), ("4001", "yellow")])
def test_more_paid_than_an_advance_is_doubtful(paid: str, light: str) -> None:
    reason = _progresses(MARCH_END, "1000", paid_year_by_month=_by(3, paid))
    assert reason.light.value == light


def test_series_are_compared_as_of_the_month_that_both_have() -> None:
    """Paid 1,500 by February against 1,000 invested then, not against 5,000 by March."""
    done = ((date(2021, 2, 1), Decimal(1000)), (date(2021, 3, 1), Decimal(5000)))
    facts = ProjectFacts(
        2021,
        year_plan=Decimal(1000),
        done_year_by_month=done,
        paid_year_by_month=_by(2, "1500"),
    )
    reason = reason_of(judge(DEFAULT, facts, MARCH_END), "progresses")
    assert reason.light is Light.YELLOW
    shown = {fact.label: fact for fact in reason.facts}
    assert shown["同期完成投资"][1:] == ("1,000", "万元", date(2021, 2, 28))


def test_one_series_beside_the_investment_is_enough_and_none_is_no_fault() -> None:
    one = _progresses(MARCH_END, "1000", paid_year_by_month=_by(3, "900"))
    assert (one.light, one.wants) == (Light.GREEN, None)
    bare = _progresses(MARCH_END, "1000")
    assert (bare.light, bare.wants) == (Light.NONE, None)
    assert str(bare.sentence) == "没有可以相互对照的进度，四项进度不计色"


def test_finished_works_are_not_doubted_any_more() -> None:
    reason = _progresses(
        MARCH_END, "1000", paid_year_by_month=_by(3, "9000"), actual_finish=date(2021, 3, 20)
    )
    assert reason.light is Light.GREEN
