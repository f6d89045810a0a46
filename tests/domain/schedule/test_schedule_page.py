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
from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar
from guatu.workdays.seed import seed_days

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "schedule.md"
EXAMPLES = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
EXAMPLES = [one for one in EXAMPLES if one.startswith("Example ")]
CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2026, 12, 31), seed_days(2020, 2026)
)

DAILY = WorkCalendar("日历日", date(2020, 1, 1), date(2026, 12, 31), {}, week=EVERY_DAY)
CALENDARS = [CALENDAR, DAILY]
HELD = {
    "SNET": ("snet",),
    "SNLT": ("snlt",),
    "FNET": ("fnet",),
    "FNLT": ("fnlt",),
    "deadline": ("fnlt",),
    "start on": ("snet", "snlt"),
    "finish on": ("fnet", "fnlt"),
    "must start on": ("snet", "snlt"),
    "must finish on": ("fnet", "fnlt"),
}

each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.splitlines()[0])


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == 8


@each
def test_the_dates_and_slack_of_an_example_are_as_printed(example):
    result = schedule(network(example), CALENDARS)
    found = [
        {
            "activity": one.name,
            "early": f"{one.early_start} … {one.early_finish}",
            "late": f"{one.late_start} … {one.late_finish}",
            "slack": str(one.total_slack),
            "free": str(one.free_slack),
            "driver": one.driver or "",
            "plan": f"{one.start} … {one.finish}",
        }
        for one in result.activities()
    ]
    printed = table(example, "| activity | early |")
    assert [{name: one[name] for name in printed[0]} for one in found] == printed


@each
def test_the_sentences_of_an_example_are_as_printed(example):
    net = network(example)
    plan = backplan(net, CALENDARS)
    explained = re.search(r"^Explained: (“(.+?)”.+)$", example, re.MULTILINE)
    if explained:
        assert str(explain(schedule(net, CALENDARS), explained[2])) == explained[1]
    short = re.search(r"^Short by (\d+) workdays", example, re.MULTILINE)
    assert plan.short_by == (int(short[1]) if short else 0)
    advice = re.findall(r"^- (\d+): (.+)$", example, re.MULTILINE)
    if advice:
        assert [(str(one.gain), str(one.sentence)) for one in plan.compressions] == advice


def network(example):
    start, required = re.search(r"^Start (\S+), required (\S+?)\.", example, re.MULTILINE).groups()
    told = re.search(r"Data date (\S+)\.$", example, re.MULTILINE)
    rows = table(example, "| activity | workdays |")
    links = [
        Link(before, row["activity"], kind, int(lag or 0))
        for row in rows
        for before, kind, lag in re.findall(r"(\S+) (FS|SS|FF|SF)([+-]\d+)?", row["after"])
    ]
    plan = ProjectPlan(
        "page",
        date.fromisoformat(start),
        [activity(row) for row in rows],
        links,
        required=date.fromisoformat(required),
        data_date=date.fromisoformat(told[1]) if told else None,
    )
    return build_network([plan])


def activity(row):
    return Activity(
        row["activity"],
        row["activity"],
        int(row["workdays"]),
        calendar=1 if row.get("calendar") == "all days" else 0,
        **held(row.get("held", "")),
        **progress(row.get("progress", "")),
    )


def held(words):
    if words == "as late as possible":
        return {"alap": True}
    kind, _, day = words.rpartition(" ")
    return (
        dict.fromkeys(HELD[kind], date.fromisoformat(day))
        | ({"must": True} if kind.startswith("must") else {})
        if words
        else {}
    )


def progress(words):
    days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", words)]
    left = re.search(r"(\d+) left", words)
    found = dict(zip(("actual_start", "actual_finish"), days, strict=False))
    return found | ({"remaining": int(left[1])} if left else {})


def table(example, head):
    lines = example[example.index(head) :].splitlines()
    names, rows = cells(lines[0]), []
    for line in lines[2:]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(names, cells(line), strict=True)))
    return rows


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
