"""Limits and proposals: who may, what they come to, and that nothing follows by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from guatu.capacity.actions.levelling import adopt, propose
from guatu.capacity.actions.limits import adopt_defaults, remove_capacity, set_capacity
from guatu.capacity.actions.searching import begin_search, search
from guatu.capacity.choices import Counted, LevellingStatus
from guatu.capacity.models import Capacity, Levelling
from guatu.capacity.queries.loads import planned_loads
from guatu.journal.queries import latest, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.listing import create_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Milestone, Project
from tests.city import NOW, City

REQUIRED = date(2021, 12, 31)


def planned(city: City, name: str, *days: int, required: date = REQUIRED) -> Project:
    """Steps one after the other, to be begun on 15 March 2021."""
    project = city.project(name, actual_start=None, planned_start=date(2021, 3, 15))
    steps = [Step(f"s{n}", f"工序{n}", length) for n, length in enumerate(days)]
    ties = [Tie(a.code, b.code) for a, b in pairwise(steps)]
    draft = Draft(tuple(steps), tuple(ties))
    accept_plan(project, draft, required, reason="", by=city.office, now=NOW)
    return Project.objects.get(pk=project.pk)


def handled_by(city: City, project: Project) -> None:
    """The first step of the project is handled by the housing department."""
    Milestone.objects.filter(project=project, code="s0").update(unit=city.housing)


def limit(city: City, at_most: int, counted: Counted = Counted.UNDER_WAY, **kw: Any) -> Capacity:
    whose = kw.pop("whose", city.housing)
    return set_capacity(whose, counted, at_most, by=city.office, now=NOW, **kw)


@pytest.fixture
def two(city: City) -> list[Project]:
    """Two projects whose first step the housing department handles; the second is urgent."""
    found = [
        planned(city, "示例甲项目", 10, 5),
        planned(city, "示例乙项目", 10, 5, required=date(2021, 4, 6)),
    ]
    for project in found:
        handled_by(city, project)
    return found


class TestLimits:
    def test_a_limit_is_kept_and_told(self, city: City) -> None:
        held = limit(city, 3)
        assert (held.counted, held.at_most, held.version) == (Counted.UNDER_WAY, 3, 1)
        told = latest(held.pk)
        assert told
        assert str(sentence_of(told)) == "示例住建局 的可承接量设为同时办理至多 3 个节点"

    def test_the_same_limit_once_more_changes_nothing(self, city: City) -> None:
        limit(city, 3)
        assert limit(city, 3).version == 1

    def test_of_two_editors_the_second_is_told(self, city: City) -> None:
        limit(city, 3)
        limit(city, 4, seen=1)
        with pytest.raises(StateChanged, match="刚被别人改过"):
            limit(city, 5, seen=1)

    @pytest.mark.parametrize("wrong", [0, 1000])
    def test_a_limit_of_nothing_is_refused_with_a_way_on(self, city: City, wrong: int) -> None:
        with pytest.raises(Refusal, match="不想限定的请删去"):
            limit(city, wrong)

    def test_only_the_office_sets_limits(self, city: City) -> None:
        with pytest.raises(Forbidden):
            set_capacity(city.housing, Counted.DUE, 1, by=city.liaison, now=NOW)
        with pytest.raises(Forbidden):
            adopt_defaults(city.tenant, by=city.inspector, now=NOW)

    def test_defaults_fill_the_gaps_only(self, city: City, two: list[Project]) -> None:
        limit(city, 9)
        assert adopt_defaults(city.tenant, by=city.office, now=NOW) == 1
        held = {row.name: row for row in Capacity.objects.all()}
        sponsor = held["示例乙（副市长）"]
        assert (sponsor.counted, sponsor.at_most, sponsor.by_default) == (Counted.DUE, 2, True)
        assert held["示例住建局"].at_most == 9
        assert adopt_defaults(city.tenant, by=city.office, now=NOW) == 0

    def test_removed_twice_is_removed_once(self, city: City) -> None:
        held = limit(city, 3)
        remove_capacity(held, by=city.office, now=NOW)
        remove_capacity(held, by=city.office, now=NOW)
        assert not Capacity.objects.exists()

    def test_others_see_only_their_own_limits(self, city: City) -> None:
        held = limit(city, 3)
        other = limit(city, 2, Counted.DUE, whose=city.posts["deputy"])
        seen = Capacity.objects.visible_to
        assert set(seen(city.office)) == {held, other}
        assert set(seen(city.other_liaison)) == {held}
        assert not seen(city.liaison).exists()
        assert not seen(city.outsider).exists()


class TestLoads:
    def test_committed_steps_count_for_the_sponsor_and_handled_ones_for_the_unit(
        self, city: City, two: list[Project]
    ) -> None:
        limits = [limit(city, 1), limit(city, 1, Counted.DUE, whose=city.posts["deputy"])]
        found = planned_loads(city.tenant, limits, NOW.date())
        by_name = {load.capacity.name: load for load in found.loads}
        assert sum(week.load for week in by_name["示例乙（副市长）"].weeks) >= 2
        assert by_name["示例住建局"].weeks[0].load == 1
        steps = {step.name for step in found.steps.values()}
        assert steps == {"工序0", "工序1"}

    def test_what_is_done_asks_nothing_of_anybody(self, city: City, two: list[Project]) -> None:
        held = limit(city, 1)
        for project in two:
            step = project.milestones.get(code="s0")
            finish_milestone(step, on=NOW.date(), by=city.office, now=NOW)
        assert not planned_loads(city.tenant, [held], NOW.date()).loads[0].over


class TestProposals:
    def test_the_urgent_project_goes_first_and_the_other_waits_within_its_slack(
        self, city: City, two: list[Project]
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        assert found.slip == 0
        assert set(found.projects) == {str(two[0].pk)}
        figures = found.projects[str(two[0].pk)]
        assert figures["held_by"] == ["示例住建局"]
        assert figures["levelled"] > figures["forecast"]

    def test_nothing_changes_before_somebody_adopts(self, city: City, two: list[Project]) -> None:
        limit(city, 1)
        before = list(Milestone.objects.order_by("id").values())
        propose(city.tenant, by=city.office, now=NOW)
        assert list(Milestone.objects.order_by("id").values()) == before

    def test_adopting_moves_what_is_expected_and_no_promise(
        self, city: City, two: list[Project]
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        step = two[0].milestones.get(code="s0")
        assert adopt(found, [two[0].pk], by=city.office, now=NOW) == len(found.steps)
        after = Milestone.objects.get(pk=step.pk)
        assert after.forecast_finish == date.fromisoformat(found.steps[str(step.pk)])
        assert after.planned_finish == step.planned_finish
        assert Levelling.objects.get(pk=found.pk).adopted == [str(two[0].pk)]

    def test_after_adoption_there_is_nothing_left_to_level(
        self, city: City, two: list[Project]
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        adopt(found, [two[0].pk], by=city.office, now=NOW)
        assert propose(city.tenant, by=city.office, now=NOW).projects == {}

    def test_a_plan_that_changed_since_is_not_overwritten(
        self, city: City, two: list[Project]
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        Project.objects.filter(pk=two[0].pk).update(version=two[0].version + 1)
        with pytest.raises(StateChanged, match="请重新试排"):
            adopt(found, [two[0].pk], by=city.office, now=NOW)

    def test_nobody_chosen_is_refused(self, city: City, two: list[Project]) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="请先勾选"):
            adopt(found, [UUID(int=1)], by=city.office, now=NOW)

    def test_without_limits_or_plans_a_sentence_says_what_to_do(self, city: City) -> None:
        with pytest.raises(Refusal, match="还没有设定可承接量"):
            propose(city.tenant, by=city.office, now=NOW)
        limit(city, 1)
        with pytest.raises(Refusal, match="请先为项目排计划"):
            propose(city.tenant, by=city.office, now=NOW)

    def test_who_may_not_adopt_does_not(self, city: City, two: list[Project]) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        with pytest.raises(Forbidden):
            adopt(found, [two[0].pk], by=city.liaison, now=NOW)
        with pytest.raises(Forbidden):
            propose(city.tenant, by=city.liaison, now=NOW)

    def test_of_the_neighbour_city_nothing_is_counted(self, city: City, two: list[Project]) -> None:
        limit(city, 1)
        other = city.outsider.tenant
        create_project(other, {"name": "邻市项目"}, year=2021, by=city.outsider, now=NOW)
        found = propose(city.tenant, by=city.office, now=NOW)
        assert set(found.stamps) == {str(project.pk) for project in two}


class TestSearching:
    def test_a_server_without_the_solver_says_so_and_keeps_the_proposal(
        self, city: City, two: list[Project], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        monkeypatch.setattr("guatu.capacity.actions.searching.can_optimise", lambda: False)
        with pytest.raises(Refusal, match="没有装优化组件"):
            begin_search(found, by=city.office, now=NOW)
        assert adopt(found, [two[0].pk], by=city.office, now=NOW) == len(found.steps)

    def test_a_search_never_makes_it_worse(self, city: City, two: list[Project]) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        begin_search(found, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="还在优化"):
            adopt(found, [two[0].pk], by=city.office, now=NOW)
        search(Levelling.objects.get(pk=found.pk), seconds=5)
        after = Levelling.objects.get(pk=found.pk)
        assert after.status == LevellingStatus.READY
        assert after.slip <= found.slip
        adopt(after, [two[0].pk], by=city.office, now=NOW)

    def test_one_search_at_a_time_until_it_is_given_up(
        self, city: City, two: list[Project]
    ) -> None:
        limit(city, 1)
        found = propose(city.tenant, by=city.office, now=NOW)
        begin_search(found, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="正在优化"):
            begin_search(found, by=city.office, now=NOW + timedelta(minutes=1))
        begin_search(found, by=city.office, now=NOW + timedelta(minutes=11))
