"""Reporting a month, with a photo if there is one."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from guatu.journal.queries import history_of
from guatu.kit.files import fetch
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import ProgressReport, Project
from tests.city import NOW, City
from tests.web.projects.doors import ACT, READ, answers

GPS = 34853


def url_of(project: Project) -> str:
    return f"/projects/{project.pk}/reports/"


def typed(**fields: Any) -> dict[str, Any]:
    return {"period": "2021-02-01", "invested": "2500", "physical_words": "桩基完成", **fields}


def photo(size: tuple[int, int] = (640, 480), name: str = "site.jpg") -> SimpleUploadedFile:
    """A picture that says where it was taken."""
    picture, made, told = Image.new("RGB", size, "gray"), io.BytesIO(), Image.Exif()
    told[0x010F] = "示例相机"
    told.get_ifd(GPS)[1] = "N"
    picture.save(made, "JPEG", exif=told)
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


def give(city: City, project: Project, month: int, invested: int) -> None:
    figures = MonthFigures(date(2021, month, 1), Decimal(invested), "场地平整", Decimal(5))
    report_progress(project, figures, by=city.office, now=NOW)


def test_the_month_is_offered_with_what_is_expected_of_it(
    liaison: Client, city: City, project: Project
) -> None:
    give(city, project, 1, 900)

    page = liaison.get(url_of(project)).content.decode()

    assert '<option value="2021-02-01" selected>2021年2月</option>' in page
    assert "上次报到2021年1月，累计 900 万元；形象进度 5.0% 场地平整" in page
    assert "到该月末序时应完成 2,000 万元（16.7%）" in page
    assert "2021-04-01" not in page


def test_a_report_is_stored_and_the_light_answers(
    liaison: Client, city: City, project: Project
) -> None:
    response = liaison.post(url_of(project), typed(physical_percent="20"))

    project.refresh_from_db()
    row = project.reports.get()
    assert (row.invested, row.physical_words, row.reported_by) == (
        Decimal(2500),
        "桩基完成",
        city.liaison,
    )
    assert (project.year_done, project.physical_percent) == (Decimal(2500), Decimal(20))
    assert "progress.reported" in [e.code for e in history_of(project.pk)]
    page = liaison.get(response["Location"]).content.decode()
    assert "已报 2021年2月 进度。灯" in page


def test_it_says_how_the_light_turned(liaison: Client, city: City) -> None:
    project = city.project(registered_on=date(2021, 1, 20), required_finish=None)
    before = project.light

    response = liaison.post(url_of(project), typed(invested="100"))

    project.refresh_from_db()
    assert (before, project.light) == ("green", "yellow")
    assert "灯由绿转黄" in liaison.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"invested": "", "physical_words": ""}, "请至少填写完成投资或形象进度中的一项"),
        ({"invested": "两千"}, "年初累计完成投资"),
        ({"invested": "-5"}, "累计完成投资不能为负数"),
        ({"physical_percent": "120"}, "形象进度 120% 超过 100%"),
        ({"period": "2021-04-01"}, "月份"),
        ({"period": "昨天"}, "月份"),
        ({"invested": "800"}, "年初累计完成投资 800 万元比上次报的 12000 万元少"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    liaison: Client, city: City, project: Project, fields: dict[str, str], said: str
) -> None:
    give(city, project, 1, 12000)

    response = liaison.post(url_of(project), typed(physical_words="主体到三层") | fields)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "主体到三层" in page or fields.get("physical_words") == ""
    assert project.reports.count() == 1


def test_a_correction_asks_for_a_reason_and_then_stands(
    liaison: Client, city: City, project: Project
) -> None:
    give(city, project, 2, 2000)
    asked = liaison.post(url_of(project), typed())
    assert asked.status_code == 422
    assert "本月已报过 2000 万元，更正请写明原因" in asked.content.decode()

    given = liaison.post(url_of(project), typed(reason="漏报设备款"))

    assert given.status_code == 302
    row = project.reports.get()
    assert (row.invested, row.reason) == (Decimal(2500), "漏报设备款")
    assert "progress.corrected" in [e.code for e in history_of(project.pk)]


def test_sent_twice_there_is_one_report(liaison: Client, project: Project) -> None:
    for _ in range(2):
        assert liaison.post(url_of(project), typed()).status_code == 302
    assert project.reports.count() == 1


class TestPhoto:
    def test_it_is_kept_without_place_and_camera(self, liaison: Client, project: Project) -> None:
        assert liaison.post(url_of(project), typed(photo=photo())).status_code == 302

        row = project.reports.get()
        with Image.open(io.BytesIO(fetch(row.photo))) as kept:
            assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (640, 480), {})
        assert b"Exif" not in fetch(row.photo)

    def test_it_is_shown_small_and_large(self, liaison: Client, project: Project) -> None:
        liaison.post(url_of(project), typed(photo=photo((3000, 2000))))
        row = project.reports.get()
        address = f"{url_of(project)}{row.pk}/photo/"
        assert f"{address}?small" in liaison.get(f"/projects/{project.pk}/").content.decode()

        sizes = []
        for query in ("", "?small"):
            response = liaison.get(address + query)
            assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
                "image/jpeg",
                "nosniff",
            )
            with Image.open(io.BytesIO(response.content)) as picture:
                sizes.append(picture.size)
        assert sizes[0][0] == 2048
        assert sizes[1][0] <= 320

    @pytest.mark.parametrize(
        ("raw", "said"),
        [
            (b"<svg onload=alert(1)>", "只能附 JPG 或 PNG 照片"),
            (b"\xff\xd8\xff\xe0broken", "只能附 JPG 或 PNG 照片"),
            (b"\0" * (10 * 1024 * 1024 + 1), "照片超过 10 MB"),
        ],
    )
    def test_what_is_no_photo_is_refused_and_the_rest_stays(
        self, liaison: Client, project: Project, raw: bytes, said: str
    ) -> None:
        file = SimpleUploadedFile("site.jpg", raw, content_type="image/jpeg")
        response = liaison.post(url_of(project), typed(photo=file))
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert 'value="2500"' in page
        assert not project.reports.exists()

    def test_a_refused_report_does_not_lose_it(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        give(city, project, 2, 2000)
        refused = liaison.post(url_of(project), typed(photo=photo()))
        page = refused.content.decode()
        assert "刚才选的照片已收下" in page
        token = page.split('name="kept" value="')[1].split('"')[0]

        liaison.post(url_of(project), typed(reason="漏报设备款", kept=token))

        assert project.reports.get().photo

    def test_a_name_that_we_did_not_sign_is_no_photo(
        self, liaison: Client, project: Project
    ) -> None:
        liaison.post(url_of(project), typed(kept="a" * 64))
        assert project.reports.get().photo == ""

    def test_doors(self, city: City, office: Client, project: Project) -> None:
        office.post(url_of(project), typed(photo=photo()))
        address = f"{url_of(project)}{project.reports.get().pk}/photo/"
        assert answers(city, "get", address) == READ
        assert office.post(address).status_code == 405

    def test_a_report_without_one_has_none(self, office: Client, city: City) -> None:
        project = city.project()
        give(city, project, 2, 2000)
        row = ProgressReport.objects.get()
        assert office.get(f"{url_of(project)}{row.pk}/photo/").status_code == 404


def test_a_year_that_has_not_begun_has_no_months(office: Client, city: City) -> None:
    project = city.project()
    Project.objects.filter(pk=project.pk).update(year=2022)
    assert "还没有可以报的月份" in office.get(url_of(project)).content.decode()


def test_doors(city: City, office: Client, project: Project) -> None:
    assert answers(city, "get", url_of(project)) == ACT
    assert answers(city, "post", url_of(project), typed()) == ACT
    assert office.delete(url_of(project)).status_code == 405
    assert not project.reports.exists()


def test_the_owner_reports_too(city: City, project: Project) -> None:
    assert city.client(city.owner).post(url_of(project), typed()).status_code == 302
