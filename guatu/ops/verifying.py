"""What can be checked of the data without trusting them; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, Max

from guatu.domain.words import N_, Sentence, say
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.projects import tallies
from guatu.projects.models import Project
from guatu.projects.states import astray


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when the journal has no gap, every total equals a recount and every project stands
    as its rows say."""
    return [*_journal_faults(tenant), *_tally_faults(tenant), *_state_faults(tenant)]


def _journal_faults(tenant: Tenant) -> Iterator[Sentence]:
    """Numbers begin at 1 and are unique by constraint, so there is a gap if some are missing."""
    numbers = events_of(tenant.pk).order_by().aggregate(n=Count("pk"), last=Max("seq"))
    last = numbers["last"] or 0
    if numbers["n"] != last:
        yield say(
            N_("日志编号不连续：应有 1 至 {last} 号共 {last} 条，实有 {n} 条"),
            last=last,
            n=numbers["n"],
        )


def _tally_faults(tenant: Tenant) -> Iterator[Sentence]:
    counted = tallies.recount(tenant.pk)
    wrong = sum(1 for _ in tallies.differences(tenant.pk, counted))
    if wrong:
        yield say(N_("{wrong} 项合计与明细不符；运行 guatu recount 可按明细重写"), wrong=wrong)


def _state_faults(tenant: Tenant) -> Iterator[Sentence]:
    """What is kept of how projects stand is what lights are judged from."""
    projects = Project.objects.filter(tenant=tenant, next_check__isnull=False).order_by("id")
    listed, wrong = projects.iterator(CHUNK), 0
    while chunk := list(islice(listed, CHUNK)):
        wrong += len(astray(chunk))
    if wrong:
        yield say(
            N_("{wrong} 个项目留存的情况与明细不符；运行 guatu recount 可按明细重写"), wrong=wrong
        )


CHUNK = 500
