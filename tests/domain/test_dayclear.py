"""The tables of docs/algorithms/desk.md on closing a day, and what always holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.clocks import CHINA
from guatu.domain.dayclear import (
    GOES_ON,
    Known,
    State,
    cut_off_of,
    day_for,
    days_to_close,
    fault_of_next,
    last_over,
    sum_up,
    verdict_of,
)
from guatu.domain.workcalendar import WorkCalendar
from tests.domain.lights.documents import rows_of

DAY = date(2021, 3, 15)
CALENDAR = WorkCalendar("plain", date(2020, 1, 1), date(2022, 12, 31), {})
days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", rows_of("desk.md", "verdict"), ids=lambda row: row["case"])
def test_verdicts_of_the_page(row: dict[str, str]) -> None:
    known = Known(
        date.fromisoformat(row["due on"]),
        done_on=day_of(row["done on"]),
        moved_to=day_of(row["moved to"]),
        waits=row["waits for"],
        released=row["released"] == "yes",
    )
    verdict = verdict_of(known, DAY, CALENDAR)
    assert (verdict.state.value, verdict.next_on) == (row["verdict"], day_of(row["again on"]))


@pytest.mark.parametrize("row", rows_of("desk.md", "to close"), ids=lambda row: row["moment"])
def test_days_to_close_of_the_page(row: dict[str, str]) -> None:
    now = datetime.strptime(row["moment"], "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    closed = None if row["last closed"] == "–" else date.fromisoformat(row["last closed"])
    found = days_to_close(closed, now, time.fromisoformat(row["cut-off"]), CALENDAR)
    assert [day.isoformat() for day in found] == row["to close"].split()


def test_a_long_stop_closes_a_bounded_number_of_days() -> None:
    now = datetime(2021, 12, 31, 23, 0, tzinfo=CHINA)
    found = days_to_close(date(2021, 1, 4), now, time(22, 0), CALENDAR, most=5)
    assert len(found) == 5
    assert found[-1] == date(2021, 12, 31)


def test_the_evening_in_figures() -> None:
    sums = sum_up(
        [
            (State.DONE, 4),
            (State.CARRIED, 1),
            (State.BLOCKED, 0),
            (State.UNCLEARED, 2),
            (State.RELEASED, 9),
        ]
    )
    assert (sums.all, sums.done, sums.left) == (4, 1, 3)
    assert sums.longest == 3


@pytest.mark.parametrize(
    ("next_on", "said"),
    [
        (date(2021, 3, 15), "下次办理日期应晚于 2021-03-15"),
        (date(2021, 3, 20), "2021-03-20 不上班，可改为 2021-03-22"),
        (date(2021, 6, 30), "最多结转到 92 天以后"),
    ],
)
def test_a_next_date_that_cannot_be(next_on: date, said: str) -> None:
    assert said in str(fault_of_next(next_on, DAY, CALENDAR))


def test_a_next_date_that_can_be() -> None:
    assert fault_of_next(date(2021, 3, 16), DAY, CALENDAR) is None


@given(st.builds(Known, days, st.none() | days, st.none() | days, st.sampled_from(["", "批复"])))
def test_what_goes_on_has_a_later_workday_and_what_ends_has_none(known: Known) -> None:
    verdict = verdict_of(known, DAY, CALENDAR)
    assert (verdict.next_on is not None) == (verdict.state in GOES_ON)
    if verdict.next_on is not None:
        assert verdict.next_on > DAY
        assert CALENDAR.is_workday(verdict.next_on)


@given(days)
def test_every_due_day_is_cleared_by_one_workday(due: date) -> None:
    found = day_for(due, CALENDAR)
    assert found >= due
    assert CALENDAR.is_workday(found)


@given(st.integers(0, 2000), st.times(), st.integers(1, 40))
def test_days_are_closed_once_and_in_order(minutes: int, cut_off: time, back: int) -> None:
    """Whatever was closed before: each day after it whose cut-off has passed, and no other."""
    now = datetime(2021, 6, 1, tzinfo=CHINA) + timedelta(minutes=minutes)
    closed = CALENDAR.add_workdays(last_over(now, cut_off, CALENDAR), -back)
    found = days_to_close(closed, now, cut_off, CALENDAR, most=99)
    assert len(found) == back
    assert found == sorted(set(found))
    assert all(cut_off_of(day, cut_off) <= now for day in found)
    following = CALENDAR.add_workdays(found[-1], 1)
    assert cut_off_of(following, cut_off) > now
