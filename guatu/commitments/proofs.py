"""Whether promises are what the journal says, checked without trusting the rows; nothing changes.

Each sentence names the first few promises that it is about.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from guatu.commitments.choices import RevisionStatus
from guatu.commitments.models import Commitment, CommitmentRevision
from guatu.domain.commitments import OUTCOMES, RUNGS, RUNNING, Status, Verb, step
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.journal.queries import events_of
from guatu.org.models import Tenant

SHOWN = 5
CHUNK = 2000
VERBS: dict[str, Verb] = {
    "commitment.changed": Verb.EDIT,
    "commitment.offered": Verb.OFFER,
    "commitment.confirmed": Verb.CONFIRM,
    "commitment.declined": Verb.DECLINE,
    "commitment.shown": Verb.SHOW,
    "commitment.returned": Verb.RETURN_DRAFT,
    "commitment.reported": Verb.REPORT,
    "commitment.claimed": Verb.REPORT,
    "commitment.revision_asked": Verb.ASK_REVISION,
    "commitment.revised": Verb.GRANT_REVISION,
    "commitment.revision_refused": Verb.REFUSE_REVISION,
    "commitment.kept": Verb.KEEP,
    "commitment.kept_late": Verb.KEEP_LATE,
    "commitment.partly_kept": Verb.KEEP_PARTLY,
    "commitment.broken": Verb.BREAK,
    "commitment.reconsidered": Verb.RECONSIDER,
    "commitment.withdrawn": Verb.WITHDRAW,
}
"""The verb of every event that makes a version."""
DRAFTED, REMINDED = "commitment.drafted", "commitment.reminded"


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when states and versions follow from the journal by the table, each rung of a day
    reminded once, what is judged has its evidence, and what is in force is what was granted."""
    rows = Commitment.objects.filter(tenant=tenant)
    astray, twice = _replayed(tenant, rows)
    found = {
        N_("承诺的状态与日志不符：{labels}"): astray,
        N_("同一时限重复提醒的承诺：{labels}"): twice,
        N_("评定了却没有依据的承诺：{labels}"): _ids(rows.filter(_UNPROVEN)),
        N_("提醒日期不合时限或状态的承诺：{labels}"): _misreminded(rows),
        N_("改诺次数或内容与记录不符的承诺：{labels}"): _misrevised(rows),
    }
    return [say(words, labels=_labels(ids)) for words, ids in found.items() if ids]


_UNPROVEN = Q(status__in=[status.value for status in OUTCOMES]) & (
    Q(evidence="") | Q(judged_by__isnull=True)
)


def _replayed(tenant: Tenant, rows: QuerySet[Commitment]) -> tuple[list[UUID], list[UUID]]:
    """Those whose journal leads elsewhere, and those reminded twice of one rung of one day."""
    stand = {pk: (s, v) for pk, s, v in rows.values_list("pk", "status", "version")}
    astray, twice = set(stand), list[UUID]()
    events = events_of(tenant.pk).filter(object_kind=Commitment._meta.label)
    told = events.order_by("object_id", "seq").values_list("object_id", "code", "details")
    for pk, group in groupby(told.iterator(CHUNK), key=lambda event: event[0]):
        course = [(code, details) for _, code, details in group]
        if _end_of(course) == stand.get(pk):
            astray.discard(pk)
        rungs = [(d.get("rung"), d.get("day")) for code, d in course if code == REMINDED]
        if len(rungs) != len(set(rungs)):
            twice.append(pk)
    return sorted(astray), twice


def _end_of(course: list[tuple[str, dict[str, Any]]]) -> tuple[str, int] | None:
    """The state and version that these events lead to; None when the table has no such way."""
    if not course or course[0][0] != DRAFTED:
        return None
    status, version = Status.DRAFTED, 1
    for code, _ in course[1:]:
        if code == REMINDED:
            continue
        try:
            status, version = step(status, VERBS[code]).leads_to(status), version + 1
        except (KeyError, NotNow):
            return None
    return status.value, version


def _misreminded(rows: QuerySet[Commitment]) -> list[UUID]:
    """A reminder is to come only of what is in force, and on a day that is a rung of its own."""
    before = {rung.before for rung in RUNGS}
    kept = rows.filter(remind_on__isnull=False).order_by("year", "number")
    days = kept.values_list("pk", "status", "due_on", "remind_on")
    return [
        pk
        for pk, status, due, on in days
        if Status(status) not in RUNNING or on is None or (due - on).days not in before
    ]


def _misrevised(rows: QuerySet[Commitment]) -> list[UUID]:
    """As often revised as granted, and in the words granted last."""
    granted = Count("revisions", filter=Q(revisions__status=RevisionStatus.GRANTED))
    wrong = set(
        rows.annotate(granted=granted)
        .exclude(granted=F("revised"))
        .order_by()
        .values_list("pk", flat=True)
    )
    texts = CommitmentRevision.objects.filter(
        commitment__in=rows.order_by().values("pk"), status=RevisionStatus.GRANTED
    ).select_related("commitment")
    for _, group in groupby(
        texts.order_by("commitment_id", "-asked_at", "-id"), key=lambda one: one.commitment_id
    ):
        last = next(group)
        now = last.commitment
        if (last.words, last.measure, last.target, last.due_on) != (
            now.words,
            now.measure,
            now.target,
            now.due_on,
        ):
            wrong.add(now.pk)
    return sorted(wrong)


def _ids(rows: QuerySet[Commitment]) -> list[UUID]:
    return list(rows.order_by("year", "number").values_list("pk", flat=True))


def _labels(ids: list[UUID]) -> str:
    rows = Commitment.objects.filter(pk__in=ids).order_by("year", "number")
    named = [row.label for row in islice(rows, SHOWN)]
    return "、".join(named) + ("……" if len(ids) > SHOWN else "")
