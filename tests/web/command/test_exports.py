"""Blockers and visits as files: what the list shows, to whom it is shown, safe to open."""

from __future__ import annotations

import csv
import io

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from guatu.command.actions.deciding import decide_nothing_on_site
from guatu.command.actions.visiting import Seen, log_visit, plan_visit
from guatu.command.choices import BlockerKind
from tests.city import NOW, TODAY, City
from tests.command.steering import accepted, raised

FORMATS = ("csv", "xlsx")
BLOCKERS, VISITS = "/command/blockers/", "/command/visits/"


def rows_in(answer: HttpResponse, kind: str) -> list[list[object]]:
    """Empty cells as ""; of a sheet without what stands below its rows."""
    if kind == "csv":
        return [list(row) for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}
    rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    return rows[: rows.index([""] * len(rows[0]))]


def exported(browser: Client, where: str, file: str, /, **asked: str) -> list[list[object]]:
    answer = browser.get(f"{where}export/", {**asked, "format": file})
    assert answer.status_code == 200
    assert f".{file};" in answer["Content-Disposition"]
    return rows_in(answer, file)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_of_blockers_holds_what_the_list_is_narrowed_to(
    city: City, office: Client, kind: str
) -> None:
    project = city.project()
    accepted(city, project)
    raised(city, project, "一期用地还没有批", kind=BlockerKind.LAND)
    heads, *rows = exported(office, BLOCKERS, kind, kind="land")
    assert [dict(zip(heads, row, strict=True))["卡点堵点"] for row in rows] == ["一期用地还没有批"]
    both = [dict(zip(heads, row, strict=True)) for row in exported(office, BLOCKERS, kind)[1:]]
    assert [row["编号"] for row in both] == ["堵点〔2021〕1号", "堵点〔2021〕2号"]
    assert both[0]["解决单位"] == "示例住建局"
    assert both[0]["项目"] == project.name


@pytest.mark.parametrize("kind", FORMATS)
def test_words_of_a_blocker_are_never_a_formula(city: City, office: Client, kind: str) -> None:
    raised(city, city.project(), "=HYPERLINK(1)")
    (row,) = exported(office, BLOCKERS, kind)[1:]
    assert "'=HYPERLINK(1)" in row


@pytest.mark.parametrize("kind", FORMATS)
def test_blockers_of_another_unit_are_not_in_it(city: City, kind: str) -> None:
    raised(city, city.project(), "图审意见未出")
    others = city.project("示例安置房项目", lead_unit=city.housing, line=city.housing_line)
    raised(city, others, "安置房用地未批", by=city.office)
    said = str(exported(city.client(city.liaison), BLOCKERS, kind, show="all"))
    assert "图审意见未出" in said
    assert "安置房用地未批" not in said


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_of_visits_holds_the_month_with_what_was_decided(
    city: City, office: Client, kind: str
) -> None:
    project, leader = city.project(), city.posts["deputy"]
    seen = Seen(TODAY, "=1+1", "下周看图审")
    visit = log_visit(project, leader, seen, by=city.deputy, now=NOW)
    decide_nothing_on_site(visit, words="继续施工", reason="进度正常", by=city.deputy, now=NOW)
    april = TODAY.replace(month=4)
    plan_visit(project, leader, april, by=city.deputy, now=NOW)
    heads, *rows = exported(office, VISITS, kind, month="2021-03")
    (row,) = (dict(zip(heads, row, strict=True)) for row in rows)
    assert row["现场情况"] == "'=1+1"
    assert row["议定事项"] == "继续施工　无需交办：进度正常"
    later = exported(office, VISITS, kind, month="2021-04")[1:]
    assert [str(row[heads.index("计划走访")])[:10] for row in later] == [april.isoformat()]


@pytest.mark.parametrize("kind", FORMATS)
def test_visits_of_another_unit_are_not_in_it(city: City, kind: str) -> None:
    seen = Seen(TODAY, "设备已到", "")
    for project in (
        city.project(),
        city.project("示例安置房项目", lead_unit=city.housing, line=city.housing_line),
    ):
        log_visit(project, city.posts["deputy"], seen, by=city.deputy, now=NOW)
    rows = exported(city.client(city.liaison), VISITS, kind)[1:]
    assert len(rows) == 1
    assert "示例安置房项目" not in rows[0]


@pytest.mark.parametrize("where", [BLOCKERS, VISITS])
def test_the_list_leads_to_the_file_as_it_is_narrowed(office: Client, where: str) -> None:
    page = office.get(where, {"month": "2021-02", "show": "all"}).content.decode()
    for kind in FORMATS:
        assert f"{where}export/?month=2021-02&amp;show=all&amp;format={kind}" in page
