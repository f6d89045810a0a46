"""The list as a file."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from guatu.projects.actions.progress import MonthFigures, report_progress
from tests.city import NOW, City

URL = "/projects/export/"


def table(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_workbook_opens_with_figures_and_days(office: Client, city: City) -> None:
    project = city.project(code="2101-370881-04-01-123456")
    report_progress(
        project, MonthFigures(date(2021, 2, 1), Decimal("3000.5")), by=city.office, now=NOW
    )

    response = office.get(f"{URL}?as=xlsx")

    assert "%E9%87%8D%E7%82%B9%E9%A1%B9%E7%9B%AE-20210315" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    head, row = list(book.worksheets[0].values)
    got = dict(zip(head, row, strict=True))
    assert got["项目名称"] == "示例轴承生产线项目"
    assert got["项目代码"] == "2101-370881-04-01-123456"
    assert (got["总投资（万元）"], got["年初累计完成（万元）"]) == (52000, 3000.5)
    assert got["要求完成"].date() == date(2021, 12, 31)
    assert "数据截至 2021-03-15" in book.worksheets[1]["A1"].value


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_text_is_never_a_formula(office: Client, city: City, evil: str) -> None:
    city.project(name=f"{evil}示例", remark=evil)

    book = openpyxl.load_workbook(io.BytesIO(office.get(f"{URL}?as=xlsx").content))
    cell = book.worksheets[0]["B2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")
    assert table(office.get(f"{URL}?as=csv"))[1][1].startswith("'")


def test_a_gap_below_zero_is_a_figure(office: Client, city: City) -> None:
    project = city.project()
    figures = MonthFigures(date(2021, 2, 1), Decimal(100))
    report_progress(project, figures, by=city.office, now=NOW)

    head, row = table(office.get(f"{URL}?as=csv"))

    assert Decimal(row[head.index("差（百分点）")]) < 0


def test_it_holds_what_the_list_was_narrowed_to_in_its_order(office: Client, city: City) -> None:
    for name, total in (("示例甲厂", 2), ("示例乙厂", 3), ("示例道路", 9)):
        city.project(name=name, total_investment=Decimal(total))

    rows = table(office.get(f"{URL}?as=csv&q=厂&sort=-total"))

    assert [row[1] for row in rows[1:]] == ["示例乙厂", "示例甲厂"]


def test_everyone_gets_only_what_he_sees(city: City) -> None:
    city.project()
    assert len(table(city.client(city.liaison).get(f"{URL}?as=csv"))) == 2
    assert len(table(city.client(city.other_liaison).get(f"{URL}?as=csv"))) == 1
    assert len(table(city.client(city.outsider).get(f"{URL}?as=csv"))) == 1
