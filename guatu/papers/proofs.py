"""Whether papers are what the journal says and their numbers run without a gap; nothing changes.

Each sentence names the first few papers that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from django.db.models import Count, F, Max, Q

from guatu.domain.papers.filling import Unfillable, fill
from guatu.domain.papers.states import Status, Verb, step
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.papers.models import Paper

SHOWN = 5
CHUNK = 500
DRAFTED = "paper.drafted"
VERBS: dict[str, Verb] = {
    "paper.edited": Verb.EDIT,
    "paper.approved": Verb.APPROVE,
    "paper.returned": Verb.RETURN,
    "paper.issued": Verb.ISSUE,
    "paper.withdrawn": Verb.WITHDRAW,
}
"""The verb of every event that makes a version."""


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when states and versions follow from the journal by the table, nobody approved what
    he wrote or last changed, numbers have no gap, and every text can be filled."""
    rows = Paper.objects.filter(tenant=tenant)
    signed = rows.filter(Q(approved_by=F("written_by")) | Q(approved_by=F("edited_by")))
    unfillable = [row.pk for row in rows.iterator(CHUNK) if not _fillable(row)]
    found = {
        N_("{n} 份公文的状态与日志推算的不符：{which}"): _astray(tenant),
        N_("{n} 份公文由起草或修改的人自己签批：{which}"): [row.pk for row in signed],
        N_("{n} 份公文的正文用了数据里没有的名称：{which}"): unfillable,
    }
    said = [say(words, n=len(ids), which=_names(ids)) for words, ids in found.items() if ids]
    return [*said, *_number_faults(tenant)]


def _astray(tenant: Tenant) -> list[UUID]:
    """Those whose journal leads elsewhere, or that no event tells of."""
    stand = dict(Paper.objects.filter(tenant=tenant).values_list("pk", "status"))
    events = events_of(tenant.pk).filter(object_kind=Paper._meta.label)
    told = events.order_by("object_id", "seq").values_list("object_id", "code")
    for pk, course in groupby(told.iterator(CHUNK), key=lambda event: event[0]):
        if _end_of([code for _, code in course]) == stand.get(pk):
            stand.pop(pk, None)
    return sorted(stand)


def _end_of(course: list[str]) -> str | None:
    """The state that these events lead to; None when the table has no such way."""
    if course[0] != DRAFTED:
        return None
    status = Status.DRAFT
    for code in course[1:]:
        try:
            status = step(status, VERBS[code]).leads_to(status)
        except (KeyError, NotNow):
            return None
    return status.value


def _number_faults(tenant: Tenant) -> Iterator[Sentence]:
    series = Paper.objects.filter(tenant=tenant, number__isnull=False).order_by("year", "code")
    counted = series.values_list("year", "code", "numbering")
    for year, code, _, n, last in counted.annotate(n=Count("pk"), last=Max("number")):
        if n != last:
            yield say(
                N_("{year} 年“{code}”的公文编号不连续：最大 {last} 号，实有 {n} 份"),
                year=year, code=code, last=last, n=n,
            )  # fmt: skip


def _fillable(paper: Paper) -> bool:
    try:
        fill(paper.text, paper.known)
    except Unfillable:
        return False
    return True


def _names(ids: list[UUID]) -> str:
    rows = Paper.objects.filter(pk__in=ids[:SHOWN])
    return "、".join(str(row) for row in rows)
