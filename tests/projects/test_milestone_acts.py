"""The works begun, milestones reached, taken back and expected; accepted reasons."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.kit.refusals import Refusal
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.milestones import (
    finish_milestone,
    forecast_milestone,
    reopen_milestone,
    start_project,
)
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Excuse, Milestone, Project, Tally
from tests.city import NOW, TODAY, City
from tests.projects.looking import (
    assert_forbidden,
    assert_totals_are_true,
    codes,
    last_verdict,
    newest,
    reasons,
    strangers,
)

TOMORROW = TODAY + timedelta(days=1)
DRAFT = Draft(
    (Step("base", "基础完工", 30), Step("frame", "主体封顶", 40, Decimal(60))),
    (Tie("base", "frame"),),
)


@pytest.fixture
def project(city: City) -> Project:
    """Begun on 10 January; by the promise the base had to be done on 5 March and is not."""
    project = city.project(registered_on=date(2021, 2, 1), required_finish=date(2021, 4, 30))
    accept_plan(project, DRAFT, date(2021, 4, 30), reason="", by=city.office, now=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def base(project: Project) -> Milestone:
    return project.milestones.get(code="base")


class TestFinishing:
    def test_a_milestone_reached_is_told_and_its_light_judged_at_once(self, city, project, base):
        forecast_milestone(base, finish=TODAY, by=city.liaison, now=NOW)
        assert reasons(project)["milestones"] == "red"
        finish_milestone(base, on=date(2021, 3, 12), by=city.liaison, now=NOW)
        base.refresh_from_db()
        assert (base.actual_finish, base.forecast_finish) == (date(2021, 3, 12), None)
        assert newest(project) == "节点“基础完工”于 2021-03-12 完成"
        assert reasons(project)["milestones"] == "green"
        assert_totals_are_true(city.tenant)

    def test_twice_on_one_day_is_once_and_on_another_day_is_refused(self, city, project, base):
        for _ in range(2):
            finish_milestone(base, on=TODAY, by=city.liaison, now=NOW)
        assert codes(project).count("milestone.done") == 1
        with pytest.raises(Refusal, match="已登记 2021-03-15 完成"):
            finish_milestone(base, on=date(2021, 3, 1), by=city.liaison, now=NOW)

    def test_not_in_the_future_and_not_before_it_began(self, city, base):
        with pytest.raises(Refusal, match="今天以后"):
            finish_milestone(base, on=TOMORROW, by=city.liaison, now=NOW)
        Milestone.objects.filter(pk=base.pk).update(actual_start=date(2021, 3, 1))
        with pytest.raises(Refusal, match="早于开始日期 2021-03-01"):
            finish_milestone(base, on=date(2021, 2, 26), by=city.liaison, now=NOW)

    def test_taken_back_with_a_reason_it_is_open_again(self, city, project, base):
        finish_milestone(base, on=TODAY, by=city.liaison, now=NOW)
        with pytest.raises(Refusal) as refused:
            reopen_milestone(base, reason=" ", by=city.liaison, now=NOW)
        assert list(refused.value.fields) == ["reason"]
        reopen_milestone(base, reason="验收未通过", by=city.liaison, now=NOW)
        base.refresh_from_db()
        assert base.actual_finish is None
        assert newest(project) == "撤回节点“基础完工”的完成记录：验收未通过"
        assert reasons(project)["milestones"] == "red"
        with pytest.raises(Refusal, match="没有完成记录"):
            reopen_milestone(base, reason="再来", by=city.liaison, now=NOW)


class TestForecasting:
    def test_an_expected_day_is_told_and_moves_the_slack(self, city, project):
        frame = project.milestones.get(code="frame")
        forecast_milestone(frame, finish=date(2021, 12, 1), by=city.liaison, now=NOW)
        assert newest(project) == "节点“主体封顶”预计 2021-12-01 完成"
        later = Project.objects.get(pk=project.pk)
        assert later.min_slack < project.min_slack
        for _ in range(2):
            forecast_milestone(frame, finish=None, by=city.liaison, now=NOW)
        assert codes(project).count("milestone.forecast_dropped") == 1

    def test_not_in_the_past_and_not_for_what_is_done(self, city, base):
        with pytest.raises(Refusal) as refused:
            forecast_milestone(base, finish=TODAY - timedelta(days=1), by=city.liaison, now=NOW)
        assert list(refused.value.fields) == ["finish"]
        finish_milestone(base, on=TODAY, by=city.liaison, now=NOW)
        with pytest.raises(Refusal, match="已经完成"):
            forecast_milestone(base, finish=TOMORROW, by=city.liaison, now=NOW)


class TestStarting:
    def test_the_start_is_told_counted_and_judged(self, city):
        project = city.project(actual_start=None, planned_start=date(2021, 1, 10))
        assert reasons(project)["start"] == "yellow"
        for _ in range(2):
            start_project(project, on=date(2021, 3, 10), by=city.liaison, now=NOW)
        assert newest(project) == "“示例轴承生产线项目”于 2021-03-10 开工"
        assert codes(project).count("project.started") == 1
        assert reasons(project)["start"] == "green"
        assert Tally.objects.get(tenant=city.tenant, by="city").started == 1
        assert_totals_are_true(city.tenant)

    def test_not_twice_not_in_the_future_not_after_the_finish(self, city):
        project = city.project(actual_start=None)
        with pytest.raises(Refusal, match="今天以后"):
            start_project(project, on=TOMORROW, by=city.liaison, now=NOW)
        Project.objects.filter(pk=project.pk).update(actual_finish=date(2021, 3, 1))
        with pytest.raises(Refusal, match="晚于实际竣工日"):
            start_project(project, on=date(2021, 3, 2), by=city.liaison, now=NOW)
        start_project(project, on=date(2021, 2, 1), by=city.liaison, now=NOW)
        with pytest.raises(Refusal, match="已于 2021-02-01 开工"):
            start_project(project, on=date(2021, 2, 2), by=city.liaison, now=NOW)


class TestWhoMay:
    def test_only_who_answers_for_the_project(self, city, project, base):
        for act in (
            lambda person: finish_milestone(base, on=TODAY, by=person, now=NOW),
            lambda person: forecast_milestone(base, finish=TOMORROW, by=person, now=NOW),
            lambda person: reopen_milestone(base, reason="误", by=person, now=NOW),
            lambda person: start_project(project, on=TODAY, by=person, now=NOW),
        ):
            assert_forbidden(act, city.inspector, *strangers(city))
        finish_milestone(base, on=TODAY, by=city.owner, now=NOW)

    def test_nothing_is_noted_of_a_withdrawn_project(self, city, project, base):
        withdraw_project(project, reason="合并", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="已退出台账"):
            finish_milestone(base, on=TODAY, by=city.liaison, now=NOW)


class TestExcuses:
    def grant(self, project: Project, city: City, **changed: object) -> Excuse:
        given = {
            "dimension": "milestones",
            "reason": "管线迁改等待批复",
            "since": date(2021, 3, 1),
            "until": date(2021, 5, 31),
            "by": city.inspector,
        }
        return grant_excuse(project, now=NOW, **{**given, **changed})

    def test_an_accepted_reason_suspends_the_colour_and_shows(self, city, project):
        assert reasons(project)["milestones"] == "red"
        self.grant(project, city)
        suspended = next(
            r for r in last_verdict(project).body["reasons"] if r["dimension"] == "milestones"
        )
        assert (suspended["light"], suspended["suspended"]) == ("paused", "red")
        assert newest(project) == "认可正当理由（节点）：管线迁改等待批复，至 2021-05-31"
        assert_totals_are_true(city.tenant)

    def test_the_same_reason_twice_counts_once(self, city, project):
        assert self.grant(project, city) == self.grant(project, city)
        assert codes(project).count("excuse.granted") == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [("dimension", "weather"), ("reason", " "), ("until", date(2021, 2, 1))],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, city, project, field, value):
        with pytest.raises(Refusal) as refused:
            self.grant(project, city, **{field: value})
        assert list(refused.value.fields) == [field]

    def test_units_do_not_excuse_themselves(self, city, project):
        assert_forbidden(
            lambda person: self.grant(project, city, by=person),
            city.liaison,
            city.head,
            city.owner,
            *strangers(city),
        )
