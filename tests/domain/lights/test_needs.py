"""Support needs: late ones, promises that come too late, and needs that nobody promised."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.domain.lights import Light, NeedFact, ProjectFacts, Reason, RulePack, judge
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY
from tests.domain.lights.samples import investing, one_rule_pack, pack, reason_of
from tests.domain.lights.strategies import facts
from tests.domain.lights.test_properties import compare_with_every_day

DEFAULT = pack("default")
LAND_DAY = date(2021, 3, 5)
LAND = NeedFact("用地", "开工", LAND_DAY)
"""Needed by a Friday."""
NEED_PACKS = [
    one_rule_pack("need_days_short", {"op": "gt", "value": 10}),
    one_rule_pack("need_days_short", {"op": "between", "value": [1, 60]}),
    one_rule_pack("need_promised", {"op": "is", "value": True}),
    one_rule_pack("need_unpromised_days_left", {"op": "le", "value": 10}),
    one_rule_pack("need_unpromised_days_left", {"op": "eq", "value": 0}),
]


def _support(day: date, *needs: NeedFact, **known: Any) -> Reason:
    return reason_of(judge(DEFAULT, ProjectFacts(2021, needs=needs, **known), day), "support")


@pytest.mark.parametrize(
    ("day", "light"),
    [
        (date(2021, 3, 5), Light.GREEN),
        (date(2021, 3, 7), Light.GREEN),
        (date(2021, 3, 8), Light.YELLOW),
        (date(2021, 3, 19), Light.YELLOW),
        (date(2021, 3, 22), Light.RED),
    ],
)
def test_a_need_that_is_not_there_turns_yellow_then_red(day: date, light: Light) -> None:
    assert _support(day, LAND).light is light


def test_the_light_turns_on_the_days_foretold_and_back_when_the_need_is_there() -> None:
    facts = ProjectFacts(2021, needs=(LAND,))
    turns = [judge(DEFAULT, facts, day).next_change for day in (LAND_DAY, date(2021, 3, 8))]
    assert turns == [date(2021, 3, 8), date(2021, 3, 22)]
    late = judge(DEFAULT, facts, date(2021, 3, 22))
    assert str(late.headline) == (
        "要素“用地”应于 2021-03-05 落实（保障节点：开工），至今未落实，已晚 11 个工作日"
    )
    there = NeedFact("用地", "开工", LAND_DAY, delivered=date(2021, 3, 22))
    assert _support(date(2021, 3, 22), there).light is Light.GREEN


def test_a_promise_later_than_the_need_is_a_break_long_before() -> None:
    """Power is needed by Friday 1 October and promised for Monday the 18th, in March."""
    power = NeedFact("用电", "设备调试", date(2021, 10, 1), promised=date(2021, 10, 18))
    reason = _support(date(2021, 3, 1), power)
    assert reason.light is Light.RED
    assert str(reason.sentence) == (
        "要素“用电”应于 2021-10-01 落实（保障节点：设备调试），"
        "承诺 2021-10-18 落实，将晚 11 个工作日"
    )
    assert reason.sentence.moving == {}


def test_a_broken_promise_counts_on_from_the_day_of_need() -> None:
    promised = NeedFact("用地", "开工", LAND_DAY, promised=date(2021, 3, 10))
    kept, broken = (_support(date(2021, 3, day), promised) for day in (9, 11))
    assert "承诺 2021-03-10 落实，将晚 3 个工作日" in str(kept.sentence)
    assert kept.stale_on == date(2021, 3, 10)
    assert "已晚 4 个工作日" in str(broken.sentence)
    assert "need_days_short" in broken.sentence.moving


def test_the_worst_need_is_named() -> None:
    power = NeedFact("用电", "", date(2021, 3, 8))
    reason = _support(date(2021, 3, 9), power, LAND)
    assert "“用地”" in str(reason.sentence)
    without_milestone = _support(date(2021, 3, 9), power)
    assert "（保障节点：—）" in str(without_milestone.sentence)


def test_what_is_not_needed_or_has_no_day_is_never_late() -> None:
    dropped = NeedFact("林地", "开工", LAND_DAY, not_needed=True)
    undated = NeedFact("用工", "", None)
    assert _support(date(2021, 12, 1), dropped, undated).light is Light.GREEN


def test_a_need_without_a_promise_is_noticed_before_its_day() -> None:
    early, near = (_support(day, LAND) for day in (date(2021, 2, 18), date(2021, 2, 19)))
    assert early.notice is None
    assert near.light is Light.GREEN
    assert "“用地”应于 2021-03-05 落实" in str(near.notice)
    promised = NeedFact("用地", "开工", LAND_DAY, promised=LAND_DAY)
    assert _support(date(2021, 2, 19), promised).notice is None


def test_a_project_without_needs_has_no_word_on_them_and_keeps_its_light() -> None:
    bare = judge(
        DEFAULT, investing("2000", 3, last_report_period=date(2021, 2, 1)), date(2021, 3, 31)
    )
    support = reason_of(bare, "support")
    assert (support.light, support.wants) == (Light.NONE, None)
    assert str(support.sentence) == "没有登记要素需求，要素保障不计色"
    assert bare.light is reason_of(bare, "progress").light


def test_finished_works_wait_for_nothing() -> None:
    reason = _support(date(2021, 12, 1), LAND, actual_finish=date(2021, 11, 1))
    assert reason.light is Light.GREEN
    assert "完工" in str(reason.sentence)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NEED_PACKS), facts(), st.dates(date(2020, 11, 1), date(2021, 6, 30)))
def test_the_turns_of_needs_are_exact(rules: RulePack, known: ProjectFacts, first: date) -> None:
    compare_with_every_day(rules, known, first, MONDAY_TO_FRIDAY)
