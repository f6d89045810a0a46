"""Industry chains and parks: adding, renaming, and what is refused."""

from __future__ import annotations

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal
from guatu.lines.actions import change_chain, change_park, create_chain, create_park
from guatu.lines.models import Chain, Park
from guatu.org.access import Forbidden
from tests.city import NOW, City


def test_a_chain_with_the_leader_at_its_head_is_renamed(city: City) -> None:
    values = {"name": " 高端装备 ", "head": city.posts["deputy"], "lead_unit": city.industry}
    chain = create_chain(city.tenant, values, by=city.office, now=NOW)
    assert chain.name == "高端装备"
    project = city.project(chain=chain)
    assert change_chain(chain, {"name": "先进装备"}, by=city.office, now=NOW)
    project.refresh_from_db()
    assert str(project.chain) == "先进装备"
    assert str(sentence_of(history_of(chain.pk)[0])) == "修改产业链“先进装备”"
    assert change_chain(chain, {"name": "先进装备"}, by=city.office, now=NOW) == {}


def test_a_park_changes_hands(city: City) -> None:
    park = create_park(city.tenant, {"name": "示例产业园"}, by=city.office, now=NOW)
    change_park(park, {"unit": city.workshop}, by=city.office, now=NOW)
    assert Park.objects.get().unit == city.workshop
    assert str(sentence_of(history_of(park.pk)[0])) == "修改园区“示例产业园”"


def test_a_name_is_given_once_and_not_empty(city: City) -> None:
    create_chain(city.tenant, {"name": "高端装备"}, by=city.office, now=NOW)
    other = create_chain(city.tenant, {"name": "新材料"}, by=city.office, now=NOW)
    for name in ("高端装备", "  "):
        with pytest.raises(Refusal) as refused:
            create_chain(city.tenant, {"name": name}, by=city.office, now=NOW)
        assert set(refused.value.fields) == {"name"}
    with pytest.raises(Refusal, match="“高端装备”已在册"):
        change_chain(other, {"name": "高端装备"}, by=city.office, now=NOW)
    assert create_chain(city.outsider.tenant, {"name": "高端装备"}, by=city.outsider, now=NOW)


def test_heads_and_units_are_of_the_place(city: City) -> None:
    stranger = city.outsider.holdings.get().post
    with pytest.raises(Refusal) as refused:
        create_chain(city.tenant, {"name": "新材料", "head": stranger}, by=city.office, now=NOW)
    assert set(refused.value.fields) == {"head"}
    with pytest.raises(Refusal) as refused:
        create_park(city.tenant, {"name": "园", "unit": stranger.unit}, by=city.office, now=NOW)
    assert set(refused.value.fields) == {"unit"}


@pytest.mark.parametrize("who", ["head", "inspector", "reader", "system_admin", "outsider"])
def test_only_the_office_keeps_them(city: City, who: str) -> None:
    chain = create_chain(city.tenant, {"name": "高端装备"}, by=city.office, now=NOW)
    park = create_park(city.tenant, {"name": "示例产业园"}, by=city.office, now=NOW)
    by = getattr(city, who)
    for act in (
        lambda: create_chain(city.tenant, {"name": "甲"}, by=by, now=NOW),
        lambda: create_park(city.tenant, {"name": "甲"}, by=by, now=NOW),
        lambda: change_chain(chain, {"name": "甲"}, by=by, now=NOW),
        lambda: change_park(park, {"name": "甲"}, by=by, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    assert (Chain.objects.get().name, Park.objects.get().name) == ("高端装备", "示例产业园")
