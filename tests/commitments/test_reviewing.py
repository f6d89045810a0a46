"""述诺评诺: who gives account, grades and counts, and what of a small vote is told to whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guatu.commitments.actions import reviewing
from guatu.commitments.models import YearlyReview
from guatu.commitments.queries.reviews import mark_for, may_see_votes, reviews_of, rows_of
from guatu.domain.commitments import Status
from guatu.domain.votes import Mark, Votes
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from tests.city import NOW, TODAY, City
from tests.commitments.promising import in_state

MEETING = {"voted_on": TODAY, "meeting": "市人大常委会第 12 次会议"}


@pytest.fixture
def review(city: City) -> YearlyReview:
    """Of the head of the industry department, who kept one promise and broke another."""
    in_state(city, Status.KEPT)
    in_state(city, Status.BROKEN)
    (opened,) = reviewing.open_reviews(city.tenant, 2021, by=city.office, now=NOW)
    return opened


def fresh(review: YearlyReview) -> YearlyReview:
    return YearlyReview.objects.get(pk=review.pk)


def test_one_for_each_who_promised_and_never_twice(city: City, review: YearlyReview) -> None:
    assert (review.post, review.unit) == (city.posts["head"], city.industry)
    again = reviewing.open_reviews(
        city.tenant, 2021, [city.posts["deputy"]], by=city.office, now=NOW
    )
    assert [one.post for one in again] == [city.posts["deputy"]]
    assert reviewing.open_reviews(city.tenant, 2021, by=city.office, now=NOW) == []


def test_the_counts_of_the_year_stand_beside_it(city: City, review: YearlyReview) -> None:
    (row,) = rows_of(list(reviews_of(city.office, 2021)), city.office, TODAY)
    assert (row.counts.all, row.counts.kept, row.counts.broken) == (2, 1, 1)


def test_the_whole_way(city: City, review: YearlyReview) -> None:
    reviewing.give_account(review, account="承诺两项，兑现一项", by=city.head, now=NOW)
    reviewing.grade(review, grade="fair", reason="一项未兑现", by=city.inspector, now=NOW)
    reviewing.enter_vote(review, Votes(29, 14, 8, 4), **MEETING, by=city.office, now=NOW)
    reviewing.publish(review, by=city.office, now=NOW)
    now = fresh(review)
    assert (now.account, now.grade, now.votes) == (
        "承诺两项，兑现一项",
        "fair",
        Votes(29, 14, 8, 4),
    )
    assert mark_for(city.reader, now) is Mark.BASICALLY
    told = [str(sentence_of(event)) for event in history_of(review.pk)]
    assert any("组织评为“较好”" in words for words in told)
    assert any("结果为基本满意" in words for words in told)


@pytest.mark.parametrize("who", ["office", "liaison", "inspector", "reader", "outsider"])
def test_nobody_gives_account_for_another(city: City, review: YearlyReview, who: str) -> None:
    with pytest.raises(Forbidden):
        reviewing.give_account(review, account="x", by=getattr(city, who), now=NOW)


@pytest.mark.parametrize("who", ["head", "liaison", "reader", "outsider", "owner"])
def test_nobody_grades_or_counts_the_own_year(city: City, review: YearlyReview, who: str) -> None:
    by = getattr(city, who)
    with pytest.raises(Forbidden):
        reviewing.grade(review, grade="good", reason="x", by=by, now=NOW)
    with pytest.raises(Forbidden):
        reviewing.enter_vote(review, Votes(29, 29, 0, 0), **MEETING, by=by, now=NOW)
    with pytest.raises(Forbidden):
        reviewing.publish(review, by=by, now=NOW)


@pytest.mark.parametrize(
    ("votes", "field", "sentence"),
    [
        (Votes(29, 20, 8, 2), "members", "三种票共 30 张，多于全体 29 人"),
        (Votes(0, 0, 0, 0), "members", "1 到 5000"),
        (Votes(29, -1, 0, 0), "satisfied", "不能小于零"),
    ],
)
def test_votes_that_cannot_be_are_refused(
    city: City, review: YearlyReview, votes: Votes, field: str, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        reviewing.enter_vote(review, votes, **MEETING, by=city.office, now=NOW)
    assert sentence in str(refused.value.fields[field])
    assert fresh(review).votes is None


@pytest.mark.parametrize("day", [None, date(2021, 3, 16)])
def test_a_vote_has_a_day_that_has_come(city: City, review: YearlyReview, day: date | None) -> None:
    with pytest.raises(Refusal, match="评议的日期"):
        reviewing.enter_vote(review, Votes(29, 20, 5, 2), voted_on=day, by=city.office, now=NOW)


def test_few_votes_are_shown_to_nobody_but_who_counts(city: City, review: YearlyReview) -> None:
    few = Votes(7, 3, 0, 1)
    reviewing.enter_vote(review, few, **MEETING, by=city.office, now=NOW)
    now = fresh(review)
    seeing = {w: may_see_votes(getattr(city, w), now) for w in ("office", "head", "inspector")}
    assert seeing == {"office": True, "head": False, "inspector": False}
    assert mark_for(city.head, now) is None
    event = history_of(review.pk).filter(code="commitment_review.counted").get()
    assert "不足 5 人" in str(sentence_of(event))
    assert event.details["changes"] == {"votes": [[], []]}


def test_a_correction_leaves_a_trace(city: City, review: YearlyReview) -> None:
    reviewing.enter_vote(review, Votes(29, 14, 8, 4), **MEETING, by=city.office, now=NOW)
    reviewing.enter_vote(review, Votes(29, 15, 7, 4), **MEETING, by=city.office, now=NOW)
    event = history_of(review.pk).first()
    assert event is not None
    assert event.details["changes"] == {"votes": [[29, 14, 8, 4], [29, 15, 7, 4]]}


def test_what_is_published_stands(city: City, review: YearlyReview) -> None:
    with pytest.raises(Refusal, match="没有可公布的结果"):
        reviewing.publish(review, by=city.office, now=NOW)
    reviewing.grade(review, grade="good", reason="均已兑现", by=city.inspector, now=NOW)
    reviewing.publish(review, by=city.office, now=NOW)
    for act in (
        lambda: reviewing.give_account(review, account="x", by=city.head, now=NOW),
        lambda: reviewing.grade(review, grade="poor", reason="x", by=city.inspector, now=NOW),
        lambda: reviewing.enter_vote(
            review, Votes(29, 1, 1, 1), **MEETING, by=city.office, now=NOW
        ),
        lambda: reviewing.publish(review, by=city.office, now=NOW),
    ):
        with pytest.raises(Refusal, match="已公布"):
            act()


def test_a_grade_needs_a_reason(city: City, review: YearlyReview) -> None:
    with pytest.raises(Refusal, match="请写明评诺理由"):
        reviewing.grade(review, grade="good", reason=" ", by=city.inspector, now=NOW)
    with pytest.raises(Refusal, match="四档"):
        reviewing.grade(review, grade="best", reason="x", by=city.inspector, now=NOW)


def test_who_is_second_keeps_nothing(city: City, review: YearlyReview) -> None:
    said: dict[str, Any] = {"seen": review.version, "now": NOW, "reason": "如实"}
    reviewing.grade(review, grade="good", by=city.inspector, **said)
    with pytest.raises(StateChanged, match="刚被他人改动"):
        reviewing.grade(review, grade="poor", by=city.office, **said)
    assert fresh(review).grade == "good"


def test_the_promiser_reads_it_first(city: City, review: YearlyReview) -> None:
    def readers() -> set[str]:
        cast = ("office", "head", "liaison", "inspector", "reader", "other_liaison", "outsider")
        return {
            who
            for who in cast
            if YearlyReview.objects.visible_to(getattr(city, who)).filter(pk=review.pk).exists()
        }

    assert readers() == {"office", "head", "liaison", "inspector"}
    reviewing.grade(review, grade="good", reason="均已兑现", by=city.inspector, now=NOW)
    reviewing.publish(review, by=city.office, now=NOW)
    assert readers() == {
        "office", "head", "liaison", "inspector", "reader", "other_liaison",
    }  # fmt: skip
