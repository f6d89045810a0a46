"""The search box: by name, pinyin, initials and number, within what one may see."""

from __future__ import annotations

import pytest
from django.test import Client

from guatu.org.actions import add_unit
from tests.city import NOW, City

HERE = "/search/"


def answers(browser: Client, words: str) -> str:
    answer = browser.get(HERE, {"q": words}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("words", ["轴承", "zhoucheng", "slzc", "1", " 示例轴承 "])
def test_a_project_by_part_of_its_name_pinyin_initials_and_number(
    city: City, office: Client, words: str
) -> None:
    project = city.project()
    html = answers(office, words)
    assert f'<a href="/projects/{project.pk}/">' in html
    assert "示例轴承生产线项目" in html


@pytest.mark.parametrize("words", ["工业", "gyls", "gongye"])
def test_a_line_by_title_and_pinyin(city: City, office: Client, words: str) -> None:
    assert f'<a href="/lines/{city.industry_line.pk}/">' in answers(office, words)


@pytest.mark.parametrize("words", ["工信局", "slgxj"])
def test_a_unit_by_name_and_initials(city: City, office: Client, words: str) -> None:
    assert f'<a href="/units/{city.industry.pk}/">' in answers(office, words)


def test_six_of_a_kind_under_the_box_all_on_the_page(city: City, office: Client) -> None:
    for n in range(8):
        add_unit(city.tenant, f"示例水务{n}所", parent=city.root, by=city.office, now=NOW)
    assert answers(office, "水务").count("<a ") == 6
    page = office.get(HERE, {"q": "水务"}).content.decode()
    assert page.count("data-href") == 8
    assert 'value="水务"' in page


def test_nothing_found_says_what_else_to_try(city: City, office: Client) -> None:
    assert "没有找到“没有的东西”" in answers(office, "没有的东西")
    assert answers(office, "  ").strip() == ""
    assert "要找什么" in office.get(HERE).content.decode()


def test_what_was_typed_is_text(city: City, office: Client) -> None:
    assert "<b>" not in answers(office, "<b>粗")


def test_a_liaison_finds_the_projects_of_his_own_unit_only(city: City) -> None:
    city.project("示例甲项目")
    city.project("示例乙项目", lead_unit=city.housing, line=city.housing_line)
    html = answers(city.client(city.liaison), "示例")
    assert "示例甲项目" in html
    assert "示例乙项目" not in html


def test_a_neighbour_finds_nothing_of_ours(city: City) -> None:
    city.project()
    html = answers(city.client(city.outsider), "示例工信局")
    assert "没有找到" in html
    assert "示例轴承" not in answers(city.client(city.outsider), "轴承")


def test_strangers_log_in_first(city: City) -> None:
    assert Client().get(HERE, {"q": "1"}).status_code == 302
