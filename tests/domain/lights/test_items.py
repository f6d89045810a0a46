"""Slips, cells and indicators: what holds for any of them by any shipped pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights import (
    CellFacts,
    Excuse,
    IndicatorFacts,
    Judge,
    Light,
    ProjectFacts,
    SlipFacts,
    Subject,
    Verdict,
    WarningFact,
    judge_item,
)
from guatu.domain.lights.measures import MEASURES, Case, Value
from guatu.domain.lights.measures.dependence import NEVER, Never
from guatu.domain.lights.subjects import SUBJECT_OF, ItemFacts
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY
from tests.domain.lights.samples import PRESETS, pack
from tests.domain.lights.strategies import facts

ITEM_PACKS = [
    pack(path.stem)
    for path in sorted(PRESETS.glob("*.json"))
    if pack(path.stem).subject is not Subject.PROJECT
]
DAYS = st.dates(date(2021, 2, 20), date(2021, 5, 10))
SOME_DAY = st.none() | DAYS
PERCENT = st.none() | st.decimals(-20, 120, places=2)
EXCUSES = st.lists(
    st.builds(
        Excuse,
        st.sampled_from([d.code for rules in ITEM_PACKS for d in rules.dimensions]),
        DAYS,
        SOME_DAY,
        st.just("停水"),
        st.just("示例甲"),
    ),
    max_size=2,
).map(tuple)

SLIPS = st.builds(
    SlipFacts,
    issued=DAYS,
    due=SOME_DAY,
    closed_on=SOME_DAY,
    progress=PERCENT,
    poor=st.booleans(),
    importance=st.integers(0, 3),
    supervised=st.booleans(),
    warnings=st.lists(
        st.builds(WarningFact, st.integers(1, 3), DAYS, DAYS, st.booleans()), max_size=3
    ).map(tuple),
    excuses=EXCUSES,
)
CELLS = st.builds(
    CellFacts, st.just("基础完工"), SOME_DAY, SOME_DAY, st.booleans(), excuses=EXCUSES
)
INDICATORS = st.builds(
    IndicatorFacts,
    name=st.just("固定资产投资"),
    growth=PERCENT,
    plan=PERCENT,
    mean=PERCENT,
    rank=st.none() | st.integers(1, 12),
    count=st.just(12),
    rank_before=st.none() | st.integers(1, 12),
    count_before=st.just(12),
    leading=st.none() | st.booleans(),
    trailing=st.none() | st.booleans(),
    bond_issued=st.none() | st.dates(date(2020, 7, 1), date(2021, 4, 1)),
    bond_spent=SOME_DAY,
    excuses=EXCUSES,
)
ITEMS = SLIPS | CELLS | INDICATORS


def _verdicts(item: ItemFacts, day: date) -> Iterator[Verdict]:
    for rules in ITEM_PACKS:
        if rules.subject is SUBJECT_OF[type(item)]:
            yield judge_item(rules, item, day)


@given(ITEMS, DAYS)
def test_any_item_on_any_day_has_one_light_and_reasons_that_read(
    item: ItemFacts, day: date
) -> None:
    for verdict in _verdicts(item, day):
        assert isinstance(verdict.light, Light)
        assert all("{" not in str(reason.sentence) for reason in verdict.reasons)
        assert Verdict.from_json(verdict.as_json()) == verdict


@given(ITEMS, DAYS)
def test_the_next_change_is_the_first_day_with_another_light(item: ItemFacts, day: date) -> None:
    for verdict in _verdicts(item, day):
        first = verdict.next_change or date(2021, 12, 31)
        before = [day + timedelta(n) for n in range(min(100, (first - day).days))]
        rules = pack(verdict.pack)
        assert {judge_item(rules, item, each).light for each in before} == {verdict.light}
        if verdict.next_change is not None:
            assert judge_item(rules, item, first).light is not verdict.light


@given(ITEMS, DAYS, st.integers(1, 40))
def test_a_headline_counts_on_until_it_is_stale(item: ItemFacts, day: date, days: int) -> None:
    then = day + timedelta(days)
    for verdict in _verdicts(item, day):
        fresh = judge_item(pack(verdict.pack), item, then)
        stands = verdict.stale_on is None or then < verdict.stale_on
        if stands and fresh.reasons[0].rule_id == verdict.reasons[0].rule_id:
            assert str(verdict.headline.on(then, MONDAY_TO_FRIDAY)) == str(fresh.headline)


@given(ITEMS, ITEMS, DAYS, st.sampled_from(sorted(MEASURES)))
def test_a_measure_depends_on_the_facts_that_it_names_and_no_others(
    item: Any, other: Any, day: date, code: str
) -> None:
    measure = MEASURES[code]
    if measure.subject is not SUBJECT_OF[type(item)] or type(item) is not type(other):
        return
    unnamed = {field.name for field in fields(item)} - set(measure.looks_at)
    alike = replace(item, **{name: getattr(other, name) for name in unnamed})
    case, again = (_case(facts, day) for facts in (item, alike))
    assert measure.read(case) == measure.read(again)
    for detail in measure.details:
        assert detail.text(case) == detail.text(again)


@given(ITEMS | facts(), DAYS, st.sampled_from(NEVER))
def test_what_is_said_never_to_go_together_never_does(item: Any, day: date, never: Never) -> None:
    """Else the check would pass over a hole that is one."""
    subject = SUBJECT_OF.get(type(item), Subject.PROJECT)
    if MEASURES[never.measure].subject is not subject:
        return
    if isinstance(item, IndicatorFacts):
        item = replace(item, trailing=item.trailing and not item.leading)
    case = _case(item, day)
    values = [MEASURES[code].read(case) for code in (never.measure, never.other)]
    assert [_is_yes(value) for value in values] != [never.answer, never.other_answer]


def _is_yes(value: Value | None) -> bool | None:
    return None if value is None else value > 0


def _case(item: Any, day: date) -> Case:
    return Case.of(item, pack("ouhai").terms, MONDAY_TO_FRIDAY, day)


def test_a_pack_judges_only_what_it_is_about() -> None:
    with pytest.raises(ValueError, match="suqian is about a slip"):
        judge_item(pack("suqian"), CellFacts("基础完工"), date(2021, 3, 1))
    with pytest.raises(ValueError, match="suqian is about a slip"):
        Judge(pack("suqian"), date(2021, 3, 1))
    with pytest.raises(ValueError, match="default is about a project"):
        judge_item(pack("default"), CellFacts("基础完工"), date(2021, 3, 1))


def test_facts_that_cannot_be_are_refused() -> None:
    march = date(2021, 3, 1)
    with pytest.raises(ValueError, match="no importance 4"):
        SlipFacts(march, importance=4)
    with pytest.raises(ValueError, match="rungs count from 1"):
        SlipFacts(march, warnings=(WarningFact(0, march, march),))
    with pytest.raises(ValueError, match="no rank 13 of 12"):
        IndicatorFacts("投资", rank=13, count=12)


def test_an_accepted_reason_takes_the_sign_away_with_the_colour() -> None:
    excuse = Excuse("deadline", date(2021, 3, 1), None, "停水", "示例甲")
    slip = SlipFacts(date(2021, 3, 1), date(2021, 3, 9), progress=Decimal(90), excuses=(excuse,))
    open_slip = replace(slip, excuses=())
    assert judge_item(pack("suqian"), open_slip, date(2021, 3, 8)).mark == "blue"
    deadline = judge_item(pack("suqian"), slip, date(2021, 3, 8)).paused_reasons[0]
    assert (deadline.light, deadline.suspended, deadline.mark) == (
        Light.PAUSED,
        Light.YELLOW,
        None,
    )


def test_projects_have_no_measures_of_items() -> None:
    project = ProjectFacts(2021)
    with pytest.raises(TypeError, match="a measure of slips"):
        MEASURES["slip_closed"].read(_case(project, date(2021, 3, 1)))
