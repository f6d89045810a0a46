"""The page of industry chains and parks."""

from __future__ import annotations

import pytest
from django.test import Client

from guatu.lines.models import Chain, Park
from tests.city import City

HERE = "/settings/chains/"


def test_both_are_added_renamed_and_lead_to_their_projects(city: City, office: Client) -> None:
    empty = office.get(HERE).content.decode()
    assert "还没有产业链" in empty
    assert "还没有园区" in empty
    head = city.posts["deputy"].pk
    office.post(f"{HERE}new/", {"name": "高端装备", "head": head, "lead_unit": city.industry.pk})
    office.post("/settings/parks/new/", {"name": "示例产业园", "unit": city.workshop.pk})
    chain, park = Chain.objects.get(), Park.objects.get()
    city.project(chain=chain, park=park)
    html = office.get(HERE).content.decode()
    for words in ("高端装备", "示例乙（副市长）", "示例产业园", "示例产业中心"):
        assert words in html
    assert f'href="/projects/?chain={chain.pk}">1<' in html
    assert f'href="/projects/?park={park.pk}">1<' in html
    office.post(f"{HERE}{chain.pk}/", {"name": "先进装备", "head": head})
    office.post(f"/settings/parks/{park.pk}/", {"name": "示例东园"})
    chain.refresh_from_db()
    park.refresh_from_db()
    assert (chain.name, chain.lead_unit, park.name, park.unit) == (
        "先进装备",
        None,
        "示例东园",
        None,
    )


def test_a_name_that_is_taken_stays_in_the_field(city: City, office: Client) -> None:
    for _ in range(2):
        answer = office.post(f"{HERE}new/", {"name": "高端装备"})
    assert answer.status_code == 422
    assert "“高端装备”已在册" in answer.content.decode()
    assert Chain.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("head", 403), ("system_admin", 403), ("outsider", 404)]
)
def test_only_our_office_writes(city: City, office: Client, who: str, status: int) -> None:
    office.post(f"{HERE}new/", {"name": "高端装备"})
    office.post("/settings/parks/new/", {"name": "示例产业园"})
    chain, park, browser = Chain.objects.get(), Park.objects.get(), city.client(getattr(city, who))
    for address in (f"{HERE}{chain.pk}/", f"/settings/parks/{park.pk}/"):
        assert browser.post(address, {"name": "改"}).status_code == status
    shown = browser.get(HERE).content.decode()
    assert ("高端装备" in shown) == (status == 403)
    if status == 403:
        assert "增加产业链" not in shown
        assert browser.post(f"{HERE}new/", {"name": "甲"}).status_code == 403
        assert browser.post("/settings/parks/new/", {"name": "甲"}).status_code == 403
    assert (Chain.objects.get().name, Park.objects.get().name) == ("高端装备", "示例产业园")


def test_a_person_counts_his_own_projects(city: City, office: Client) -> None:
    office.post(f"{HERE}new/", {"name": "高端装备"})
    chain = Chain.objects.get()
    city.project(chain=chain)
    city.project("示例住宅项目", chain=chain, lead_unit=city.housing)
    assert f'href="/projects/?chain={chain.pk}">2<' in office.get(HERE).content.decode()
    seen = city.client(city.other_liaison).get(HERE).content.decode()
    assert f'href="/projects/?chain={chain.pk}">1<' in seen
