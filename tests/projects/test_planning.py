"""倒排工期: from a draft to a plan in force, over the Chinese calendar of 2021."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.milestones import finish_milestone, forecast_milestone
from guatu.projects.actions.planning import (
    Draft,
    Step,
    Tie,
    accept_plan,
    preview_backward,
    templates,
)
from guatu.projects.models import Milestone, Project
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED

DUE = date(2021, 12, 31)
CHAIN = Draft(
    (
        Step("base", "基础完工", 40, Decimal(30)),
        Step("frame", "主体封顶", 60, Decimal(50)),
        Step("done", "竣工验收", 12, Decimal(20)),
    ),
    (Tie("base", "frame"), Tie("frame", "done")),
)
SLOW = Draft(
    (Step("base", "基础完工", 100), Step("frame", "主体封顶", 110), Step("done", "竣工验收", 12)),
    CHAIN.ties,
)


def fresh(city: City, **values: object) -> Project:
    """Not begun: nothing under way changes the figures."""
    return city.project(planned_start=date(2021, 4, 1), actual_start=None, **values)


def dates(preview) -> dict[str, tuple[date, date]]:
    return {row.code: (row.start, row.finish) for row in preview.rows}


def test_latest_dates_go_back_over_holidays_and_make_up_days(city):
    draft = Draft(
        (Step("frame", "主体封顶", 5), Step("done", "竣工验收", 3)), (Tie("frame", "done"),)
    )
    # 1 to 5 May are off; 25 April and 8 May, a Sunday and a Saturday, are worked instead.
    preview = preview_backward(fresh(city), draft, date(2021, 5, 8), today=TODAY)
    assert dates(preview) == {
        "frame": (date(2021, 4, 26), date(2021, 4, 30)),
        "done": (date(2021, 5, 6), date(2021, 5, 8)),
    }
    assert preview.short_by == 0


def test_an_overlap_begins_the_next_step_before_the_last_is_done(city):
    tied = Draft(CHAIN.steps, (Tie("base", "frame", "SS", 20), Tie("frame", "done")))
    apart = dates(preview_backward(fresh(city), CHAIN, DUE, today=TODAY))
    overlapped = dates(preview_backward(fresh(city), tied, DUE, today=TODAY))
    assert overlapped["frame"] == apart["frame"]
    assert overlapped["base"][1] > apart["base"][1]


def test_what_is_short_is_said_in_workdays_with_changes_that_help(city):
    project = fresh(city)
    preview = preview_backward(project, SLOW, DUE, today=TODAY)
    assert preview.short_by > 0
    assert f"需压缩 {preview.short_by} 个工作日" in str(preview.driver)
    best = preview.suggestions[0]
    after = preview_backward(project, best.draft, DUE, today=TODAY)
    assert after.short_by == preview.short_by - best.gain


def test_trying_a_draft_writes_nothing(city):
    project = fresh(city)
    preview_backward(project, CHAIN, DUE, today=TODAY)
    assert not project.milestones.exists()
    assert not project.baselines.exists()


def test_years_without_a_notice_are_named(city):
    preview = preview_backward(fresh(city), CHAIN, date(2027, 6, 30), today=TODAY)
    assert preview.provisional_years == (2027,)


@pytest.mark.parametrize(
    ("draft", "required", "words"),
    [
        (Draft(), DUE, "还没有工序"),
        (CHAIN, TODAY - timedelta(days=1), "已过"),
        (CHAIN, date(2021, 3, 20), "早于开工日期"),
        (CHAIN, date(2060, 1, 1), "2060"),
        (Draft(CHAIN.steps, (Tie("base", "frame"), Tie("frame", "base"))), DUE, "成环"),
        (Draft((Step("a", "完工", 3, done_on=TODAY + timedelta(days=1)),)), DUE, "今天以后"),
    ],
)
def test_a_draft_that_cannot_be_planned_is_refused_in_words(city, draft, required, words):
    with pytest.raises(Refusal, match=words):
        preview_backward(fresh(city), draft, required, today=TODAY)


def test_the_first_plan_is_the_original_and_the_project_follows_it(city):
    project = fresh(city)
    baseline = accept_plan(project, CHAIN, DUE, reason="", by=city.liaison, now=NOW)
    project.refresh_from_db()
    assert (baseline.number, baseline.kind) == (0, "original")
    assert [m.name for m in project.milestones.all()] == ["基础完工", "主体封顶", "竣工验收"]
    assert project.milestones.get(code="done").planned_finish == DUE
    # 190 workdays from 1 April to the end of the year, 112 of them needed
    assert (project.required_finish, project.replans, project.min_slack) == (DUE, 0, 190 - 112)
    assert history_of(project.pk).filter(code="plan.scheduled").count() == 1


def test_a_change_needs_the_office_a_reason_and_is_counted(city):
    project = fresh(city)
    accept_plan(project, CHAIN, DUE, reason="", by=city.liaison, now=NOW)
    later = date(2022, 1, 31)
    with pytest.raises(Forbidden):
        accept_plan(project, CHAIN, later, reason="雨季", by=city.liaison, now=NOW)
    with pytest.raises(Refusal, match="理由"):
        accept_plan(project, CHAIN, later, reason=" ", by=city.office, now=NOW)
    changed = accept_plan(
        project, CHAIN, later, reason="雨季停工", grant=GRANTED, by=city.office, now=NOW
    )
    project.refresh_from_db()
    assert (changed.number, changed.kind, project.replans) == (1, "approved", 1)
    assert project.baselines.get(number=0).required_finish == DUE
    event = history_of(project.pk).filter(code="plan.replanned").get()
    assert event.details["reason"] == "雨季停工"


def test_what_was_done_survives_a_change_of_plan(city):
    project = city.project()
    accept_plan(project, CHAIN, DUE, reason="", by=city.office, now=NOW)
    base = project.milestones.get(code="base")
    finish_milestone(base, on=date(2021, 3, 10), by=city.liaison, now=NOW)
    without = Draft(CHAIN.steps[1:], (CHAIN.ties[1],))
    with pytest.raises(Refusal, match="不能从计划里删去"):
        accept_plan(project, without, DUE, reason="精简", by=city.office, now=NOW)
    longer = Draft((*CHAIN.steps, Step("use", "投入使用", 5)), (*CHAIN.ties, Tie("done", "use")))
    accept_plan(project, longer, DUE, reason="增加投用节点", by=city.office, now=NOW)
    assert project.milestones.get(code="base").actual_finish == date(2021, 3, 10)
    assert project.milestones.count() == 4


def test_steps_finished_before_the_plan_was_made_are_taken_over_as_done(city):
    project = city.project()
    first = Step("base", "基础完工", 40, done_on=date(2021, 2, 26))
    draft = Draft((first, *CHAIN.steps[1:]), CHAIN.ties)
    accept_plan(project, draft, DUE, reason="", by=city.office, now=NOW)
    assert project.milestones.get(code="base").actual_finish == date(2021, 2, 26)
    assert history_of(project.pk).filter(code="milestone.done").count() == 1


def test_a_neighbour_and_another_unit_cannot_plan(city):
    project = fresh(city)
    for person in (city.other_liaison, city.reader, city.outsider):
        with pytest.raises(Forbidden):
            accept_plan(project, CHAIN, DUE, reason="", by=person, now=NOW)
    assert not Project.objects.get(pk=project.pk).baselines.exists()


def test_slack_melts_by_the_day_and_a_late_forecast_breaks_the_promise(city):
    project = city.project()
    accept_plan(project, CHAIN, DUE, reason="", by=city.office, now=NOW)
    project.refresh_from_db()
    at_ease = project.min_slack
    base = project.milestones.get(code="base")
    forecast_milestone(base, finish=date(2021, 9, 30), by=city.liaison, now=NOW)
    project.refresh_from_db()
    assert at_ease > 0 > project.min_slack
    assert project.light == "red"
    forecast_milestone(base, finish=None, by=city.liaison, now=NOW)
    project.refresh_from_db()
    assert project.min_slack == at_ease


def test_every_template_that_ships_can_be_adopted(city):
    for template in templates():
        project = fresh(city, name=f"示例{template.name}项目")
        accept_plan(project, template.draft, date(2023, 12, 29), reason="", by=city.office, now=NOW)
        assert project.milestones.count() == len(template.draft.steps)


def test_the_plan_in_force_sent_again_changes_nothing(city):
    project = fresh(city)
    first = accept_plan(project, CHAIN, DUE, reason="", by=city.liaison, now=NOW)
    again = accept_plan(project, CHAIN, DUE, reason="", by=city.liaison, now=NOW)
    assert again == first
    assert history_of(project.pk).filter(code__startswith="plan.").count() == 1


def test_a_new_plan_does_not_make_what_was_late_look_punctual(city):
    project = fresh(city)
    accept_plan(project, CHAIN, date(2021, 9, 30), reason="", by=city.office, now=NOW)
    base = project.milestones.get(code="base")
    promised = base.planned_finish
    Milestone.objects.filter(pk=base.pk).update(actual_finish=date(2021, 3, 15))
    accept_plan(project, CHAIN, DUE, reason="延长工期", grant=GRANTED, by=city.office, now=NOW)
    base.refresh_from_db()
    assert (base.planned_finish, base.actual_finish) == (promised, date(2021, 3, 15))
    assert project.baselines.last().dates["base"][1] == promised.isoformat()
    assert project.milestones.get(code="done").planned_finish == DUE


def test_a_step_that_is_done_stays_done_when_the_draft_forgets_it(city):
    project = city.project()
    accept_plan(project, CHAIN, DUE, reason="", by=city.office, now=NOW)
    base = project.milestones.get(code="base")
    finish_milestone(base, on=date(2021, 3, 10), by=city.liaison, now=NOW)
    preview = preview_backward(project, CHAIN, date(2021, 11, 30), today=TODAY)
    assert [row.done for row in preview.rows] == [True, False, False]
    assert preview.rows[0].finish == date(2021, 3, 10)


def test_an_open_step_that_is_dropped_is_named_in_the_journal(city):
    project = fresh(city)
    accept_plan(project, CHAIN, DUE, reason="", by=city.office, now=NOW)
    short = Draft(CHAIN.steps[:2], CHAIN.ties[:1])
    accept_plan(project, short, DUE, reason="验收另行安排", grant=GRANTED, by=city.office, now=NOW)
    event = history_of(project.pk).filter(code="plan.replanned").get()
    assert event.details["removed"] == ["竣工验收"]
    assert not project.links.filter(after__code="done").exists()


def test_an_overlap_of_thirty_days_by_start_to_start(city):
    """装饰 may begin 30 workdays after 主体 and must not end before it, over Labour Day."""
    draft = Draft(
        (Step("frame", "主体", 40), Step("fit", "装饰", 30)),
        (Tie("frame", "fit", "SS", 30), Tie("frame", "fit", "FF", 0)),
    )
    preview = preview_backward(fresh(city), draft, date(2021, 6, 30), today=TODAY)
    # 30 workdays to 30 June begin on 19 May (14 June is 端午); the 30 before it, 20 in April with
    # Sunday the 25th and 10 in May with Saturday the 8th, begin on 6 April after 清明
    assert dates(preview)["fit"] == (date(2021, 5, 19), date(2021, 6, 30))
    assert dates(preview)["frame"][0] == date(2021, 4, 6)
    assert preview.short_by == 0


def test_a_promise_too_near_says_the_chain_and_by_how_much(city):
    preview = preview_backward(fresh(city), CHAIN, date(2021, 8, 31), today=TODAY)
    # 106 workdays from 1 April to 31 August for 112 of work
    assert preview.short_by == 6
    assert "基础完工”（40）→“主体封顶”（60）→“竣工验收”（12）" in str(preview.chain)
    assert all(one.gain > 0 for one in preview.suggestions)


def test_a_short_plan_may_be_adopted_and_the_light_says_so(city):
    project = fresh(city)
    accept_plan(project, CHAIN, date(2021, 8, 31), reason="", by=city.office, now=NOW)
    project.refresh_from_db()
    assert (project.min_slack, project.light) == (-6, "red")


def test_a_plan_of_a_withdrawn_project_is_refused(city):
    project = fresh(city)
    withdraw_project(project, reason="合并", by=city.office, now=NOW)
    with pytest.raises(Refusal, match="已退出台账"):
        accept_plan(project, CHAIN, DUE, reason="", by=city.office, now=NOW)


def test_who_plans_over_a_plan_not_seen_is_told_whose_it_is(city):
    project = fresh(city)
    accept_plan(project, CHAIN, DUE, reason="", by=city.liaison, now=NOW)
    with pytest.raises(StateChanged, match="示例丙"):
        accept_plan(project, SLOW, DUE, reason="重排", seen=0, by=city.office, now=NOW)
    accept_plan(project, SLOW, DUE, reason="重排", seen=1, by=city.office, now=NOW)
    assert project.baselines.count() == 2
