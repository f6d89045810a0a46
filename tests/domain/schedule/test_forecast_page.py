"""The examples of docs/algorithms/forecast.md, read from the page and run."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from guatu.domain.schedule import Activity, Link, ProjectPlan, build_network, schedule
from guatu.domain.schedule.earned import (
    Curve,
    Part,
    earned_schedule,
    rounded,
    spi_t,
    standing_of,
)
from guatu.domain.schedule.quality import assess
from guatu.domain.schedule.risk import ThreePoint, risk
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "forecast.md"
PARTS = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2026, 12, 31), seed_days(2020, 2026)
)


def part(title):
    return next(one for one in PARTS if one.startswith(title))


def table(text, head):
    lines = text[text.index(head) :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows


def percent(share):
    return f"{rounded(100 * share, 1)} %"


def test_the_chances_of_the_first_example_are_as_printed():
    text = part("Example 1")
    net, spreads = network(text)
    assert f"{schedule(net, [CALENDAR]).project().early_finish}" in text
    for row in table(text, "| distribution |"):
        found = risk(net, [CALENDAR], spreads, seed=1, shape=row[0])
        days = [f"{day}" for day in (found.p50, found.p80, found.p90)]
        assert [row[0], *days, percent(found.probability)] == row
    found = risk(net, [CALENDAR], spreads, seed=1).criticality
    told = dict(table(text, "| activity | criticality"))
    assert {name: percent(share) for name, share in found.items()} == told


def network(text):
    start, required = re.search(r"Start (\S+), required (\S+)\.", text).groups()
    rows = table(text, "| activity | optimistic |")
    links = [Link(before, row[0]) for row in rows for before in re.findall(r"(\S+) FS", row[4])]
    plan = ProjectPlan(
        "example",
        date.fromisoformat(start),
        [Activity(row[0], row[0], int(row[2])) for row in rows],
        links,
        required=date.fromisoformat(required),
    )
    return build_network([plan]), {row[0]: ThreePoint(*map(int, row[1:4])) for row in rows}


def test_the_figures_of_the_second_example_are_as_printed():
    text = part("Example 2")
    planned, earned, at = re.search(r"PV ([\d, ]+) at .*EV (\d+) at AT (\d+)", text).groups()
    plan = Curve.by_period(int(value) for value in planned.split(","))
    found = earned_schedule(plan, int(earned), int(at))
    figures = {
        "ES": found.time,
        "SV(t)": found.variance,
        "SPI(t)": found.spi_t,
        "SPI": found.spi,
        "IEAC(t)": found.estimate,
        "IEAC(t), PF 1": found.estimate_at(),
        "TSPI": found.to_complete,
    }
    told = dict(table(text, "| figure |"))
    assert {name: f"{rounded(value, 4)}" for name, value in figures.items()} == told


def test_the_project_of_the_third_example_is_as_printed():
    text = part("Example 3")
    today = date.fromisoformat(re.search(r"morning of (\S+)\.", text)[1])
    parts = [
        Part(Decimal(weight), *map(date.fromisoformat, planned.split(" … ")), Fraction(done))
        for _, weight, planned, done in table(text, "| step |")
    ]
    found = standing_of(parts, today)
    assert found.months(found.figures.actual) == 4
    assert f"{rounded(found.months(found.figures.time), 2)} months are earned" in text
    assert f"SPI(t) {spi_t(parts, today)}." in text
    assert f"the end is {found.forecast};" in text
    assert f"as planned {found.last_day(found.figures.estimate_at())}." in text


def test_the_fourteen_checks_are_those_of_the_page():
    net, _ = network(part("Example 1"))
    told = [row[1] for row in table(part("Fourteen"), "| # | check |")]
    found = assess(schedule(net, [CALENDAR]), [CALENDAR])
    assert [str(check.name).split("（")[0] for check in found] == told
