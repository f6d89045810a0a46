"""Who is told of what happens to a promise: whoever must act next, and whose promise it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from guatu.commitments.models import Commitment, YearlyReview
from guatu.commitments.queries.addressees import judges, office, promisers
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.choices import NoticeKind, Urgency

Of = Callable[[Commitment], Iterable[UUID]]


def _promiser(commitment: Commitment) -> list[UUID]:
    return [commitment.post_id]


_TOLD: dict[str, Of] = {
    "commitment.offered": _promiser,
    "commitment.confirmed": office,
    "commitment.shown": promisers,
    "commitment.claimed": judges,
    "commitment.revision_asked": office,
    "commitment.revised": promisers,
    "commitment.revision_refused": promisers,
    "commitment.kept": promisers,
    "commitment.kept_late": promisers,
    "commitment.partly_kept": promisers,
    "commitment.broken": promisers,
    "commitment.reconsidered": promisers,
    "commitment.withdrawn": promisers,
}
_TOLD_DRAFTER = ("commitment.declined", "commitment.returned")
_TOLD_OF_REVIEW = (
    "commitment_review.opened",
    "commitment_review.graded",
    "commitment_review.counted",
    "commitment_review.published",
)


def _register(code: str, posts: Of) -> None:
    @told_of(code, NoticeKind.COMMITMENT)
    def find(of: Occasion) -> Iterator[Told]:
        row = _commitment(of)
        yield from at_posts(posts(row), of.sentence, _page(row))


def _register_for_drafter(code: str) -> None:
    @told_of(code, NoticeKind.COMMITMENT)
    def find(of: Occasion) -> Iterator[Told]:
        """Who drafted it, and the promiser, whose words they are."""
        row = _commitment(of)
        yield Told(row.drafted_by, Urgency.NORMAL, _page(row), of.sentence)
        yield from at_posts(_promiser(row), of.sentence, _page(row))


def _register_for_review(code: str) -> None:
    @told_of(code, NoticeKind.COMMITMENT)
    def find(of: Occasion) -> Iterator[Told]:
        review = YearlyReview.objects.get(pk=of.object_id)
        page = f"/commitments/reviews/{review.pk}/"
        yield from at_posts([review.post_id], of.sentence, page)


@told_of("commitment.reminded", NoticeKind.REMINDER)
def reminded(of: Occasion) -> Iterator[Told]:
    """Whoever promised; once the day has passed, those who judge as well."""
    row = _commitment(of)
    posts = promisers(row)
    if of.details["rung"] == "passed":
        posts = [*posts, *judges(row)]
    yield from at_posts(posts, of.sentence, _page(row))


def _commitment(of: Occasion) -> Commitment:
    rows = Commitment.objects.select_related("handling_unit", "drafted_by")
    return rows.get(pk=of.object_id)


def _page(row: Commitment) -> str:
    return f"/commitments/{row.pk}/"


for _code, _posts in _TOLD.items():
    _register(_code, _posts)
for _code in _TOLD_DRAFTER:
    _register_for_drafter(_code)
for _code in _TOLD_OF_REVIEW:
    _register_for_review(_code)
