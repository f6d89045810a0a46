"""The fourteen checks: each on a plan that fails just it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from guatu.domain.schedule import Activity, Link, ProjectPlan, build_network, schedule
from guatu.domain.schedule.quality import Known, Verdict, assess
from guatu.domain.workcalendar import WorkCalendar

OFFICE = WorkCalendar("office", date(2025, 1, 1), date(2035, 12, 31), {})
STEPS = [Activity(f"s{n}", f"工序{n}", 10) for n in range(1, 7)]
LINKS = [Link(before.id, after.id) for before, after in pairwise(STEPS)]
PLAN = ProjectPlan("p", date(2026, 3, 2), STEPS, LINKS, data_date=date(2026, 3, 2))


def checks(plan=PLAN, known=None):
    found = assess(schedule(build_network([plan]), [OFFICE]), [OFFICE], known)
    return {check.number: check for check in found}


def with_step(n, **changes):
    steps = [replace(step, **changes) if at == n else step for at, step in enumerate(STEPS)]
    return replace(PLAN, activities=steps)


def test_a_plain_chain_has_nothing_to_look_at():
    found = checks()
    assert list(found) == list(range(1, 15))
    assert {one.verdict for one in found.values()} <= {Verdict.FINE, Verdict.NONE}
    assert found[12].figure == 1


@pytest.mark.parametrize(
    ("plan", "number", "activities"),
    [
        (replace(PLAN, links=LINKS[:-2] + LINKS[-1:]), 1, ("s5", "s6")),
        (replace(PLAN, links=[*LINKS[:-1], Link("s5", "s6", "FS", -2)]), 2, ("s6",)),
        (replace(PLAN, links=[*LINKS[:-1], Link("s5", "s6", "FS", 5)]), 3, ("s6",)),
        (replace(PLAN, links=[*LINKS[:-1], Link("s5", "s6", "FF", 0)]), 4, ("s6",)),
        (with_step(2, fnlt=date(2026, 12, 31)), 5, ("s3",)),
        (with_step(2, duration=45), 8, ("s3",)),
        (replace(PLAN, links=[*LINKS[:-1], Link("s1", "s6")]), 1, ("s6",)),
    ],
)
def test_what_is_to_be_looked_at_is_named(plan, number, activities):
    found = checks(plan)[number]
    assert (found.verdict, found.activities) == (Verdict.LOOK, activities)


def test_much_slack():
    side = [*STEPS, Activity("t", "绿化", 5)]
    plan = replace(PLAN, activities=side, links=[*LINKS, Link("s1", "t"), Link("t", "s6")])
    assert checks(plan)[6].verdict == Verdict.FINE
    slow = [replace(one, duration=60) if one.id == "s3" else one for one in side]
    found = checks(replace(plan, activities=slow))[6]
    assert (found.figure, found.activities) == (Fraction(1, 7), ("t",))


def test_a_plan_made_backwards_is_advice_and_not_failure():
    found = checks(replace(PLAN, required=date(2026, 4, 30)))
    assert found[5].verdict == found[7].verdict == found[13].verdict == Verdict.BACKWARD
    assert found[7].figure == 6
    assert found[13].figure < Fraction(95, 100)
    assert "倒排" in str(found[7].advice)


def test_what_is_known_beside_the_network():
    today = date(2026, 4, 1)
    steps = [
        replace(STEPS[0], actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 20)),
        *STEPS[1:],
    ]
    known = Known(
        baseline={"s1": date(2026, 3, 13), "s2": date(2026, 3, 27), "s3": date(2026, 4, 10)},
        forecasts={"s2": date(2026, 3, 31)},
        resourced={"s1", "s2"},
    )
    found = checks(replace(PLAN, activities=steps, data_date=today), known)
    assert found[9].activities == ("s2",)
    assert (found[10].verdict, found[10].figure) == (Verdict.NOTE, 4)
    assert found[11].activities == ("s1", "s2")
    assert found[14].figure == Fraction(1, 2)


def test_done_plans_and_empty_ones():
    done = [
        replace(one, actual_start=date(2026, 3, 2), actual_finish=date(2026, 3, 2)) for one in STEPS
    ]
    found = checks(replace(PLAN, activities=done))
    assert found[1].verdict == found[12].verdict == Verdict.NONE
    assert checks(replace(PLAN, activities=[], links=[])) == {}


def test_the_test_of_the_critical_path_follows_begun_work():
    begun = replace(STEPS[0], actual_start=date(2026, 3, 2), remaining=3)
    plan = replace(PLAN, activities=[begun, *STEPS[1:]], data_date=date(2026, 3, 6))
    assert checks(plan)[12].figure == 1
