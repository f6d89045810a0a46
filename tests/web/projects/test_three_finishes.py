"""The required, the original and the forecast finish on the list, in files, on the chart and on
the page of a project; the mark of what is green only by another plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.projects.actions.milestones import forecast_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED

HALL = Draft((Step("base", "基础完工", 20), Step("frame", "主体封顶", 30)), (Tie("base", "frame"),))


@pytest.fixture
def marked(city: City) -> Project:
    """Could not keep 30 June; by the plan of the end of the year it is green."""
    project = city.project(planned_start=TODAY, actual_start=TODAY, year_plan=None)
    accept_plan(project, HALL, date(2021, 6, 30), reason="", by=city.office, now=NOW)
    base = project.milestones.get(code="base")
    forecast_milestone(base, finish=date(2021, 6, 1), by=city.office, now=NOW)
    later = date(2021, 12, 31)
    accept_plan(project, HALL, later, reason="改期", grant=GRANTED, by=city.office, now=NOW)
    project.refresh_from_db()
    assert project.green_by_replanning
    return project


def text(office: Client, url: str) -> str:
    response = office.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_shows_the_three_finishes_and_the_mark(office: Client, marked: Project) -> None:
    page = text(office, "/projects/?view=all")
    row = page[page.index(f"/projects/{marked.pk}/") :]
    for words in ("2021-12-31", "2021-06-30", f"{marked.forecast_finish}", "调整后绿"):
        assert words in row
    assert marked.name in text(office, "/projects/?timing=green")
    assert marked.name in text(office, "/projects/?timing=replanned")
    assert marked.name not in text(office, "/projects/?timing=late")


def test_files_have_a_column_for_each(office: Client, marked: Project) -> None:
    head, row = text(office, "/projects/export/?as=csv").strip().splitlines()
    told = dict(zip(head.split(","), row.split(","), strict=True))
    assert told["要求完成"] == "2021-12-31"
    assert told["原计划完成"] == "2021-06-30"
    assert told["预计完成"] == f"{marked.forecast_finish}"
    assert (told["守住计划"], told["调整后绿"]) == ("守住调整后计划", "调整后绿")


def test_the_page_says_what_the_light_would_be_by_the_original_plan(
    office: Client, marked: Project
) -> None:
    page = text(office, f"/projects/{marked.pk}/")
    assert "按原计划应为红" in page
    assert "要求 2021-06-30" in page
    assert "按原计划应为红" in text(office, f"/projects/{marked.pk}/light/")


def test_the_chart_and_the_overview_show_and_count_it(office: Client, marked: Project) -> None:
    chart = text(office, "/wallchart/")
    assert chart.count('href="#wc-was"') == 3  # both milestones and the finish
    assert 'href="#wc-replanned"' in chart
    assert f"要求 2021-12-31 · 原计划 2021-06-30 · 预计 {marked.forecast_finish}" in chart
    overview = text(office, "/")
    assert "timing=replanned" in overview
    assert "timing=green" in overview
