"""From a matter to a draft: what is asked of whom, by when, with what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from guatu.dispatches.actions.holding import finish, hold, needs_words, record
from guatu.dispatches.actions.issuing import issue_held
from guatu.dispatches.choices import EvidenceKind, Kind, Source, Weight
from guatu.dispatches.models import Dispatch, Part
from guatu.dispatches.queries.addressing import unit_fault
from guatu.dispatches.terms import limits_of, terms_of
from guatu.domain.clocks import OfficeHours, closing
from guatu.domain.lifecycle import Verb
from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.choices import Role
from guatu.org.models import Post, Tenant, Unit, User
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.workdays.queries import calendar_in_force

MOST_ASSISTING = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """What a dispatch asks; ``origin`` is the row that it comes from, if any.

    Without ``urgency`` the usual class of the limits in force; ``due_on`` stands above its limit.
    ``owner_post`` is who in the lead
    unit answers for it, its liaison where none is named.
    """

    title: str
    asked: str
    lead_unit: Unit
    source: str = Source.OTHER
    kind: str = Kind.ASSIGNMENT
    urgency: str = ""
    weight: int = Weight.PLAIN
    owner_post: Post | None = None
    assisting: Sequence[Unit] = ()
    due_on: date | None = None
    evidence: Sequence[str] = ()
    project: Project | None = None
    milestone: Milestone | None = None
    need: SupportNeed | None = None
    source_words: str = ""
    issuer_post: Post | None = None
    origin: models.Model | None = None


@transaction.atomic
def draft(tenant: Tenant, matter: Matter, *, by: User, now: datetime) -> Dispatch:
    """拟稿: kept for its author and the office until it is issued."""
    require(by, "dispatch.draft", tenant)
    dispatch = _drafted(tenant, matter, by, now)
    record("dispatch.drafted", dispatch, by=by, now=now, unit=matter.lead_unit.label)
    return dispatch


@transaction.atomic
def give(tenant: Tenant, matter: Matter, *, by: User, now: datetime) -> Dispatch:
    """Draft and issue in one act, for those who may issue; written in a meeting or on a site."""
    require(by, "dispatch.draft", tenant)
    dispatch = _drafted(tenant, matter, by, now)
    held = hold(dispatch, Verb.ISSUE, seen=dispatch.version, by=by)
    issue_held(held, by=by, now=now)
    return held.dispatch


@transaction.atomic
def edit(dispatch: Dispatch, matter: Matter, *, seen: int, by: User, now: datetime) -> Dispatch:
    """Write the draft anew."""
    held = hold(dispatch, Verb.EDIT, seen=seen, by=by)
    values = _checked(held.dispatch.tenant, matter, held.dispatch.issuer_unit, now)
    changed = [name for name, value in values.items() if getattr(held.dispatch, name) != value]
    held.set(**{name: values[name] for name in changed})
    _put_parts(held.dispatch, matter)
    finish(held, by=by, now=now)
    named = "、".join(str(Dispatch._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    record("dispatch.edited", held.dispatch, by=by, now=now, fields=named or "承办单位")
    return held.dispatch


@transaction.atomic
def submit(dispatch: Dispatch, *, seen: int, by: User, now: datetime) -> Dispatch:
    """送审: for those who may draft but not issue."""
    held = hold(dispatch, Verb.SUBMIT, seen=seen, by=by)
    finish(held, by=by, now=now)
    record("dispatch.submitted", held.dispatch, by=by, now=now)
    return held.dispatch


@transaction.atomic
def return_draft(
    dispatch: Dispatch, *, reason: str, seen: int, by: User, now: datetime
) -> Dispatch:
    held = hold(dispatch, Verb.RETURN_DRAFT, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明要修改什么，拟稿人才知道怎么改。")))
    finish(held, by=by, now=now)
    record("dispatch.returned_draft", held.dispatch, by=by, now=now, reason=words)
    return held.dispatch


def _drafted(tenant: Tenant, matter: Matter, by: User, now: datetime) -> Dispatch:
    _refuse_in_other_names(matter, by)
    post = matter.issuer_post or _own_post(by)
    issuer_unit = post.unit if post else matter.lead_unit
    values = _checked(tenant, matter, issuer_unit, now)
    origin = matter.origin
    dispatch = Dispatch.objects.create(
        tenant=tenant,
        year=now.year,
        issuer_unit=issuer_unit,
        issuer_post=post,
        drafted_by=by,
        drafted_at=now,
        changed_at=now,
        changed_by_name=by.name,
        origin_kind=origin._meta.label if origin else "",
        origin_id=origin.pk if origin else None,
        **values,
    )
    _put_parts(dispatch, matter)
    return dispatch


def _refuse_in_other_names(matter: Matter, by: User) -> None:
    """Only the office writes what another post gives out: the leader's who is in the chair."""
    post = matter.issuer_post
    if post is None or post.pk in by.access.post_ids or Role.OFFICE in by.access.roles:
        return
    fault = say(N_("您不在“{post}”岗位上，不能以它的名义交办。"), post=post.title)
    raise Refusal(fault, {"issuer_post": fault})


