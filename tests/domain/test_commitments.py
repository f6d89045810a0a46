"""Promises without a database: the verdict by the day, renegotiation, and when to remind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.commitments import (
    MOST_REVISIONS,
    RUNGS,
    STATUS_WORDS,
    TABLE,
    Finding,
    Party,
    Status,
    Verb,
    next_reminder,
    open_to,
    refuse_revision,
    rung_on,
    step,
    verdict,
)
from guatu.domain.statetables import NotNow

DUE = date(2021, 2, 28)
DAY = timedelta(days=1)
DAYS = st.dates(date(2021, 1, 1), date(2021, 12, 31))


def test_a_verb_that_does_not_belong_says_what_state_it_is() -> None:
    with pytest.raises(NotNow) as refused:
        step(Status.DRAFTED, Verb.KEEP)
    assert str(refused.value.sentence) == (
        "这项承诺现在是“拟诺”，不能“评为兑现”。请刷新页面，看现在可以做什么。"
    )


def test_verbs_come_in_the_order_of_the_table() -> None:
    assert open_to(Status.SHOWN, {Party.PROMISER}) == [Verb.REPORT, Verb.ASK_REVISION]
    assert open_to(Status.SHOWN, {Party.JUDGE})[0] is Verb.KEEP
    assert open_to(Status.WITHDRAWN, set(Party)) == []
    assert all(status in STATUS_WORDS for row in TABLE for status in row.sources)


@pytest.mark.parametrize(
    ("met_on", "verb"),
    [
        (DUE - 30 * DAY, Verb.KEEP),
        (DUE, Verb.KEEP),
        (DUE + DAY, Verb.KEEP_LATE),
    ],
)
def test_whether_it_was_in_time_follows_from_the_day(met_on: date, verb: Verb) -> None:
    assert verdict(Finding.MET, met_on, DUE, DUE + 10 * DAY) is verb


@pytest.mark.parametrize("finding", [Finding.PARTLY, Finding.NOT_MET])
def test_less_than_kept_can_only_be_said_after_the_day(finding: Finding) -> None:
    with pytest.raises(NotNow, match="还没有过"):
        verdict(finding, None, DUE, DUE)
    said = Verb.KEEP_PARTLY if finding is Finding.PARTLY else Verb.BREAK
    assert verdict(finding, None, DUE, DUE + DAY) is said


def test_kept_needs_a_day_that_has_come() -> None:
    with pytest.raises(NotNow, match="哪一天兑现"):
        verdict(Finding.MET, None, DUE, DUE)
    with pytest.raises(NotNow, match="不能晚于今天"):
        verdict(Finding.MET, DUE + DAY, DUE, DUE)


@given(DAYS, DAYS, DAYS)
def test_nobody_is_late_who_was_in_time(met_on: date, due: date, today: date) -> None:
    if met_on > today:
        return
    assert (verdict(Finding.MET, met_on, due, today) is Verb.KEEP) == (met_on <= due)


def test_renegotiating_is_for_what_is_not_late_and_not_often() -> None:
    refuse_revision(DUE, DUE + 30 * DAY, 0, DUE)
    with pytest.raises(NotNow, match="时限已过"):
        refuse_revision(DUE, DUE + 30 * DAY, 0, DUE + DAY)
    with pytest.raises(NotNow, match="已改过 2 次"):
        refuse_revision(DUE, DUE + 30 * DAY, MOST_REVISIONS, DUE)
    with pytest.raises(NotNow, match="应晚于今天"):
        refuse_revision(DUE, DUE - 5 * DAY, 0, DUE - 5 * DAY)


@pytest.mark.parametrize(
    ("left", "rung"),
    [(9, None), (4, None), (3, "three"), (2, "three"), (1, "one"), (0, "due"), (-1, "passed"),
     (-40, "passed")],
)  # fmt: skip
def test_the_rung_of_a_day_is_the_last_one_reached(left: int, rung: str | None) -> None:
    found = rung_on(DUE, DUE - left * DAY)
    assert (found.code if found else None) == rung


@given(DAYS, DAYS)
def test_walking_from_reminder_to_reminder_meets_each_rung_once(due: date, start: date) -> None:
    met, day = [], start
    while (following := next_reminder(due, day)) is not None:
        assert following > day
        rung = rung_on(due, following)
        assert rung is not None
        assert (due - following).days == rung.before
        met.append(rung)
        day = following
    assert met == [rung for rung in RUNGS if due - rung.before * DAY > start]
