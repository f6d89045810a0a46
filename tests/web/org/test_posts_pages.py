"""A post: handing it over, its roles, its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.org.actions import hand_over, open_account
from guatu.org.actions.posts import VACANT
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, User
from tests.city import NOW, PASSWORD, TODAY, City


@pytest.fixture
def successor(city: City) -> User:
    return open_account(city.tenant, "successor", "示例寅", PASSWORD, by=city.system_admin, now=NOW)


def here(post: Post, rest: str = "") -> str:
    return f"/units/posts/{post.pk}/{rest}"


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def seen(post: Post) -> str:
    holding = post.holdings.filter(until__isnull=True).first()
    return str(holding.pk) if holding else VACANT


def sent(post: Post, to: User | None, **more: Any) -> dict[str, Any]:
    return {"to": to.pk if to else "", "on": "2021-03-15", "seen": seen(post)} | more


def holder(post: Post) -> User | None:
    return Post.objects.get(pk=post.pk).holder


def test_a_post_shows_who_held_it_and_what_is_bound_to_it(city: City, office: Client) -> None:
    project = city.project()
    html = text(office, here(city.posts["deputy"]))
    for words in ("现任 示例乙", "包保领导", "工业立市", project.name, "办理交接"):
        assert words in html


def test_a_post_shows_its_targets_and_what_it_is_appraised_on(city: City, office: Client) -> None:
    line, post = city.industry_line, city.posts["head"]
    Target.objects.create(line=line, name="新增规上企业", value=Decimal(40), unit="家", post=post)
    for name, points in (("规上企业入库", 8), ("技改投资", 5)):
        ScoreItem.objects.create(line=line, name=name, points=Decimal(points), post=post)
    html = text(office, here(post))
    for words in ("负责的目标", "40 家", "规上企业入库", "8 分", "共 13 分"):
        assert words in html
    assert f'href="/lines/{line.pk}/#targets">新增规上企业</a>' in html
    assert f'href="/lines/{line.pk}/#items">技改投资</a>' in html
    WorkLine.objects.update(status="closed")
    assert "新增规上企业" not in text(office, here(post))


def test_handing_over_moves_the_duties_at_once(city: City, office: Client, successor: User) -> None:
    project, post = city.project(), city.posts["head"]
    assert city.client(successor).get(f"/projects/{project.pk}/").status_code == 404
    answer = office.post(here(post, "handover/"), sent(post, successor), follow=True)
    html = answer.content.decode()
    assert "示例寅 已到任" in html
    assert "现任 示例寅" in html
    assert "示例丁 离任" in html
    assert holder(post) == successor
    assert User.objects.get(pk=successor.pk).access.roles == {Role.UNIT_HEAD}
    assert {event.code for event in history_of(post.pk)} == {"post.left", "post.taken"}


def test_leaving_a_post_vacant(city: City, office: Client) -> None:
    post = city.posts["head"]
    answer = office.post(here(post, "handover/"), sent(post, None), follow=True)
    assert "现为空缺" in answer.content.decode()
    assert holder(post) is None


def test_the_second_of_two_clerks_is_told_who_was_first(
    city: City, office: Client, successor: User
) -> None:
    post, old = city.posts["head"], sent(city.posts["head"], city.liaison)
    hand_over(post, successor, on=TODAY, by=city.system_admin, now=NOW)
    answer = office.post(here(post, "handover/"), old)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "刚由他人办理：示例寅 已于 2021-03-15 到任" in html
    assert f'value="{city.liaison.pk}" selected' in html
    assert holder(post) == successor


def test_sent_twice_it_is_done_once(city: City, office: Client, successor: User) -> None:
    post, form = city.posts["head"], sent(city.posts["head"], successor)
    assert office.post(here(post, "handover/"), form).status_code == 302
    assert office.post(here(post, "handover/"), form).status_code == 409
    assert Holding.objects.filter(post=post).count() == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"on": "2021-03-16"}, "交接日期不能晚于今天"),
        ({"on": "2019-01-01"}, "交接日期不能早于这一天"),
        ({"on": "昨天"}, "交接日期"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_the_choice_stays(
    city: City, office: Client, successor: User, more: dict[str, Any], said: str
) -> None:
    post = city.posts["head"]
    answer = office.post(here(post, "handover/"), sent(post, successor, **more))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'value="{successor.pk}" selected' in html
    assert holder(post) == city.head


def test_nobody_of_a_neighbour_can_take_a_post(city: City, office: Client) -> None:
    post = city.posts["head"]
    answer = office.post(here(post, "handover/"), sent(post, city.outsider))
    assert answer.status_code == 422
    assert holder(post) == city.head


@pytest.mark.parametrize("who", ["liaison", "head", "reader", "inspector", "security_admin"])
def test_who_may_not_hand_over(city: City, successor: User, who: str) -> None:
    post, browser = city.posts["head"], city.client(getattr(city, who))
    assert "办理交接" not in text(browser, here(post))
    assert browser.post(here(post, "handover/"), sent(post, successor)).status_code == 403
    assert holder(post) == city.head


def test_a_neighbour_finds_no_post_of_ours(city: City) -> None:
    browser, post = city.client(city.outsider), city.posts["head"]
    assert browser.get(here(post)).status_code == 404
    for rest in ("handover/", "edit/", "roles/", "closing/"):
        assert browser.post(here(post, rest), {}).status_code == 404


def test_a_post_is_created_vacant_and_renamed(city: City, office: Client) -> None:
    form = {"title": "总工程师", "rank": 5}
    answer = office.post(f"/units/{city.industry.pk}/posts/new/", form, follow=True)
    post = Post.objects.get(title="总工程师")
    assert "现任 空缺" in answer.content.decode()
    office.post(here(post, "edit/"), form | {"title": "首席工程师"})
    assert Post.objects.get(pk=post.pk).title == "首席工程师"
    again = office.post(f"/units/{city.industry.pk}/posts/new/", form | {"title": "首席工程师"})
    assert again.status_code == 422


def test_roles_are_set_by_the_security_administrator_alone(city: City, office: Client) -> None:
    post = city.posts["liaison"]
    assert office.get(here(post, "roles/")).status_code == 403
    security = city.client(city.security_admin)
    assert 'value="liaison"' in text(security, here(post, "roles/"))
    answer = security.post(here(post, "roles/"), {"roles": ["liaison", "inspector"]}, follow=True)
    assert "督查专员" in answer.content.decode()
    assert User.objects.get(pk=city.liaison.pk).access.sees_all
    security.post(here(post, "roles/"), {"roles": ["liaison", "inspector"]})
    assert [event.code for event in history_of(post.pk)].count("post.granted") == 1


@pytest.mark.parametrize("who", ["office", "system_admin", "audit_admin", "head"])
def test_nobody_else_grants_roles(city: City, who: str) -> None:
    browser, post = city.client(getattr(city, who)), city.posts["liaison"]
    assert browser.post(here(post, "roles/"), {"roles": ["office"]}).status_code == 403
    assert set(post.post_roles.values_list("role", flat=True)) == {"liaison"}


def test_a_post_with_duties_is_not_closed(city: City, office: Client) -> None:
    city.project()
    answer = office.post(here(city.posts["deputy"], "closing/"), follow=True)
    assert "包保 1 个在册项目" in answer.content.decode()
    assert Post.objects.get(pk=city.posts["deputy"].pk).closed_on is None


def test_a_post_is_closed_and_its_holder_leaves(city: City, office: Client) -> None:
    post = city.posts["inspector"]
    html = office.post(here(post, "closing/"), follow=True).content.decode()
    assert "已于 2021-03-15 撤销" in html
    assert "办理交接" not in html
    assert holder(post) is None
