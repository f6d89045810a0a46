"""The list of papers as a file: what it shows, to whom it is shown, safe to open."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from guatu.papers.choices import PaperKind
from guatu.papers.models import Paper
from tests.city import City
from tests.papers.writing import drafted, issued

FORMATS = ("csv", "xlsx")

pytestmark = pytest.mark.django_db


def titles_in(browser: Client, file: str, /, **asked: str) -> list[object]:
    """What stands in the first column of each row of the file."""
    answer = browser.get(reverse("paper-export"), {**asked, "format": file})
    if file == "csv":
        rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        return [row[0] for row in rows][1:]
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}
    found = [row[0] for row in sheet.values][1:]
    return found[: found.index(None)]


def named(paper: Paper, title: str) -> Paper:
    paper.title = title
    paper.save()
    return paper


@pytest.mark.parametrize("kind", FORMATS)
def test_an_export_holds_the_papers_that_the_list_is_narrowed_to(
    city: City, office: Client, kind: str
) -> None:
    city.project()
    named(drafted(city, PaperKind.BULLETIN), "示例通报")
    named(drafted(city, PaperKind.WEEKLY), "示例周报")
    assert titles_in(office, kind, kind="bulletin") == ["示例通报"]
    assert set(titles_in(office, kind)) == {"示例通报", "示例周报"}
    page = office.get(reverse("paper-list"), {"kind": "bulletin"}).content.decode()
    assert f"{reverse('paper-export')}?kind=bulletin&amp;format={kind}" in page


@pytest.mark.parametrize("kind", FORMATS)
def test_a_title_is_never_a_formula(city: City, office: Client, kind: str) -> None:
    named(drafted(city), "=1+1")
    assert titles_in(office, kind) == ["'=1+1"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_paper_for_another_unit_and_a_draft_are_not_in_it(city: City, kind: str) -> None:
    city.project()
    for unit, title in ((city.industry, "发工信局"), (city.housing, "发住建局")):
        paper = named(issued(city), title)
        paper.to_all = False
        paper.save()
        paper.recipients.set([unit])
    named(drafted(city), "还在起草")
    assert titles_in(city.client(city.liaison), kind) == ["发工信局"]
