"""Looking for a better proposal: long, outside any transaction, kept only if it is better."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from django.db import transaction

from guatu.capacity.actions.levelling import capacities_of, fill
from guatu.capacity.choices import LevellingStatus
from guatu.capacity.models import Levelling
from guatu.capacity.queries.portfolio import portfolio_of
from guatu.domain.capacity import can_optimise
from guatu.domain.words import say
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.workdays.queries import calendar_in_force


@transaction.atomic
def begin_search(proposal: Levelling, *, by: User, now: datetime) -> None:
    """Mark the proposal as being bettered; the search itself follows as a job."""
    require(by, "capacity.level")
    if not can_optimise():
        raise Refusal(
            say("这台服务器没有装优化组件，可请系统管理员装上后再用；现有建议照样可以采用。")
        )
    held = Levelling.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if held.is_searched(now):
        raise Refusal(say("这份建议正在优化，请等它算完。"))
    held.status, held.searching_since, held.fault = LevellingStatus.SEARCHING, now, None
    held.save(update_fields=["status", "searching_since", "fault"])


def search(
    proposal: Levelling, *, seconds: int, tell: Callable[[float, int], None] | None = None
) -> None:
    """Search for ``seconds`` from the plans as they are now for the day of the proposal.

    What is found replaces the proposal only if it slips less. A plan that has changed meanwhile
    is told when the proposal is adopted.
    """
    optimum = import_module("guatu.domain.capacity.optimum")  # the extra may not be installed
    capacities = capacities_of(proposal.tenant)
    portfolio = portfolio_of(proposal.tenant, proposal.day, calendar_in_force())
    resources = [one.resource() for one in capacities]
    demands = portfolio.demands(capacities)
    try:
        found = optimum.optimise(
            portfolio.net, portfolio.calendars, resources, demands, seconds=seconds, tell=tell
        )
    except CalendarOutOfRange as error:
        _end(proposal, fault=error.sentence.as_json())
        return
    if found.levelled.total_slip < proposal.slip:
        fill(proposal, portfolio, portfolio.scheduled(), found.levelled, capacities)
        proposal.stamps = {str(p.pk): p.version for p in portfolio.projects}
    proposal.bound, proposal.proven = found.bound, found.proven
    proposal.searched = seconds
    _end(proposal, fault=None)


def _end(proposal: Levelling, *, fault: dict[str, object] | None) -> None:
    proposal.fault, proposal.status = (
        fault,
        LevellingStatus.FAILED if fault else LevellingStatus.READY,
    )
    proposal.save(
        update_fields=[
            "fault", "status", "projects", "steps", "slip", "stamps", "bound", "proven", "searched",
        ]
    )  # fmt: skip
