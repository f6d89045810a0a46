"""Asking for another date: what moves with it, what the rules say, what is kept."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.datechanges.actions.asking import consequence, withdraw_change
from guatu.datechanges.actions.deciding import acknowledge, approve_change, refuse_change
from guatu.datechanges.actions.terms import set_terms
from guatu.datechanges.models import DateChange
from guatu.datechanges.proofs import faults
from guatu.datechanges.terms import terms_of
from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import accept_plan
from tests.city import NOW, City
from tests.datechanges.moving import (
    DUE,
    PLAN,
    asked,
    commander,
    days_of,
    fresh,
    planned,
    why,
)
from tests.projects.granted import GRANTED

PILES = date(2021, 9, 16)
"""When 打桩 is due: 72 workdays before the end of the year, over 中秋 and 国庆."""


class TestEffect:
    def test_what_waits_moves_along_and_all_else_stays(self, city: City) -> None:
        project = planned(city)
        assert days_of(project)["piles"] == PILES
        found = consequence(project, "piles", date(2021, 9, 23), "design", now=NOW)
        moved = {one.code: one for one in found.effect.moved}
        assert list(moved) == ["piles", "done", ""]  # 主体 was promised to nobody
        assert set(found.effect.also) == {"frame"}
        assert moved["done"].after == moved[""].after == date(2022, 1, 7)  # 4 workdays
        assert "green" not in moved

    def test_nothing_is_written(self, city: City) -> None:
        project = planned(city)
        before, events = days_of(project), history_of(project.pk).count()
        consequence(project, "piles", date(2021, 10, 8), "design", now=NOW)
        assert (days_of(project), history_of(project.pk).count()) == (before, events)

    def test_the_finish_takes_only_the_last_steps_with_it(self, city: City) -> None:
        project = planned(city)
        found = consequence(project, "", date(2022, 1, 14), "design", now=NOW)
        assert [one.code for one in found.effect.moved] == ["", "done", "green"]

    def test_the_slack_that_is_gained_is_shown(self, city: City) -> None:
        project = planned(city)
        found = consequence(project, "", date(2022, 1, 14), "design", now=NOW)
        before, after = found.effect.before, found.effect.after
        assert before.slack is not None
        assert after.slack == before.slack + 9  # 4 to 14 January but for a weekend

    def test_an_earlier_day_needs_no_request(self, city: City) -> None:
        project = planned(city)
        with pytest.raises(Refusal, match="不必申请改期"):
            asked(city, project, date(2021, 7, 1))

    def test_what_is_done_is_not_moved(self, city: City) -> None:
        project = planned(city)
        piles = project.milestones.get(code="piles")
        finish_milestone(piles, on=date(2021, 3, 12), by=city.liaison, now=NOW)
        with pytest.raises(Refusal, match="已于 2021-03-12 完成"):
            asked(city, project, date(2021, 10, 8))


class TestAsking:
    def test_a_request_keeps_its_ground_and_its_effect(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24))
        assert (row.number, row.status, row.level) == (1, "asked", "office")
        assert (row.reason_name, row.objective, row.counted) == ("设计变更", False, True)
        assert row.notice > 100
        assert list(row.agreed.all()) == [city.posts["deputy"]]
        assert fresh(project).replans == 0  # nothing has moved yet

    def test_every_field_that_is_missing_is_named(self, city: City) -> None:
        project = planned(city)
        with pytest.raises(Refusal) as refused:
            asked(city, project, date(2021, 9, 24), words=" ", basis="", evidence="", agreed=[])
        assert set(refused.value.fields) == {"words", "basis", "evidence", "agreed"}

    def test_who_waits_for_somebody_names_the_unit(self, city: City) -> None:
        project = planned(city)
        with pytest.raises(Refusal, match="请选择在等哪个单位"):
            asked(city, project, date(2021, 9, 24), reason="factor")
        row = asked(city, project, date(2021, 9, 24), reason="factor", waiting_unit=city.housing)
        assert row.waiting_unit == city.housing

    def test_inside_the_window_nothing_is_asked(self, city: City) -> None:
        project = planned(city)
        late = NOW.replace(month=9, day=14)
        with pytest.raises(Refusal, match=r"不再受理改期.*暂停等待"):
            asked(city, project, date(2021, 9, 30), now=late)
        row = asked(city, project, date(2021, 9, 30), now=late, reason="force-majeure")
        assert (row.level, row.counted) == ("leader", False)

    def test_one_request_at_a_time(self, city: City) -> None:
        project = planned(city)
        asked(city, project, date(2021, 9, 24))
        with pytest.raises(Refusal, match="已有一份改期申请"):
            asked(city, project, date(2021, 9, 27))

    def test_whoever_does_not_answer_for_it_may_not_ask(self, city: City) -> None:
        project = planned(city)
        for person in (city.other_liaison, city.reader, city.deputy):
            with pytest.raises(Forbidden):
                asked(city, project, date(2021, 9, 24), by=person)


class TestDeciding:
    def test_what_is_approved_is_the_plan_and_the_original_stays(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24))
        moves = {code: after for code, _, _, after in row.moves}
        approve_change(row, by=city.office, now=NOW)
        project = fresh(project)
        found = {code: str(day) for code, day in days_of(project).items()}
        assert {code: found[code] for code in ("piles", "done")} == {
            code: moves[code] for code in ("piles", "done")
        }
        assert found["green"] == str(DUE)
        assert str(project.required_finish) == moves[""]
        assert (project.replans, project.original_finish) == (1, DUE)
        row.refresh_from_db()
        assert (row.status, row.baseline.number) == ("approved", 1)
        assert project.baselines.get(number=0).required_finish == DUE
        assert faults(city.tenant) == []

    def test_a_start_moves_with_its_finish(self, city: City) -> None:
        project = planned(city)
        before = project.milestones.get(code="done")
        approve_change(asked(city, project, date(2021, 9, 24)), by=city.office, now=NOW)
        after = project.milestones.get(code="done")
        assert before.planned_start
        assert after.planned_start
        assert after.planned_start > before.planned_start

    def test_who_asks_never_approves(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24), by=city.office)
        with pytest.raises(Forbidden, match="不能审批自己的申请"):
            approve_change(row, by=city.office, now=NOW)
        approve_change(row, by=city.deputy, now=NOW)
        assert DateChange.objects.get().decided_by == city.deputy

    def test_a_long_one_is_for_a_leader(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 10, 20))
        assert row.level == "leader"
        with pytest.raises(Forbidden):
            approve_change(row, by=city.office, now=NOW)
        approve_change(row, by=commander(city), now=NOW)

    def test_refused_with_a_reason_and_read(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24))
        with pytest.raises(Refusal, match="理由"):
            refuse_change(row, reason=" ", by=city.office, now=NOW)
        refuse_change(row, reason="示例：可以加一个作业面", by=city.office, now=NOW)
        acknowledge(row, by=city.liaison, now=NOW)
        row.refresh_from_db()
        assert (row.status, row.acknowledged_at) == ("refused", NOW)
        assert fresh(project).replans == 0

    def test_decided_twice_the_second_is_told(self, city: City) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        approve_change(row, seen=1, by=city.office, now=NOW)
        with pytest.raises(StateChanged, match="示例甲"):
            refuse_change(row, reason="不行", seen=1, by=city.deputy, now=NOW)

    def test_withdrawn_only_by_whoever_asked(self, city: City) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        with pytest.raises(Forbidden):
            withdraw_change(row, by=city.head, now=NOW)
        withdraw_change(row, by=city.liaison, now=NOW)
        assert DateChange.objects.get().status == "withdrawn"

    def test_a_plan_that_changed_since_is_not_overruled(self, city: City) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24))
        accept_plan(
            project, PLAN, date(2022, 1, 31), reason="另排", grant=GRANTED, by=city.office, now=NOW
        )
        with pytest.raises(Refusal, match="计划已经调整过"):
            approve_change(row, by=city.office, now=NOW)


class TestLimits:
    def test_the_third_change_of_a_date_is_refused(self, city: City) -> None:
        project = planned(city)
        for day in (date(2021, 9, 24), date(2021, 10, 8)):
            row = asked(city, project, day)
            approve_change(row, by=city.deputy, now=NOW)
            project = fresh(project)
        with pytest.raises(Refusal, match="已改期 2 次"):
            asked(city, project, date(2021, 10, 15))

    def test_all_days_together_are_limited(self, city: City) -> None:
        project = planned(city)
        approve_change(asked(city, project, date(2022, 2, 15), target=""), by=city.deputy, now=NOW)
        with pytest.raises(Refusal, match="已累计 46 天，规则最多 60 天，这次最多还能推迟 14 天"):
            asked(city, fresh(project), date(2022, 3, 31), target="")

    def test_force_majeure_counts_against_nothing(self, city: City) -> None:
        project = planned(city)
        for day in (date(2021, 9, 24), date(2021, 10, 15), date(2021, 11, 5)):
            row = asked(city, project, day, reason="force-majeure")
            approve_change(row, by=city.deputy, now=NOW)
            project = fresh(project)
        assert asked(city, project, date(2021, 11, 15)).number == 4

    def test_a_government_sets_its_own_rules(self, city: City) -> None:
        project = planned(city)
        terms = terms_of(city.tenant.pk)
        values = {"most_times": 1, "reasons": [{"code": "rain", "name": "汛期", "objective": True}]}
        set_terms(city.tenant, values, seen=terms.version, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="请选择改期原因"):
            asked(city, project, date(2021, 9, 24))
        row = asked(city, project, date(2021, 9, 24), reason="rain")
        approve_change(row, by=city.deputy, now=NOW)
        with pytest.raises(Refusal, match="已改期 1 次，规则最多 1 次"):
            asked(city, fresh(project), date(2021, 10, 8), reason="rain")

    def test_only_the_office_sets_rules(self, city: City) -> None:
        with pytest.raises(Forbidden):
            set_terms(city.tenant, {"most_times": 9}, seen=0, by=city.liaison, now=NOW)
        with pytest.raises(Refusal):
            set_terms(city.tenant, {"reasons": []}, seen=0, by=city.office, now=NOW)


def test_the_words_of_why_are_kept(city: City) -> None:
    row = asked(city, planned(city), date(2021, 9, 24))
    assert (row.words, row.evidence) == (why(city).words, why(city).evidence)
