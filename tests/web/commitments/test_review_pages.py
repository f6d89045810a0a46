"""Yearly reviews on their pages: opening, account, grade, vote, publishing, and who sees what."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from guatu.commitments.actions import reviewing
from guatu.commitments.models import YearlyReview
from guatu.domain.commitments import Status
from guatu.domain.votes import Votes
from tests.city import NOW, TODAY, City
from tests.commitments.promising import in_state

REVIEWS = "/commitments/reviews/"
VOTE = {
    "members": "29",
    "satisfied": "14",
    "basically": "1",
    "dissatisfied": "12",
    "voted_on": "2021-03-12",
    "meeting": "常委会",
}


@pytest.fixture
def review(city: City) -> YearlyReview:
    in_state(city, Status.KEPT)
    (opened,) = reviewing.open_reviews(city.tenant, 2021, by=city.office, now=NOW)
    return opened


def url_of(review: YearlyReview, part: str = "") -> str:
    return f"{REVIEWS}{review.pk}/{part}/" if part else f"{REVIEWS}{review.pk}/"


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def send(browser: Client, review: YearlyReview, part: str, sent: dict[str, str]) -> HttpResponse:
    """With the version that the page carries now."""
    seen = {"seen": str(fresh(review).version)}
    answer: HttpResponse = browser.post(url_of(review, part), {**seen, **sent})
    return answer


def fresh(review: YearlyReview) -> YearlyReview:
    return YearlyReview.objects.get(pk=review.pk)


def test_the_office_opens_a_year_once(city: City) -> None:
    in_state(city, Status.KEPT)
    office = city.client(city.office)
    assert "还没有开始述诺评诺" in page_of(office, REVIEWS)
    sent = {"year": "2021", "post": str(city.posts["deputy"].pk)}
    page = office.post(f"{REVIEWS}opening/", sent, follow=True).content.decode()
    assert "已开始 2 份述诺评诺" in page
    again = office.post(f"{REVIEWS}opening/", sent, follow=True).content.decode()
    assert "没有新的述诺人" in again
    assert YearlyReview.objects.count() == 2


def test_the_way_of_a_review(city: City, review: YearlyReview) -> None:
    head, office = city.client(city.head), city.client(city.office)
    assert "account/" in page_of(head, url_of(review))
    assert send(head, review, "account", {"account": "兑现一项"}).status_code == 302
    inspector = city.client(city.inspector)
    sent = {"grade": "good", "reason": "按期兑现"}
    assert send(inspector, review, "grade", sent).status_code == 302
    assert send(office, review, "vote", VOTE).status_code == 302
    assert send(office, review, "publishing", {}).status_code == 302
    page = page_of(city.client(city.reader), url_of(review))
    for words in ("兑现一项", "按期兑现", "基本满意", "超过半数（不少于 15 票）", "未投票或废票"):
        assert words in page
    assert "基本满意" in page_of(city.client(city.reader), REVIEWS)


def test_before_it_is_published_only_those_concerned_see_it(
    city: City, review: YearlyReview
) -> None:
    for user in (city.reader, city.other_liaison, city.outsider):
        assert city.client(user).get(url_of(review)).status_code == 404
        assert "示例工信局" not in page_of(city.client(user), REVIEWS)
    for user in (city.head, city.liaison, city.inspector, city.office):
        assert "结果还没有公布" in page_of(city.client(user), url_of(review))


@pytest.mark.parametrize(
    ("who", "part"),
    [
        ("office", "account"),
        ("liaison", "account"),
        ("head", "grade"),
        ("head", "vote"),
        ("inspector", "vote"),
        ("liaison", "grade"),
    ],
)
def test_who_may_not_is_refused_and_not_offered_it(
    city: City, review: YearlyReview, who: str, part: str
) -> None:
    browser = city.client(getattr(city, who))
    assert browser.get(url_of(review, part)).status_code == 403
    assert browser.post(url_of(review, part), VOTE).status_code == 403
    assert f'"{part}/"' not in page_of(browser, url_of(review))


@pytest.mark.parametrize("who", ["head", "inspector"])
def test_only_who_holds_reviews_opens_and_publishes(
    city: City, review: YearlyReview, who: str
) -> None:
    browser = city.client(getattr(city, who))
    assert browser.post(url_of(review, "publishing")).status_code == 403
    assert browser.get(f"{REVIEWS}opening/").status_code == 403
    assert "开始述诺评诺" not in page_of(browser, REVIEWS)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"satisfied": "28"}, "多于全体 29 人"),
        ({"members": "0", "satisfied": "0", "basically": "0", "dissatisfied": "0"}, "1 到 5000"),
        ({"satisfied": "-1"}, "不能小于零"),
        ({"satisfied": "十四"}, "请填整数"),
        ({"basically": ""}, "没有的填 0"),
        ({"voted_on": "2021-03-16"}, "不能晚于今天"),
    ],
)
def test_votes_that_cannot_be_are_said_and_kept_in_the_form(
    city: City, review: YearlyReview, sent: dict[str, str], sentence: str
) -> None:
    response = send(city.client(city.office), review, "vote", {**VOTE, **sent})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="常委会"' in page
    assert fresh(review).votes is None


def test_few_votes_are_hidden_from_all_but_who_counts(city: City, review: YearlyReview) -> None:
    few = Votes(7, 3, 0, 1)
    reviewing.enter_vote(review, few, voted_on=TODAY, by=city.office, now=NOW)
    reviewing.publish(review, by=city.office, now=NOW)
    page = page_of(city.client(city.reader), url_of(review))
    assert "不足 5 人" in page
    assert "未投票或废票" not in page
    assert "人数少，不公布" in page_of(city.client(city.reader), REVIEWS)
    assert "未投票或废票" in page_of(city.client(city.office), url_of(review))


def test_who_is_second_keeps_what_was_typed(city: City, review: YearlyReview) -> None:
    seen = {"seen": str(review.version)}
    office = city.client(city.office)
    assert office.post(url_of(review, "vote"), {**VOTE, **seen}).status_code == 302
    second = city.client(city.inspector).post(
        url_of(review, "grade"), {"grade": "plain", "reason": "一项拖延", **seen}
    )
    assert office.post(url_of(review, "publishing"), seen).status_code == 409
    page = second.content.decode()
    assert second.status_code == 409
    assert "刚被他人改动" in page
    assert "一项拖延" in page
    assert fresh(review).grade == ""


def test_what_is_published_offers_nothing_more(city: City, review: YearlyReview) -> None:
    reviewing.grade(review, grade="good", reason="按期兑现", by=city.inspector, now=NOW)
    reviewing.publish(review, by=city.office, now=NOW)
    page = page_of(city.client(city.office), url_of(review))
    assert '"grade/"' not in page
    assert '"vote/"' not in page
    response = send(city.client(city.office), review, "vote", VOTE)
    assert response.status_code == 422
    assert "已公布" in response.content.decode()
