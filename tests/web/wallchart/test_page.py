"""The wall chart on a page, on sheets and on a board."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.projects.models import Milestone, Project
from guatu.projects.tallies import NOBODY
from tests.boards.many import many_projects, milestone_of
from tests.city import TODAY, City
from tests.web.rail import BADGES

PAGES = ("/wallchart/", "/wallchart/print/", "/wallchart/board/")


def text_of(client: Client, address: str = "/wallchart/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def drawn(page: str) -> list[str]:
    """The projects on the chart, each once, in their order."""
    found = re.findall(r'<a href="/projects/[^"]+" class="wc-row".*? data-name="([^"]*)"', page)
    return list(dict.fromkeys(found))


def coloured(project: Project, light: str, rank: int) -> None:
    Project.objects.filter(pk=project.pk).update(light=light, light_rank=rank)


@pytest.fixture
def three(city: City) -> list[Project]:
    projects = [
        city.project("示例甲厂"),
        city.project("示例乙房", line=city.housing_line, lead_unit=city.housing),
        city.project("示例丙待定", line=None, lead_unit=None, sponsor=None),
    ]
    coloured(projects[0], "red", 0)
    coloured(projects[1], "green", 2)
    coloured(projects[2], "none", 4)
    return projects


@pytest.mark.parametrize("address", PAGES)
def test_nobody_gets_in_without_logging_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_it_is_only_for_reading(office: Client, address: str) -> None:
    assert office.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_all_projects_are_drawn_with_their_data_time(
    office: Client, three: object, address: str
) -> None:
    page = text_of(office, address)
    assert drawn(page) == ["示例甲厂", "示例乙房", "示例丙待定"]
    assert "数据截至 2021-03-15" in page
    assert "未列入工作线" in page


@pytest.mark.parametrize("address", PAGES)
def test_a_unit_sees_only_its_own(city: City, three: object, address: str) -> None:
    page = text_of(city.client(city.liaison), address)
    assert drawn(page) == ["示例甲厂"]
    assert "示例乙房" not in page


@pytest.mark.parametrize("address", PAGES)
def test_a_neighbour_sees_nothing_of_this_city(city: City, three: object, address: str) -> None:
    page = text_of(city.client(city.outsider), address)
    for word in ("示例甲厂", "工业立市", "示例工信局", "示例乙"):
        assert word not in page


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_city_has_its_pages(city: City, office: Client, address: str) -> None:
    assert drawn(text_of(office, address)) == []


def test_an_empty_chart_says_how_to_begin(city: City, office: Client) -> None:
    page = text_of(office)
    assert "作战图上还没有项目" in page
    assert 'href="/intake/"' in page
    assert "导入台账" not in text_of(city.client(city.liaison))


def test_a_row_opens_its_project_and_says_why(
    city: City, office: Client, three: list[Project]
) -> None:
    reason = {"template": "低于序时 {points} 个百分点", "params": {"points": "12.4"}}
    Project.objects.filter(pk=three[0].pk).update(light_reason=reason)
    page = text_of(office)
    assert f'href="/projects/{three[0].pk}/"' in page
    assert 'data-reason="低于序时 12.4 个百分点"' in page
    assert office.get(f"/projects/{three[0].pk}/").status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("by", "bands"),
    [
        ("line", ["工业立市", "城建提升", "未列入工作线"]),
        ("sponsor", ["示例乙", "包保领导未定"]),
        ("unit", ["示例住建局", "示例工信局", "牵头单位未定"]),
    ],
)
def test_rows_are_put_together_by(
    office: Client, three: object, address: str, by: str, bands: list[str]
) -> None:
    page = text_of(office, f"{address}?by={by}")
    assert re.findall(r'<text class="wc-b"[^>]*>([^<]*)</text>', page) == bands


def test_months_or_quarters(office: Client, three: object) -> None:
    assert ">12月</text>" in text_of(office)
    assert ">四季度</text>" in text_of(office, "/wallchart/?scale=quarter")


def test_a_filter_is_a_chip_that_can_be_taken_off(
    city: City, office: Client, three: object
) -> None:
    query = f"by=unit&line={city.housing_line.pk}"
    page = text_of(office, f"/wallchart/?{query}")
    assert drawn(page) == ["示例乙房"]
    assert "去掉“城建提升”" in page
    assert 'href="?by=unit"' in page
    assert f"/wallchart/print/?{query.replace('&', '&amp;')}" in page


def test_projects_without_a_sponsor_can_be_asked_for(office: Client, three: object) -> None:
    page = text_of(office, f"/wallchart/?sponsor={NOBODY}")
    assert drawn(page) == ["示例丙待定"]
    assert "去掉“包保领导未定”" in page


def test_nothing_matches(city: City, office: Client, three: object) -> None:
    page = text_of(office, f"/wallchart/?line={NOBODY}&unit={city.housing.pk}")
    assert "没有符合条件的项目" in page


@pytest.mark.parametrize("query", ["by=colour", "line=17", "light=blue", "scale=day", "paper=a9"])
def test_an_address_that_makes_no_sense_shows_the_whole(
    office: Client, three: object, query: str
) -> None:
    for address in PAGES:
        assert len(drawn(text_of(office, f"{address}?{query}"))) == 3


def test_the_legend_counts_lights_and_hides_rows_in_the_browser(
    office: Client, three: object
) -> None:
    page = text_of(office, "/wallchart/?light=red")
    assert len(drawn(page)) == 3
    legend = re.findall(r'data-light-filter="(\w+)"', page)
    assert legend == ["red", "green", "none"]


@pytest.mark.parametrize("address", PAGES[1:])
def test_sheets_and_boards_show_the_lights_asked_for(
    office: Client, three: object, address: str
) -> None:
    assert drawn(text_of(office, f"{address}?light=red,none")) == ["示例甲厂", "示例丙待定"]


def test_a_sheet_says_what_was_left_out_and_when_it_was_printed(
    city: City, office: Client, three: object
) -> None:
    page = text_of(office, f"/wallchart/print/?light=red&line={city.industry_line.pk}")
    assert "工业立市；灯：红" in page
    assert "版本：数据截至 2021-03-15" in page
    assert "打印日期 2021-03-15" in page
    assert "第 1 张，共 1 张" in page


def test_the_wall_is_one_sheet_of_a0_and_several_of_a3(city: City, office: Client) -> None:
    many_projects(city, 92)
    a3, a0 = (text_of(office, f"/wallchart/print/?paper={paper}") for paper in ("a3", "a0"))
    assert a3.count('class="sheet is-a3"') > 2
    assert a0.count('class="sheet is-a0"') == 1
    assert len(drawn(a0)) == len(drawn(a3)) == 92
    assert "（续）" in a3


def test_a_board_has_figures_lines_and_reds_before_the_chart(
    city: City, office: Client, three: list[Project]
) -> None:
    page = text_of(office, "/wallchart/board/")
    summary = page.split("data-board-page", 2)[1]
    assert "示例市重点项目挂图作战" in summary
    assert "工业立市" in summary
    assert "示例甲厂" in summary
    assert "示例乙房" not in summary  # green
    assert "展板 2 / 2" in page


def test_overdue_and_done_milestones_carry_their_flags(
    office: Client, three: list[Project]
) -> None:
    Milestone.objects.bulk_create(
        [
            milestone_of(three[0], 1, TODAY.replace(month=2), "拆迁", actual_finish=TODAY),
            milestone_of(three[0], 2, TODAY.replace(day=1), "打桩"),
        ]
    )
    flags = re.findall(r'<use href="#wc-(\w+)"[^>]*data-mark="([^"]+)"', text_of(office))
    assert sorted(flags) == [("done", "拆迁"), ("overdue", "打桩")]


@pytest.mark.parametrize(("address", "queries"), [(PAGES[0], 10), (PAGES[1], 10), (PAGES[2], 17)])
def test_the_number_of_queries_does_not_grow(
    city: City, address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = city.client(city.office)
    for count in (92, 300):
        many_projects(city, count)
        with django_assert_num_queries(queries + BADGES):
            browser.get(address)


def test_too_many_projects_are_not_drawn_in_silence(
    city: City, office: Client, three: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guatu.boards.wallchart.reading.ROW_LIMIT", 2)
    page = text_of(office)
    assert drawn(page) == ["示例甲厂", "示例乙房"]
    assert "图上只画灯最差的 2 个" in page
    assert "只画灯最差的 2 个项目" in text_of(office, "/wallchart/print/")
