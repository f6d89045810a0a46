"""What is kept of a project: one row for each time it stood otherwise, none without a change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from guatu.kit.clock import CHINA
from guatu.projects.actions.listing import edit_project, restore_project, withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.backtest import back_test, month_days
from guatu.projects.models import Project, ProjectState
from guatu.projects.packs import preset
from guatu.projects.patrol import patrol
from guatu.projects.standing import Standing
from guatu.projects.states import astray
from tests.city import NOW, TODAY, City

HOUR = timedelta(hours=1)


@pytest.fixture
def project(city: City) -> Project:
    return city.project(registered_on=date(2021, 2, 1))


def kept(project: Project) -> list[ProjectState]:
    return list(project.states.order_by("since"))


def change(city: City, project: Project, now: datetime, **values: object) -> None:
    project.refresh_from_db()
    edit_project(project, values, seen=project.version, by=city.office, now=now)


def test_a_new_project_stands_from_its_entry_on(city: City, project: Project) -> None:
    (state,) = kept(project)
    assert (state.since, state.until, state.listed) == (NOW, None, True)
    assert (state.name, state.line_id, state.light) == (
        "示例轴承生产线项目",
        city.industry_line.pk,
        project.light,
    )


def test_a_change_closes_one_row_and_opens_another(city: City, project: Project) -> None:
    change(city, project, NOW + HOUR, name="示例轴承生产线二期项目")
    before, after = kept(project)
    assert (before.name, before.until) == ("示例轴承生产线项目", NOW + HOUR)
    assert (after.name, after.since, after.until) == ("示例轴承生产线二期项目", NOW + HOUR, None)
    at = ProjectState.objects.at
    assert at(NOW + HOUR / 2).get(project=project).pk == before.pk
    assert at(NOW + HOUR).get(project=project).pk == after.pk
    assert not at(NOW - HOUR).filter(project=project).exists()


def test_what_changes_nothing_that_is_kept_opens_no_row(city: City, project: Project) -> None:
    change(city, project, NOW + HOUR, remark="与本项目有关的说明")
    patrol(city.tenant, now=NOW + 2 * HOUR, everything=True)
    assert len(kept(project)) == 1


def test_an_amount_written_otherwise_is_the_same_amount(city: City, project: Project) -> None:
    change(city, project, NOW + HOUR, year_plan=Decimal("12000.0000"))
    patrol(city.tenant, now=NOW + 2 * HOUR, everything=True)
    assert len(kept(project)) == 1


def test_of_two_changes_in_one_moment_the_last_remains(city: City, project: Project) -> None:
    for name in ("示例甲项目", "示例乙项目"):
        change(city, project, NOW + HOUR, name=name)
    assert [state.name for state in kept(project)] == ["示例轴承生产线项目", "示例乙项目"]


def test_a_light_that_turns_by_itself_is_kept_too(city: City) -> None:
    waiting = city.project("示例待开工项目", planned_start=date(2021, 4, 1), actual_start=None,
                           year_plan=None)  # fmt: skip
    night = datetime(2021, 4, 30, 0, 5, tzinfo=CHINA)
    for day in range(40):
        patrol(city.tenant, now=night - timedelta(days=35) + timedelta(days=day))
    stood = [
        (state.since.astimezone(CHINA).date(), state.light, state.start_due)
        for state in kept(waiting)
    ]
    assert stood == [
        (TODAY, "green", False),
        (date(2021, 4, 1), "green", True),
        (date(2021, 4, 30), "yellow", True),
    ]


def test_off_the_list_and_back(city: City, project: Project) -> None:
    withdraw_project(project, reason="合并", by=city.office, now=NOW + HOUR)
    restore_project(project, by=city.office, now=NOW + 2 * HOUR)
    assert [state.listed for state in kept(project)] == [True, False, True]


def test_a_report_is_kept_with_its_month(city: City, project: Project) -> None:
    figures = MonthFigures(date(2021, 2, 1), Decimal(2000))
    report_progress(project, figures, by=city.liaison, now=NOW + HOUR)
    newest = kept(project)[-1]
    facts = Standing.from_json(newest.facts).facts
    assert facts.done_year_by_month == ((date(2021, 2, 1), Decimal(2000)),)
    assert newest.year_done == 2000


def test_what_went_past_the_acts_is_found(city: City, project: Project) -> None:
    assert astray([project]) == []
    Project.objects.filter(pk=project.pk).update(name="示例改名项目")
    project.refresh_from_db()
    assert astray([project]) == [project]


class TestBackTest:
    def test_it_says_what_the_rules_would_have_said(self, city: City) -> None:
        """银川 has no rule for slack or reports, ours has: the two part."""
        project = city.project(planned_start=date(2021, 1, 10), actual_start=None)
        now = datetime(2021, 4, 30, 9, 0, tzinfo=CHINA)
        for day in range(47):
            patrol(city.tenant, now=NOW + timedelta(days=day))
        tried = back_test(city.tenant, preset("yinchuan"), month_days(now.date(), 2))
        (row,) = tried.rows
        assert tried.days == (date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30))
        february, march, april = row.cells
        # entered in March: of February only what is dated is known, nothing was shown
        assert february is not None
        assert (february.light, february.shown, february.assumed) == ("yellow", None, True)
        assert march is not None
        assert april is not None
        assert (march.light, april.light) == ("red", "red")
        assert (
            march.shown
            == ProjectState.objects.at(datetime(2021, 3, 31, 23, 59, tzinfo=CHINA))
            .get(project=project)
            .light
        )
        assert [sum(counts.values()) for counts in tried.counts] == [1, 1, 1]

    def test_what_was_shown_is_what_the_rules_in_force_say(self, city: City) -> None:
        """Tried on itself the pack changes nothing: replay is what was shown."""
        for month in (1, 3, 4):
            city.project(f"示例{month}项目", planned_start=date(2021, month, 10), actual_start=None)
        for day in range(60):
            patrol(city.tenant, now=NOW + timedelta(days=day))
        days = [TODAY + timedelta(days=n) for n in range(60)]
        tried = back_test(city.tenant, preset("default"), days)
        assert all(
            cell is not None and not cell.differs for row in tried.rows for cell in row.cells
        )

    def test_a_project_that_had_left_the_list_is_not_judged(self, city: City) -> None:
        project = city.project()
        withdraw_project(project, reason="合并", by=city.office, now=NOW + HOUR)
        tried = back_test(city.tenant, preset("yinchuan"), [TODAY])
        assert tried.rows == ()

    def test_what_never_stood_at_the_end_of_a_day_is_not_assumed_either(self, city: City) -> None:
        """Listed and withdrawn on 15 March: it did not stand at the end of February."""
        gone, stays = city.project("示例撤回项目"), city.project("示例在册项目")
        withdraw_project(gone, reason="合并", by=city.office, now=NOW + HOUR)
        tried = back_test(city.tenant, preset("yinchuan"), [date(2021, 2, 28), TODAY])
        assert [row.name for row in tried.rows] == [stays.name]
        assert [sum(counts.values()) for counts in tried.counts] == [1, 1]
