"""How a project stands: its document says all that a light is judged from, and no more."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights import ProjectFacts
from guatu.projects.networks import DAYS, WORKDAYS, Bond, reach_of
from guatu.projects.standing import Need, Standing, Step
from guatu.workdays.shipped import shipped_calendar

FACTS = ProjectFacts(
    2021,
    planned_start=date(2021, 3, 1),
    actual_start=date(2021, 3, 1),
    required_finish=date(2021, 6, 30),
    year_plan=Decimal(12000),
    done_year_by_month=((date(2021, 2, 1), Decimal("1260.5")),),
)
NO_DAY = None


def step(code: str, duration: int, finish: date, **more: Any) -> Step:
    blank = Step(code, f"节点{code}", duration, NO_DAY, finish, NO_DAY, NO_DAY, NO_DAY, True,
                 Decimal(0), False)  # fmt: skip
    return blank._replace(**more)


def need(by: date | None, at: int | None = 1, **more: Any) -> Need:
    blank = Need("供地", "land", at, 0, by, NO_DAY, NO_DAY, NO_DAY, "", "")
    return blank._replace(**more)


STEPS = (step("base", 20, date(2021, 4, 20)), step("frame", 20, date(2021, 5, 20)))
TIES = (Bond(0, 1, "FS", 0),)
PLANNED = Standing(FACTS, STEPS, TIES)
TODAY = date(2021, 3, 15)

days = st.none() | st.dates(date(2020, 1, 1), date(2024, 12, 31))
steps = st.builds(
    Step,
    st.text("abc", min_size=1, max_size=3),
    st.text("基础主体封顶", min_size=1, max_size=4),
    st.integers(0, 90),
    days,
    days,
    days,
    days,
    days,
    st.booleans(),
    st.decimals(0, 100, places=2),
    st.booleans(),
    st.sampled_from([WORKDAYS, DAYS]),
    st.none() | st.integers(1, 90),
    st.none() | st.integers(1, 180),
    days,
)
needs = st.builds(
    Need,
    st.text("供地环评", min_size=1, max_size=3),
    st.sampled_from(["land", "power"]),
    st.none() | st.integers(0, 3),
    st.integers(0, 20),
    days,
    days,
    days,
    days,
    st.sampled_from(["", "a1"]),
    st.sampled_from(["", "等待批文"]),
)
ties = st.builds(
    Bond,
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from(["FS", "SS", "FF", "SF"]),
    st.integers(-9, 9),
).filter(lambda tie: tie.before != tie.after)


@given(st.lists(steps, max_size=5), st.lists(ties, max_size=4), st.lists(needs, max_size=4))
def test_the_document_is_read_back_as_it_was_written(
    some: list[Step], tied: list[Bond], wanted: list[Need]
) -> None:
    standing = Standing(FACTS, tuple(some), tuple(tied), tuple(wanted))
    text = json.dumps(standing.as_json())
    assert Standing.from_json(json.loads(text)) == standing
    assert Standing.from_text(text) == standing


def test_a_document_from_before_there_were_so_many_columns_is_still_read() -> None:
    document = PLANNED.as_json()
    assert len(document["steps"]) < len(STEPS[0])
    document["steps"] = [*document["steps"], *[0] * (11 - len(document["steps"]))]
    assert Standing.from_json(document) == PLANNED
    assert Standing.from_text(json.dumps(document)) == PLANNED


def test_a_row_of_a_ledger_makes_a_short_document() -> None:
    assert len(json.dumps(Standing(FACTS).as_json())) < 300


def test_a_need_that_is_not_there_holds_its_step_back() -> None:
    """Wanted by 20 April and promised for 10 May: the frame cannot begin before."""
    late = replace(PLANNED, needs=(need(date(2021, 4, 20), promised=date(2021, 5, 10)),))
    calendar = shipped_calendar()
    works, free = late.works(TODAY, calendar), PLANNED.works(TODAY, calendar)
    assert works is not None
    assert free is not None
    assert [work.not_before for work in works.steps] == [None, date(2021, 5, 10)]
    # the base ends on 26 March; then 30 more workdays pass than without the need
    held, open_ = (reach_of(plan, TODAY, calendar).slack for plan in (works, free))
    assert held is not None
    assert open_ is not None
    assert held < open_


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        (need(date(2021, 4, 20), delivered=date(2021, 3, 10)), None),
        (need(date(2021, 3, 1), delivered=date(2021, 3, 20)), date(2021, 3, 15)),
        (need(date(2021, 3, 1)), date(2021, 3, 15)),
        (need(date(2021, 3, 15)), None),
        (need(date(2021, 4, 1), promised=date(2021, 4, 17)), date(2021, 4, 19)),
        (need(date(2021, 4, 1), promised=date(2021, 4, 20), lead=5), date(2021, 4, 26)),
        (need(None), None),
        (need(date(2021, 4, 20), at=None), None),
    ],
    ids=[
        "there",
        "there later",
        "overdue",
        "not late yet",
        "promised for a Saturday",
        "lead, a Sunday worked",
        "no day",
        "no step",
    ],
)
def test_from_when_a_step_may_begin(wanted: Need, held: date | None) -> None:
    works = replace(PLANNED, needs=(wanted,)).works(TODAY, shipped_calendar())
    assert works is not None
    assert works.steps[1].not_before == held


def test_a_permit_that_runs_out_is_needed_again() -> None:
    permit = need(date(2021, 3, 1), delivered=date(2021, 2, 20), expires=date(2021, 4, 30))
    facts = replace(PLANNED, needs=(permit,)).judged_facts()
    assert [(fact.needed_by, fact.delivered) for fact in facts.needs] == [
        (date(2021, 3, 1), date(2021, 2, 20)),
        (date(2021, 4, 30), None),
    ]


def test_a_permit_of_a_step_that_is_done_may_run_out() -> None:
    done = (STEPS[0], STEPS[1]._replace(actual_finish=date(2021, 3, 12)))
    permit = need(date(2021, 3, 1), delivered=date(2021, 2, 20), expires=date(2021, 4, 30))
    facts = replace(PLANNED, steps=done, needs=(permit,)).judged_facts()
    assert [fact.needed_by for fact in facts.needs] == [date(2021, 3, 1)]


def test_no_works_without_a_promise_and_when_all_is_done() -> None:
    calendar = shipped_calendar()
    open_end = replace(PLANNED, facts=replace(FACTS, required_finish=None))
    assert open_end.works(TODAY, calendar) is None
    done = tuple(one._replace(actual_finish=date(2021, 3, 12)) for one in STEPS)
    assert replace(PLANNED, steps=done).works(TODAY, calendar) is None
    assert Standing(FACTS).works(TODAY, calendar) is None
