"""What suppliers owe: the list, a supplier's page, the file."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.projects.actions.supplying import block_need, promise_need
from guatu.projects.models import Project, SupportNeed
from tests.city import NOW, City
from tests.projects.needing import need_of

LATE = date(2021, 6, 10)


def text_of(browser: Client, url: str = "/needs/") -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def supplier_url(city: City) -> str:
    return f"/needs/suppliers/{city.housing.pk}/"


class TestList:
    def test_who_owes_what_by_when_and_what_it_costs(
        self, city: City, office: Client, land: SupportNeed
    ) -> None:
        promise_need(land, on=LATE, by=city.other_liaison, now=NOW)
        block_need(land, words="2 户未签", by=city.other_liaison, now=NOW)
        page = text_of(office)
        for said in (
            "示例住建局", "供地", "示例轴承生产线项目", "2021-05-27", "2021-06-10",
            "承诺晚于需要", "将使“桩基”推迟 10 个工作日、竣工推迟 10 个工作日", "2 户未签",
            "还有 51 个工作日", "数据截至",
        ):  # fmt: skip
            assert said in page
        assert f'href="/projects/{land.project_id}/#needs"' in page
        assert supplier_url(city) in page

    def test_deep_links_narrow_and_chips_take_it_back(
        self, city: City, office: Client, project: Project, land: SupportNeed
    ) -> None:
        need_of(city, project, element="power", supplier=city.root)
        page = text_of(office, "/needs/?element=power")
        assert f"/needs/{land.pk}/" not in page
        assert "去掉“供电”" in page
        page = text_of(office, f"/needs/?supplier={city.housing.pk}&show=all")
        assert f"/needs/{land.pk}/" in page
        assert "去掉“示例住建局”" in page

    @pytest.mark.parametrize(
        "query", ["show=lost", "supplier=7", "element=gold", "line=x", "page=0", "q=%00", "page=99"]
    )
    def test_what_makes_no_sense_is_as_if_it_were_not_there(
        self, office: Client, land: SupportNeed, query: str
    ) -> None:
        assert f"/needs/{land.pk}/" in text_of(office, f"/needs/?{query}")

    def test_with_nothing_asked_for_the_next_step_is_offered(self, office: Client) -> None:
        page = text_of(office)
        assert "还没有登记要素需求" in page
        assert 'href="/projects/"' in page

    def test_nothing_late_is_not_nothing_at_all(self, office: Client, land: SupportNeed) -> None:
        assert "没有符合条件的要素需求" in text_of(office, "/needs/?show=late")

    def test_a_supplier_sees_its_own(
        self, city: City, supplier: Client, project: Project, land: SupportNeed
    ) -> None:
        need_of(city, project, element="power", supplier=city.root)
        page = text_of(supplier)
        assert f"/needs/{land.pk}/" in page
        assert "供电</a>" not in page
        assert f"/projects/{project.pk}/" not in page  # a page that it may not open

    def test_queries_do_not_grow(
        self,
        city: City,
        project: Project,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        browser = city.client(city.office)
        for n in range(8):
            need = need_of(city, project, name=f"第{n}批供地")
            promise_need(need, on=LATE, by=city.other_liaison, now=NOW)
        with django_assert_max_num_queries(26):
            browser.get("/needs/")


class TestSupplier:
    def test_each_line_can_be_answered(
        self, city: City, supplier: Client, land: SupportNeed
    ) -> None:
        page = text_of(supplier, supplier_url(city))
        assert "示例住建局的保障任务" in page
        for act in ("promise", "delivery", "blocker"):
            assert f"/needs/{land.pk}/{act}/" in page

    def test_others_read_and_are_offered_nothing_to_press(
        self, city: City, land: SupportNeed
    ) -> None:
        page = text_of(city.client(city.reader), supplier_url(city))
        assert "供地" in page
        assert f"/needs/{land.pk}/promise/" not in page

    def test_a_unit_without_needs(self, city: City, office: Client) -> None:
        page = text_of(office, f"/needs/suppliers/{city.workshop.pk}/")
        assert "没有承担要素保障" in page

    def test_a_unit_of_another_city_does_not_exist(self, city: City, land: SupportNeed) -> None:
        assert city.client(city.outsider).get(supplier_url(city)).status_code == 404


class TestFile:
    def test_rows_as_on_the_list(self, city: City, office: Client, land: SupportNeed) -> None:
        promise_need(land, on=LATE, by=city.other_liaison, now=NOW)
        response = office.get("/needs/export/")
        head, row = csv.reader(StringIO(response.content.decode("utf-8-sig")))
        told = dict(zip(head, row, strict=True))
        assert told["保障单位"] == "示例住建局"
        assert told["使竣工推迟（工作日）"] == "10"
        assert told["需求时间"] == "2021-05-27"

    def test_narrowed_as_the_list(self, office: Client, land: SupportNeed) -> None:
        response = office.get("/needs/export/?show=late")
        assert len(response.content.decode().strip().splitlines()) == 1


def test_people_who_are_not_logged_in_see_nothing(client: Client, land: SupportNeed) -> None:
    for url in ("/needs/", "/needs/export/", f"/needs/{land.pk}/"):
        assert client.get(url).status_code == 302
