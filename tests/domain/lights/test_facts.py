"""Facts in storage: nothing is lost, nothing idle is kept, and what was stored before reads on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from guatu.domain.lights import Light, MilestoneFact, NeedFact, ProjectFacts, judge
from tests.domain.lights.samples import investing, pack

DAY = date(2021, 3, 31)


def test_only_what_is_known_is_stored() -> None:
    facts = ProjectFacts(
        2021,
        milestones=(MilestoneFact("开工", date(2021, 3, 1)),),
        needs=(NeedFact("用地", "", date(2021, 2, 1)),),
    )
    assert facts.as_json() == {
        "year": 2021,
        "milestones": [{"name": "开工", "planned": "2021-03-01"}],
        "needs": [{"name": "用地", "needed_by": "2021-02-01"}],
    }


@pytest.mark.parametrize(
    "facts",
    [
        ProjectFacts(2021, month_curve=()),
        ProjectFacts(2021, year_plan=Decimal("0"), min_slack=0),
        ProjectFacts(2021, done_before_year=Decimal("12400.50"), is_reserve=True),
        ProjectFacts(
            2021,
            needs=(NeedFact("用电", "调试", None, DAY, DAY, True),),
            milestones=(MilestoneFact("封顶", DAY, DAY, DAY, True, Decimal("12.5")),),
            physical_by_month=((date(2021, 3, 1), Decimal("103.5")),),
        ),
    ],
)
def test_stored_facts_come_back(facts: ProjectFacts) -> None:
    again = ProjectFacts.from_json(json.loads(json.dumps(facts.as_json())))
    assert again == facts
    assert again.month_curve == facts.month_curve


def test_facts_that_were_stored_with_empty_values_read_on() -> None:
    stored = {
        "year": 2021,
        "planned_start": None,
        "month_curve": None,
        "min_slack": None,
        "milestones": [
            {
                "name": "开工",
                "planned": "2021-03-01",
                "forecast": None,
                "actual": None,
                "committed": False,
            }
        ],
        "registration_unknown": False,
    }
    assert ProjectFacts.from_json(stored) == ProjectFacts(
        2021, milestones=(MilestoneFact("开工", date(2021, 3, 1)),)
    )


@pytest.mark.parametrize("name", ["paid_year_by_month", "physical_by_month"])
def test_amounts_by_month_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        ProjectFacts.from_json({"year": 2021, name: [["2021-03-01", "NaN"]]})


def test_a_reserve_project_has_no_light_whatever_its_facts() -> None:
    late = investing("0", 3, planned_start=date(2020, 1, 1), is_reserve=True)
    verdict = judge(pack("default"), late, DAY)
    assert (verdict.light, verdict.next_change) == (Light.NONE, None)
    assert str(verdict.headline) == "储备项目不计灯"


def test_a_reserve_project_can_be_withdrawn_too() -> None:
    leaving = ProjectFacts(2021, is_reserve=True, withdrawn_on=date(2021, 4, 2))
    assert judge(pack("default"), leaving, DAY).stale_on == date(2021, 4, 2)
    assert "退出" in str(judge(pack("default"), leaving, date(2021, 4, 2)).headline)
