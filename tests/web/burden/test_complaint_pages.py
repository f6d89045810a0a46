"""意见建议 in the browser: an entry on each page, no name that is not wanted, answers by code."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from guatu.burden.actions.complaints import answer
from guatu.burden.models import Complaint
from guatu.journal.models import Answer
from tests.city import NOW, City

NEW = "/burden/complaints/new/"
WORDS = "同一张表一周填了三遍，希望只填一遍。"


@pytest.fixture(autouse=True)
def nobody_has_written_yet() -> None:
    cache.clear()


def code_on(page: str) -> str:
    found = re.search(r'name="code" value="([A-Z2-7]{16})"', page)
    assert found is not None
    return found[1]


def written(client: Client, **more: str) -> dict[str, str]:
    code = code_on(client.get(f"{NEW}?page=/dispatches/").content.decode())
    return {"code": code, "page": "/dispatches/", "kind": "complaint", "words": WORDS, **more}


@pytest.mark.parametrize("url", ["/overview/", "/dispatches/", "/worklists/rules/", "/burden/"])
def test_every_page_leads_to_it_with_its_address(office: Client, url: str) -> None:
    page = office.get(url, follow=True)

    assert f'href="{NEW}?page={page.request["PATH_INFO"]}"' in page.content.decode()


def test_the_log_in_page_leads_to_it_too(db: None) -> None:
    page = Client().get("/accounts/login/").content.decode()

    assert f'href="{NEW}?page=/accounts/login/"' in page


def test_under_ones_name_it_is_found_again_and_answered(city: City, office: Client) -> None:
    liaison = city.client(city.liaison)
    response = liaison.post(NEW, written(liaison, about=str(city.housing.pk)))
    row = Complaint.objects.get()
    assert response.url == f"/burden/complaints/{row.pk}/"
    assert (row.by, row.page, row.about) == (city.liaison, "/dispatches/", city.housing)

    sent = {"seen": "1", "words": "已合并为一张表。"}
    assert office.post(f"/burden/complaints/{row.pk}/answer/", sent).status_code == 302
    page = liaison.get(f"/burden/complaints/{row.pk}/").content.decode()
    assert "已合并为一张表。" in page

    assert liaison.post(f"/burden/complaints/{row.pk}/settlement/").status_code == 302
    row.refresh_from_db()
    assert row.status == "settled"


def test_without_a_name_no_key_and_no_answer_tells_who_sent_it(city: City) -> None:
    liaison = city.client(city.liaison)
    form = liaison.get(NEW).content.decode()
    assert 'name="key"' not in form.split("<main", 1)[1]

    page = liaison.post(NEW, written(liaison, nameless="on")).content.decode()

    row = Complaint.objects.get()
    assert row.by is None
    assert not Answer.objects.filter(user_id=city.liaison.pk).exists()
    assert "只显示这一次" in page
    assert liaison.get(f"/burden/complaints/{row.pk}/").status_code == 404


def test_a_visitor_reads_the_answer_by_code_and_says_that_it_does_not_help(city: City) -> None:
    visitor = Client()
    sent = written(visitor, tenant=str(city.tenant.pk))
    assert "查询码" in visitor.post(NEW, sent).content.decode()
    row = Complaint.objects.get()
    assert (row.tenant, row.by, row.filed_at.date()) == (city.tenant, None, NOW.date())
    answer(row, words="已合并为一张表。", seen=1, by=city.office, now=NOW)

    page = visitor.post("/burden/complaints/code/", {"code": sent["code"]}).content.decode()
    assert "已合并为一张表。" in page
    again = {"code": sent["code"], "words": "还有一张。"}
    page = visitor.post(f"/burden/complaints/{row.pk}/again/", again).content.decode()
    assert "已收到，会再次答复。" in page
    row.refresh_from_db()
    assert row.status == "open"


def test_a_wrong_code_opens_nothing(city: City) -> None:
    visitor = Client()
    visitor.post(NEW, written(visitor, tenant=str(city.tenant.pk)))
    row = Complaint.objects.get()

    page = visitor.post("/burden/complaints/code/", {"code": "AAAABBBBCCCCDDDD"})
    assert page.status_code == 422
    for noun in ("again", "settlement"):
        url = f"/burden/complaints/{row.pk}/{noun}/"
        assert visitor.post(url, {"code": "AAAABBBBCCCCDDDD"}).status_code == 404
        assert visitor.post(url).status_code == 404


def test_a_visitor_who_writes_too_often_is_asked_to_wait(city: City) -> None:
    visitor = Client()
    for _ in range(5):
        sent = written(visitor, tenant=str(city.tenant.pk))
        assert visitor.post(NEW, sent).status_code == 200
    sent = written(visitor, tenant=str(city.tenant.pk))

    assert visitor.post(NEW, sent).status_code == 429
    assert Complaint.objects.count() == 5
    liaison = city.client(city.liaison)
    assert liaison.post(NEW, written(liaison)).status_code == 302


def test_an_address_of_elsewhere_or_with_a_query_is_not_kept(city: City) -> None:
    liaison = city.client(city.liaison)
    for page, kept in (("//evil.example/x", ""), ("/search/?q=示例", "/search/"), ("x", "")):
        liaison.post(NEW, written(liaison, page=page))
        assert Complaint.objects.order_by("-number").first().page == kept


@pytest.mark.parametrize(
    "page", ["/\\evil.example/login", "/\t/evil.example", "/a\\b", "/%0a<b>", "///evil.example"]
)
def test_a_path_that_browsers_bend_elsewhere_is_not_kept(city: City, page: str) -> None:
    visitor = Client()
    visitor.post(NEW, written(visitor, tenant=str(city.tenant.pk), page=page))

    assert Complaint.objects.get().page == ""


def test_the_same_form_without_a_name_is_another_complaint(city: City) -> None:
    liaison = city.client(city.liaison)
    sent = written(liaison)
    liaison.post(NEW, sent)

    again = liaison.post(NEW, {**sent, "nameless": "on", "words": "还有一张月报。"})

    assert again.status_code == 422
    assert "这次没有提交" in again.content.decode()
    assert Complaint.objects.get().by == city.liaison


def test_others_do_not_see_it_and_nobody_answers_for_the_own_unit(
    city: City, office: Client
) -> None:
    liaison = city.client(city.liaison)
    liaison.post(NEW, written(liaison, about=str(city.root.pk)))
    row = Complaint.objects.get()
    url = f"/burden/complaints/{row.pk}/"

    for stranger in (city.other_liaison, city.head, city.outsider):
        assert city.client(stranger).get(url).status_code == 404
        assert city.client(stranger).post(f"{url}answer/", {"words": "x"}).status_code == 404
    page = office.get(url).content.decode()
    assert "由督查专员或其他人答复" in page
    assert office.post(f"{url}answer/", {"seen": "1", "words": "没有"}).status_code == 403
    assert "<textarea" in city.client(city.inspector).get(url).content.decode()


def test_an_empty_answer_and_a_late_one_stay_on_the_page(city: City, office: Client) -> None:
    liaison = city.client(city.liaison)
    liaison.post(NEW, written(liaison))
    row = Complaint.objects.get()
    url = f"/burden/complaints/{row.pk}/answer/"

    empty = office.post(url, {"seen": "1", "words": " "})
    assert (empty.status_code, "请写明答复" in empty.content.decode()) == (422, True)
    answer(row, words="已办。", seen=1, by=city.inspector, now=NOW)
    assert office.post(url, {"seen": "1", "words": "我也答"}).status_code == 409


def test_the_list_is_empty_in_words_and_marks_what_waits_too_long(
    city: City, office: Client
) -> None:
    assert "没有意见建议" in office.get("/burden/complaints/").content.decode()
    liaison = city.client(city.liaison)
    liaison.post(NEW, written(liaison))
    assert "已超时" not in office.get("/burden/complaints/").content.decode()
    Complaint.objects.update(due_at=NOW.replace(day=12))

    assert "已超时" in office.get("/burden/complaints/?status=open").content.decode()
    assert "没有意见建议" in office.get("/burden/complaints/?status=settled").content.decode()
