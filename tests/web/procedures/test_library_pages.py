"""The pages of the procedure library: who sees what, and what a click does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from guatu.procedures.actions import adopt_library, change_procedure
from guatu.procedures.library import library_of
from guatu.procedures.models import Procedure
from tests.city import NOW, City

HERE = "/procedures/"


@pytest.fixture
def library(city: City) -> list[Procedure]:
    return adopt_library(city.tenant, by=city.office, now=NOW)


def named(city: City, code: str) -> Procedure:
    return Procedure.objects.get(tenant=city.tenant, code=code)


def drawn(page: str) -> str:
    found = re.search(r'<svg class="procedure-net".*?</svg>', page, re.DOTALL)
    assert found
    return found[0]


def typed(**more: Any) -> dict[str, Any]:
    return {
        "group": "c",
        "name": "洪水影响评价",
        "owner": "水利",
        "statutory_days": "20",
        "counting": "workdays",
        "place": "before",
        "after": ["filing"],
        "usual": "on",
        **more,
    }


def test_an_empty_library_is_adopted_by_one_click(city: City, office: Client) -> None:
    page = office.get(HERE).content.decode()
    assert "手续库还没有启用" in page
    assert "启用手续库" in page

    page = office.post(f"{HERE}adoption/", follow=True).content.decode()

    assert len(library_of(city.tenant)) > 20
    assert "天数是产品默认" in page
    assert "24 项为产品默认" in page
    assert "示例甲" in page  # who adopted it


def test_the_picture_shows_the_longest_chain_with_its_days_in_words(
    office: Client, library: list[Procedure]
) -> None:
    page = office.get(HERE).content.decode()
    assert "最长的一条线合计 93 个工作日加 30 个日历日" in page
    assert "2021-03-15 起办，不耽搁，最早 2021-08-26 可以开工。" in page
    drawing = drawn(page)
    assert drawing.count('class="step is-critical') == 8
    assert "环评（报告表）" in drawing
    assert "环评（报告书）" not in drawing
    assert "30 日历日" in drawing


def test_other_answers_give_another_picture(office: Client, library: list[Procedure]) -> None:
    asked = {"picking": "1", "way-0": "feasibility", "way-1": "impact_report"}
    page = office.get(HERE, asked).content.decode()
    drawing = drawn(page)
    assert "可研批复" in drawing
    assert "用地报批" not in drawing
    assert "最长的一条线合计" in page


def test_everybody_reads_it_and_only_the_office_gets_the_buttons(
    city: City, library: list[Procedure]
) -> None:
    for person in (city.liaison, city.reader):
        page = city.client(person).get(HERE).content.decode()
        assert "项目备案" in page
        assert "增加手续" not in page
    row = named(city, "energy")
    for url in (f"{HERE}new/", f"{HERE}{row.pk}/"):
        assert city.client(city.liaison).get(url).status_code == 403
    for url in ("adoption/", "defaults/", f"{row.pk}/removal/", f"{row.pk}/default/"):
        assert city.client(city.reader).post(f"{HERE}{url}").status_code == 403
    outsider = city.client(city.outsider)
    assert "项目备案" not in outsider.get(HERE).content.decode()
    assert outsider.get(f"{HERE}{row.pk}/").status_code == 404


def test_a_procedure_is_added_changed_and_removed(
    city: City, office: Client, library: list[Procedure]
) -> None:
    page = office.post(f"{HERE}new/", typed(), follow=True).content.decode()
    assert "已保存“洪水影响评价”" in page
    row = Procedure.objects.get(name="洪水影响评价")
    changed = typed(promised_days="30", seen="1")
    page = office.post(f"{HERE}{row.pk}/", changed, follow=True).content.decode()
    assert "承诺 30 天，长于法定的 20 天" in page  # told, and kept
    row.refresh_from_db()
    assert row.promised_days == 30
    page = office.post(f"{HERE}{row.pk}/removal/", {"seen": "2"}, follow=True).content.decode()
    assert "已删去“洪水影响评价”" in page
    assert not Procedure.objects.filter(pk=row.pk).exists()


def test_a_loop_is_said_at_the_field_and_what_was_typed_stays(
    city: City, office: Client, library: list[Procedure]
) -> None:
    row = named(city, "filing")
    sent = typed(
        name="项目备案", group="a", alternative="立项方式", after=["building_permit"], seen="1"
    )
    answer = office.post(f"{HERE}{row.pk}/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "首尾相接成环" in page
    assert re.search(r'value="building_permit"[^>]* checked', page)


def test_who_saves_second_sees_who_was_first_and_may_save_again(
    city: City, office: Client, library: list[Procedure]
) -> None:
    row = named(city, "energy")
    change_procedure(row, {"promised_days": 9}, seen=1, by=city.office, now=NOW)
    sent = typed(name="节能审查", promised_days="8", seen="1")
    answer = office.post(f"{HERE}{row.pk}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "示例甲 在 03-15 09:00 改过“节能审查”" in page
    assert 'name="promised_days" value="8"' in page
    office.post(f"{HERE}{row.pk}/", sent | {"seen": "2"})
    assert named(city, "energy").promised_days == 8


def test_defaults_come_back_one_by_one_and_all_together(
    city: City, office: Client, library: list[Procedure]
) -> None:
    for code in ("energy", "filing"):
        change_procedure(named(city, code), {"promised_days": 2}, seen=1, by=city.office, now=NOW)
    office.post(f"{HERE}{named(city, 'energy').pk}/default/")
    assert (named(city, "energy").promised_days, named(city, "filing").promised_days) == (None, 2)
    page = office.post(f"{HERE}defaults/", follow=True).content.decode()
    assert "改回 1 项" in page
    assert all(row.by_default for row in library_of(city.tenant))


def test_it_goes_out_as_a_table(office: Client, library: list[Procedure]) -> None:
    answer = office.get(f"{HERE}export/")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "评估,环评（报告表）,生态环境,,30,,日历日,开工前" in text
    assert "产品默认" in text
