"""The patrol: lights turn by the day with a reason, once, and cost little."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guatu.domain.words import Sentence
from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.projects.actions.excuses import grant_excuse
from guatu.projects.actions.listing import create_projects, withdraw_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan, templates
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project, Verdict
from guatu.projects.patrol import Round, patrol, recheck
from guatu.projects.queries.detail import light_now
from guatu.projects.standards import Standard
from tests.city import NOW, City
from tests.projects.looking import (
    assert_totals_are_true,
    codes,
    newest,
    reasons,
)

DRAFT = Draft(
    (Step("base", "基础完工", 20), Step("frame", "主体封顶", 20), Step("done", "竣工验收", 5)),
    (Tie("base", "frame"), Tie("frame", "done")),
)


def night(month: int, day: int, year: int = 2021) -> datetime:
    return datetime(year, month, day, 1, 30, tzinfo=CHINA)


def waiting(city: City, name: str = "示例待开工项目", **values: object) -> Project:
    """To begin in April and not begun; nothing else is known of it."""
    given = {"planned_start": date(2021, 4, 1), "actual_start": None, "year_plan": None}
    return city.project(name, **{**given, **values})


def seen_on(city: City, project: Project, *days: datetime) -> list[str]:
    lights = []
    for day in days:
        patrol(city.tenant, now=day)
        project.refresh_from_db()
        lights.append(project.light)
    return lights


def on_the_list_since_january(city: City, **values: object) -> Project:
    """A project that has owed its monthly reports from the beginning of the year."""
    project = city.project(**values)
    return put(project, listed_on=date(2021, 1, 4))


@transaction.atomic
def put(project: Project, **columns: object) -> Project:
    """Columns that no act sets so, and what an act would do of them then."""
    Project.objects.filter(pk=project.pk).update(**columns)
    project.refresh_from_db()
    recheck([project], now=NOW)
    return project


def milestones_on(project: Project, now: datetime) -> tuple[str, object]:
    """Their light, and the workdays that the worst one is overdue."""
    said = next(r for r in light_now(project, now).reasons if r.dimension == "milestones")
    return str(said.light), said.sentence.params.get("milestone_days_overdue")


class TestTurning:
    def test_a_start_that_is_missed_goes_yellow_and_after_three_months_red(self, city):
        """银川: missed in its month yellow, three months running red; months, not days."""
        project = waiting(city)
        days = (night(4, 29), night(4, 30), night(6, 29), night(6, 30))
        assert seen_on(city, project, *days) == ["green", "yellow", "yellow", "red"]
        assert project.light_since == date(2021, 6, 30)
        assert codes(project) == ["project.created", "light.turned", "light.turned"]
        verdicts = project.verdicts.order_by("at").values_list("before", "light", "day")
        assert list(verdicts) == [
            ("", "green", date(2021, 3, 15)),
            ("green", "yellow", date(2021, 4, 30)),
            ("yellow", "red", date(2021, 6, 30)),
        ]
        event = events_of(city.tenant.pk)[0]
        assert event.actor_name == "巡检"
        assert event.details["reason"].startswith("计划 2021-04-01 开工，已连续 3 个月")
        assert_totals_are_true(city.tenant)

    def test_an_overdue_milestone_is_counted_in_workdays_of_the_national_calendar(self, city):
        """Promised for 30 April; 1 to 5 May are off, so the 6th is the first day late."""
        project = city.project(planned_start=date(2021, 4, 1), actual_start=None)
        draft = Draft((Step("base", "基础完工", 5, committed=False),))
        accept_plan(project, draft, date(2021, 4, 30), reason="", by=city.office, now=NOW)
        put(project, required_finish=date(2021, 12, 31), actual_start=date(2021, 4, 1))
        assert milestones_on(project, night(5, 5)) == ("green", None)
        assert milestones_on(project, night(5, 6)) == ("yellow", "1")
        # 8 May is a Saturday worked in exchange
        assert milestones_on(project, night(5, 8)) == ("yellow", "3")

    def test_a_plan_whose_slack_melts_turns_yellow_and_red_by_itself(self, city):
        project = city.project(actual_start=None, planned_start=date(2021, 3, 16))
        # 45 workdays before the end of May, 54 there are: nothing begins, day after day
        accept_plan(project, DRAFT, date(2021, 5, 31), reason="", by=city.office, now=NOW)
        project.refresh_from_db()
        slacks = {}
        for day in (date(2021, 3, 16) + timedelta(days=n) for n in range(20)):
            patrol(city.tenant, now=night(day.month, day.day), everything=True)
            project.refresh_from_db()
            slacks[day] = project.min_slack, reasons(project)["finish"]
        values = [slack for slack, _ in slacks.values()]
        assert values == sorted(values, reverse=True)
        assert {light for slack, light in slacks.values() if slack >= 10} <= {"green"}
        assert {light for slack, light in slacks.values() if 0 <= slack < 10} == {"yellow"}
        assert {light for slack, light in slacks.values() if slack < 0} == {"red"}

    def test_an_excuse_runs_out(self, city):
        project = waiting(city)
        assert seen_on(city, project, night(4, 30)) == ["yellow"]
        grant_excuse(
            project,
            dimension="start",
            reason="选址重新论证",
            since=date(2021, 4, 30),
            until=date(2021, 5, 20),
            by=city.inspector,
            now=night(4, 30),
        )
        assert seen_on(city, project, night(5, 20), night(5, 21)) == ["paused", "yellow"]


class TestDoneTwice:
    def test_the_second_round_of_a_day_changes_nothing(self, city):
        for n, month in enumerate((1, 2, 3, 4)):
            waiting(city, f"示例{n}项目", planned_start=date(2021, month, 10))
        day = night(6, 30)
        assert patrol(city.tenant, now=day).turned > 0
        kept = snapshot(city)
        assert patrol(city.tenant, now=day, everything=True) == Round(4, 0)
        assert patrol(city.tenant, now=day).turned == 0
        assert snapshot(city) == kept

    def test_who_looks_at_everything_holds_only_what_has_moved(self, city):
        still, moved = waiting(city, "示例甲项目"), waiting(city, "示例乙项目")
        patrol(city.tenant, now=NOW)
        with CaptureQueriesContext(connection) as seen:
            patrol(city.tenant, now=NOW, everything=True)
        assert [q["sql"] for q in seen if "FOR NO KEY" in q["sql"] or "UPDATE" in q["sql"]] == []
        Project.objects.filter(pk=moved.pk).update(light="paused", gist="")
        assert patrol(city.tenant, now=NOW, everything=True) == Round(2, 1)
        moved.refresh_from_db()
        still.refresh_from_db()
        assert (moved.light, moved.gist) == (still.light, still.gist)

    def test_days_missed_are_made_up_for_in_one_round(self, city):
        late, nightly = waiting(city, "示例甲项目"), waiting(city, "示例乙项目")
        for n in range(120):
            patrol_one(city, nightly, NOW + timedelta(days=n + 1))
        patrol(city.tenant, now=NOW + timedelta(days=120))
        late.refresh_from_db()
        nightly.refresh_from_db()
        assert (late.light, late.light_reason) == (nightly.light, nightly.light_reason)

    def test_a_withdrawn_project_is_left_alone(self, city):
        project = waiting(city)
        withdraw_project(project, reason="合并", by=city.office, now=NOW)
        assert patrol(city.tenant, now=night(6, 30), everything=True) == Round(0, 0)


class TestWhatItLooksAt:
    def test_a_project_is_looked_at_when_something_can_change(self, city):
        """A start in April is green until its month is over: nothing to look at before."""
        project = waiting(city)
        assert project.next_check == date(2021, 4, 1)  # from then on it counts as due to begin
        assert patrol(city.tenant, now=night(3, 31)) == Round(0, 0)
        assert patrol(city.tenant, now=night(4, 1)) == Round(1, 0)
        project.refresh_from_db()
        assert project.next_check == date(2021, 4, 30)
        assert patrol(city.tenant, now=night(4, 29)) == Round(0, 0)
        assert patrol(city.tenant, now=night(4, 30)) == Round(1, 1)

    def test_a_standing_red_counts_its_days_on_without_being_judged(self, city):
        project = on_the_list_since_january(city, planned_start=date(2021, 1, 10))
        draft = Draft((Step("base", "基础完工", 5),))
        accept_plan(project, draft, date(2021, 3, 16), reason="", by=city.office, now=NOW)
        seen_on(city, project, night(3, 17), night(3, 18))
        kept = Sentence.from_json(project.light_reason)
        assert kept.moving
        judged = Verdict.objects.count()
        today = night(3, 24)
        workdays = Standard.of(city.tenant, today).judge.workdays
        assert str(kept.on(today.date(), workdays)) == str(light_now(project, today).headline)
        assert Verdict.objects.count() == judged

    def test_the_page_of_a_project_tells_all_reasons_as_of_now(self, city):
        """A project that stays red for its registration still shows that a report came."""
        project = on_the_list_since_january(city)
        assert (project.light, reasons(project)["report"]) == ("red", "yellow")
        figures = MonthFigures(date(2021, 2, 1), Decimal(2000))
        report_progress(project, figures, by=city.liaison, now=NOW)
        project.refresh_from_db()
        assert (project.light, reasons(project)["report"]) == ("red", "green")

    def test_what_is_finished_is_not_looked_at_again(self, city):
        project = city.project(actual_finish=date(2021, 3, 1), registered_on=date(2021, 2, 1))
        assert project.next_check.year == 9999
        assert patrol(city.tenant, now=night(12, 31, 2030)) == Round(0, 0)


class TestCost:
    def test_queries_do_not_grow_with_the_projects(self, city):
        def queries(everything: bool) -> int:
            with CaptureQueriesContext(connection) as seen:
                patrol(city.tenant, now=night(5, 6), everything=everything)
            return len(seen)

        plan = templates()[0].draft
        for n in range(2):
            project = waiting(city, f"示例{n}项目")
            accept_plan(project, plan, date(2023, 12, 29), reason="", by=city.office, now=NOW)
        queries(everything=True)
        few = queries(everything=True)
        listed = [{"name": f"示例新{n}项目"} for n in range(150)]
        with transaction.atomic():
            made = create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
        for project in made[:20]:
            accept_plan(project, plan, date(2023, 12, 29), reason="", by=city.office, now=NOW)
        queries(everything=True)
        assert queries(everything=True) == few


class TestSlack:
    @pytest.fixture
    def project(self, city: City) -> Project:
        project = city.project(actual_start=None, planned_start=date(2021, 4, 1))
        accept_plan(project, DRAFT, date(2021, 7, 30), reason="", by=city.office, now=NOW)
        project.refresh_from_db()
        return project

    def test_it_is_what_the_calendar_leaves_beyond_the_work(self, city, project):
        # 84 workdays from 1 April to 30 July 2021 (22, 19, 21, 22), 45 of them needed
        assert project.min_slack == 84 - 45

    def test_work_under_way_costs_none_until_its_time_is_used_up(self, city):
        """The base began on Monday 8 March and has 20 workdays, to 2 April: then it is late."""
        project = city.project(planned_start=date(2021, 3, 8), actual_start=date(2021, 3, 8))
        accept_plan(project, DRAFT, date(2021, 7, 30), reason="", by=city.office, now=NOW)
        slacks = []
        for day in (night(3, 16), night(4, 2), night(4, 6), night(4, 7)):
            patrol(city.tenant, now=day, everything=True)
            project.refresh_from_db()
            slacks.append(project.min_slack)
        # 102 workdays from 8 March to 30 July, 45 needed; the 5th of April is a holiday
        assert slacks == [102 - 45, 102 - 45, 102 - 46, 102 - 47]

    def test_a_step_done_early_gives_its_time_to_the_others(self, city, project):
        before = project.min_slack
        base = project.milestones.get(code="base")
        finish_milestone(base, on=date(2021, 3, 15), by=city.liaison, now=NOW)
        project.refresh_from_db()
        assert (before, project.min_slack) == (84 - 45, 84 - 25)

    def test_none_without_a_plan_and_when_all_is_done(self, city, project):
        assert city.project("示例无计划项目").min_slack is None
        for milestone in project.milestones.all():
            finish_milestone(milestone, on=date(2021, 3, 15), by=city.liaison, now=NOW)
        project.refresh_from_db()
        assert project.min_slack is None
        assert newest(project) == "节点“竣工验收”于 2021-03-15 完成"

    def test_none_where_the_calendar_does_not_reach(self, city, project):
        assert put(project, required_finish=date(2099, 1, 1)).min_slack is None


def patrol_one(city: City, project: Project, now: datetime) -> None:
    """A nightly round that sees this project only."""
    others = Project.objects.exclude(pk=project.pk)
    kept = dict(others.values_list("pk", "next_check"))
    others.update(next_check=date(9999, 12, 31))
    patrol(city.tenant, now=now)
    for pk, day in kept.items():
        Project.objects.filter(pk=pk).update(next_check=day)


def snapshot(city: City) -> tuple[object, ...]:
    rows = Project.objects.filter(tenant=city.tenant).order_by("pk")
    return (
        list(rows.values()),
        list(Verdict.objects.order_by("pk").values()),
        events_of(city.tenant.pk).count(),
    )
