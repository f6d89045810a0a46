"""试排: what follows if a step began or ended on another day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.domain.lights import Light
from guatu.kit.refusals import Refusal
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.facts import rows_of
from guatu.projects.models import Project
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing
from guatu.projects.trial import Move, Outcome, course_of, tried
from guatu.workdays.queries import calendar_in_force
from tests.city import NOW, TODAY, City

DUE = date(2021, 12, 31)
DRAFT = Draft(
    (
        Step("base", "基础完工", 40),
        Step("frame", "主体封顶", 60),
        Step("road", "厂区道路", 10, committed=False),
        Step("done", "竣工验收", 0),
    ),
    (Tie("base", "frame"), Tie("frame", "done"), Tie("base", "road"), Tie("road", "done")),
)


@pytest.fixture
def project(city: City) -> Project:
    """Not begun, with a plan that ends on 31 December 2021 and some slack."""
    own = city.project(planned_start=date(2021, 4, 1), actual_start=None)
    accept_plan(own, DRAFT, DUE, reason="", by=city.office, now=NOW)
    own.refresh_from_db()
    return own


def outcome(project: Project, *moves: Move) -> Outcome:
    standing = Standing.of(project, rows_of([project])[project.pk])
    return tried(standing, moves, Standard.of(project.tenant, NOW), of=project.pk)


def planned(project: Project, code: str) -> tuple[date, date]:
    row = project.milestones.get(code=code)
    assert row.planned_start
    assert row.planned_finish
    return row.planned_start, row.planned_finish


def test_a_later_start_pushes_what_follows_and_breaks_what_was_promised(project: Project) -> None:
    """The plan lies as late as it can: ten workdays later nothing ends in time."""
    calendar = calendar_in_force()
    start, _ = planned(project, "frame")
    later = calendar.add_workdays(start, 10)
    found = outcome(project, Move("frame", start=later))
    assert found.late == 10
    assert found.after.slack == -10
    assert [(one.name, one.days) for one in found.broken] == [("主体封顶", 10), ("竣工验收", 10)]
    assert {one.code for one in found.moved} == {"frame", "done"}
    assert found.after.finish == calendar.add_workdays(DUE, 10)
    assert "主体封顶" in str(found.why[0])


def test_what_is_not_driven_by_the_move_stays(project: Project) -> None:
    found = outcome(project, Move("road", start=date(2021, 7, 1)))
    assert found.late == 0
    assert [one.code for one in found.moved] == ["road"]
    assert found.broken == []
    assert found.before.finish == found.after.finish


def test_a_longer_step_takes_as_many_workdays_as_were_drawn(project: Project) -> None:
    calendar = calendar_in_force()
    _, finish = planned(project, "base")
    found = outcome(project, Move("base", finish=calendar.add_workdays(finish, 5)))
    assert found.durations == {"base": 45}
    before = found.before.dates["base"].early_finish
    assert found.after.dates["base"].early_finish == calendar.add_workdays(before, 5)
    assert found.after.finish == calendar.add_workdays(found.before.finish, 5)


def test_a_step_cannot_begin_before_what_it_waits_for_and_the_reason_is_told(
    project: Project,
) -> None:
    found = outcome(project, Move("frame", start=TODAY))
    assert found.after.dates == found.before.dates
    assert any("“主体封顶”最早" in str(one) for one in found.why)


def test_a_point_in_time_can_be_moved_too(project: Project) -> None:
    found = outcome(project, Move("done", start=date(2022, 1, 10)))
    assert found.after.finish == date(2022, 1, 10)
    assert [one.name for one in found.broken] == ["竣工验收"]


def test_the_light_is_the_one_that_the_rules_would_give(city: City, project: Project) -> None:
    """银川's default rules look at slack: fully late is no longer green."""
    start, _ = planned(project, "frame")
    found = outcome(project, Move("frame", start=start + timedelta(120)))
    assert found.after.slack is not None
    assert found.after.slack < 0
    assert isinstance(found.light, Light)
    assert str(found.reason)


def test_what_is_done_or_unknown_or_backward_is_refused(city: City, project: Project) -> None:
    base = project.milestones.get(code="base")
    finish_milestone(base, on=TODAY, by=city.office, now=NOW)
    start, _ = planned(project, "frame")
    for move, words in (
        (Move("base", start=date(2021, 6, 1)), "已完成"),
        (Move("nothing", start=date(2021, 6, 1)), "刷新页面"),
        (Move("frame", finish=start - timedelta(5)), "不能在开始之前完成"),
        (Move("frame", start=date(2199, 1, 1)), "工作日历的范围"),
    ):
        with pytest.raises(Refusal) as refused:
            outcome(project, move)
        assert words in str(refused.value)


def test_without_a_promise_there_is_no_course(city: City) -> None:
    bare = city.project(required_finish=None)
    standing = Standing.of(bare, rows_of([bare])[bare.pk])
    assert course_of(standing, TODAY, calendar_in_force()) is None
    with pytest.raises(Refusal):
        outcome(bare)


def test_without_moves_nothing_moves(project: Project) -> None:
    found = outcome(project)
    assert found.moved == []
    assert (found.light, found.after.dates) == (found.light_before, found.before.dates)
