"""Random plans small enough for the day-by-day oracle, and rich enough to trip over."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from guatu.domain.schedule import Activity, Link, ProjectPlan
from guatu.domain.workcalendar import EVERY_DAY, MONDAY_TO_FRIDAY, WorkCalendar

FIRST = date(2025, 9, 1)
LAST = date(2026, 12, 31)
START = date(2026, 3, 2)
SIX_DAYS = (1, 1, 1, 1, 1, 1, 0)


@st.composite
def calendars(draw: st.DrawFn) -> list[WorkCalendar]:
    """Three calendars with random days off and random weekend days worked."""
    near = st.integers(-20, 90).map(lambda n: START + timedelta(n))
    return [
        WorkCalendar(
            "random",
            FIRST,
            LAST,
            draw(st.dictionaries(near, st.booleans(), max_size=12)),
            week=week,
        )
        for week in (MONDAY_TO_FRIDAY, EVERY_DAY, SIX_DAYS)
    ]


@st.composite
def plans(draw: st.DrawFn, *, dated: bool = True, actual: bool = True) -> ProjectPlan:
    """Up to seven activities; ``dated`` allows SNET, FNLT and ALAP, ``actual`` reported dates."""
    count = draw(st.integers(1, 7))
    reported = START + timedelta(draw(st.integers(0, 25)))
    activities = [draw(_activity(str(n), reported, dated, actual)) for n in range(count)]
    links = draw(st.lists(_link(count), max_size=9)) if count > 1 else []
    required = st.integers(5, 70).map(lambda n: START + timedelta(n))
    return ProjectPlan(
        "p",
        START + timedelta(draw(st.integers(0, 6))),
        activities,
        links,
        required=draw(st.none() | required),
        data_date=draw(st.sampled_from([None, reported])),
    )


@st.composite
def _activity(draw: st.DrawFn, one: str, reported: date, dated: bool, actual: bool) -> Activity:
    day = st.integers(-3, 30).map(lambda n: START + timedelta(n))
    maybe = st.none() | day if dated else st.none()
    began, ended = None, None
    if actual and draw(st.booleans()):
        began = reported - timedelta(draw(st.integers(0, 12)))
        ended = draw(
            st.none() | st.integers(0, (reported - began).days).map(lambda n: began + timedelta(n))
        )
        if ended and draw(st.booleans()):
            began = None
    snet, fnet = draw(maybe), draw(st.none() | maybe)
    late = st.none() | day.map(lambda d: d + timedelta(14))
    on_it = dated and draw(st.integers(0, 5)) == 0  # held to a day, not only from it on
    return Activity(
        one,
        f"工序{one}",
        draw(st.sampled_from([0, 0, 1, 2, 3, 5, 6])),
        calendar=draw(st.sampled_from([0, 0, 1, 2])),
        snet=snet,
        fnlt=fnet if on_it else draw(late) if dated else None,
        snlt=snet if on_it else draw(st.none() | late) if dated else None,
        fnet=fnet,
        actual_start=began,
        actual_finish=ended,
        remaining=draw(st.none() | st.integers(0, 4)),
        alap=dated and draw(st.integers(0, 4)) == 0,
        must=dated and draw(st.integers(0, 5)) == 0,
    )


@st.composite
def _link(draw: st.DrawFn, count: int) -> Link:
    after = draw(st.integers(1, count - 1))
    before = draw(st.integers(0, after - 1))
    kind = draw(st.sampled_from(["FS", "FS", "SS", "FF", "SF"]))
    return Link(str(before), str(after), kind, draw(st.sampled_from([0, 0, 1, 2, 4, -1, -2, -4])))
