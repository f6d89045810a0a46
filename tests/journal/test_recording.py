"""Recording: with the act or not at all, numbered without a gap, and never changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from guatu.journal.actions import PATROL, SYSTEM, Note, plain, record, record_many
from guatu.journal.codes import UnknownCode
from guatu.journal.models import Event, EventCounter
from guatu.journal.queries import events_of, history_of, latest
from guatu.org.models import Tenant
from tests.city import NOW, City
from tests.journal_unlocked import journal_unlocked


def found(name: str = "示例市") -> Tenant:
    return Tenant.objects.create(name=name, short_name=name, year=2021)


def numbers(tenant: Tenant) -> list[int]:
    return list(events_of(tenant.pk).order_by("seq").values_list("seq", flat=True))


def test_an_event_says_who_did_what_to_which_object(city: City) -> None:
    event = record("unit.changed", city.industry, by=city.office, at=NOW, changes={"name": [1, 2]})
    event.refresh_from_db()
    assert (event.seq, event.code, event.at) == (1, "unit.changed", NOW)
    assert (event.object_kind, event.object_id) == ("org.Unit", city.industry.pk)
    assert event.object_label == "示例工信局"
    assert (event.actor_id, event.actor_name) == (city.office.pk, "示例甲")
    assert event.details == {"changes": {"name": [1, 2]}}
    assert event.tenant_id == city.tenant.pk


def test_the_name_of_the_time_stays_when_the_object_is_renamed(city: City) -> None:
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    city.industry.name = "示例工业局"
    city.industry.save(update_fields=["name"])
    event = history_of(city.industry.pk).get()
    assert (event.object_label, event.actor_id, event.actor_name) == ("示例工信局", None, "系统")


def test_an_event_about_the_government_itself_belongs_to_it(city: City) -> None:
    assert record("tenant.created", city.tenant, by=SYSTEM, at=NOW).tenant_id == city.tenant.pk


def test_many_events_get_consecutive_numbers_in_order(city: City) -> None:
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    notes = [Note("post.taken", post, {"day": NOW.date()}) for post in city.posts.values()]
    events = record_many(notes, by=PATROL, at=NOW)
    assert [e.seq for e in events] == list(range(2, 2 + len(notes)))
    assert numbers(city.tenant) == list(range(1, 2 + len(notes)))
    assert [e.object_id for e in events] == [post.pk for post in city.posts.values()]


def test_nothing_to_record_takes_no_number(city: City) -> None:
    assert record_many([], by=SYSTEM, at=NOW) == []
    assert record("unit.created", city.industry, by=SYSTEM, at=NOW).seq == 1


def test_each_government_counts_for_itself(city: City) -> None:
    neighbour = found("示例邻县")
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    assert record("tenant.created", neighbour, by=SYSTEM, at=NOW).seq == 1


def test_an_act_that_fails_leaves_no_event_and_no_gap(city: City) -> None:
    def act() -> None:
        with transaction.atomic():
            record("unit.created", city.industry, by=SYSTEM, at=NOW)
            raise RuntimeError("示例：办到一半")

    with pytest.raises(RuntimeError, match="办到一半"):
        act()
    assert numbers(city.tenant) == []
    assert record("unit.created", city.industry, by=SYSTEM, at=NOW).seq == 1


def test_a_code_that_nobody_can_read_is_refused(city: City) -> None:
    with pytest.raises(UnknownCode, match=r"unit\.vanished"):
        record("unit.vanished", city.industry, by=SYSTEM, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_an_error() -> None:
    tenant = found()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record("tenant.created", tenant, by=SYSTEM, at=NOW)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_are_without_gap_when_many_act_at_once() -> None:
    """Four threads, each with connections of its own; one act in three fails after recording."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    tenant = found()
    failures = in_threads(4, lambda worker: _acts(tenant, worker))
    assert failures == []
    assert numbers(tenant) == list(range(1, 4 * 8 + 1))
    assert EventCounter.objects.get(tenant=tenant).last == 4 * 8


def _acts(tenant: Tenant, worker: int) -> None:
    for turn in range(12):
        try:
            with transaction.atomic():
                record("tenant.created", tenant, by=SYSTEM, at=NOW, worker=worker, turn=turn)
                if turn % 3 == 2:
                    raise InterruptedError
        except InterruptedError:
            pass


def in_threads(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Run ``work`` in ``count`` threads at once; returns what they raised."""
    together, failures = threading.Barrier(count), list[BaseException]()

    def run(worker: int) -> None:
        try:
            together.wait(20)
            work(worker)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


@pytest.mark.parametrize(
    "slip",
    [
        lambda rows: rows.update(actor_name="示例乙"),
        lambda rows: rows.filter(seq=1).update(details={}),
        lambda rows: rows.delete(),
        lambda rows: rows.get(seq=1).delete(),
        lambda rows: rows.bulk_update([rows.get(seq=1)], ["at"]),
    ],
    ids=["update", "update one", "delete", "delete one", "bulk update"],
)
def test_the_database_refuses_to_change_or_remove_an_event(
    city: City, slip: Callable[[models.QuerySet[Event]], Any]
) -> None:
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    before = list(Event.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        slip(events_of(city.tenant.pk))
    assert list(Event.objects.values()) == before


def test_the_database_refuses_a_replacing_insert(city: City) -> None:
    """SQLite's REPLACE deletes the row in its way; only recursive triggers notice that."""
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is a word of SQLite")
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT OR REPLACE INTO journal_event SELECT * FROM journal_event")


def test_the_database_refuses_to_empty_the_journal(city: City) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is a word of PostgreSQL")
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE journal_event CASCADE")


def test_the_protection_comes_back_after_a_test_lifted_it(city: City) -> None:
    record("unit.created", city.industry, by=SYSTEM, at=NOW)
    with journal_unlocked():
        Event.objects.update(actor_name="示例乙")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()


def test_history_is_newest_first_and_of_the_objects_asked_for(city: City) -> None:
    for number, unit in enumerate((city.industry, city.housing, city.industry)):
        record("unit.changed", unit, by=SYSTEM, at=NOW + timedelta(minutes=number))
    record("unit.closed", city.industry, by=SYSTEM, at=NOW)
    assert [e.seq for e in history_of(city.industry.pk)] == [4, 3, 1]
    assert [e.seq for e in history_of(city.industry.pk, city.housing.pk)] == [4, 3, 2, 1]
    last = latest(city.industry.pk, ["unit.changed"])
    assert last is not None
    assert last.seq == 3
    assert latest(city.workshop.pk) is None


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (None, None),
        ("示例", "示例"),
        (7, 7),
        (True, True),
        (Decimal("12000.0000"), "12000"),
        (Decimal("0.5000"), "0.5"),
        (Decimal("0.0000"), "0"),
        (Decimal("1E+4"), "10000"),
        (date(2021, 3, 15), "2021-03-15"),
        (datetime(2021, 3, 15, 9, 0), "2021-03-15T09:00:00"),
        ({"total": [Decimal(1), None]}, {"total": ["1", None]}),
        ((date(2021, 1, 1), "x"), ["2021-01-01", "x"]),
        (Tenant(name="示例市"), "示例市"),
    ],
)
def test_details_become_what_json_can_hold(value: object, stored: object) -> None:
    assert plain(value) == stored
