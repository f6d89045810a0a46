"""The tables of docs/algorithms/capacity.md, read from the page and run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from guatu.domain.capacity import Booking, Counted, Demand, Resource, level, weekly_loads
from guatu.domain.schedule import Activity, ProjectPlan, build_network
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

PAGE = (Path(__file__).parents[3] / "docs" / "algorithms" / "capacity.md").read_text("utf-8")
CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2026, 12, 31), seed_days(2020, 2026)
)
MONDAY = date(2026, 3, 2)


def tables(header: str) -> list[list[list[str]]]:
    """The cells of every table that begins with ``header``."""
    found = re.findall(rf"^\| {header}.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [
        [[cell.strip() for cell in row.strip("|").split("|")] for row in body.splitlines()]
        for body in found
    ]


def test_the_loads_are_as_printed():
    (steps,), (weeks,) = tables("step"), tables("week from")
    bookings = [
        Booking(name, date.fromisoformat(start), date.fromisoformat(end))
        for name, start, end in steps
    ]
    centre = Resource("c", "审批中心", 2, Counted.UNDER_WAY)
    found = weekly_loads(centre, bookings, MONDAY, date(2026, 3, 15))
    assert [[str(w.monday), str(w.load), str(w.over)] for w in found] == weeks


def test_the_levelled_plans_are_as_printed():
    plain, promised = tables("project")
    for rows in (plain, promised):
        required = None if rows[0][1] == "–" else date.fromisoformat(rows[0][1])
        net = build_network(
            [
                ProjectPlan(name, MONDAY, [Activity("a", "征拆", days)], required=required)
                for name, days in (("甲", 5), ("乙", 3))
            ]
        )
        crew = Resource("crew", "征拆队", 1, Counted.UNDER_WAY)
        found = level(net, [CALENDAR], [crew], [Demand(0, 0), Demand(1, 0)])
        assert [
            [
                project,
                str(required or "–"),
                f"{date.fromordinal(start)} … {date.fromordinal(end - 1)}",
                str(slip),
            ]
            for project, start, end, slip in zip(
                net.project_ids, found.start.tolist(), found.finish.tolist(), found.slip.tolist(),
                strict=True,
            )
        ] == rows  # fmt: skip
