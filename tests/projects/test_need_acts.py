"""Needs asked for, promised, delivered, blocked, dropped, reopened; and a plan that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.queries import what_holds_unit
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.needs import Wanted, add_needs, change_need, drop_need
from guatu.projects.actions.planning import Draft, accept_plan
from guatu.projects.actions.supplying import (
    block_need,
    clear_need,
    deliver_need,
    promise_need,
    reopen_need,
)
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED
from tests.projects.needing import DRAFT, REQUIRED, fresh, need_of, planned_project

DAY = timedelta(days=1)


@pytest.fixture
def project(city: City) -> Project:
    return planned_project(city)


@pytest.fixture
def land(city: City, project: Project) -> SupportNeed:
    """桩基 begins on Thursday 27 May at the latest; needed by then."""
    return need_of(city, project)


def codes(project: Project) -> list[str]:
    return [e.code for e in history_of(project.pk) if e.code.startswith("need.")]


def newest(project: Project) -> str:
    found = [e for e in history_of(project.pk) if e.code.startswith("need.")]
    return str(sentence_of(found[0]))


class TestAsking:
    def test_the_day_follows_from_the_plan(self, city: City, project: Project) -> None:
        """Five workdays before Thursday 27 May 2021: Thursday 20 May."""
        assert need_of(city, project).needed_by == date(2021, 5, 27)
        assert need_of(city, project, element="power", lead=5).needed_by == date(2021, 5, 20)

    def test_it_is_told_who_supplies(self, city: City, land: SupportNeed) -> None:
        assert newest(land.project) == ("登记要素需求“供地”，由示例住建局保障，需求时间 2021-05-27")

    def test_several_at_once_in_their_order(self, city: City, project: Project) -> None:
        wanted = [Wanted(code, milestone=project.milestones.first()) for code in ("land", "power")]
        added = add_needs(project, wanted, by=city.owner, now=NOW)
        assert [(n.serial, n.name) for n in added] == [(1, "供地"), (2, "供电")]

    def test_the_same_again_is_not_entered_again(self, city: City, project: Project) -> None:
        wanted = [Wanted("land", milestone=project.milestones.first())]
        add_needs(project, wanted, by=city.liaison, now=NOW)
        assert add_needs(project, wanted, by=city.liaison, now=NOW) == []
        assert project.needs.count() == 1

    def test_without_a_milestone_it_takes_a_day_and_a_reason(
        self, city: City, project: Project
    ) -> None:
        alone = Wanted("funds", supplier=city.housing)
        with pytest.raises(Refusal, match="请填写需求时间，并写明理由"):
            add_needs(project, [alone], by=city.liaison, now=NOW)
        dated = replace(alone, needed_by=date(2021, 6, 1))
        with pytest.raises(Refusal, match="请写明理由"):
            add_needs(project, [dated], by=city.liaison, now=NOW)
        (need,) = add_needs(project, [replace(dated, reason="征迁周转")], by=city.liaison, now=NOW)
        assert (need.needed_by, need.reason) == (date(2021, 6, 1), "征迁周转")

    @pytest.mark.parametrize(
        ("change", "field", "said"),
        [
            ({"element": "gold"}, "element", "要素目录里没有这一项"),
            ({"element": "other"}, "name", "请写明需要什么"),
            ({"lead": 501}, "lead", "0 到 500 个工作日"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(
        self, city: City, project: Project, change: dict[str, object], field: str, said: str
    ) -> None:
        wanted = replace(Wanted("land", milestone=project.milestones.first()), **change)
        with pytest.raises(Refusal) as refused:
            add_needs(project, [wanted], by=city.liaison, now=NOW)
        assert said in str(refused.value.fields[field])
        assert not project.needs.exists()

    def test_only_milestones_of_the_project_that_are_still_open(
        self, city: City, project: Project
    ) -> None:
        other = city.project("示例另一项目")
        piling = project.milestones.get(code="piling")
        with pytest.raises(Refusal) as refused:
            add_needs(other, [Wanted("land", milestone=piling)], by=city.liaison, now=NOW)
        assert "不属于这个项目" in str(refused.value.fields["milestone"])
        finish_milestone(piling, on=TODAY, by=city.liaison, now=NOW)
        piling.refresh_from_db()
        with pytest.raises(Refusal) as refused:
            add_needs(project, [Wanted("land", milestone=piling)], by=city.liaison, now=NOW)
        assert "已经完成" in str(refused.value.fields["milestone"])

    def test_a_unit_of_another_city_supplies_nothing(self, city: City, project: Project) -> None:
        post = city.outsider.holdings.get().post
        wanted = Wanted("land", milestone=project.milestones.first(), supplier=post.unit, post=post)
        with pytest.raises(Refusal) as refused:
            add_needs(project, [wanted], by=city.liaison, now=NOW)
        assert set(refused.value.fields) == {"supplier", "post"}

    def test_strangers_and_suppliers_do_not_ask(self, city: City, project: Project) -> None:
        for by in (city.other_liaison, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                add_needs(project, [Wanted("land")], by=by, now=NOW)

    def test_a_withdrawn_project_asks_for_nothing(self, city: City, project: Project) -> None:
        withdraw_project(project, reason="并入其他项目", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="已退出台账"):
            need_of(city, project)


class TestChanging:
    def test_fields_and_the_day_that_follows(self, city: City, land: SupportNeed) -> None:
        wanted = Wanted("land", "一期供地", land.milestone, lead=5, supplier=city.workshop)
        change_need(land, wanted, seen=1, by=city.liaison, now=NOW)
        now = fresh(land)
        assert (now.name, now.needed_by, now.supplier) == (
            "一期供地",
            date(2021, 5, 20),
            city.workshop,
        )
        assert newest(now.project) == (
            "修改要素需求“一期供地”：需求、提前量（工作日）、需求时间、保障单位"
        )

    def test_whoever_is_second_is_told(self, city: City, land: SupportNeed) -> None:
        wanted = Wanted("land", milestone=land.milestone, supplier=city.workshop)
        change_need(land, wanted, seen=1, by=city.liaison, now=NOW)
        with pytest.raises(StateChanged, match="刚被他人修改"):
            change_need(land, wanted, seen=1, by=city.office, now=NOW)

    def test_what_is_settled_is_not_changed(self, city: City, land: SupportNeed) -> None:
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        wanted = Wanted("land", milestone=land.milestone)
        with pytest.raises(Refusal, match="要修改请先恢复"):
            change_need(land, wanted, seen=2, by=city.liaison, now=NOW)


class TestPromising:
    def test_the_supplier_gives_a_day(self, city: City, land: SupportNeed) -> None:
        promise_need(land, on=date(2021, 5, 20), by=city.other_liaison, now=NOW)
        assert fresh(land).status == NeedStatus.PROMISED
        assert newest(land.project) == "“供地”承诺 2021-05-20 落实"

    def test_a_late_promise_is_taken_and_turns_the_light(
        self, city: City, land: SupportNeed
    ) -> None:
        promise_need(land, on=date(2021, 5, 28), by=city.other_liaison, now=NOW)
        project = fresh(land).project
        assert (project.light, project.min_slack) == ("red", -1)

    def test_a_later_day_takes_a_reason_an_earlier_one_does_not(
        self, city: City, land: SupportNeed
    ) -> None:
        promise_need(land, on=date(2021, 5, 10), by=city.other_liaison, now=NOW)
        with pytest.raises(Refusal, match="比原承诺 2021-05-10 推后，请写明原因"):
            promise_need(land, on=date(2021, 5, 12), by=city.other_liaison, now=NOW)
        promise_need(land, on=date(2021, 5, 7), by=city.other_liaison, now=NOW)
        promise_need(land, on=date(2021, 5, 12), reason="省厅补件", by=city.other_liaison, now=NOW)
        assert newest(land.project) == ("“供地”承诺时间由 2021-05-07 改为 2021-05-12：省厅补件")

    def test_the_same_day_twice_is_once(self, city: City, land: SupportNeed) -> None:
        for _ in range(2):
            promise_need(land, on=date(2021, 5, 10), by=city.other_liaison, now=NOW)
        assert codes(land.project).count("need.promised") == 1

    def test_nobody_promises_yesterday(self, city: City, land: SupportNeed) -> None:
        with pytest.raises(Refusal, match="不能早于今天"):
            promise_need(land, on=TODAY - DAY, by=city.other_liaison, now=NOW)

    def test_the_project_does_not_promise_for_its_supplier(
        self, city: City, land: SupportNeed
    ) -> None:
        for by in (city.liaison, city.head, city.owner, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                promise_need(land, on=TODAY, by=by, now=NOW)

    def test_the_office_notes_what_a_supplier_said(self, city: City, land: SupportNeed) -> None:
        promise_need(land, on=TODAY, by=city.office, now=NOW)
        assert fresh(land).promised_on == TODAY


class TestDelivering:
    def test_the_light_turns_back(self, city: City, land: SupportNeed) -> None:
        promise_need(land, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        assert fresh(land).project.light == "red"
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW + timedelta(hours=1))
        need = fresh(land)
        assert (need.status, need.delivered_on) == (NeedStatus.DELIVERED, TODAY)
        assert need.project.light == "green"

    def test_whoever_waits_may_say_it_is_there(self, city: City, land: SupportNeed) -> None:
        deliver_need(land, on=TODAY, by=city.liaison, now=NOW)
        deliver_need(land, on=TODAY, by=city.liaison, now=NOW)
        assert codes(land.project).count("need.delivered") == 1

    def test_not_tomorrow(self, city: City, land: SupportNeed) -> None:
        with pytest.raises(Refusal, match="不能在今天以后"):
            deliver_need(land, on=TODAY + DAY, by=city.other_liaison, now=NOW)

    def test_a_permit_that_has_run_out_is_late_again(self, city: City, land: SupportNeed) -> None:
        deliver_need(
            land, on=date(2021, 2, 1), expires=date(2021, 3, 1), by=city.other_liaison, now=NOW
        )
        assert fresh(land).project.light != "green"
        deliver_need(
            land, on=TODAY, expires=date(2021, 12, 1), by=city.other_liaison,
            now=NOW + timedelta(hours=1),
        )  # fmt: skip
        need = fresh(land)
        assert (need.delivered_on, need.expires_on) == (TODAY, date(2021, 12, 1))
        assert need.project.light == "green"

    def test_another_day_needs_taking_back_first(self, city: City, land: SupportNeed) -> None:
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        with pytest.raises(Refusal, match="要更正请先恢复为未落实"):
            deliver_need(land, on=TODAY - DAY, by=city.other_liaison, now=NOW)

    def test_it_does_not_end_before_it_begins(self, city: City, land: SupportNeed) -> None:
        with pytest.raises(Refusal, match="有效期止于落实之前"):
            deliver_need(land, on=TODAY, expires=TODAY - DAY, by=city.other_liaison, now=NOW)


class TestBlockers:
    def test_noted_since_a_day_and_out_of_the_way(self, city: City, land: SupportNeed) -> None:
        block_need(land, words=" 2 户未签 ", by=city.other_liaison, now=NOW)
        need = fresh(land)
        assert (need.blocker, need.blocked_since) == ("2 户未签", TODAY)
        clear_need(need, by=city.liaison, now=NOW)
        assert fresh(land).blocker == ""
        assert newest(land.project) == "“供地”的卡点堵点已解决：2 户未签"

    def test_words_are_asked_for(self, city: City, land: SupportNeed) -> None:
        with pytest.raises(Refusal, match="请写明卡在哪里"):
            block_need(land, words=" ", by=city.other_liaison, now=NOW)

    def test_what_is_delivered_is_not_blocked(self, city: City, land: SupportNeed) -> None:
        block_need(land, words="2 户未签", by=city.other_liaison, now=NOW)
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        assert not fresh(land).is_blocked
        with pytest.raises(Refusal, match="已于 2021-03-15 落实"):
            block_need(land, words="2 户未签", by=city.other_liaison, now=NOW)

    def test_it_is_in_the_way_again_when_the_need_was_not_there_after_all(
        self, city: City, land: SupportNeed
    ) -> None:
        block_need(land, words="2 户未签", since=TODAY - DAY, by=city.other_liaison, now=NOW)
        for settle in (
            lambda: deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW),
            lambda: drop_need(land, reason="用存量地", by=city.liaison, now=NOW),
        ):
            settle()
            clear_need(land, by=city.liaison, now=NOW)  # nothing is in the way of what is settled
            assert not fresh(land).is_blocked
            reopen_need(land, reason="登记错了项目", by=city.liaison, now=NOW)
            need = fresh(land)
            assert need.is_blocked
            assert (need.blocker, need.blocked_since) == ("2 户未签", TODAY - DAY)


class TestDroppingAndReopening:
    def test_dropped_with_a_reason_it_holds_nothing_up(self, city: City, land: SupportNeed) -> None:
        promise_need(land, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        with pytest.raises(Refusal, match="为什么不再需要"):
            drop_need(land, reason=" ", by=city.liaison, now=NOW)
        drop_need(land, reason="用存量地", by=city.liaison, now=NOW + timedelta(hours=1))
        need = fresh(land)
        assert (need.status, need.project.light) == (NeedStatus.NOT_NEEDED, "green")

    def test_reopened_with_a_reason_the_promise_holds(self, city: City, land: SupportNeed) -> None:
        promise_need(land, on=date(2021, 5, 10), by=city.other_liaison, now=NOW)
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        with pytest.raises(Refusal, match="请写明恢复"):
            reopen_need(land, reason="", by=city.liaison, now=NOW)
        reopen_need(land, reason="登记错了项目", by=city.liaison, now=NOW)
        need = fresh(land)
        assert (need.status, need.delivered_on) == (NeedStatus.PROMISED, None)

    def test_what_is_open_is_not_reopened(self, city: City, land: SupportNeed) -> None:
        with pytest.raises(Refusal, match="没有落实记录"):
            reopen_need(land, reason="登记错了", by=city.liaison, now=NOW)


class TestSuppliers:
    def test_a_unit_that_owes_something_is_not_closed(self, city: City, land: SupportNeed) -> None:
        assert "承担 1 项未落实的要素" in map(str, what_holds_unit(city.housing))
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        assert "承担 1 项未落实的要素" not in map(str, what_holds_unit(city.housing))


class TestReplanning:
    def test_the_day_moves_with_the_plan(self, city: City, land: SupportNeed) -> None:
        """Due on Tuesday 4 January instead of Friday 31 December: one workday later."""
        accept_plan(
            land.project,
            DRAFT,
            REQUIRED + timedelta(days=4),
            reason="顺延",
            grant=GRANTED,
            by=city.office,
            now=NOW,
        )
        assert fresh(land).needed_by == date(2021, 5, 28)

    def test_what_is_settled_keeps_its_day(self, city: City, land: SupportNeed) -> None:
        deliver_need(land, on=TODAY, by=city.other_liaison, now=NOW)
        accept_plan(land.project, DRAFT, date(2021, 11, 30), reason="提前", by=city.office, now=NOW)
        assert fresh(land).needed_by == date(2021, 5, 27)

    def test_a_step_that_leaves_the_plan_leaves_its_needs(
        self, city: City, land: SupportNeed
    ) -> None:
        rest = Draft(DRAFT.steps[1:], DRAFT.ties[1:])
        accept_plan(
            land.project,
            rest,
            REQUIRED,
            reason="桩基并入主体",
            grant=GRANTED,
            by=city.office,
            now=NOW,
        )
        need = fresh(land)
        assert (need.milestone, need.needed_by) == (None, date(2021, 5, 27))
        assert need.reason == "原保障节点“桩基”已从计划中删去"
