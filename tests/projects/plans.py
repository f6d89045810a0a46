"""Random works as the patrol meets them, with every fact and tie that a plan may hold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from guatu.domain.schedule import Link
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import Bond, Outline, Work, Works

FIRST, LAST = date(2025, 9, 1), date(2027, 6, 30)
TODAY = date(2026, 3, 4)

near = st.integers(-25, 60).map(lambda n: TODAY + timedelta(n))
past = st.integers(0, 25).map(lambda n: TODAY - timedelta(n))
durations = st.sampled_from([0, 0, 1, 2, 3, 5, 8, 20])
lags = st.sampled_from([0, 0, 0, 1, 2, 4, -1, -2, -4])
kinds = st.sampled_from(["FS", "FS", "FS", "SS", "FF", "SF"])


def outline(plan: Works) -> Outline:
    """``plan`` by the places of its steps."""
    place = {step.code: n for n, step in enumerate(plan.steps)}
    return Outline(
        plan.steps,
        [Bond(place[tie.before], place[tie.after], tie.type, tie.lag) for tie in plan.ties],
        {n: step.not_before for n, step in enumerate(plan.steps) if step.not_before},
        plan.planned_start,
        plan.begun,
        plan.required,
    )


@st.composite
def calendars(draw: st.DrawFn, first: date = FIRST, last: date = LAST) -> WorkCalendar:
    """Monday to Friday with random days off and random weekend days worked."""
    return WorkCalendar(
        "random", first, last, draw(st.dictionaries(near, st.booleans())) | {last: True}
    )


@st.composite
def works(draw: st.DrawFn, most: int = 8) -> Works:
    """Some steps, the first of them done or under way as a rule; ties may jump and repeat."""
    count = draw(st.integers(1, most))
    done = draw(st.integers(0, count))
    steps = [draw(_step(str(n), past if n < done else st.none())) for n in range(count)]
    ties = draw(st.lists(_tie(count), max_size=2 * count)) if count > 1 else []
    return Works(
        project="p",
        steps=draw(st.permutations(steps)) if draw(st.integers(0, 4)) == 0 else steps,
        ties=ties,
        planned_start=draw(st.none() | near),
        begun=draw(st.none() | past | near),
        required=draw(near) + timedelta(draw(st.integers(0, 60))),
    )


@st.composite
def _step(draw: st.DrawFn, code: str, finishes: st.SearchStrategy[date | None]) -> Work:
    finish = draw(finishes)
    starts = st.integers(0, 15).map(lambda n: (finish or TODAY) - timedelta(n))
    return Work(
        code,
        f"工序{code}",
        draw(durations),
        actual_start=draw(st.none() | st.none() | starts),
        actual_finish=finish,
        forecast=draw(st.none() | st.none() | near),
        not_before=draw(st.none() | st.none() | near),
    )


@st.composite
def _tie(draw: st.DrawFn, count: int) -> Link:
    after = draw(st.integers(1, count - 1))
    before = draw(st.integers(0, after - 1))
    return Link(str(before), str(after), draw(kinds), draw(lags))