def _own_post(by: User) -> Post | None:
    """The post in which ``by`` drafts: of several the one that may do most."""
    held = list(by.holdings.current().with_roles().order_by("post__rank", "id"))
    able = [h for h in held if h.roles & _DRAFTING]
    return (able or held)[0].post if held else None


def _checked(tenant: Tenant, matter: Matter, issuer_unit: Unit, now: datetime) -> dict[str, Any]:
    """The columns of ``matter``; every fault at its field."""
    faults: dict[str, Sentence] = {}
    for name, words in (
        ("title", say(N_("请写明工作事项。"))),
        ("asked", say(N_("请写明工作要求：要做到什么程度，交什么结果。"))),
    ):
        if not getattr(matter, name).strip():
            faults[name] = words
    if matter.due_on is not None and (fault := _due_fault(matter.due_on, tenant, now)):
        faults["due_on"] = fault
    if unknown := [kind for kind in matter.evidence if kind not in EvidenceKind.values]:
        faults["evidence"] = say(N_("没有“{kind}”这种材料，请重新勾选。"), kind=unknown[0])
    limits = limits_of(terms_of(tenant.pk))
    if matter.urgency and matter.urgency not in limits.codes:
        faults["urgency"] = say(N_("现行时限方案里没有这一紧急程度，请重新选择。"))
    faults |= _unit_faults(tenant, matter)
    if faults:
        first = next(iter(faults.values()))
        raise Refusal(first, faults)
    return {
        "kind": matter.kind,
        "source": matter.source,
        "source_words": matter.source_words.strip(),
        "title": matter.title.strip(),
        "asked": matter.asked.strip(),
        "evidence": [str(kind) for kind in matter.evidence],
        "urgency": matter.urgency or limits.usual,
        "weight": matter.weight,
        "due_on": matter.due_on,
        "project": matter.project,
        "milestone": matter.milestone,
        "need": matter.need,
    }


def _due_fault(day: date, tenant: Tenant, now: datetime) -> Sentence | None:
    calendar, terms = calendar_in_force(), terms_of(tenant.pk)
    if day < now.date():
        return say(N_("完成时限 {day} 已经过去，请另定日期。"), day=day.isoformat())
    if not calendar.first <= day <= calendar.last:
        return say(N_("完成时限 {day} 太远，请核对年份。"), day=day.isoformat())
    if closing(day, calendar, OfficeHours(terms.opens, terms.closes)) <= now:
        return say(N_("今天已经下班，完成时限请从明天起定。"))
    return None


def _unit_faults(tenant: Tenant, matter: Matter) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    post = matter.owner_post
    if fault := unit_fault(matter.lead_unit, tenant.pk, post=post):
        faults["lead_unit" if post is None else "owner_post"] = fault
    assisting = (unit_fault(unit, tenant.pk) for unit in matter.assisting)
    if fault := next(filter(None, assisting), None):
        faults["assisting"] = fault
    units = [unit.pk for unit in matter.assisting]
    if matter.lead_unit.pk in units or len(set(units)) < len(units):
        faults["assisting"] = say(N_("同一单位只能列一次：主办单位不必再列为协办。"))
    elif len(units) > MOST_ASSISTING:
        faults["assisting"] = say(N_("协办单位最多 {most} 个。"), most=MOST_ASSISTING)
    return faults


def _put_parts(dispatch: Dispatch, matter: Matter) -> None:
    dispatch.parts.all().delete()
    Part.objects.create(
        dispatch=dispatch, unit=matter.lead_unit, post=matter.owner_post, is_lead=True, serial=1
    )
    for serial, unit in enumerate(matter.assisting, start=2):
        Part.objects.create(dispatch=dispatch, unit=unit, serial=serial)


_DRAFTING = frozenset(
    {"office", "commander", "sponsor", "task_force", "unit_head", "liaison", "inspector"}
)
