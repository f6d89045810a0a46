"""The original plan, the one in force and what is expected, beside each other; and what is green
only because the plan was changed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from importlib import import_module

from django.apps import apps

from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.actions.milestones import forecast_milestone
from guatu.projects.actions.packs import adopt
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.jobs import patrol_everything
from guatu.projects.models import Project, ProjectState, Tally
from guatu.projects.patrol import patrol
from guatu.projects.queries.filters import ListFilter, Timing
from guatu.projects.queries.listing import Finish, list_page
from guatu.projects.queries.past import list_page_at
from guatu.projects.replay import shown_at
from guatu.projects.standing import Standing
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED
from tests.projects.looking import assert_totals_are_true

original_plans = import_module("guatu.projects.migrations.0006_original_plans")

HALL = Draft(
    (Step("base", "基础完工", 20), Step("frame", "主体封顶", 30), Step("done", "竣工验收", 5)),
    (Tie("base", "frame"), Tie("frame", "done")),
)
FIRST, SECOND = date(2021, 6, 30), date(2021, 9, 30)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def planned(city: City, required: date = FIRST, name: str = "示例厂房项目") -> Project:
    project = city.project(name, actual_start=TODAY, planned_start=TODAY, year_plan=None)
    accept_plan(project, HALL, required, reason="", by=city.office, now=NOW)
    project.refresh_from_db()
    return project


def moved(city: City, project: Project, required: date = SECOND, day: date = TODAY) -> Project:
    accept_plan(
        project, HALL, required, reason="供地推迟", grant=GRANTED, by=city.office, now=at(day, 15)
    )
    project.refresh_from_db()
    return project


def slipped(city: City, project: Project, to: date, day: date = TODAY) -> None:
    """The foundation is expected to be finished on ``to`` only."""
    base = project.milestones.get(code="base")
    forecast_milestone(base, finish=to, by=city.office, now=at(day, 11))
    project.refresh_from_db()


def finish_of(user: User, day: date = TODAY, **narrowed: str) -> list[Finish]:
    wanted = ListFilter(2021, **narrowed)
    return [row.finish for row in list_page(user, wanted, today=day).rows]


def test_the_first_plan_is_both_and_keeps_its_promise(city: City) -> None:
    project = planned(city)
    assert (project.original_finish, project.required_finish) == (FIRST, FIRST)
    assert project.forecast_finish == date(2021, 6, 1)  # 55 workdays from 15 March on
    assert project.expectation == "original"
    (finish,) = finish_of(city.office)
    assert finish == Finish(FIRST, FIRST, date(2021, 6, 1), None, "original")
    assert not finish.moved


def test_a_changed_plan_leaves_the_original_one_standing(city: City) -> None:
    project = moved(city, planned(city))
    assert (project.original_finish, project.required_finish) == (FIRST, SECOND)
    assert project.replans == 1
    slipped(city, project, date(2021, 5, 28))
    assert project.expectation == "replanned"
    (finish,) = finish_of(city.office)
    assert (finish.original, finish.required, finish.moved) == (FIRST, SECOND, True)
    assert finish.forecast is not None
    assert FIRST < finish.forecast < SECOND


def test_counts_and_lists_tell_who_keeps_which_plan(city: City) -> None:
    planned(city, name="示例守时项目")
    slipped(city, planned(city, name="示例拖延项目"), date(2021, 6, 1))
    slipped(city, moved(city, planned(city, name="示例改期项目")), date(2021, 6, 1))
    city.project("示例无计划项目")
    totals = Tally.objects.get(by="city")
    assert (totals.original, totals.replanned, totals.late) == (1, 1, 1)
    page = list_page(city.office, ListFilter(2021), today=TODAY).totals
    assert (page.original, page.replanned, page.late, page.projects) == (1, 1, 1, 4)

    def named(timing: Timing) -> list[str]:
        found = list_page(city.office, ListFilter(2021, timing=timing), today=TODAY).rows
        return [row.name for row in found]

    assert named(Timing.ORIGINAL) == ["示例守时项目"]
    assert named(Timing.LATE) == ["示例拖延项目"]
    assert named(Timing.REPLANNED) == ["示例改期项目"]
    assert named(Timing.BEHIND) == ["示例拖延项目", "示例改期项目"]
    assert_totals_are_true(city.tenant)


def test_what_is_finished_is_told_by_its_last_day(city: City) -> None:
    city.project("示例早完项目", actual_finish=date(2021, 3, 1), required_finish=date(2021, 3, 10))
    city.project("示例晚完项目", actual_finish=date(2021, 3, 12), required_finish=date(2021, 3, 10))
    city.project("示例未完项目", required_finish=date(2021, 3, 10))
    assert [finish.keeps for finish in finish_of(city.office)] == ["original", "late", "late"]


def test_the_forecast_moves_on_by_itself_and_turns_with_the_day(city: City) -> None:
    """Nobody reports: each workday takes the finish a workday further, until it is late."""
    project = city.project("示例待开工项目", actual_start=None, planned_start=TODAY)
    accept_plan(project, HALL, date(2021, 6, 3), reason="", by=city.office, now=NOW)
    expected = []
    for day in (16, 17, 18, 19, 20, 21, 22):
        patrol(city.tenant, now=at(date(2021, 3, day), 1))
        project.refresh_from_db()
        expected.append((project.forecast_finish, project.expectation))
    assert expected[0] == (date(2021, 6, 2), "original")
    assert expected[-1] == (date(2021, 6, 8), "late")
    now = shown_at(project, at(date(2021, 3, 22), 23))
    assert now is not None
    assert (now.judged.reach.finish, now.judged.expectation) == expected[-1]


def test_green_only_by_the_new_plan_is_marked_and_says_why(city: City) -> None:
    """By the first plan the promise would be missed; by the second there is room."""
    project = planned(city)
    slipped(city, project, date(2021, 6, 1))
    assert project.light == "red"
    moved(city, project, date(2021, 12, 31))
    assert (project.light, project.green_by_replanning) == ("green", True)
    shown = shown_at(project, at(TODAY, 23))
    assert shown is not None
    original = shown.judged.original
    assert original is not None
    assert (original.light, "2021-06-30" in str(original.headline.sentence)) == ("red", True)
    assert Tally.objects.get(by="city").green_by_replanning == 1
    green = list_page(city.office, ListFilter(2021, timing=Timing.GREEN), today=TODAY)
    assert [row.green_by_replanning for row in green.rows] == [True]
    assert green.totals.green_by_replanning == 1
    assert_totals_are_true(city.tenant)


def test_a_new_plan_for_what_would_be_green_anyway_leaves_no_mark(city: City) -> None:
    project = moved(city, planned(city))
    assert (project.light, project.green_by_replanning) == ("green", False)


def test_the_mark_comes_by_itself_when_the_original_plan_runs_out_of_room(city: City) -> None:
    """The foundation takes until 12 April; then each workday takes one from the first plan's 19,
    and below ten it would be yellow."""
    project = moved(city, planned(city), date(2021, 12, 31))
    Project.objects.filter(pk=project.pk).update(registered_on=TODAY)
    project.refresh_from_db()
    for month in (2, 3):
        figures = MonthFigures(date(2021, month, 1), Decimal(100), "基础施工")
        report_progress(project, figures, by=city.office, now=at(date(2021, 4, 2)))
    marked = {}
    for day in (date(2021, 4, 13), date(2021, 4, 23), date(2021, 4, 25), date(2021, 4, 27)):
        patrol(city.tenant, now=at(day, 1))
        project.refresh_from_db()
        marked[day.day] = project.green_by_replanning
    assert project.light == "green"
    assert marked == {13: False, 23: False, 25: False, 27: True}


def test_a_page_of_the_past_knows_which_plan_was_kept_then(city: City) -> None:
    project = planned(city)
    slipped(city, project, date(2021, 6, 1))
    moved(city, project, date(2021, 12, 31), day=date(2021, 3, 17))
    before, after = (
        list_page_at(city.office, ListFilter(2021), at(date(2021, 3, day), 23)) for day in (16, 17)
    )
    assert (before.rows[0].light, before.rows[0].green_by_replanning) == ("red", False)
    assert (before.rows[0].finish.original, before.rows[0].finish.required) == (FIRST, FIRST)
    assert (after.rows[0].light, after.rows[0].green_by_replanning) == ("green", True)
    assert (after.rows[0].finish.original, after.rows[0].finish.required) == (
        FIRST,
        date(2021, 12, 31),
    )
    assert (before.totals.late, after.totals.late, after.totals.green_by_replanning) == (1, 0, 1)
    marked = ListFilter(2021, timing=Timing.GREEN)
    assert not list_page_at(city.office, marked, at(date(2021, 3, 16), 23)).rows
    assert len(list_page_at(city.office, marked, at(date(2021, 3, 17), 23)).rows) == 1


def test_a_database_from_before_has_its_original_plans_filled_in(city: City) -> None:
    project = planned(city)
    slipped(city, project, date(2021, 6, 1))
    moved(city, project, date(2021, 12, 31))
    states = ProjectState.objects.order_by("since", "id")
    kept = [Standing.from_json(state.facts) for state in states]
    for state in states:
        del state.facts["original_finish"]
        if "steps" in state.facts:
            state.facts["steps"] = state.facts["steps"][:11]
        state.save(update_fields=["facts"])
    Project.objects.update(original_finish=None)
    for operation in original_plans.Migration.operations:
        operation.code(apps, None)
    project.refresh_from_db()
    assert (project.original_finish, project.next_check) == (FIRST, None)
    filled = [Standing.from_json(state.facts) for state in states.all()]
    assert filled == kept
    patrol(city.tenant, now=at(date(2021, 3, 16), 1))
    assert_totals_are_true(city.tenant)
    project.refresh_from_db()
    assert project.green_by_replanning


def test_chance_and_pace_are_worked_out_only_for_rules_that_ask(city: City) -> None:
    project = planned(city, date(2021, 6, 4))
    assert project.p80_finish is None
    adopt(city.tenant, "schedule", by=city.office, now=NOW)
    patrol_everything(city.tenant, now=NOW)
    project.refresh_from_db()
    assert project.forecast_finish == date(2021, 6, 1)
    assert project.p80_finish is not None
    assert project.p80_finish > date(2021, 6, 4)
    assert project.light == "yellow"
    reasons = {one["dimension"]: one["light"] for one in _last_reasons(project)}
    assert reasons == {"node": "green", "slack": "yellow", "chance": "yellow", "pace": "none"}
    assert project.next_check == date(2021, 3, 16)
    again = shown_at(project, NOW)
    assert again is not None
    assert again.judged.p80 == project.p80_finish
    adopt(city.tenant, "default", by=city.office, now=NOW)
    patrol_everything(city.tenant, now=NOW)
    project.refresh_from_db()
    assert project.p80_finish is None


def test_pace_counts_once_the_works_are_under_way(city: City) -> None:
    """Steps begun are taken to go on; one that waits for its need earns nothing meanwhile."""
    project = planned(city, date(2021, 6, 4))
    slipped(city, project, date(2021, 7, 30))
    adopt(city.tenant, "schedule", by=city.office, now=NOW)
    patrol_everything(city.tenant, now=at(date(2021, 4, 16), 1))
    project.refresh_from_db()
    (pace,) = [one for one in _last_reasons(project) if one["dimension"] == "pace"]
    assert pace["light"] == "yellow"
    assert Decimal(pace["sentence"]["params"]["spi_t"]) < Decimal("0.95")


def _last_reasons(project: Project) -> list[dict[str, dict[str, dict[str, str]] | str]]:
    verdict = project.verdicts.first()
    assert verdict is not None
    found: list[dict[str, dict[str, dict[str, str]] | str]] = verdict.body["reasons"]
    return found
