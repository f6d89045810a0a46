"""What stands on boards: figures of the whole city, places of a week ago, never a person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from guatu.boards.screens import READINGS, read_board
from guatu.boards.screens.facts import Asked
from guatu.boards.screens.viewer import passer_by
from guatu.org.models import User
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Milestone, Project
from guatu.screens.choices import PanelKind
from guatu.screens.models import Board
from guatu.worklists.actions import filing
from tests.boards.many import many_projects, milestone_of
from tests.city import NOW, TODAY, City, _unit
from tests.projects.chance import project_at
from tests.screens.boards import board_of, page
from tests.worklists.lists import DUE, at, prepared, running, with_milestones

EVERY_KIND = list(PanelKind)


def read(city: City, kind: PanelKind, now: datetime = NOW, **more: Any) -> Any:
    asked = Asked(city.tenant, passer_by(city.tenant), now, rows=8, **more)
    return READINGS[kind](asked)


def html(board: Board, now: datetime = NOW) -> str:
    context = {"board": board, "pages": read_board(board, now), "now": now}
    return render_to_string("screens/_pages.html", context)


def report(city: City, project: Project, invested: int, now: datetime, month: int = 2) -> None:
    figures = MonthFigures(date(2021, month, 1), Decimal(invested), reason="示例更正")
    report_progress(project, figures, by=city.office, now=now)


@pytest.fixture
def six(city: City) -> dict[str, Project]:
    """Six departments with a project each, all listed long before the week."""
    units = [city.industry, city.housing, *(_unit(city.root, f"示例{n}局") for n in "水农林商")]
    found = {}
    for unit in units:
        plan = {"lead_unit": unit, "year_plan": Decimal(12_000)}
        found[unit.label] = project_at(city, at(1, 9), f"{unit.label}的项目", **plan)
    return found


def test_units_stand_with_the_places_that_they_won_since_last_week(
    city: City, six: dict[str, Project]
) -> None:
    """A week ago 工信 was first and 农 last; since then 农 has reported more than all."""
    before, since = at(6, 9), at(12, 9)
    for done, project in zip((3000, 2500, 2000, 300, 1500, 1000), six.values(), strict=True):
        report(city, project, done, before)
    last = six["示例农局"]
    report(city, last, 4000, since)
    found = read(city, PanelKind.UNITS, at(15, 9))
    assert [(row.title, row.place, row.climbed) for row in found.rows] == [
        ("示例农局", 1, 5),
        ("示例工信局", 2, -1),
        ("示例住建局", 3, -1),
        ("示例水局", 4, -1),
        ("示例林局", 5, -1),
        ("示例商局", 6, -1),
    ]
    assert found.compared_on == date(2021, 3, 8)
    shown = html(board_of(city, page("名次", PanelKind.UNITS)), at(15, 9))
    assert "↑5" in shown
    assert "2021-03-08" in shown


def test_a_unit_that_is_new_has_a_place_and_no_change(city: City, six: dict[str, Project]) -> None:
    for project in six.values():
        report(city, project, 1000, at(6, 9))
    fresh = _unit(city.root, "示例新局")
    plan = {"lead_unit": fresh, "year_plan": Decimal(12_000)}
    report(city, project_at(city, at(13, 9), "新局的项目", **plan), 9000, at(14, 9))
    first = read(city, PanelKind.UNITS, at(15, 9)).rows[0]
    assert (first.title, first.place, first.climbed) == ("示例新局", 1, None)


def test_fewer_than_five_are_listed_and_not_ranked(city: City) -> None:
    city.project()
    found = read(city, PanelKind.UNITS)
    assert not found.ranked
    assert [row.title for row in found.rows] == ["示例工信局"]
    assert "不足五个" in html(board_of(city, page("名次", PanelKind.UNITS)))


def test_the_overview_is_of_the_whole_city_and_of_this_city_alone(city: City) -> None:
    many_projects(city, 9)
    found = read(city, PanelKind.OVERVIEW)
    assert (found.totals.projects, found.totals.red, found.totals.year_plan) == (9, 3, 54_000)
    neighbour = Asked(city.outsider.tenant, passer_by(city.outsider.tenant), NOW, rows=8)
    assert READINGS[PanelKind.OVERVIEW](neighbour).totals.projects == 0
    assert READINGS[PanelKind.REDS](neighbour).rows == []


def test_flags_are_red_when_done_and_black_when_overdue(city: City) -> None:
    project = with_milestones(city)
    found = read(city, PanelKind.FLAGS)
    assert [(step.name, step.actual) for step in found.done] == [("打桩", date(2021, 3, 11))]
    assert [(step.name, step.days_late) for step in found.late] == [("基础", 5)]
    old = milestone_of(project, 9, date(2021, 2, 1), "便道")
    old.save()
    assert [step.name for step in read(city, PanelKind.FLAGS).late] == ["便道", "基础"]


def test_this_months_battles_are_what_is_still_open_in_it(city: City) -> None:
    with_milestones(city)
    found = read(city, PanelKind.BATTLES)
    assert [(step.name, step.late) for step in found.rows] == [("基础", True), ("正负零", False)]
    assert (found.month.planned, found.month.done) == (3, 1)
    Milestone.objects.update(actual_finish=TODAY)
    assert "本月的节点都已完成" in html(board_of(city, page("战", PanelKind.BATTLES)))


def test_reds_come_with_the_newest_first_and_with_their_reason(city: City) -> None:
    many_projects(city, 9)
    Project.objects.filter(number=6).update(light_since=TODAY - timedelta(20))
    found = read(city, PanelKind.REDS)
    assert [row.name for row in found.rows][-1] == "示例第6号项目"
    assert "示例理由。" in html(board_of(city, page("红", PanelKind.REDS)))


def test_more_than_there_is_room_for_is_said(city: City) -> None:
    many_projects(city, 60)
    found = read(city, PanelKind.REDS)
    assert (len(found.rows), found.more) == (8, 12)


def test_the_week_names_units_that_are_late_or_missing(city: City) -> None:
    with_milestones(city)
    running(city)
    row = prepared(city)
    assert not read(city, PanelKind.LISTS, NOW).is_due
    filing.file(row, seen=row.version, by=city.liaison, now=DUE + timedelta(hours=1))
    found = read(city, PanelKind.LISTS, at(16, 9))
    assert list(found.missing.shown) == ["示例住建局"]
    assert list(found.late.shown) == ["示例工信局"]
    assert (found.filed, found.units) == (1, 2)


def test_no_panel_names_a_person(city: City) -> None:
    project = with_milestones(city)
    Project.objects.filter(pk=project.pk).update(light="red", light_rank=0)
    running(city)
    prepared(city)
    kinds = [kind for kind in EVERY_KIND if kind is not PanelKind.LINE]
    board = board_of(city, *(page(str(kind), kind) for kind in kinds))
    shown = html(board, at(16, 9))
    assert project.name in shown
    assert "示例市政府 副市长" in shown
    for person in User.objects.filter(tenant=city.tenant):
        assert person.name not in shown


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_panel_says_so_when_there_is_nothing(city: City, kind: PanelKind) -> None:
    board = board_of(city, page("空", PanelKind.OVERVIEW))
    board.pages.get().panels.update(kind=kind)
    assert "screen-empty" in html(board)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_board_without_money_or_reasons_shows_neither(city: City, kind: PanelKind) -> None:
    project = city.project(year_plan=Decimal(123_456), total_investment=Decimal(654_321))
    report(city, project, 76_543, NOW)
    reason = {"template": "秘而不宣的理由。", "params": {}}
    Project.objects.update(light="red", light_rank=0, light_reason=reason)
    board = board_of(city, page("少", PanelKind.OVERVIEW), shows_money=False, shows_reasons=False)
    board.pages.get().panels.update(kind=kind, line=city.industry_line)
    shown = html(board)
    assert "秘而不宣" not in shown
    assert "亿元" not in shown
    assert "万元" not in shown


def test_a_post_shows_its_projects_under_its_title(city: City) -> None:
    project = city.project()
    board = board_of(city, page("包保", PanelKind.SPONSORS))
    board.pages.get().panels.update(post=city.posts["deputy"])
    shown = html(board)
    assert project.name in shown
    assert "副市长" in shown
    assert "示例乙" not in shown


def test_withdrawn_projects_and_those_of_other_years_are_not_shown(city: City) -> None:
    project = city.project()
    Project.objects.filter(pk=project.pk).update(light="red", withdrawn_at=NOW)
    assert read(city, PanelKind.REDS).rows == []
    Project.objects.filter(pk=project.pk).update(withdrawn_at=None, year=2020)
    assert read(city, PanelKind.REDS).rows == []


def test_a_page_costs_the_same_for_many_projects(
    city: City, django_assert_max_num_queries: Any
) -> None:
    many_projects(city, 40)
    board = board_of(city)
    with django_assert_max_num_queries(45):
        read_board(board, NOW)
