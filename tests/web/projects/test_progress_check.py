"""The four progresses on the page of a project and of all projects."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from guatu.projects.actions.packs import adopt
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from tests.city import NOW, City

URL = "/projects/progresses/"


@pytest.fixture
def odd(city: City) -> Project:
    """Paid far ahead of what was invested."""
    project = city.project("示例支付超前项目", registered_on=date(2021, 2, 1))
    figures = MonthFigures(
        date(2021, 2, 1), Decimal(2000), physical_percent=Decimal(15), paid=Decimal(9000)
    )
    report_progress(project, figures, by=city.office, now=NOW)
    return project


@pytest.fixture
def even(city: City) -> Project:
    project = city.project("示例正常项目", registered_on=date(2021, 2, 1))
    figures = MonthFigures(date(2021, 2, 1), Decimal(2000), paid=Decimal(1900))
    report_progress(project, figures, by=city.office, now=NOW)
    return project


def page_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_all_are_listed_and_those_that_part_on_request(
    office: Client, odd: Project, even: Project
) -> None:
    every, parted = page_of(office, URL), page_of(office, f"{URL}?parted=1")
    assert odd.name in every
    assert even.name in every
    assert odd.name in parted
    assert even.name not in parted
    assert "全部 2" in every
    assert "有背离 1" in every
    assert "年初以来支付 9,000 万元，完成投资 2,000 万元" in parted


def test_a_head_sorts_by_how_far_each_is_behind(
    office: Client, odd: Project, even: Project
) -> None:
    def names(query: str) -> list[str]:
        page = page_of(office, f"{URL}?{query}")
        return sorted((odd.name, even.name), key=page.index)

    assert names("sort=number") == [odd.name, even.name]
    assert names("sort=-number") == [even.name, odd.name]
    assert names("sort=paid") == [even.name, odd.name]
    assert names("sort=-paid") == [odd.name, even.name]
    # only one of them has reported its works: what is not known comes last either way
    assert names("sort=physical") == names("sort=-physical") == [odd.name, even.name]
    assert names("sort=alarms") == [odd.name, even.name]
    assert names("sort=nonsense") == names("")
    page = page_of(office, f"{URL}?sort=paid&parted=1")
    assert "?sort=-paid&amp;parted=1" in page
    assert 'aria-sort="ascending"' in page


def test_the_project_page_shows_the_four_and_what_is_amiss(office: Client, odd: Project) -> None:
    page = page_of(office, f"/projects/{odd.pk}/")
    section = page[page.index('id="progresses"') :]
    for word in ("形象进度", "投资完成", "入库投资", "资金支付"):
        assert word in section
    assert "年初以来支付 9,000 万元" in section
    assert "未报" in section


def test_where_the_rules_do_not_compare_our_default_advises(
    city: City, office: Client, odd: Project
) -> None:
    adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
    assert "现行规则没有比对四项进度" in page_of(office, f"/projects/{odd.pk}/")


def test_the_file_has_every_figure(office: Client, odd: Project, even: Project) -> None:
    text = office.get(f"{URL}export/").content.decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 3
    assert "资金支付（%）" in lines[0]
    assert any(odd.name in line and ",75," in line for line in lines)


def test_another_unit_sees_only_its_own(city: City, odd: Project) -> None:
    assert odd.name in page_of(city.client(city.liaison), URL)
    assert odd.name not in page_of(city.client(city.other_liaison), URL)


def test_nobody_enters_without_log_in(client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    assert "还没有可比的项目" in page_of(office, URL)
    assert "没有背离的项目" in page_of(office, f"{URL}?parted=1")


def test_the_report_form_takes_the_two_sums(city: City, even: Project) -> None:
    browser = city.client(city.liaison)
    answer = browser.post(
        f"/projects/{even.pk}/reports/",
        {"period": "2021-03-01", "invested": "3000", "registered": "2500", "paid": "2000"},
    )
    assert answer.status_code == 302
    even.refresh_from_db()
    assert (even.year_registered, even.year_paid) == (2500, 2000)
