"""Step 1: uploading, and the list of ledgers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guatu.intake.models import Intake, IntakeRow
from guatu.projects.models import Project
from tests.city import City
from tests.web.intake.books import LEDGERS, PDF, address, bomb, book, plain_rows, send, sent


def test_the_page_says_formats_and_limits_and_proposes_today(office: Client) -> None:
    page = office.get("/intake/").content.decode()
    assert ".xlsx、.xls、.et 或 .csv，不超过 20 MB" in page
    assert "最多 50,000 行、200 列" in page
    assert 'value="2021-03-15"' in page
    assert "工业立市" in page
    assert "以前的台账" not in page


def test_a_ledger_is_read_and_leads_to_its_columns(city: City, office: Client) -> None:
    raw = (LEDGERS / "d3_county_mixed_units.xlsx").read_bytes()
    answer = send(office, raw, "示例县台账.xlsx", line=city.industry_line.pk)
    intake = Intake.objects.get()
    assert answer["Location"] == address("detail", intake)
    assert intake.line == city.industry_line
    assert office.get(answer["Location"])["Location"] == address("columns", intake)
    assert not Project.objects.exists()


def test_the_list_says_where_each_ledger_stands_and_what_comes_next(office: Client) -> None:
    intake = sent(office, book(*plain_rows(3)), "三月台账.xlsx")
    page = office.get("/intake/").content.decode()
    assert "三月台账.xlsx" in page
    assert "待核对" in page
    assert "继续核对" in page
    assert address("detail", intake) in page


def test_another_city_sees_none_of_them(city: City, office: Client) -> None:
    sent(office, book(*plain_rows(1)), "三月台账.xlsx")
    page = city.client(city.outsider).get("/intake/").content.decode()
    assert "三月台账.xlsx" not in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (PDF, "请用 Excel 或 WPS 打开后另存为 .xlsx"),
        (b"", "文件是空的"),
        (b"PK\x03\x04 broken", "另存"),
    ],
    ids=["renamed pdf", "empty", "corrupted"],
)
def test_a_refused_file_keeps_the_form_and_says_why(
    city: City, office: Client, raw: bytes, words: str
) -> None:
    answer = send(office, raw, as_of="2021-02-28", line=city.housing_line.pk)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="2021-02-28"' in page
    assert f'value="{city.housing_line.pk}" selected' in page
    assert not IntakeRow.objects.exists()
    assert not Project.objects.exists()


def test_a_zip_bomb_is_refused(office: Client) -> None:
    answer = send(office, bomb())
    assert answer.status_code == 422
    assert "为安全起见不读取" in answer.content.decode()
    assert not IntakeRow.objects.exists()


def test_a_file_above_the_limit_is_refused(office: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = send(office, b"0" * (1024 * 1024 + 1))
    assert answer.status_code == 422
    assert "文件超过 1 MB" in answer.content.decode()


def test_no_file_and_no_day_are_asked_for(office: Client) -> None:
    answer = office.post("/intake/upload/", {"as_of": "昨天"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请先选一个文件" in page
    assert "id_as_of_error" in page


def test_a_line_of_another_city_is_no_choice(city: City, office: Client) -> None:
    city.industry_line.tenant = city.outsider.tenant
    city.industry_line.save(update_fields=["tenant"])
    answer = send(office, book(*plain_rows(1)), line=city.industry_line.pk)
    assert answer.status_code == 422
    assert not Intake.objects.exists()


def test_the_address_of_the_upload_opens_the_list(office: Client) -> None:
    assert office.get("/intake/upload/")["Location"] == "/intake/"
    assert office.post("/intake/").status_code == 405


def test_a_file_without_projects_is_refused_with_what_to_do(office: Client) -> None:
    answer = send(office, book(("甲", 3), headers=("姓名", "人数"), title="值班表"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有" in page[page.index('class="field-error"') :]
    intake = Intake.objects.get()
    assert intake.status == "refused"
    assert "未能读取" in office.get(address("detail", intake)).content.decode()
