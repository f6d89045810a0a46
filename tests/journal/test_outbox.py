"""The outbox: written with the event, told at least once, settled exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guatu.journal import codes, outbox
from guatu.journal.actions import SYSTEM, Note, record, record_many
from guatu.journal.codes import UnknownCode, register
from guatu.journal.models import Outbox
from guatu.org.models import Tenant
from tests.city import NOW, City
from tests.journal.test_recording import found, in_threads

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def telling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of new units somebody is told; of changed ones nobody."""
    monkeypatch.setattr(codes, "_telling", {"unit.created", "tenant.created"})


def happen(city: City, times: int = 1) -> None:
    notes = [Note("unit.created", city.industry) for _ in range(times)]
    record_many(notes, by=city.office, at=NOW)


def test_an_event_that_tells_somebody_goes_to_the_outbox(city: City) -> None:
    happen(city)
    [claim] = outbox.claim(NOW, limit=10)
    of = claim.occasion
    assert (of.code, of.object_id, of.actor_id) == (
        "unit.created",
        city.industry.pk,
        city.office.pk,
    )
    assert str(of.sentence) == "新增单位“示例工信局”"


def test_an_event_that_tells_nobody_costs_nothing_more(city: City) -> None:
    notes = [Note("unit.changed", city.industry)] * 5
    with CaptureQueriesContext(connection) as taken:
        record_many(notes, by=SYSTEM, at=NOW)
    assert not [one for one in taken if "outbox" in one["sql"]]
    assert outbox.claim(NOW, limit=10) == []


def test_an_act_that_fails_leaves_nothing_to_tell(city: City) -> None:
    def act() -> None:
        with transaction.atomic():
            happen(city)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        act()
    assert not Outbox.objects.exists()


def test_codes_that_tell_must_have_a_sentence() -> None:
    with pytest.raises(UnknownCode, match=r"unit\.vanished"):
        register({"unit.created": "…"}, tells=["unit.vanished"])


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(city: City) -> None:
    happen(city, 3)
    first = outbox.claim(NOW, limit=2)
    assert len(first) == 2
    assert len(outbox.claim(NOW, limit=10)) == 1
    assert outbox.claim(NOW + MINUTE, limit=10) == []
    again = outbox.claim(NOW + outbox.PATIENCE, limit=10)
    assert len(again) == 3
    assert {one.tries for one in again} == {2}


def test_only_who_still_holds_a_row_settles_it(city: City) -> None:
    happen(city, 2)
    slow = outbox.claim(NOW, limit=10)
    quick = outbox.claim(NOW + outbox.PATIENCE, limit=1)
    assert outbox.settle(quick, NOW) == {one.occasion.event_id for one in quick}
    assert outbox.settle(slow, NOW) == {slow[1].occasion.event_id}
    assert outbox.settle(slow, NOW) == frozenset()
    assert outbox.claim(NOW + timedelta(days=1), limit=10) == []


def test_what_failed_is_tried_again_after_pauses_that_double(city: City) -> None:
    happen(city)
    at, pauses = NOW, []
    for _ in range(12):
        [claim] = outbox.claim(at, limit=10)
        outbox.failed(claim, at, "示例：查不到")
        pauses.append(outbox.pause_after(claim.tries))
        assert outbox.claim(at + pauses[-1] - timedelta(seconds=1), limit=10) == []
        at += pauses[-1]
    assert pauses[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert pauses[-1] == outbox.LONGEST_PAUSE
    assert outbox.stuck(city.tenant.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_settling_outside_a_transaction_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.settle([], NOW)


def test_as_many_rows_as_events_that_tell(city: City) -> None:
    record("unit.changed", city.industry, by=SYSTEM, at=NOW)
    happen(city, 3)
    assert outbox.counts(city.tenant.pk) == outbox.Counts(events=3, rows=3)
    [*_rest, last] = outbox.claim(NOW, limit=10)
    Outbox.objects.filter(pk=last.occasion.event_id).delete()
    assert outbox.counts(city.tenant.pk) == outbox.Counts(events=3, rows=2)


def test_events_from_before_their_code_told_anybody_are_not_missing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    record("unit.changed", city.industry, by=SYSTEM, at=NOW)
    monkeypatch.setattr(codes, "_telling", {"unit.changed"})
    assert outbox.counts(city.tenant.pk) == outbox.Counts(events=0, rows=0)
    record("unit.changed", city.industry, by=SYSTEM, at=NOW)
    assert outbox.counts(city.tenant.pk) == outbox.Counts(events=1, rows=1)


def test_a_removed_event_would_take_its_row_with_it_only_by_force(city: City) -> None:
    happen(city)
    with pytest.raises(DatabaseError), transaction.atomic():
        Outbox.objects.get().event.delete()


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_get_the_same_row() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    tenant = found()
    _happen_to(tenant, 60)
    got: list[object] = []

    def work(_worker: int) -> None:
        while claims := outbox.claim(NOW, limit=4):
            got.extend(one.occasion.event_id for one in claims)

    assert in_threads(4, work) == []
    assert len(got) == len(set(got)) == 60


def _happen_to(tenant: Tenant, times: int) -> None:
    with transaction.atomic():
        record_many([Note("tenant.created", tenant)] * times, by=SYSTEM, at=NOW)
