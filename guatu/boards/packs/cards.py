"""The cards of many projects at once: as many queries for ninety as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch

from guatu.boards.packs.facts import Card, Curve, Promise
from guatu.command.models import Blocker
from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment
from guatu.commitments.queries.listing import with_people as promised_by
from guatu.dispatches.models import Dispatch, Part
from guatu.domain import pace
from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.choices import NeedStatus
from guatu.projects.facts import curve_of, listed_rows
from guatu.projects.models import Milestone, ProgressReport, Project, SupportNeed
from guatu.projects.queries.listing import holders_of
from guatu.projects.queries.needs import NeedRow, rows_on
from guatu.projects.queries.needs import with_people as supplied_by
from guatu.projects.reasons import AsOf
from guatu.projects.tallies import done_by_month
from guatu.workdays.queries import calendar_in_force

R = TypeVar("R")


def cards_of(
    user: User, projects: Sequence[Project], promises: Iterable[Promise], now: datetime
) -> list[Card]:
    """In the order of ``projects``, which ``user`` may see."""
    ids, today = [project.pk for project in projects], now.astimezone(CHINA).date()
    reports = listed_rows(projects)
    holders = holders_of({p.sponsor_id for p in projects if p.sponsor_id})
    steps = Milestone.objects.filter(project_id__in=ids).order_by("serial", "id")
    milestones = _grouped(steps, lambda row: row.project_id)
    needs = _needs(ids, today)
    dispatches = _grouped(_dispatches(user, ids), lambda row: row.project_id)
    blockers = _grouped(_blockers(user, ids), lambda row: row.project_id)
    commitments = _grouped(_commitments(user, ids), lambda row: row.project_id)
    decided = _decided(promises)
    told = AsOf(today).told
    return [
        Card(
            project=one,
            sponsor=_sponsor(one, holders),
            reason=told(one.light_reason),
            share=pace.rate(one.year_done, one.year_plan),
            gap=pace.gap(one.year_done, one.year_plan, pace.expected_by_months(today, one.year)),
            curve=_curve(one, reports[one.pk].reports),
            milestones=milestones.get(one.pk, ()),
            needs=needs.get(one.pk, ()),
            dispatches=dispatches.get(one.pk, ()),
            blockers=blockers.get(one.pk, ()),
            commitments=commitments.get(one.pk, ()),
            promises=decided.get(one.pk, ()),
        )
        for one in projects
    ]


def _sponsor(project: Project, holders: Mapping[UUID, str]) -> str:
    """Who holds the post now, else its title; "" without one."""
    post = project.sponsor
    return (holders.get(post.pk) or post.title) if post is not None else ""


def _curve(project: Project, reports: Sequence[ProgressReport]) -> Curve:
    """Done ends with the last month of which a sum was reported."""
    last = max((r.period.month for r in reports if r.invested is not None), default=0)
    done, plan = done_by_month(reports), project.year_plan or Decimal(0)
    return Curve(
        plan=tuple(amount for _, amount in curve_of(project) or ()),
        pace=tuple(plan * month / 12 for month in range(1, 13)),
        done=tuple(done[month - 1] if month <= last else None for month in range(1, 13)),
    )


def _needs(ids: Sequence[UUID], today: date) -> Mapping[UUID, list[NeedRow]]:
    rows = SupportNeed.objects.filter(project_id__in=ids).exclude(status=NeedStatus.NOT_NEEDED)
    found: dict[UUID, list[NeedRow]] = defaultdict(list)
    for row in rows_on(supplied_by(rows).order_by("serial", "id"), today, calendar_in_force()):
        found[row.need.project_id].append(row)
    return found


def _dispatches(user: User, ids: Sequence[UUID]) -> Iterable[Dispatch]:
    """What is open and was handed out, the most pressing first."""
    rows = Dispatch.objects.visible_to(user).open()
    rows = rows.filter(project_id__in=ids, issued_at__isnull=False)
    parts = Prefetch("parts", Part.objects.select_related("unit"))
    return rows.prefetch_related(parts).order_by("next_due", "year", "serial", "id")


def _blockers(user: User, ids: Sequence[UUID]) -> Iterable[Blocker]:
    rows = Blocker.objects.visible_to(user).uncleared().filter(project_id__in=ids)
    rows = rows.select_related("owner_unit", "doing_unit", "dispatch")
    return rows.prefetch_related("dispatch__parts__unit").order_by("raised_at", "id")


def _commitments(user: User, ids: Sequence[UUID]) -> Iterable[Commitment]:
    rows = Commitment.objects.visible_to(user).filter(project_id__in=ids)
    rows = rows.exclude(status=CommitmentStatus.WITHDRAWN)
    return promised_by(rows.order_by("due_on", "number"))


def _decided(promises: Iterable[Promise]) -> Mapping[UUID, list[Promise]]:
    found: dict[UUID, list[Promise]] = defaultdict(list)
    for promise in promises:
        if promise.project is not None:
            found[promise.project.pk].append(promise)
    return found


def _grouped(rows: Iterable[R], project: Callable[[R], UUID | None]) -> Mapping[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        if (pk := project(row)) is not None:
            found[pk].append(row)
    return found
