"""The tables of docs/algorithms/worklists.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.clocks import CHINA
from guatu.domain.dayclear import Known
from guatu.domain.statetables import NotNow
from guatu.domain.workcalendar import WorkCalendar
from guatu.domain.worklists import table
from guatu.domain.worklists.promises import OUTCOME_WORDS, Outcome, outcome_of, score_of
from guatu.domain.worklists.rhythm import (
    RHYTHM_WORDS,
    Mark,
    Period,
    Rhythm,
    Timing,
    due_period,
    faults,
    load_timings,
)
from guatu.domain.worklists.rows import (
    CELL_WORDS,
    KIND_WORDS,
    STANDING_WORDS,
    Cell,
    Kind,
    Matter,
    compose,
    in_order,
    is_listed,
    share_of,
)
from guatu.domain.worklists.table import Party, Status, Verb
from guatu.workdays.shipped import shipped_calendar
from guatu.worklists.choices import ListRhythm, ListStatus, RowKind, RowStanding
from guatu.worklists.terms import preset
from tests.domain.lights.documents import rows_of

PAGE = "worklists.md"
SHIPPED = shipped_calendar()
PLAIN = WorkCalendar("plain", date(2019, 1, 1), date(2023, 12, 31), {})
WEEK = Period.of(Rhythm.WEEK, date(2021, 3, 15))
MONDAY = date(2021, 3, 15)
TIMING = Timing(True, Mark(1, time(7)), Mark(1, time(17, 30)), Mark(2, time(12)))
DAYS = st.dates(date(2020, 6, 1), date(2022, 6, 1))


@pytest.mark.parametrize("row", rows_of(PAGE, "listed"), ids=lambda row: "-".join(row.values()))
def test_what_is_listed_and_what_it_says(row: dict[str, str]) -> None:
    one = matter(Kind(row["kind"]), day(row["due"]), day(row["done"]))

    assert is_listed(one, WEEK) is (row["listed"] == "yes")
    if row["listed"] == "yes":
        made = compose(one, WEEK, MONDAY, PLAIN)
        assert made.standing == row["standing"]
        assert str(made.said.get(Cell.DONE, "–")) == row["done before"]
        assert str(made.said.get(Cell.PLAN, "–")) == row["plan"]
        assert made.promised_on == day(row["promised"])


@pytest.mark.parametrize("row", rows_of(PAGE, "outcome"), ids=lambda row: "-".join(row.values()))
def test_promises_against_facts(row: dict[str, str]) -> None:
    promised, seen = date(2021, 3, 12), day(row["seen on"])
    known = Known(
        promised, day(row["done"]), day(row["moved to"]), released=row["released"] == "yes"
    )
    assert seen is not None
    assert outcome_of(promised, known, seen) == row["outcome"]


@pytest.mark.parametrize("row", rows_of(PAGE, "week of"), ids=lambda row: row["week of"])
def test_moments_of_a_week_around_holidays(row: dict[str, str]) -> None:
    week = Period.of(Rhythm.WEEK, date.fromisoformat(row["week of"]))
    found = TIMING.moments(week, SHIPPED)
    told = [f"{at:%Y-%m-%d %H:%M}" for at in (found.prepare, found.due, found.freeze)]
    assert told == [row["prepared"], row["due"], row["frozen"]]


def test_what_is_in_the_way_is_said_with_how_late_it_is() -> None:
    stuck = matter(Kind.MILESTONE, date(2021, 3, 10), trouble="供地未落实", help="示例住建局")
    said = compose(stuck, WEEK, MONDAY, PLAIN).said
    assert str(said[Cell.TROUBLE]) == "供地未落实（已逾期 3 个工作日）"
    assert str(said[Cell.HELP]) == "请示例住建局协调解决"


def test_words_of_people_keep_their_braces() -> None:
    odd = matter(Kind.DISPATCH, None, progress="完成{一半}%(n)s")
    assert str(compose(odd, WEEK, MONDAY, PLAIN).said[Cell.DONE]) == "完成{一半}%(n)s"


def test_what_waits_promises_nothing() -> None:
    waits = matter(Kind.MILESTONE, date(2021, 3, 10), waits="示例住建局供地")
    made = compose(waits, WEEK, MONDAY, PLAIN)
    assert (made.standing, made.promised_on) == ("waiting", None)


def test_the_share_counts_rows_and_cells() -> None:
    plain = share_of(["done", "plan"], {"plan": "改为下旬"}, own=False, dated=True)
    assert (plain.cells, plain.by_hand, plain.cell_percent) == (5, 1, 80)
    own = share_of([], {"plan": "走访企业", "help": ""}, own=True, dated=False)
    assert (own.row_percent, own.cells, own.by_hand) == (0, 3, 3)
    assert (plain + own).row_percent == 50


@given(DAYS, st.sampled_from(list(Rhythm)))
def test_periods_follow_each_other_without_a_gap(today: date, rhythm: Rhythm) -> None:
    period = Period.of(rhythm, today)
    assert today in period
    assert period.before.last + timedelta(days=1) == period.first
    assert period.after.before == period


@given(DAYS, st.sampled_from(list(Rhythm)))
def test_moments_are_in_their_order_whatever_the_holidays(today: date, rhythm: Rhythm) -> None:
    found = load_timings(preset())[rhythm].moments(Period.of(rhythm, today), SHIPPED)
    assert found.prepare < found.due < found.freeze
    assert all(SHIPPED.is_workday(at.date()) for at in (found.prepare, found.due, found.freeze))


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), DAYS, st.booleans()), max_size=12))
def test_the_same_matters_come_in_the_same_order(
    drawn: list[tuple[Kind, date, bool]],
) -> None:
    rows = [
        compose(matter(kind, due, due if done else None, n=n), WEEK, MONDAY, PLAIN)
        for n, (kind, due, done) in enumerate(drawn)
    ]
    mixed = rows[:]
    Random(4).shuffle(mixed)
    assert in_order(mixed) == in_order(rows)


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_promise_once_kept_stays_kept(promised: date, done: date | None, seen: date) -> None:
    known = Known(promised, done)
    first, later = (outcome_of(promised, known, seen + timedelta(days=n)) for n in (0, 30))
    if first in (Outcome.KEPT, Outcome.LATE):
        assert later is first
    assert (later is Outcome.KEPT) <= (done is not None and done <= promised)


@given(st.lists(st.sampled_from(list(Outcome))))
def test_a_score_counts_each_promise_once(outcomes: list[Outcome]) -> None:
    score = score_of(outcomes)
    assert score.judged + score.moved + score.released + score.open == len(outcomes)


def test_a_round_that_is_over_is_not_prepared_any_more() -> None:
    tuesday = datetime(2021, 3, 16, 12, 0, tzinfo=CHINA)
    assert due_period(Rhythm.WEEK, TIMING, tuesday - timedelta(hours=1), SHIPPED) == WEEK
    assert due_period(Rhythm.WEEK, TIMING, tuesday, SHIPPED) is None


def test_rules_out_of_order_are_refused() -> None:
    rules = {**preset(), "week": {**preset()["week"], "file": [3, "09:00"]}}
    assert [rhythm for rhythm, _words in faults(rules)] == [Rhythm.WEEK]
    assert list(faults(preset())) == []


def test_nobody_approves_as_the_one_who_files() -> None:
    assert table.open_to(Status.FILED, {Party.FILER}) == [Verb.TAKE_BACK]
    assert table.open_to(Status.FILED, {Party.HEAD}) == [Verb.APPROVE, Verb.RETURN]
    with pytest.raises(NotNow, match="已冻结"):
        table.step(Status.LOCKED, Verb.CORRECT)


def test_choices_and_words_are_those_of_the_core() -> None:
    assert dict(ListRhythm.choices) == RHYTHM_WORDS
    assert dict(ListStatus.choices) == table.STATUS_WORDS
    assert dict(RowKind.choices) == KIND_WORDS
    assert dict(RowStanding.choices) == STANDING_WORDS
    assert set(CELL_WORDS) == set(Cell)
    assert set(OUTCOME_WORDS) == set(Outcome)


def matter(
    kind: Kind, due: date | None, done_on: date | None = None, *, n: int = 1, **more: Any
) -> Matter:
    own = UUID(int=n)
    return Matter(kind, own, own, own, "示例事项", due, done_on, **more)


def day(text: str) -> date | None:
    return None if text == "–" else date.fromisoformat(text)
