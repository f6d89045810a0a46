"""Pages of figures opened as they stood on a day."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client

from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.models import Project
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, morning

MARCH = date(2021, 3, 1)
#: Pages for everyone; those of a line, a unit and a post come with their ids.
PAGES = (
    "/",
    "/overview/turns/",
    "/overview/week/",
    "/projects/",
    "/projects/progresses/",
    "/projects/print/",
    "/projects/timetable/",
    "/projects/monthly/",
    "/projects/monthly/print/",
    "/opinions/",
    "/needs/",
    "/wallchart/",
    "/wallchart/print/",
    "/wallchart/board/",
    "/lines/",
    "/units/",
)


@pytest.fixture
def factory(city: City) -> Project:
    """Listed on 15 February, renamed, moved and made dearer on 1 March."""
    project = project_at(
        city,
        morning(FIRST),
        "示例轴承项目",
        line=city.industry_line,
        sponsor=city.posts["deputy"],
        year_plan=Decimal(12_000),
        planned_start=date(2021, 1, 10),
        required_finish=date(2021, 12, 31),
    )
    changed = {
        "name": "示例轴承二期项目",
        "line": city.housing_line,
        "year_plan": Decimal(15_000),
    }
    by, now = city.office, morning(MARCH)
    return edit_project(project, changed, seen=project.version, by=by, now=now)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def table(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def own_pages(city: City) -> tuple[str, ...]:
    return (
        f"/lines/{city.industry_line.pk}/",
        f"/units/{city.industry.pk}/",
        f"/units/posts/{city.posts['deputy'].pk}/",
    )


def test_every_page_of_figures_says_of_what_moment_it_is(
    city: City, office: Client, factory: Project
) -> None:
    for page in (*PAGES, *own_pages(city)):
        assert "数据截至 2021-03-15" in text_of(office, page)
        past = text_of(office, f"{page}?as_of=2021-02-20")
        assert "数据截至 2021-02-20 23:59" in past, page
        assert "数据截至 2021-03-15" not in past, page


@pytest.mark.parametrize("page", ["/wallchart/", "/wallchart/print/"])
def test_the_key_of_a_past_chart_names_no_sign_that_it_does_not_draw(
    office: Client, factory: Project, page: str
) -> None:
    assert "因要素推后" in text_of(office, page)
    past = text_of(office, f"{page}?as_of=2021-02-20")
    assert "因要素推后" not in past
    assert "要素未落实" in past


def test_a_page_of_the_past_says_so_and_leads_back(office: Client, factory: Project) -> None:
    page = text_of(office, "/projects/?as_of=2021-02-20&sort=-plan")
    assert "正在回看 2021-02-20 当天结束时的情况" in page
    for day in ("2021-02-19", "2021-02-21"):
        assert f'href="/projects/?sort=-plan&amp;as_of={day}"' in page
    assert 'href="/projects/?sort=-plan">回到现在' in page
    assert "正在回看" not in text_of(office, "/projects/")
    yesterday = text_of(office, "/projects/?as_of=2021-03-14")
    assert 'href="/projects/">后一天' in yesterday


@pytest.mark.parametrize(
    "day", ["", "2021-13-01", "gestern", "2021-03-15", "2022-01-01", "0001-01-01", "9999-12-31"]
)
def test_a_day_that_makes_no_sense_shows_the_present(
    office: Client, factory: Project, day: str
) -> None:
    for page in PAGES:
        assert "数据截至 2021-03-15" in text_of(office, f"{page}?as_of={day}")


def test_the_earliest_day_has_none_before_it(office: Client, factory: Project) -> None:
    assert "前一天" not in text_of(office, "/projects/?as_of=2000-01-01")


@pytest.mark.parametrize(
    "page", ["/", "/projects/", "/wallchart/", "/projects/timetable/", "/projects/monthly/"]
)
def test_a_day_before_anything_was_kept_is_told_in_words(
    city: City, office: Client, factory: Project, page: str
) -> None:
    past = text_of(office, f"{page}?as_of=2021-02-14")
    assert "2021-02-14 那天还没有留存" in past
    assert "自 2021-02-15 起有留存" in past
    stranger = text_of(city.client(city.other_liaison), f"{page}?as_of=2021-02-14")
    assert "那天的台账里没有您可见的项目" in stranger


@pytest.mark.parametrize(
    "page",
    [
        "/projects/",
        "/wallchart/",
        "/wallchart/print/",
        "/projects/monthly/",
        "/projects/monthly/print/",
    ],
)
def test_names_are_those_of_the_day(office: Client, factory: Project, page: str) -> None:
    assert "示例轴承项目" in text_of(office, f"{page}?as_of=2021-02-28")
    assert "示例轴承二期项目" in text_of(office, f"{page}?as_of=2021-03-01")


def test_lines_units_and_posts_show_their_projects_of_the_day(
    city: City, office: Client, factory: Project
) -> None:
    for page in own_pages(city):
        assert "示例轴承项目" in text_of(office, f"{page}?as_of=2021-02-28"), page
    industry, unit, _ = own_pages(city)
    assert "示例轴承二期项目" not in text_of(office, f"{industry}?as_of=2021-03-01")
    assert "示例轴承二期项目" in text_of(office, f"{unit}?as_of=2021-03-01")


def test_the_overview_sums_what_stood_that_day(office: Client, factory: Project) -> None:
    assert "1.2 亿元" in text_of(office, "/?as_of=2021-02-28")
    assert "1.5 亿元" in text_of(office, "/?as_of=2021-03-01")
    assert "1.5 亿元" in text_of(office, "/")


def test_files_are_of_the_day_and_say_so(office: Client, factory: Project) -> None:
    head, row = table(office.get("/projects/export/?as=csv&as_of=2021-02-28"))
    assert (row[head.index("项目名称")], row[head.index("工作线")]) == ("示例轴承项目", "工业立市")
    response = office.get("/projects/export/?as=xlsx&as_of=2021-02-28")
    assert "-20210228-2359" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert "数据截至 2021-02-28 23:59" in book.worksheets[1]["A1"].value
    overview = openpyxl.load_workbook(
        io.BytesIO(office.get("/overview/export/?by=line&as_of=2021-02-28").content)
    )
    cells = [cell for row in overview.active.iter_rows(values_only=True) for cell in row]
    assert "数据截至 2021-02-28 23:59" in cells
    assert 12_000 in cells


def test_paper_and_board_say_the_day(office: Client, factory: Project) -> None:
    sheet = text_of(office, "/wallchart/print/?as_of=2021-02-28")
    assert "截至 2021-02-28 的情况" in sheet
    assert "版本：数据截至 2021-02-28 23:59" in sheet
    assert "打印日期 2021-03-15" in sheet
    board = text_of(office, "/wallchart/board/?as_of=2021-02-28")
    assert "第 8 周" in board
    assert 'href="/wallchart/?as_of=2021-02-28"' in board


@pytest.mark.parametrize(
    "page", ["/", "/projects/?nature=new&unit={unit}", "/wallchart/", "/lines/"]
)
def test_what_a_page_of_the_past_opens_is_of_the_same_day(
    city: City, office: Client, factory: Project, page: str
) -> None:
    """Cuts, lights, heads, chips, pages and files; not the rail, which leads to the present."""
    address = page.format(unit=city.industry.pk)
    joint = "&" if "?" in address else "?"
    past = text_of(office, f"{address}{joint}as_of=2021-02-28")
    body = past[past.index('id="messages"') : past.index("</main>")]
    head = past[past.index("page-actions") : past.index('id="messages"')]
    opened = [
        link
        for link in re.findall(r'(?:href|hx-get)="((?:/|\?)[^"#]*)"', head + body)
        if re.match(r"/(projects/(export|filters)?|lines|overview|wallchart)?/?[^/]*\?|\?", link)
        or re.match(r"/(lines/[0-9a-f-]+|overview/\w+|wallchart/\w+)/$", link)
    ]
    assert opened
    now = re.search(r'href="([^"]*)">回到现在', past)
    assert now
    others = [link for link in opened if link != now[1]]
    assert [link for link in others if "as_of=" not in link] == []


def test_fields_carry_the_day_along(office: Client, factory: Project) -> None:
    hidden = '<input type="hidden" name="as_of" value="2021-02-28">'
    for page in ("/projects/", "/wallchart/", "/units/", "/projects/filters/"):
        assert hidden in text_of(office, f"{page}?as_of=2021-02-28"), page


def test_nothing_can_be_entered_into_the_past(office: Client, factory: Project) -> None:
    assert "新建项目" in text_of(office, "/projects/")
    assert "新建项目" not in text_of(office, "/projects/?as_of=2021-02-28")


def test_nobody_sees_more_of_the_past_than_of_today(city: City, factory: Project) -> None:
    withdraw_project(factory, reason="停建", by=city.office, now=morning(date(2021, 3, 10)))
    for person in (city.other_liaison, city.outsider):
        browser = city.client(person)
        for page in (*PAGES, "/projects/export/"):
            response = browser.get(f"{page}?as_of=2021-02-28&as=csv")
            assert "轴承" not in response.content.decode(errors="ignore"), page
    assert city.client(city.outsider).get(own_pages(city)[0]).status_code == 404
    assert "示例轴承项目" in text_of(city.client(city.liaison), "/projects/?as_of=2021-02-28")
