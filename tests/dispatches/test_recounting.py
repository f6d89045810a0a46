"""A new workday calendar moves what still runs, and nothing that has stopped."""

from __future__ import annotations

from datetime import date, datetime

from guatu.dispatches.actions.recounting import recount_due
from guatu.dispatches.choices import Leg
from guatu.dispatches.models import Clock
from guatu.domain.lifecycle import Status, Verb
from guatu.domain.workcalendar import CalendarDay, DayKind, WorkCalendar
from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.workdays.actions import load, load_shipped
from guatu.workdays.shipped import shipped_calendar
from tests.city import NOW
from tests.dispatches.cast import Cast, at

LATER = datetime(2021, 3, 16, 10, tzinfo=CHINA)


def with_days_off(*days: date) -> WorkCalendar:
    """The shipped calendar with more days off, as a new edition."""
    old = shipped_calendar()
    more = [CalendarDay(day, DayKind.REST_DAY, "示例放假") for day in days]
    known = {day.day: day for day in [*old.named.values(), *more]}
    return WorkCalendar.from_days("示例新版", old.first, old.last, known.values())


def due_of(leg: Leg, *, lead: bool = True) -> str:
    clock = Clock.objects.get(leg=leg, part__is_lead=lead)
    return f"{clock.due_at.astimezone(CHINA):%m-%d %H:%M}"


def test_open_time_limits_move_and_stopped_ones_do_not(cast: Cast) -> None:
    """The 16th, 17th and the 26th that was named become days off; the lead has received."""
    load_shipped(now=NOW)
    course = at(cast, Status.RECEIVED)
    received = due_of(Leg.RECEIVE)
    load(with_days_off(date(2021, 3, 16), date(2021, 3, 17), date(2021, 3, 26)), now=LATER)
    assert recount_due(LATER) == 4  # first reply, both finishings, the helper's receiving
    assert due_of(Leg.RECEIVE) == received == "03-16 17:30"
    assert due_of(Leg.FIRST_REPLY) == "03-22 17:30"
    assert due_of(Leg.FINISH) == "03-29 17:30"
    assert course.read().next_due == Clock.objects.get(leg=Leg.FIRST_REPLY).due_at


def test_it_is_done_once_and_written_down(cast: Cast) -> None:
    load_shipped(now=NOW)
    at(cast, Status.RECEIVED)
    load(with_days_off(date(2021, 3, 26)), now=LATER)
    assert recount_due(LATER) > 0
    assert recount_due(LATER) == 0
    told = events_of(cast.city.tenant.pk).filter(code="dispatch.recounted")
    assert [event.details["calendar"] for event in told] == ["示例新版"]


def test_a_day_that_was_agreed_stays(cast: Cast) -> None:
    load_shipped(now=NOW)
    course = at(cast, Status.RECEIVED)
    course.do(Verb.ASK_EXTENSION, until=date(2021, 4, 16)).do(Verb.GRANT_EXTENSION)
    load(with_days_off(date(2021, 3, 26), date(2021, 4, 1)), now=LATER)
    recount_due(LATER)
    assert due_of(Leg.FINISH) == "04-16 17:30"


def test_nothing_is_late_by_a_calendar_that_came_afterwards(cast: Cast) -> None:
    load_shipped(now=NOW)
    course = at(cast, Status.REPLIED)
    load(with_days_off(date(2021, 3, 26)), now=LATER)
    recount_due(LATER)
    assert not any(Clock.objects.filter(dispatch=course.dispatch).values_list("late", flat=True))
