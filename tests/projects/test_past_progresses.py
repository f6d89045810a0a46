"""The four progresses as they stood on days of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.org.models import User
from guatu.projects.actions.packs import adopt
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.progresses import ComparedPage, compared_page, compared_page_at
from tests.city import City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, evening, lived, morning

EVERY = ListFilter(2021)
ASKED: tuple[dict[str, Any], ...] = (
    {}, {"parted": True}, {"order": "invested", "descending": True}, {"number": 9},
)  # fmt: skip


def read(user: User, day: date, **asked: Any) -> ComparedPage:
    return compared_page_at(user, EVERY, evening(day), **asked)


def test_the_page_of_each_day_is_what_was_shown_in_the_evening(city: City) -> None:
    """Whatever was done on four weeks; a unit sees of it what it may see now."""
    kept: dict[tuple[date, int], ComparedPage] = {}
    for day in lived(city, seed=3):
        for place, asked in enumerate(ASKED):
            kept[day, place] = compared_page(city.office, EVERY, evening(day), **asked)
    assert any(page.rows for page in kept.values())
    own = set(Project.objects.visible_to(city.liaison).values_list("pk", flat=True))
    for (day, place), before in kept.items():
        assert read(city.office, day, **ASKED[place]) == before, (day, ASKED[place])
    for row in read(city.liaison, date(2021, 3, 10)).rows:
        assert row.pk in own


@pytest.fixture
def odd(city: City) -> Project:
    """Listed on 15 February; on 3 March paid far ahead of what was invested."""
    project = project_at(city, morning(FIRST), "示例支付超前项目", year_plan=Decimal(12_000))
    figures = MonthFigures(date(2021, 2, 1), Decimal(2000), paid=Decimal(9000))
    report_progress(project, figures, by=city.office, now=morning(date(2021, 3, 3)))
    return project


def test_it_parts_from_the_day_on_which_that_was_reported(city: City, odd: Project) -> None:
    before, after = read(city.office, date(2021, 3, 2)), read(city.office, date(2021, 3, 3))
    assert (before.matches, before.parted, after.parted) == (1, 0, 1)
    assert [row.name for row in read(city.office, date(2021, 3, 3), parted=True).rows] == [odd.name]
    assert read(city.office, date(2021, 2, 14)).matches == 0


def test_a_day_is_compared_by_the_rules_of_then(city: City, odd: Project) -> None:
    """Rules adopted on 10 March don't compare the four: only from then on it is advice."""
    adopt(city.tenant, "yinchuan", by=city.office, now=morning(date(2021, 3, 10)))
    advice = [read(city.office, date(2021, 3, day)).rows[0].compared.advice for day in (9, 10)]
    assert advice == [False, True]


def test_nobody_sees_more_of_the_past_than_of_today(city: City, odd: Project) -> None:
    assert read(city.liaison, FIRST).matches == 1
    assert read(city.other_liaison, FIRST).matches == read(city.outsider, FIRST).matches == 0
    narrowed = replace(EVERY, line=city.housing_line.pk)
    assert compared_page_at(city.office, narrowed, evening(FIRST)).matches == 0
