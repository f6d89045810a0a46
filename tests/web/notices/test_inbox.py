"""The inbox: one's own notices, read and unread, by kind, and on to the object."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.notices.models import Notice
from guatu.notices.queries import MOST_COUNTED, unread_count
from guatu.org.models import User
from guatu.web.shared.badges import Badges
from tests.city import NOW, City
from tests.notices.sample import happen, tell

HERE = "/notices/"


@pytest.fixture
def reader(city: City) -> Client:
    return city.client(city.liaison)


def told(city: City, user: User, times: int = 1, **details: object) -> list[Notice]:
    for _time in range(times):
        happen(city.industry, user, **details)
    tell(NOW)
    return list(Notice.objects.filter(user=user).order_by("id"))


def text(browser: Client, address: str = HERE) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_inbox_says_what_will_come(reader: Client) -> None:
    assert "还没有消息" in text(reader)


def test_a_notice_says_what_happened_and_leads_there(city: City, reader: Client) -> None:
    [notice] = told(city, city.liaison, urgent=True, late=True)
    html = text(reader)
    assert "请 示例丙 办理" in html
    assert all(word in html for word in ("紧急", "补发", "交办", "2021-03-15 09:00"))
    answer = reader.get(f"{HERE}{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/units/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_look_ahead_reads_nothing(city: City, reader: Client) -> None:
    [notice] = told(city, city.liaison)
    assert reader.head(f"{HERE}{notice.pk}/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_read_and_unread_again(city: City, reader: Client) -> None:
    [notice] = told(city, city.liaison)
    back = {"back": "?show=unread"}
    answer = reader.post(f"{HERE}{notice.pk}/reading/", back)
    assert answer.headers["Location"] == f"{HERE}?show=unread"
    first = Notice.objects.get().read_at
    reader.post(f"{HERE}{notice.pk}/reading/", back)
    assert Notice.objects.get().read_at == first
    reader.post(f"{HERE}{notice.pk}/unreading/", back)
    assert Notice.objects.get().read_at is None


def test_all_read_means_what_stood_on_the_page(city: City, reader: Client) -> None:
    seen = told(city, city.liaison, 3)
    told(city, city.liaison)
    reader.post(f"{HERE}reading/", {"until": seen[-1].pk})
    assert unread_count(city.liaison.pk) == 1
    for sent in ({}, {"until": "x"}, {"until": seen[0].pk, "kind": "nonsense"}):
        assert reader.post(f"{HERE}reading/", sent).status_code == 302
    assert unread_count(city.liaison.pk) == 1


def test_all_read_of_one_kind(city: City, reader: Client) -> None:
    [first, *_rest] = told(city, city.liaison, 2)
    Notice.objects.filter(pk=first.pk).update(kind="meeting")
    newest = Notice.objects.order_by("-id")[0]
    reader.post(f"{HERE}reading/", {"until": newest.pk, "kind": "meeting"})
    assert list(Notice.objects.filter(read_at=None).values_list("kind", flat=True)) == ["dispatch"]


def test_by_kind_and_unread(city: City, reader: Client) -> None:
    [first, second] = told(city, city.liaison, 2)
    Notice.objects.filter(pk=first.pk).update(kind="meeting", words={"template": "开会甲"})
    Notice.objects.filter(pk=second.pk).update(read_at=NOW)
    assert "开会甲" in text(reader, f"{HERE}?kind=meeting")
    assert "示例丙 办理" not in text(reader, f"{HERE}?kind=meeting")
    assert "示例丙 办理" not in text(reader, f"{HERE}?show=unread")
    assert "这里没有消息" in text(reader, f"{HERE}?kind=system")
    assert "开会甲" in text(reader, f"{HERE}?kind=nonsense&before=nonsense")


def test_fifty_a_page(city: City, reader: Client) -> None:
    told(city, city.liaison, 52)
    html = text(reader)
    assert html.count('class="notice ') == 50
    older = Notice.objects.order_by("-id")[49].pk
    assert f"before={older}" in html
    assert text(reader, f"{HERE}?before={older}").count('class="notice ') == 2


def test_another_persons_notices_do_not_exist(city: City) -> None:
    [notice] = told(city, city.liaison)
    for who in (city.office, city.outsider, city.system_admin):
        browser = city.client(who)
        assert "示例丙 办理" not in text(browser)
        assert browser.get(f"{HERE}{notice.pk}/").status_code == 404
        for act in ("reading", "unreading"):
            assert browser.post(f"{HERE}{notice.pk}/{act}/").status_code == 404
        browser.post(f"{HERE}reading/", {"until": notice.pk})
    assert unread_count(city.liaison.pk) == 1


def test_the_way_back_stays_in_the_inbox(city: City, reader: Client) -> None:
    [notice] = told(city, city.liaison)
    for wanted in ("//evil.test/", "https://evil.test/", "javascript:1"):
        answer = reader.post(f"{HERE}{notice.pk}/reading/", {"back": wanted})
        assert answer.headers["Location"] == HERE


def test_wrong_methods_and_no_log_in(city: City, reader: Client) -> None:
    [notice] = told(city, city.liaison)
    assert reader.get(f"{HERE}{notice.pk}/reading/").status_code == 405
    assert reader.get(f"{HERE}reading/").status_code == 405
    assert reader.post(HERE).status_code == 405
    assert Client().get(HERE).status_code == 302


def test_the_badge_is_one_query_that_does_not_count_for_ever(city: City) -> None:
    told(city, city.liaison, MOST_COUNTED + 3)
    badges = Badges(city.liaison, NOW)
    with CaptureQueriesContext(connection) as taken:
        assert badges.get("notices") == badges.get("notices") == MOST_COUNTED
        assert badges.get("nonsense") == 0
    assert len(taken) == 1
    tell(NOW + timedelta(hours=1))
    assert Badges(city.head, NOW).get("notices") == 0
