"""Proposals: made at once by the heuristic, bettered in the background, adopted by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.capacity.choices import LevellingStatus
from guatu.capacity.models import Capacity, Levelling
from guatu.capacity.proposals import moved_steps, slips_of
from guatu.capacity.queries.portfolio import Portfolio, portfolio_of
from guatu.domain.capacity import Levelled, level
from guatu.domain.schedule import Schedule
from guatu.domain.words import Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.actions.milestones import forecast_milestone
from guatu.projects.models import Milestone, Project
from guatu.workdays.queries import calendar_in_force


@transaction.atomic
def propose(tenant: Tenant, *, by: User, now: datetime) -> Levelling:
    """The heuristic's answer to all limits that are set, kept so that it can be looked at."""
    require(by, "capacity.level")
    today = now.astimezone(CHINA).date()
    capacities = capacities_of(tenant)
    if not capacities:
        raise Refusal(say("还没有设定可承接量；请先设定包保领导或办理单位一周能接几件。"))
    portfolio = portfolio_of(tenant, today, calendar_in_force())
    if not portfolio.projects:
        raise Refusal(say("还没有在办的倒排计划，没有可以均衡的节点；请先为项目排计划。"))
    found = portfolio.scheduled()
    levelled = _levelled(portfolio, capacities)
    proposal = Levelling(
        tenant=tenant,
        day=today,
        made_at=now,
        made_by=by,
        status=LevellingStatus.READY,
        first_slip=levelled.total_slip,
        stamps={str(p.pk): p.version for p in portfolio.projects},
    )
    fill(proposal, portfolio, found, levelled, capacities)
    proposal.save(force_insert=True)
    journal.record(
        "capacity.levelled",
        tenant,
        by=by,
        at=now,
        projects=sum(1 for one in proposal.projects.values() if one["slip"]),
        slip=proposal.slip,
    )
    return proposal


def capacities_of(tenant: Tenant) -> list[Capacity]:
    """The limits in force, in a fixed order, with what their names need."""
    rows = Capacity.objects.filter(tenant=tenant).select_related("post__unit", "unit")
    return list(rows.prefetch_related("post__holdings__user").order_by("id"))


def fill(
    proposal: Levelling,
    portfolio: Portfolio,
    found: Schedule,
    levelled: Levelled,
    capacities: Sequence[Capacity],
) -> None:
    """Put what was found on the row; not saved."""
    slips = slips_of(portfolio, found, levelled, capacities)
    proposal.projects = {one.project: one.as_json() for one in slips}
    proposal.steps = moved_steps(portfolio, found, levelled)
    proposal.slip = levelled.total_slip


@transaction.atomic
def adopt(proposal: Levelling, project_ids: Iterable[UUID], *, by: User, now: datetime) -> int:
    """Steps of the chosen projects are expected when the proposal says; returns how many moved.

    No committed date moves: where one will not be kept, the light and the forecast say so, and
    another date has to be asked for. Refused when a plan has changed since the proposal was made.
    """
    require(by, "capacity.adopt")
    held = Levelling.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    chosen = [str(pk) for pk in project_ids if str(pk) in held.projects]
    if not chosen:
        raise Refusal(say("请先勾选要采用建议的项目。"))
    _refuse_unready(held, now)
    _refuse_stale(held, chosen)
    steps = Milestone.objects.filter(pk__in=list(held.steps), project_id__in=chosen)
    moved = 0
    for step in steps.select_related("project__tenant").order_by("project_id", "serial"):
        if step.actual_finish is None and step.duration:
            finish = date.fromisoformat(held.steps[str(step.pk)])
            forecast_milestone(step, finish=finish, by=by, now=now)
            moved += 1
    held.adopted = sorted({*held.adopted, *chosen})
    held.save(update_fields=["adopted"])
    journal.record("capacity.adopted", held, by=by, at=now, steps=moved)
    return moved


def _levelled(portfolio: Portfolio, capacities: Sequence[Capacity]) -> Levelled:
    resources = [one.resource() for one in capacities]
    try:
        return level(portfolio.net, portfolio.calendars, resources, portfolio.demands(capacities))
    except CalendarOutOfRange as error:
        raise Refusal(error.sentence) from error


def _refuse_unready(proposal: Levelling, now: datetime) -> None:
    if proposal.is_searched(now):
        raise Refusal(say("这份建议还在优化，算完再采用。"))


def _refuse_stale(proposal: Levelling, chosen: Sequence[str]) -> None:
    rows = Project.objects.filter(pk__in=chosen).order_by("id")
    stamps = {str(pk): version for pk, version in rows.values_list("pk", "version")}
    changed = [
        pk for pk in chosen if stamps.get(pk) != proposal.stamps[pk] and pk not in proposal.adopted
    ]
    if changed:
        names = defaultdict(
            str, {str(p.pk): p.name for p in Project.objects.filter(pk__in=changed)}
        )
        raise StateChanged(_changed_words([names[pk] for pk in changed]))


def _changed_words(names: Sequence[str]) -> Sentence:
    return say(
        "这份建议做出以后，{names} 等 {count} 个项目有变动，建议不再准确；请重新试排。",
        names="、".join(names[:3]),
        count=len(names),
    )
