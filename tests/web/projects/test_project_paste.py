"""A block from Excel: heads, rows, cells, what cannot be read, entering it as one edit."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from guatu.projects.actions.listing import edit_project
from guatu.projects.models import BulkEdit, Project
from tests.city import NOW, City

URL = "/projects/paste/"


@pytest.fixture
def two(city: City) -> list[Project]:
    return [city.project("示例甲厂项目", code="2101-370881-04-01-123456"), city.project("示例乙厂")]


def block(*lines: str) -> str:
    return "\n".join(line.replace("|", "\t") for line in lines)


def pasted(browser: Client, *lines: str) -> HttpResponse:
    return browser.post(URL, {"block": block(*lines)})


def applied(browser: Client, *lines: str) -> HttpResponse:
    page = pasted(browser, *lines).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen, page
    return browser.post(URL, {"block": block(*lines), "seen": seen.group(1), "apply": "1"})


def again(project: Project) -> Project:
    return Project.objects.get(pk=project.pk)


def test_a_block_is_read_shown_and_entered_as_one(
    office: Client, city: City, two: list[Project]
) -> None:
    lines = (
        "序号|项目名称|总投资（亿元）|牵头单位|包保领导|要求完成|标签|灯",
        "1|示例甲厂|1.5|示例住建局|示例丁|2021年11月底前|省重点、十强|红",
        "2|示例乙厂||示例工信局|||||",
    )

    page = pasted(office, *lines).content.decode()
    assert "将修改 1 个项目" in page
    assert "灯，不改" in page
    assert again(two[0]).total_investment == Decimal(52000)
    applied(office, *lines)

    first = again(two[0])
    assert first.name == "示例甲厂项目"  # a name beside the number only finds the project
    assert (first.total_investment, first.lead_unit) == (Decimal(15000), city.housing)
    assert (first.sponsor, first.required_finish) == (city.posts["head"], date(2021, 11, 30))
    assert first.tags == ["省重点", "十强"]
    assert BulkEdit.objects.visible_to(city.office).get().kind == "pasted"


def test_what_was_copied_from_the_list_can_be_pasted_back(
    office: Client, city: City, two: list[Project]
) -> None:
    text = office.get("/projects/copy/").json()["text"]
    page = office.post(URL, {"block": text.replace("52000", "60000")}).content.decode()
    assert "将修改 2 个项目" in page
    assert "读不出的" not in page


@pytest.mark.parametrize(
    ("head", "cell", "field", "value"),
    [
        ("总投资", "1.2亿元", "total_investment", Decimal(12000)),
        ("年度计划投资（万元）", "12,000.5", "year_plan", Decimal("12000.5")),
        ("估算总投资(亿元)", "3", "total_investment", Decimal(30000)),
        ("计划开工", "2021年3月", "planned_start", date(2021, 3, 1)),
        ("实际开工", "2021/2/5", "actual_start", date(2021, 2, 5)),
        ("建设性质", "续建", "nature", "ongoing"),
        ("新增就业（人）", "1,200", "jobs", 1200),
        ("备注", "清空", "remark", ""),
        ("包保领导", "清空", "sponsor", None),
        ("新增税收（万元）", "清空", "tax", None),
        ("标签", "清空", "tags", []),
    ],
)
def test_cells(office: Client, city: City, head: str, cell: str, field: str, value: object) -> None:
    project = city.project("示例甲厂", remark="旧", tax=Decimal(1), tags=["旧"], nature="new",
                           planned_start=date(2021, 1, 1))  # fmt: skip
    applied(office, f"项目名称|{head}", f"示例甲厂|{cell}")
    assert getattr(again(project), field) == value


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        ("总投资", "很多", "读不出是多少钱"),
        ("计划开工", "尽快", "读不出是哪一天"),
        ("建设性质", "待定", "不是建设性质"),
        ("牵头单位", "没有这个局", "没有找到"),
        ("产业链", "没有这条链", "没有找到"),
        ("新增就业", "十几", "不是数字"),
        ("新增就业", "1.5", "不是整数"),
        ("备注", "长" * 301, "最多 300 个字"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(
    office: Client, city: City, head: str, cell: str, words: str
) -> None:
    project = city.project("示例甲厂")
    page = pasted(office, f"项目名称|联系电话|{head}", f"示例甲厂|x|{cell}").content.decode()
    faults = page[page.index('id="faults"') :]
    row, column, said = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", faults)[3:6]
    assert (row, column, words in said) == ("2", head, True)
    assert again(project).version == project.version


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("9|示例甲厂|1", "没有序号为“9”"),
        ("1|示例别的厂|1", "是“示例甲厂项目”，这里写的是“示例别的厂”"),
        ("|示例别的厂|1", "没有名称为“示例别的厂”"),
        ("||1", "没有写序号、代码或名称"),
        ("2|示例乙厂|5\n2||6", "与第 2 行是同一个项目"),
    ],
)
def test_a_row_that_means_no_project_is_named(
    office: Client, two: list[Project], row: str, words: str
) -> None:
    page = pasted(office, "序号|项目名称|总投资", row).content.decode()
    assert words in page[page.index('id="faults"') :]


def test_a_name_beside_the_code_is_a_new_name(office: Client, two: list[Project]) -> None:
    applied(office, "项目代码|项目名称", "2101-370881-04-01-123456|示例甲厂扩建项目")
    assert again(two[0]).name == "示例甲厂扩建项目"


def test_rows_that_cannot_be_read_are_passed_over_only_when_said(
    office: Client, two: list[Project]
) -> None:
    lines = ("序号|总投资", "1|很多", "2|7")
    page = pasted(office, *lines).content.decode()
    assert "跳过读不出的，修改 1 个项目" in page
    applied(office, *lines)
    assert [again(p).total_investment for p in two] == [Decimal(52000), Decimal(7)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("序号|总投资",), "连同表头"),
        (("总投资|备注", "1|2"), "认不出各行是哪个项目"),
        (("序号|灯", "1|红"), "没有可以修改的列"),
        (("", ""), "连同表头"),
    ],
)
def test_a_block_without_sense_is_refused_in_words(
    office: Client, two: list[Project], lines: tuple[str, ...], words: str
) -> None:
    response = office.post(URL, {"block": block(*lines) or " "})
    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_who_was_faster_is_named(office: Client, city: City, two: list[Project]) -> None:
    lines = ("序号|备注", "1|新", "2|新")
    page = pasted(office, *lines).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    edit_project(two[1], {"remark": "先到"}, seen=1, by=city.liaison, now=NOW)

    typed = {"block": block(*lines), "seen": seen.group(1) if seen else "", "apply": "1"}
    response = office.post(URL, typed)

    assert response.status_code == 409
    assert [again(p).remark for p in two] == ["", "先到"]


def test_everyone_changes_only_his_own(
    city: City, liaison: Client, stranger: Client, two: list[Project]
) -> None:
    lines = ("序号|备注", "1|新")
    assert "没有序号为“1”" in pasted(stranger, *lines).content.decode()
    assert city.client(city.reader).get(URL).status_code == 403
    applied(liaison, *lines)
    assert again(two[0]).remark == "新"
