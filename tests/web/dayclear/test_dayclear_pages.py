"""日清 as pages: the list of a day, settling, afterwards, paper."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.dayclear.actions.closing import close_day, close_days
from guatu.dayclear.actions.opening import open_days
from guatu.dayclear.actions.settling import add, finish
from guatu.dayclear.models import DayClosing, DayItem
from guatu.kit import clock
from guatu.lines.models import TaskForce
from guatu.org.models import User
from guatu.workdays.queries import calendar_in_force
from tests.city import NOW, City
from tests.dayclear.days import (
    LAST_FRIDAY,
    MONDAY,
    TUESDAY,
    at,
    dispatch_to_industry,
    need_of_industry,
    running,
)

PAGE = "/dayclear/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch, city: City) -> list[datetime]:
    """The clock of the pages: nine in the morning until a test moves it on."""
    now = [NOW]
    monkeypatch.setattr(clock, "now", lambda stopped_on=None: now[0])
    running(city)
    return now


@pytest.fixture
def own(city: City) -> DayItem:
    return add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)


def page_of(city: City, user: User, query: str = "") -> str:
    response = city.client(user).get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


class TestTheDay:
    def test_a_unit_sees_its_own_items_and_no_others(self, city: City, own: DayItem) -> None:
        dispatch_to_industry(city, title="今天要办的")
        open_days(NOW)
        page = page_of(city, city.liaison)
        assert "走访示例企业" in page
        assert "今天要办的" in page
        assert "22:00 截止" in page
        for stranger in (city.other_liaison, city.owner, city.outsider):
            assert "走访示例企业" not in page_of(city, stranger)

    def test_leaders_see_all_units_with_their_figures(self, city: City, own: DayItem) -> None:
        add(city.housing, "复核示例工地", day=MONDAY, by=city.other_liaison, now=NOW)
        page = page_of(city, city.deputy)
        assert page.index("示例工信局") < page.index("示例住建局")
        assert "各单位" in page
        assert f"/dayclear/items/{own.pk}/carrying/" not in page

    def test_one_unit_alone(self, city: City, own: DayItem) -> None:
        add(city.housing, "复核示例工地", day=MONDAY, by=city.other_liaison, now=NOW)
        page = page_of(city, city.deputy, f"?unit={city.housing.pk}")
        assert "复核示例工地" in page
        assert "走访示例企业" not in page

    def test_what_the_system_knows_is_shown_as_done_at_once(self, city: City) -> None:
        need = need_of_industry(city, city.project())
        open_days(NOW)
        assert "待办" in page_of(city, city.head)
        type(need).objects.update(status="delivered", delivered_on=MONDAY)
        assert "系统记载已办结" in page_of(city, city.head)

    def test_a_day_off_and_a_day_without_items_say_so(self, city: City) -> None:
        assert "这一天不上班" in page_of(city, city.head, "?day=2021-03-13")
        assert "这一天没有须办的事" in page_of(city, city.head, "?day=2021-03-12")
        assert "现在没有须办的事" in page_of(city, city.head)

    @pytest.mark.parametrize("query", ["?day=xx", "?day=1890-01-01", "?day=2199-12-31", "?unit=7"])
    def test_a_mistyped_address_shows_today(self, city: City, own: DayItem, query: str) -> None:
        assert "走访示例企业" in page_of(city, city.head, query)


class TestSettling:
    def test_adding(self, city: City) -> None:
        sent = {"label": "约谈示例企业", "day": "2021-03-15", "whose": str(city.posts["head"].pk)}
        response = city.client(city.head).post("/dayclear/items/new/", sent, follow=True)
        assert "约谈示例企业" in response.content.decode()
        item = DayItem.objects.get()
        assert (item.unit, item.post) == (city.industry, city.posts["head"])

    def test_what_is_wrong_with_it_is_said_at_its_field(self, city: City) -> None:
        sent = {"label": "约谈", "day": "2021-03-20", "whose": str(city.posts["head"].pk)}
        response = city.client(city.head).post("/dayclear/items/new/", sent)
        assert response.status_code == 422
        assert "2021-03-20 不上班，可改为 2021-03-22" in response.content.decode()
        assert not DayItem.objects.exists()

    def test_a_task_force_has_a_list_of_its_own(self, city: City) -> None:
        force = TaskForce.objects.create(
            tenant=city.tenant, name="示例专班", head=city.posts["head"]
        )
        sent = {"label": "专班碰头", "day": "2021-03-15", "whose": str(force.pk)}
        city.client(city.head).post("/dayclear/items/new/", sent)
        assert DayItem.objects.get().force == force
        assert "示例专班" in page_of(city, city.head)

    @pytest.mark.parametrize(
        ("act", "sent", "said", "state"),
        [
            ("completion", {"words": "走访两家"}, "已办结", "done"),
            ("carrying", {"reason": "改约", "next_on": "2021-03-17"}, "已结转到", "carried"),
            ("blocking", {"reason": "等供电", "next_on": "2021-03-17"}, "已登记卡住", "blocked"),
            ("dropping", {"reason": "企业来电已解决"}, "不再办", "released"),
        ],
    )
    def test_each_way_to_settle(
        self, city: City, own: DayItem, act: str, sent: dict[str, str], said: str, state: str
    ) -> None:
        browser = city.client(city.liaison)
        assert f"/dayclear/items/{own.pk}/{act}/" in browser.get(PAGE).content.decode()
        assert browser.get(f"/dayclear/items/{own.pk}/{act}/").status_code == 200
        response = browser.post(f"/dayclear/items/{own.pk}/{act}/", sent, follow=True)
        assert said in response.content.decode()
        assert DayItem.objects.get(pk=own.pk).state == state

    def test_a_reason_is_asked_for_and_what_was_typed_stays(self, city: City, own: DayItem) -> None:
        sent = {"reason": "企业改约", "next_on": "2021-03-14"}
        response = city.client(city.head).post(f"/dayclear/items/{own.pk}/carrying/", sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "下次办理日期应晚于" in page
        assert "企业改约" in page

    def test_the_second_is_told_who_was_first(self, city: City, own: DayItem) -> None:
        finish(own, words="已走访", by=city.head, now=NOW)
        sent = {"words": "我也去了"}
        response = city.client(city.liaison).post(f"/dayclear/items/{own.pk}/completion/", sent)
        assert response.status_code == 409
        assert "示例丁" in response.content.decode()
        assert "我也去了" in response.content.decode()

    def test_others_may_not(self, city: City, own: DayItem) -> None:
        for who, status in (("deputy", 403), ("reader", 403), ("other_liaison", 404)):
            browser = city.client(getattr(city, who))
            for act in ("completion", "carrying", "blocking", "dropping", "correction"):
                assert browser.get(f"/dayclear/items/{own.pk}/{act}/").status_code == status
        assert city.client(city.outsider).get(f"/dayclear/items/{own.pk}/").status_code == 404

    def test_logged_out_people_are_sent_to_the_log_in(self, client: Client, own: DayItem) -> None:
        assert client.get(PAGE).status_code == 302
        assert client.post(f"/dayclear/items/{own.pk}/completion/").status_code == 302


class TestAfterwards:
    def test_it_is_corrected_below_what_stood_there(
        self, city: City, own: DayItem, moment: list[datetime]
    ) -> None:
        close_days(at(MONDAY, 22))
        moment[0] = at(TUESDAY)
        browser = city.client(city.head)
        assert "未清" in browser.get(f"{PAGE}?day=2021-03-15").content.decode()
        sent = {"state": "done", "words": "当晚已走访", "next_on": ""}
        response = browser.post(f"/dayclear/items/{own.pk}/correction/", sent, follow=True)
        page = response.content.decode()
        assert "补记更正为已办结：当晚已走访" in page
        assert "截止时记为未清" in page

    def test_the_head_confirms(self, city: City, own: DayItem, moment: list[datetime]) -> None:
        close_days(at(MONDAY, 22))
        moment[0] = at(TUESDAY)
        closing = DayClosing.objects.get()
        url = f"/dayclear/evenings/{closing.pk}/confirmation/"
        assert url not in page_of(city, city.liaison, "?day=2021-03-15")
        assert city.client(city.liaison).post(url).status_code == 403
        assert url in page_of(city, city.head, "?day=2021-03-15")
        response = city.client(city.head).post(url, {"words": "属实"}, follow=True)
        assert "确认：属实" in response.content.decode()

    def test_the_chain_is_told(self, city: City, own: DayItem, moment: list[datetime]) -> None:
        close_days(at(MONDAY, 22))
        moment[0] = at(TUESDAY)
        again = DayItem.objects.get(day=TUESDAY)
        page = city.client(city.head).get(f"/dayclear/items/{again.pk}/").content.decode()
        assert "截止时没有说明，记为未清" in page
        assert "自 2021-03-15 起" in page


def test_it_takes_few_queries_however_many_units(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(8):
        add(city.industry, f"事项{n}", day=MONDAY, by=city.head, now=NOW)
        add(city.housing, f"住建事项{n}", day=MONDAY, by=city.other_liaison, now=NOW)
        dispatch_to_industry(city, title=f"派单{n}")
    open_days(NOW)
    browser = city.client(city.deputy)
    browser.get(PAGE)
    with django_assert_max_num_queries(30):
        browser.get(PAGE)


def test_a_day_that_was_closed_stays_as_it_was(city: City) -> None:
    item = add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
    close_day(city.tenant.pk, MONDAY, calendar_in_force(), now=at(MONDAY, 22))
    browser = city.client(city.head)
    assert (
        browser.post(f"/dayclear/items/{item.pk}/completion/", {"words": "补"}).status_code == 409
    )
    assert LAST_FRIDAY < MONDAY
