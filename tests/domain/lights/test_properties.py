"""What holds for any facts, any day and any pack."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.domain.lights import (
    CalendarWorkdays,
    Light,
    ProjectFacts,
    RulePack,
    Verdict,
    Workdays,
    judge,
)
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY
from tests.domain.lights.samples import pack, reason_of
from tests.domain.lights.strategies import DAYS, facts, packs
from tests.domain.lights.test_workdays import CALENDAR

PRESETS = st.sampled_from([pack("default"), pack("yinchuan")])
CODES = ("start", "progress", "milestones", "finish", "report", "registration", "funds")
FACTS = facts(CODES)
WORKDAYS = st.sampled_from([MONDAY_TO_FRIDAY, CalendarWorkdays(CALENDAR)])
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(PRESETS | packs(), FACTS, st.dates(), WORKDAYS)
def test_any_facts_on_any_day_have_one_light_and_a_reason(
    rules: RulePack, known: ProjectFacts, day: date, workdays: Workdays
) -> None:
    verdict = judge(rules, known, day, workdays)
    assert isinstance(verdict.light, Light)
    assert len(verdict.reasons) >= len(rules.dimensions)
    assert str(verdict.headline)
    assert all("{" not in str(reason.sentence) for reason in verdict.reasons)


@given(
    PRESETS,
    st.builds(
        ProjectFacts,
        year=st.integers(1, 9998),
        planned_start=st.dates(),
        actual_start=st.none() | st.dates(),
        required_finish=st.dates(),
        last_report_period=st.dates(),
        min_slack=st.integers(),
    ),
    st.dates(),
)
def test_the_ends_of_the_calendar_are_no_error(
    rules: RulePack, known: ProjectFacts, day: date
) -> None:
    verdict = judge(rules, known, day)
    assert verdict.next_change is None or verdict.next_change > day


@given(PRESETS | packs(), FACTS, DAYS)
def test_the_light_is_the_worst_of_the_reasons(
    rules: RulePack, known: ProjectFacts, day: date
) -> None:
    known = replace(known, paused_on=None, withdrawn_on=None, is_reserve=False)
    verdict = judge(rules, known, day)
    ranks = [reason.light.rank for reason in verdict.reasons]
    assert verdict.light.rank == min(ranks)
    assert ranks == sorted(ranks)


@given(PRESETS | packs(), FACTS, DAYS, DAYS)
def test_a_pause_is_shown_instead_of_green_and_hides_no_colour(
    rules: RulePack, known: ProjectFacts, day: date, since: date
) -> None:
    known = replace(known, paused_on=None, withdrawn_on=None, is_reserve=False)
    without = judge(rules, known, day).light
    halted = judge(rules, replace(known, paused_on=since, paused_until=None), day)
    if day < since or without in (Light.RED, Light.YELLOW):
        assert halted.light is without
    else:
        assert halted.light is Light.PAUSED
        assert halted.reasons[0].rule_id == "paused"


@given(PRESETS, FACTS, DAYS)
def test_stored_facts_give_the_same_verdict(
    rules: RulePack, known: ProjectFacts, day: date
) -> None:
    again = ProjectFacts.from_json(json.loads(json.dumps(known.as_json())))
    assert again == known
    assert judge(rules, again, day) == judge(rules, known, day)


@given(PRESETS, FACTS, DAYS)
def test_a_stored_verdict_comes_back(rules: RulePack, known: ProjectFacts, day: date) -> None:
    verdict = judge(rules, known, day)
    assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict


@given(PRESETS, FACTS, DAYS, st.integers(0, 3000), st.integers(1, 3000))
def test_more_done_never_makes_the_progress_worse(
    rules: RulePack, known: ProjectFacts, day: date, done: int, more: int
) -> None:
    month = day.replace(day=1)
    lights = [
        reason_of(
            judge(rules, replace(known, done_year_by_month=((month, Decimal(amount)),)), day),
            "progress",
        ).light
        for amount in (done, done + more)
    ]
    assert lights[1].rank >= lights[0].rank or lights == [Light.PAUSED, Light.GREEN]


@given(PRESETS, FACTS, DAYS, st.integers(1, 200))
def test_time_alone_never_mends_a_missed_start(
    rules: RulePack, known: ProjectFacts, day: date, days: int
) -> None:
    known = replace(known, actual_start=None, excuses=())
    now, then = (
        reason_of(judge(rules, known, on), "start").light for on in (day, day + timedelta(days))
    )
    assert then.rank <= now.rank


@SLOW
@given(PRESETS, FACTS, st.dates(date(2020, 11, 1), date(2021, 6, 30)), WORKDAYS)
def test_the_next_change_of_the_presets_is_exact(
    rules: RulePack, known: ProjectFacts, first: date, workdays: Workdays
) -> None:
    compare_with_every_day(rules, known, first, workdays)


@SLOW
@given(packs(), facts(("d0", "d1", "d2")), st.dates(date(2020, 11, 1), date(2021, 6, 30)), WORKDAYS)
def test_the_next_change_of_any_pack_is_exact(
    rules: RulePack, known: ProjectFacts, first: date, workdays: Workdays
) -> None:
    compare_with_every_day(rules, known, first, workdays)


def compare_with_every_day(
    rules: RulePack, known: ProjectFacts, first: date, workdays: Workdays
) -> None:
    """Judge 400 days in a row: each must foretell the first later day with another light."""
    days = [first + timedelta(n) for n in range(400)]
    verdicts = [judge(rules, known, day, workdays) for day in days]
    turn: date | None = None
    for later, verdict in zip(reversed(verdicts[1:]), reversed(verdicts[:-1]), strict=True):
        if later.light is not verdict.light:
            turn = later.day
        if turn is None:
            assert verdict.next_change is None or verdict.next_change > days[-1]
        else:
            assert verdict.next_change == turn, (verdict.day, verdict.light)
