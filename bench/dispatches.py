"""Dispatches: a minute in which very many are due, a patrol among very many that are open, a click.

One dispatch is given through the acts; the others are copies of it made by the server, each with
its lead unit and its clock of finishing, as a dispatch has once it has been received.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from bench.country import empty_server
from bench.figures import Figure, tell
from bench.house import empty_house

if TYPE_CHECKING:
    from uuid import UUID

    from guatu.dispatches.models import Clock
    from tests.city import City

MANY, FEW, DUE, ALL_DUE = 1_000_000, 10_000, 100, 10_000
TICK_MS, TICK_RATIO, MINUTE_S = 100.0, 2.0, 10.0
ROUNDS = 9
#: The identifiers of a copy are the mark of its table and its number.
MARKS = {"dispatches_dispatch": "d1d1d1d1", "dispatches_part": "d2d2d2d2"}
CLOCKS = ("dispatches_clock", "d3d3d3d3")


def main(many: int = MANY) -> None:
    for name, house in (("PostgreSQL", empty_server), ("SQLite", empty_house)):
        _in_a_process_of_its_own(name, house, many)


def _in_a_process_of_its_own(name: str, house: Callable[[], object], many: int) -> None:
    """Django is set up once a process, so each database has one."""
    import os

    child = os.fork()
    if child == 0:
        try:
            with house():
                _measure(name, many)
        except BaseException as error:
            print(f"{name}: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit(f"{name} failed")


def _measure(name: str, many: int) -> None:
    city = _city()
    clock = _received(city)
    moment = clock.next_at
    assert moment is not None
    _copy(clock, 1, FEW)
    few = _tick_ms(moment, FEW)
    tell(Figure(f"{name}: patrol, {DUE} due of {FEW:,} open", few, "ms"))
    _all_due(name, moment)
    begin = perf_counter()
    _copy(clock, FEW + 1, many)
    print(f"  {name}: {many:,} open after {perf_counter() - begin:.0f} s", file=sys.stderr)
    much = _tick_ms(moment, many)
    tell(Figure(f"{name}: patrol, {DUE} due of {many:,} open", much, "ms", TICK_MS))
    tell(Figure(f"{name}: patrol, {many:,} open ÷ {FEW:,}", much / few, "×", TICK_RATIO))


def _city() -> City:
    from tests.city import build_city

    city = build_city()
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
    return city


def _received(city: City) -> Clock:
    """The clock of finishing of a dispatch that was received and reported on in time."""
    from guatu.dispatches.actions.doing import receive, report
    from guatu.dispatches.actions.drafting import Matter, give
    from guatu.dispatches.models import Clock
    from tests.city import NOW

    matter = Matter("示例项目供地手续", "完成供地手续，交批复文件", city.industry)
    given = give(city.tenant, matter, by=city.office, now=NOW)
    taken = receive(given, seen=given.version, by=city.liaison, now=NOW)
    report(taken, words="已上会", seen=taken.version, by=city.liaison, now=NOW)
    found: Clock = Clock.objects.get(leg="finish")
    return found


def _copy(clock: Clock, first: int, last: int) -> None:
    """Copies ``first`` to ``last``; their next rung is to come long after the one measured."""
    from django.db import connection

    for table, mark in MARKS.items():
        pk = clock.dispatch_id if table.endswith("dispatch") else clock.part_id
        changed = {"id": _id(mark)}
        if table.endswith("dispatch"):
            changed["serial"] = "k + 1"
        else:
            changed["dispatch_id"] = _id(MARKS["dispatches_dispatch"])
        _insert(table, pk, changed, first, last)
    later = "datetime(s.next_at, '+90 days', '+' || k || ' seconds')"
    if connection.vendor == "postgresql":
        later = "s.next_at + interval '90 days' + k * interval '1 second'"
    _insert(
        CLOCKS[0],
        clock.pk,
        {
            "id": _id(CLOCKS[1]),
            "dispatch_id": _id(MARKS["dispatches_dispatch"]),
            "part_id": _id(MARKS["dispatches_part"]),
            "next_at": later,
        },
        first,
        last,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(table: str, pk: object, changed: dict[str, str], first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - names of this file
        columns = [column[0] for column in cursor.description]
        taken = ", ".join(changed.get(name, f's."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        numbers = _numbers(connection.vendor, first, last)
        key = pk if connection.vendor == "postgresql" else pk.hex
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {taken} FROM {numbers}, "  # noqa: S608
            f"(SELECT * FROM {table} WHERE id = %s) s",
            [key],
        )


def _numbers(vendor: str, first: int, last: int) -> str:
    """``first`` to ``last`` as a table with a column ``k``."""
    if vendor == "postgresql":
        return f"generate_series({first}, {last}) k"
    counted = f"VALUES ({first}) UNION ALL SELECT k + 1 FROM n WHERE k < {last}"  # noqa: S608
    return f"(WITH RECURSIVE n(k) AS ({counted}) SELECT k FROM n)"  # noqa: S608


def _id(mark: str) -> str:
    from django.db import connection

    if connection.vendor == "postgresql":
        return f"('{mark}' || lpad(to_hex(k), 24, '0'))::uuid"
    return f"printf('{mark}%024x', k)"


def _number(mark: str, k: int) -> UUID:
    from uuid import UUID

    return UUID(f"{mark}{k:024x}")


def _due_now(moment: datetime, numbers: Iterator[int] | range) -> None:
    """Let the next rung of these copies come in the minute before ``moment``."""
    from guatu.dispatches.models import Clock

    ids = [_number(CLOCKS[1], k) for k in numbers]
    for start in range(0, len(ids), 500):
        at = moment - timedelta(milliseconds=start // 10)
        Clock.objects.filter(pk__in=ids[start : start + 500]).update(next_at=at)


def _tick_ms(moment: datetime, open_now: int) -> float:
    """The median patrol; each time others are due, spread over all that are open."""
    from statistics import median

    from guatu.ops.loop import press_all

    press_all(moment)
    taken = []
    step = open_now // DUE
    for turn in range(ROUNDS):
        _due_now(moment, (1 + turn * 7 + n * step for n in range(DUE)))
        begin = perf_counter()
        pressed = press_all(moment)
        taken.append((perf_counter() - begin) * 1000)
        _expect("patrol", pressed.clocks, DUE)
    return median(taken)


def _all_due(name: str, moment: datetime) -> None:
    """Ten thousand at once: fires, colours, events, and each event in the outbox."""
    from guatu.dispatches.models import Clock, Fire
    from guatu.journal import outbox
    from guatu.ops.loop import press_all
    from guatu.org.models import Tenant

    tenant = Tenant.objects.get(name="示例市").pk
    Fire.objects.all().delete()
    before = outbox.counts(tenant).rows
    _due_now(moment, range(1, ALL_DUE + 1))
    begin = perf_counter()
    pressed = press_all(moment)
    seconds = perf_counter() - begin
    _expect("minute", pressed.clocks, ALL_DUE)
    _expect("outbox", outbox.counts(tenant).rows - before, pressed.rungs)
    tell(Figure(f"{name}: {ALL_DUE:,} due in one minute, in the outbox", seconds, "s", MINUTE_S))
    Clock.objects.filter(next_at__lte=moment).update(next_at=moment + timedelta(days=90))


def _expect(what: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{what}: {found}, not {wanted}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
