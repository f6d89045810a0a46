"""The list: what stands in it, narrowing, order, pages, cost."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.projects.actions.listing import create_projects, withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from tests.city import NOW, City
from tests.web.rail import BADGES

URL = "/projects/"


def names(page: str) -> list[str]:
    return re.findall(r'class="three-lines"[^>]*>([^<]+)<', page)


def shown(browser: Client, query: str = "") -> list[str]:
    response = browser.get(f"{URL}{query}")
    assert response.status_code == 200
    return names(response.content.decode())


def fill(city: City, count: int) -> None:
    values = [
        {
            "name": f"示例项目 {n:03}",
            "line": city.industry_line,
            "lead_unit": city.industry,
            "sponsor": city.posts["deputy"],
            "total_investment": Decimal(1000 + n),
            "year_plan": Decimal(100),
        }
        for n in range(1, count + 1)
    ]
    create_projects(city.tenant, values, year=2021, by=city.office, now=NOW)


def test_a_row_says_how_a_project_stands(office: Client, city: City) -> None:
    project = city.project(name="示例轴承<新>项目")
    figures = MonthFigures(date(2021, 2, 1), Decimal(3000), "桩基完成", Decimal(20))
    report_progress(project, figures, by=city.office, now=NOW)

    page = office.get(URL).content.decode()

    assert "示例轴承&lt;新&gt;项目" in page
    assert f'data-href="/projects/{project.pk}/"' in page
    # 3,000 of 12,000 is 25.0 %, with two of twelve months gone 8.3 points ahead
    for cell in ("52,000", "12,000", "3,000", "25.0%", "+8.3", "示例工信局", "示例乙"):
        assert f">{cell}<" in page


def test_totals_stand_on_top_without_parts_of_packages(office: Client, city: City) -> None:
    whole = city.project(name="示例打包项目", total_investment=Decimal(1000))
    city.project(name="示例子项", parent=whole, total_investment=Decimal(400))

    page = office.get(f"{URL}?scope=parts").content.decode()

    assert names(page) == ["示例打包项目", "示例子项"]
    total = page[page.index("is-total") : page.index("</tr>", page.index("is-total"))]
    assert "合计 1 个" in total
    assert "1,000" in total
    assert "打包子项不重复计" in total


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=轴承", ["示例轴承生产线项目"]),
        ("q=zhoucheng", ["示例轴承生产线项目"]),
        ("q=slzcscxxm", ["示例轴承生产线项目"]),
        ("q=2", ["示例道路"]),
        ("nature=new", ["示例道路"]),
        ("category=产业", ["示例轴承生产线项目"]),
        ("light=nonsense&nature=&sort=nothing&page=-1", ["示例轴承生产线项目", "示例道路"]),
    ],
)
def test_it_narrows(office: Client, city: City, query: str, found: list[str]) -> None:
    city.project(category="产业")
    city.project(name="示例道路", nature="new")

    assert shown(office, f"?{query}") == found


def test_it_narrows_by_unit_line_sponsor_and_light(office: Client, city: City) -> None:
    city.project()
    other = city.project(name="示例道路", lead_unit=city.housing, line=city.housing_line)

    assert shown(office, f"?unit={city.housing.pk}") == ["示例道路"]
    assert shown(office, f"?line={city.housing_line.pk}") == ["示例道路"]
    assert len(shown(office, f"?sponsor={city.posts['deputy'].pk}")) == 2
    assert "示例道路" in shown(office, f"?light={other.light}")


def test_every_condition_is_a_chip_that_can_be_taken_off(office: Client, city: City) -> None:
    city.project()

    page = office.get(f"{URL}?q=轴承&unit={city.industry.pk}&light=red").content.decode()

    for words in ("含“轴承”", "灯：红", "示例工信局"):
        assert words in page
    assert "?q=%E8%BD%B4%E6%89%BF&amp;unit=" in page  # the address without the light


def test_withdrawn_projects_are_apart(office: Client, city: City) -> None:
    project = city.project()
    withdraw_project(project, reason="停建", by=city.office, now=NOW)

    assert shown(office) == []
    assert shown(office, "?scope=withdrawn") == ["示例轴承生产线项目"]


def test_it_sorts_both_ways_and_says_so(office: Client, city: City) -> None:
    for name, total in (("示例甲项目", 3), ("示例乙项目", 1), ("示例丙项目", None)):
        city.project(name=name, total_investment=total and Decimal(total))

    assert shown(office, "?sort=total") == ["示例乙项目", "示例甲项目", "示例丙项目"]
    assert shown(office, "?sort=-total") == ["示例甲项目", "示例乙项目", "示例丙项目"]
    page = office.get(f"{URL}?sort=-total").content.decode()
    assert page.count('aria-sort="descending"') >= 1


def test_fifty_a_page(office: Client, city: City) -> None:
    fill(city, 53)

    first, second = shown(office), shown(office, "?page=2")

    assert len(first) == 50
    assert second == ["示例项目 051", "示例项目 052", "示例项目 053"]
    assert shown(office, "?page=99") == second
    assert "第 1–50 条，共 53 条" in office.get(URL).content.decode()


def test_a_page_costs_the_same_number_of_queries_however_many_rows(
    office: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(city, 2)
    office.get(URL)
    with django_assert_num_queries(8 + BADGES):
        office.get(URL)
    fill(city, 60)
    with django_assert_num_queries(8 + BADGES):
        office.get(URL)


def test_each_department_sees_what_it_has_to_do_with(city: City) -> None:
    city.project()
    city.project(name="示例道路", lead_unit=city.housing, owner_post=None, sponsor=None)

    assert shown(city.client(city.liaison)) == ["示例轴承生产线项目"]
    assert shown(city.client(city.other_liaison)) == ["示例道路"]
    assert shown(city.client(city.owner)) == ["示例轴承生产线项目"]
    assert len(shown(city.client(city.reader))) == 2
    assert shown(city.client(city.outsider)) == []


def test_empty_states_say_what_to_do_next(office: Client, liaison: Client, city: City) -> None:
    assert "台账里还没有项目" in office.get(URL).content.decode()
    assert "没有与您岗位有关的项目" in liaison.get(URL).content.decode()
    city.project()
    page = office.get(f"{URL}?q=没有这个").content.decode()
    assert "没有符合条件的项目" in page
    assert "清除全部条件" in page


def test_the_filter_panel_offers_what_there_is(office: Client, city: City) -> None:
    city.project(category="产业")
    page = office.get(
        f"{URL}filters/?unit={city.industry.pk}&sort=-total&light=red"
    ).content.decode()

    assert f'value="{city.industry.pk}" selected' in page
    assert "示例住建局" not in page  # it leads nothing
    assert "产业" in page
    # what the panel itself does not ask stays when it is sent
    assert 'name="sort" value="-total"' in page
    assert 'name="light" value="red"' in page


def test_only_the_office_is_offered_a_new_project(office: Client, liaison: Client) -> None:
    assert "/projects/new/" in office.get(URL).content.decode()
    assert "/projects/new/" not in liaison.get(URL).content.decode()


@pytest.mark.parametrize("url", [URL, f"{URL}filters/", f"{URL}export/"])
def test_it_is_only_read_and_only_after_login(office: Client, url: str) -> None:
    assert office.post(url).status_code == 405
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("query", ["q=%00轴", "category=%00", f"page={'9' * 5000}", "unit=%00"])
def test_nonsense_in_the_address_does_no_harm(office: Client, city: City, query: str) -> None:
    assert office.get(f"{URL}?{query}").status_code == 200


def test_names_with_braces_do_no_harm(office: Client, city: City) -> None:
    city.project(name="示例{name}{0}项目")
    assert shown(office) == ["示例{name}{0}项目"]
