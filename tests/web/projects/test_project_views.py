"""Saved views of the list: the menu, saving, sharing, a default, deep links."""

from __future__ import annotations

import re

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.projects.actions.views import prefer_view, save_view
from guatu.projects.models import SavedView
from tests.city import NOW, City
from tests.web.rail import BADGES

URL = "/projects/"
NEW = f"{URL}views/new/"


def names(page: str) -> list[str]:
    return re.findall(r'class="three-lines"[^>]*>([^<]+)<', page)


def kept(city: City, name: str = "厂", **more: bool) -> SavedView:
    """The factories, by falling investment, with two columns."""
    query = "q=%E5%8E%82&sort=-total"
    return save_view(name, query, ["remark", "total"], by=city.office, now=NOW, **more)


def test_the_present_list_is_kept_under_a_name(office: Client, city: City) -> None:
    query = "q=厂&light=&sort=-total&cols=total.remark&page=2"

    response = office.post(f"{NEW}?{query}", {"name": " 厂 "})

    view = SavedView.objects.visible_to(city.office).get()
    assert (view.name, view.query, view.columns) == (
        "厂", "q=%E5%8E%82&sort=-total", ["total", "remark"],
    )  # fmt: skip
    assert response["Location"] == f"{URL}?{view.query}&view={view.pk}"


def test_a_name_twice_is_said_at_the_field_and_what_was_typed_stays(
    office: Client, city: City
) -> None:
    kept(city)
    response = office.post(NEW, {"name": "厂"})
    page = response.content.decode()
    assert (response.status_code, "同名" in page, 'value="厂"' in page) == (422, True, True)


def test_a_short_address_opens_it_with_filter_order_and_columns(office: Client, city: City) -> None:
    for name in ("示例甲厂", "示例道路", "示例乙厂"):
        city.project(name)

    page = office.get(f"{URL}views/{kept(city).pk}/", follow=True).content.decode()

    assert sorted(names(page)) == ["示例乙厂", "示例甲厂"]
    top = page[page.index("<thead>") : page.index("</thead>")]
    assert top.index("备注") < top.index("总投资")
    assert "灯" not in top
    assert '<summary class="btn"' in page
    assert ">厂</summary>" in page


def test_a_changed_list_says_so_and_the_view_can_take_it_over(office: Client, city: City) -> None:
    view = kept(city)
    here = f"?light=red&view={view.pk}"
    assert "厂（有改动）" in office.get(f"{URL}{here}").content.decode()
    assert "按现在的样子更新“厂”" in office.get(f"{URL}views/menu/{here}").content.decode()

    office.post(f"{URL}views/{view.pk}/renewal/{here}")

    view.refresh_from_db()
    assert (view.query, view.columns) == ("light=red", ["remark", "total"])


def test_choosing_columns_in_a_view_leaves_the_view_alone(office: Client, city: City) -> None:
    view = kept(city)
    response = office.post(f"{URL}columns/?view={view.pk}", {"column": ["light", "done"]})
    assert response["Location"] == f"{URL}?view={view.pk}&cols=light.done"
    view.refresh_from_db()
    assert view.columns == ["remark", "total"]
    assert "project_columns" not in office.session


def test_a_default_view_is_what_the_list_opens_with(office: Client, city: City) -> None:
    city.project("示例道路")
    office.get(URL)  # from now on the session knows that there is none
    response = office.post(NEW + "?q=厂", {"name": "厂", "preferred": "on"})
    view = SavedView.objects.visible_to(city.office).get()

    assert (
        office.get(URL)["Location"] == response["Location"] == f"{URL}?{view.query}&view={view.pk}"
    )
    assert names(office.get(f"{URL}?view=all").content.decode()) == ["示例道路"]
    office.post(f"{URL}views/{view.pk}/preference/", {"preferred": "0"})
    assert office.get(URL).status_code == 200


def test_a_default_view_that_is_gone_does_no_harm(office: Client, city: City) -> None:
    view = kept(city)
    prefer_view(view, preferred=True, by=city.office, now=NOW)
    assert office.get(URL).status_code == 302
    SavedView.objects.all().delete()
    assert office.get(URL).status_code == 200


def test_the_list_in_a_view_costs_one_query_more(
    office: Client, city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city.project("示例甲厂")
    address = f"{URL}?view={kept(city).pk}"
    office.get(address)
    with django_assert_num_queries(9 + BADGES):
        office.get(address)


def test_the_office_shares_and_takes_back(office: Client, liaison: Client, city: City) -> None:
    view = kept(city)
    url = f"{URL}views/{view.pk}/"
    assert liaison.get(url).status_code == 404
    assert "共享给全市" in office.get(NEW).content.decode()
    assert "共享给全市" not in liaison.get(NEW).content.decode()

    office.post(f"{url}sharing/", {"shared": "1"})

    assert liaison.get(url).status_code == 302
    assert "示例甲" in liaison.get(f"{URL}views/menu/").content.decode()
    assert city.client(city.outsider).get(url).status_code == 404
    for act in ("sharing", "removal", "renewal"):
        assert liaison.post(f"{url}{act}/").status_code == 403
    assert liaison.post(f"{url}name/", {"name": "改"}).status_code == 403
    # a liaison who asks for sharing keeps an own view
    liaison.post(NEW, {"name": "我的", "shared": "on"})
    assert [v.shared for v in SavedView.objects.visible_to(city.liaison).filter(name="我的")] == [
        False
    ]


def test_it_is_renamed_and_removed_on_its_page(office: Client, city: City) -> None:
    view = kept(city)
    assert "备注、总投资" in office.get(f"{URL}views/").content.decode()
    assert office.post(f"{URL}views/{view.pk}/name/", {"name": "工厂"}).status_code == 302
    assert "工厂" in office.get(f"{URL}views/").content.decode()
    office.post(f"{URL}views/{view.pk}/removal/")
    assert "还没有保存视图" in office.get(f"{URL}views/").content.decode()


def test_nonsense_in_the_address_does_no_harm(office: Client, city: City) -> None:
    city.project()
    for query in ("view=nonsense", f"view={city.tenant.pk}", "cols=", "cols=..x.%00"):
        assert len(names(office.get(f"{URL}?{query}").content.decode())) == 1
