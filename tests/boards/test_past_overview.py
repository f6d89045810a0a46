"""The overview as it stood on days of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.boards.overview import Overview, Turned, WeekRow, overview, turns_since, week_rows
from guatu.boards.overview.past import (
    cut_table_at,
    listed_at,
    overview_at,
    turned_at,
    week_rows_at,
)
from guatu.org.models import User
from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.choices import TallyBy
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import DAY, FIRST, LAST, evening, lived, morning

CUTS = (TallyBy.LINE, TallyBy.UNIT, TallyBy.SPONSOR, TallyBy.CHAIN, TallyBy.TOWNSHIP, TallyBy.PARK)
SEVENTH = date(2021, 3, 7)


def told(read: Overview) -> Overview:
    """Turns of one moment come in any order."""
    return replace(read, turned=turned(read.turned))


def turned(read: Turned) -> Turned:
    return replace(read, rows=sorted(read.rows, key=str))


def in_any_order(rows: list[WeekRow]) -> list[str]:
    return sorted(map(str, rows))


@pytest.mark.parametrize("seed", range(2))
def test_every_day_is_what_was_shown_in_the_evening(city: City, seed: int) -> None:
    """Figures, cuts, curve, what turned and the week, whatever was done on four weeks."""
    kept: dict[Any, Any] = {}
    turns: dict[date, Any] = {}
    for day in lived(city, seed, acts=3):
        for by in CUTS:
            kept[day, by] = told(overview(city.office, by, year=2021, today=day))
        rows = in_any_order(week_rows(city.office, year=2021, today=day))
        turns[day] = turned(turns_since(city.office, day - DAY, year=2021)), rows
    for (day, by), before in kept.items():
        now = told(overview_at(city.office, by, year=2021, moment=evening(day)))
        assert now == before, (day, by)
    for day, (news, rows) in turns.items():
        found = listed_at(city.office, 2021, evening(day))
        assert turned(turned_at(found, day)) == news
        assert in_any_order(week_rows_at(found, day)) == rows


@pytest.fixture
def factory(city: City) -> Project:
    """Listed on 15 February with a plan that ends on 31 December."""
    factory = project_at(
        city,
        morning(FIRST),
        "示例轴承项目",
        line=city.industry_line,
        year_plan=Decimal(12_000),
        planned_start=date(2021, 1, 10),
        actual_start=date(2021, 1, 10),
    )
    draft = Draft((Step("check", "验收", 12),))
    due = date(2021, 12, 31)
    accept_plan(factory, draft, due, reason="", by=city.office, now=morning(FIRST))
    return Project.objects.get(pk=factory.pk)


def seen(user: User, day: date) -> dict[str, int]:
    """Lines with their numbers of projects."""
    table = cut_table_at(user, TallyBy.LINE, year=2021, moment=evening(day))
    return {cut.title: cut.totals.projects for cut in table.cuts}


def test_a_line_counts_what_stood_in_it_that_day(city: City, factory: Project) -> None:
    moved = {"line": city.housing_line}
    moment = morning(date(2021, 3, 1))
    edit_project(factory, moved, seen=factory.version, by=city.office, now=moment)
    assert seen(city.office, date(2021, 2, 28)) == {"工业立市": 1, "城建提升": 0}
    assert seen(city.office, date(2021, 3, 1)) == {"工业立市": 0, "城建提升": 1}


def test_what_left_the_list_later_is_counted_still(city: City, factory: Project) -> None:
    withdraw_project(factory, reason="停建", by=city.office, now=morning(date(2021, 3, 2)))
    read = overview_at(city.office, TallyBy.LINE, year=2021, moment=evening(date(2021, 3, 1)))
    assert (read.totals.projects, read.totals.year_plan) == (1, 12_000)
    (following,) = [cut.next for cut in read.cuts if cut.next]
    assert (following.name, following.day) == ("验收", date(2021, 12, 31))


def test_what_turned_that_day_is_told_by_the_name_of_then(city: City, factory: Project) -> None:
    """Not registered two months after 10 January: red on 11 March. Renamed afterwards."""
    red = date(2021, 3, 11)
    for n in range(1, 28):
        patrol(city.tenant, now=morning(FIRST + n * DAY))
    renamed = {"name": "示例轴承二期项目"}
    version = Project.objects.get(pk=factory.pk).version
    edit_project(factory, renamed, seen=version, by=city.office, now=morning(LAST))

    def news(day: date) -> list[tuple[str, str, str]]:
        found = turned_at(listed_at(city.office, 2021, evening(day)), day)
        return [(turn.project, turn.before, turn.light) for turn in found.rows]

    assert news(red - DAY) == []
    assert news(red) == news(red + DAY) == [("示例轴承项目", "yellow", "red")]
    assert news(red + 2 * DAY) == []


def test_another_unit_sees_nothing_of_it(city: City, factory: Project) -> None:
    for stranger in (city.other_liaison, city.outsider):
        read = overview_at(stranger, TallyBy.LINE, year=2021, moment=evening(LAST))
        assert read.totals.projects == 0
        assert read.week.planned == 0
        assert listed_at(stranger, 2021, evening(LAST)) == []


def test_before_anything_was_kept_all_is_empty(city: City, factory: Project) -> None:
    before = evening(FIRST - timedelta(days=1))
    for by in CUTS:
        read = overview_at(city.office, by, year=2021, moment=before)
        assert (read.totals.projects, read.repeated.projects) == (0, 0)
        assert read.curve.done[:2] == (0, None)
