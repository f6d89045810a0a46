"""Pages of quarter targets: two tables to type in, one to read, who may, and files."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.lines.actions.quarters import Cell
from guatu.lines.models import QuarterActual, QuarterIndicator, QuarterTarget, WorkLine
from guatu.web.lines.quarter_forms import name_of
from tests.city import NOW, City
from tests.lines.test_quarter_targets import enter, indicator, set_for


def field(row: QuarterIndicator, line: WorkLine | None) -> str:
    return name_of(Cell(row.pk, line.pk if line else None))


@pytest.fixture
def output(city: City) -> QuarterIndicator:
    return indicator(city)


def test_the_first_quarter_is_set_and_read(office: Client, city: City) -> None:
    assert "还没有季度指标" in office.get("/lines/quarters/").content.decode()
    made = {"name": "规上工业产值", "unit": "亿元", "source": "entered", "adds_up": "on",
            "yellow": "10", "red": "30"}  # fmt: skip
    assert office.post("/lines/quarters/indicators/new/", made).url == "/lines/quarters/indicators/"
    row = QuarterIndicator.objects.get()
    assert "还没有下达目标" in office.get("/lines/quarters/").content.decode()

    page = "/lines/quarters/targets/?quarter=2021-1"
    assert office.post(page, {field(row, city.industry_line): "两百"}).status_code == 422
    saved = office.post(page, {field(row, city.industry_line): "253.75"})
    assert saved.url == "/lines/quarters/?quarter=2021-1"
    shown = office.get("/lines/quarters/").content.decode()
    assert "2021年一季度目标（开门红）" in shown
    assert "253.75" in shown
    assert "序时 66.7%" in shown


def test_a_lead_unit_has_its_own_rows_alone(city: City, output: QuarterIndicator) -> None:
    for line, target in ((city.industry_line, "253.75"), (city.housing_line, "90")):
        set_for(city, output, line, target)
    set_for(city, output, None, "400")
    liaison = city.client(city.liaison)
    page = liaison.get("/lines/quarters/actuals/")
    assert [title for title, _places in page.context["table"]] == ["工业立市"]
    assert "填 2021-02-28 为止" in page.content.decode()

    typed = {"day": "2021-02-28", field(output, city.industry_line): "150",
             field(output, city.housing_line): "80"}  # fmt: skip
    assert liaison.post("/lines/quarters/actuals/", typed).status_code == 302
    assert [one.value for one in QuarterActual.objects.all()] == [150]
    shown = liaison.get("/lines/quarters/").content.decode()
    assert "−7.6" in shown
    assert "低于序时 7.55 个百分点" in shown
    assert "离季度目标还差 103.75亿元，还有 16 天" in shown
    office = city.client(city.office)
    named = [title for title, _ in office.get("/lines/quarters/actuals/").context["table"]]
    assert named == ["工业立市", "城建提升", "全市"]


def test_who_saves_second_is_told_and_loses_nothing(city: City, output: QuarterIndicator) -> None:
    set_for(city, output, city.industry_line, "253.75")
    liaison = city.client(city.liaison)
    name = field(output, city.industry_line)
    typed = {"day": "2021-02-28", name: "160", f"was_{name}": ""}
    enter(city, output, city.industry_line, "150", by=city.office)
    overtaken = liaison.post("/lines/quarters/actuals/", typed)
    assert overtaken.status_code == 409
    assert "刚被别人改为 150" in overtaken.content.decode()
    assert 'value="160"' in overtaken.content.decode()
    again = liaison.post("/lines/quarters/actuals/", typed | {f"was_{name}": "150"})
    assert again.status_code == 302
    held = QuarterTarget.objects.get()
    record = liaison.get(f"/lines/quarters/{held.pk}/").content.decode()
    assert "更正工业立市2021年一季度" in record
    assert record.count("2021-02-28") > 2


def test_may_see_and_may_not_do(city: City, output: QuarterIndicator) -> None:
    set_for(city, output, city.industry_line, "253.75")
    held = QuarterTarget.objects.get()
    reader = city.client(city.reader)
    shown = reader.get("/lines/quarters/").content.decode()
    assert "填报季度完成数" not in shown
    assert "没有要您填报的指标" in reader.get("/lines/quarters/actuals/").content.decode()
    for page in ("targets/", "indicators/new/", f"indicators/{output.pk}/"):
        assert reader.get(f"/lines/quarters/{page}").status_code == 403
    assert reader.post(f"/lines/quarters/{held.pk}/", {}).status_code == 403
    assert reader.post(f"/lines/quarters/indicators/{output.pk}/removal/").status_code == 403
    neighbour = city.client(city.outsider)
    for page in (f"{held.pk}/", f"indicators/{output.pk}/"):
        assert neighbour.get(f"/lines/quarters/{page}").status_code == 404
    assert "规上工业产值" not in neighbour.get("/lines/quarters/indicators/").content.decode()


def test_an_indicator_in_use_is_not_removed(office: Client, city: City) -> None:
    row = indicator(city)
    page = f"/lines/quarters/indicators/{row.pk}/"
    sent = {"serial": "2", "name": "工业产值", "unit": "亿元", "source": "entered", "yellow": "5",
            "red": "20"}  # fmt: skip
    assert office.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.yellow, row.adds_up) == ("工业产值", 5, False)
    refused = office.post(page, sent | {"yellow": "30"})
    assert (refused.status_code, "红灯的百分点不能小于" in refused.content.decode()) == (422, True)
    set_for(city, row, city.industry_line, "1")
    assert office.post(f"{page}removal/").status_code == 400
    assert QuarterIndicator.objects.count() == 1


def test_the_year_has_reported_it_already(office: Client, city: City) -> None:
    row = indicator(city, name="新签约过亿元项目", unit="个")
    set_for(city, row, city.industry_line, "14")
    year = city.industry_line.targets.create(
        name="新签约过亿元项目", value=Decimal(50), unit="个", actual=12, actual_on="2021-02-28"
    )
    held = QuarterTarget.objects.get()
    page = f"/lines/quarters/{held.pk}/"
    assert office.post(page, {"part_of": str(year.pk)}).url == page
    shown = office.get(page).content.decode()
    assert "年度目标已报的完成值" in shown
    assert "占年度目标 24.0%" in shown
    asked = office.get("/lines/quarters/actuals/").content.decode()
    assert "年度目标已报 12" in asked


def test_a_day_of_the_past_reads_what_was_entered_by_then(office: Client, city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "253.75")
    enter(city, row, city.industry_line, "150", by=city.office, now=NOW)
    assert office.get("/lines/quarters/").context["read"].city[0].done == 150
    past = office.get("/lines/quarters/?quarter=2021-1&as_of=2021-03-10")
    assert past.context["read"].city[0].done is None
    assert "正在回看" in past.content.decode()


def test_other_quarters_and_nonsense_in_the_address(office: Client, city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "253.75")
    second = office.get("/lines/quarters/?quarter=2021-2")
    assert "2021年二季度目标" in second.content.decode()
    assert "开门红" not in second.content.decode()
    for wrong in ("2021-5", "9", "abcd-1", "2021-1' or 1"):
        assert office.get("/lines/quarters/", {"quarter": wrong}).status_code == 200
    assert office.get("/lines/quarters/actuals/?day=never").status_code == 200


def test_files_have_a_row_for_each_cell(office: Client, city: City) -> None:
    row = indicator(city)
    set_for(city, row, city.industry_line, "253.75")
    enter(city, row, city.industry_line, "150", by=city.office)
    text = office.get("/lines/quarters/export/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [one[0] for one in rows[1:]] == ["工业立市", "全市"]
    assert rows[1][3:11] == [
        "253.75", "150", "2021-02-28", "59.11", "66.67", "-7.55", "绿", "低于序时 7.55 个百分点",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(BytesIO(office.get("/lines/quarters/export/").content)).active
    assert sheet is not None
    assert (sheet["D2"].value, sheet["I2"].value) == (253.75, -7.55)


def test_a_page_costs_as_many_queries_for_many_lines_as_for_one(office: Client, city: City) -> None:
    row, counted = indicator(city), indicator(city, "started", name="新开工项目", unit="个")
    costs = []
    for line in (city.industry_line, city.housing_line):
        set_for(city, row, line, "10")
        set_for(city, counted, line, "2")
        enter(city, row, line, "5", by=city.office)
        office.get("/lines/quarters/")
        with CaptureQueriesContext(connection) as asked:
            office.get("/lines/quarters/")
        costs.append(len(asked))
    assert costs[0] == costs[1]
