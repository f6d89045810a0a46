"""What holds for any ladder, any clock, and whatever moments it is asked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.clocks import CHINA
from guatu.domain.escalation import (
    PATIENCE,
    Ladder,
    Trigger,
    Watch,
    When,
    due_rungs,
    next_at,
    next_rung,
    raised,
    standing,
    tellings,
)
from guatu.domain.escalation.ladders import Cause
from tests.domain.escalation.samples import CALENDAR, CODES, HOURS, Watched, ladder
from tests.domain.escalation.strategies import (
    LATER,
    WORKDAYS,
    asking,
    ladders,
    watches,
    workday_ladders,
)

SHIPPED = st.sampled_from(CODES).map(ladder)
ANY = SHIPPED | ladders()
END = timedelta(days=400)
DAY = timedelta(days=1)


def _ask(clock: Watched, moments: list[datetime]) -> None:
    for now in moments:
        clock.scan(now)


def _walked(day: date, workdays: int) -> date:
    """Day by day, counting those that are worked."""
    step = DAY if workdays > 0 else -DAY
    while workdays:
        day += step
        workdays -= (1 if workdays > 0 else -1) * CALENDAR.is_workday(day)
    return day


def _by_hand(trigger: Trigger, due: datetime) -> datetime:
    here = due.astimezone(CHINA)
    if trigger.when is When.AT:
        return here
    n = trigger.span.amount if trigger.span else 0
    day = _walked(here.date(), -n if trigger.when is When.BEFORE else n)
    return datetime.combine(day, HOURS.opens, CHINA)


@given(ANY, watches(), st.data())
def test_each_rung_is_sent_once_and_in_order_whenever_it_is_asked(
    rules: Ladder, watch: Watch, data: st.DataObject
) -> None:
    clock = Watched(rules, watch)
    _ask(clock, data.draw(asking(watch)))
    clock.run_until(watch.due + END)
    assert clock.next_at() is None
    places = [rules.index(code) for code in clock.codes]
    assert places == sorted(set(places))


@given(ANY, watches(), st.data())
def test_the_same_rungs_are_sent_whenever_it_is_asked(
    rules: Ladder, watch: Watch, data: st.DataObject
) -> None:
    often, seldom = Watched(rules, watch), Watched(rules, watch)
    often.run_until(watch.due + END)
    _ask(seldom, sorted(data.draw(asking(watch))))
    seldom.run_until(watch.due + END)
    assert seldom.codes == often.codes
    assert not any(fire.late for fire in often.sent)


@given(workday_ladders(), watches(WORKDAYS))
def test_times_are_those_counted_day_by_day(rules: Ladder, watch: Watch) -> None:
    clock = Watched(rules, watch)
    clock.run_until(watch.due + END)
    assert [(fire.rung.code, fire.planned_at) for fire in clock.sent] == [
        (rung.code, at)
        for rung in rules.rungs
        if rung.trigger and (at := _by_hand(rung.trigger, watch.due)) > watch.started
    ]


@given(ANY, watches(), st.data())
def test_nothing_is_sent_before_its_time_and_what_is_late_says_so(
    rules: Ladder, watch: Watch, data: st.DataObject
) -> None:
    clock = Watched(rules, watch)
    for now in data.draw(asking(watch)):
        for fire in clock.scan(now):
            assert watch.started <= fire.planned_at <= now
            assert fire.late == (now - fire.planned_at > PATIENCE)
            if fire.deadline is not None:
                assert fire.deadline >= max(now, watch.due)


@given(ANY, watches(), st.data())
def test_what_was_sent_is_not_sent_again_and_next_comes_later(
    rules: Ladder, watch: Watch, data: st.DataObject
) -> None:
    clock = Watched(rules, watch)
    for now in data.draw(asking(watch)):
        ahead = clock.next_at()
        assert bool(clock.scan(now)) == (ahead is not None and ahead <= now)
        assert clock.scan(now) == []
        ahead = clock.next_at()
        assert ahead is None or ahead > now


@given(ANY, watches(), st.data(), LATER, LATER)
def test_a_new_due_date_starts_again_only_for_what_comes_after(
    rules: Ladder, watch: Watch, data: st.DataObject, used: timedelta, more: timedelta
) -> None:
    clock = Watched(rules, watch)
    moved = watch.started + used
    _ask(clock, [now for now in sorted(data.draw(asking(watch))) if now <= moved])
    before = list(clock.codes)
    clock.extend(watch.due + more, moved)
    clock.run_until(watch.due + END)
    again = clock.sent[len(before) :]
    places = [rules.index(fire.rung.code) for fire in again]
    assert places == sorted(set(places))
    for fire in again:
        assert fire.planned_at > moved or fire.rung.code not in before


@given(workday_ladders(), watches(), LATER, LATER)
def test_every_rung_that_comes_after_the_move_is_sent_for_the_new_date(
    rules: Ladder, watch: Watch, used: timedelta, more: timedelta
) -> None:
    fresh = Watched(rules, replace(watch, started=watch.started + used, due=watch.due + more))
    fresh.watch = replace(fresh.watch, weight=0)
    fresh.run_until(watch.due + END)
    moved = Watched(rules, replace(watch, weight=0))
    moved.run_until(watch.started + used)
    before = len(moved.sent)
    moved.extend(watch.due + more, watch.started + used)
    moved.run_until(watch.due + END)
    assert moved.codes[before:] == fresh.codes


@given(ANY, watches(), LATER, LATER, LATER)
def test_a_pause_sends_nothing_and_nothing_twice(
    rules: Ladder, watch: Watch, used: timedelta, waited: timedelta, more: timedelta
) -> None:
    clock = Watched(rules, watch)
    clock.run_until(watch.started + used)
    before = list(clock.codes)
    clock.pause()
    _ask(clock, [watch.started + used, watch.due, watch.due + END])
    assert clock.codes == before
    assert clock.next_at() is None
    resumed = watch.started + used + waited
    clock.resume(watch.due + more, resumed)
    clock.run_until(watch.due + END)
    assert len(set(clock.codes)) == len(clock.codes)


@given(ANY, watches(), LATER, st.sampled_from(Cause))
def test_nothing_comes_of_a_clock_that_does_not_run(
    rules: Ladder, watch: Watch, length: timedelta, cause: Cause
) -> None:
    stopped = replace(watch, running=False)
    now = watch.started + length
    assert due_rungs(rules, stopped, now, CALENDAR, HOURS) == []
    assert next_at(rules, stopped, CALENDAR, HOURS) is None
    assert next_rung(rules, stopped, CALENDAR, HOURS) is None
    assert raised(rules, stopped, cause, now, CALENDAR, HOURS) is None
    assert standing(rules, stopped, CALENDAR, HOURS) is None


@given(SHIPPED, watches(), st.lists(st.tuples(LATER, st.sampled_from(Cause)), max_size=6))
def test_causes_climb_and_never_go_back(
    rules: Ladder, watch: Watch, happened: list[tuple[timedelta, Cause]]
) -> None:
    clock = Watched(rules, watch)
    for length, cause in sorted(happened):
        clock.run_until(watch.started + length)
        clock.judge(cause, watch.started + length)
        reached = standing(rules, clock.watch, CALENDAR, HOURS)
        assert (reached.code if reached else None) == (clock.codes[-1] if clock.codes else None)
    clock.run_until(watch.due + END)
    places = [rules.index(code) for code in clock.codes]
    assert places == sorted(set(places))


@given(ANY, watches(), LATER)
def test_everybody_gets_one_letter_of_what_came_at_once(
    rules: Ladder, watch: Watch, length: timedelta
) -> None:
    fires = due_rungs(rules, watch, watch.due + length, CALENDAR, HOURS)
    letters = tellings(fires)
    named = {who for fire in fires for who in fire.rung.addressees}
    assert sorted(letter.addressee for letter in letters) == sorted(named)
    for letter in letters:
        told = [fire for fire in fires if letter.addressee in fire.rung.addressees]
        assert list(letter.fires) == told
        assert letter.headline is told[-1]
