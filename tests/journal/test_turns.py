"""Acts of one government that share rows take turns: none deadlocks another, no total is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection, transaction

from guatu.journal.actions import SYSTEM, record
from guatu.org.models import Tenant
from guatu.projects.models import Tally
from guatu.projects.tallies import NOBODY, Share, Shift
from tests.city import NOW
from tests.journal.test_recording import found, in_threads, numbers

WORKERS, ACTS = 4, 40


@pytest.mark.django_db(transaction=True)
def test_totals_and_journal_are_taken_in_one_order() -> None:
    """Half of the acts record first and move totals then, the other half the other way round."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    tenant = found()
    assert in_threads(WORKERS, lambda worker: _acts(tenant, totals_first=worker % 2 == 0)) == []
    assert Tally.objects.get(tenant=tenant).projects == WORKERS * ACTS
    assert numbers(tenant) == list(range(1, WORKERS * ACTS + 1))


def _acts(tenant: Tenant, *, totals_first: bool) -> None:
    for _ in range(ACTS):
        with transaction.atomic():
            steps = [_move_totals, _record]
            for step in steps if totals_first else reversed(steps):
                step(tenant)


def _move_totals(tenant: Tenant) -> None:
    shift = Shift()
    key = (tenant.pk, 2021, "city", NOBODY)
    shift.move(None, Share((key,), {"projects": 1}, (Decimal(0),) * 12))
    shift.apply()


def _record(tenant: Tenant) -> None:
    record("tenant.created", tenant, by=SYSTEM, at=NOW)
