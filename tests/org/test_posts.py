"""Posts and hand-overs: duties stay with the post, acts with the person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.actions import (
    change_post,
    close_post,
    create_post,
    disable_account,
    hand_over,
    open_account,
    set_roles,
)
from guatu.org.actions.posts import VACANT
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, User
from guatu.projects.actions.listing import edit_project
from guatu.projects.models import Project
from tests.city import NOW, PASSWORD, TODAY, City

BEFORE_OFFICE = date(2019, 12, 31)


@pytest.fixture
def successor(city: City) -> User:
    return open_account(city.tenant, "successor", "示例寅", PASSWORD, by=city.system_admin, now=NOW)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_the_successor_takes_over_the_duties_and_the_acts_stay(city: City, successor: User) -> None:
    project = city.project()
    edit_project(project, {"remark": "核对过"}, seen=1, by=city.head, now=NOW)
    assert not Project.objects.visible_to(successor).exists()

    hand_over(city.posts["head"], successor, on=TODAY, by=city.office, now=NOW)

    assert fresh(successor).access.roles == {Role.UNIT_HEAD}
    assert list(Project.objects.visible_to(fresh(successor))) == [project]
    assert fresh(city.head).access.roles == frozenset()
    assert not Project.objects.visible_to(fresh(city.head)).exists()
    changed = history_of(project.pk).get(code="project.changed")
    assert (changed.actor_id, changed.actor_name) == (city.head.pk, "示例丁")


def test_a_sponsors_projects_follow_the_post(city: City, successor: User) -> None:
    project = city.project()

    hand_over(city.posts["deputy"], successor, on=TODAY, by=city.office, now=NOW)

    project.refresh_from_db()
    assert project.sponsor is not None
    assert project.sponsor.holder_label == "示例寅（副市长）"


def test_the_old_holding_ends_and_the_new_one_begins_on_the_day(
    city: City, successor: User
) -> None:
    on = date(2021, 3, 1)

    hand_over(city.posts["head"], successor, on=on, by=city.office, now=NOW)

    spans = [(h.user.name, h.since, h.until) for h in city.posts["head"].holdings.all()]
    assert spans == [("示例寅", on, None), ("示例丁", date(2020, 1, 1), on)]
    held_then = Holding.objects.on(date(2020, 6, 1)).get(post=city.posts["head"])
    assert held_then.user == city.head
    assert [e.code for e in history_of(city.posts["head"].pk)] == ["post.taken", "post.left"]


def test_a_post_may_be_vacant_and_filled_later(city: City, successor: User) -> None:
    post = city.posts["head"]

    assert hand_over(post, None, on=date(2021, 3, 1), by=city.office, now=NOW) is None
    assert Post.objects.get(pk=post.pk).holder_label == "局长（空缺）"
    with pytest.raises(Refusal, match="现已空缺"):
        hand_over(post, None, on=TODAY, by=city.office, now=NOW)

    hand_over(post, successor, on=TODAY, by=city.office, now=NOW)
    assert Post.objects.get(pk=post.pk).holder == successor


def test_one_person_may_hold_several_posts(city: City) -> None:
    hand_over(city.posts["inspector"], city.head, on=TODAY, by=city.office, now=NOW)

    assert fresh(city.head).access.roles == {Role.UNIT_HEAD, Role.INSPECTOR}
    assert fresh(city.head).access.post_ids == {
        city.posts["head"].pk,
        city.posts["inspector"].pk,
    }


def test_a_day_before_the_holder_came_is_refused(city: City, successor: User) -> None:
    with pytest.raises(Refusal, match="自 2020-01-01 起") as refused:
        hand_over(city.posts["head"], successor, on=BEFORE_OFFICE, by=city.office, now=NOW)

    assert set(refused.value.fields) == {"on"}
    assert Holding.objects.get(post=city.posts["head"]).until is None


def test_the_day_the_holder_came_is_possible(city: City, successor: User) -> None:
    hand_over(city.posts["head"], successor, on=date(2020, 1, 1), by=city.office, now=NOW)

    assert Post.objects.get(pk=city.posts["head"].pk).holder == successor


def test_a_successor_cannot_begin_before_the_predecessor_left(city: City, successor: User) -> None:
    hand_over(city.posts["head"], None, on=date(2021, 3, 10), by=city.office, now=NOW)

    with pytest.raises(Refusal, match="至 2021-03-10"):
        hand_over(city.posts["head"], successor, on=date(2021, 3, 9), by=city.office, now=NOW)


def test_a_day_to_come_is_refused(city: City, successor: User) -> None:
    with pytest.raises(Refusal, match="不能晚于今天"):
        hand_over(
            city.posts["head"], successor, on=TODAY + timedelta(days=1), by=city.office, now=NOW
        )


def test_handing_over_twice_is_refused_and_changes_nothing(city: City, successor: User) -> None:
    hand_over(city.posts["head"], successor, on=TODAY, by=city.office, now=NOW)

    with pytest.raises(Refusal, match="示例寅 已在"):
        hand_over(city.posts["head"], successor, on=TODAY, by=city.office, now=NOW)

    assert city.posts["head"].holdings.count() == 2
    assert history_of(city.posts["head"].pk).count() == 2


def test_whoever_comes_second_hears_who_was_first(city: City, successor: User) -> None:
    post = city.posts["head"]
    seen = str(post.holdings.get().pk)
    hand_over(post, successor, on=TODAY, by=city.office, now=NOW, seen=seen)

    with pytest.raises(StateChanged, match="示例寅 已于 2021-03-15 到任"):
        hand_over(post, city.deputy, on=TODAY, by=city.system_admin, now=NOW, seen=seen)

    hand_over(
        post, None, on=TODAY, by=city.office, now=NOW, seen=str(post.holdings.get(until=None).pk)
    )
    with pytest.raises(StateChanged, match="现为空缺"):
        hand_over(post, city.deputy, on=TODAY, by=city.office, now=NOW, seen=seen)
    assert hand_over(post, city.deputy, on=TODAY, by=city.office, now=NOW, seen=VACANT)


def test_a_stopped_account_and_a_stranger_cannot_take_a_post(city: City, successor: User) -> None:
    disable_account(successor, by=city.system_admin, now=NOW)

    for person, words in ((fresh(successor), "账号已停用"), (city.outsider, "不属于本地")):
        with pytest.raises(Refusal, match=words):
            hand_over(city.posts["head"], person, on=TODAY, by=city.office, now=NOW)


@pytest.mark.parametrize("who", ["head", "liaison", "security_admin", "audit_admin", "outsider"])
def test_who_may_not_hand_over(city: City, successor: User, who: str) -> None:
    with pytest.raises(Forbidden):
        hand_over(city.posts["head"], successor, on=TODAY, by=getattr(city, who), now=NOW)


@pytest.mark.parametrize("who", ["office", "system_admin"])
def test_who_may_hand_over(city: City, successor: User, who: str) -> None:
    assert hand_over(city.posts["head"], successor, on=TODAY, by=getattr(city, who), now=NOW)


def test_a_new_post_is_vacant_and_has_no_roles(city: City) -> None:
    post = create_post(city.industry, " 副局长 ", rank=20, by=city.office, now=NOW)

    assert (post.title, post.rank, post.holder) == ("副局长", 20, None)
    assert not post.post_roles.exists()


def test_two_open_posts_of_a_unit_have_two_titles(city: City) -> None:
    with pytest.raises(Refusal, match="已有岗位“局长”"):
        create_post(city.industry, "局长", by=city.office, now=NOW)

    close_post(city.posts["head"], on=TODAY, by=city.office, now=NOW)
    assert create_post(city.industry, "局长", by=city.office, now=NOW)


def test_a_post_changes_its_title_and_rank(city: City) -> None:
    changes = change_post(city.posts["head"], {"title": "主任", "rank": 5}, by=city.office, now=NOW)

    assert changes == {"title": ["局长", "主任"], "rank": [100, 5]}
    assert Post.objects.get(pk=city.posts["head"].pk).holder_label == "示例丁（主任）"


def test_roles_are_set_by_the_security_administrator_alone(city: City) -> None:
    post = city.posts["reader"]
    for who in (city.office, city.system_admin, city.audit_admin):
        with pytest.raises(Forbidden):
            set_roles(post, [Role.OFFICE], by=who, now=NOW)

    set_roles(post, [Role.INSPECTOR, Role.APPRAISER], by=city.security_admin, now=NOW)

    assert fresh(city.reader).access.roles == {Role.INSPECTOR, Role.APPRAISER}
    event = history_of(post.pk).get()
    assert event.details["changes"] == {"roles": ["只读", "督查专员、考核专员"]}


def test_the_office_cannot_make_itself_a_post_with_roles(city: City) -> None:
    with pytest.raises(Forbidden):
        create_post(city.root, "新办公室", roles=[Role.OFFICE], by=city.office, now=NOW)

    assert not Post.objects.filter(title="新办公室").exists()


def test_a_post_with_duties_is_not_closed(city: City) -> None:
    city.project()

    with pytest.raises(Refusal, match="包保 1 个在册项目，牵头 2 条工作线"):
        close_post(city.posts["deputy"], on=TODAY, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="负责 1 个在册项目"):
        close_post(city.posts["owner"], on=TODAY, by=city.office, now=NOW)


def test_closing_a_post_ends_the_holding_on_that_day(city: City) -> None:
    close_post(city.posts["reader"], on=TODAY, by=city.office, now=NOW)

    assert Post.objects.get(pk=city.posts["reader"].pk).closed_on == TODAY
    assert city.posts["reader"].holdings.get().until == TODAY
    assert fresh(city.reader).access.roles == frozenset()
    with pytest.raises(Refusal, match="已经撤销"):
        hand_over(
            Post.objects.get(pk=city.posts["reader"].pk),
            city.head,
            on=TODAY,
            by=city.office,
            now=NOW,
        )
