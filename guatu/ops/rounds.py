"""Patrols over all governments of the database, by the clock of each.

What is due is found in one query for all. To judge everything, after a change of the calendar or
to be sure, several processes share the governments where the database takes many writers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from uuid import UUID

import django
from django.db import connection, transaction
from django.db.models import Count

from guatu.kit import clock
from guatu.org.models import Tenant
from guatu.projects.models import Project
from guatu.projects.patrol import Progress, Round, patrol, patrol_many, recheck
from guatu.projects.reschedule import Rescheduled, reschedule
from guatu.projects.states import astray

#: A process is worth its start from so many projects on.
WORTH_SHARING = 20_000
SHARE = 4_000
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Part:
    """Some governments, and how many listed projects they have."""

    tenants: tuple[UUID, ...]
    projects: int


def patrol_all(
    now: datetime,
    *,
    everything: bool = False,
    processes: int = 1,
    tell: Progress | None = None,
) -> Round:
    """A round over all governments; a demonstration is judged by the day on which it stands."""
    rounds = [
        patrol(tenant, now=moment_of(tenant, now), everything=everything)
        for tenant in Tenant.objects.filter(stopped_on__isnull=False).order_by("id")
    ]
    running = Tenant.objects.filter(stopped_on__isnull=True)
    parts = list(_parts(list(running.values_list("pk", flat=True)))) if everything else []
    whole = sum(part.projects for part in parts)
    if processes > 1 and whole >= WORTH_SHARING and connection.vendor != "sqlite":
        rounds += _shared(parts, now, processes, tell)
    elif everything:
        rounds.append(patrol_many(_ids(parts), now=now, everything=True, tell=tell))
    else:
        stopped = Tenant.objects.filter(stopped_on__isnull=False).values_list("pk", flat=True)
        rounds.append(patrol_many(None, now=now, without=list(stopped), tell=tell))
    return Round(sum(r.judged for r in rounds), sum(r.turned for r in rounds))


def reschedule_all(now: datetime, *, tell: Progress | None = None) -> Rescheduled:
    """Every open plan computed anew, and what has moved judged, by the clock of each government.

    Governments whose clocks tell the same are taken together.
    """
    together: dict[datetime, list[UUID]] = defaultdict(list)
    for tenant in Tenant.objects.order_by("id"):
        together[moment_of(tenant, now)].append(tenant.pk)
    done = [reschedule(tenants, now=at, tell=tell) for at, tenants in together.items()]
    for at, tenants in together.items():
        patrol_many(tenants, now=at)
    return Rescheduled(sum(one.computed for one in done), sum(one.moved for one in done))


def moment_of(tenant: Tenant, now: datetime) -> datetime:
    """``now`` by the clock of ``tenant``: a demonstration stands still on its day."""
    day = tenant.stopped_on
    local = now.astimezone(clock.CHINA)
    return local.replace(year=day.year, month=day.month, day=day.day) if day else local


def _parts(tenants: Sequence[UUID]) -> Iterator[Part]:
    """Governments together until they have some thousand projects."""
    listed = Project.objects.listed().filter(tenant__in=Tenant.objects.values("pk"))
    sizes = dict(listed.order_by().values_list("tenant").annotate(Count("pk")))
    own: list[UUID] = []
    projects = 0
    for pk in tenants:
        own.append(pk)
        projects += sizes.get(pk, 0)
        if projects >= SHARE:
            yield Part(tuple(own), projects)
            own, projects = [], 0
    if own:
        yield Part(tuple(own), projects)


def _ids(parts: Sequence[Part]) -> list[UUID]:
    return [pk for part in parts for pk in part.tenants]


def _shared(
    parts: Sequence[Part], now: datetime, processes: int, tell: Progress | None
) -> list[Round]:
    done, whole, rounds = 0, sum(part.projects for part in parts), []
    spawn = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=django.setup) as pool:
        work = [(part.tenants, now) for part in parts]
        for part, taken in zip(parts, pool.map(_patrol_part, work), strict=True):
            rounds.append(taken)
            done += part.projects
            if tell:
                tell(done, whole)
    return rounds


def _patrol_part(work: tuple[tuple[UUID, ...], datetime]) -> Round:
    tenants, now = work
    return patrol_many(tenants, now=now, everything=True)


def restate(tenant: Tenant, now: datetime) -> int:
    """Keep anew how projects stand whose kept standing is not what their rows say."""
    projects = Project.objects.filter(tenant=tenant, next_check__isnull=False).order_by("id")
    ids, mended = list(projects.values_list("pk", flat=True)), 0
    for start in range(0, len(ids), AT_A_TIME):
        with transaction.atomic():
            held = Project.objects.select_for_update(of=("self",), no_key=True)
            found = held.filter(pk__in=ids[start : start + AT_A_TIME]).select_related("tenant")
            wrong = astray(list(found.order_by("id")))
            recheck(wrong, now=now)
        mended += len(wrong)
    return mended
