"""Step 4: what entering would do."""

from __future__ import annotations

import re
from decimal import Decimal

from django.test import Client

from tests.city import City
from tests.web.intake.books import address, book, sent


def test_new_changed_same_and_gone_are_told_apart(city: City, office: Client) -> None:
    city.project("示例甲建设项目", total_investment=Decimal(52000))
    city.project("示例退出建设项目")
    intake = sent(
        office,
        book(
            (1, "示例甲建设项目", 58000, 12000, "2021-01-10", "示例工信局"),
            (2, "示例崭新热电联产项目", 9000, 3000, "2021-05-01", "示例住建局"),
        ),
        line=city.industry_line.pk,
    )
    page = office.get(address("difference", intake)).content.decode()
    assert "新增 1" in page
    assert "有变化 1" in page
    assert "台账中已没有 1" in page
    assert "示例崭新热电联产项目" in page
    assert "9,000" in page
    page = office.get(address("difference", intake) + "?fate=changed").content.decode()
    assert re.search(r"总投资.*?52,000.*?<strong>58,000</strong>", page, re.S)
    page = office.get(address("difference", intake) + "?fate=gone").content.decode()
    assert "示例退出建设项目" in page
    assert office.get(address("difference", intake) + "?fate=odd&page=-3").status_code == 200


def test_a_row_is_left_out_here_too(city: City, office: Client) -> None:
    intake = sent(office, book((1, "示例甲建设项目", 58000, 12000, "2021-01-10", "示例工信局")))
    row = intake.rows.get(kind="project")
    url = address("fate", intake, row.pk)
    answer = office.post(url, {"seen": intake.version, "fate": "new", "page": "1"})
    assert answer["Location"] == address("difference", intake) + "?fate=new&page=1"
    assert "不入账 1" in office.get(address("difference", intake)).content.decode()
    assert office.post(url, {"seen": intake.version}).status_code == 409


def test_a_renamed_project_is_matched_by_a_person(city: City, office: Client) -> None:
    listed = city.project("示例轴承生产线项目")
    intake = sent(office, book((1, "示例轴承生产线扩建", 58000, 12000, "2021-01-10", "示例工信局")))
    row = intake.rows.get(kind="project")
    url = address("match", intake, row.pk)
    assert office.post(url, {"seen": intake.version, "project": "abc"}).status_code == 404
    answer = office.post(url, {"seen": intake.version, "project": str(listed.pk)})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.project == listed
    assert row.fate == "changed"
    answer = office.post(url, {"seen": intake.version + 1, "project": "new"})
    row.refresh_from_db()
    assert row.fate == "new"
