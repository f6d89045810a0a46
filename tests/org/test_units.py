"""The tree of units: who may change it, what is refused, and in which words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.org.actions import add_unit, change_unit, close_post, close_unit, create_post
from guatu.org.choices import UnitKind
from guatu.org.models import Unit
from guatu.org.queries import parts_of, units_in_tree_order, units_named
from tests.city import NOW, TODAY, City


def test_the_office_adds_a_unit_below_another(city: City) -> None:
    unit = add_unit(
        city.tenant,
        " 示例供电中心 ",
        parent=city.industry,
        kind=UnitKind.OFFICE,
        short_name="供电",
        credit_code="91350100M000100Y43",
        by=city.office,
        now=NOW,
    )

    stored = Unit.objects.get(pk=unit.pk)
    assert stored.name == "示例供电中心"
    assert Unit.objects.get_parent(stored) == city.industry
    assert (stored.pinyin, stored.initials) == ("shiligongdianzhongxingongdian", "slgdzxgd")
    assert [e.code for e in history_of(unit.pk)] == ["unit.created"]
    assert {u.name for u in parts_of(city.industry)} == {"示例产业中心", "示例供电中心"}


def test_a_liaison_may_not_and_the_system_administrator_may(city: City) -> None:
    with pytest.raises(Forbidden):
        add_unit(city.tenant, "示例甲局", parent=city.root, by=city.liaison, now=NOW)

    assert add_unit(city.tenant, "示例甲局", parent=city.root, by=city.system_admin, now=NOW)


def test_another_governments_office_may_not(city: City) -> None:
    with pytest.raises(Forbidden):
        add_unit(city.tenant, "示例甲局", parent=city.root, by=city.outsider, now=NOW)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"name": "  "}, "name", "请填写单位名称"),
        ({"name": "示例住建局"}, "name", "已有名为“示例住建局”的单位"),
        ({"name": "示例甲局", "credit_code": "91350100M000100Y4Z"}, "credit_code", ""),
        ({"name": "示例甲局", "kind": "ministry"}, "kind", "请从列表中选择"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    city: City, values: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_unit(city.tenant, **values, parent=city.root, by=city.office, now=NOW)

    assert set(refused.value.fields) == {field}
    assert words in str(refused.value.fields[field])


def test_a_unit_of_the_neighbour_is_no_parent(city: City) -> None:
    theirs = Unit.objects.get(tenant=city.outsider.tenant)

    with pytest.raises(Refusal, match="不属于本地"):
        add_unit(city.tenant, "示例甲局", parent=theirs, by=city.office, now=NOW)


def test_a_change_is_recorded_with_before_and_after(city: City) -> None:
    changes = change_unit(city.industry, {"name": "示例工业局"}, by=city.office, now=NOW)

    assert changes == {"name": ["示例工信局", "示例工业局"]}
    assert Unit.objects.get(pk=city.industry.pk).initials == "slgyj"
    event = history_of(city.industry.pk).get()
    assert (event.code, event.details["changes"]) == ("unit.changed", changes)


def test_nothing_changed_is_not_an_event(city: City) -> None:
    assert change_unit(city.industry, {"name": "示例工信局"}, by=city.office, now=NOW) == {}
    assert not history_of(city.industry.pk).exists()


def test_a_unit_moves_with_all_below_it(city: City) -> None:
    change_unit(city.industry, {"parent": city.housing}, by=city.office, now=NOW)

    workshop = Unit.objects.get(pk=city.workshop.pk)
    assert [u.name for u in Unit.objects.get_ancestors(workshop)] == [
        "示例市政府",
        "示例住建局",
        "示例工信局",
    ]


def test_a_unit_cannot_go_below_its_own_part(city: City) -> None:
    with pytest.raises(Refusal, match="自己或它的下级"):
        change_unit(city.industry, {"parent": city.workshop}, by=city.office, now=NOW)


def test_closing_names_everything_that_still_depends_on_the_unit(city: City) -> None:
    city.project()

    with pytest.raises(Refusal) as refused:
        close_unit(city.industry, on=TODAY, by=city.office, now=NOW)

    words = str(refused.value)
    for part in ("1 个下级单位", "2 个岗位未撤销", "牵头 1 个在册项目", "牵头 1 条工作线"):
        assert part in words
    assert Unit.objects.get(pk=city.industry.pk).closed_on is None


def test_a_unit_with_one_open_post_stays_and_closes_once_the_post_is_gone(city: City) -> None:
    post = create_post(city.workshop, "中心主任", by=city.office, now=NOW)
    with pytest.raises(Refusal, match="1 个岗位未撤销"):
        close_unit(city.workshop, on=TODAY, by=city.office, now=NOW)

    close_post(post, on=TODAY, by=city.office, now=NOW)
    close_unit(city.workshop, on=TODAY, by=city.office, now=NOW)

    assert Unit.objects.get(pk=city.workshop.pk).closed_on == TODAY
    assert city.workshop not in units_in_tree_order(city.tenant.pk)
    assert city.workshop in units_named(city.tenant.pk, "产业中心")


def test_a_closed_unit_is_not_closed_again_nor_given_posts(city: City) -> None:
    close_unit(city.workshop, on=TODAY, by=city.office, now=NOW)

    with pytest.raises(Refusal, match="已于 2021-03-15 撤销"):
        close_unit(city.workshop, on=TODAY, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="不能再设岗位"):
        create_post(Unit.objects.get(pk=city.workshop.pk), "中心主任", by=city.office, now=NOW)
    with pytest.raises(Refusal, match="已撤销，不能作为上级"):
        change_unit(
            city.housing,
            {"parent": Unit.objects.get(pk=city.workshop.pk)},
            by=city.office,
            now=NOW,
        )


def test_a_unit_is_not_closed_in_advance(city: City) -> None:
    with pytest.raises(Refusal, match="不能晚于今天"):
        close_unit(city.workshop, on=TODAY + timedelta(days=1), by=city.office, now=NOW)


@pytest.mark.parametrize("text", ["工信", "gongxin", "slgxj", "GXJ"])
def test_units_are_found_by_name_pinyin_and_initials(city: City, text: str) -> None:
    assert [u.name for u in units_named(city.tenant.pk, text)] == ["示例工信局"]


def test_a_unit_is_found_by_the_initials_of_its_short_name(city: City) -> None:
    """Nobody types the initials of 工业和信息化局."""
    change_unit(
        city.industry, {"name": "工业和信息化局", "short_name": "工信局"}, by=city.office, now=NOW
    )

    assert [u.name for u in units_named(city.tenant.pk, "gxj")] == ["工业和信息化局"]


def test_units_of_the_neighbour_are_not_found(city: City) -> None:
    assert not units_named(city.tenant.pk, "邻市").exists()


def test_the_tree_comes_with_posts_and_holders_in_a_fixed_number_of_queries(
    city: City, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(4):
        units = list(units_in_tree_order(city.tenant.pk))
        labels = [post.holder_label for unit in units for post in unit.posts.all()]

    assert [u.name for u in units] == ["示例市政府", "示例工信局", "示例产业中心", "示例住建局"]
    assert "示例丁（局长）" in labels
