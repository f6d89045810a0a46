"""All that is amiss in some dimensions, not only the worst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from guatu.domain.lights import MONDAY_TO_FRIDAY, Light, ProjectFacts, alarms, judge
from guatu.projects.packs import preset

FEBRUARY = date(2021, 2, 1)
DAY = date(2021, 3, 15)
ODD = ProjectFacts(
    2021,
    actual_start=date(2021, 1, 4),
    year_plan=Decimal(10000),
    total_investment=Decimal(10000),
    done_year_by_month=((FEBRUARY, Decimal(5000)),),
    registered_year_by_month=((FEBRUARY, Decimal(1000)),),
    paid_year_by_month=((FEBRUARY, Decimal(9000)),),
    physical_by_month=((FEBRUARY, Decimal(10)),),
)
CODES = ("progresses", "registration")


def found(facts: ProjectFacts) -> list[tuple[str, Light]]:
    listed = alarms(preset("default"), facts, DAY, MONDAY_TO_FRIDAY, CODES)
    return [(reason.rule_id, reason.light) for reason in listed]


def test_every_rule_that_holds_is_told_worst_first() -> None:
    assert found(ODD) == [
        ("registration-late-2", Light.RED),
        ("progresses-physical-behind-20", Light.YELLOW),
        ("progresses-registered-behind-20", Light.YELLOW),
        ("progresses-paid-over-30", Light.YELLOW),
    ]


def test_what_goes_along_raises_none() -> None:
    even = ((FEBRUARY, Decimal(1700)),)
    fine = replace(
        ODD,
        done_year_by_month=even,
        registered_year_by_month=even,
        paid_year_by_month=even,
        registered_on=date(2021, 2, 1),
    )
    assert found(fine) == []


def test_the_worst_of_them_is_what_the_light_says() -> None:
    verdict = judge(preset("default"), ODD, DAY)
    by_dimension = {reason.dimension: reason.rule_id for reason in verdict.reasons}
    assert by_dimension["registration"] == "registration-late-2"
    assert by_dimension["progresses"] in {rule for rule, _ in found(ODD)}
