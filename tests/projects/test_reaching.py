"""Very many plans from their blobs: what one by one and in words would be found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.domain.lights import ProjectFacts
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.blobs import NOTHING, packed
from guatu.projects.networks import Bond, Reach, Works, reach_of
from guatu.projects.reaching import reaches_of
from guatu.projects.standing import Need, Standing, Step
from tests.projects.plans import TODAY, calendars, near, works

maybe = st.none() | near


@st.composite
def needs(draw: st.DrawFn, count: int) -> Need:
    return Need(
        "供地",
        "land",
        draw(st.none() | st.integers(0, count - 1)),
        draw(st.sampled_from([0, 0, 3, 10])),
        draw(maybe),
        draw(maybe),
        draw(st.none() | maybe),
        None,
        "",
        "",
    )


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    plan = draw(works())
    counting = st.sampled_from(["workdays", "workdays", "days"])
    steps = [
        Step(
            one.code,
            one.name,
            one.duration,
            None,
            draw(st.sampled_from([TODAY, TODAY, TODAY, None])),
            one.forecast,
            one.actual_start,
            one.actual_finish,
            True,
            Decimal(0),
            False,
            draw(counting),
            procedure=draw(st.sampled_from([False, False, False, True])),
        )
        for one in plan.steps
    ]
    return standing_of(plan, steps, draw(st.lists(needs(len(steps)), max_size=3)))


def standing_of(plan: Works, steps: list[Step], wanted: list[Need]) -> Standing:
    at = {step.code: place for place, step in enumerate(steps)}
    facts = ProjectFacts(
        TODAY.year,
        planned_start=plan.planned_start,
        actual_start=plan.begun,
        required_finish=plan.required,
    )
    ties = [Bond(at[tie.before], at[tie.after], tie.type, tie.lag) for tie in plan.ties]
    return Standing(facts, tuple(steps), tuple(ties), tuple(wanted))


def one_by_one(standing: Standing, today: date, calendar: WorkCalendar) -> Reach:
    plan = standing.works(today, calendar)
    return reach_of(plan, today, calendar) if plan else Reach()


def all_at_once(many: list[Standing], today: date, calendar: WorkCalendar) -> list[Reach]:
    found = reaches_of([packed(one) for one in many], today, calendar)
    return [
        Reach(slack, date.fromordinal(finish)) if known else Reach()
        for known, slack, finish in zip(
            found.known.tolist(), found.slack.tolist(), found.finish.tolist(), strict=True
        )
    ]


@given(st.lists(standings(), max_size=6), calendars())
@settings(deadline=None, max_examples=300)
def test_all_at_once_is_one_by_one(many: list[Standing], calendar: WorkCalendar) -> None:
    assert all_at_once(many, TODAY, calendar) == [one_by_one(one, TODAY, calendar) for one in many]


@given(standings(), calendars(), st.integers(-40, 400))
@settings(deadline=None, max_examples=300)
def test_one_that_leaves_the_calendar_takes_nobody_with_it(
    standing: Standing, calendar: WorkCalendar, far: int
) -> None:
    short = replace(calendar, last=TODAY + timedelta(max(1, far)), exceptions={})
    plain = standing_of(
        Works("p", [], [], TODAY, None, TODAY),
        [Step("a", "桩基", 1, None, TODAY, None, None, None, True, Decimal(0), False)],
        [],
    )
    found = all_at_once([plain, standing, plain], TODAY, short)
    assert found[0] == found[2] == one_by_one(plain, TODAY, short)
    assert found[1] == one_by_one(standing, TODAY, short)


def test_nothing_to_compute_is_nothing() -> None:
    done = Step("a", "桩基", 1, None, TODAY, None, None, TODAY, True, Decimal(0), False)
    plan = Works("p", [], [], TODAY, TODAY, TODAY)
    assert packed(standing_of(plan, [done], [])) == NOTHING
    assert packed(standing_of(plan, [], [])) == NOTHING
    assert all_at_once([], TODAY, WorkCalendar("x", TODAY, TODAY, {})) == []


def test_a_plan_in_circles_has_no_answer() -> None:
    steps = [
        Step(code, code, 2, None, TODAY, None, None, None, True, Decimal(0), False) for code in "ab"
    ]
    circle = Standing(
        ProjectFacts(TODAY.year, required_finish=TODAY),
        tuple(steps),
        (Bond(0, 1, "FS", 0), Bond(1, 0, "FS", 0)),
    )
    assert packed(circle) == NOTHING
