"""Who is asked for how much in which week."""

from __future__ import annotations

from datetime import date

from guatu.domain.capacity import Booking, Counted, Resource, weekly_loads

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 15)


def centre(at_most: int, counted: Counted = Counted.UNDER_WAY) -> Resource:
    return Resource("c", "审批中心", at_most, counted)


def test_steps_under_way_are_counted_on_the_fullest_day_of_the_week():
    bookings = [
        Booking("a", date(2026, 3, 2), date(2026, 3, 6)),
        Booking("b", date(2026, 3, 5), date(2026, 3, 12)),
        Booking("c", date(2026, 3, 5), date(2026, 3, 12)),
    ]
    first, second = weekly_loads(centre(2), bookings, FIRST, LAST)
    assert (first.load, first.over, first.keys) == (3, 1, ("a", "b", "c"))
    assert (second.load, second.over, second.keys) == (2, 0, ("b", "c"))


def test_steps_that_never_meet_do_not_add_up():
    bookings = [
        Booking("a", date(2026, 3, 2), date(2026, 3, 3)),
        Booking("b", date(2026, 3, 4), date(2026, 3, 5)),
    ]
    assert [week.load for week in weekly_loads(centre(1), bookings, FIRST, LAST)] == [1, 0]


def test_what_begins_and_what_falls_due_is_counted_by_week():
    bookings = [
        Booking("a", date(2026, 3, 2), date(2026, 3, 9)),
        Booking("b", date(2026, 3, 8), date(2026, 3, 10)),
    ]
    begun = weekly_loads(centre(1, Counted.BEGUN), bookings, FIRST, LAST)
    due = weekly_loads(centre(1, Counted.DUE), bookings, FIRST, LAST)
    assert [(week.load, week.over) for week in begun] == [(2, 1), (0, 0)]
    assert [(week.load, week.over) for week in due] == [(0, 0), (2, 1)]


def test_weeks_run_from_monday_over_the_turn_of_the_year():
    weeks = weekly_loads(centre(1), [], date(2026, 12, 30), date(2027, 1, 5))
    assert [week.monday for week in weeks] == [date(2026, 12, 28), date(2027, 1, 4)]
