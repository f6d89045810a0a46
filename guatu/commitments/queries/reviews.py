"""Yearly reviews with the promises that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from guatu.commitments.models import Commitment, YearlyReview
from guatu.commitments.queries.listing import Counts, counts_in, with_people
from guatu.domain.votes import MARK_WORDS, Mark, result, shown
from guatu.org.access import can
from guatu.org.models import Holding, User


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review with the counts of its year; ``mark`` as this reader may see it, None if not."""

    review: YearlyReview
    counts: Counts
    mark: Mark | None

    @property
    def mark_word(self) -> str:
        return MARK_WORDS[self.mark] if self.mark else ""


def reviews_of(user: User, year: int) -> QuerySet[YearlyReview]:
    """What ``user`` may see, in the order of units."""
    return with_holder(YearlyReview.objects.visible_to(user).filter(year=year))


def with_holder(rows: QuerySet[YearlyReview]) -> QuerySet[YearlyReview]:
    now = Holding.objects.current().select_related("user")
    return rows.select_related(
        "post__unit", "unit", "tenant", "accounted_by", "graded_by", "counted_by"
    ).prefetch_related(Prefetch("post__holdings", queryset=now))


def rows_of(reviews: Sequence[YearlyReview], user: User, today: date) -> list[ReviewRow]:
    return [
        ReviewRow(one, counts_in(promises_of(one), today), mark_for(user, one)) for one in reviews
    ]


def promises_of(review: YearlyReview) -> QuerySet[Commitment]:
    """The promises of that post for that year that were shown."""
    rows = Commitment.objects.filter(
        tenant_id=review.tenant_id, year=review.year, post_id=review.post_id
    )
    return with_people(rows.filter(shown_at__isnull=False)).order_by("due_on", "number")


def mark_for(user: User, review: YearlyReview) -> Mark | None:
    """The verdict of the meeting; with too few votes only for those who counted them."""
    votes = review.votes
    if votes is None:
        return None
    return result(votes) if can(user, "commitment_review.count", review) else shown(votes)


def may_see_votes(user: User, review: YearlyReview) -> bool:
    votes = review.votes
    return votes is not None and (
        votes.may_be_shown or can(user, "commitment_review.count", review)
    )


def years_of_reviews(user: User) -> list[int]:
    rows = YearlyReview.objects.visible_to(user).order_by()
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)
