"""前期手续 in the plan of a project: put in, tried, adopted, handed in, taken out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.domain.procedures import HandIn
from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.procedures.actions import adopt_library, change_procedure
from guatu.procedures.library import library_of
from guatu.procedures.models import Procedure
from guatu.projects.actions.milestones import (
    finish_milestone,
    forecast_milestone,
    hand_in_milestone,
)
from guatu.projects.actions.planning import accept_plan, preview_backward
from guatu.projects.actions.procedures import with_procedures, without_procedures
from guatu.projects.drafts import Draft, Step, Tie, templates
from guatu.projects.models import Milestone, Project
from guatu.projects.queries.detail import plan_of
from guatu.projects.queries.handing import hand_ins_of
from guatu.workdays.queries import calendar_in_force
from tests.city import NOW, TODAY, City

WORKS = Draft(
    (Step("base", "基础完工", 40, Decimal(40)), Step("frame", "主体封顶", 60, Decimal(60))),
    (Tie("base", "frame"),),
)
AMPLE = date(2022, 12, 30)
LAND = {"filing", "site_selection", "land_auction", "impact_form", "energy"}


@pytest.fixture
def library(city: City) -> list[Procedure]:
    adopt_library(city.tenant, by=city.office, now=NOW)
    for code, days in (("impact_form", 20), ("land_approval", 30)):
        row = Procedure.objects.get(tenant=city.tenant, code=code)
        values = {"promised_days": days, "unit": city.housing}
        change_procedure(row, values, seen=1, by=city.office, now=NOW)
    return library_of(city.tenant)


@pytest.fixture
def project(city: City) -> Project:
    return city.project(planned_start=date(2021, 10, 8), actual_start=None)


def joined(library: list[Procedure], draft: Draft = WORKS, **told: bool) -> Draft:
    return with_procedures(draft, library, LAND, promised=told.get("promised", True))


def step(draft: Draft, code: str) -> Step:
    return next(one for one in draft.steps if one.procedure == code or one.code == code)


def test_chosen_procedures_stand_before_and_behind_the_works(library: list[Procedure]) -> None:
    draft = joined(library)
    names = [one.name for one in draft.steps]
    assert names.index("质安监与施工许可") < names.index("基础完工") < names.index("联合验收")
    assert "环评（报告书）" not in names
    assert "固定资产投资入库" not in names
    ties = {(tie.before, tie.after, tie.type) for tie in draft.ties}
    assert ("p-building_permit", "base", "FS") in ties
    assert ("frame", "p-joint_acceptance", "FS") in ties
    assert ("p-utilities", "frame", "FF") in ties


def test_days_counting_unit_and_code_come_from_the_library(
    city: City, library: list[Procedure]
) -> None:
    promised, by_law = joined(library), joined(library, promised=False)
    form = step(promised, "impact_form")
    assert (form.duration, form.counting, form.unit) == (20, "days", "示例住建局")
    assert step(by_law, "impact_form").duration == 30
    assert step(promised, "energy").duration == 20  # nothing was promised


def test_putting_them_in_again_replaces_them_and_taking_them_out_leaves_the_works(
    library: list[Procedure],
) -> None:
    draft = joined(library)
    filed = with_procedures(draft, library, {"ratification"}, promised=False)
    assert {"p-ratification"} <= {one.code for one in filed.steps}
    assert not {"p-filing", "p-land_approval"} & {one.code for one in filed.steps}
    assert without_procedures(draft) == WORKS


def test_steps_of_a_template_that_stand_for_procedures_make_room(library: list[Procedure]) -> None:
    general = next(one for one in templates() if one.code == "general_building")
    draft = joined(library, general.draft)
    names = [one.name for one in draft.steps]
    assert "立项" not in names
    assert names.count("质安监与施工许可") == 1
    assert ("building_permit", "start") in {(tie.before, tie.after) for tie in draft.ties}


def test_what_is_done_stays_with_its_facts(library: list[Procedure]) -> None:
    draft = joined(library)
    steps = tuple(
        replace(one, done_on=TODAY) if one.procedure in ("registration", "filing") else one
        for one in draft.steps
    )
    begun = replace(draft, steps=steps)
    again = with_procedures(begun, library, {"ratification"}, promised=False)
    assert step(again, "registration").done_on == TODAY
    assert step(again, "filing").done_on == TODAY
    assert [one.procedure for one in without_procedures(begun).steps if one.procedure] == [
        "registration",
        "filing",
    ]


def test_without_a_library_it_is_said_where_to_begin() -> None:
    with pytest.raises(Refusal, match="手续库还是空的"):
        with_procedures(WORKS, [], set(), promised=True)


def test_a_plan_with_procedures_begins_today_not_on_the_planned_start(
    library: list[Procedure], project: Project
) -> None:
    tight = preview_backward(project, joined(library), date(2022, 6, 30), today=TODAY)
    works = preview_backward(project, WORKS, date(2022, 6, 30), today=TODAY)
    assert tight.short_by == 0
    # the works alone wait for the eighth of October
    assert works.rows[0].slack > 0


def test_the_latest_day_to_hand_in_comes_out_in_words(
    library: list[Procedure], project: Project
) -> None:
    preview = preview_backward(project, joined(library), AMPLE, today=TODAY)
    told = {one.step.name: one for one in preview.hand_ins}
    form = told["环评（报告表）"]
    assert str(form).startswith(f"“环评（报告表）”最迟 {form.day} 送件，承诺 20 个日历日办结；")
    start = next(row.start for row in preview.rows if row.code == "base")
    assert str(form).endswith(f"再晚就会使“基础完工”迟于 {start}。")
    assert "法定 20 个工作日" in str(told["节能审查"])
    assert form.step.unit == "示例住建局"
    assert told["项目备案"].step.unit == "发改"
    days = [one.day for one in preview.hand_ins]
    assert days == sorted(days)


def test_the_registration_is_no_step_but_has_its_day_from_the_start_of_the_works(
    city: City, library: list[Procedure], project: Project
) -> None:
    """入库: thirty calendar days from the start, whatever the finish; done when it is entered."""
    draft = joined(library)
    preview = preview_backward(project, draft, AMPLE, today=TODAY)
    (told,) = [one for one in preview.hand_ins if one.step.since_start]
    start = next(row.start for row in preview.rows if row.code == "base")
    assert told.day == start + timedelta(30)
    assert str(told) == (
        f"“固定资产投资入库”自开工（{start}）起 30 个日历日内办结，最迟 {told.day}；"
        "不占工期，不排成工序。"
    )
    accept_plan(project, draft, AMPLE, reason="", by=city.office, now=NOW)
    project.actual_start = date(2021, 1, 4)
    (late,) = registrations(project)
    assert (late.state, late.late_by) == ("late", 25)
    assert "即 2021-02-03 以前办结，已晚 25 个工作日" in str(late)
    project.registered_on = date(2021, 3, 1)
    (done,) = registrations(project)
    assert str(done) == "“固定资产投资入库”已于 2021-03-01 办结。"


def registrations(project: Project) -> list[HandIn]:
    rows = hand_ins_of(project, plan_of(project, TODAY), TODAY, calendar_in_force())
    return [one for one in rows if one.step.since_start]


def test_works_without_procedures_have_nothing_to_hand_in(
    library: list[Procedure], project: Project
) -> None:
    assert preview_backward(project, WORKS, AMPLE, today=TODAY).hand_ins == ()


def test_an_adopted_plan_keeps_counting_unit_and_procedure(
    city: City, library: list[Procedure], project: Project
) -> None:
    draft = joined(library)
    accept_plan(project, draft, AMPLE, reason="", by=city.office, now=NOW)
    row = project.milestones.get(procedure="impact_form")
    assert (row.counting, row.unit, row.duration) == ("days", city.housing, 20)
    # what is in force once more is no change
    accept_plan(project, draft, AMPLE, reason="", by=city.office, now=NOW)
    assert project.baselines.count() == 1
    project.refresh_from_db()
    preview = preview_backward(project, draft, AMPLE, today=TODAY)
    assert project.min_slack == min(row.slack for row in preview.rows)


def test_a_unit_that_does_not_exist_is_refused(
    city: City, library: list[Procedure], project: Project
) -> None:
    steps = (replace(WORKS.steps[0], unit="示例无名局"), WORKS.steps[1])
    with pytest.raises(Refusal, match="“示例无名局”不在单位名录里"):
        accept_plan(project, replace(WORKS, steps=steps), AMPLE, reason="", by=city.office, now=NOW)
    assert not Milestone.objects.filter(project=project).exists()


def adopted(city: City, library: list[Procedure], project: Project) -> Project:
    accept_plan(project, joined(library), AMPLE, reason="", by=city.office, now=NOW)
    return project


def lines(project: Project, today: date = TODAY) -> dict[str, str]:
    found = hand_ins_of(project, plan_of(project, today), today, calendar_in_force())
    return {one.step.name: str(one) for one in found}


def test_a_step_that_was_handed_in_counts_from_that_day(
    city: City, library: list[Procedure], project: Project
) -> None:
    adopted(city, library, project)
    first = project.milestones.get(procedure="registration")
    hand_in_milestone(first, on=TODAY, by=city.liaison, now=NOW)
    assert lines(project)["项目赋码"].startswith("“项目赋码”已于 2021-03-15 送件")
    finish_milestone(first, on=TODAY, by=city.liaison, now=NOW)
    assert lines(project)["项目赋码"] == "“项目赋码”已于 2021-03-15 办结。"
    told = [event.code for event in history_of(project.pk)[:2]]
    assert told == ["milestone.done", "milestone.handed_in"]


def test_what_was_not_handed_in_by_its_day_is_late_in_workdays(
    city: City, library: list[Procedure], project: Project
) -> None:
    adopted(city, library, project)
    start = project.milestones.get(procedure="impact_form").planned_start
    assert start is not None
    day = calendar_in_force().add_workdays(start, 3)
    assert "已晚 3 个工作日" in lines(project, day)["环评（报告表）"]


def test_handing_in_is_for_procedures_not_in_the_future_and_for_those_who_answer(
    city: City, library: list[Procedure], project: Project
) -> None:
    adopted(city, library, project)
    form = project.milestones.get(procedure="impact_form")
    with pytest.raises(Refusal, match="今天以后"):
        hand_in_milestone(form, on=TODAY + timedelta(1), by=city.liaison, now=NOW)
    with pytest.raises(Forbidden):
        hand_in_milestone(form, on=TODAY, by=city.reader, now=NOW)
    with pytest.raises(Refusal, match="施工节点"):
        hand_in_milestone(project.milestones.get(code="base"), on=TODAY, by=city.office, now=NOW)


def test_a_procedure_is_not_taken_to_have_begun_by_itself(
    city: City, library: list[Procedure], project: Project
) -> None:
    """Of the works nobody reports when each begins; of a procedure the hand-in is reported."""
    adopted(city, library, project)
    for code in ("registration", "filing"):
        row = project.milestones.get(procedure=code)
        finish_milestone(row, on=TODAY, by=city.office, now=NOW)
    late = NOW + timedelta(days=60)
    draft = joined(library)
    done = tuple(
        replace(one, done_on=TODAY) if one.procedure in ("registration", "filing") else one
        for one in draft.steps
    )
    now, then = (
        preview_backward(project, replace(draft, steps=done), AMPLE, today=day)
        for day in (TODAY, late.date())
    )
    slack = {row.code: row.slack for row in then.rows}["p-site_selection"]
    assert slack < {row.code: row.slack for row in now.rows}["p-site_selection"]


# --- taking what is suggested ----------------------------------------------------------------


def test_each_suggestion_gains_what_it_says_until_the_plan_is_feasible(
    library: list[Procedure], project: Project
) -> None:
    draft, due = joined(library), date(2021, 12, 20)
    preview = preview_backward(project, draft, due, today=TODAY)
    assert preview.short_by > 0
    for _ in range(12):
        if not preview.suggestions:
            break
        best = preview.suggestions[0]
        after = preview_backward(project, best.draft, due, today=TODAY)
        assert preview.short_by - after.short_by == min(best.gain, preview.short_by)
        draft, preview = best.draft, after
    assert preview.short_by == 0


def test_nothing_overlaps_a_permit_and_what_may_be_supplied_later_is_offered(
    city: City, project: Project
) -> None:
    adopt_library(city.tenant, by=city.office, now=NOW)
    tender = Procedure.objects.get(tenant=city.tenant, code="tender")
    values = {"deferrable": True, "statutory_days": 120}
    change_procedure(tender, values, seen=1, by=city.office, now=NOW)
    draft = with_procedures(WORKS, library_of(city.tenant), {"filing"}, promised=True)
    due = date(2021, 12, 1)
    preview = preview_backward(project, draft, due, today=TODAY)
    best = preview.suggestions[0]
    assert "“施工招标”容缺办理，“质安监与施工许可”不等它办结即可开始" in str(best.sentence)
    assert best.percent == 0
    assert not any("压茬" in str(one.sentence) and "施工招标" in str(one.sentence)
                   for one in preview.suggestions)  # fmt: skip
    assert {one.code for one in best.draft.steps} == {one.code for one in draft.steps}
    after = preview_backward(project, best.draft, due, today=TODAY)
    assert preview.short_by - after.short_by == min(best.gain, preview.short_by)


def test_a_permit_planned_by_law_may_be_brought_to_what_was_promised_and_no_further(
    library: list[Procedure], project: Project
) -> None:
    draft = joined(library, promised=False)
    preview = preview_backward(project, draft, date(2021, 11, 1), today=TODAY)
    said = [str(one.sentence) for one in preview.suggestions]
    (haste,) = [words for words in said if "用地报批" in words]
    assert haste.startswith("“用地报批”提前介入、并联办理，由 40 个工作日缩短到 30 个工作日")
    own = {"land_approval": 30, "impact_form": 20}
    for _ in range(12):
        if not preview.suggestions:
            break
        draft = preview.suggestions[0].draft
        preview = preview_backward(project, draft, date(2021, 11, 1), today=TODAY)
    for row in library:
        for one in draft.steps:
            if one.procedure == row.code:
                assert one.duration >= own.get(row.code, row.statutory_days)


def test_a_date_that_was_expected_can_be_given_up(city: City, project: Project) -> None:
    accept_plan(project, WORKS, date(2022, 6, 30), reason="", by=city.office, now=NOW)
    base = project.milestones.get(code="base")
    forecast_milestone(base, finish=date(2022, 5, 31), by=city.office, now=NOW)
    due = date(2022, 6, 30)
    preview = preview_backward(project, WORKS, due, today=TODAY)
    best = preview.suggestions[0]
    assert "“基础完工”不再等到" in str(best.sentence)
    assert step(best.draft, "base").unheld
    accept_plan(project, best.draft, due, reason="抢工", by=city.office, now=NOW)
    base.refresh_from_db()
    assert base.forecast_finish is None
    assert "milestone.forecast_dropped" in {event.code for event in history_of(project.pk)}
