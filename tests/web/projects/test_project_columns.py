"""Columns of the list: chosen, kept, the same in files and on the clipboard."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.lines.models import Chain
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.queries.columns import EXTRAS
from guatu.web.projects.columns import COLUMNS, EVERY
from tests.city import NOW, City
from tests.web.rail import BADGES

URL = "/projects/"


def heads(page: str) -> list[str]:
    top = page[page.index("<thead>") : page.index("</thead>")]
    cells = re.findall(r"<th [^>]*>(.*?)</th>", top)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def shown(browser: Client, query: str = "") -> str:
    return browser.get(f"{URL}{query}").content.decode()


def choose(browser: Client, *codes: str, query: str = "") -> str:
    response = browser.post(f"{URL}columns/?{query}", {"column": codes})
    assert response.status_code == 302
    return str(response["Location"])


def test_the_standard_columns(office: Client, city: City) -> None:
    city.project()
    assert [words.split()[0] for words in heads(shown(office))] == [
        "序号", "灯", "工作线", "牵头单位", "包保领导", "总投资", "年度计划", "已完成", "完成率",
        "差", "形象进度", "下一节点", "日期", "完成时间",
    ]  # fmt: skip


def test_who_chooses_columns_has_them_in_list_file_and_copy(office: Client, city: City) -> None:
    chain = Chain.objects.create(tenant=city.tenant, name="示例产业链")
    city.project(chain=chain, remark="要地", tags=["省重点", "十强"], total_investment=Decimal(5))

    address = choose(office, "tags", "total", "chain", "remark", "nonsense")

    page = shown(office)
    assert address == f"{URL}?view=all"
    assert heads(page)[1:] == ["标签", "总投资 万元", "产业链", "备注"]
    assert "省重点、十强" in page
    expected = ["序号", "项目名称", "标签", "总投资（万元）", "产业链", "备注"]
    file = office.get(f"{URL}export/?as=csv").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(file))) == expected
    copied = office.get(f"{URL}copy/").json()
    head, row = copied["text"].split("\n")
    assert head.split("\t") == expected
    assert row.split("\t")[2:] == ["省重点、十强", "5", "示例产业链", "要地"]
    # another person keeps the standard ones
    assert len(heads(shown(city.client(city.deputy)))) == 14


def test_standard_columns_come_back(office: Client, city: City) -> None:
    city.project()
    choose(office, "tags")
    office.post(f"{URL}columns/", {"column": ["tags"], "standard": "1"})
    assert len(heads(shown(office))) == 14


def test_the_address_can_name_columns(office: Client, city: City) -> None:
    city.project()
    assert heads(shown(office, "?cols=remark.light"))[1:] == ["备注", "灯"]


@pytest.mark.parametrize("code", COLUMNS)
def test_every_column_can_be_shown_and_sorted(office: Client, city: City, code: str) -> None:
    project = city.project(
        assist_units=[city.housing], also_lines=[city.housing_line], jobs=3, remark="备",
        registered_on=date(2021, 2, 5), code="2101-370881-04-01-123456", parent=None,
    )  # fmt: skip
    figures = MonthFigures(date(2021, 2, 1), Decimal(300), "桩基", Decimal(20))
    report_progress(project, figures, by=city.office, now=NOW)
    city.project("示例空项目", line=None, lead_unit=None, sponsor=None, owner_post=None,
                 total_investment=None, year_plan=None, planned_start=None)  # fmt: skip

    page = shown(office, f"?cols={code}")

    column = COLUMNS[code]
    assert str(column.title) in heads(page)[1]
    if column.sort:
        assert f"sort={column.sort}" in page or f"sort=-{column.sort}" in page
        assert shown(office, f"?cols={code}&sort=-{column.sort}").count("data-href") == 2
    assert office.get(f"{URL}export/?as=xlsx&cols={code}").status_code == 200


def test_every_further_column_of_the_query_is_in_the_register() -> None:
    assert set(EXTRAS) == {column.code for column in EVERY if column.is_extra}


def test_columns_cost_the_same_however_many_rows(
    office: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = f"{URL}?cols={'.'.join(COLUMNS)}"
    city.project()
    office.get(url)
    with django_assert_num_queries(
        8 + BADGES + 6
    ):  # posts of owners 2, units, lines, targets, needs
        office.get(url)
    for n in range(12):
        city.project(f"示例{n}厂", assist_units=[city.housing])
    with django_assert_num_queries(8 + BADGES + 6):
        office.get(url)


def test_the_panel_offers_all_columns_once(office: Client) -> None:
    panel = office.get(f"{URL}columns/").content.decode()
    assert sorted(re.findall(r'name="column" value="(\w+)"', panel)) == sorted(COLUMNS)


def test_totals_stand_under_their_columns(office: Client, city: City) -> None:
    city.project()
    page = shown(office, "?cols=total.remark.done")
    total = page[page.index("is-total") : page.index("</tr>", page.index("is-total"))]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", total, re.S)
    assert [cell.strip() for cell in cells[1:]] == ["52,000", "", "0"]


class TestCopy:
    def test_figures_are_figures_and_days_are_days(self, office: Client, city: City) -> None:
        project = city.project("=1+1示例", code="2101-370881-04-01-123456")
        figures = MonthFigures(date(2021, 2, 1), Decimal("3000.5"))
        report_progress(project, figures, by=city.office, now=NOW)

        copied = office.get(f"{URL}copy/?cols=code.total.done.gap.finish").json()

        row = copied["text"].split("\n")[1].split("\t")
        assert row[:5] == ["1", "'=1+1示例", "2101-370881-04-01-123456", "52000", "3000.5"]
        assert (Decimal(row[5]) > 0, row[6]) == (True, "2021-12-31")
        assert "<td>52000</td>" in copied["html"]
        # an Excel that would take a long code for a number is told that it is text
        assert "mso-number-format:'\\@'\">2101-370881" in copied["html"]
        assert copied["said"] == "已复制全部 1 行，可在 Excel 中粘贴。"

    def test_only_the_chosen_rows_of_what_one_sees(self, office: Client, city: City) -> None:
        first, second, third = (city.project(f"示例{n}厂") for n in "甲乙丙")
        url = f"{URL}copy/?id={third.pk}&id={first.pk}&id=nonsense&cols=light"

        names = [line.split("\t")[1] for line in office.get(url).json()["text"].split("\n")]

        assert names == ["项目名称", "示例甲厂", "示例丙厂"]
        assert "所选 2 行" in office.get(url).json()["said"]
        assert len(city.client(city.other_liaison).get(url).json()["text"].split("\n")) == 1
        assert second.name not in names
