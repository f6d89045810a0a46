"""The table of docs/algorithms/desk.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.clocks import CHINA
from guatu.domain.desk import (
    DUTY_WORDS,
    PILE_WORDS,
    SHELF_WORDS,
    Band,
    Duty,
    DutyKind,
    Pile,
    Shelf,
    band_of,
    in_order,
    shelf_of,
    timing_of,
)
from guatu.domain.workcalendar import WorkCalendar
from tests.domain.lights.documents import rows_of

NOW = datetime(2021, 3, 15, 9, 0, tzinfo=CHINA)
CALENDAR = WorkCalendar("plain", date(2020, 1, 1), date(2022, 12, 31), {})


def duty_of(row: dict[str, str]) -> Duty:
    due = None
    if row["due"] != "–":
        due = datetime.strptime(row["due"], "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    return Duty(
        kind=DutyKind(row["kind"]),
        key=row["duty"],
        due=due,
        since=date.fromisoformat(row["since"]),
        press=int(row["slip"]),
        weight=int(row["weight"]),
        left_over=int(row["left over"]),
    )


ROWS = rows_of("desk.md", "slip")

duties = st.builds(
    Duty,
    kind=st.sampled_from(DutyKind),
    key=st.uuids().map(str),
    due=st.none() | st.integers(-400, 800).map(lambda hours: NOW + timedelta(hours=hours)),
    since=st.integers(-60, 0).map(lambda days: NOW.date() + timedelta(days=days)),
    press=st.integers(0, 5),
    weight=st.integers(0, 1),
    left_over=st.integers(0, 3),
)
desks = st.lists(duties, max_size=12, unique_by=lambda duty: duty.key)


def test_the_page_is_in_order() -> None:
    expected = [duty_of(row) for row in ROWS]
    shuffled = Random(7).sample(expected, len(expected))
    assert [duty.key for duty in in_order(shuffled, NOW)] == [duty.key for duty in expected]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["duty"])
def test_shelf_and_words_of_the_page(row: dict[str, str]) -> None:
    duty = duty_of(row)
    assert SHELF_WORDS[shelf_of(duty, NOW)] == row["shelf"]
    assert str(timing_of(duty, NOW, CALENDAR)) == row["words"]


def test_what_fell_due_on_a_day_off_is_late_by_no_workday_yet() -> None:
    sunday = datetime(2021, 3, 14, 9, 0, tzinfo=CHINA)
    duty = Duty(DutyKind.DELIVER, "a", datetime(2021, 3, 13, 17, 30, tzinfo=CHINA), sunday.date())
    assert str(timing_of(duty, sunday, CALENDAR)) == "3月13日 已到期"


def test_every_kind_has_a_pile_and_every_word_is_there() -> None:
    assert set(DUTY_WORDS) == set(DutyKind)
    assert set(SHELF_WORDS) == set(Shelf)
    assert set(PILE_WORDS) == set(Pile)
    piles = {Duty(kind, "a", None, NOW.date()).pile for kind in DutyKind}
    assert piles == set(Pile)


@given(desks, st.randoms(use_true_random=False))
def test_however_they_were_read_the_order_is_the_same(desk: list[Duty], chance: Random) -> None:
    shuffled = list(desk)
    chance.shuffle(shuffled)
    assert in_order(shuffled, NOW) == in_order(desk, NOW)


@given(desks, duties)
def test_a_new_duty_leaves_the_order_of_the_others(desk: list[Duty], fresh: Duty) -> None:
    others = [duty for duty in desk if duty.key != fresh.key]
    with_it = in_order([*others, fresh], NOW)
    assert [duty for duty in with_it if duty is not fresh] == in_order(others, NOW)


@given(desks)
def test_consequence_never_falls_back(desk: list[Duty]) -> None:
    """Late before today before the week; within a band the harder slip first."""
    ordered = in_order(desk, NOW)
    bands = [band_of(duty, NOW) for duty in ordered]
    assert bands == sorted(bands)
    for one, other in pairwise(ordered):
        if band_of(one, NOW) == band_of(other, NOW):
            assert one.press >= other.press
            if one.press == other.press:
                assert bool(one.left_over) >= bool(other.left_over)


@given(duties)
def test_no_duty_comes_later_by_growing_worse(duty: Duty) -> None:
    worse = Duty(
        duty.kind, duty.key, duty.due, duty.since, min(5, duty.press + 1), 1, duty.left_over + 1
    )
    assert band_of(worse, NOW) <= band_of(duty, NOW)
    assert band_of(worse, NOW) == Band.LATE


@given(duties)
def test_every_duty_says_something(duty: Duty) -> None:
    assert str(timing_of(duty, NOW, CALENDAR))
