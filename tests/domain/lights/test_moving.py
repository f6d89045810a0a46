"""Sentences that stay true while their figures count on, and when they no longer do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings

from guatu.domain.lights import (
    CalendarWorkdays,
    Light,
    MilestoneFact,
    ProjectFacts,
    Reason,
    RulePack,
    Verdict,
    Workdays,
    judge,
)
from guatu.domain.words import Sentence
from tests.domain.lights.samples import investing, pack, reason_of
from tests.domain.lights.strategies import DAYS, facts, packs
from tests.domain.lights.test_properties import FACTS, PRESETS, WORKDAYS
from tests.domain.lights.test_workdays import CALENDAR

DEFAULT = pack("default")
DATED = "slack_as_of"
"""The day of judging itself: the slack is worked out anew once a week, not every day."""
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(PRESETS, FACTS, DAYS, WORKDAYS)
def test_words_of_the_presets_counted_on_are_those_of_a_fresh_judgement(
    rules: RulePack, known: ProjectFacts, day: date, workdays: Workdays
) -> None:
    _compare_with_later_days(rules, known, day, workdays)


@SLOW
@given(packs(), facts(("d0", "d1", "d2")), DAYS, WORKDAYS)
def test_words_of_any_pack_counted_on_are_those_of_a_fresh_judgement(
    rules: RulePack, known: ProjectFacts, day: date, workdays: Workdays
) -> None:
    _compare_with_later_days(rules, known, day, workdays)


def _compare_with_later_days(
    rules: RulePack, known: ProjectFacts, day: date, workdays: Workdays
) -> None:
    reasons = judge(rules, known, day, workdays).reasons
    for later in (day + timedelta(n) for n in (1, 2, 3, 5, 8, 13, 21, 30, 31, 34, 60, 99, 200)):
        fresh = {_place(reason): reason for reason in judge(rules, known, later, workdays).reasons}
        for reason in reasons:
            if reason.stale_on is not None and later >= reason.stale_on:
                continue
            if (then := fresh.get(_place(reason))) is not None:
                words = [_words(said and said.on(later, workdays)) for said in _said(reason)]
                assert words == [_words(said) for said in _said(then)], (later, reason)


def _place(reason: Reason) -> tuple[str, str, Light | None]:
    return reason.dimension, reason.rule_id, reason.suspended


def _said(reason: Reason) -> tuple[Sentence | None, ...]:
    return reason.sentence, reason.wants, reason.notice


def _words(said: Sentence | None) -> str:
    if said is None:
        return ""
    return str(replace(said, params={**said.params, DATED: ""}))


def test_a_standing_red_counts_on_over_a_holiday() -> None:
    """Due on Friday 5 February 2021; 11 and 12 February are off, Saturday the 20th is not."""
    workdays = CalendarWorkdays(CALENDAR)
    facts = ProjectFacts(
        2021, milestones=(MilestoneFact("基础完工", date(2021, 2, 5), committed=True),)
    )
    verdict = judge(DEFAULT, facts, date(2021, 2, 8), workdays)
    assert (verdict.light, verdict.next_change, verdict.stale_on) == (Light.RED, None, None)
    assert "已逾期 1 个工作日" in str(verdict.headline)
    stored = Verdict.from_json(json.loads(json.dumps(verdict.as_json())))
    assert stored == verdict
    later = date(2021, 2, 20)
    shown = str(stored.headline.on(later, workdays))
    assert shown == str(judge(DEFAULT, facts, later, workdays).headline)
    assert "已逾期 9 个工作日" in shown


def test_the_figures_of_the_pace_hold_until_the_next_month_counts() -> None:
    """February of 2021 counts when its report is overdue, after Friday 5 March."""
    facts = investing("0", 1)
    reason = reason_of(judge(DEFAULT, facts, date(2021, 2, 20)), "progress")
    assert reason.sentence.moving == {}
    assert reason.stale_on == date(2021, 3, 6)


def test_a_slack_says_its_day_and_holds_for_the_week() -> None:
    facts = ProjectFacts(2021, required_finish=date(2022, 6, 30), min_slack=3)
    reason = reason_of(judge(DEFAULT, facts, date(2021, 3, 31)), "finish")
    assert "3 个工作日（2021-03-31 测算）" in str(reason.sentence)
    assert reason.stale_on == date(2021, 4, 5)
    assert reason.as_json()["stale_on"] == "2021-04-05"


def test_a_sentence_that_never_ages_stores_nothing_of_it() -> None:
    started = ProjectFacts(2021, actual_start=date(2021, 3, 1))
    reason = reason_of(judge(DEFAULT, started, date(2021, 3, 31)), "start")
    assert reason.stale_on is None
    assert "stale_on" not in reason.as_json()
