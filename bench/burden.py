"""The meter of 300 units over eight weeks, and what weighing one dispatch for 20 of them costs.

The baseline of the meter is what a page without one definition for each count does: every clock is
read as an object with its dispatch and its unit and counted in Python.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bench.figures import Figure, median_ms, tell
from bench.house import browser, empty_house
from bench.worklists import UNITS, units_of

if TYPE_CHECKING:
    from guatu.org.models import Unit
    from tests.city import City

WEEKS, A_WEEK = 8, 4
"""Weeks that are shown, and slips of each unit in each of them."""
PAGE_MS, LINE_MS = 2_000.0, 200.0


def main() -> None:
    with empty_house():
        from guatu.dispatches.models import Clock
        from tests.burden.asking import capped
        from tests.city import build_city

        city = build_city()
        units_of(city)
        units = _units(city)
        _ask(city, units)
        capped(city, "typed", 9_000)
        clocks = f"{Clock.objects.count():,} clocks"
        _measure(city, units, clocks)


def _units(city: City) -> list[Unit]:
    from guatu.org.models import Unit

    return list(Unit.objects.filter(tenant=city.tenant).exclude(pk=city.root.pk).order_by("path"))


def _ask(city: City, units: list[Unit]) -> None:
    """Slips as they are issued, past the acts: only reading is measured."""
    from datetime import timedelta

    from guatu.dispatches.choices import Leg
    from guatu.dispatches.models import Clock, Dispatch, Part
    from guatu.kit.bulk import insert_rows
    from tests.city import NOW

    moments = [
        NOW - timedelta(days=7 * week, minutes=n) for week in range(WEEKS) for n in range(A_WEEK)
    ]
    dispatches, parts, clocks = [], [], []
    for n, (unit, at) in enumerate((unit, at) for unit in units for at in moments):
        row = Dispatch(
            tenant=city.tenant,
            year=2021,
            serial=n + 1,
            title=f"示例事项{n}",
            asked="按要求办理",
            evidence=["document"],
            issuer_unit=city.root,
            drafted_by=city.office,
            drafted_at=at,
            changed_at=at,
            issued_at=at,
            status="issued",
        )
        part = Part(dispatch=row, unit=unit, is_lead=True, serial=1)
        dispatches.append(row)
        parts.append(part)
        for leg in (Leg.RECEIVE, Leg.FIRST_REPLY, Leg.FINISH):
            due = at + timedelta(days=9)
            clocks.append(
                Clock(dispatch=row, part=part, leg=leg, started_at=at, due_at=due, first_due_at=due)
            )
    for rows in (dispatches, parts, clocks):
        insert_rows(rows)


def _measure(city: City, units: list[Unit], clocks: str) -> None:
    client = browser(city)

    def page() -> None:
        assert client.get("/burden/").status_code == 200

    spent = median_ms(page, 5)
    tell(Figure(f"meter of {UNITS} units, {WEEKS} weeks, {clocks}", spent, "ms", PAGE_MS))
    tell(Figure("baseline: all clocks as objects, counted", median_ms(_counted, 3), "ms"))
    sent = {
        "lead_unit": str(units[0].pk),
        "assisting": [str(unit.pk) for unit in units[1:20]],
        "evidence": ["document"],
    }
    spent = median_ms(lambda: client.post("/burden/costs/dispatch/", sent), 9)
    tell(Figure("line on a form: a dispatch for 20 units", spent, "ms", LINE_MS))


def _counted() -> None:
    from guatu.dispatches.models import Clock

    rows = Clock.objects.select_related("dispatch", "part__unit")
    assert Counter((row.part.unit.label, row.leg) for row in rows if row.part)


if __name__ == "__main__":
    main()
