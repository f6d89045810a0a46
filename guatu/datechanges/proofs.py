"""Whether committed dates moved only as they may, checked without trusting the rows.

Each sentence names the first few projects that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, islice, pairwise
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.models import DateChange, PlanPause
from guatu.domain.words import N_, Sentence, say
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.projects.models import Baseline, Project
from guatu.projects.sealing import seal_of

DAY = timedelta(days=1)
SHOWN = 5
CHUNK = 2000
LEADS_TO = {
    "date_change.asked": ChangeStatus.ASKED,
    "date_change.adopted": ChangeStatus.APPROVED,
    "date_change.approved": ChangeStatus.APPROVED,
    "date_change.refused": ChangeStatus.REFUSED,
    "date_change.withdrawn": ChangeStatus.WITHDRAWN,
    "pause.asked": ChangeStatus.ASKED,
    "pause.approved": ChangeStatus.APPROVED,
    "pause.refused": ChangeStatus.REFUSED,
    "pause.withdrawn": ChangeStatus.WITHDRAWN,
}
PLANS = ("plan.scheduled", "plan.replanned")


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when every plan that moved a promise later has its approved date change, no plan was
    altered afterwards, nobody approved alone, every request stands as the journal says, and
    projects are paused as was approved."""
    found = {
        N_("推迟了承诺日期却没有改期记录的项目：{names}"): sorted(_unapproved(tenant)),
        N_("存档的计划被改动过的项目：{names}"): sorted(_altered(tenant)),
        N_("原计划与项目登记的原要求完成不一致的项目：{names}"): _unlike_original(tenant),
        N_("自己批准自己的改期或暂停的项目：{names}"): sorted(_alone(tenant)),
        N_("改期或暂停的状态与日志不符的项目：{names}"): sorted(_astray(tenant)),
        N_("整体暂停与项目登记的不一致的项目：{names}"): sorted(_paused_otherwise(tenant)),
    }
    return [say(words, names=_names(ids)) for words, ids in found.items() if ids]


def _unapproved(tenant: Tenant) -> set[UUID]:
    """By the journal for all promises, and by the baselines themselves for the finish."""
    approved = set(
        DateChange.objects.filter(tenant=tenant, status=ChangeStatus.APPROVED).values_list(
            "project_id", "baseline__number"
        )
    )
    moved = (*_moved_by_events(tenant), *_moved_finish(tenant))
    return {project for project, number in moved if (project, number) not in approved}


def _moved_by_events(tenant: Tenant) -> Iterator[tuple[UUID, int]]:
    events = events_of(tenant.pk).filter(code="plan.replanned").order_by()
    for project, details in events.values_list("object_id", "details").iterator(CHUNK):
        if details.get("moved"):
            yield project, details["number"]


def _moved_finish(tenant: Tenant) -> Iterator[tuple[UUID, int]]:
    """Later than in the plan before, and that is a promise of its own."""
    rows = Baseline.objects.filter(project__tenant=tenant).order_by("project_id", "number")
    told = rows.values_list("project_id", "number", "required_finish").iterator(CHUNK)
    for project, group in groupby(told, key=lambda row: row[0]):
        for (_, _, before), (_, number, after) in pairwise(group):
            if after > before:
                yield project, number


def _altered(tenant: Tenant) -> Iterator[UUID]:
    """Plans whose dates are not those that the journal sealed; the original is one of them."""
    events = events_of(tenant.pk).filter(code__in=PLANS).order_by("object_id")
    seals = events.values_list("object_id", "details").iterator(CHUNK)
    sealed = {(pk, said.get("number")): said.get("seal") for pk, said in seals}
    for baseline in Baseline.objects.filter(project__tenant=tenant).iterator(CHUNK):
        if sealed.get((baseline.project_id, baseline.number)) != seal_of(baseline):
            yield baseline.project_id


def _unlike_original(tenant: Tenant) -> list[UUID]:
    rows = Baseline.objects.filter(project__tenant=tenant, number=0)
    wrong = rows.exclude(project__original_finish=F("required_finish"))
    return list(wrong.order_by().values_list("project_id", flat=True))


def _alone(tenant: Tenant) -> Iterator[UUID]:
    """A plan adopted directly is decided by whoever drew it, and takes another's word."""
    for kind, which in ((DateChange, Q(direct=False)), (PlanPause, Q())):
        rows = kind._default_manager.filter(which, tenant=tenant, decided_by=F("asked_by"))
        yield from rows.order_by().values_list("project_id", flat=True)


def _astray(tenant: Tenant) -> Iterator[UUID]:
    for kind in (DateChange, PlanPause):
        stand = {
            pk: (status, project)
            for pk, status, project in kind._default_manager.filter(tenant=tenant)
            .order_by()
            .values_list("pk", "status", "project_id")
        }
        told = _last_states(tenant, kind._meta.label)
        for pk, (status, project) in stand.items():
            if told.get(pk) != status:
                yield project


def _paused_otherwise(tenant: Tenant) -> set[UUID]:
    """Projects that rest as a whole without a pause that says so, or the other way round."""
    projects = Project.objects.filter(tenant=tenant, paused_on__isnull=False).order_by()
    rests = set(projects.values_list("pk", "paused_on", "paused_until"))
    granted = PlanPause.objects.filter(tenant=tenant, subject="", status=ChangeStatus.APPROVED)
    rows = granted.order_by().values_list("project_id", "since", "expected", "ended_on")
    told = {(pk, since, _last_day(until, ended)) for pk, since, until, ended in rows}
    running = granted.filter(ended_on__isnull=True).order_by()
    asked = set(running.values_list("project_id", "since", "expected"))
    return {pk for pk, *_ in (rests - told) | (asked - rests)}


def _last_day(expected: date, ended: date | None) -> date:
    return expected if ended is None else min(expected, ended - DAY)


def _last_states(tenant: Tenant, label: str) -> dict[UUID, Any]:
    events = events_of(tenant.pk).filter(object_kind=label, code__in=LEADS_TO).order_by("seq")
    return {pk: LEADS_TO[code] for pk, code in events.values_list("object_id", "code")}


def _names(ids: list[UUID]) -> str:
    rows = Project.objects.filter(pk__in=ids).order_by("number")
    named = "、".join(f"“{row.name}”" for row in islice(rows, SHOWN))
    return named + ("……" if len(set(ids)) > SHOWN else "")
