"""The tree of units, the page of one, and changing them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.org.actions import add_unit, close_unit
from guatu.org.models import Unit
from tests.city import NOW, TODAY, City
from tests.web.rail import BADGES

HERE = "/units/"


def text(browser: Client, address: str = HERE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def values(city: City, **changes: Any) -> dict[str, Any]:
    return {"name": "示例水务局", "parent": city.root.pk, "kind": "department"} | changes


def test_the_tree_with_posts_and_who_holds_them(city: City, office: Client) -> None:
    city.project()
    html = text(office)
    assert html.index("示例市政府") < html.index("示例工信局") < html.index("示例产业中心")
    assert "示例丁（局长）" in html
    assert f'href="/projects/?unit={city.industry.pk}">1</a>' in html


@pytest.mark.parametrize("words", ["产业", "chanye", "slcyzx"])
def test_finding_a_unit_says_what_it_belongs_to(city: City, office: Client, words: str) -> None:
    html = text(office, f"{HERE}?q={words}")
    assert "示例产业中心" in html
    assert "示例工信局</span>" in html
    assert "示例住建局" not in html


def test_nothing_found(city: City, office: Client) -> None:
    assert "没有找到“没有的局”" in text(office, f"{HERE}?q=没有的局")


def test_a_unit_shows_posts_led_projects_parts_and_history(city: City, office: Client) -> None:
    project = city.project()
    add_unit(city.tenant, "示例科", parent=city.industry, by=city.office, now=NOW)
    html = text(office, f"{HERE}{city.industry.pk}/")
    for words in ("联络员", "示例丙 2020-01-01", "示例科", project.name, "示例产业中心"):
        assert words in html


def test_a_reader_gets_no_buttons(city: City) -> None:
    html = text(city.client(city.reader), f"{HERE}{city.industry.pk}/")
    for words in ("修改单位", "新设岗位", "撤销单位"):
        assert words not in html


def test_a_new_unit_below_the_one_whose_page_one_comes_from(city: City, office: Client) -> None:
    asked = text(office, f"{HERE}new/?parent={city.industry.pk}")
    assert f'value="{city.industry.pk}" selected' in asked
    answer = office.post(f"{HERE}new/", values(city, parent=city.industry.pk))
    unit = Unit.objects.get(name="示例水务局")
    assert answer["Location"] == f"{HERE}{unit.pk}/"
    assert Unit.objects.get_parent(unit) == city.industry
    assert [event.code for event in history_of(unit.pk)] == ["unit.created"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "示例工信局"}, "已有名为“示例工信局”的单位"),
        ({"name": ""}, "单位名称"),
        ({"credit_code": "123"}, "统一社会信用代码"),
        ({"kind": "kingdom"}, "类别"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    city: City, office: Client, changes: dict[str, Any], said: str
) -> None:
    answer = office.post(f"{HERE}new/", values(city, short_name="水务", **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="水务"' in answer.content.decode()


def test_sent_twice_there_is_one(city: City, office: Client) -> None:
    assert office.post(f"{HERE}new/", values(city)).status_code == 302
    assert office.post(f"{HERE}new/", values(city)).status_code == 422
    assert Unit.objects.filter(name="示例水务局").count() == 1


def test_a_unit_is_renamed_and_moved(city: City, office: Client) -> None:
    here = f"{HERE}{city.workshop.pk}/edit/"
    changed = values(city, name="示例产业服务中心", parent=city.housing.pk, kind="office")
    answer = office.post(here, changed, follow=True)
    assert "已保存对“示例产业服务中心”的修改" in answer.content.decode()
    unit = Unit.objects.get(pk=city.workshop.pk)
    assert Unit.objects.get_parent(unit) == city.housing


def test_a_unit_does_not_move_below_itself(city: City, office: Client) -> None:
    html = text(office, f"{HERE}{city.industry.pk}/edit/")
    assert f'value="{city.workshop.pk}"' not in html
    answer = office.post(f"{HERE}{city.industry.pk}/edit/", values(city, parent=city.workshop.pk))
    assert answer.status_code == 422


def test_what_is_in_the_way_of_closing_is_said(city: City, office: Client) -> None:
    city.project()
    answer = office.post(f"{HERE}{city.industry.pk}/closing/", follow=True)
    html = answer.content.decode()
    assert "1 个下级单位" in html
    assert "牵头 1 个在册项目" in html
    assert Unit.objects.get(pk=city.industry.pk).closed_on is None


def test_an_empty_unit_is_closed_and_closing_it_again_says_so(city: City, office: Client) -> None:
    here = f"{HERE}{city.workshop.pk}/closing/"
    assert "已撤销单位“示例产业中心”" in office.post(here, follow=True).content.decode()
    assert Unit.objects.get(pk=city.workshop.pk).closed_on == TODAY
    again = office.post(here, follow=True).content.decode()
    assert "已于 2021-03-15 撤销" in again
    assert "新设岗位" not in again


def test_a_closed_unit_is_out_of_the_tree_and_still_found(city: City, office: Client) -> None:
    close_unit(city.workshop, on=date(2021, 3, 1), by=city.office, now=NOW)
    assert "示例产业中心" not in text(office)
    assert "2021-03-01 撤销" in text(office, f"{HERE}?q=产业中心")


@pytest.mark.parametrize("who", ["liaison", "reader", "head", "security_admin"])
def test_who_may_not_change_units(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    one = f"{HERE}{city.workshop.pk}/"
    assert browser.get(f"{HERE}new/").status_code == 403
    assert browser.post(f"{HERE}new/", values(city)).status_code == 403
    assert browser.post(f"{one}edit/", values(city)).status_code == 403
    assert browser.post(f"{one}closing/").status_code == 403
    assert browser.post(f"{one}posts/new/", {"title": "主任", "rank": 1}).status_code == 403
    unit = Unit.objects.get(pk=city.workshop.pk)
    assert (unit.name, unit.closed_on, unit.posts.count()) == ("示例产业中心", None, 0)


def test_a_neighbour_finds_none_of_them(city: City) -> None:
    browser = city.client(city.outsider)
    one = f"{HERE}{city.workshop.pk}/"
    assert "示例工信局" not in text(browser)
    assert browser.get(one).status_code == 404
    for rest in ("edit/", "closing/", "posts/new/"):
        assert browser.post(f"{one}{rest}", values(city)).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_units(
    city: City, office: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        add_unit(city.tenant, f"示例{n}局", parent=city.root, by=city.office, now=NOW)
    with django_assert_max_num_queries(16 + BADGES):
        text(office)
