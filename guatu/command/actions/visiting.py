"""The log of visits: planned, made, put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from guatu.command.actions.clearing import Picture, photo_of
from guatu.command.actions.holding import day_of, hold_visit
from guatu.command.models import Visit
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.access import require
from guatu.org.models import Post, User
from guatu.projects.models import Project

#: Days ahead for which a visit is planned; further off it is mistyped.
FURTHEST = 400


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on site; the photo is never asked for."""

    on: date
    found: str
    follow_up: str = ""
    picture: Picture | None = None


@transaction.atomic
def plan_visit(project: Project, leader: Post, day: date, *, by: User, now: datetime) -> Visit:
    """安排走访."""
    visit = Visit(
        tenant=project.tenant, project=project, leader=leader, planned_on=day, logged_by=by,
        logged_at=now,
    )  # fmt: skip
    require(by, "visit.log", visit)
    today = day_of(now)
    if not today <= day <= today + timedelta(FURTHEST):
        fault = say(N_("计划走访的日期应在今天以后，请核对。"))
        raise Refusal(fault, {"planned_on": fault})
    _refuse_post(project, leader)
    visit.save(force_insert=True)
    journal.record("visit.planned", visit, by=by, at=now)
    return visit


@transaction.atomic
def log_visit(project: Project, leader: Post, seen: Seen, *, by: User, now: datetime) -> Visit:
    """登记走访, without a plan before."""
    visit = Visit(
        tenant=project.tenant, project=project, leader=leader, logged_by=by, logged_at=now
    )
    require(by, "visit.log", visit)
    _refuse_post(project, leader)
    _put(visit, seen, now)
    visit.save(force_insert=True)
    journal.record("visit.made", visit, by=by, at=now, found=visit.found)
    return visit


@transaction.atomic
def make_visit(
    visit: Visit, seen: Seen, *, version: int | None = None, by: User, now: datetime
) -> Visit:
    """What was planned has been made, or what was noted of it is put right."""
    held = hold_visit(visit, seen=version, by=by)
    first = held.made_on is None
    before = (held.made_on, held.found, held.follow_up)
    _put(held, seen, now)
    held.version += 1
    held.save()
    if first:
        journal.record("visit.made", held, by=by, at=now, found=held.found)
    else:
        journal.record("visit.changed", held, by=by, at=now, fields=_changed(held, before))
    return held


def _put(visit: Visit, seen: Seen, now: datetime) -> None:
    asked = say(N_("请写明现场看到什么、卡在哪里。"))
    found = text_of(seen.found, asked, field="found", most=800)
    if (fault := _day_fault(seen.on, day_of(now))) is not None:
        raise Refusal(fault, {"made_on": fault})
    visit.made_on, visit.found = seen.on, found
    visit.follow_up = seen.follow_up.strip()[:300]
    if seen.picture is not None:
        visit.photo, visit.photo_media = photo_of(seen.picture)


def _day_fault(day: date, today: date) -> Sentence | None:
    if day > today:
        return say(N_("走访日期不能晚于今天；还没有去的请先安排走访。"))
    if day < today - timedelta(FURTHEST):
        return say(N_("走访日期在一年以前，请核对年份。"))
    return None


def _refuse_post(project: Project, leader: Post) -> None:
    fault = None
    if leader.tenant_id != project.tenant_id or leader.closed_on is not None:
        fault = say(N_("所选岗位已撤销或不属于本地，请重新选择。"))
    if fault is not None:
        raise Refusal(fault, {"leader": fault})


def _changed(visit: Visit, before: tuple[date | None, str, str]) -> str:
    after = (visit.made_on, visit.found, visit.follow_up)
    names = ("made_on", "found", "follow_up")
    changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
    return "、".join(str(Visit._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
