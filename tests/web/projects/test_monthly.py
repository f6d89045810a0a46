"""月度必做: what each month asks of a project, and the colour that the rules give it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
from django.test import Client

from guatu.projects.facts import rows_of
from guatu.projects.models import Milestone, Project
from guatu.projects.packs import preset
from guatu.projects.queries.monthly import Month, monthly_of
from tests.city import City
from tests.web.projects.doors import READ, answers

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

MONTHLY = "/projects/monthly/"
#: Session and user (5), own rules, calendar, projects and their rows (6), badges of the rail.
PRINT = 22


def months(project: Project, day: date, rules: str = "ouhai") -> list[Month]:
    rows = rows_of([project])[project.pk]
    return list(monthly_of(project, rows, day, preset(rules)))


def planned_in_march(city: City) -> Project:
    project = city.project()
    Milestone.objects.create(
        project=project,
        code="base",
        serial=1,
        name="基础完工",
        duration=20,
        weight=Decimal(50),
        planned_start=date(2021, 3, 1),
        planned_finish=date(2021, 3, 26),
    )
    Milestone.objects.create(
        project=project,
        code="frame",
        serial=2,
        name="主体封顶",
        duration=20,
        weight=Decimal(50),
        planned_start=date(2021, 4, 1),
        planned_finish=date(2021, 4, 28),
        actual_finish=date(2021, 4, 27),
    )
    return project


def test_a_red_march_that_was_made_good_in_april_is_yellow_and_april_green(city: City) -> None:
    """瓯海, from the milestones of the months."""
    project = planned_in_march(city)
    march = months(project, date(2021, 4, 5))[2]
    assert (march.light, march.milestones[0].late) == ("red", True)
    Milestone.objects.filter(code="base").update(actual_finish=date(2021, 4, 12))
    lights = [month.light for month in months(project, date(2021, 4, 28))]
    assert lights[2:4] == ["yellow", "green"]
    assert set(lights[:2] + lights[4:]) == {"none"}


def test_in_laixi_a_late_month_has_a_black_flag_and_one_done_a_red_one(city: City) -> None:
    project = planned_in_march(city)
    _, _, march, april, *_ = months(project, date(2021, 4, 28), "laixi")
    assert (march.mark, april.mark) == ("black_flag", "red_flag")


def test_a_month_with_a_milestone_and_money_is_done_when_both_are(city: City) -> None:
    project = planned_in_march(city)
    curve = [str(100 * month) for month in range(1, 13)]
    Project.objects.filter(pk=project.pk).update(month_curve=curve)
    project.refresh_from_db()
    Milestone.objects.filter(code="base").update(actual_finish=date(2021, 3, 20))
    march = months(project, date(2021, 6, 1))[2]
    assert march.planned == 100
    assert march.light == "red"


def test_the_page_shows_duties_by_month_and_other_rules_when_asked(
    office: Client, city: City
) -> None:
    planned_in_march(city)
    Milestone.objects.filter(code="frame").update(actual_finish=date(2021, 3, 10))
    page = office.get(MONTHLY).content.decode()
    assert "基础完工" in page
    assert "红旗" in page
    assert "莱西" in page
    marked = office.get(f"{MONTHLY}?rules=ouhai").content.decode()
    assert "红旗" not in marked
    plain = office.get(f"{MONTHLY}?rules=none").context["rows"][0]
    assert {month.light for month in plain.months} == {"none"}


def test_the_project_page_has_its_own_months(office: Client, city: City) -> None:
    project = planned_in_march(city)
    page = office.get(f"/projects/{project.pk}/")
    assert [month.first.month for month in page.context["months"]] == [3, 4]
    assert 'id="monthly"' in page.content.decode()


def test_the_workbook_has_a_month_a_column_and_no_formulas(office: Client, city: City) -> None:
    project = planned_in_march(city)
    Project.objects.filter(pk=project.pk).update(name="=1+1 示例项目")
    city.project(name="示例乙项目")
    answer = office.get(f"{MONTHLY}export/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("序号", "项目", "牵头单位", "1月")
    assert rows[1][1] == "'=1+1 示例项目"
    assert rows[1][5].startswith("基础完工 03-26")
    assert len(rows) == 3
    alone = office.get(f"{MONTHLY}export/?project={project.pk}")
    assert openpyxl.load_workbook(io.BytesIO(alone.content)).worksheets[0].max_row == 2


def test_paper_has_the_day_of_the_data(office: Client, city: City) -> None:
    planned_in_march(city)
    page = office.get(f"{MONTHLY}print/").content.decode()
    assert "数据截至" in page
    assert "打印日期" in page


def test_everybody_sees_only_what_the_list_shows(city: City) -> None:
    planned_in_march(city)
    assert answers(city, "get", MONTHLY) == dict.fromkeys(READ, 200)
    for person in (city.other_liaison, city.outsider):
        assert city.client(person).get(MONTHLY).context["rows"] == []
        assert "基础完工" not in city.client(person).get(f"{MONTHLY}print/").content.decode()


def test_a_page_costs_as_many_queries_for_many_as_for_one(
    office: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    planned_in_march(city)
    office.get(f"{MONTHLY}print/")
    with django_assert_num_queries(PRINT):
        office.get(f"{MONTHLY}print/")
    for _ in range(5):
        city.project()
    with django_assert_num_queries(PRINT):
        office.get(f"{MONTHLY}print/")
