"""The overview page, and the lists behind its figures."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Milestone, Verdict
from guatu.projects.tallies import NOBODY
from tests.boards.many import many_projects, milestone_of, turned
from tests.city import NOW, TODAY, City
from tests.web.rail import BADGES
from tests.web.shared.tables import KINDS, table


def text_of(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_nobody_gets_in_without_logging_in(client: Client, db: None) -> None:
    for address in ("/", "/overview/turns/", "/overview/week/", "/overview/export/"):
        assert client.get(address).status_code == 302


def test_it_is_only_for_reading(office: Client) -> None:
    assert office.post("/").status_code == 405


def test_it_tells_projects_money_against_pace_and_the_data_time(city: City, office: Client) -> None:
    project = city.project(year_plan=Decimal(12_000))
    figures = MonthFigures(date(2021, 2, 1), Decimal(1_000))
    report_progress(project, figures, by=city.office, now=NOW)
    page = text_of(office)
    assert "数据截至 2021-03-15" in page
    assert "低于序时 8.3 个百分点" in page
    assert "2 月末序时 16.7%" in page
    assert "1.2 亿元" in page


def test_every_figure_opens_the_list_behind_it(city: City, office: Client) -> None:
    project = city.project()
    page = text_of(office)
    light = project.__class__.objects.get().light
    for address in (
        f"/projects/?light={light}",
        f"/projects/?line={city.industry_line.pk}",
        f"/projects/?line={city.industry_line.pk}&amp;light={light}",
        f"/lines/{city.industry_line.pk}/",
        "/overview/week/",
    ):
        assert f'"{address}"' in page
        assert office.get(address.replace("&amp;", "&")).status_code == 200


def test_projects_of_no_line_open_their_list(city: City, office: Client) -> None:
    city.project("示例散项目", line=None)
    assert f"/projects/?line={NOBODY}" in text_of(office)
    assert "示例散项目" in text_of(office, f"/projects/?line={NOBODY}")


@pytest.mark.parametrize(
    ("by", "words"), [("line", "工业立市"), ("unit", "示例工信局"), ("sponsor", "示例乙")]
)
def test_the_table_can_be_put_together_otherwise(
    city: City, office: Client, by: str, words: str
) -> None:
    city.project()
    page = text_of(office, f"/?by={by}")
    assert re.search(rf'<th scope="row" class="name"><a href="[^"]+">{words}</a>', page)


def test_an_unknown_cut_shows_the_lines(city: City, office: Client) -> None:
    city.project()
    assert "工业立市" in text_of(office, "/?by=city")


def test_what_turned_is_told_with_its_reason_and_opens_its_project(
    city: City, office: Client
) -> None:
    project = city.project()
    Verdict.objects.all().delete()
    turned(project, "green", "red").save()
    for page in (text_of(office), text_of(office, "/overview/turns/")):
        assert "由绿转红：示例理由 7。" in page
        assert f'href="/projects/{project.pk}/"' in page


def test_the_milestones_of_the_week_have_their_list(city: City, office: Client) -> None:
    project = city.project()
    Milestone.objects.bulk_create([milestone_of(project, 1, TODAY, "设备订货")])
    page = text_of(office, "/overview/week/")
    assert "设备订货" in page
    assert project.name in page


def test_a_unit_sees_only_its_own(city: City) -> None:
    mine, other = city.project("示例甲厂"), city.project("示例乙房", lead_unit=city.housing)
    Verdict.objects.all().delete()
    Verdict.objects.bulk_create([turned(one, "green", "red") for one in (mine, other)])
    Milestone.objects.bulk_create([milestone_of(one, 1, TODAY) for one in (mine, other)])
    liaison = city.client(city.liaison)
    for address in ("/", "/overview/turns/", "/overview/week/"):
        page = text_of(liaison, address)
        assert "示例甲厂" in page
        assert "示例乙房" not in page
    assert "数字只计您可见的项目" in text_of(liaison)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_of_who_sees_a_part_has_the_lines_of_the_page(city: City, kind: str) -> None:
    city.project()
    named = {"by": "line", "format": kind}
    rows = table(city.client(city.liaison).get("/overview/export/", named))
    assert city.industry_line.title in {cell for row in rows for cell in row.values()}
    assert city.housing_line.title not in {cell for row in rows for cell in row.values()}
    rows = table(city.client(city.office).get("/overview/export/", named))
    assert city.housing_line.title in {cell for row in rows for cell in row.values()}


def test_a_neighbour_sees_nothing_of_this_city(city: City) -> None:
    project = city.project("示例甲厂")
    Verdict.objects.all().delete()
    turned(project, "green", "red").save()
    Milestone.objects.bulk_create([milestone_of(project, 1, TODAY)])
    outsider = city.client(city.outsider)
    for address in ("/", "/?by=unit", "/?by=sponsor", "/overview/turns/", "/overview/week/"):
        page = text_of(outsider, address)
        for word in ("示例甲厂", "工业立市", "示例工信局", "示例乙"):
            assert word not in page


def test_an_empty_city_says_how_to_begin(city: City, office: Client) -> None:
    page = text_of(office)
    assert "还没有重点项目" in page
    assert 'href="/intake/"' in page
    assert "工业立市" in page


def test_an_empty_desk_of_a_unit_does_not_offer_an_import(city: City) -> None:
    city.project(lead_unit=city.housing)
    page = text_of(city.client(city.owner), "/")
    assert "还没有与您岗位有关的项目" not in page  # the owner answers for it
    page = text_of(city.client(city.liaison), "/")
    assert "还没有与您岗位有关的项目" in page
    assert "导入台账" not in page


def test_the_curve_comes_with_the_page(city: City, office: Client) -> None:
    project = city.project(year_plan=Decimal(24_000))
    figures = MonthFigures(date(2021, 2, 1), Decimal(3_000))
    report_progress(project, figures, by=city.office, now=NOW)
    curve = _curve(text_of(office))
    assert curve["unit"] == "亿元"
    assert curve["pace"][:2] == [0.2, 0.4]
    assert curve["done"][:3] == [0, 0.3, None]
    assert curve["forecast"][11] == 1.8


def test_without_plans_and_reports_there_is_no_curve(city: City, office: Client) -> None:
    city.project(year_plan=None)
    page = text_of(office)
    assert 'id="curve"' not in page
    assert "画不出曲线" in page


def test_the_table_can_be_taken_along(city: City, office: Client) -> None:
    city.project(year_plan=Decimal(12_000))
    response = office.get("/overview/export/?by=unit")
    assert "attachment" in response["Content-Disposition"]
    sheet = load_workbook(BytesIO(response.content)).active
    head, first, *_ = sheet.iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["牵头单位"], row["项目"]) == ("示例工信局", 1)
    assert row["年度计划投资（万元）"] == 12_000


@pytest.mark.parametrize(("by", "queries"), [("line", 13), ("unit", 12), ("sponsor", 13)])
def test_the_number_of_queries_does_not_grow(
    city: City, by: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = city.client(city.office)
    for count in (92, 300):
        many_projects(city, count)
        with django_assert_num_queries(queries + BADGES):
            browser.get(f"/?by={by}")


def test_it_does_not_grow_for_a_unit_either(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One more than for the office: what further lines list is added up beside the lines."""
    browser = city.client(city.liaison)
    for count in (92, 300):
        many_projects(city, count)
        with django_assert_num_queries(15 + BADGES):
            browser.get("/")


def _curve(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="curve" type="application/json">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
