"""Step 2: the sheet as it lies, and what its columns were taken for."""

from __future__ import annotations

import re
from decimal import Decimal

from django.test import Client

from guatu.intake.models import Intake, MappingMemory
from tests.city import City
from tests.web.intake.books import LEDGERS, address, book, plain_rows, sent

ODD = ("序号", "项目名称", "盘子", "计划开工时间", "牵头单位")
ODD_ROWS = [(1, "示例甲建设项目", "1.2", "3月底", "示例工信局")]


def head_of(page: str, index: int) -> str:
    """The select of one column: the value that is selected."""
    select = re.search(rf'<select[^>]*name="field-{index}".*?</select>', page, re.S)
    assert select, page[:500]
    chosen = re.search(r'<option value="([^"]*)" selected', select[0])
    assert chosen
    return chosen[1]


def changed(page: str, **choices: str) -> dict[str, str]:
    """What the form sends as the page stands, with some columns chosen anew."""
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    return {"seen": seen[1], "table": "0", **choices}


def test_the_sheet_lies_as_it_is_under_what_was_understood(office: Client) -> None:
    intake = sent(office, (LEDGERS / "d3_county_mixed_units.xlsx").read_bytes())
    page = office.get(address("columns", intake)).content.decode()
    assert head_of(page, 1) == "name"
    assert head_of(page, 3) == "total_investment"
    assert "黄石市沿江疏港铁路二期项目" in page
    assert "8.97亿元" in page
    assert "表头第 3 行" in page
    assert "去核对" in page


def test_the_unit_is_shown_with_where_it_was_read(office: Client) -> None:
    intake = sent(office, book(*plain_rows(2)))
    page = office.get(address("columns", intake)).content.decode()
    assert re.search(r'name="unit-2".*?<option value="1" selected>万元', page, re.S)
    assert "表头写明" in page


def test_several_tables_are_segments(office: Client) -> None:
    intake = sent(office, (LEDGERS / "d5_three_tables_one_sheet.xlsx").read_bytes())
    page = office.get(address("columns", intake)).content.decode()
    assert page.count("（不读）") == 2
    other = office.get(address("columns", intake) + "?table=0").content.decode()
    assert "没有认作项目清单" in other
    assert office.get(address("columns", intake) + "?table=99").status_code == 200


def test_a_corrected_column_is_read_anew_and_remembered(city: City, office: Client) -> None:
    intake = sent(office, book(*ODD_ROWS, headers=ODD), "一月.xlsx")
    page = office.get(address("columns", intake)).content.decode()
    assert head_of(page, 2) == ""
    answer = office.post(
        address("columns", intake),
        changed(page, **{"field-2": "total_investment", "unit-2": "10000"}),
        follow=True,
    )
    page = answer.content.decode()
    assert "记住了这样的认法" in page
    assert head_of(page, 2) == "total_investment"
    row = intake.rows.get(kind="project")
    assert Decimal(row.readings["total_investment"]) == 12000
    assert MappingMemory.objects.get().learnt_from == "一月.xlsx"

    later = sent(office, book(*ODD_ROWS, headers=ODD), "二月.xlsx")
    assert office.get(address("detail", later))["Location"] == address("rows", later)
    assert "同“一月.xlsx”" in office.get(address("rows", later)).content.decode()
    page = office.get(address("columns", later)).content.decode()
    assert head_of(page, 2) == "total_investment"
    assert "表头与“一月.xlsx”相同" in page


def test_without_a_change_the_next_step_opens(office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    page = office.get(address("columns", intake)).content.decode()
    answer = office.post(address("columns", intake), changed(page))
    assert answer["Location"] == address("rows", intake)
    intake.refresh_from_db()
    assert str(intake.version) == changed(page)["seen"]
    assert not MappingMemory.objects.exists()


def test_the_second_of_two_people_is_told(office: Client) -> None:
    intake = sent(office, book(*ODD_ROWS, headers=ODD))
    page = office.get(address("columns", intake)).content.decode()
    given = changed(page, **{"field-2": "total_investment"})
    assert office.post(address("columns", intake), given).status_code == 302
    again = office.post(address("columns", intake), changed(page, **{"field-2": "year_plan"}))
    assert again.status_code == 409
    assert "data-reason" in again.content.decode()


def test_a_field_or_table_that_does_not_exist_changes_nothing(office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    page = office.get(address("columns", intake)).content.decode()
    answer = office.post(address("columns", intake), changed(page, **{"field-2": "constructor"}))
    assert answer["Location"] == address("rows", intake)
    strange = changed(page) | {"table": "7"}
    assert office.post(address("columns", intake), strange).status_code == 404


def test_day_and_line_of_the_whole_file_can_be_changed(city: City, office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    answer = office.post(
        address("basics", intake),
        {
            "seen": intake.version,
            "as_of": "2021-02-28",
            "year": "2021",
            "line": city.housing_line.pk,
        },
        follow=True,
    )
    page = answer.content.decode()
    assert "截至 2021-02-28" in page
    assert "城建提升" in page
    intake.refresh_from_db()
    assert intake.line == city.housing_line


def test_a_wrong_day_stays_in_the_form(office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    given = {"seen": intake.version, "as_of": "二月三十", "year": "2021"}
    answer = office.post(address("basics", intake), given)
    assert answer.status_code == 422
    assert "二月三十" in answer.content.decode()
    assert Intake.objects.get().as_of.isoformat() == "2021-03-01"
