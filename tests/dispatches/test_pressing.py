"""催办 by the ladder: each rung once and in order, however often and by how many it is asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from guatu.dispatches.actions.pressing import press_due
from guatu.dispatches.choices import Colour, Leg
from guatu.dispatches.models import Clock, Dispatch, Fire
from guatu.domain.lifecycle import Status, Verb
from guatu.journal import outbox
from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.notices.actions import spread
from guatu.notices.choices import NoticeKind
from guatu.notices.models import Notice
from tests.city import NOW, build_city
from tests.dispatches.cast import Cast, Course, at, build_cast
from tests.journal.test_recording import in_threads

DONE_BY = date(2021, 3, 26)


def moment(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=CHINA)


def replied_once(cast: Cast) -> Course:
    """Being worked on, with a first word from the lead: only finishing has a time to run out."""
    return at(cast, Status.RECEIVED).do(Verb.REPORT, cast.people["doer"], words="正在办理")


def fired(dispatch: Dispatch, leg: Leg = Leg.FINISH, *, lead: bool = True) -> list[Fire]:
    rows = Fire.objects.filter(clock__dispatch=dispatch, clock__leg=leg)
    return list(rows.filter(clock__part__is_lead=lead))


def test_rungs_come_on_their_days_each_once(cast: Cast) -> None:
    """Default ladder, due on Friday 26 March: T-3, T-1, the day itself, T+2 and T+5 workdays."""
    dispatch = at(cast, Status.RECEIVED).dispatch
    for day in range(17, 35):
        when = moment(3, 1, 8, 31) + timedelta(days=day - 1)
        press_due(when)
        assert press_due(when).rungs == 0
    rungs = fired(dispatch)
    assert [f"{fire.planned_at.astimezone(CHINA):%m-%d}" for fire in rungs] == [
        "03-23",
        "03-25",
        "03-26",
        "03-30",
        "04-02",
    ]
    assert not any(fire.made_up for fire in rungs)
    assert dispatch.stage is Status.RECEIVED


def test_after_a_stop_what_was_missed_comes_at_once_in_order_and_is_marked(cast: Cast) -> None:
    dispatch = at(cast, Status.RECEIVED).dispatch
    press_due(moment(4, 2, 10))
    rungs = fired(dispatch)
    assert [fire.planned_at for fire in rungs] == sorted(fire.planned_at for fire in rungs)
    assert [fire.made_up for fire in rungs] == [True] * 5
    assert press_due(moment(4, 2, 11)).rungs == 0


def test_the_dispatch_shows_its_gravest_slip_until_the_clock_stops(cast: Cast) -> None:
    course = replied_once(cast)
    course.now = moment(3, 30, 10)
    press_due(course.now)
    assert course.read().colour == Colour.YELLOW
    course.do(Verb.REPLY)
    assert course.dispatch.colour == Colour.NONE


def test_a_late_helper_does_not_colour_the_lead(cast: Cast) -> None:
    course = replied_once(cast)
    press_due(moment(3, 22, 10))
    helper = course.dispatch.parts.get(is_lead=False)
    assert course.read().colour == Colour.NONE
    assert helper.colour != Colour.NONE  # has not received what was due on the 16th


@pytest.mark.parametrize("status", [Status.SIGNED_OFF, Status.WITHDRAWN])
def test_nothing_presses_what_is_closed(cast: Cast, status: Status) -> None:
    at(cast, status)
    assert press_due(moment(12, 1)).rungs == 0
    assert not Clock.objects.filter(next_at__isnull=False).exists()


def test_nobody_presses_the_doer_while_it_waits_for_another(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED).do(Verb.PAUSE)
    before = len(fired(course.dispatch))
    press_due(moment(4, 10))
    assert len(fired(course.dispatch)) == before
    assert [fire.clock.leg for fire in Fire.objects.filter(clock__leg=Leg.WAIT)]


def test_a_new_day_takes_the_colour_back(cast: Cast) -> None:
    course = replied_once(cast)
    course.now = moment(3, 26, 9)
    course.do(Verb.ASK_EXTENSION, until=date(2021, 4, 16))
    press_due(moment(3, 30, 10))
    assert course.read().colour == Colour.YELLOW
    course.now = moment(3, 30, 10)
    course.do(Verb.GRANT_EXTENSION)
    assert course.dispatch.colour == Colour.NONE
    before = len(fired(course.dispatch))
    press_due(moment(4, 12, 10))
    assert len(fired(course.dispatch)) == before
    press_due(moment(4, 13, 10))  # three workdays before the 16th
    assert len(fired(course.dispatch)) == before + 1


def test_whom_the_rung_names_is_told_once(cast: Cast) -> None:
    course = at(cast, Status.RECEIVED)
    spread(NOW + timedelta(days=1))
    Notice.objects.all().delete()
    press_due(moment(3, 30, 10))
    spread(moment(3, 30, 11))
    told = Notice.objects.filter(kind=NoticeKind.REMINDER)
    of = {notice.user.name for notice in told}
    assert {cast.city.head.name, cast.city.liaison.name} <= of
    assert cast.stranger.name not in of
    urged = told.filter(user=cast.city.head)
    assert all(course.dispatch.number in str(notice.words) for notice in urged)


@pytest.mark.django_db(transaction=True)
def test_four_schedulers_at_once_press_each_rung_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    cast, when = build_cast(build_city()), moment(4, 10)
    at(cast, Status.RECEIVED)
    alone = press_due(when).rungs
    for n in range(12):
        at(cast, Status.RECEIVED, title=f"示例事项 {n}")
    assert in_threads(4, lambda _: press_due(when)) == []
    rungs = list(Fire.objects.values_list("clock", "edition", "rung"))
    assert len(rungs) == len(set(rungs)) == 13 * alone
    assert _told_of(cast) == len(rungs)
    assert press_due(when).rungs == 0


def _told_of(cast: Cast) -> int:
    """How many events say that somebody was pressed; each of them stands in the outbox."""
    tenant_id = cast.city.tenant.pk
    counts = outbox.counts(tenant_id)
    assert counts.events == counts.rows
    return int(events_of(tenant_id).filter(code="dispatch.pressed").count())
