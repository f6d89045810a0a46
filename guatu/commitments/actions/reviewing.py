"""述诺评诺: a year of promises accounted for, graded by the organisation, voted on by people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from guatu.commitments.choices import ReviewGrade
from guatu.commitments.models import Commitment, YearlyReview
from guatu.domain.votes import BadVotes, Votes, result, why, why_not_shown
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.kit.typed import text_of
from guatu.org.access import require
from guatu.org.models import Post, Tenant, User

LONGEST_ACCOUNT = 3000


@transaction.atomic
def open_reviews(
    tenant: Tenant, year: int, posts: Iterable[Post] = (), *, by: User, now: datetime
) -> list[YearlyReview]:
    """One for each post that promised something for ``year``, and for ``posts``; never twice."""
    require(by, "commitment_review.hold")
    journal.await_turn(tenant.pk)
    wanted = {post.pk: post for post in (*_who_promised(tenant, year), *posts)}
    if any(post.tenant_id != tenant.pk for post in wanted.values()):
        raise Refusal(say("所选条目不属于本地，请重新选择。"))
    there = YearlyReview.objects.filter(tenant=tenant, year=year)
    known = set(there.values_list("post_id", flat=True))
    rows = [
        YearlyReview(tenant=tenant, year=year, post=post, unit_id=post.unit_id)
        for post in wanted.values()
        if post.pk not in known
    ]
    YearlyReview.objects.bulk_create(rows)
    notes = [Note("commitment_review.opened", row) for row in rows]
    journal.record_many(notes, by=by, at=now)
    return rows


@transaction.atomic
def give_account(
    review: YearlyReview, *, account: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """述诺: the promiser's own words; they may be bettered until the review is published."""
    require(by, "commitment_review.account", review)
    held = _hold(review, seen)
    _refuse_published(held)
    asked = say("请写明这一年承诺了什么、做到了什么、没做到的为什么。")
    held.account = text_of(account, asked, field="account", most=LONGEST_ACCOUNT)
    held.accounted_by, held.accounted_at = by, now
    _keep(held, "account", "accounted_by", "accounted_at")
    journal.record("commitment_review.accounted", held, by=by, at=now)


@transaction.atomic
def grade(
    review: YearlyReview,
    *,
    grade: str,
    reason: str,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> None:
    """评诺 by the organisation; a grade without a reason is none."""
    require(by, "commitment_review.grade", review)
    held = _hold(review, seen)
    _refuse_published(held)
    if grade not in ReviewGrade.values:
        missing = say("请在四档中选一档。")
        raise Refusal(missing, {"grade": missing})
    asked = say("请写明评诺理由：哪些兑现了，哪些没有。")
    held.grade_reason = text_of(reason, asked, most=500)
    before = str(held.get_grade_display())
    held.grade, held.graded_by, held.graded_at = grade, by, now
    _keep(held, "grade", "grade_reason", "graded_by", "graded_at")
    words = str(ReviewGrade(grade).label)
    journal.record(
        "commitment_review.graded",
        held,
        by=by,
        at=now,
        grade=words,
        reason=held.grade_reason,
        before=before,
    )


@transaction.atomic
def enter_vote(
    review: YearlyReview,
    votes: Votes,
    *,
    voted_on: date | None,
    meeting: str = "",
    seen: int | None = None,
    by: User,
    now: datetime,
) -> None:
    """The votes as counted in the meeting; entered again they replace the first, with a trace."""
    require(by, "commitment_review.count", review)
    held = _hold(review, seen)
    _refuse_published(held)
    _refuse_bad_vote(votes, voted_on, now.astimezone(CHINA).date())
    before = _for_the_record(held.votes)
    for name in ("members", "satisfied", "basically", "dissatisfied"):
        setattr(held, name, getattr(votes, name))
    held.voted_on, held.meeting = voted_on, meeting.strip()[:120]
    held.counted_by, held.counted_at = by, now
    _keep(held, *VOTE, "voted_on", "meeting", "counted_by", "counted_at")
    words = why(votes) if votes.may_be_shown else why_not_shown(votes)
    journal.record(
        "commitment_review.counted",
        held,
        by=by,
        at=now,
        words=str(words),
        changes={"votes": [before, _for_the_record(votes)]},
    )


@transaction.atomic
def publish(review: YearlyReview, *, seen: int | None = None, by: User, now: datetime) -> None:
    """Everyone may read it from now on, and nothing of it is changed any more."""
    require(by, "commitment_review.hold", review)
    held = _hold(review, seen)
    _refuse_published(held)
    if not held.grade and held.votes is None:
        raise Refusal(say("还没有组织评诺，也没有群众评议，没有可公布的结果。"))
    held.published_at = now
    _keep(held, "published_at")
    journal.record("commitment_review.published", held, by=by, at=now)


VOTE = ("members", "satisfied", "basically", "dissatisfied")


def _who_promised(tenant: Tenant, year: int) -> Iterable[Post]:
    shown = Commitment.objects.filter(tenant=tenant, year=year, shown_at__isnull=False)
    posts = Post.objects.filter(pk__in=shown.order_by().values("post_id"))
    return posts.select_related("unit").order_by("unit__path", "rank", "id")


def _hold(review: YearlyReview, seen: int | None) -> YearlyReview:
    rows = YearlyReview.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "post__unit").get(pk=review.pk)
    if seen is not None and held.version != seen:
        raise StateChanged(
            say(
                "{label}刚被他人改动，您的填写未保存；请核对页面上的新内容后再填。", label=str(held)
            )
        )
    return held


def _keep(held: YearlyReview, *fields: str) -> None:
    held.version += 1
    held.save(update_fields=[*fields, "version"])


def _refuse_published(held: YearlyReview) -> None:
    if held.published_at is not None:
        raise Refusal(say("{label}的结果已公布，不能再改。", label=str(held)))


def _refuse_bad_vote(votes: Votes, voted_on: date | None, today: date) -> None:
    try:
        result(votes)
    except BadVotes as bad:
        raise Refusal(bad.sentence, bad.sentences) from bad
    if voted_on is None or voted_on > today:
        asked = say("请填写评议的日期，不能晚于今天。")
        raise Refusal(asked, {"voted_on": asked})


def _for_the_record(votes: Votes | None) -> list[int]:
    """What the journal may hold: nothing that tells who voted how."""
    return [getattr(votes, name) for name in VOTE] if votes and votes.may_be_shown else []
