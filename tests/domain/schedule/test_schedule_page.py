"""The examples of docs/algorithms/schedule.md, read from the page and run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    backplan,
    build_network,
    explain,
    schedule,
)
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "schedule.md"
EXAMPLES = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
EXAMPLES = [one for one in EXAMPLES if one.startswith("Example ")]
CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2026, 12, 31), seed_days(2020, 2026)
)

each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.splitlines()[0])


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == 3


@each
def test_the_dates_and_slack_of_an_example_are_as_printed(example):
    result = schedule(network(example), [CALENDAR])
    found = [
        [
            one.name,
            f"{one.early_start} … {one.early_finish}",
            f"{one.late_start} … {one.late_finish}",
            str(one.total_slack),
            str(one.free_slack),
            one.driver or "",
        ]
        for one in result.activities()
    ]
    assert found == table(example, "| activity | early |")


@each
def test_the_sentences_of_an_example_are_as_printed(example):
    net = network(example)
    plan = backplan(net, [CALENDAR])
    explained = re.search(r"^Explained: (“(.+?)”.+)$", example, re.MULTILINE)
    if explained:
        assert str(explain(schedule(net, [CALENDAR]), explained[2])) == explained[1]
    short = re.search(r"^Short by (\d+) workdays", example, re.MULTILINE)
    assert plan.short_by == (int(short[1]) if short else 0)
    advice = re.findall(r"^- (\d+): (.+)$", example, re.MULTILINE)
    assert [(str(one.gain), str(one.sentence)) for one in plan.compressions] == advice


def network(example):
    start, required = re.search(r"^Start (\S+), required (\S+)\.$", example, re.MULTILINE).groups()
    rows = table(example, "| activity | workdays |")
    links = [
        Link(before, name, kind, int(lag or 0))
        for name, _, after in rows
        for before, kind, lag in re.findall(r"(\S+) (FS|SS|FF|SF)([+-]\d+)?", after)
    ]
    plan = ProjectPlan(
        "page",
        date.fromisoformat(start),
        [Activity(name, name, int(workdays)) for name, workdays, _ in rows],
        links,
        required=date.fromisoformat(required),
    )
    return build_network([plan])


def table(example, head):
    lines = example[example.index(head) :].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows
