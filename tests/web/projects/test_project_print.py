"""The whole list on paper."""

from __future__ import annotations

import pytest
from django.test import Client

from guatu.web.projects.views import printing
from tests.city import City

URL = "/projects/print/"


def text(browser: Client, query: str = "") -> str:
    response = browser.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def fill(city: City, count: int) -> None:
    for n in range(count):
        city.project(f"示例{n:02}号项目")


def test_all_rows_are_on_it_not_only_a_page_of_them(city: City, office: Client) -> None:
    fill(city, 52)
    paged = office.get("/projects/").content.decode()
    assert "示例51号项目" not in paged
    assert f'href="{URL}?"' in paged
    page = text(office)
    assert page.count("<tr data-href") == 52
    for words in ("示例市重点项目清单", "全部在列项目；按序号排序；共 52 个", "合计 52 个"):
        assert words in page
    assert "数据截至 2021-03-15" in page
    assert "只打印前" not in page


def test_it_follows_filter_order_and_columns(city: City, office: Client) -> None:
    fill(city, 3)
    city.project("示例住宅项目", lead_unit=city.housing)
    page = text(office, f"?unit={city.industry.pk}&sort=-number&cols=unit.total")
    assert "示例住宅项目" not in page
    assert page.index("示例02号项目") < page.index("示例00号项目")
    assert "牵头单位" in page
    assert "形象进度" not in page
    assert "按序号倒序；共 3 个" in page
    assert f'href="/projects/?unit={city.industry.pk}&amp;sort=-number' in page


def test_a_list_too_long_for_paper_says_what_is_missing(
    city: City, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "LIMIT", 2)
    fill(city, 3)
    page = text(office)
    assert page.count("<tr data-href") == 2
    assert "只打印前 2 个；其余的请筛选后分批打印" in page
    assert "合计 3 个" in page


def test_people_print_what_they_see(city: City) -> None:
    city.project()
    assert "示例轴承生产线项目" in text(city.client(city.liaison))
    for user in (city.other_liaison, city.outsider):
        assert "没有符合条件的项目" in text(city.client(user))
    assert Client().get(URL)["Location"].startswith("/accounts/login/")
