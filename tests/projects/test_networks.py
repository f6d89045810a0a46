"""What a need does to the network of a project: facts first, then what is inferred from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guatu.domain.needs import Break, OpenNeed, breaks
from guatu.domain.schedule import Link
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import Work, Works, plan_waiting

CALENDAR = WorkCalendar("plain", date(2025, 1, 1), date(2027, 12, 31), {})
TODAY = date(2026, 3, 11)
WORKS = Works(
    project="厂房",
    steps=[
        Work("qz", "清障", 5, actual_finish=date(2026, 3, 6)),
        Work("zj", "桩基", 20),
        Work("jg", "竣工", 0),
    ],
    ties=[Link("qz", "zj"), Link("zj", "jg")],
    planned_start=date(2026, 3, 2),
    begun=None,
    required=date(2026, 4, 3),
)
LAND = OpenNeed("供地", "zj", date(2026, 3, 9), date(2026, 3, 12))


def found(works: Works, need: OpenNeed = LAND) -> Break:
    return breaks(plan_waiting(works, TODAY, CALENDAR), [need], TODAY, CALENDAR).each[0]


def test_a_step_that_waits_for_land_has_not_begun_and_loses_the_days() -> None:
    """Without the need 桩基 would be at work since Monday the 9th."""
    late = found(WORKS)
    assert (late.days_short, late.step_days, late.finish_days) == (3, 3, 3)
    today = found(WORKS, replace(LAND, promised=None))
    assert (today.days_short, today.step_days, today.finish_days) == (2, 2, 2)


def test_a_step_that_was_reported_begun_waits_for_nothing() -> None:
    begun = WORKS.steps[1]._replace(actual_start=date(2026, 3, 9))
    late = found(replace(WORKS, steps=[WORKS.steps[0], begun, WORKS.steps[2]]))
    assert (late.days_short, late.step_days, late.finish_days) == (3, 0, 0)
