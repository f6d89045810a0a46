"""Score items: what they need, who sets them, until when; and who answers for a target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions import (
    add_score_item,
    add_target,
    change_score_item,
    change_target,
    entrust_target,
    remove_score_item,
    remove_target,
)
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.org.access import Forbidden
from guatu.org.choices import Role
from guatu.org.models import PostRole
from guatu.org.queries import what_holds_post
from tests.city import NOW, City

TARGET: dict[str, Any] = {"name": "新增规上企业", "value": Decimal(40), "unit": "家"}
ITEM: dict[str, Any] = {"name": "规上企业入库", "points": Decimal("7.5")}


@pytest.fixture
def target(city: City) -> Target:
    """Of a running line: what is to be reached is settled, who answers for it is not."""
    line = city.industry_line
    WorkLine.objects.filter(pk=line.pk).update(status="draft")
    made = add_target(line, TARGET, by=city.office, now=NOW)
    WorkLine.objects.filter(pk=line.pk).update(status="running")
    return Target.objects.select_related("line").get(pk=made.pk)


def set_item(city: City, target: Target, /, **values: Any) -> ScoreItem:
    given = {**ITEM, "target": target, "post": city.posts["head"], **values}
    return add_score_item(target.line, given, by=city.office, now=NOW)


def told(line: WorkLine) -> str:
    return str(sentence_of(history_of(line.pk)[0]))


def test_items_line_up_and_are_told_with_their_points(city: City, target: Target) -> None:
    first, second = set_item(city, target), set_item(city, target, name="培育台账")
    assert [first.serial, second.serial] == [1, 2]
    assert told(target.line) == "为“工业立市”设定考核事项：培育台账（7.5 分）"
    change_score_item(second, {"points": Decimal(3)}, by=city.office, now=NOW)
    assert told(target.line) == "修改“工业立市”的考核事项：培育台账（3 分）"
    remove_score_item(second, by=city.office, now=NOW)
    assert told(target.line) == "删去“工业立市”的考核事项：培育台账"
    assert list(target.line.score_items.all()) == [first]


def test_doing_it_twice_changes_nothing(city: City, target: Target) -> None:
    item = set_item(city, target)
    events = history_of(target.line.pk).count()
    assert change_score_item(item, {"points": Decimal("7.50")}, by=city.office, now=NOW) == {}
    assert history_of(target.line.pk).count() == events
    remove_score_item(item, by=city.office, now=NOW)
    remove_score_item(item, by=city.office, now=NOW)
    assert history_of(target.line.pk).count() == events + 1
    with pytest.raises(Refusal, match="已删去"):
        change_score_item(item, {"points": Decimal(1)}, by=city.office, now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"points": None}, "points"),
        ({"points": Decimal(0)}, "points"),
        ({"points": Decimal(-2)}, "points"),
        ({"points": Decimal(10_000)}, "points"),
    ],
)
def test_what_cannot_be_a_score_item(
    city: City, target: Target, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        set_item(city, target, **values)
    assert set(refused.value.fields) == {field}
    assert not ScoreItem.objects.exists()


def test_a_second_click_does_not_set_it_twice(city: City, target: Target) -> None:
    set_item(city, target)
    with pytest.raises(Refusal, match="这个岗位在本线已有考核事项“规上企业入库”"):
        set_item(city, target)
    assert set_item(city, target, post=city.posts["liaison"])  # another post, the same words


def test_target_and_post_must_be_of_the_line_and_the_place(city: City, target: Target) -> None:
    other = Target.objects.create(line=city.housing_line, name="别线目标", words="略")
    stranger = city.outsider.holdings.get().post
    for values, field in (({"target": other}, "target"), ({"post": stranger}, "post")):
        with pytest.raises(Refusal) as refused:
            set_item(city, target, **values)
        assert set(refused.value.fields) == {field}
    closed = city.posts["owner"]
    closed.closed_on = date(2021, 3, 1)
    with pytest.raises(Refusal, match="已撤销"):
        set_item(city, target, post=closed)


def test_points_need_not_add_up_to_a_hundred(city: City, target: Target) -> None:
    for n in range(3):
        set_item(city, target, name=f"事项{n}", points=Decimal(80))
    assert sum(item.points for item in target.line.score_items.all()) == 240


def test_of_a_closed_line_nothing_is_changed(city: City, target: Target) -> None:
    item = set_item(city, target)
    WorkLine.objects.filter(pk=target.line.pk).update(status="closed")
    for act in (
        lambda: set_item(city, target, name="再加一项"),
        lambda: change_score_item(item, {"points": Decimal(1)}, by=city.office, now=NOW),
        lambda: remove_score_item(item, by=city.office, now=NOW),
    ):
        with pytest.raises(Refusal, match="已收官"):
            act()


@pytest.mark.parametrize("who", ["head", "liaison", "inspector", "reader", "outsider"])
def test_nobody_scores_his_own_unit(city: City, target: Target, who: str) -> None:
    item = set_item(city, target)
    by = getattr(city, who)
    for act in (
        lambda: add_score_item(target.line, ITEM, by=by, now=NOW),
        lambda: change_score_item(item, {"points": Decimal(1)}, by=by, now=NOW),
        lambda: remove_score_item(item, by=by, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_appraiser_sets_them(city: City, target: Target) -> None:
    PostRole.objects.create(post=city.posts["reader"], role=Role.APPRAISER)
    assert add_score_item(target.line, ITEM, by=city.reader, now=NOW).post is None


def test_a_post_is_named_for_a_target_while_the_plan_runs(city: City, target: Target) -> None:
    entrust_target(target, city.posts["head"], by=city.head, now=NOW)
    target.refresh_from_db()
    assert target.post == city.posts["head"]
    assert told(target.line) == "修改“工业立市”的目标：新增规上企业"
    events = history_of(target.line.pk).count()
    entrust_target(target, city.posts["head"], by=city.head, now=NOW)
    assert history_of(target.line.pk).count() == events


def test_who_comes_second_does_not_take_a_target_away(city: City, target: Target) -> None:
    entrust_target(target, city.posts["head"], by=city.head, now=NOW)
    with pytest.raises(StateChanged, match="已由示例工信局 局长负责"):
        entrust_target(target, city.posts["liaison"], by=city.office, now=NOW)
    change_target(target, {"post": city.posts["liaison"]}, by=city.office, now=NOW)  # on purpose
    assert Target.objects.get(pk=target.pk).post == city.posts["liaison"]


@pytest.mark.parametrize("who", ["other_liaison", "inspector", "outsider"])
def test_only_office_and_lead_unit_name_it(city: City, target: Target, who: str) -> None:
    with pytest.raises(Forbidden):
        entrust_target(target, city.posts["head"], by=getattr(city, who), now=NOW)


def test_a_post_with_duties_is_not_closed_behind_their_back(city: City, target: Target) -> None:
    post = city.posts["inspector"]
    entrust_target(target, post, by=city.office, now=NOW)
    set_item(city, target, post=post)
    held = [str(one) for one in what_holds_post(post)]
    assert held == ["负责 1 个工作线目标", "承担 1 个考核事项"]


def test_a_ceiling_needs_a_figure(city: City) -> None:
    WorkLine.objects.filter(pk=city.industry_line.pk).update(status="draft")
    words = {"name": "审批时限", "words": "较上年压缩", "at_most": True}
    with pytest.raises(Refusal) as refused:
        add_target(city.industry_line, words, by=city.office, now=NOW)
    assert set(refused.value.fields) == {"at_most"}


def test_score_items_outlive_their_target(city: City, target: Target) -> None:
    item = set_item(city, target)
    WorkLine.objects.filter(pk=target.line.pk).update(status="draft")
    remove_target(target, by=city.office, now=NOW)
    item.refresh_from_db()
    assert item.target is None
