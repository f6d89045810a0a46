"""How much lies under 今天必须, for the badge beside the entry: one query for all sources.

Every page asks, so the answer is kept: until somebody does something (each act is an event of the
journal) or the next minute begins, whichever comes first.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet, Value

from guatu.boards.desk import days, dispatches, projects, promises, worklists
from guatu.boards.desk.standing import Standing, standing_of
from guatu.dispatches.choices import Leg
from guatu.journal.queries import events_of
from guatu.kit.clock import CHINA
from guatu.org.access import Access

KEPT = 90
"""Seconds; the key changes each minute."""


def badge_of(access: Access, now: datetime) -> int:
    """As ``must_today``, counted once a minute and act."""
    last = events_of(access.tenant_id).values_list("seq", flat=True).first()
    key = f"desk:{access.user_id}:{last}:{now:%Y%m%d%H%M}"
    kept = caches["counts"]
    return int(kept.get_or_set(key, lambda: must_today(access, now), KEPT) or 0)


def must_today(access: Access, now: datetime) -> int:
    """As ``desk_of(...).must``; a test compares the two."""
    standing = standing_of(access, now)
    today = now.astimezone(CHINA).date()
    end = datetime.combine(today + timedelta(days=1), time(0), CHINA)
    found = [
        *_dispatches(standing, end),
        projects.needs(standing, today),
        projects.milestones(standing, today),
        promises.due_by(standing, today),
        days.own_items(standing, today),
        worklists.to_fill(standing).filter(due__lt=end),
        worklists.to_approve(standing).filter(due__lt=end),
    ]
    month = projects.month_asked(standing)
    if projects.report_due(standing, month) <= today:
        found.append(projects.reporting(standing, month))
    return _count(found)


def _dispatches(standing: Standing, end: datetime) -> list[QuerySet[Any]]:
    by = dispatches.with_due
    rows = [
        by(dispatches.parts(standing), "clocks", *dispatches.OF_PARTS),
        by(dispatches.decisions(standing), "clocks", Leg.REVIEW),
        by(dispatches.extensions(standing), "part__clocks", Leg.FINISH),
        by(dispatches.waits(standing), "dispatch__clocks", Leg.WAIT),
    ]
    return [one.filter(due__lt=end) for one in rows]


def _count(found: list[QuerySet[Any]]) -> int:
    """Each source by its key and its place, so that a union drops nothing."""
    parts = [
        rows.order_by().annotate(place=Value(n)).values_list("pk", "place")
        for n, rows in enumerate(found)
    ]
    counted: int = parts[0].union(*parts[1:], all=True).count()
    return counted
