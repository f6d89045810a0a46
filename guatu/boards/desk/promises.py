"""Promises on the desk: to confirm, to keep, to give account of, for the office to show, and to
judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.projects import AHEAD, moment_of
from guatu.boards.desk.standing import Standing
from guatu.commitments.choices import CommitmentStatus, RevisionStatus
from guatu.commitments.models import (
    REVIEWERS,
    Commitment,
    CommitmentReport,
    CommitmentRevision,
    YearlyReview,
)
from guatu.domain.commitments import RUNNING
from guatu.domain.desk import Duty, DutyKind
from guatu.journal.queries import history_of
from guatu.kit.clock import CHINA
from guatu.org.choices import Role


def rows_of(standing: Standing) -> Iterator[Row]:
    found = list(promises(standing, _today(standing) + AHEAD).select_related("unit"))
    years = list(reviews(standing))
    handed, asked = _handed_on([*found, *years], _HANDED), _asked(found, standing)
    kinds = {commitment.pk: _kind(commitment, standing, asked) for commitment in found}
    judged = [one for one in found if kinds[one.pk] is DutyKind.JUDGE]
    claimed = _handed_on(judged, ("commitment.claimed",))
    for commitment in found:
        kind = kinds[commitment.pk]
        since = handed.get(commitment.pk, _today(standing))
        if kind is DutyKind.JUDGE:
            since = claimed.get(commitment.pk, commitment.due_on + DAY)
        yield _row(commitment, kind, standing, since)
    for review in years:
        since = handed.get(review.pk, _today(standing))
        duty = Duty(DutyKind.ACCOUNT, f"review {review.pk}", None, since)
        yield Row(duty, Place.REVIEW, review.pk, review.pk, str(review))


def promises(standing: Standing, until: date) -> QuerySet[Commitment]:
    """To confirm, to keep by ``until``, for the office to approve or decide on, to judge."""
    confirm = Q(status=CommitmentStatus.OFFERED, post__in=standing.posts)
    rows = Commitment.objects.filter(tenant_id=standing.access.tenant_id)
    own = confirm | to_keep(standing, until)
    return rows.filter(own | _to_show(standing) | _to_judge(standing))


def due_by(standing: Standing, day: date) -> QuerySet[Commitment]:
    """Those to be kept by ``day``."""
    rows = Commitment.objects.filter(tenant_id=standing.access.tenant_id)
    return rows.filter(to_keep(standing, day))


def to_keep(standing: Standing, until: date) -> Q:
    """In force, due, and not said to be kept; by who answers for it, else by who promised."""
    handled = standing.owns("handling_unit", "owner_post")
    own = Q(owner_post__in=standing.posts)
    own |= handled & Q(handling_unit__isnull=False)
    own |= Q(owner_post__isnull=True, handling_unit__isnull=True) & standing.owns("unit", "post")
    return own & Q(status__in=_RUNNING, due_on__lte=until) & Q(~Exists(_SAID))


def reviews(standing: Standing) -> QuerySet[YearlyReview]:
    """Years of which the own post has not given account yet."""
    rows = YearlyReview.objects.filter(
        post__in=standing.posts,
        accounted_at__isnull=True,
        published_at__isnull=True,
        tenant_id=standing.access.tenant_id,
    )
    return rows.select_related("post__unit")


def _to_show(standing: Standing) -> Q:
    """By the office, but not of its own promises."""
    if not standing.has(Role.OFFICE):
        return Q(pk__in=[])
    return (Q(status=CommitmentStatus.APPROVING) | Q(_ASKS)) & _of_others(standing)


def _to_judge(standing: Standing) -> Q:
    """Said to be kept, or past its day; by those who judge, but never what is their own."""
    if not standing.access.roles & _JUDGES:
        return Q(pk__in=[])
    over = Q(Exists(_SAID)) | Q(due_on__lt=_today(standing))
    return Q(status__in=_RUNNING) & over & _of_others(standing)


def _of_others(standing: Standing) -> Q:
    own = Q(post__in=standing.posts) | Q(unit__in=standing.access.unit_ids)
    owned = Q(owner_post__isnull=False, owner_post__in=standing.posts)
    handled = Q(handling_unit__isnull=False, handling_unit__in=standing.access.unit_ids)
    return ~own & ~owned & ~handled


def _handed_on(rows: Sequence[Commitment | YearlyReview], codes: Sequence[str]) -> dict[UUID, date]:
    """On which day each was last handed on to somebody by one of these events."""
    if not rows:
        return {}
    events = history_of(*(row.pk for row in rows)).filter(code__in=codes)
    pairs = list(events.values_list("object_id", "at"))
    return {pk: at.astimezone(CHINA).date() for pk, at in reversed(pairs)}


def _asked(rows: Sequence[Commitment], standing: Standing) -> set[UUID]:
    """Of which a new day was asked for, which the office decides."""
    if not rows or not standing.has(Role.OFFICE):
        return set()
    asked = CommitmentRevision.objects.filter(commitment__in=rows, status=RevisionStatus.ASKED)
    return set(asked.values_list("commitment_id", flat=True))


def _row(commitment: Commitment, kind: DutyKind, standing: Standing, since: date) -> Row:
    due = None
    if kind == DutyKind.KEEP:
        due = moment_of(commitment.due_on, standing.closes)
    duty = Duty(kind, f"{kind} {commitment.pk}", due, since, weight=int(commitment.letter))
    return Row(
        duty, Place.COMMITMENT, commitment.pk, commitment.pk, commitment.words,
        about=f"{commitment.label} {commitment.unit.label}",
        seen=commitment.version,
        source_ids=(commitment.pk,) if kind == DutyKind.KEEP else (),
    )  # fmt: skip


def _kind(commitment: Commitment, standing: Standing, asked: AbstractSet[UUID]) -> DutyKind:
    if commitment.status == CommitmentStatus.OFFERED:
        return DutyKind.CONFIRM
    mine = commitment.post_id in standing.posts or commitment.owner_post_id in standing.posts
    handled = {commitment.unit_id, commitment.handling_unit_id} & set(standing.units)
    if mine or handled:
        return DutyKind.KEEP
    decides = commitment.status == CommitmentStatus.APPROVING or commitment.pk in asked
    return DutyKind.SHOW if decides else DutyKind.JUDGE


def _today(standing: Standing) -> date:
    return standing.now.astimezone(CHINA).date()


DAY = timedelta(days=1)
_SAID = CommitmentReport.objects.filter(commitment=OuterRef("pk"), met_on__isnull=False)
_ASKS = Exists(
    CommitmentRevision.objects.filter(commitment=OuterRef("pk"), status=RevisionStatus.ASKED)
)
_RUNNING = [status.value for status in RUNNING]
#: A commander may judge, but it is not asked of him.
_JUDGES = frozenset(str(role) for role in REVIEWERS - {Role.COMMANDER})
_HANDED = (
    "commitment.offered",
    "commitment.confirmed",
    "commitment.revision_asked",
    "commitment_review.opened",
)
