"""暂停等待: the clock of whoever waits rests, that of whoever is waited for runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.boards.desk import desk_of
from guatu.datechanges.actions.asking import ask_back
from guatu.datechanges.actions.deciding import approve_change
from guatu.datechanges.actions.pausing import (
    acknowledge_pause,
    approve_pause,
    end_delivered,
    end_pause,
    refuse_pause,
    withdraw_pause,
)
from guatu.datechanges.models import PlanPause
from guatu.datechanges.proofs import faults
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.projects.actions.needs import Wanted, add_needs
from guatu.projects.actions.supplying import deliver_need
from guatu.projects.models import Excuse, SupportNeed
from guatu.projects.patrol import recheck
from tests.city import NOW, TODAY, City
from tests.datechanges.moving import days_of, fresh, paused, planned

DAY = timedelta(days=1)


class TestAsking:
    def test_the_unit_has_it_on_its_desk_at_once(self, city: City) -> None:
        paused(city, planned(city))
        need = SupportNeed.objects.get()
        assert (need.name, need.supplier, need.needed_by) == (
            "施工许可",
            city.housing,
            date(2021, 4, 9),
        )
        desk = desk_of(city.other_liaison.access, NOW)
        assert "施工许可" in [line.row.title for shelf in desk.shelves for line in shelf.lines]

    def test_what_is_on_the_chart_already_is_not_asked_for_again(self, city: City) -> None:
        project = planned(city)
        asked = Wanted(element="land", milestone=project.milestones.first(), supplier=city.housing)
        need = add_needs(project, [asked], by=city.office, now=NOW)[0]
        row = paused(city, project, need=need, unit=None, what="")
        assert (row.need, row.unit, row.what) == (need, city.housing, need.name)
        assert SupportNeed.objects.count() == 1

    def test_every_field_that_is_missing_is_named(self, city: City) -> None:
        project = planned(city)
        with pytest.raises(Refusal) as refused:
            paused(city, project, unit=None, what="", words="", since=TODAY + DAY, expected=TODAY)
        assert set(refused.value.fields) == {"unit", "what", "words", "since", "expected"}

    def test_one_pause_at_a_time(self, city: City) -> None:
        project = planned(city)
        paused(city, project)
        with pytest.raises(Refusal, match="已有一份暂停"):
            paused(city, project)
        assert paused(city, project, milestone=None).subject == ""

    def test_whoever_does_not_answer_for_it_may_not_ask(self, city: City) -> None:
        project = planned(city)
        with pytest.raises(Forbidden):
            paused(city, project, by=city.other_liaison)


class TestDeciding:
    def test_the_light_rests_once_it_is_approved(self, city: City) -> None:
        project = planned(city)
        row = paused(city, project)
        assert not Excuse.objects.exists()
        approve_pause(row, by=city.office, now=NOW)
        rested = set(Excuse.objects.values_list("dimension", flat=True))
        assert {"milestones", "finish"} <= rested
        assert "report" not in rested  # a pause frees nobody from reporting
        excuse = Excuse.objects.get(dimension="finish")
        assert (excuse.since, excuse.until) == (date(2021, 3, 10), date(2021, 4, 9))
        assert "等示例住建局施工许可" in excuse.reason

    def test_a_light_that_was_red_is_paused(self, city: City) -> None:
        project = planned(city, registered_on=date(2021, 2, 1))
        project.milestones.filter(code="piles").update(planned_finish=date(2021, 3, 1))
        recheck([project], now=NOW)
        assert fresh(project).light == "red"
        approve_pause(paused(city, project), by=city.office, now=NOW)
        reasons = fresh(project).light_reason
        assert fresh(project).light != "red", reasons

    def test_neither_who_asked_nor_who_is_waited_for_decides(self, city: City) -> None:
        row = paused(city, planned(city), by=city.office)
        with pytest.raises(Forbidden, match="不能审批自己"):
            approve_pause(row, by=city.office, now=NOW)
        with pytest.raises(Forbidden):
            approve_pause(row, by=city.other_liaison, now=NOW)
        approve_pause(row, by=city.inspector, now=NOW)

    def test_refused_and_read(self, city: City) -> None:
        row = paused(city, planned(city))
        refuse_pause(row, reason="示例：许可已在 3 月 9 日核发", by=city.office, now=NOW)
        acknowledge_pause(row, by=city.liaison, now=NOW)
        assert PlanPause.objects.get().acknowledged_at == NOW
        assert not Excuse.objects.exists()

    def test_withdrawn(self, city: City) -> None:
        row = paused(city, planned(city))
        withdraw_pause(row, by=city.liaison, now=NOW)
        assert PlanPause.objects.get().status == "withdrawn"


class TestEnding:
    def test_it_ends_by_itself_when_it_is_there(self, city: City) -> None:
        project = planned(city)
        row = paused(city, project)
        approve_pause(row, by=city.office, now=NOW)
        assert end_delivered(city.tenant, now=NOW) == 0
        later = NOW + 3 * DAY
        deliver_need(row.need, on=date(2021, 3, 18), by=city.other_liaison, now=later)
        assert end_delivered(city.tenant, now=later) == 1
        assert end_delivered(city.tenant, now=later) == 0
        row.refresh_from_db()
        assert (row.ended_on, row.days) == (date(2021, 3, 18), 6)  # 10, 11, 12, 15, 16, 17 March
        assert Excuse.objects.get(dimension="finish").until == date(2021, 3, 17)
        assert faults(city.tenant) == []

    def test_by_hand_when_works_go_on_all_the_same(self, city: City) -> None:
        row = paused(city, planned(city))
        approve_pause(row, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="恢复日期"):
            end_pause(row, on=TODAY + DAY, by=city.liaison, now=NOW)
        end_pause(row, on=TODAY, by=city.liaison, now=NOW)
        end_pause(row, on=TODAY, by=city.liaison, now=NOW)
        row.refresh_from_db()
        assert (row.ended_on, row.days) == (TODAY, 3)

    def test_its_days_are_given_back_once_and_count_against_nothing(self, city: City) -> None:
        project = planned(city)
        row = paused(city, project)
        approve_pause(row, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="没有可以顺延"):
            ask_back(row, by=city.liaison, now=NOW)
        end_pause(row, on=TODAY, by=city.liaison, now=NOW)
        row.refresh_from_db()
        change = ask_back(row, by=city.liaison, now=NOW)
        assert (change.main.after, change.counted) == (date(2021, 9, 22), False)  # 17, 18, 22
        with pytest.raises(Refusal, match="已申请过"):
            ask_back(row, by=city.liaison, now=NOW)
        approve_change(change, by=city.office, now=NOW)
        assert days_of(project)["piles"] == date(2021, 9, 22)
        assert faults(city.tenant) == []
