"""The four progresses of all projects, opened as they stood on a day."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, morning

URL = "/projects/progresses/"


@pytest.fixture
def odd(city: City) -> Project:
    """On 3 March paid far ahead of what was invested; mended on the 10th."""
    project = project_at(city, morning(FIRST), "示例支付超前项目", year_plan=Decimal(12_000))
    for day, paid in ((3, 9000), (10, 1900)):
        figures = MonthFigures(date(2021, 2, 1), Decimal(2000), paid=Decimal(paid), reason="更正")
        report_progress(project, figures, by=city.office, now=morning(date(2021, 3, day)))
    return project


def text_of(client: Client, query: str) -> str:
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200, query
    return str(response.content.decode())


def test_who_parted_on_a_day(office: Client, odd: Project) -> None:
    said = "年初以来支付 9,000 万元，完成投资 2,000 万元"
    assert said not in text_of(office, "?parted=1&as_of=2021-03-02")
    past = text_of(office, "?parted=1&as_of=2021-03-03")
    assert said in past
    assert "数据截至 2021-03-03 23:59" in past
    assert said not in text_of(office, "?parted=1")


def test_links_keep_the_day(office: Client, odd: Project) -> None:
    past = text_of(office, "?as_of=2021-03-03")
    for link in (
        f"/projects/{odd.pk}/light/?day=2021-03-03",
        f"{URL}export/?as_of=2021-03-03&amp;format=csv",
        "?as_of=2021-03-03&amp;parted=1",
        "?as_of=2021-03-03&amp;sort=paid",
    ):
        assert f'href="{link}"' in past, link
    assert '<input type="hidden" name="as_of" value="2021-03-03">' in past
    assert f"/projects/{odd.pk}/#progresses" in text_of(office, "")


def test_the_file_is_of_the_day_and_says_so(office: Client, odd: Project) -> None:
    response = office.get(f"{URL}export/?as_of=2021-03-03")
    assert "-20210303-2359" in response["Content-Disposition"]
    head, row = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    assert row[head.index("资金支付（%）")] == "75"


def test_another_unit_sees_only_its_own(city: City, odd: Project) -> None:
    assert odd.name in text_of(city.client(city.liaison), "?as_of=2021-03-03")
    for person in (city.other_liaison, city.outsider):
        assert odd.name not in text_of(city.client(person), "?as_of=2021-03-03")


def test_a_day_before_anything_was_kept_is_told_in_words(office: Client, odd: Project) -> None:
    assert "2021-02-14 那天还没有留存" in text_of(office, "?as_of=2021-02-14")
