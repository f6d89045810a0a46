"""The receipt of a hand-over: shown before, printed after, and the successor finds it all."""

from __future__ import annotations

from datetime import datetime

import pytest

from guatu.kit import clock
from guatu.org.models import Post, User
from tests.city import NOW, City
from tests.dayclear.days import FRIDAY, dispatch_to_industry


@pytest.fixture(autouse=True)
def mid_morning(monkeypatch: pytest.MonkeyPatch, city: City) -> datetime:
    monkeypatch.setattr(clock, "now", lambda stopped_on=None: NOW)
    return NOW


@pytest.fixture
def head(city: City) -> Post:
    dispatch_to_industry(city, title="负责人名下的事", owner_post=city.posts["head"], due_on=FRIDAY)
    return city.posts["head"]


def receipt(city: City, user: User, post: Post) -> str:
    response = city.client(user).get(f"/units/posts/{post.pk}/receipt/")
    assert response.status_code == 200
    return response.content.decode()


def test_before_it_names_what_is_open(city: City, head: Post) -> None:
    page = city.client(city.office).get(f"/units/posts/{head.pk}/").content.decode()
    assert "现有 1 件未办结" in page
    assert f"/units/posts/{head.pk}/receipt/" in page
    assert "负责人名下的事" in receipt(city, city.office, head)


def test_after_it_names_both_and_the_successor_has_it_on_the_desk(city: City, head: Post) -> None:
    sent = {"to": str(city.other_liaison.pk), "on": "2021-03-15", "seen": ""}
    response = city.client(city.office).post(f"/units/posts/{head.pk}/handover/", sent, follow=True)
    assert "移交清单可在下面打印" in response.content.decode()
    page = receipt(city, city.office, head)
    assert page.index("示例丁") < page.index("示例戊")
    assert "负责人名下的事" in page
    assert "负责人名下的事" in city.client(city.other_liaison).get("/desk/").content.decode()
    assert "负责人名下的事" not in city.client(city.head).get("/desk/").content.decode()


def test_the_holder_reads_the_own_one_and_others_do_not(city: City, head: Post) -> None:
    assert "负责人名下的事" in receipt(city, city.head, head)
    url = f"/units/posts/{head.pk}/receipt/"
    assert city.client(city.liaison).get(url).status_code == 403
    assert city.client(city.outsider).get(url).status_code == 404
    page = city.client(city.liaison).get(f"/units/posts/{head.pk}/").content.decode()
    assert url not in page


def test_a_post_without_duties_says_so(city: City) -> None:
    assert "没有未办结的事" in receipt(city, city.office, city.posts["reader"])
