"""The list of versions, one of them, two side by side, and their files."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client

from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.models import ListVersion, Project
from tests.city import NOW, City
from tests.projects.listing_years import RESERVED, SPLIT, WITHDRAWN, adjust, move, parts

PAPER = {"title": "2021年清单", "approved_on": "2021-01-14", "approver": "", "document": ""}


def text(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestTheFirst:
    def test_an_empty_year_says_what_to_do(self, office: Client, city: City):
        assert "这一年还没有清单版本" in text(office, "/versions/")
        assert "确定年初清单" in text(office, "/versions/")
        assert "由总指挥部办公室确定" in text(city.client(city.reader), "/versions/")
        assert "还没有在册项目" in text(office, "/versions/first/")

    def test_it_is_approved_with_its_paper(self, office: Client, project: Project):
        assert "5.2 亿元" in text(office, "/versions/first/")
        response = office.post("/versions/first/", PAPER)
        version = ListVersion.objects.get()
        assert response["Location"] == f"/versions/{version.pk}/"
        assert project.name in text(office, response["Location"])

    def test_a_paper_from_tomorrow_stays_on_the_form(self, office: Client, project: Project):
        response = office.post("/versions/first/", {**PAPER, "approved_on": "2021-03-16"})
        assert response.status_code == 422
        assert "批准日期不能晚于今天" in response.content.decode()
        assert "2021年清单" in response.content.decode()


class TestAVersion:
    def test_it_shows_the_list_as_it_was(self, office, city, project, version):
        edit_project(project, {"name": "示例新名"}, seen=1, by=city.office, now=NOW)
        page = text(office, f"/versions/{version.pk}/")
        assert "示例轴承生产线项目" in page
        assert "示例新名" not in page
        assert "示政字〔2021〕3号" in page

    def test_packages_show_both_counts(self, office, city, project, version):
        second = adjust(city, move(SPLIT, project, parts=parts(20_000, 32_000)))
        page = text(office, f"/versions/{second.pk}/")
        assert "打包项目拆开计 3 个" in page
        assert "打包 2 项" in page
        assert "子项 0 → 2 个" in page

    @pytest.mark.usefixtures("project")
    def test_files_hold_the_whole_version(self, office, version):
        plain = office.get(f"/versions/{version.pk}/export/?as=csv").content.decode("utf-8-sig")
        assert plain.splitlines()[1].startswith("1,示例轴承生产线项目,项目,")
        raw = office.get(f"/versions/{version.pk}/export/?as=xlsx").content
        sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
        assert (sheet.max_row, sheet["G2"].value) == (3, 52_000)

    def test_everyone_reads_it_and_a_neighbour_does_not(self, city, version):
        url = f"/versions/{version.pk}/"
        for person in (city.reader, city.liaison, city.other_liaison):
            assert "示例轴承生产线项目" in text(city.client(person), url)
        neighbour = city.client(city.outsider)
        assert neighbour.get(url).status_code == 404
        assert neighbour.get(f"{url}export/?as=csv").status_code == 404

    def test_only_what_may_be_opened_is_a_link(self, city, project, version):
        page = text(city.client(city.other_liaison), f"/versions/{version.pk}/")
        assert f"/projects/{project.pk}/" not in page
        assert f"/projects/{project.pk}/" in text(
            city.client(city.liaison), f"/versions/{version.pk}/"
        )


class TestSideBySide:
    def test_the_last_step_with_its_reasons(self, office, city, project, version):
        adjust(city, move(WITHDRAWN, project, reason="业主退出"))
        page = text(office, "/versions/compare/")
        assert "业主退出" in page
        assert "−5.2 亿元" in page
        assert "第 1 版（2021-01-14） → 第 2 版（2021-03-15）" in page

    def test_what_has_moved_since_is_drift(self, office, city, project, version):
        assert "两份清单没有差别" in text(office, "/versions/compare/?from=1&to=now")
        edit_project(
            project, {"total_investment": Decimal(60_000)}, seen=1, by=city.office, now=NOW
        )
        page = text(office, "/versions/compare/?from=1&to=now")
        assert "总投资 52,000 → 60,000 万元" in page
        assert "有 1 处不同，尚未批准" in text(office, "/versions/")

    def test_the_living_list_is_for_those_who_see_it_all(self, city, project, version):
        liaison = city.client(city.liaison)
        withdraw_project(project, reason="停建", by=city.office, now=NOW)
        assert "现在的清单" not in text(liaison, "/versions/compare/?from=1&to=now")
        assert "尚未批准" not in text(liaison, "/versions/")

    def test_back_to_front_and_as_a_file(self, office, city, project, version):
        adjust(city, move(RESERVED, project))
        plain = office.get("/versions/compare/export/?from=2&to=1").content.decode("utf-8-sig")
        assert "储备转实施,1,示例轴承生产线项目" in plain

    @pytest.mark.parametrize("query", ["", "?from=x&to=y", "?from=9&to=99", "?year=1"])
    def test_an_odd_address_is_no_error(self, office, version, query):
        assert office.get(f"/versions/compare/{query}").status_code in (200, 404)
        assert office.get(f"/versions/{query}").status_code == 200

    def test_without_versions_there_is_nothing_to_compare(self, office):
        assert office.get("/versions/compare/").status_code == 404


def test_the_project_tells_in_which_versions_it_stood(office, city, project, version):
    adjust(city, move(RESERVED, project, reason="资金未落实"))
    page = text(office, f"/projects/{project.pk}/")
    assert "清单沿革" in page
    assert "资金未落实" in page
    assert "储备，不计个数" in page


def test_the_parts_are_held_against_their_package(office, city, project):
    url = f"/versions/split/{project.pk}/"
    assert "打包项目总投资 52,000 万元" in text(office, url)
    response = office.post(url, {"parts": "路基工程 20,000 3000\n桥梁工程\t30000\t4,000"})
    assert response["Location"] == f"/projects/{project.pk}/"
    page = text(office, response["Location"])
    assert "打包项目减子项合计" in page
    assert "2,000" in page
    assert office.post(f"{url}undoing/").status_code == 302
    assert not project.parts.listed().exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写"),
        ("路基工程 1", "至少要拆成 2 个子项"),
        ("12000\n桥梁", "第 1 行没有子项名称"),
        ("路基 40000\n桥梁 40000", "多 28000 万元"),
    ],
)
def test_parts_that_cannot_be_stay_on_the_form(office, project, typed, words):
    response = office.post(f"/versions/split/{project.pk}/", {"parts": typed})
    assert response.status_code == 422
    if words != "请填写":
        assert words in response.content.decode()
    assert not project.parts.exists()


def test_splitting_is_for_the_office(city, project):
    for person, status in ((city.liaison, 403), (city.reader, 403), (city.outsider, 404)):
        browser = city.client(person)
        for url in ("", "undoing/"):
            answer = browser.post(f"/versions/split/{project.pk}/{url}", {"parts": "甲\n乙"})
            assert answer.status_code == status
