"""The progress chart of all projects and the monthly table, opened as they stood on a day."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.projects.chance import project_at
from tests.projects.days import morning
from tests.projects.granted import GRANTED

PLAN = Draft(
    (Step("piles", "打桩", 10), Step("frame", "主体", 20, committed=False)),
    (Tie("piles", "frame"),),
)
FIRST, SECOND = date(2021, 6, 30), date(2021, 9, 30)
NAMES = ("id", "number", "name", "light", "unit", "start", "finish", "original", "forecast")


@pytest.fixture
def project(city: City) -> Project:
    """Planned on 16 February, renamed on 1 March, planned anew on the 2nd, begun on the 10th."""
    found = project_at(
        city,
        morning(date(2021, 2, 15)),
        "示例轴承项目",
        line=city.industry_line,
        lead_unit=city.industry,
        planned_start=date(2021, 3, 1),
    )
    accept_plan(found, PLAN, FIRST, reason="", by=city.office, now=morning(date(2021, 2, 16)))
    found.refresh_from_db()
    changed = {"name": "示例轴承二期项目", "line": city.housing_line}
    now = morning(date(2021, 3, 1))
    found = edit_project(found, changed, seen=found.version, by=city.office, now=now)
    now = morning(date(2021, 3, 2))
    accept_plan(found, PLAN, SECOND, reason="示例", grant=GRANTED, by=city.office, now=now)
    now = morning(date(2021, 3, 12))
    piles = found.milestones.get(code="piles")
    finish_milestone(piles, on=date(2021, 3, 12), by=city.office, now=now)
    return found


def chart(client: Client, day: str = "", by: str = "line") -> dict[str, Any]:
    query = f"?by={by}&as_of={day}" if day else f"?by={by}"
    found: dict[str, Any] = client.get(f"/projects/timetable/{query}").context["data"]
    return found


def bar(page: dict[str, Any]) -> dict[str, Any]:
    [row] = page["start"]
    return dict(zip(NAMES, row, strict=False))


def test_a_bar_is_that_of_the_day(office: Client, city: City, project: Project) -> None:
    past, now = chart(office, "2021-02-20"), chart(office)
    assert (bar(past)["name"], bar(now)["name"]) == ("示例轴承项目", "示例轴承二期项目")
    assert (bar(past)["finish"], bar(now)["finish"]) == ("2021-06-30", "2021-09-30")
    assert (bar(past)["original"], bar(now)["original"]) == ("2021-06-30", "2021-06-30")
    assert bar(past)["forecast"] < "2021-06-30"
    assert [past["bands"], now["bands"]] == [
        [[city.industry_line.title, 1]],
        [[city.housing_line.title, 1]],
    ]
    assert past["today"] == "2021-02-20"


@pytest.mark.parametrize("by", ["line", "unit", "sponsor"])
def test_yesterday_reads_as_today_where_nothing_was_done(
    office: Client, city: City, project: Project, by: str
) -> None:
    for n in range(3):
        line = city.industry_line if n % 2 else None
        project_at(city, morning(date(2021, 3, 5)), f"示例第{n}号", line=line)
    past, now = chart(office, "2021-03-14", by), chart(office, by=by)
    assert past["bands"] == now["bands"]
    assert [row[:8] for row in past["start"]] == [row[:8] for row in now["start"]]


def test_what_is_asked_while_scrolling_is_of_the_same_day(
    office: Client, city: City, project: Project
) -> None:
    past = chart(office, "2021-02-20")
    assert office.get(f"{past['rowsUrl']}0").json()["rows"] == past["start"]
    assert office.get(f"{past['rowsUrl']}200").json()["rows"] == []
    steps = office.get(f"{past['stepsUrl']}{project.pk}").json()["steps"]
    assert [step[0] for step in steps] == ["打桩", "主体"]
    assert [step[5] for step in steps] == [None, None]  # not done yet
    today = office.get(f"{chart(office)['stepsUrl']}{project.pk}").json()["steps"]
    assert today[0][5] == "2021-03-12"
    assert today[1][3] is not None  # the original plan beside the new one
    before = past["stepsUrl"].replace("2021-02-20", "2021-02-01")
    assert office.get(f"{before}{project.pk}").json()["steps"] == []
    assert past["projectUrl"].endswith("/light/?day=2021-02-20")


def test_whoever_sees_nothing_today_sees_nothing_of_the_past(city: City, project: Project) -> None:
    stranger = city.client(city.other_liaison)
    assert stranger.get("/projects/timetable/?as_of=2021-02-20").context["found"].rows == 0
    address = f"/projects/timetable/steps/?as_of=2021-02-20&id={project.pk}"
    assert stranger.get(address).status_code == 404


def test_the_months_are_those_of_the_day(office: Client, project: Project) -> None:
    past = office.get("/projects/monthly/?as_of=2021-02-20").content.decode()
    now = office.get("/projects/monthly/").content.decode()
    assert "06-30" in past
    assert "06-30" not in now
    assert "标色按现在选的规则" in past
    assert "标色按现在选的规则" not in now
    assert f"/projects/{project.pk}/light/?day=2021-02-20" in past
    plain = office.get("/projects/monthly/?as_of=2021-02-20&rules=none").content.decode()
    assert "标色按现在选的规则" not in plain


def test_the_workbook_is_of_the_day(office: Client, project: Project) -> None:
    for query, only in (("", 1), (f"&project={project.pk}", 1)):
        answer = office.get(f"/projects/monthly/export/?as_of=2021-02-20{query}")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        first, notes = book.worksheets
        assert first.max_row == 1 + only
        assert first["B2"].value == "示例轴承项目"
        assert notes["A1"].value == "数据截至 2021-02-20 23:59"
    assert NOW.date() > date(2021, 2, 20)
