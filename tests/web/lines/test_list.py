"""The year's lines in one table."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from guatu.lines.models import WorkLine
from tests.city import City
from tests.web.rail import BADGES

HERE = "/lines/"


def text(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{HERE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def projects_in_rows(html: str) -> list[int]:
    return [int(n) for n in re.findall(r'data-label="项目">(?:<a [^>]*>)?(\d+)<', html)]


def test_lines_in_order_with_leaders_and_what_they_open(city: City, office: Client) -> None:
    city.project()
    html = text(office)
    assert html.index("工业立市") < html.index("城建提升")
    assert f'data-href="/lines/{city.industry_line.pk}/"' in html
    assert "示例乙（副市长）" in html
    assert f'href="/projects/?line={city.industry_line.pk}"' in html
    assert projects_in_rows(html) == [1, 1, 0]
    assert "设立工作线" in html


def test_a_project_in_no_line_is_not_lost(city: City, office: Client) -> None:
    city.project()
    city.project("示例散装项目", line=None)
    html = text(office)
    assert "未列入工作线" in html
    assert projects_in_rows(html) == [2, 1, 0, 1]


def test_a_liaison_counts_his_own_projects_and_is_told_so(city: City) -> None:
    city.project()
    city.project("示例住宅项目", lead_unit=city.housing, line=city.housing_line)
    html = text(city.client(city.liaison))
    assert projects_in_rows(html) == [1, 1, 0]
    assert "数字只计您可见的项目" in html
    assert "设立工作线" not in html


def test_another_year_is_a_choice_once_it_has_lines(city: City, office: Client) -> None:
    assert "segments" not in text(office)
    WorkLine.objects.create(tenant=city.tenant, year=2020, number=1, title="去年的线")
    html = text(office, "?year=2020")
    assert "去年的线" in html
    assert "工业立市" not in html
    assert "2021 年" in html


@pytest.mark.parametrize("query", ["?year=1066", "?year=abc", "?year="])
def test_a_year_that_is_none_shows_the_present_one(city: City, office: Client, query: str) -> None:
    assert "工业立市" in text(office, query)


def test_a_year_without_lines_says_what_to_do(city: City, office: Client) -> None:
    assert "先设立工作线" in text(office, "?year=2030")
    assert "由总指挥部办公室设立" in text(city.client(city.reader), "?year=2030")


def test_a_neighbour_sees_his_own_lines_only(city: City) -> None:
    assert "工业立市" not in text(city.client(city.outsider))


def test_the_number_of_queries_does_not_grow_with_the_lines(
    city: City, office: Client, django_assert_max_num_queries: object
) -> None:
    for n in range(3, 13):
        WorkLine.objects.create(
            tenant=city.tenant, year=2021, number=n, title=f"示例线{n}", lead_unit=city.industry
        )
    with django_assert_max_num_queries(20 + BADGES):
        text(office)
