"""PDFs of the chart: what is on them, who gets them, where their codes lead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from guatu.projects.actions.listing import create_project, edit_project, withdraw_project
from guatu.projects.models import Milestone, Project
from tests.boards.many import many_projects, milestone_of
from tests.city import NOW, TODAY, City

PDF, STICKERS, SINCE = "/wallchart/print/pdf/", "/wallchart/print/stickers/", "/wallchart/since/"
ADDRESSES = (PDF, f"{PDF}?each=1", STICKERS, SINCE)
MM = 72 / 25.4


def printed(client: Client, address: str = PDF) -> pypdfium2.PdfDocument:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return pypdfium2.PdfDocument(answer.content)


def words(pdf: pypdfium2.PdfDocument) -> str:
    """All that can be read, without spaces, which a reader of PDFs adds where it likes."""
    texts = (page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"\s", "", "".join(texts))


def codes(page: pypdfium2.PdfPage, dpi: int = 300) -> list[str]:
    """They all stand in the last eighth of the width."""
    rest = page.get_width() * 7 / 8
    seen = page.render(scale=dpi / 72, crop=(rest, 0, 0, 0)).to_pil().convert("L")
    return [code.text for code in zxingcpp.read_barcodes(seen)]


@pytest.fixture
def site(settings: Settings) -> None:
    settings.SITE_URL = "https://guatu.example"


@pytest.fixture
def shed(city: City) -> Project:
    project = city.project("示例甲厂")
    Milestone.objects.bulk_create(
        [
            milestone_of(project, 1, TODAY - timedelta(40), "拆迁", actual_finish=TODAY),
            milestone_of(project, 2, TODAY - timedelta(7), "打桩"),
            milestone_of(project, 3, TODAY + timedelta(20), "地下结构"),
            milestone_of(project, 4, TODAY + timedelta(90), "主体封顶"),
        ]
    )
    return project


@pytest.mark.parametrize(
    ("paper", "size"),
    [("a3", (420, 297)), ("a2", (594, 420)), ("a1", (841, 594)), ("a0", (1189, 841))],
)
def test_a_sheet_is_as_large_as_the_paper(
    office: Client, shed: Project, paper: str, size: tuple[int, int]
) -> None:
    (page,) = printed(office, f"{PDF}?paper={paper}")
    assert [round(side / MM) for side in page.get_size()] == list(size)


def test_the_whole_wall_is_one_sheet_of_a0(city: City, office: Client, site: None) -> None:
    many_projects(city, 92)
    pdf = printed(office, f"{PDF}?paper=a0")
    assert len(pdf) == 1
    text = words(pdf)
    assert all(f"示例第{n}号项目" in text for n in range(1, 93))


def test_on_smaller_paper_it_is_as_few_sheets_as_can_be_read(city: City, office: Client) -> None:
    many_projects(city, 92)
    sheets = {paper: len(printed(office, f"{PDF}?paper={paper}")) for paper in ("a1", "a2", "a3")}
    assert sheets == {"a1": 1, "a2": 2, "a3": 3}


def test_a_sheet_says_what_it_shows_of_when_and_when_it_was_printed(
    city: City, office: Client, shed: Project
) -> None:
    text = words(printed(office, f"{PDF}?line={city.industry_line.pk}"))
    for said in (
        "示例市重点项目挂图作战（2021年）",
        "工业立市",
        "示例甲厂",
        "示例工信局",
        "示例乙",
        "5.2亿",
        "版本：数据截至2021-03-15",
        "打印日期2021-03-15",
        "第1张，共1张",
        "12月",
    ):
        assert said in text


def test_it_is_drawn_in_lines_and_letters_not_in_dots(office: Client, shed: Project) -> None:
    (page,) = printed(office, f"{PDF}?paper=a0")
    assert not list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))


@pytest.mark.parametrize("name", ["陈堃大道", "李喆公园", "1200㎡厂房", "铬𬭎加工项目"])
def test_rare_characters_are_printed(city: City, office: Client, name: str) -> None:
    city.project(name)
    assert name in words(printed(office))


def test_the_name_of_the_file_says_what_it_is(office: Client, shed: Project) -> None:
    answer = office.get(f"{PDF}?paper=a1")
    assert "作战图 A1 2021-03-15.pdf" in unquote(answer["Content-Disposition"])
    answer = office.get(STICKERS)
    assert "旗贴 2021-03-15.pdf" in unquote(answer["Content-Disposition"])


def test_paper_that_there_is_not_is_refused_in_words(office: Client, shed: Project) -> None:
    answer = office.get(f"{PDF}?paper=b5")
    assert answer.status_code == 400
    assert "没有“b5”这种纸；可用的是 A3、A2、A1、A0。" in answer.content.decode()


def test_a_wall_without_projects_is_a_sheet_that_says_so(city: City, office: Client) -> None:
    assert "还没有项目" in words(printed(office))
    assert "还没有项目" in words(printed(office, f"{PDF}?each=1"))


# --- one sheet each ---------------------------------------------------------------------------


def test_each_project_has_a_sheet_of_its_own(city: City, office: Client, shed: Project) -> None:
    city.project("示例乙房", line=city.housing_line, lead_unit=city.housing)
    pdf = printed(office, f"{PDF}?each=1")
    first, second = (re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in pdf)
    assert "示例甲厂" in first
    assert "示例乙房" not in first
    assert "示例乙房" in second
    assert "第2张，共2张" in second


def test_a_single_sheet_lists_its_milestones(office: Client, shed: Project) -> None:
    text = words(printed(office, f"{PDF}?each=1"))
    assert "拆迁2021-02-03已完成2021-03-15" in text
    assert "打桩2021-03-08已逾期" in text
    assert "主体封顶2021-06-13计划" in text
    assert "5.2亿" in text


# --- codes ------------------------------------------------------------------------------------


def test_the_code_of_a_row_leads_to_its_project(office: Client, shed: Project, site: None) -> None:
    (page,) = printed(office)
    (code,) = [text for text in codes(page) if "/P/" in text]
    path = code.removeprefix("HTTPS://GUATU.EXAMPLE")
    answer = office.get(path)
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer["Location"]) == (302, f"/projects/{shed.pk}/")


def test_all_codes_of_a_full_a0_sheet_can_be_read(city: City, office: Client, site: None) -> None:
    many_projects(city, 92)
    (page,) = printed(office, f"{PDF}?paper=a0")
    assert len({text for text in codes(page, 200) if "/P/" in text}) == 92


def test_the_code_of_a_sheet_leads_to_what_has_changed(
    city: City, office: Client, shed: Project, site: None
) -> None:
    pdf = printed(office, f"{PDF}?line={city.industry_line.pk}&paper=a3")
    (code,) = [text for text in codes(pdf[0]) if "/since/" in text]
    (moment,) = re.findall("版本：数据截至2021-03-15([0-9:]{5})", words(pdf))
    answer = office.get(code.removeprefix("HTTPS://GUATU.EXAMPLE"))
    assert answer.status_code == 200
    page_text = answer.content.decode()
    assert f"挂图的数据截至 2021-03-15 {moment}" in page_text
    assert "工业立市" in page_text


def test_without_an_address_of_the_site_there_are_no_codes_and_it_says_so(
    office: Client, shed: Project, settings: Settings
) -> None:
    settings.SITE_URL = ""
    pdf = printed(office)
    assert codes(pdf[0]) == []
    assert "未设网站地址，没有二维码" in words(pdf)


@pytest.mark.parametrize("code", ["x", "A" * 25, "示例"])
def test_a_code_that_is_none_leads_nowhere(office: Client, db: None, code: str) -> None:
    assert office.get(f"/P/{code}").status_code == 404


# --- who gets what ----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_prints_without_logging_in(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("address", ADDRESSES)
def test_printing_changes_nothing(office: Client, shed: Project, address: str) -> None:
    assert office.post(address).status_code == 405


def test_a_unit_prints_only_its_own(city: City, shed: Project) -> None:
    city.project("示例乙房", line=city.housing_line, lead_unit=city.housing)
    client = city.client(city.liaison)
    for address in (PDF, f"{PDF}?each=1"):
        text = words(printed(client, address))
        assert "示例甲厂" in text
        assert "示例乙房" not in text


def test_a_neighbour_prints_nothing_of_this_city(city: City, shed: Project) -> None:
    client = city.client(city.outsider)
    for address in (PDF, STICKERS):
        text = words(printed(client, address))
        assert "示例甲厂" not in text
    assert "示例甲厂" not in client.get(f"{SINCE}?since=20210314T090000").content.decode()


def test_what_is_left_out_of_a_print_stands_on_it(
    city: City, office: Client, shed: Project
) -> None:
    other = city.project("示例乙房")
    for project, light in ((shed, "red"), (other, "green")):
        Project.objects.filter(pk=project.pk).update(light=light)
    text = words(printed(office, f"{PDF}?light=red"))
    assert "灯：红" in text
    assert "示例乙房" not in text


# --- stickers ---------------------------------------------------------------------------------


def test_flags_are_printed_for_what_is_late_and_what_is_due_soon(
    office: Client, shed: Project
) -> None:
    text = words(printed(office, STICKERS))
    assert "打桩2021-03-08" in text
    assert "地下结构2021-04-04" in text
    assert "拆迁" not in text  # done
    assert "主体封顶" not in text  # in three months
    assert text.index("打桩") < text.index("地下结构")


def test_paused_work_needs_no_flags(office: Client, shed: Project) -> None:
    Project.objects.filter(pk=shed.pk).update(light="paused")
    text = words(printed(office, STICKERS))
    assert "没有到期的节点，也没有逾期的节点" in text


# --- the past ---------------------------------------------------------------------------------


def test_a_chart_of_the_past_is_printed_with_its_day(office: Client, shed: Project) -> None:
    text = words(printed(office, f"{PDF}?as_of=2021-03-01"))
    assert "截至2021-03-01的情况" in text
    assert "版本：数据截至2021-03-0123:59" in text
    assert "打印日期2021-03-15" in text


def test_the_page_before_the_print_offers_all_of_it_for_what_it_shows(
    city: City, office: Client, shed: Project
) -> None:
    asked = f"line={city.industry_line.pk}&light=red,none,green,yellow"
    page = office.get(f"/wallchart/print/?{asked}&paper=a2").content.decode()
    for address in (PDF, STICKERS, SINCE):
        found = re.findall(f'href="({address}[^"]*)"', page)
        assert found, address
        for link in (one.replace("&amp;", "&") for one in found):
            assert f"line={city.industry_line.pk}" in link
            assert "light=red" in link
            assert office.get(link).status_code == 200


# --- changes since a print --------------------------------------------------------------------


FRIDAY, SUNDAY = NOW - timedelta(days=3), NOW - timedelta(days=1)
HUNG = f"{SINCE}?since=20210313T120000&year=2021"


def listed_on_friday(city: City) -> Project:
    given = {
        "name": "示例甲厂",
        "line": city.industry_line,
        "lead_unit": city.industry,
        "owner_post": city.posts["owner"],
        "planned_start": date(2021, 3, 1),
        "required_finish": date(2021, 12, 31),
    }
    return create_project(city.tenant, given, year=2021, by=city.office, now=FRIDAY)


def test_as_long_as_nothing_changes_the_print_may_hang_on(city: City, office: Client) -> None:
    listed_on_friday(city)
    assert "挂图上的内容没有变化" in office.get(HUNG).content.decode()


def test_a_day_moved_after_the_print_is_told(city: City, office: Client) -> None:
    project = listed_on_friday(city)
    later = {"required_finish": date(2022, 1, 31)}
    edit_project(project, later, seen=project.version, by=city.office, now=SUNDAY)
    page = office.get(HUNG).content.decode()
    assert "1 个项目的灯、节点或日期有变" in page
    assert "2021-12-31 → 2022-01-31" in page


def test_a_project_withdrawn_since_is_to_be_taken_down(city: City, office: Client) -> None:
    withdraw_project(listed_on_friday(city), reason="重复", by=city.office, now=SUNDAY)
    page = office.get(HUNG).content.decode()
    assert "不再在图上的 1 个项目" in page
    assert "示例甲厂" in page


def test_a_project_listed_since_is_new(office: Client, shed: Project) -> None:
    page = office.get(f"{SINCE}?since=20210310T090000").content.decode()
    assert "新上图的 1 个项目" in page
    assert f'href="/projects/{shed.pk}/"' in page


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("gestern", "看不懂挂图的时间“gestern”"),
        ("20310101T000000", "挂图的时间“2031-01-01 00:00”不在可以回看的日子里"),
        ("19990101T000000", "挂图的时间“1999-01-01 00:00”不在可以回看的日子里"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused_in_words(
    office: Client, db: None, since: str, said: str
) -> None:
    answer = office.get(f"{SINCE}?since={since}")
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_who_has_no_telephone_types_the_time_on_the_sheet(city: City, office: Client) -> None:
    listed_on_friday(city)
    page = office.get(f"{SINCE}?year=2021").content.decode()
    assert 'type="datetime-local"' in page
    assert 'name="year" value="2021"' in page
    assert "挂图上的内容没有变化" in office.get(f"{SINCE}?since=2021-03-13T12:00").content.decode()


@pytest.mark.parametrize("year", ["2020", "x", "99999999999999999999"])
def test_the_list_of_another_year_is_compared_with_itself(
    office: Client, shed: Project, year: str
) -> None:
    assert office.get(f"{SINCE}?since=20210314T090000&year={year}").status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"), [(f"{PDF}?paper=a0", 10), (f"{PDF}?each=1", 10), (STICKERS, 9)]
)
def test_a_larger_wall_costs_no_more_queries(
    city: City, address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = city.client(city.office)
    for count in (20, 60):
        many_projects(city, count)
        with django_assert_num_queries(queries):
            browser.get(address)
