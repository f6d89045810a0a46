"""What can be checked of the data without trusting them; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, Max

from guatu.commitments import proofs as of_promises
from guatu.datechanges import proofs as of_plans
from guatu.dispatches import proofs as of_dispatches
from guatu.domain.words import N_, Sentence, say
from guatu.journal import outbox
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.papers import proofs as of_papers
from guatu.projects import tallies
from guatu.projects.models import Project
from guatu.projects.states import astray


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when the journal has no gap, every total equals a recount, every project stands as
    its rows say, every dispatch, promise and paper as the journal does, no plan was changed but
    by a date change where it moved a promise, and all who are to be told are on the way to be
    told."""
    return [
        *_journal_faults(tenant),
        *_tally_faults(tenant),
        *_state_faults(tenant),
        *of_dispatches.faults(tenant),
        *of_promises.faults(tenant),
        *of_plans.faults(tenant),
        *of_papers.faults(tenant),
        *_outbox_faults(tenant),
    ]


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


def _outbox_faults(tenant: Tenant) -> Iterator[Sentence]:
    """Every event that tells somebody has its row, and none has been tried in vain too often."""
    counts = outbox.counts(tenant.pk)
    if counts.events != counts.rows:
        yield say(
            N_("应通知的日志有 {events} 条，发件箱有 {rows} 条"),
            events=counts.events,
            rows=counts.rows,
        )
    if n := outbox.stuck(tenant.pk):
        yield say(N_("{n} 件事多次未能通知到人，请查看日志中的错误"), n=n)


CHUNK = 500
