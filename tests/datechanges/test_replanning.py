"""A plan drawn anew keeps the same rules as a request, through one door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guatu.datechanges.actions.replanning import adopt_replan
from guatu.datechanges.models import DateChange
from guatu.datechanges.proofs import faults
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.projects.actions.planning import Draft, accept_plan
from guatu.projects.models import Baseline, Project
from tests.city import NOW, City
from tests.datechanges.moving import DUE, PLAN, fresh, planned, why
from tests.projects.granted import GRANTED

LATER = date(2022, 1, 14)
SHORTER = replace(
    PLAN, steps=(replace(PLAN.steps[0], duration=30), *PLAN.steps[1:3], PLAN.steps[3])
)
"""打桩 in 30 days: it may begin later, and ends when it was promised."""


def test_the_door_of_plans_is_shut_without_a_grant(city: City) -> None:
    project = planned(city)
    with pytest.raises(Refusal, match="会推迟 4 个承诺日期（“打桩”、“竣工”、“绿化”等）"):
        accept_plan(project, PLAN, LATER, reason="雨季", by=city.office, now=NOW)
    accept_plan(project, PLAN, LATER, reason="雨季", grant=GRANTED, by=city.office, now=NOW)
    assert fresh(project).required_finish == LATER


def test_what_moves_no_promise_stays_simple(city: City) -> None:
    project = planned(city)
    adopt_replan(project, SHORTER, DUE, reason="改用静压桩", by=city.office, now=NOW)
    assert fresh(project).replans == 1
    assert not DateChange.objects.exists()
    assert faults(city.tenant) == []


def test_an_earlier_finish_stays_simple(city: City) -> None:
    project = planned(city)
    adopt_replan(project, PLAN, date(2021, 11, 30), reason="提前", by=city.office, now=NOW)
    assert fresh(project).required_finish == date(2021, 11, 30)


def test_what_moves_a_promise_asks_for_its_ground(city: City) -> None:
    project = planned(city)
    with pytest.raises(Refusal) as refused:
        adopt_replan(project, PLAN, LATER, reason="雨季", by=city.office, now=NOW)
    assert set(refused.value.fields) == {"reason", "basis", "evidence", "agreed"}
    baseline = adopt_replan(project, PLAN, LATER, why=why(city), by=city.office, now=NOW)
    row = DateChange.objects.get()
    assert (row.direct, row.status, row.baseline, row.days) == (True, "approved", baseline, 14)
    assert {code for code, *_ in row.moves} == {"piles", "done", "green", ""}
    assert faults(city.tenant) == []


def test_nobody_agrees_with_himself(city: City) -> None:
    project = planned(city)
    with pytest.raises(Refusal, match="不能只凭自己同意"):
        adopt_replan(
            project,
            PLAN,
            LATER,
            why=why(city, agreed=[city.posts["office"]]),
            by=city.office,
            now=NOW,
        )


def test_what_is_for_a_leader_takes_a_leader(city: City) -> None:
    project = planned(city)
    far = date(2022, 2, 11)
    with pytest.raises(Refusal, match="须指挥长或包保领导同意"):
        adopt_replan(
            project, PLAN, far, why=why(city, agreed=[city.posts["head"]]), by=city.office, now=NOW
        )
    adopt_replan(project, PLAN, far, why=why(city), by=city.office, now=NOW)
    assert DateChange.objects.get().level == "leader"


def test_a_promise_that_is_dropped_is_moved_too(city: City) -> None:
    project = planned(city)
    without = Draft(PLAN.steps[:3], PLAN.ties)
    with pytest.raises(Refusal):
        adopt_replan(project, without, DUE, reason="绿化另行立项", by=city.office, now=NOW)
    adopt_replan(project, without, DUE, why=why(city), by=city.office, now=NOW)
    assert DateChange.objects.get().moves == [["green", "绿化", "2021-12-31", ""]]


def test_the_rules_hold_for_plans_too(city: City) -> None:
    project = planned(city)
    for finish in (date(2022, 1, 14), date(2022, 1, 21)):
        adopt_replan(project, PLAN, finish, why=why(city), by=city.office, now=NOW)
    with pytest.raises(Refusal, match="已改期 2 次"):
        adopt_replan(project, PLAN, date(2022, 1, 28), why=why(city), by=city.office, now=NOW)


def test_who_does_not_approve_plans_may_not(city: City) -> None:
    project = planned(city)
    with pytest.raises(Forbidden):
        adopt_replan(project, PLAN, LATER, why=why(city), by=city.liaison, now=NOW)


def test_what_went_past_the_rules_is_found(city: City) -> None:
    project = planned(city)
    accept_plan(project, PLAN, LATER, reason="雨季", grant=GRANTED, by=city.office, now=NOW)
    assert "没有改期记录" in str(faults(city.tenant)[0])


def test_an_original_that_was_altered_is_found(city: City) -> None:
    project = planned(city)
    original = Baseline.objects.get(project=project, number=0)
    original.dates["piles"][1] = "2021-12-01"
    original.save(update_fields=["dates"])
    assert "被改动过" in str(faults(city.tenant)[0])
    Project.objects.filter(pk=project.pk).update(original_finish=LATER)
    assert any("原要求完成不一致" in str(one) for one in faults(city.tenant))
