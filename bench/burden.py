"""The meter of 300 units over eight weeks with ten years of typed reports behind them, and what
weighing one dispatch for 20 of them costs.

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
TYPED_WEEKS = 520
"""Of each a report typed by each unit: 156,520 in all, of which the page shows 2,408."""
PAGE_MS, LINE_MS = 2_000.0, 200.0


def main() -> None:
    with empty_house():
        from guatu.dispatches.models import Clock
        from guatu.projects.models import ReportTyping
        from tests.burden.asking import capped
        from tests.city import build_city

        city = build_city()
        units_of(city)
        units = _units(city)
        _ask(city, units)
        _type(city, units)
        capped(city, "typed", 9_000)
        rows = f"{Clock.objects.count():,} clocks, {ReportTyping.objects.count():,} typings"
        _measure(city, units, rows)


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


def _type(city: City, units: list[Unit]) -> None:
    """As the act of reporting keeps it, past the act."""
    from datetime import date, timedelta

    from guatu.kit.bulk import insert_rows
    from guatu.projects.models import ReportTyping
    from tests.city import NOW

    project = city.project()
    for week in range(TYPED_WEEKS):
        at = NOW - timedelta(days=7 * week)
        insert_rows(
            [
                ReportTyping(
                    tenant=city.tenant,
                    project=project,
                    period=date(2021, 1, 1),
                    at=at,
                    unit=unit,
                    cells=3 + n % 5,
                )
                for n, unit in enumerate(units)
            ]
        )


def _measure(city: City, units: list[Unit], rows: str) -> None:
    client = browser(city)

    def page() -> None:
        assert client.get("/burden/").status_code == 200

    spent = median_ms(page, 5)
    tell(Figure(f"meter of {UNITS} units, {WEEKS} weeks, {rows}", spent, "ms", PAGE_MS))
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
