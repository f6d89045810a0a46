"""进度总图: bands and windows of rows for a chart of very many projects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.test import Client

from guatu.projects.models import Project
from guatu.projects.queries.timetable import WINDOW
from tests.city import City
from tests.web.projects.doors import READ, answers

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

#: Session and user (5), the rows, their sponsors; the page reads bands and the axis as well.
ROWS = 6
PLACE = {name: n for n, name in enumerate(("id", "number", "name", "light", "unit", "start"))}


def data(client: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/projects/timetable/{query}").context["data"]
    return found


def numbers(rows: list[list[Any]]) -> list[int]:
    return [row[PLACE["number"]] for row in rows]


def many(city: City, count: int) -> None:
    """Projects straight into the table: only reading is looked at."""
    first = city.project(name="示例样板项目")
    rows = [
        Project(
            tenant=city.tenant,
            year=first.year,
            number=1000 + n,
            name=f"示例第{n}号项目",
            nature=first.nature,
            line=city.industry_line if n % 2 else city.housing_line,
            lead_unit=city.industry if n % 3 else city.housing,
            planned_start=date(2021, 1, 1),
            required_finish=date(2021, 12, 31),
        )
        for n in range(count)
    ]
    Project.objects.bulk_create(rows)


def test_windows_follow_each_other_without_a_gap_in_the_order_of_the_bands(
    office: Client, city: City
) -> None:
    many(city, WINDOW + 60)
    for by in ("line", "unit", "sponsor"):
        page = data(office, f"?by={by}")
        assert page["rows"] == WINDOW + 61 == sum(count for _, count in page["bands"])
        rest = office.get(f"{page['rowsUrl']}{WINDOW}").json()["rows"]
        rows = page["start"] + rest
        assert len({row[0] for row in rows}) == page["rows"]
        assert len(page["start"]) == WINDOW


def test_the_rows_of_a_band_are_its_projects(office: Client, city: City) -> None:
    many(city, 40)
    page = data(office, "?by=unit")
    at = 0
    for title, count in page["bands"]:
        units = {row[PLACE["unit"]] for row in page["start"][at : at + count]}
        assert len(units) == 1, title
        at += count


def test_it_is_narrowed_like_the_list(office: Client, city: City) -> None:
    many(city, 20)
    listed = office.get(f"/projects/?line={city.housing_line.pk}").context["page"]
    page = data(office, f"?line={city.housing_line.pk}")
    assert numbers(page["start"]) == sorted(row.number for row in listed.rows)
    assert "line=" in page["rowsUrl"]
    assert data(office, "?q=样板")["rows"] == 1


def test_those_without_dates_or_a_line_stand_last(office: Client, city: City) -> None:
    city.project(name="示例甲项目")
    city.project(name="示例乙项目", line=None, planned_start=None, required_finish=None)
    page = data(office)
    assert page["bands"][-1] == ["未列入工作线", 1]
    assert page["start"][-1][PLACE["name"]] == "示例乙项目"


def test_one_wrong_year_does_not_make_all_bars_points(office: Client, city: City) -> None:
    city.project(planned_start=date(1921, 1, 1))
    page = data(office)
    assert date.fromisoformat(page["first"]) > date(2015, 1, 1)


def test_steps_are_read_when_a_project_is_unfolded(office: Client, planned: Project) -> None:
    steps = office.get(f"/projects/timetable/steps/?id={planned.pk}").json()["steps"]
    assert [step[0] for step in steps] == ["基础", "主体", "验收"]
    assert steps[-1][2] == "2021-12-31"
    assert office.get("/projects/timetable/steps/?id=nonsense").status_code == 404


def test_everybody_sees_only_what_the_list_shows(city: City, planned: Project) -> None:
    assert answers(city, "get", f"/projects/timetable/steps/?id={planned.pk}") == READ
    stranger = city.client(city.other_liaison)
    assert data(stranger)["rows"] == 0
    assert stranger.get("/projects/timetable/rows/?start=0").json()["rows"] == []
    assert data(city.client(city.outsider))["rows"] == 0


def test_a_window_costs_one_query_however_many_rows(
    office: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(city, 3)
    office.get("/projects/timetable/rows/")
    with django_assert_num_queries(ROWS):
        office.get("/projects/timetable/rows/")
    Project.objects.filter(number__gte=1000).delete()
    many(city, WINDOW + 10)
    with django_assert_num_queries(ROWS):
        office.get("/projects/timetable/rows/")


def test_nonsense_in_the_address_is_as_if_it_were_not_there(office: Client, city: City) -> None:
    city.project()
    for query in ("?start=-5", "?start=99999999999999", "?start=x&by=moon"):
        assert office.get(f"/projects/timetable/rows/{query}").status_code == 200
    assert data(office, "?by=moon")["rows"] == 1
