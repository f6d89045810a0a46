"""Step 3: rows in doubt, mended in place, left out, page by page."""

from __future__ import annotations

import re

from django.test import Client

from guatu.intake.models import Intake, IntakeRow
from tests.city import City
from tests.web.intake.books import LEDGERS, Row, address, book, plain_rows, sent

PARTIAL = {"HX-Request": "true"}


def bad_rows(count: int) -> list[Row]:
    return [
        (n, f"示例{n}号建设项目", 10000, 3000, "20xx年", "示例工信局") for n in range(1, count + 1)
    ]


def row_at(intake: Intake, number: int) -> IntakeRow:
    return intake.rows.get(row=number)


def mend(
    office: Client, intake: Intake, row: IntakeRow, field: str, text: str, seen: int
) -> tuple[int, str]:
    answer = office.post(
        address("cell", intake, row.pk),
        {"seen": seen, "field": field, "text": text},
        headers=PARTIAL,
    )
    return answer.status_code, answer.content.decode()


def test_problems_stand_under_their_rows_with_a_place_to_mend(office: Client) -> None:
    intake = sent(office, (LEDGERS / "d3_county_mixed_units.xlsx").read_bytes())
    page = office.get(address("rows", intake)).content.decode()
    for words in ("单位可疑", "金额读不出", "日期读不出", "缺项目名称", "名称重复"):
        assert words in page
    assert 'value=".亿元"' in page
    assert "照此改" in page
    assert "这一行不入账" in page


def test_a_kind_of_problem_can_be_chosen(office: Client) -> None:
    intake = sent(office, (LEDGERS / "d3_county_mixed_units.xlsx").read_bytes())
    page = office.get(address("rows", intake) + "?code=missing_name").content.decode()
    shown = re.findall(r'<tbody id="row-', page)
    assert len(shown) == 1
    assert office.get(address("rows", intake) + "?code=<script>").status_code == 200


def test_what_is_declared_stands_beside_what_was_counted(office: Client) -> None:
    intake = sent(office, (LEDGERS / "d1_provincial_list.xlsx").read_bytes())
    page = office.get(address("rows", intake)).content.decode()
    assert re.search(r"读出项目</dt><dd class=\"num\">44</dd>.*?与表中所写相符", page, re.S)
    assert "201.58 亿元" in page


def test_a_cell_is_mended_in_place(office: Client) -> None:
    intake = sent(office, book(*bad_rows(1)))
    row = row_at(intake, 3)
    status, part = mend(office, intake, row, "planned_start", "2021年6月", intake.version)
    assert status == 200
    assert part.lstrip().startswith(f'<tbody id="row-{row.pk}"')
    assert "2021-06-01" in part
    assert "第 3 行已没有疑问" in part
    assert f'id="seen" value="{intake.version + 1}"' in part
    row.refresh_from_db()
    assert row.problem_count == 0
    assert "20xx年" in row.cells
    assert "没有疑问" in office.get(address("rows", intake)).content.decode()


def test_a_mend_that_does_not_help_says_so_and_keeps_what_was_typed(office: Client) -> None:
    intake = sent(office, book(*bad_rows(1)))
    status, part = mend(
        office, intake, row_at(intake, 3), "planned_start", "20yy年", intake.version
    )
    assert status == 200
    assert 'value="20yy年"' in part
    assert "is-problem" in part


def test_mending_an_older_state_is_refused_with_words(office: Client) -> None:
    intake = sent(office, book(*bad_rows(2)))
    mend(office, intake, row_at(intake, 3), "planned_start", "2021-05-01", intake.version)
    status, page = mend(
        office, intake, row_at(intake, 4), "planned_start", "2021-05-01", intake.version
    )
    assert status == 409
    assert "data-reason" in page
    assert row_at(intake, 4).mended == {}


def test_only_fields_can_be_mended(office: Client) -> None:
    intake = sent(office, book(*bad_rows(1)))
    row = row_at(intake, 3)
    assert mend(office, intake, row, "light", "green", intake.version)[0] == 400
    assert mend(office, intake, row, "name", "长" * 3000, intake.version)[0] == 400


def test_a_row_is_left_out_and_taken_in_again(office: Client) -> None:
    intake = sent(office, book(*bad_rows(1)))
    row = row_at(intake, 3)
    url = address("skip", intake, row.pk)
    part = office.post(url, {"seen": intake.version}, headers=PARTIAL).content.decode()
    assert "第 3 行不入账" in part
    assert "还是入账" in part
    row.refresh_from_db()
    assert row.skipped
    given = {"seen": intake.version + 1, "skipped": "0"}
    part = office.post(url, given, headers=PARTIAL).content.decode()
    assert "这一行不入账" in part
    row.refresh_from_db()
    assert not row.skipped


def test_five_hundred_problems_come_fifty_at_a_time(office: Client) -> None:
    intake = sent(office, book(*bad_rows(520)))
    page = office.get(address("rows", intake)).content.decode()
    assert len(re.findall(r'<tbody id="row-', page)) == 50
    assert "第 1–50 条，共 520 条" in page
    last = office.get(address("rows", intake) + "?page=11").content.decode()
    assert len(re.findall(r'<tbody id="row-', last)) == 20
    assert office.get(address("rows", intake) + "?page=x").status_code == 200


def test_a_page_of_rows_is_left_out_at_once(city: City, office: Client) -> None:
    intake = sent(office, book(*bad_rows(60)))
    page = office.get(address("rows", intake)).content.decode()
    rows = re.findall(r'name="row" value="([^"]+)"', page)
    assert len(rows) == 50
    answer = office.post(
        address("skips", intake), {"seen": intake.version, "row": [*rows, "nonsense"]}, follow=True
    )
    assert "已把 50 行列为不入账" in answer.content.decode()
    assert intake.rows.filter(skipped=True).count() == 50


def test_a_ledger_without_a_doubt_leads_on(office: Client) -> None:
    intake = sent(office, book(*plain_rows(3)))
    page = office.get(address("rows", intake)).content.decode()
    assert "没有疑问" in page
    assert address("difference", intake) in page
